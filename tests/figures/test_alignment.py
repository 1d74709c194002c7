import re

import numpy as np
import pytest

from viz_core.figures.alignment_compared import compared
from viz_core.figures.alignment_padding import padding_figure
from viz_core.figures.alignment_reach import Reach, reach
from viz_core.figures.palette import LIGHT, palette


def test_reach_colours_exactly_what_was_read():
    states = [
        Reach(name="forward", reader="forward", first=0, last=1, values=np.array([0.5, -0.25])),
        Reach(name="backward", reader="backward", first=1, last=2, values=np.array([1.0, 0.0])),
    ]
    figure = reach(states, symbols=["x", "y", "z"], read_title="read", state_title="state")
    read, values = figure.data
    np.testing.assert_array_equal(read.z, [[1, 1, 0], [0, 2, 2]])
    np.testing.assert_array_equal(values.z, [[0.5, -0.25], [1, 0]])
    written = [[re.sub("<[^>]*>", "", one) for one in row] for row in values.text]
    assert written == [["0.50", "−0.25"], ["1.00", "0.00"]]
    assert LIGHT.forward in figure.layout.yaxis.ticktext[0]
    assert LIGHT.backward in figure.layout.yaxis.ticktext[1]


@pytest.mark.parametrize("dark", [False, True])
def test_numbers_of_states_stand_out_from_their_fields(dark):
    state = Reach(name="h", reader="forward", first=0, last=0, values=np.array([0.99, -0.02]))
    ((strong, faint),) = reach([state], symbols=["x"], read_title="", state_title="", dark=dark).data[1].text
    colours = palette(dark=dark)
    assert (colours.background in strong, colours.text in faint) == (True, True)
    assert "\N{MINUS SIGN}0.02" in faint


def test_wide_states_are_not_printed():
    wide = Reach(name="w", reader="forward", first=0, last=0, values=np.zeros(16))
    assert reach([wide], symbols=["x"], read_title="", state_title="").data[1].text is None


def moved_figure(drift, padding=2):
    states = {reader: np.zeros((3 + padding, 2)) for reader in ("forward", "backward")}
    return padding_figure(
        states,
        {"forward": np.zeros((3, 2)), "backward": drift},
        titles={"forward": "forward", "backward": "backward"},
        row_titles=("units", "moved"),
        padding_label="padding",
    )


def test_zero_is_printed_only_where_nothing_moved():
    drift = np.array([[0, 0], [0, -1e-9], [0.1, -0.25]])
    figure = moved_figure(drift)
    forward, backward = (one for one in figure.data if one.type == "bar")
    assert forward.text == ("0", "0", "0")
    assert backward.text == ("0", "<.01", "0.25")
    np.testing.assert_array_equal(backward.y, [0, 1e-9, 0.25])


def test_the_padding_is_shaded_if_there_is_any():
    (shade,) = moved_figure(np.zeros((3, 2))).layout.shapes
    assert (shade.x0, shade.x1) == (3.5, 5.5)
    assert not moved_figure(np.zeros((3, 2)), padding=0).layout.shapes


def test_a_drift_of_other_units_than_the_states_is_refused():
    with pytest.raises(ValueError, match=r"`states` must have shape \(time, units=3\)"):
        moved_figure(np.zeros((3, 3)))


def test_two_lines_are_labelled_at_their_ends_in_their_colours():
    figure = compared(np.array([1.0, 0.9]), np.array([0.6, 0.3]), names=("with", "without"))
    assert [line.name for line in figure.data] == ["with", "without"]
    assert [label.text for label in figure.layout.annotations] == ["with", "without"]
    assert figure.data[1].line.color == LIGHT.wrong
    assert figure.layout.yaxis.range[0] <= 0.3
    with pytest.raises(ValueError, match=r"`mistaken` must have shape \(time=2\)"):
        compared(np.ones(2), np.ones(3), names=("a", "b"))
