"""The Keras script of a table of one's own: it runs as it stands, and it is the same network."""

import numpy as np
import pytest

from viz_core.config import DIRECTIONS, ExperimentConfig
from viz_core.data import own_sets, widths
from viz_core.data.own_examples import EXAMPLES
from viz_core.data.own_sets import keep_table, own_experiment
from viz_core.keras_scripts.own_data import own_code
from viz_core.network.tracing import trace
from viz_core.network.weights import count_parameters

pytestmark = pytest.mark.usefixtures("eager")


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("BIRNN_UPLOADS", str(tmp_path / "kept"))
    monkeypatch.chdir(tmp_path)
    for cached in (own_sets.own_data, own_sets.division, own_sets.own_vocabulary):
        cached.cache_clear()


def experiment(name, tmp_path, *, rows=None, **more):
    """An experiment on the beginning of an example, which lies where the script will look for it."""
    lines = EXAMPLES[name].table().splitlines()[:rows]
    (tmp_path / "own.csv").write_text("\n".join(lines))
    usual = {"cell": "GRU", "units": 3, "direction": "bidirectional", "epochs": 1, "seed": 3}
    return own_experiment(keep_table("\n".join(lines).encode()), **usual | more)


def run(code):
    names = {}
    exec(compile(code, "script.py", "exec"), names)
    return names


@pytest.mark.slow
@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize(("name", "rows"), [("leaks", 700), ("gestures", 700), ("short_reviews", 60)])
def test_the_script_runs_and_is_the_same_network(name, rows, direction, tmp_path):
    config = experiment(name, tmp_path, rows=rows, direction=direction)
    made = run(own_code(config))
    features, outputs = widths(config.task)
    assert made["model"].count_params() == count_parameters(config.model, features=features, outputs=outputs)
    inputs = made["x"][:3]
    mask = inputs != 0 if inputs.ndim == 2 else (inputs != -9999.0).all(axis=-1)
    ours = trace(made["model"].get_weights(), config.model, inputs, mask)["probabilities"]
    theirs = made["model"].predict(inputs, verbose=0)
    if config.model.head == "per_step":
        ours, theirs = ours[mask], theirs[mask]
    assert np.allclose(theirs, ours, atol=1e-5)


ROWS = [
    (f"s{n // 2}", n * 0.5 + 0.1, 0.1, ("trè\u00a0s bon", "mau\u00advais")[n // 2 % 2]) for n in range(60)
]
AS_WRITTEN = {
    "capitals and spaces in the header": "Sequence, X, Flag, Label",
    "capitals alone": "SEQUENCE,X,Flag,LABEL",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", AS_WRITTEN)
def test_the_script_reads_what_the_app_reads(name, tmp_path):
    rows = "".join(f'{one},{x},{flag}, "{label}"\n' for one, x, flag, label in ROWS)
    data = f"\ufeff{AS_WRITTEN[name]}\n\n{rows},,,\n , , , \n".encode()
    (tmp_path / "own.csv").write_bytes(data)
    config = own_experiment(keep_table(data), cell="GRU", units=2, direction="forward", epochs=1, seed=3)
    own = own_sets.own_data(config.task.source)
    made = run(own_code(config))
    assert tuple(made["classes"]) == own.classes == ("mauvais", "trè s bon")
    assert tuple(made["features"]) == own.features
    assert len(made["sequences"]) == len(own.ids) == 30
    assert not made["x"][made["read"] > 0][:, 1].any(), "a constant column is 0"


@pytest.mark.slow
def test_the_script_cuts_texts_into_the_same_words(tmp_path):
    texts = ["फिल्म बहुत अच्छी", "cafe\u0301 tre\u0300s bon", "don’t – WOW_no", "bas\u00adic שָׁלוֹם"]
    data = ("Text, Label\n" + "".join(f'"{texts[n % 4]}",{"ab"[n % 2]}\n' for n in range(40))).encode()
    (tmp_path / "own.csv").write_bytes(data)
    config = own_experiment(keep_table(data), cell="GRU", units=2, direction="forward", epochs=1, seed=3)
    own = own_sets.own_data(config.task.source)
    made = run(own_code(config))
    assert {tuple(one.split()) for one in made["texts"]} == {tuple(one) for one in own.values}


def test_the_settings_are_in_the_script(tmp_path):
    code = own_code(experiment("leaks", tmp_path, cell="LSTM", units=5, epochs=7, direction="backward"))
    assert "layers.LSTM(5, return_sequences=True, go_backwards=True)" in code
    assert "epochs=7,\n    batch_size=16," in code and "sample_weight=read[:train]" in code


def test_another_task_is_refused():
    with pytest.raises(ValueError, match="`data set` must be one of own_numbers, own_texts; got"):
        own_code(ExperimentConfig())
