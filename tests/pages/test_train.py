import pytest

from tests.running_jobs import until_state
from tests.shown import link_values, payload, status, until
from ui import train
from ui.player_payload import view
from viz_core.config import CELL_NAMES, MERGE_MODES, ExperimentConfig, TaskConfig
from viz_core.pretrained.presets import PRESETS
from viz_core.tasks import TASKS
from viz_core.training.reports import JobState

PAGE = "pages/1_Train.py"


def test_the_page_opens_on_the_textbook_network(visit):
    app = visit(PAGE)
    assert payload(app)["source"] == "pretrained"
    assert payload(app)["cell"] == "LSTM"
    assert app.selectbox(key="preset").value == "Textbook: cumulative sum, BiLSTM(50)"


def test_before_a_run_nothing_is_said_of_lines_that_may_be_out_of_view(visit):
    said = " ".join(one.value for one in visit(PAGE).markdown)
    assert "Press **Train**" in said
    assert "thin lines" not in said


def test_a_link_sets_the_controls_and_the_picture(visit):
    app = visit(PAGE, cell="GRU", units="7", direction="forward", layers="2", seed="5", probe="3")
    shown = payload(app)
    assert (shown["cell"], shown["units"], shown["readers"], len(shown["layers"])) == (
        "GRU",
        7,
        ["forward"],
        2,
    )
    assert shown["source"] == "untrained"
    assert app.number_input(key="seed").value == 5
    assert app.number_input(key="probe").value == 3


def test_what_a_link_shows_before_any_run_is_made_once_for_a_whole_class(visit, monkeypatch):
    made = []
    monkeypatch.setattr(train, "view", lambda *given, **how: made.append(given) or view(*given, **how))
    link = {"cell": "GRU", "units": "9", "seed": "77"}
    first, second = visit(PAGE, **link), visit(PAGE, **link)
    assert len(made) == 1
    assert payload(first) == payload(second)
    other = visit(PAGE, **link, probe="4")
    assert len(made) == 2
    assert payload(other) != payload(first)


@pytest.mark.parametrize(
    "link",
    [
        {"cell": "Perceptron"},
        {"units": "0"},
        {"units": "many"},
        {"cumulative_sum_timesteps": "100000"},
        {"learning_rate": "-1"},
        {"merge_mode": "avg", "task": "poetry"},
    ],
)
def test_an_unknown_value_in_the_link_becomes_the_default(visit, link):
    app = visit(PAGE, **link)
    assert not app.error
    assert payload(app)["source"] == "pretrained"


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_sets_every_control(visit, name):
    app = visit(PAGE)
    app.selectbox(key="preset").set_value(PRESETS[name].title).run()
    assert not app.exception
    assert app.selectbox(key="preset").value == PRESETS[name].title
    config = PRESETS[name].config
    expected = fields(config)
    standing = link_values(app)
    assert {key: standing[key] for key in expected} == expected
    shown = payload(app)
    assert (shown["cell"], shown["units"], shown["steps"]) == (
        config.model.cell,
        config.model.units,
        config.task.length,
    )


def fields(config):
    """Every field that a synthetic task reads, by the key of its control."""
    parts = config.to_dict()
    task = {"task": config.task.name, f"{config.task.name}_timesteps": config.task.length}
    delay = {"delay": config.task.delay} if config.task.name == "echo" else {}
    del parts["model"]["embedding"]
    return task | delay | parts["model"] | parts["training"]


def test_every_field_that_a_synthetic_task_reads_has_a_control(visit):
    app = visit(PAGE, task=TASKS["echo"].title)
    config = ExperimentConfig(task=TaskConfig(name="echo"))
    standing = link_values(app)
    assert {key: standing.get(key) for key in fields(config)} == fields(config)


def test_a_run_starts_pauses_steps_and_stops(visit):
    app = visit(PAGE, units="3", seed="1")
    app.button(key="train").click().run()
    until(app, lambda app: "update" in status(app) and payload(app)["source"] == "trained here")
    app.button(key="pause").click().run()
    # It may pause while the page is drawn, when its buttons stand there already.
    until(app, lambda app: "Paused" in status(app) and not app.button(key="step").disabled)
    before = status(app)
    app.button(key="step").click().run()
    until(app, lambda app: status(app) != before)
    app.button(key="stop").click().run()
    until(app, lambda app: "Stopped" in status(app))
    assert not app.button(key="train").disabled
    assert payload(app)["source"] == "trained here"


def test_a_run_that_ends_while_the_page_is_drawn_is_seen_as_ended(visit, monkeypatch):
    drawn = train.status_line

    def ending(job, *more):
        if job is not None:
            job.stop()
            until_state(job, JobState.STOPPED)
        return drawn(job, *more)

    app = visit(PAGE, units="3", seed="4")
    monkeypatch.setattr(train, "status_line", ending)
    app.button(key="train").click().run()
    assert not app.button(key="train").disabled


def test_a_changed_setting_shows_another_network_and_back_again_the_trained_one(visit):
    app = visit(PAGE, units="3", seed="2", sequences="40")
    app.button(key="train").click().run()
    until(app, lambda app: "Finished" in status(app))
    assert "over the whole run" in status(app)
    app.number_input(key="units").set_value(4).run()
    assert payload(app)["source"] == "untrained"
    app.number_input(key="units").set_value(3).run()
    assert payload(app)["source"] == "trained here"


def test_a_typed_sequence_is_read(visit):
    app = visit(PAGE, cumulative_sum_timesteps="4")
    app.text_input(key="cumulative_sum_sequence").set_value("0.5 0.4 0.2 0.9").run()
    assert payload(app)["inputs"]["symbols"] == ["0.50", "0.40", "0.20", "0.90"]
    assert payload(app)["targets"] == [0, 0, 1, 1]


def test_a_sequence_that_cannot_be_read_is_refused_in_one_sentence(visit):
    app = visit(PAGE)
    app.text_input(key="cumulative_sum_sequence").set_value("one two").run()
    assert not app.exception
    assert len(app.warning) == 1
    assert "`sequence` must be" in app.warning[0].value


@pytest.mark.parametrize("cell", CELL_NAMES)
@pytest.mark.parametrize("merge_mode", MERGE_MODES)
def test_every_cell_and_merge_mode_can_be_shown(visit, cell, merge_mode):
    app = visit(PAGE, cell=cell, merge_mode=merge_mode, units="4", head="final_state", shared_weights="true")
    assert payload(app)["cell"] == cell


def test_where_the_network_answers_is_asked_in_words_and_linked_by_its_name(visit):
    app = visit(PAGE, head="final_state")
    front = app.segmented_control(key="head_words")
    assert list(front.options) == ["at each step", "once, at the end"]
    assert front.value == "final_state"
    front.set_value("per_step").run()
    assert app.segmented_control(key="head").value == link_values(app)["head"] == "per_step"
    assert payload(app)["head"] == "per_step"
