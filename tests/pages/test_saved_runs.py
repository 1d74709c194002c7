"""Saved runs in-process: keep, list, watch side by side, reload in Train, delete."""

from concurrent.futures import Future

import numpy as np
import pytest

from tests.shown import components, until
from ui import saved_runs
from viz_core.access.visitor import Visitor
from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.network.weights import initial_weights
from viz_core.runs.saved_runs import Saved, SavedRuns
from viz_core.runs.store import Store
from viz_core.seeds import stream
from viz_core.tasks import TASKS
from viz_core.training.history import History

PAGE, TRAIN = "pages/21_Saved_runs.py", "pages/1_Train.py"


@pytest.fixture(autouse=True)
def runs(monkeypatch, tmp_path):
    monkeypatch.setenv("BIRNN_STORE", str(tmp_path / "runs.sqlite"))
    return SavedRuns(Store(tmp_path / "runs.sqlite"))


def keep(runs, name, owner="", **model):
    config = ExperimentConfig(model=ModelConfig(units=2, **model), training=TrainingConfig(seed=7))
    weights = initial_weights(config.model, features=1, outputs=1, rng=stream(1, "weights"))
    runs.save(Saved(name=name, config=config, curve=History().curve(), weights=weights, owner=owner))
    return weights


def players(app):
    return components(app, "payload")


def test_an_empty_shelf_says_what_to_do(visit):
    app = visit(PAGE)
    assert "Nothing is kept yet" in app.info[0].value


@pytest.mark.parametrize("link", [{"saved_one": "nobody"}, {"saved_two": "x"}, {"saved_probe": "-1"}])
def test_a_link_with_bad_values_shows_the_newest(visit, runs, link):
    keep(runs, "first")
    app = visit(PAGE, **link)
    assert app.selectbox(key="saved_one").value == "first"
    assert len(players(app)) == 1


def test_two_runs_share_one_cursor(visit, runs):
    keep(runs, "one")
    keep(runs, "two", cell="GRU")
    app = visit(PAGE, saved_one="one", saved_two="two")
    first, second = players(app)
    assert (first["payload"]["cell"], second["payload"]["cell"]) == ("LSTM", "GRU")
    assert first["options"]["channel"] == second["options"]["channel"] == "saved"
    assert (first["options"]["follower"], second["options"]["follower"]) == (False, True)


def test_runs_of_different_tasks_keep_their_own_time(visit, runs):
    keep(runs, "one")
    config = ExperimentConfig(task=TaskConfig(name="casino"), model=ModelConfig(units=2))
    features, outputs = TASKS["casino"].features, TASKS["casino"].outputs
    weights = initial_weights(config.model, features=features, outputs=outputs, rng=stream(1, "weights"))
    runs.save(Saved(name="casino", config=config, curve=History().curve(), weights=weights))
    app = visit(PAGE, saved_one="one", saved_two="casino")
    assert {one["options"]["channel"] for one in players(app)} == {None}


def test_a_run_is_deleted_by_whoever_saved_it(visit, runs, monkeypatch):
    monkeypatch.setattr("ui.visitor.cookie", lambda: "ab" * 16)
    keep(runs, "one", owner=Visitor.of("ab" * 16).name)
    app = visit(PAGE)
    app.button(key="saved_delete").click().run()
    assert not runs.names()
    assert "Nothing is kept yet" in app.info[0].value


def test_a_live_run_is_kept_by_name_and_shown_again_by_a_link(visit, runs):
    app = visit(TRAIN, units="3", seed="11", sequences="40")
    app.button(key="train").click().run()
    until(app, lambda app: "Finished" in " ".join(str(one.label) for one in app.select_slider))
    app.text_input(key="keep_name").set_value("mine")
    app.button(key="keep").click().run()
    assert [one.value for one in app.success] == ["Kept: see Saved runs."]
    app.button(key="keep").click().run()
    assert "`name` must be one that no saved run has" in app.error[0].value
    kept = runs.get("mine")
    assert (kept.config.model.units, kept.curve.steps[-1]) == (3, 4)
    again = visit(TRAIN, units="3", seed="11", sequences="40", saved_run="mine")
    assert "Saved as “mine”" in " ".join(one.value for one in again.markdown)
    assert players(again)[0]["payload"]["source"] == "trained here"
    other = visit(TRAIN, units="4", seed="11", sequences="40", saved_run="mine")
    assert players(other)[0]["payload"]["source"] == "untrained"


def test_what_is_reloaded_is_what_was_saved(runs):
    weights = keep(runs, "one")
    for one, two in zip(weights, runs.get("one").weights, strict=True):
        np.testing.assert_array_equal(one, two)


def test_a_network_from_a_file_says_so_and_never_that_it_was_trained_here(visit, runs):
    keep(runs, "brought")
    run = runs.get("brought")
    assert run.source == "from a file"
    assert players(visit(PAGE, saved_one="brought"))[0]["payload"]["source"] == "from a file"
    shown = visit(TRAIN, units="2", seed="7", saved_run="brought")
    assert players(shown)[0]["payload"]["source"] == "from a file"


def test_a_file_is_made_once_there_is_a_place_for_it(visit, runs, monkeypatch):
    keep(runs, "one")
    asked = []

    def export(cluster, config, weights):
        asked.append(len(saved_runs._line()))
        done = Future()
        done.set_result(b"file")
        return done

    monkeypatch.setattr(saved_runs.keras_export, "export", export)
    app = visit(PAGE).button(key="saved_export").click().run()
    assert asked == [1] and app.session_state["saved_file"] == ("one", b"file")
    assert len(saved_runs._line()) == 0
    monkeypatch.setattr(saved_runs._line(), "places", 0)
    monkeypatch.setattr(saved_runs, "EXPORT_SECONDS", 0.05)
    app = app.button(key="saved_export").click().run()
    assert asked == [1] and "did not answer; try again" in app.error[0].value
