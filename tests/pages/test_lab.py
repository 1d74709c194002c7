"""The Lab in-process: a link, a run to its end, the verdict, the way to Train."""

import json
import re
from urllib.parse import parse_qsl

import pytest

from tests.shown import components, payload, until
from viz_core.experiments import EXPERIMENTS
from viz_core.experiments.registry import BASE

PAGE = "pages/20_Lab.py"
# As they come with the project, before `small` makes them small.
READY = dict(EXPERIMENTS)
TITLES = {name: one.title for name, one in EXPERIMENTS.items()} | {"own": "9 · Your own grid"}


@pytest.fixture(autouse=True)
def small(monkeypatch, tmp_path):
    """Every run is 20 updates long, and lands in a store of its own."""
    from dataclasses import replace

    monkeypatch.setenv("BIRNN_STORE", str(tmp_path / "runs.sqlite"))
    training = replace(BASE.training, sequences=40, batch_size=2)
    for name, experiment in EXPERIMENTS.items():
        base = replace(experiment.base, training=training)
        monkeypatch.setitem(EXPERIMENTS, name, replace(experiment, base=base))


def said(app):
    return " ".join(one.value for one in app.markdown)


def status(app):
    return app.get("progress")[0].proto.text


def figure(app, title):
    return next(json.loads(one["figure"]) for one in components(app, "figure") if title in one["alt"])


@pytest.mark.parametrize("name", [*EXPERIMENTS, "own"])
def test_every_experiment_opens_with_a_link(visit, name):
    app = visit(PAGE, lab_experiment=TITLES[name], lab_seeds="3")
    assert app.selectbox(key="lab_experiment").value == name
    assert "Nothing has been run yet." in said(app)
    assert status(app).startswith("0 of")


@pytest.mark.parametrize(
    "link",
    [{"lab_experiment": "poetry"}, {"lab_seeds": "many"}, {"lab_tasks": "x"}, {"lab_seeds": "-9"}],
)
def test_a_link_with_bad_values_opens_the_usual_experiment(visit, link):
    app = visit(PAGE, **link)
    assert app.selectbox(key="lab_experiment").value == "directions"
    assert app.number_input(key="lab_seeds").value == 5


def test_an_experiment_runs_to_its_verdict_and_opens_in_train(visit):
    app = visit(PAGE, lab_experiment=TITLES["sharing"], lab_tasks="Casino", lab_seeds="2")
    app.button(key="lab_run").click().run()
    until(app, lambda app: status(app).startswith("6 of 6"))
    # Networks that learn nothing differ by chance alone, and by the seed always by the same.
    verdict = "- **Casino** – no difference shown to *separate*: *shared*, *shared, equal parameters*."
    assert verdict in said(app)
    texts = [one["text"] for one in figure(app, "every cell")["layout"]["annotations"]]
    assert sum("±" in text for text in texts) == 3
    assert app.button(key="lab_run").disabled
    assert app.button(key="lab_run").label == "Run"
    every_task = visit(PAGE, lab_experiment=TITLES["sharing"], lab_seeds="2")
    assert every_task.selectbox(key="lab_row_sharing").options == ["Casino"]
    app.button(key="lab_more").click().run()
    assert app.number_input(key="lab_seeds").value == 7
    assert status(app).startswith("6 of 21")
    (link,) = [one.proto for one in app.get("page_link") if one.proto.label == "Open in Train"]
    app = visit("pages/1_Train.py", **dict(parse_qsl(link.query_string)))
    assert app.title[0].value == "Train"
    assert app.number_input(key="units").value == 16
    assert "Trained in the Lab" in said(app)
    assert payload(app)["source"] == "trained here"


def test_a_sweep_stops_and_keeps_what_is_done(visit):
    app = visit(PAGE, lab_experiment=TITLES["sizes"], lab_seeds="20")
    app.button(key="lab_run").click().run()
    until(app, lambda app: not status(app).startswith("0 of"))
    app.button(key="lab_stop").click().run()
    until(app, lambda app: "stopped" in status(app))
    assert not app.button(key="lab_run").disabled
    assert app.button(key="lab_run").label == "Resume"


def test_a_grid_of_ones_own_needs_two_fields(visit):
    app = visit(PAGE, lab_experiment=TITLES["own"], lab_rows="model.units", lab_columns="model.units")
    assert "`columns` must vary another field than `rows`" in app.warning[0].value
    assert not app.get("progress")


def test_a_grid_of_ones_own_is_chosen_in_words_and_linked_by_names(visit):
    app = visit(
        PAGE,
        lab_experiment=TITLES["own"],
        lab_rows="model.head",
        lab_columns="training.sequences",
        **{"lab_columns_training.sequences": "1000"},
    )
    assert app.selectbox(key="lab_rows").value == "model.head"
    assert app.multiselect(key="lab_rows_model.head_words").options == ["at each step", "once, at the end"]
    assert app.multiselect(key="lab_columns_training.sequences").value == ["1000"]
    assert app.multiselect(key="lab_columns_training.sequences_words").options[0] == "1,000"
    shown = app.selectbox(key="lab_rows_words").options
    assert not {"_", "."} & set(" ".join(shown))
    app.selectbox(key="lab_rows_words").select("task.name").run()
    assert app.selectbox(key="lab_rows").value == "task.name"
    words = app.multiselect(key="lab_rows_task.name_words")
    assert words.options[:2] == ["Cumulative sum", "Mirror sum"]


def test_a_store_that_cannot_be_opened_is_said_in_one_sentence(visit, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BIRNN_STORE", str(tmp_path / "file" / "runs.sqlite"))
    app = visit(PAGE)
    assert "cannot be opened" in app.error[0].value


def test_the_lab_opens_on_the_answer_of_earlier_runs_and_says_how_long_its_own_would_take(visit, monkeypatch):
    for name, experiment in READY.items():
        monkeypatch.setitem(EXPERIMENTS, name, experiment)
    app = visit(PAGE)
    assert "Earlier runs" in said(app) and "worse than *bidirectional*" in said(app)
    assert re.search(r"Run trains 260 networks, 5 for each field of the grid: about [1-9]\d* min", said(app))
    grid = next(json.loads(one["figure"]) for one in components(app, "figure"))
    assert "0.9" in json.dumps(grid)
    app.number_input(key="lab_seeds").set_value(1).run()
    app.selectbox(key="lab_tasks").set_value("casino").run()
    assert "less than a minute" in said(app)


def test_runs_that_nobody_made_are_not_shown(visit):
    assert "Earlier runs" not in said(visit(PAGE))
