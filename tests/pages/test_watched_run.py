"""A page whose link names the run of another tab shows that run, and leaves it alone."""

import pytest

from tests.watched_jobs import make_job
from ui import session

PAGE = "pages/1_Train.py"
WATCHED = "**The lecturer's run.** *Let go* to train one of your own."


@pytest.fixture
def run():
    made = make_job()
    session._started()[made.id] = made
    yield made
    session._started.clear()


def keys(test):
    return {one.key for one in test.button}


def said(test):
    return [one.value for one in test.markdown]


def test_the_run_that_the_link_names_is_watched_and_not_steered(visit, run):
    test = visit(PAGE, run=run.id)
    assert WATCHED in said(test)
    assert not {"train", "pause", "stop", "step"} & keys(test)


@pytest.mark.parametrize("name", ["", "b", "../a", "%00"])
def test_a_link_that_names_no_run_opens_the_page_as_ever(visit, run, name):
    test = visit(PAGE, run=name)
    assert WATCHED not in said(test)
    assert "train" in keys(test)


def test_a_run_on_another_kind_of_data_is_not_shown(visit, run):
    assert WATCHED not in said(visit("pages/10_Reviews.py", run=run.id))


def test_a_run_that_nobody_has_any_more_is_forgotten(visit, run):
    session._started().pop(run.id)
    assert WATCHED not in said(visit(PAGE, run=run.id))
