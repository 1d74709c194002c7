"""What is kept: whole runs or nothing, across processes, killed writers and full disks."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from viz_core.access.visitor import Visitor
from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.runs.packing import canonical, load_arrays, name_of, pack_curve, save_arrays, unpack_curve
from viz_core.runs.saved_runs import Saved, SavedRuns
from viz_core.runs.store import Finished, RunMetrics, Store, StoreError, default_path
from viz_core.training.cluster import ROOT
from viz_core.training.events import EpochMetrics
from viz_core.training.history import Curve


def config(seed=0, **model):
    return ExperimentConfig(model=ModelConfig(**model), training=TrainingConfig(seed=seed))


def curve():
    numbers = np.array([0.0, 1.0])
    epochs = (EpochMetrics(epoch=1, loss=0.5, accuracy=0.7, validation_loss=0.6, validation_accuracy=0.65),)
    return Curve(steps=np.array([0, 50]), losses=numbers, accuracies=numbers, seconds=numbers, epochs=epochs)


def finished(one, accuracy=0.75, size=3):
    weights = (np.arange(size, dtype=np.float32), np.ones((2, 2), np.float32))
    metrics = RunMetrics(accuracy=accuracy, fresh_accuracy=accuracy - 0.25, parameters=7, seconds=1.5)
    return Finished(config=one, metrics=metrics, curve=curve(), weights=weights)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "new" / "runs.sqlite")


def test_the_exact_share_of_an_epoch_comes_back_and_files_without_it_are_read():
    exact = replace(curve(), epochs=(replace(curve().epochs[0], validation_exact=0.25),))
    assert unpack_curve(pack_curve(exact), 50).epochs == exact.epochs
    *arrays, table, _ = load_arrays(pack_curve(curve()))
    early = save_arrays([*arrays, table[:, :-1]])
    assert unpack_curve(early, 50).epochs == curve().epochs


def test_the_means_of_the_last_epoch_come_back():
    back = unpack_curve(pack_curve(replace(curve(), epoch_loss=0.25, epoch_accuracy=0.875)), 50)
    assert (back.epoch_loss, back.epoch_accuracy) == (0.25, 0.875)


@pytest.mark.parametrize(("total", "points"), [(100, [0, 50]), (101, [0, 50, 100])])
def test_in_an_early_file_the_last_point_of_a_finished_run_is_the_mean_of_its_last_epoch(total, points):
    numbers = np.array([3.0, 2.0, 1.0])
    early = save_arrays([np.array([0, 50, 100]), numbers, numbers / 4, numbers, np.zeros((0, 5))])
    back = unpack_curve(early, total)
    assert back.steps.tolist() == points
    assert (back.epoch_loss, back.epoch_accuracy) == (1.0, 0.25)


def test_an_early_file_of_a_short_run_keeps_every_point():
    numbers = np.array([3.0, 1.0])
    early = save_arrays([np.array([0, 100]), numbers, numbers / 4, numbers, np.zeros((0, 5))])
    assert unpack_curve(early, 100).losses.tolist() == [3.0, 1.0]


def test_a_run_comes_back_as_it_was(store):
    run = finished(config())
    store.put(run)
    back = Store(store.path).get(config())
    assert (back.config, back.metrics, back.versions) == (run.config, run.metrics, run.versions)
    assert back.versions["numpy"] == np.__version__
    for one, two in zip(back.weights, run.weights, strict=True):
        np.testing.assert_array_equal(one, two)
    assert back.curve.steps.tolist() == [0, 50]
    assert back.curve.epochs == run.curve.epochs


def test_a_config_that_was_never_trained_is_not_there(store):
    assert store.get(config()) is None
    assert store.metrics([config()]) == {}
    assert store.curves([config()]) == {}


def test_the_first_run_of_a_config_stays(store):
    store.put(finished(config(), accuracy=0.75))
    store.put(finished(config(), accuracy=0.5))
    assert store.metrics([config(), config(1)]) == {config(): finished(config()).metrics}


def test_figures_and_curves_are_found_by_config_and_seed(store):
    store.put(finished(config(1), accuracy=0.5))
    store.put(finished(config(2), accuracy=1.0))
    found = store.metrics([config(2), config(1), config(3)])
    assert [one.accuracy for one in found.values()] == [1.0, 0.5]
    assert set(store.curves([config(2)])) == {config(2)}


@pytest.mark.parametrize("field", [{"merge_mode": "mul"}, {"shared_weights": True}])
def test_settings_without_effect_do_not_make_another_run(store, field):
    store.put(finished(config(direction="forward")))
    assert store.get(config(direction="forward", **field)) is not None
    assert store.get(config(**field)) is None


def test_only_an_echo_has_a_delay():
    late, echo = TaskConfig(delay=5), TaskConfig(name="echo", delay=5)
    assert canonical(replace(config(), task=late)) == config()
    assert canonical(replace(config(), task=echo)).task == echo


def test_the_name_of_a_config_is_json_that_gives_it_back():
    one = config(4, cell="GRU")
    assert ExperimentConfig.from_dict(json.loads(name_of(one))) == one


def test_nothing_pickled_is_read():
    with pytest.raises(ValueError, match="pickle"):
        load_arrays(pack_objects())


def pack_objects():
    import io

    buffer = io.BytesIO()
    np.savez(buffer, np.array([object()]))
    return buffer.getvalue()


def test_an_empty_curve_survives():
    empty = Curve(steps=np.zeros(0, int), losses=np.zeros(0), accuracies=np.zeros(0), seconds=np.zeros(0))
    assert unpack_curve(pack_curve(empty), 50).epochs == ()


def test_a_run_stored_before_the_config_got_a_new_field_is_still_found(store):
    store.put(finished(config()))
    with sqlite3.connect(store.path) as file:
        (name,) = file.execute("SELECT config FROM runs").fetchone()
        older = json.loads(name)
        del older["model"]["head_units"]
        file.execute("UPDATE runs SET config = ?", (json.dumps(older),))
        file.execute("INSERT INTO runs SELECT '{\"later\": 1}', 0, '', 0, 0, 0, 0, '', '' FROM runs")
        file.execute("PRAGMA user_version = 1")
    file.close()
    assert set(Store(store.path).metrics([config()])) == {config()}


# Who trains what.


def test_only_one_may_train_a_config(store):
    assert store.claim(config(), "one", seconds=60)
    assert not Store(store.path).claim(config(), "two", seconds=60)
    assert store.claim(config(), "one", seconds=60)
    assert store.claim(config(1), "two", seconds=60)


def test_a_claim_ends_by_itself_when_released_and_when_the_run_is_finished(store):
    assert store.claim(config(), "one", seconds=-1)
    assert store.claim(config(), "two", seconds=60)
    store.release("two")
    assert store.claim(config(), "three", seconds=60)
    store.put(finished(config()))
    assert not store.claim(config(), "three", seconds=60)


# Trouble.


def test_a_full_disk_is_said_in_one_sentence_and_loses_nothing(store, monkeypatch):
    store.put(finished(config()))
    connect = sqlite3.connect

    def small(*args, **options):
        file = connect(*args, **options)
        file.execute("PRAGMA max_page_count = 20")
        return file

    monkeypatch.setattr("viz_core.runs.store.sqlite3.connect", small)
    with pytest.raises(StoreError, match=r"^The store .* cannot be used: database or disk is full\.$"):
        store.put(finished(config(1), size=100_000))
    monkeypatch.undo()
    assert set(store.metrics([config(), config(1)])) == {config()}
    store.put(finished(config(1)))
    assert store.get(config(1)) is not None


def test_a_place_that_cannot_be_written_is_said_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(tmp_path / "file" / "runs.sqlite")


WRITER = """
import sys
from pathlib import Path
from tests.runs.test_store import config, finished
from viz_core.runs.store import Store

store = Store(Path(sys.argv[1]))
for seed in range(int(sys.argv[2]), 10_000, 2):
    store.put(finished(config(seed), size=1_000))
    sys.stdout.write(f"{seed}\\n")
    sys.stdout.flush()
"""


def test_two_killed_servers_on_one_file_lose_no_finished_run(store):
    command = [sys.executable, "-c", WRITER, str(store.path)]
    servers = [
        subprocess.Popen([*command, first], cwd=ROOT, stdout=subprocess.PIPE, text=True) for first in "01"
    ]
    told = [int(server.stdout.readline()) for server in servers for _ in range(5)]
    for server in servers:
        os.kill(server.pid, signal.SIGKILL)
        told += [int(line) for line in server.communicate()[0].split("\n")[:-1]]
    configs = [config(seed) for seed in told]
    assert set(store.metrics(configs)) == set(configs)
    assert all(len(store.get(one).weights[0]) == 1_000 for one in configs[:3])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other places")
def test_the_file_lies_where_the_system_keeps_data(monkeypatch, tmp_path):
    monkeypatch.delenv("BIRNN_STORE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_path() == tmp_path / "birnn-visualiser" / "runs.sqlite"
    monkeypatch.setenv("BIRNN_STORE", str(tmp_path / "own.sqlite"))
    assert default_path() == tmp_path / "own.sqlite"


# Runs saved by name.


def saved(name="mine"):
    run = finished(config(5))
    return Saved(name=name, config=run.config, curve=run.curve, weights=run.weights)


def test_a_run_saved_by_name_comes_back_until_it_is_deleted(store):
    runs = SavedRuns(store)
    runs.save(saved(" mine "))
    runs.save(replace(saved("later"), created=4e9))
    assert runs.names() == {"later": config(5), "mine": config(5)}
    assert list(runs.names()) == ["later", "mine"]
    assert (runs.of(config(5)), runs.of(config(6))) == (["later", "mine"], [])
    assert runs.get("mine").weights[0].tolist() == [0, 1, 2]
    assert runs.get("mine").curve.epochs == curve().epochs
    runs.delete("mine", by=Visitor(lecturer=True))
    assert list(runs.names()) == ["later"]
    assert runs.get("mine") is None


def test_a_name_is_taken_once(store):
    runs = SavedRuns(store)
    runs.save(saved())
    with pytest.raises(ValueError, match="`name` must be one that no saved run has; got 'mine'"):
        runs.save(saved())


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_name_has_1_to_60_characters(store, name):
    with pytest.raises(ValueError, match="`length of the name` must be a whole number from 1 to 60"):
        SavedRuns(store).save(saved(name))
