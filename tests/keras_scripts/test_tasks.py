"""The Keras script of an experiment: it runs as it stands, and it is the same network on the same task."""

import re
import subprocess
import sys
from itertools import cycle, product
from pathlib import Path

import numpy as np
import pytest

keras = pytest.importorskip("keras")

from models import build_model  # noqa: E402
from viz_core.config import (  # noqa: E402
    CELL_NAMES,
    DIRECTIONS,
    HEADS,
    MERGE_MODES,
    OPTIMIZERS,
    ExperimentConfig,
    ModelConfig,
    TaskConfig,
    TrainingConfig,
)
from viz_core.keras_scripts.drawing import DRAWING  # noqa: E402
from viz_core.keras_scripts.tasks import keras_code  # noqa: E402
from viz_core.network.weights import count_parameters  # noqa: E402
from viz_core.tasks import TASKS  # noqa: E402

pytestmark = pytest.mark.usefixtures("eager")
ARCHITECTURES = [
    ("forward", "concat", False),
    ("backward", "concat", False),
    *product(["bidirectional"], MERGE_MODES, [False, True]),
]


def make_config(task: TaskConfig, sequences: int = 12, **model) -> ExperimentConfig:
    return ExperimentConfig(
        task=task,
        model=ModelConfig(**{"units": 3, **model}),
        training=TrainingConfig(sequences=sequences, batch_size=6, epochs=2, learning_rate=0.01, seed=3),
    )


def run(code: str, *, until: str = "") -> dict:
    """Execute a script, or the part of it before the line that starts with `until`."""
    if until:
        code = code[: code.index(f"\n{until}")]
    names: dict = {}
    exec(compile(code, "script.py", "exec"), names)
    return names


def drawn(task: TaskConfig, sequences: int) -> tuple[np.ndarray, np.ndarray]:
    return run(keras_code(make_config(task)), until="inputs = ")["draw"](sequences)


# The data.


def test_every_task_has_its_drawing():
    assert set(DRAWING) == set(TASKS)


@pytest.mark.parametrize("timesteps", [2, 7, 10])
@pytest.mark.parametrize("name", sorted(TASKS.keys() - {"casino", "echo"}))
def test_labels_are_those_of_the_task(name, timesteps):
    task = TaskConfig(name=name, timesteps=timesteps)
    inputs, labels = drawn(task, 300)
    np.testing.assert_array_equal(labels[..., 0], TASKS[name].label(inputs, task))
    assert labels.min() == 0
    # Two pulses, one at each end, are each other's last and next: there is nothing between them to flip.
    flips = (name, timesteps) != ("will_it_flip", 2)
    assert labels.max() == (len(TASKS[name].classes) - 1 if flips else 0)


@pytest.mark.parametrize("delay", [-8, -2, 0, 2, 8])
@pytest.mark.parametrize("timesteps", [2, 5, 10])
def test_echoes_are_those_of_the_task(timesteps, delay):
    task = TaskConfig(name="echo", timesteps=timesteps, delay=delay)
    inputs, labels = drawn(task, 50)
    np.testing.assert_array_equal(labels[..., 0], TASKS["echo"].label(inputs, task))


@pytest.mark.parametrize("name", TASKS)
def test_inputs_have_the_axes_and_the_distribution_of_the_task(name):
    task = TaskConfig(name=name, timesteps=6)
    inputs, labels = drawn(task, 4_000)
    batch = TASKS[name].sample(4_000, task, np.random.default_rng(0))
    assert inputs.shape == batch.inputs.shape
    assert inputs.dtype == np.float32
    assert labels.shape == (4_000, 6, 1)
    for statistic in (np.mean, np.std, np.min, np.max):
        np.testing.assert_allclose(
            statistic(inputs, axis=(0, 1)), statistic(batch.inputs, axis=(0, 1)), atol=0.02
        )


def test_casino_states_stay_and_bits_flip_as_often_as_they_should():
    inputs, labels = drawn(TaskConfig(name="casino", timesteps=50), 2_000)
    states = labels[..., 0]
    assert (states[:, 1:] == states[:, :-1]).mean() == pytest.approx(0.95, abs=0.005)
    assert (inputs[..., 0] != states).mean() == pytest.approx(0.3, abs=0.01)
    assert states[:, 0].mean() == pytest.approx(0.5, abs=0.04)


# The model.


def in_creation_order(model: "keras.Model") -> list["keras.Variable"]:
    """Variables by the number Keras gives each layer as it is made: recurrent ones, then dense ones."""

    def place(layer: "keras.Layer") -> tuple[bool, int]:
        number = re.search(r"_(\d+)$", layer.name)
        dense = isinstance(layer, keras.layers.Dense | keras.layers.TimeDistributed)
        return dense, int(number[1]) if number else 0

    return [one for layer in sorted(model.layers, key=place) for one in layer.weights]


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("head", HEADS)
def test_the_script_builds_the_same_network(head, layers, architecture):
    direction, merge_mode, shared = architecture
    fields = {"direction": direction, "merge_mode": merge_mode, "shared_weights": shared, "layers": layers}
    for cell, head_units, dropout in [("LSTM", 0, 0.0), ("GRU", 2, 0.3)]:
        config = make_config(
            TaskConfig(timesteps=5), cell=cell, head=head, head_units=head_units, dropout=dropout, **fields
        )
        ours = build_model(config.model, features=1, outputs=1, timesteps=5)
        theirs = run(keras_code(config), until="model.compile")["model"]
        assert theirs.count_params() == count_parameters(config.model, features=1, outputs=1)
        rng = np.random.default_rng(5)
        ours.set_weights([rng.normal(size=one.shape) for one in ours.get_weights()])
        for variable, value in zip(in_creation_order(theirs), ours.get_weights(), strict=True):
            variable.assign(value)
        inputs = rng.random((2, 5, 1)).astype(np.float32)
        np.testing.assert_allclose(np.stack(theirs(inputs)), np.stack(ours(inputs)), atol=1e-6)
        rates = [layer.rate for layer in theirs.layers if isinstance(layer, keras.layers.Dropout)]
        assert rates == [one.rate for one in ours.layers if isinstance(one, keras.layers.Dropout)]


# The whole script.

# One config for each task, so that every direction, cell, optimizer and head is trained once or more.
TRAINED = {
    "cumulative_sum": {},
    "mirror_sum": {"cell": "GRU", "direction": "backward"},
    "signed_walk": {"cell": "SimpleRNN", "direction": "forward"},
    "echo": {"merge_mode": "none", "head": "final_state"},
    "xor_neighbours": {"merge_mode": "mul"},
    "balance": {"head_units": 2},
    "brackets": {"merge_mode": "none", "layers": 2},
    "casino": {"shared_weights": True, "head": "final_state"},
    "flip_flop": {"units": 1},
    "flip_flop_2": {"cell": "GRU"},
    "flip_flop_3": {"cell": "SimpleRNN", "head": "final_state"},
    "flip_flop_both_sides": {"units": 2},
    "will_it_flip": {"merge_mode": "mul"},
}


@pytest.mark.parametrize("name", TASKS)
def test_the_script_of_every_task_trains_and_evaluates(name, capsys):
    config = make_config(TaskConfig(name=name, timesteps=4), **TRAINED[name])
    names = run(keras_code(config).replace("epochs=2", "epochs=2, verbose=0"))
    assert int(names["model"].optimizer.iterations) == config.training.steps == 4
    assert float(names["model"].optimizer.learning_rate) == pytest.approx(0.01)
    *_, results = capsys.readouterr().out.strip().splitlines()
    accuracies = re.findall(r"accuracy': ([\d.]+)", results)
    outputs = 2 if TRAINED[name].get("merge_mode") == "none" else 1
    assert len(accuracies) == outputs
    assert all(0 <= float(accuracy) <= 1 for accuracy in accuracies)


def test_the_script_needs_only_numpy_and_keras(tmp_path: Path):
    script = tmp_path / "script.py"
    script.write_text(keras_code(make_config(TaskConfig())), encoding="utf-8")
    command = [sys.executable, "-I", str(script)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "'accuracy'" in done.stdout
    imports = set(re.findall(r"^(?:import|from) (\w+)", script.read_text(encoding="utf-8"), re.MULTILINE))
    assert imports == {"numpy", "keras"}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_optimizer_is_the_config_s(optimizer):
    training = TrainingConfig(optimizer=optimizer, learning_rate=0.02, epochs=7, batch_size=9, sequences=40)
    code = keras_code(ExperimentConfig(model=ModelConfig(units=2), training=training))
    made = run(code[: code.index("x, y = draw")])["model"].optimizer
    assert type(made).__name__.lower() == optimizer
    assert float(made.learning_rate) == pytest.approx(0.02)
    assert "draw(40)" in code
    assert "epochs=7, batch_size=9" in code


def test_the_textbook_script_is_as_the_textbook_writes_it():
    code = keras_code(ExperimentConfig())
    assert code.startswith("# Cumulative sum in Keras 3: 1 bidirectional LSTM layer of 50 units.")
    assert 'layers.Bidirectional(layers.LSTM(50, return_sequences=True), merge_mode="concat")' in code
    assert 'layers.TimeDistributed(layers.Dense(1, activation="sigmoid"))' in code


def test_every_script_is_valid_python_in_short_lines():
    """Every model on a task; the tasks take turns, so that each meets every option of a model."""
    grid = product(CELL_NAMES, DIRECTIONS, MERGE_MODES, HEADS, [1, 4], [False, True], [0, 5], [0.0, 0.2])
    for name, (cell, direction, mode, head, layers, shared, head_units, dropout) in zip(
        cycle(TASKS), grid, strict=False
    ):
        model = ModelConfig(
            cell=cell,
            direction=direction,
            merge_mode=mode,
            head=head,
            layers=layers,
            shared_weights=shared,
            head_units=head_units,
            dropout=dropout,
        )
        code = keras_code(ExperimentConfig(task=TaskConfig(name=name), model=model))
        assert max(map(len, code.splitlines())) <= 110
        assert code.startswith("# ")
        compile(code, "script.py", "exec")


def test_an_embedding_has_no_script():
    config = ExperimentConfig(model=ModelConfig(embedding=8))
    with pytest.raises(ValueError, match="`embedding` must be 0 for a task whose inputs are numbers; got 8"):
        keras_code(config)
