"""Keras models: order of weights, alignment in time, masks, textbook counts, and files that open anywhere."""

import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest

keras = pytest.importorskip("keras")

from models import build_model  # noqa: E402
from viz_core.config import CELL_NAMES, DIRECTIONS, HEADS, MERGE_MODES, ModelConfig  # noqa: E402
from viz_core.network.merges import merge  # noqa: E402
from viz_core.network.weights import initial_weights, weight_specs  # noqa: E402

# direction, merge_mode, shared_weights: every architecture there is.
ARCHITECTURES = [
    ("forward", "concat", False),
    ("backward", "concat", False),
    *product(["bidirectional"], MERGE_MODES, [False, True]),
]
MERGED = [mode for mode in MERGE_MODES if mode != "none"]


def make_config(architecture: tuple[str, str, bool], **fields) -> ModelConfig:
    direction, merge_mode, shared = architecture
    return ModelConfig(direction=direction, merge_mode=merge_mode, shared_weights=shared, **fields)


def spec_name(path: str) -> str:
    """What `weight_specs` calls the Keras variable of that path."""
    kind = path.rsplit("/", 1)[-1]
    if path.startswith("embedding"):
        return "embedding"
    if inner := re.match(r"bidirectional_(\d)/(forward|backward)_layer\d/", path):
        return f"layer{inner[1]}/{inner[2]}/{kind}"
    if single := re.match(r"layer(\d)_(forward|backward|shared)/", path):
        return f"layer{single[1]}/{single[2]}/{kind}"
    part, _, reader = path.split("/")[0].partition("_")
    return f"head/{part}/{reader}/{kind}" if reader else f"head/{part}/{kind}"


def seeded(config: ModelConfig, seed: int = 0, **options) -> "keras.Model":
    """A model with two features and three outputs whose biases are not zero either."""
    model = build_model(config, features=2, outputs=3, **options)
    rng = np.random.default_rng(seed)
    model.set_weights([rng.normal(scale=0.6, size=one.shape) for one in model.get_weights()])
    return model


def answers(model: "keras.Model", inputs: np.ndarray) -> list[np.ndarray]:
    outputs = model(inputs)
    return [np.asarray(one) for one in (outputs if isinstance(outputs, list | tuple) else [outputs])]


def random_inputs(*shape: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


# The order of the weights.


# What stands around the recurrent layers: head, units of the hidden dense layer, width of the embedding.
ENDS = list(product(HEADS, [0, 2], [0, 5]))


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("layers", [1, 2, 3, 4])
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_weights_come_in_the_order_of_the_specs(cell, layers, architecture):
    # The ends meet a single layer in every way; a stack, which they meet just so, in the two extreme ones.
    for head, head_units, embedding in ENDS if layers == 1 else (ENDS[0], ENDS[-1]):
        config = make_config(
            architecture,
            cell=cell,
            units=3,
            layers=layers,
            head=head,
            head_units=head_units,
            embedding=embedding,
        )
        model = build_model(config, features=4, outputs=3)
        specs = [(spec.name, spec.shape) for spec in weight_specs(config, features=4, outputs=3)]
        assert [(spec_name(one.path), one.shape) for one in model.weights] == specs


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("layers", [1, 3])
def test_dropout_masking_and_a_known_length_leave_the_order_alone(layers, architecture):
    config = make_config(architecture, units=3, layers=layers, dropout=0.5)
    model = build_model(config, features=4, outputs=3, timesteps=5, masking=True)
    names = [spec.name for spec in weight_specs(config, features=4, outputs=3)]
    assert [spec_name(one.path) for one in model.weights] == names
    assert len(model.get_weights()) == len(names)


# Textbook counts.


def test_textbook_bidirectional_lstm_has_20901_parameters():
    model = build_model(ModelConfig(), features=1, outputs=1, timesteps=10)
    assert model.get_layer("bidirectional_0").count_params() == 20_800
    assert model.get_layer("output").count_params() == 101
    assert model.count_params() == 20_901


@pytest.mark.parametrize(("layers", "count"), [(1, 322_080), (4, 328_320)])
def test_textbook_embedding_and_simple_rnns_have_the_textbook_counts(layers, count):
    config = ModelConfig(
        cell="SimpleRNN", units=32, layers=layers, direction="forward", embedding=32, head="final_state"
    )
    model = build_model(config, features=10_000, outputs=1)
    assert model.get_layer("embedding").count_params() == 320_000
    assert model.get_layer("layer0_forward").count_params() == 2_080
    assert model.count_params() - model.get_layer("output").count_params() == count


# Axes, activations, names.


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("outputs", [1, 3])
def test_outputs_have_their_axes_and_activation(outputs, head, architecture):
    config = make_config(architecture, units=3, head=head, head_units=2)
    made = build_model(config, features=2, outputs=outputs, timesteps=4)
    results = answers(made, random_inputs(5, 4, 2))
    assert len(results) == (2 if config.bidirectional and config.merge_mode == "none" else 1)
    for result in results:
        assert result.shape == ((5, 4, outputs) if head == "per_step" else (5, outputs))
        assert (result > 0).all() and (result < 1).all()
        if outputs > 1:
            np.testing.assert_allclose(result.sum(-1), 1, rtol=1e-5)


def test_layers_are_named_after_their_part():
    config = ModelConfig(units=3, layers=2, head_units=2, dropout=0.1)
    model = build_model(config, features=2, outputs=1, masking=True)
    assert [layer.name for layer in model.layers] == [
        *("inputs", "masking", "dropout_0", "bidirectional_0", "dropout_1", "bidirectional_1"),
        *("hidden", "output"),
    ]


def test_a_model_is_not_compiled_and_takes_any_length():
    model = seeded(ModelConfig(units=3))
    assert not model.compiled
    assert answers(model, random_inputs(2, 3, 2))[0].shape == (2, 3, 3)
    assert answers(model, random_inputs(2, 7, 2))[0].shape == (2, 7, 3)


def test_dropout_acts_while_training_only():
    model = seeded(ModelConfig(units=3, dropout=0.5))
    inputs = random_inputs(4, 6, 2)
    np.testing.assert_array_equal(model(inputs), model(inputs))
    assert np.abs(np.asarray(model(inputs, training=True)) - np.asarray(model(inputs))).max() > 1e-3


# Alignment to input time.


@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_each_reader_knows_only_its_side_of_the_input(cell, layers):
    before = random_inputs(1, 6, 2)
    after = before.copy()
    after[:, 3] += 1
    changed = {}
    for direction in DIRECTIONS:
        model = seeded(ModelConfig(cell=cell, units=3, layers=layers, direction=direction))
        difference = np.abs(answers(model, after)[0] - answers(model, before)[0]).max(axis=(0, 2))
        changed[direction] = list(difference > 0)
    assert changed["forward"] == [False] * 3 + [True] * 3
    assert changed["backward"] == [True] * 4 + [False] * 2
    assert changed["bidirectional"] == [True] * 6


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_backward_is_forward_on_the_turned_input(cell, layers, head):
    forward = seeded(ModelConfig(cell=cell, units=3, layers=layers, direction="forward", head=head))
    backward = seeded(ModelConfig(cell=cell, units=3, layers=layers, direction="backward", head=head))
    inputs = random_inputs(2, 5, 2)
    expected = answers(forward, inputs[:, ::-1])[0]
    if head == "per_step":
        expected = expected[:, ::-1]
    np.testing.assert_allclose(answers(backward, inputs)[0], expected, atol=1e-6)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_two_unmerged_stacks_are_a_forward_and_a_backward_network(cell, layers, head):
    fields = {"cell": cell, "units": 3, "layers": layers, "head": head, "head_units": 2}
    both = seeded(ModelConfig(merge_mode="none", **fields))
    names = [
        spec.name for spec in weight_specs(ModelConfig(merge_mode="none", **fields), features=2, outputs=3)
    ]
    inputs = random_inputs(2, 5, 2)
    for answer, direction in zip(answers(both, inputs), ("forward", "backward"), strict=True):
        one = build_model(ModelConfig(direction=direction, **fields), features=2, outputs=3)
        mine = [w for w, name in zip(both.get_weights(), names, strict=True) if f"/{direction}/" in name]
        one.set_weights(mine)
        np.testing.assert_allclose(answer, answers(one, inputs)[0], atol=1e-6)


def twice_each_layer(config: ModelConfig, weights: list[np.ndarray]) -> list[np.ndarray]:
    """Weights with a reader each, from weights that both readers share."""
    recurrent = 3 * config.layers
    doubled = []
    for start in range(0, recurrent, 3):
        doubled += weights[start : start + 3] * 2
    return doubled + weights[recurrent:]


@pytest.mark.parametrize("masking", [False, True])
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("merge_mode", MERGE_MODES)
@pytest.mark.parametrize("cell", CELL_NAMES)
def test_shared_weights_are_two_readers_with_equal_weights(cell, merge_mode, head, masking):
    fields = {"cell": cell, "units": 3, "layers": 2, "merge_mode": merge_mode, "head": head}
    shared = seeded(ModelConfig(shared_weights=True, **fields), masking=masking)
    apart = build_model(ModelConfig(**fields), features=2, outputs=3, masking=masking)
    apart.set_weights(twice_each_layer(ModelConfig(**fields), shared.get_weights()))
    inputs = random_inputs(2, 5, 2)
    inputs[:, 3:] = 0
    # Only real steps: at padding `Bidirectional` gives zeros, a layer on its own repeats its last output.
    real = slice(0, 3 if masking and head == "per_step" else None)
    for one, other in zip(answers(shared, inputs), answers(apart, inputs), strict=True):
        np.testing.assert_allclose(one[:, real], other[:, real], atol=1e-6)


@pytest.mark.parametrize("mode", MERGED)
@pytest.mark.parametrize("shared", [False, True])
def test_merge_layer_agrees_with_the_merge_of_the_same_name(shared, mode):
    config = ModelConfig(cell="GRU", units=3, merge_mode=mode, shared_weights=shared)
    model = seeded(config)
    inputs = random_inputs(2, 4, 2)
    merged = keras.Model(model.input, model.get_layer("output").input)(inputs)
    if shared:
        reader = model.get_layer("layer0_shared")
        forward, backward = reader(inputs), reader(inputs[:, ::-1].copy())
    else:
        layer = model.get_layer("bidirectional_0")
        forward, backward = layer.forward_layer(inputs), layer.backward_layer(inputs)
    expected = merge(np.asarray(forward), np.asarray(backward)[:, ::-1], mode)
    np.testing.assert_allclose(merged, expected, atol=1e-6)


# Masks.


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("layers", [1, 2])
def test_padding_on_the_right_changes_no_answer_before_it(layers, head, architecture):
    model = seeded(make_config(architecture, units=3, layers=layers, head=head), masking=True)
    short = random_inputs(2, 3, 2)
    padded = np.concatenate([short, np.zeros((2, 2, 2), np.float32)], axis=1)
    for plain, healed in zip(answers(model, short), answers(model, padded), strict=True):
        np.testing.assert_allclose(healed[:, :3] if head == "per_step" else healed, plain, atol=1e-6)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_padding_tokens_change_no_answer_before_them(architecture):
    model = seeded(make_config(architecture, units=3, layers=2, embedding=3))
    model.set_weights([np.random.default_rng(3).normal(size=one.shape) for one in model.get_weights()])
    short = np.array([[1, 1, 1], [1, 1, 0]], np.int32)
    padded = np.pad(short, ((0, 0), (0, 2)))
    for plain, healed in zip(answers(model, short), answers(model, padded), strict=True):
        np.testing.assert_allclose(healed[0, :3], plain[0], atol=1e-6)
        np.testing.assert_allclose(healed[1, :2], plain[1, :2], atol=1e-6)


@pytest.mark.parametrize("architecture", [one for one in ARCHITECTURES if one[1] in ("concat", "none")])
def test_labels_of_padded_steps_do_not_count_in_the_loss(architecture):
    model = seeded(make_config(architecture, units=3, layers=2), masking=True)
    inputs = random_inputs(2, 4, 2)
    inputs[:, 3] = 0
    model.compile(loss=["sparse_categorical_crossentropy"] * len(model.outputs))
    labels = np.zeros((2, 4, 1), np.int32)
    others = labels.copy()
    others[:, 3] = 2
    losses = [
        model.test_on_batch(inputs, [one] * len(model.outputs) if len(model.outputs) > 1 else one)
        for one in (labels, others)
    ]
    np.testing.assert_allclose(losses[0], losses[1], rtol=1e-6)


# Files.

OPEN_ELSEWHERE = """
import importlib.util, pathlib, sys
import numpy as np
import keras
for name in ("models", "viz_core"):
    if importlib.util.find_spec(name):
        raise SystemExit(f"{name} is in reach")
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.keras")):
    outputs = keras.models.load_model(path, safe_mode=True)(np.load(path.with_name("inputs.npy")))
    np.savez(path.with_suffix(".npz"), *(outputs if isinstance(outputs, (list, tuple)) else [outputs]))
"""


# Saving, Keras 3.15 hands TensorFlow 2.21's variables to `np.array`, which NumPy 2 warns about.
@pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")
def test_saved_models_open_in_plain_keras_without_this_project(tmp_path: Path):
    inputs = random_inputs(2, 4, 2)
    inputs[0, 2:] = 0
    np.save(tmp_path / "inputs.npy", inputs)
    expected = {}
    for number, (architecture, head) in enumerate(product(ARCHITECTURES, HEADS)):
        config = make_config(
            architecture, cell=CELL_NAMES[number % 3], units=3, layers=2, head=head, dropout=0.1
        )
        model = seeded(config, masking=True)
        model.save(tmp_path / f"{number}.keras")
        expected[f"{number}.npz"] = answers(model, inputs)
    command = [sys.executable, "-I", "-W", "ignore", "-c", OPEN_ELSEWHERE, str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr[-2000:]
    for name, results in expected.items():
        with np.load(tmp_path / name) as loaded:
            for one, key in zip(results, loaded.files, strict=True):
                np.testing.assert_allclose(loaded[key], one, atol=1e-6, err_msg=name)


# First weights.


def test_drawn_first_weights_fit_the_model():
    config = ModelConfig(cell="GRU", units=3, layers=2, head_units=2)
    model = build_model(config, features=2, outputs=3)
    drawn = initial_weights(config, features=2, outputs=3, rng=np.random.default_rng(0))
    model.set_weights(drawn)
    for one, other in zip(model.get_weights(), drawn, strict=True):
        np.testing.assert_array_equal(one, other)


# Bad input.


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"features": 0}, "`features` must be a whole number from 1 to 1,000,000; got 0."),
        ({"outputs": 0}, "`outputs` must be a whole number from 1 to 10,000; got 0."),
        ({"timesteps": 0}, "`timesteps` must be a whole number from 1 to 10,000; got 0."),
        ({"masking": 1}, "`masking` must be True or False; got 1."),
    ],
)
def test_a_bad_width_is_named(options, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        build_model(ModelConfig(units=2), **{"features": 1, "outputs": 1, **options})


def test_an_embedding_needs_no_masking():
    with pytest.raises(ValueError, match="`masking` must be False with an embedding"):
        build_model(ModelConfig(units=2, embedding=2), features=3, outputs=1, masking=True)
