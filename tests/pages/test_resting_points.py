from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.figure_json import traces
from tests.shown import components, figures
from viz_core.config import ModelConfig
from viz_core.pretrained import film, load

PAGE = "pages/15_Resting_points.py"


def titles(test):
    return [figure["layout"]["annotations"][0]["text"] for figure in figures(test)]


def numbered(test):
    """The points of the first picture, with what they say under the pointer."""
    *_, points = traces(components(test, "figure")[0]["figure"])
    return points["customdata"]


def test_the_room_opens_with_nine_proved_points_and_three_questions(open_room):
    test = open_room()
    assert test.title[0].value == "Resting points"
    assert len(test.expander) == 3
    assert "9 points: proved, no others" in titles(test)[0]
    kinds = [one.split(": ")[1].split(",")[0] for one in numbered(test)]
    assert kinds == ["stable"] * 4 + ["saddle"] * 4 + ["source"]


def test_the_words_are_about_the_picture_of_as_many_units(open_room):
    one, two = (
        " ".join(words.value for words in open_room(rest_network=name).markdown)
        for name in ("One switch, 1 unit", "Two switches, 2 units")
    )
    assert "diagonal" in one and "diamonds" not in one
    assert "diamonds" in two and "diagonal" not in two


def test_the_backward_reader_has_one_point(open_room):
    test = open_room(rest_reader_2="backward")
    assert "1 point: proved, no others" in titles(test)[0]
    assert numbered(test)[0].startswith("1: stable")


def test_an_input_moves_points_and_destroys_them(open_room):
    test = open_room()
    before = numbered(test)
    test.slider(key="rest_x1").set_value(0.1).run()
    assert not test.exception
    moved = numbered(test)
    assert len(moved) == 9
    assert moved != before
    test.slider(key="rest_x1").set_value(1.0).run()
    assert len(numbered(test)) == 3


def test_the_chosen_point_shows_its_eigenvalues(open_room):
    test = open_room()
    place = next(row for row, one in enumerate(numbered(test)) if "saddle" in one)
    test.segmented_control(key="rest_point_9").set_value(str(place + 1)).run()
    assert not test.exception
    assert f"{place + 1}: saddle" in titles(test)[1]
    _, dots = traces(components(test, "figure")[1]["figure"])
    assert sorted(size > 1 for size in dots["customdata"]) == [False, True]
    assert "along its steepest way out" in test.caption[0].value


@pytest.mark.parametrize("cell", ["SimpleRNN", "GRU"])
def test_one_unit_is_a_cobweb_that_ends_at_a_stable_point(open_room, cell):
    test = open_room(rest_network="One switch, 1 unit", rest_cell=cell, rest_start="-0.9")
    assert "3 points: proved, no others" in titles(test)[0]
    _, _, walk, _, points = traces(components(test, "figure")[0]["figure"])
    near = [abs(walk["x"][-1] - x) < 1e-3 for x in points["x"]]
    assert near.count(True) == 1
    assert ": stable" in points["customdata"][near.index(True)]


def test_without_a_run_that_fits_the_room_says_how_to_make_one(open_room):
    test = open_room(rest_network="My last run")
    assert "Train a SimpleRNN or GRU with 1 or 2 units" in test.info[0].value
    assert figures(test) == []


def test_the_newest_run_that_fits_is_shown(open_room, monkeypatch):
    shipped = load("resting_flip_flop_SimpleRNN")
    snapshots = [SimpleNamespace(weights=shipped.weights)]
    fitting = SimpleNamespace(config=shipped.config, snapshots=snapshots, renew=lambda: None)
    large = replace(shipped.config, model=ModelConfig(cell="LSTM", units=50))
    runs = [fitting, SimpleNamespace(config=large, snapshots=snapshots, renew=lambda: None)]
    monkeypatch.setattr("ui.session.runs", lambda: runs)
    monkeypatch.setattr("ui.session.active_run", lambda: None)
    test = open_room(rest_network="My last run")
    assert "3 points: proved, no others" in titles(test)[0]


def test_a_link_with_bad_values_opens_the_room(open_room):
    test = open_room(rest_x1="7", rest_cell="Elman", rest_reader_2="sideways", rest_network="none")
    assert "9 points" in titles(test)[0]


def test_larger_readers_show_what_a_search_found(open_room):
    test = open_room(rest_network="Signed walk, 6 units")
    assert "7 points found; index sum 1; not proved" in titles(test)[0]
    assert any("4 of 7 points are stable" in one.value for one in test.caption)
    back = open_room(rest_network="Signed walk, 6 units", rest_reader_2="backward")
    assert "1 point found; index sum 1; not proved" in titles(back)[0]


def test_three_switches_rest_at_eight_corners(open_room):
    test = open_room(rest_network="Three switches, 8 units")
    assert "27 points found; index sum 1; not proved" in titles(test)[0]
    test.selectbox(key="rest_point_27").set_value("9").run()
    assert not test.exception
    assert "9: saddle" in titles(test)[1]


def test_silence_shows_who_keeps_what_beside_the_network_of_three_points(open_room):
    test = open_room()
    assert len(figures(test)) == 3
    test.toggle(key="rest_silence").set_value(True).run()
    assert not test.exception
    own, three = titles(test)[3:]
    assert "Two flip-flops, GRU(2)" in own
    assert "LSTM(4)" in three and "3 stable points" in three
    ends = [[one["y"][-1] for one in traces(data["figure"])] for data in components(test, "figure")[3:]]
    assert ends[0] == [1, 1, 1, 1]
    assert sorted(share < 0.5 for share in ends[1]) == [False, False, False, True]


def test_the_film_opens_with_its_scrubber_and_both_accuracies(open_room):
    test = open_room(rest_view="The film")
    plane, lines = figures(test)
    assert len(lines["data"]) == 3
    before = test.select_slider(key="rest_moment_LSTM").value
    test.select_slider(key="rest_moment_LSTM").set_value(0).run()
    assert not test.exception
    assert figures(test)[0] != plane
    assert figures(test)[1]["layout"]["shapes"][0]["x0"] == 0
    assert before > 0


def test_the_film_of_a_run_is_made_of_its_snapshots(open_room, monkeypatch):
    seen = film("resting_flip_flop_2_SimpleRNN")
    snapshots = [
        SimpleNamespace(weights=seen.weights[place], step=seen.steps[place]) for place in (0, 30, -1)
    ]
    run = SimpleNamespace(config=seen.config, snapshots=snapshots, renew=lambda: None, id="a")
    monkeypatch.setattr("ui.session.runs", lambda: [run])
    monkeypatch.setattr("ui.session.active_run", lambda: None)
    test = open_room(rest_view="The film", rest_film="My last run")
    assert f"forward, {seen.steps[-1]:,} updates" in titles(test)[0]
    assert "4 stable of 9 points" in titles(test)[0]
    assert any("200 steps **" in one.value for one in test.markdown)


def test_without_a_run_of_two_units_the_film_says_how_to_make_one(open_room):
    test = open_room(rest_view="The film", rest_film="My last run")
    assert "with 2 units on a flip-flop" in test.info[0].value
