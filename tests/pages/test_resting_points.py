import re
import sys
from dataclasses import replace

import pytest

from tests.figure_json import traces
from tests.finished_runs import finished_run
from tests.shown import components, figures
from ui.lessons.resting_points_film import Shown, film_words
from viz_core.config import ModelConfig
from viz_core.guests.examples import EXAMPLES
from viz_core.lessons.resting_points_film import shipped_film
from viz_core.pretrained import film, load

PAGE = "pages/15_Resting_points.py"


def titles(test):
    return [figure["layout"]["annotations"][0]["text"] for figure in figures(test)]


def numbered(test):
    """The points of the first picture, with what they say under the pointer."""
    *_, points = traces(components(test, "figure")[0]["figure"])
    return points["customdata"]


def lines_of(test):
    """The accuracies and the count of the film."""
    return traces(components(test, "figure")[1]["figure"])


def test_the_page_opens_with_nine_proved_points_and_three_questions(open_page):
    test = open_page()
    assert test.title[0].value == "Resting points"
    assert len(test.expander) == 3
    assert "9 points: proved, no others" in titles(test)[0]
    kinds = [one.split(": ")[1].split(",")[0] for one in numbered(test)]
    assert kinds == ["stable"] * 4 + ["saddle"] * 4 + ["source"]


def test_the_words_are_about_the_picture_of_as_many_units(open_page):
    one, two = (
        " ".join(words.value for words in open_page(rest_network=name).markdown)
        for name in ("One switch, 1 unit", "Two switches, 2 units")
    )
    assert "diagonal" in one and "diamonds" not in one
    assert "diamonds" in two and "diagonal" not in two


def test_the_backward_reader_has_one_point(open_page):
    test = open_page(rest_reader_2="backward")
    assert "1 point: proved, no others" in titles(test)[0]
    assert numbered(test)[0].startswith("1: stable")


def test_an_input_moves_points_and_destroys_them(open_page):
    test = open_page()
    before = numbered(test)
    test.slider(key="rest_x1").set_value(0.1).run()
    assert not test.exception
    moved = numbered(test)
    assert len(moved) == 9
    assert moved != before
    test.slider(key="rest_x1").set_value(1.0).run()
    assert len(numbered(test)) == 3


def test_the_chosen_point_shows_its_eigenvalues(open_page):
    test = open_page()
    place = next(row for row, one in enumerate(numbered(test)) if "saddle" in one)
    test.segmented_control(key="rest_point_9").set_value(str(place + 1)).run()
    assert not test.exception
    assert f"{place + 1}: saddle" in titles(test)[1]
    _, dots = traces(components(test, "figure")[1]["figure"])
    assert sorted(size > 1 for size in dots["customdata"]) == [False, True]
    assert "along its steepest way out" in test.caption[0].value


@pytest.mark.parametrize("cell", ["SimpleRNN", "GRU"])
def test_one_unit_is_a_cobweb_that_ends_at_a_stable_point(open_page, cell):
    test = open_page(rest_network="One switch, 1 unit", rest_cell=cell, rest_start="-0.9")
    assert "3 points: proved, no others" in titles(test)[0]
    _, _, walk, _, points = traces(components(test, "figure")[0]["figure"])
    near = [abs(walk["x"][-1] - x) < 1e-3 for x in points["x"]]
    assert near.count(True) == 1
    assert ": stable" in points["customdata"][near.index(True)]


def test_without_a_run_that_fits_the_page_says_how_to_make_one(open_page):
    test = open_page(rest_network="My last run")
    assert "Train a network of up to 16 units" in test.info[0].value
    assert figures(test) == []


def test_the_newest_run_that_fits_is_shown(open_page, monkeypatch):
    shipped = load("resting_flip_flop_SimpleRNN")
    large = replace(shipped.config, model=ModelConfig(cell="LSTM", units=50))
    runs = [finished_run(config, [(7, shipped.weights)]) for config in (shipped.config, large)]
    monkeypatch.setattr("ui.session.runs", lambda: runs)
    test = open_page(rest_network="My last run")
    assert "3 points: proved, no others" in titles(test)[0]


def test_a_run_of_more_units_shows_what_a_search_found(open_page, monkeypatch):
    shipped = load("resting_flip_flop_3_GRU")
    monkeypatch.setattr("ui.session.runs", lambda: [finished_run(shipped.config, [(7, shipped.weights)])])
    test = open_page(rest_network="My last run", rest_silence="true")
    assert "27 points found; index sum 1; not proved" in titles(test)[0]
    assert len(figures(test)) == 4


def test_a_link_with_bad_values_opens_the_page(open_page):
    test = open_page(rest_x1="7", rest_cell="Elman", rest_reader_2="sideways", rest_network="none")
    assert "9 points" in titles(test)[0]


def test_larger_readers_show_what_a_search_found(open_page):
    test = open_page(rest_network="Signed walk, 6 units")
    assert "7 points found; index sum 1; not proved" in titles(test)[0]
    assert any("4 of 7 points are stable" in one.value for one in test.caption)
    back = open_page(rest_network="Signed walk, 6 units", rest_reader_2="backward")
    assert "1 point found; index sum 1; not proved" in titles(back)[0]


def test_three_switches_rest_at_eight_corners(open_page):
    test = open_page(rest_network="Three switches, 8 units")
    assert "27 points found; index sum 1; not proved" in titles(test)[0]
    test.selectbox(key="rest_point_27").set_value("9").run()
    assert not test.exception
    assert "9: saddle" in titles(test)[1]


def test_silence_shows_who_keeps_what_beside_the_network_of_three_points(open_page):
    test = open_page()
    assert len(figures(test)) == 3
    test.toggle(key="rest_silence").set_value(True).run()
    assert not test.exception
    own, three = titles(test)[3:]
    assert "Two flip-flops, GRU(2)" in own
    assert "LSTM(4)" in three and "3 stable points" in three
    ends = [[one["y"][-1] for one in traces(data["figure"])] for data in components(test, "figure")[3:]]
    assert ends[0] == [1, 1, 1, 1]
    assert sorted(share < 0.5 for share in ends[1]) == [False, False, False, True]
    accuracy = float(three.split("accuracy ")[1].split(",")[0])
    assert any(
        f"errs in {10_000 * (1 - accuracy):.0f} of 10,000 answers on 25 steps" in one.value
        for one in test.markdown
    )


def test_the_film_opens_with_its_scrubber_and_both_accuracies(open_page):
    test = open_page(rest_view="The film")
    plane, lines = figures(test)
    assert len(lines["data"]) == 3
    before = test.select_slider(key="rest_moment_LSTM").value
    test.select_slider(key="rest_moment_LSTM").set_value(0).run()
    assert not test.exception
    assert figures(test)[0] != plane
    first = lines_of(test)[0]["x"][0]
    assert figures(test)[1]["layout"]["shapes"][0]["x0"] == first
    assert before > 0


@pytest.mark.parametrize("film_name", ["SimpleRNN(2)", "GRU(2)", "LSTM(8)"])
def test_what_is_said_of_the_film_are_the_numbers_of_its_lines(open_page, film_name):
    test = open_page(rest_view="The film", rest_film=film_name)
    (said,) = (one.value for one in test.markdown if one.value.startswith("**Look at** the plane"))
    short, long, stable = lines_of(test)
    counts = list(stable["y"])
    assert f"goes from {counts[0]} to {counts[-1]}." in said
    told = re.findall(r"after ([\d,]+) updates, ([\d.]+) of the answers .*?, ([\d.]+) on 200 steps", said)
    places = [len(counts) - 1 - counts[::-1].index(1), counts.index(counts[-1])]
    updates = [f"{short['customdata'][place]:,}" for place in places]
    numbers = [(f"{short['y'][place]:.3f}", f"{long['y'][place]:.3f}") for place in places]
    assert told == [(step, *pair) for step, pair in zip(updates, numbers, strict=True)]
    assert "every 5 steps on average" in said


def test_a_film_without_pulses_speaks_of_none():
    seen = shipped_film("LSTM")
    shown = Shown(
        name="live",
        moments=seen.moments,
        accuracies={f"{length} steps": shares for length, shares in seen.accuracies.items()},
        units=("a", "b"),
        source="trained here",
        pulses=False,
    )
    said = film_words(shown)
    assert "With a single one, after 170 updates, 0.951 of the answers are right on 25 steps" in said
    assert "pulse" not in said


def test_the_film_of_a_run_is_made_of_its_snapshots(open_page, monkeypatch):
    seen = film("resting_flip_flop_2_SimpleRNN")
    run = finished_run(seen.config, [(seen.steps[place], seen.weights[place]) for place in (0, 30, -1)])
    monkeypatch.setattr("ui.session.runs", lambda: [run])
    test = open_page(rest_view="The film", rest_film="My last run")
    assert f"forward, {seen.steps[-1]:,} updates" in titles(test)[0]
    assert "4 stable of 9 points" in titles(test)[0]
    assert any("200 steps **" in one.value for one in test.markdown)
    short, long, _stable = figures(test)[1]["data"]
    told = shipped_film("SimpleRNN").accuracies
    assert list(short["y"]) == pytest.approx([told[25][place] for place in (0, 30, -1)], abs=1e-3)
    assert list(long["y"]) == pytest.approx([told[200][place] for place in (0, 30, -1)], abs=1e-3)


def test_the_film_of_a_run_of_more_units_lies_in_one_plane(open_page, monkeypatch):
    seen = film("resting_flip_flop_2_LSTM")
    run = finished_run(seen.config, [(seen.steps[place], seen.weights[place]) for place in (0, -1)])
    monkeypatch.setattr("ui.session.runs", lambda: [run])
    test = open_page(rest_view="The film", rest_film="My last run")
    assert figures(test)[0]["layout"]["xaxis"]["title"]["text"] == "hidden state, PC1"
    assert "4 stable of 9 points" in titles(test)[0]


def test_without_a_run_that_fits_the_film_says_how_to_make_one(open_page):
    test = open_page(rest_view="The film", rest_film="My last run")
    assert "of 2 to 16 units on a flip-flop" in test.info[0].value


def test_a_network_from_elsewhere_rests_here_where_it_rests_on_its_own_page(open_page, monkeypatch):
    test = open_page(rest_network="guest")
    assert not test.info and not test.error
    monkeypatch.setattr(sys.modules[__name__], "PAGE", "pages/16_Your_network.py")
    own = open_page(guest_rest="true")
    theirs = [one for one in figures(own) if one["data"][0]["type"] == "scatter"]
    assert len(figures(test)) == len(theirs) == 3
    for one, two in zip(figures(test), theirs, strict=True):
        assert one["data"] == two["data"]


def test_of_a_network_from_elsewhere_reader_and_input_can_be_chosen(open_page):
    test = open_page(rest_network="guest", guest_at_hand="sorting")
    silent = figures(test)
    test.selectbox(key="guest_rest_reader_2").set_value("1").run()
    test.segmented_control(key="guest_rest_input_words").set_value("step").run()
    assert not test.exception and figures(test)[0]["data"] != silent[0]["data"]


def test_without_a_file_of_ones_own_the_page_asks_for_one(open_page):
    test = open_page(rest_network="guest", guest_at_hand="file")
    assert len(test.get("file_uploader")) == 1 and figures(test) == []
    data = EXAMPLES["reviews"].path.read_bytes()
    test.get("file_uploader")[0].upload("mine.keras", data, "application/octet-stream").run()
    assert not test.exception and len(figures(test)) == 3


def test_of_a_reader_without_a_written_jacobian_one_sentence_is_shown(open_page, monkeypatch):
    monkeypatch.setattr("viz_core.guests.resting.WRITTEN_OUT", {"activation": "relu"})
    test = open_page(rest_network="guest")
    assert "must have activation='tanh'" in test.info[0].value and figures(test) == []
