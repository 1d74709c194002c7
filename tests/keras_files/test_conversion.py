"""`.keras` files: open in plain Keras with the same predictions, come back, and nothing else is let in."""

import io
import subprocess
import sys
import zipfile

import keras
import numpy as np
import pytest

from models import build_model
from viz_core.config import CELL_NAMES, ExperimentConfig, ModelConfig, TaskConfig
from viz_core.keras_files import from_keras as from_keras_apart
from viz_core.keras_files.conversion import to_keras
from viz_core.keras_files.reading import read as from_keras
from viz_core.network.probe import fresh_batch
from viz_core.network.tracing import trace
from viz_core.network.weights import initial_weights
from viz_core.runs.keras_export import export
from viz_core.seeds import stream
from viz_core.training.cluster import Cluster

# Keras 3.15 hands its variables to h5py without NumPy 2's `copy` argument.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")

MODELS = [
    *({"cell": cell, "direction": direction} for cell in CELL_NAMES for direction in ("forward", "backward")),
    *({"merge_mode": mode, "layers": 2} for mode in ("concat", "mul", "none")),
    {"merge_mode": "sum", "shared_weights": True, "layers": 2},
    {"merge_mode": "none", "shared_weights": True},
    {"head": "final_state", "head_units": 3, "dropout": 0.25},
    {"head": "final_state", "shared_weights": True, "merge_mode": "ave"},
]


def network(**model):
    config = ExperimentConfig(task=TaskConfig(timesteps=5), model=ModelConfig(units=2, **model))
    weights = initial_weights(config.model, features=1, outputs=1, rng=stream(3, "weights"))
    return config, weights


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_a_file_comes_back_as_the_same_network(model):
    config, weights = network(**model)
    back, same = from_keras(to_keras(config, weights), "cumulative_sum")
    assert back == config.model
    for one, two in zip(weights, same, strict=True):
        np.testing.assert_array_equal(one, two)


PLAIN = """
import sys
import keras, numpy as np
model = keras.saving.load_model(sys.argv[1])
np.save(sys.argv[3], np.stack(model.predict(np.load(sys.argv[2]), verbose=0)))
"""


@pytest.mark.slow
@pytest.mark.parametrize("model", [{}, {"merge_mode": "mul", "shared_weights": True, "cell": "GRU"}], ids=str)
def test_a_file_opens_in_plain_keras_with_the_same_predictions(model, tmp_path):
    """In a fresh process, away from this project."""
    config, weights = network(**model)
    inputs = fresh_batch(config, 4).inputs
    (tmp_path / "run.keras").write_bytes(to_keras(config, weights))
    np.save(tmp_path / "inputs.npy", inputs)
    names = [str(tmp_path / name) for name in ("run.keras", "inputs.npy", "answers.npy")]
    subprocess.run([sys.executable, "-I", "-c", PLAIN, *names], check=True, cwd=tmp_path, timeout=120)
    wanted = trace(weights, config.model, inputs)["probabilities"]
    np.testing.assert_allclose(np.load(tmp_path / "answers.npy"), wanted, atol=1e-5)


def saved(model, tmp_path):
    path = tmp_path / "given.keras"
    model.save(path)
    return path.read_bytes()


def test_somebody_elses_bilstm_is_welcome(tmp_path):
    inputs = keras.Input((10, 1), name="in")
    states = keras.layers.Bidirectional(keras.layers.LSTM(4, return_sequences=True), name="both")(inputs)
    output = keras.layers.TimeDistributed(keras.layers.Dense(1, activation="sigmoid"))(states)
    config, weights = from_keras(saved(keras.Model(inputs, output), tmp_path), "cumulative_sum")
    assert config == ModelConfig(units=4)
    assert weights[0].shape == (1, 16)


def dense(tmp_path):
    return saved(keras.Sequential([keras.Input((10, 1)), keras.layers.Dense(1)]), tmp_path)


def with_lambda(tmp_path):
    inputs = keras.Input((10, 1))
    states = keras.layers.LSTM(4, return_sequences=True)(inputs)
    changed = keras.layers.Lambda(lambda x: x, output_shape=(10, 4))(states)
    output = keras.layers.TimeDistributed(keras.layers.Dense(1, activation="sigmoid"))(changed)
    return saved(keras.Model(inputs, output), tmp_path)


def another_activation(tmp_path):
    model = build_model(ModelConfig(units=2, direction="forward"), features=1, outputs=1)
    described = model.get_config()
    described["layers"][1]["config"]["activation"] = "relu"
    return saved(keras.Model.from_config(described), tmp_path)


def another_task(tmp_path):
    return saved(build_model(ModelConfig(units=2), features=3, outputs=1), tmp_path)


def not_a_number(tmp_path):
    config, weights = network(direction="forward")
    return to_keras(config, [np.full_like(one, np.nan) for one in weights])


def rewritten(described):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("config.json", described)
    return buffer.getvalue()


@pytest.mark.parametrize("make", [dense, with_lambda, another_activation, another_task, not_a_number])
def test_other_networks_are_refused_in_one_sentence(make, tmp_path):
    with pytest.raises(ValueError, match=r"^`file` must be a \.keras file of a network"):
        from_keras(make(tmp_path), "cumulative_sum")


@pytest.mark.parametrize(
    "described",
    [
        "[]",
        "{",
        "null",
        "3",
        '{"config": {"layers": [1]}}',
        '{"config": {"layers": [{}]}}',
    ],
)
def test_a_broken_description_is_refused(described):
    with pytest.raises(ValueError, match="`file` must be a .keras file"):
        from_keras(rewritten(described), "cumulative_sum")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x80\x04pickle"])
def test_other_files_are_refused(data):
    with pytest.raises(ValueError, match="got something else"):
        from_keras(data, "cumulative_sum")


def test_a_file_that_would_unfold_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("config.json", b"0" * 101 * 2**20)
    with pytest.raises(ValueError, match="got more than 100 MB"):
        from_keras(buffer.getvalue(), "cumulative_sum")


@pytest.mark.slow
def test_files_are_made_on_a_worker_and_read_in_a_process_of_their_own():
    cluster = Cluster(workers=1, preload="")
    assert cluster.wait(120)
    config, weights = network()
    data = export(cluster, config, weights).result(120)
    cluster.close()
    assert from_keras_apart(data, "cumulative_sum")[0] == config.model
    with pytest.raises(ValueError, match="`file` must be"):
        from_keras_apart(b"no", "cumulative_sum")
