"""Figures of somebody's network: the values of a layer, which input moves which answer, curves."""

import numpy as np
import pytest

from tests.figure_json import traces
from viz_core.figures.guest_curves import guest_curves
from viz_core.figures.guest_layers import MOST_ROWS, layer_values, sensitivity_map
from viz_core.figures.guest_radius import radius_line
from viz_core.figures.palette import palette

WORDS = ("step", "feature")


def test_a_layer_has_a_row_for_each_feature_and_a_scale_around_zero():
    values = np.array([[1.0, -2.0, 0.0], [0.5, 0.25, 1.0]])
    (trace,) = traces(layer_values(values, title="both", words=WORDS).to_json())
    np.testing.assert_array_equal(trace["z"], values.T)
    assert (trace["zmin"], trace["zmax"]) == (-2, 2)


def test_one_vector_is_bars():
    (trace,) = traces(layer_values(np.array([[0.1, 0.9]]), title="answer", words=WORDS).to_json())
    assert trace["type"] == "bar" and list(trace["y"]) == [0.1, 0.9]


def test_of_very_many_rows_the_first_are_drawn():
    (trace,) = traces(layer_values(np.ones((3, MOST_ROWS + 5)), title="wide", words=WORDS).to_json())
    assert np.shape(trace["z"]) == (MOST_ROWS, 3)


def test_values_of_zero_alone_have_a_scale():
    (trace,) = traces(layer_values(np.zeros((2, 2)), title="none", words=WORDS).to_json())
    assert (trace["zmin"], trace["zmax"]) == (-1, 1)


def test_sensitivity_is_one_row_for_each_answer_with_the_symbols_below():
    by_step = np.array([[0.0, 1.0, 3.0]])
    figure = sensitivity_map(by_step, symbols=("a", "b", "c"), title="", note="", words=("step", "answer"))
    (trace,) = traces(figure.to_json())
    np.testing.assert_array_equal(trace["z"], by_step)
    assert trace["zmax"] == 3 and list(figure.layout.xaxis.ticktext) == ["1<br>a", "2<br>b", "3<br>c"]


def test_symbols_of_another_length_are_refused():
    with pytest.raises(ValueError, match="by_step"):
        sensitivity_map(np.ones((1, 3)), symbols=("a",), title="", note="", words=("step", "answer"))


def test_losses_and_metrics_have_panels_of_their_own_and_names_beside_their_ends():
    points = np.array([[1.0, 0.9], [2.0, 0.5]])
    curves = {"loss": points, "val_loss": points + [0, 0.1], "<b>accuracy": points}
    figure = guest_curves(curves, titles=("Loss", "Metrics"), step="step")
    assert [(one["name"], one["yaxis"]) for one in figure["data"]] == [
        ("loss", "y"),
        ("val_loss", "y"),
        ("&lt;b&gt;accuracy", "y2"),
    ]
    assert {"loss", "val_loss", "&lt;b&gt;accuracy"} <= {
        one["text"] for one in figure["layout"]["annotations"]
    }


def test_no_curves_are_two_empty_panels():
    figure = guest_curves({}, titles=("Loss", "Metrics"), step="step")
    assert figure["data"] == [] and figure["layout"]["yaxis"]["range"][1] > 1


def test_radii_stand_at_their_steps_with_a_line_at_one():
    figure = radius_line(np.array([0.5, 2.0]), reader="backward", title="", note="", axes=("step", "radius"))
    (trace,) = traces(figure.to_json())
    assert (list(trace["x"]), list(trace["y"])) == ([1, 2], [0.5, 2.0])
    assert trace["line"]["color"] == palette(dark=False).backward
    (line,) = figure.layout.shapes
    assert line.y0 == line.y1 == 1 and figure.layout.yaxis.range[1] > 2


def test_small_radii_leave_the_line_at_one_in_sight():
    figure = radius_line(np.array([0.1]), reader="forward", title="", note="", axes=("step", "radius"))
    assert figure.layout.yaxis.range[1] > 1
