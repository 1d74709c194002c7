from types import SimpleNamespace

import pytest

from tests.figure_json import traces
from tests.shown import components, figures
from viz_core.pretrained import load
from viz_core.tasks import TASKS

PAGE = "pages/18_How_much_future.py"


def lines(test):
    return {one["name"]: one for one in traces(components(test, "figure")[0]["figure"])}


def test_the_room_opens_with_three_lines_a_table_and_three_questions(open_room):
    test = open_room()
    assert test.title[0].value == "How much future"
    assert len(test.expander) == 3
    assert list(lines(test)) == ["best possible", "trained whole, cut", "trained under the cut"]
    (table,) = [one.value for one in test.markdown if one.value.startswith("| Task |")]
    assert len(table.splitlines()) == 2 + len(TASKS)


@pytest.mark.parametrize(("task", "steps"), [("Casino", 20), ("Balance", 10), ("Mirror sum", 10)])
def test_each_task_has_its_own_look_aheads(open_room, task, steps):
    assert len(lines(open_room(future_task=task))["best possible"]["x"]) == steps


def test_without_a_run_that_fits_the_room_says_how_to_make_one(open_room):
    test = open_room(future_task="My last run")
    assert "Train a bidirectional network" in test.info[0].value
    assert figures(test) == []


def test_a_run_is_cut_as_it_is(open_room, monkeypatch):
    shipped = load("xor_neighbours_mul")
    snapshots = [SimpleNamespace(weights=shipped.weights, step=7)]
    run = SimpleNamespace(config=shipped.config, snapshots=snapshots, renew=lambda: None, id="a")
    monkeypatch.setattr("ui.session.runs", lambda: [run])
    monkeypatch.setattr("ui.session.active_run", lambda: None)
    shown = lines(open_room(future_task="My last run"))
    assert list(shown) == ["best possible", "trained whole, cut"]
    assert shown["best possible"]["y"][:2] == pytest.approx([0.55, 1])
    assert shown["trained whole, cut"]["y"][-1] > 0.99


def test_a_link_with_bad_values_opens_the_room(open_room):
    assert "best possible" in lines(open_room(future_task="nothing"))
