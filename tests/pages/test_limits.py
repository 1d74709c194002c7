"""What a visitor may not do, tried from a link and from the page: costs, other people's things, the key."""

import pytest

from ui.sweeps import sweeps
from viz_core.access.lecturer_key import lecturer_key
from viz_core.access.visitor import Visitor
from viz_core.config import ExperimentConfig, ModelConfig, TrainingConfig
from viz_core.experiments import EXPERIMENTS
from viz_core.limits import budget
from viz_core.network.weights import initial_weights
from viz_core.runs.saved_runs import Saved, SavedRuns
from viz_core.runs.store import Store
from viz_core.seeds import stream
from viz_core.training.history import History

TRAIN, LAB, SAVED = "pages/1_Train.py", "pages/20_Lab.py", "pages/21_Saved_runs.py"
MINE, THEIRS = "ab" * 16, "cd" * 16
HOSTILE = {"units": "512", "layers": "4", "cumulative_sum_timesteps": "200"}


@pytest.fixture(autouse=True)
def mine(monkeypatch, tmp_path):
    """A store of its own, and a browser that is known."""
    monkeypatch.setenv("BIRNN_STORE", str(tmp_path / "runs.sqlite"))
    monkeypatch.setattr("ui.visitor.cookie", lambda: MINE)


@pytest.fixture
def runs(tmp_path):
    return SavedRuns(Store(tmp_path / "runs.sqlite"))


def keep(runs, name, token, **model):
    config = ExperimentConfig(model=ModelConfig(**{"units": 2} | model), training=TrainingConfig(seed=7))
    weights = initial_weights(config.model, features=1, outputs=1, rng=stream(1, "weights"))
    owner = Visitor.of(token).name
    runs.save(Saved(name=name, config=config, curve=History().curve(), weights=weights, owner=owner))


def open_with_key(app, key=None):
    app.text_input(key="lecturer_key").set_value(key or lecturer_key().text)
    app.button(key="FormSubmitter:lecturer_form-Use the key").click().run()


def press_anyway(button):
    """As a message does that no browser sends: the button is disabled."""
    assert button.disabled
    button._value = True
    button.root.run()


def players(app):
    return [one for one in app.get("bidi_component") if '"payload"' in one.proto.json]


def test_a_link_to_a_network_beyond_the_budget_says_so_and_computes_nothing(visit, monkeypatch):
    def never(*args, **more):
        raise AssertionError("computed for a network beyond the budget")

    monkeypatch.setattr("ui.shown_weights.initial_weights", never)
    monkeypatch.setattr("ui.player_payload.trace", never)
    app = visit(TRAIN, **HOSTILE)
    assert len(app.error) == 2  # beside the control, and above the curves
    assert {one.value for one in app.error} == {app.error[0].value}
    assert app.error[0].value.startswith("`units` must be at most 203 beside the other settings")
    assert "too large to look inside" in app.info[0].value
    assert app.button(key="train").disabled
    assert not players(app)


def test_a_message_that_presses_the_disabled_button_starts_nothing(visit, light_jobs):
    before = light_jobs.active()
    app = visit(TRAIN, **HOSTILE)
    press_anyway(app.button(key="train"))
    assert not app.exception
    assert light_jobs.active() == before


def test_a_network_within_the_budget_but_too_long_to_read_is_trained_and_not_shown(visit):
    app = visit(TRAIN, units="350", layers="2", cumulative_sum_timesteps="200", sequences="100")
    assert not app.error
    assert not app.button(key="train").disabled
    assert "too large to look inside" in app.info[0].value


@pytest.fixture
def tiny_limit(monkeypatch):
    """Every network is too large to look inside; what was found under this limit is forgotten after it."""
    budget.can_be_shown.cache_clear()
    monkeypatch.setattr(budget, "MOST_LOOK_WORK", 10)
    yield
    budget.can_be_shown.cache_clear()


def test_a_saved_network_that_is_too_large_is_listed_and_not_shown(visit, runs, tiny_limit):
    keep(runs, "one", MINE)
    app = visit(SAVED)
    assert app.selectbox(key="saved_one").value == "one"
    assert not players(app)
    assert "too large to look inside" in app.info[0].value


def test_somebody_elses_run_is_not_deleted_by_a_message(visit, runs):
    keep(runs, "theirs", THEIRS)
    app = visit(SAVED)
    press_anyway(app.button(key="saved_delete"))
    assert not app.exception
    assert list(runs.names()) == ["theirs"]


def test_ones_own_run_is_deleted_and_brought_back(visit, runs):
    keep(runs, "mine", MINE)
    app = visit(SAVED)
    app.button(key="saved_delete").click().run()
    assert not runs.names()
    assert app.selectbox(key="bin_chosen").options == ["mine"]
    app.button(key="bin_back").click().run()
    assert list(runs.names()) == ["mine"]
    assert not [one for one in app.selectbox if one.key == "bin_chosen"]


def test_with_the_key_somebody_elses_run_may_be_deleted(visit, runs):
    keep(runs, "theirs", THEIRS)
    app = visit(LAB)
    open_with_key(app)
    app.switch_page(SAVED).run()
    app.button(key="saved_delete").click().run()
    assert not runs.names()


def test_a_wrong_key_opens_nothing_and_the_sixth_attempt_must_wait(visit):
    app = visit(LAB)
    for _ in range(5):
        open_with_key(app, "wrong")
        assert "`key` must be the one that this server printed" in app.error[0].value
    open_with_key(app)
    assert "Wait a minute" in app.error[0].value
    assert not [one for one in app.button if one.key == "lecturer_stop_runs"]


def test_the_key_is_no_part_of_a_link(visit, monkeypatch):
    monkeypatch.setattr("ui.visitor.cookie", lambda: "ef" * 16)
    app = visit(LAB)
    open_with_key(app)
    assert [one for one in app.button if one.key == "lecturer_stop_runs"]
    assert lecturer_key().text not in str(app.query_params)
    other = visit(LAB)
    other.query_params.update({"lecturer": "True", "lecturer_key": lecturer_key().text})
    other.run()
    assert not [one for one in other.button if one.key == "lecturer_stop_runs"]


@pytest.fixture
def sweep_of_another(light_jobs, runs, tmp_path):
    experiment = EXPERIMENTS["sizes"]
    by = Visitor.of(THEIRS)
    sweeps().start(experiment, range(40), by=by, jobs=light_jobs, store=Store(tmp_path / "runs.sqlite"))
    started = sweeps().of(experiment)
    yield started
    started.sweep.stop()
    started.sweep.wait(60)


def test_a_running_sweep_is_listed_for_all_and_stopped_by_its_owner_or_the_lecturer(
    visit, sweep_of_another, monkeypatch
):
    monkeypatch.setattr("ui.visitor.cookie", lambda: "01" * 16)
    app = visit(LAB)
    assert any(EXPERIMENTS["sizes"].title in one.value for one in app.markdown if "badge" in one.value)
    (stop,) = [one for one in app.button if (one.key or "").startswith("sweep_stop")]
    press_anyway(stop)
    assert not app.exception
    assert sweep_of_another.going_on
    open_with_key(app)
    (stop,) = [one for one in app.button if (one.key or "").startswith("sweep_stop")]
    assert not stop.disabled
    stop.click().run()
    sweep_of_another.sweep.wait(60)
    assert not sweep_of_another.going_on
    assert not app.exception
