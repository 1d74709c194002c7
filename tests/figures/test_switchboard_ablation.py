import numpy as np
import pytest

from viz_core.figures.palette import palette
from viz_core.figures.primitives import DASHED
from viz_core.figures.switchboard_ablation import answers, jacobian_map, poll
from viz_core.figures.switchboard_film import film_map, positions_together

BEFORE, AFTER, TARGETS = np.array([0.9, 0.2, 0.6]), np.array([0.3, 0.1, 0.8]), np.array([1, 0, 1])


def titles(figure):
    return [one.text for one in figure.layout.annotations]


@pytest.mark.parametrize("dark", [False, True])
def test_answers_are_bars_from_one_half_coloured_by_whether_they_are_right(dark):
    figure = answers(BEFORE, AFTER, TARGETS, classes=("future", "past"), dark=dark)
    bars, before, targets = figure.data
    np.testing.assert_allclose(np.array(bars.base, float) + np.array(bars.y, float), AFTER)
    colours = palette(dark=dark)
    assert bars.marker.color == (colours.wrong, colours.right, colours.right)
    assert list(before.y) == BEFORE.tolist() and list(targets.y) == TARGETS.tolist()
    assert "2 of 3 right" in titles(figure)[0]
    assert figure.layout.yaxis.ticktext == ("future", "0.5", "past")


def test_answers_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match=r"`after` must have shape \(time=3\)"):
        answers(BEFORE, AFTER[:2], TARGETS, classes=("a", "b"))
    with pytest.raises(ValueError, match=r"`targets` must have shape \(time=3\)"):
        answers(BEFORE, AFTER, TARGETS[:2], classes=("a", "b"))


def test_exact_zeros_of_the_map_stay_blank_and_nothing_else():
    figure = jacobian_map(np.array([[0.5, 0.0], [1e-9, 2.0]]))
    found = np.array(figure.data[0].z)
    assert np.isnan(found).tolist() == [[False, True], [False, False]]
    assert figure.layout.yaxis.autorange == "reversed"


def test_a_map_is_square():
    with pytest.raises(ValueError, match=r"`values` must have shape \(answers, inputs=2\)"):
        jacobian_map(np.ones((2, 3)))


def test_a_poll_hides_the_network_until_it_is_shown():
    hidden = poll((3, 1), classes=("no", "yes"))
    assert list(hidden.data[0].x) == [0.75, 0.25] and hidden.data[0].text == ("3 (75%)", "1 (25%)")
    assert hidden.data[1].text == ("?", "?") and not any(hidden.data[1].x)
    shown = poll((0, 0), classes=("no", "yes"), network=(0.2, 0.8))
    assert list(shown.data[0].x) == [0, 0]
    assert list(shown.data[1].x) == [0.2, 0.8] and shown.data[1].text == ("0.20", "0.80")


def test_a_poll_has_hands_for_every_class():
    with pytest.raises(ValueError, match="`classes` must be a whole number from 3 to 3; got 2."):
        poll((1, 2, 3), classes=("no", "yes"))


def film(**changed):
    fields = {"updates": (0, 10, 100), "moment": 1, "learned": (2, None), "reader": "forward", "title": "x"}
    return film_map(np.array([[0.5, 0.4], [0.7, 0.5], [0.9, 0.6]]), **fields | changed)


def test_the_film_shows_every_moment_and_outlines_the_present_one():
    figure = film()
    assert np.array(figure.data[0].z).shape == (3, 2)
    assert np.array(figure.data[0].customdata)[:, 0].tolist() == [0, 10, 100]
    assert (figure.layout.shapes[0].y0, figure.layout.shapes[0].y1) == (0.5, 1.5)
    assert figure.data[1].y[0] == 2 and np.isnan(figure.data[1].y[1])


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"updates": (0, 10)}, r"`picture` must have shape \(moments=2, time=2\)"),
        ({"learned": (1,)}, r"`picture` must have shape \(moments=3, time=1\)"),
        ({"moment": 3}, "`moment` must be a whole number from 0 to 2; got 3."),
    ],
)
def test_a_film_that_does_not_fit_is_refused(changed, match):
    with pytest.raises(ValueError, match=match):
        film(**changed)


def test_each_network_has_a_line_in_its_hue_and_the_second_of_a_hue_is_dashed():
    scores = {"one": np.array([0.5, 0.9]), "two": np.array([0.6, 0.8]), "both": np.array([1.0, 1.0])}
    readers = {"one": "forward", "two": "forward", "both": "bidirectional"}
    figure = positions_together(scores, readers=readers)
    colours = palette(dark=False)
    assert [line.line.color for line in figure.data] == [colours.forward, colours.forward, colours.merged]
    assert [line.line.dash for line in figure.data] == ["solid", DASHED, "solid"]
    assert titles(figure)[1:] == ["— one", "- - two", "both"]
