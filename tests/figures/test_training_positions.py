import numpy as np
import pytest

from viz_core.figures.palette import palette
from viz_core.figures.primitives import checked
from viz_core.figures.training_positions import plain_positions

positions = checked(plain_positions)

CEILINGS = {
    "forward": np.array([0.5, 0.75, 1.0]),
    "backward": np.array([1.0, 0.75, 0.5]),
    "bidirectional": np.array([1.0, 1.0, 1.0]),
}
ACCURACIES = np.array([0.97, 0.93, 0.99])


def named(figure, name):
    (found,) = [one for one in figure.data if one.name == name]
    return found


def test_steps_are_counted_from_one():
    figure = positions(ACCURACIES, ceilings=CEILINGS)
    network = named(figure, "this network")
    np.testing.assert_array_equal(network.x, [1, 2, 3])
    np.testing.assert_array_equal(network.y, ACCURACIES)
    assert figure.layout.xaxis.title.text == "timestep"
    assert figure.layout.yaxis.title.text == "accuracy"


@pytest.mark.parametrize("dark", [False, True])
def test_every_reader_has_its_line_name_and_hue(dark):
    colours = palette(dark=dark)
    figure = positions(ACCURACIES, ceilings=CEILINGS, direction="backward", dark=dark)
    for reader, best in CEILINGS.items():
        line = named(figure, f"best {reader}")
        np.testing.assert_array_equal(line.y, best)
        assert line.line.color == colours.reader(reader)
    assert named(figure, "this network").line.color == colours.backward
    ends = {one.text: one.font.color for one in figure.layout.annotations if one.x == 1}
    assert ends == {
        "best forward": colours.forward,
        "best backward": colours.backward,
        "best both": colours.merged,
    }


def test_the_network_is_drawn_over_the_ceilings_and_thicker():
    figure = positions(ACCURACIES, ceilings=CEILINGS)
    assert figure.data[-1].name == "this network"
    assert figure.data[-1].line.width > max(one.line.width for one in figure.data[:-1])


def test_a_step_that_is_always_padding_leaves_a_gap():
    figure = positions(np.array([0.9, np.nan, 0.8]), ceilings=CEILINGS)
    assert figure.layout.yaxis.range[0] == pytest.approx(0.5)
    assert np.isnan(named(figure, "this network").y[1])


def test_the_axis_shows_everything_there_is():
    figure = positions(np.array([0.12, 0.9, 1.0]), ceilings=CEILINGS)
    assert figure.layout.yaxis.range[0] == pytest.approx(0.1)
    assert figure.layout.yaxis.range[1] > 1


def test_hovering_says_whose_accuracy_it_is():
    figure = positions(ACCURACIES, ceilings=CEILINGS)
    assert named(figure, "this network").hovertemplate.startswith("this network at step %{x}: %{y:.3f}")
    assert named(figure, "best forward").hovertemplate.startswith("best possible for forward at step %{x}")


def test_ceilings_of_another_length_are_refused():
    with pytest.raises(ValueError, match=r"`ceilings\[forward\]` must have shape \(time=2\); got \(3,\)"):
        positions(ACCURACIES[:2], ceilings=CEILINGS)


def test_one_answer_from_final_states_has_visible_ceilings():
    ends = {reader: best[-1:] for reader, best in CEILINGS.items()}
    figure = positions(ACCURACIES[-1:], ceilings=ends)
    line = named(figure, "best backward")
    assert list(line.y) == [0.5, 0.5]
    assert line.x[0] < 1 < line.x[1]
