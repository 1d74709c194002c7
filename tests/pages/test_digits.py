import numpy as np
import pytest

from tests.running_jobs import until_state
from tests.shown import components, figures, payload, status, told, until
from ui.sets import training
from viz_core.data.digits import shipped
from viz_core.training.reports import JobState

PAGE = "pages/11_Digits.py"


def figure(test, number=0):
    return figures(test)[number]


def test_the_page_opens_on_a_pretrained_network_reading_a_digit(visit):
    test = visit(PAGE)
    assert test.title[0].value == "Digits"
    shown = payload(test)
    assert (shown["source"], shown["steps"], len(shown["layers"])) == ("pretrained", 28, 2)
    assert shown["inputs"]["symbols"] is None
    assert shown["classes"] == list("0123456789")
    assert len(components(test, "words")) >= 1


def test_the_number_chooses_the_digit_and_its_label_is_said(visit):
    labels = shipped()[1]
    number = int(np.flatnonzero(labels == 4)[0])
    test = visit(PAGE, digit=str(number))
    assert payload(test)["targets"] == [4]
    assert told(test).startswith("It reads ")
    test.number_input(key="digit").set_value(int(np.flatnonzero(labels == 0)[0])).run()
    assert payload(test)["targets"] == [0]


def test_three_panels_show_the_image_and_both_directions(visit):
    traces = figure(visit(PAGE))["data"]
    assert [one["type"] for one in traces] == ["heatmap"] * 3
    assert len(traces[1]["y"]) == 28


def test_the_small_set_begins_without_any_file(visit, monkeypatch, tmp_path):
    monkeypatch.delenv("BIRNN_DATA_DIR", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    test = visit(PAGE, digits_set="5,000 digits")
    assert payload(test)["source"] == "untrained"
    assert any(one.value.startswith("4,000 sequences, 10 epochs") for one in test.markdown)
    assert not [one for one in test.button if one.key.startswith("fetch_")]


def test_a_set_that_is_not_here_offers_to_fetch_it(visit, monkeypatch, tmp_path):
    monkeypatch.delenv("BIRNN_DATA_DIR", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    test = visit(PAGE)
    assert test.button(key="fetch_digits").label == "Fetch the data (11 MB), once"


def test_a_run_is_followed_stopped_and_kept(visit):
    test = visit(PAGE, digits_set="5,000 digits", **{"digits_5000_epochs": "50"})
    test.button(key="train").click().run()
    assert test.button(key="train").disabled
    test.button(key="stop").click().run()
    until(test, lambda test: "Stopped" in status(test))


def test_a_run_that_ends_while_the_page_is_drawn_is_seen_as_ended(visit, monkeypatch):
    drawn = training._progress

    def ending(shown, job, *more):
        job.stop()
        until_state(job, JobState.STOPPED)
        drawn(shown, job, *more)

    test = visit(PAGE, digits_set="5,000 digits", **{"digits_5000_epochs": "50"})
    monkeypatch.setattr(training, "_progress", ending)
    test.button(key="train").click().run()
    assert not test.button(key="train").disabled


@pytest.mark.parametrize(
    "link", [{"digits_set": "x", "digits_cell": "x"}, {"digit": "-5"}, {"digit": "9999"}]
)
def test_bad_values_in_a_link_fall_back_to_the_default(visit, link):
    assert payload(visit(PAGE, **link))["targets"] == payload(visit(PAGE))["targets"]
