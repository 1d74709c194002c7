from itertools import pairwise
from math import nan
from types import SimpleNamespace

import pytest

from viz_core.figures.palette import DARK, LIGHT, palette
from viz_core.figures.primitives import LINE
from viz_core.figures.training import MARGINS, curves

STEPS, LOSSES, ACCURACIES = [0, 50, 100], [nan, 0.6, 0.4], [nan, 0.6, 0.8]
CEILINGS = {"forward": 1.0, "backward": 0.87, "bidirectional": 1.0}


def drawn(**changes):
    return curves(STEPS, LOSSES, ACCURACIES, **{"total_steps": 500, **changes})


def traces(figure, name):
    return [one for one in figure.data if one.name == name]


def labels(figure):
    return [one for one in figure.layout.annotations if one.xanchor == "left" and one.x == 1]


def titles(figure):
    return [one.text for one in figure.layout.annotations if one.x == 0]


def test_loss_stands_left_and_accuracy_right_with_the_values_given():
    loss, accuracy = traces(drawn(), "this run")
    assert (loss.xaxis, loss.yaxis, list(loss.y)[1:]) == ("x", "y", LOSSES[1:])
    assert (accuracy.xaxis, accuracy.yaxis, list(accuracy.y)[1:]) == ("x2", "y2", ACCURACIES[1:])
    assert list(loss.x) == list(accuracy.x) == STEPS
    assert drawn().layout.xaxis.domain[1] < drawn().layout.xaxis2.domain[0]


def test_the_axis_has_the_length_of_the_run_from_the_first_update_on():
    for points in range(4):
        figure = curves(STEPS[:points], LOSSES[:points], ACCURACIES[:points], total_steps=500)
        assert figure.layout.xaxis.range == figure.layout.xaxis2.range == (0, 500)
        assert figure.layout.xaxis.ticksuffix == figure.layout.xaxis2.ticksuffix == " updates"


def test_before_the_first_update_the_ceilings_are_there_already():
    figure = curves([], [], [], total_steps=500, ceilings=CEILINGS)
    assert len(labels(figure)) == 3
    assert figure.layout.yaxis.range[0] == 0 < figure.layout.yaxis.range[1]


def test_a_sentence_stands_in_place_of_the_loss_until_there_is_one():
    before = curves([0], [nan], [nan], total_steps=500, waiting="Soon.")
    assert "Soon." in [one.text for one in before.layout.annotations]
    assert before.layout.xaxis.visible is before.layout.yaxis.visible is False
    begun = drawn(waiting="Soon.")
    assert "Soon." not in [one.text for one in begun.layout.annotations]
    assert begun.layout.xaxis.visible is begun.layout.yaxis.visible is True


def test_ceilings_run_through_the_accuracy_panel_in_their_readers_hue():
    figure = drawn(ceilings=CEILINGS)
    for reader, best in CEILINGS.items():
        (line,) = traces(figure, f"best {reader}")
        assert (list(line.x), list(line.y), line.yaxis) == ([0, 500], [best, best], "y2")
        assert line.line.color == LIGHT.reader(reader)
        assert line.hovertemplate.startswith(f"best possible for {reader}: {best:.3f}")
    assert {one.text: one.font.color for one in labels(figure)} == {
        "both 1.00": LIGHT.merged,
        "forward 1.00": LIGHT.forward,
        "backward 0.87": LIGHT.backward,
    }


@pytest.mark.parametrize("height", [200, 240, 400])
@pytest.mark.parametrize("best", [(1.0, 1.0, 1.0), (0.54, 0.53, 0.55), (0.81, 0.9, 0.99), (0.2, 0.2, 1.0)])
def test_names_of_ceilings_never_overlap_and_stay_near_the_panel(height, best):
    figure = drawn(ceilings=dict(zip(CEILINGS, best, strict=True)), height=height)
    low, high = figure.layout.yaxis2.range
    pixels = (height - MARGINS["t"] - MARGINS["b"]) / (high - low)
    heights = sorted((one.y - low) * pixels for one in labels(figure))
    assert all(upper - lower >= LINE - 1e-6 for lower, upper in pairwise(heights))
    assert heights[0] >= 0
    assert heights[-1] <= height - MARGINS["t"] - MARGINS["b"] + 1e-6


@pytest.mark.parametrize("lowest", [0.0, 0.23, 0.5, 0.97])
def test_no_accuracy_is_cut_off(lowest):
    figure = curves([0, 50], [0.5, 0.4], [lowest, 1.0], total_steps=500)
    low, high = figure.layout.yaxis2.range
    assert low <= min(lowest, 0.5)
    assert high > 1


def test_no_loss_is_cut_off_and_zero_is_the_floor():
    previous = SimpleNamespace(steps=[0, 50], losses=[nan, 2.0], accuracies=[nan, 0.5])
    assert drawn(previous=previous).layout.yaxis.range == pytest.approx((0, 2.12))


@pytest.mark.parametrize("direction", ["forward", "backward", "bidirectional"])
@pytest.mark.parametrize("dark", [False, True])
def test_the_curve_has_the_hue_of_its_network(direction, dark):
    figure = drawn(direction=direction, dark=dark)
    assert {one.line.color for one in traces(figure, "this run")} == {palette(dark=dark).reader(direction)}


def test_an_earlier_run_lies_behind_in_grey_and_is_named():
    previous = SimpleNamespace(steps=[0, 60], losses=[nan, 0.9], accuracies=[nan, 0.5])
    figure = drawn(previous=previous, dark=True)
    names = [one.name for one in figure.data]
    assert names == ["earlier run", "earlier run", "this run", "this run"]
    loss, accuracy = traces(figure, "earlier run")
    assert (loss.y[1], accuracy.y[1], loss.line.color) == (0.9, 0.5, DARK.earlier)
    assert "grey: the run before" in titles(figure)[0]
    assert "grey" not in "".join(titles(drawn()))


def test_a_moment_is_marked_in_both_panels():
    shapes = drawn(cursor_step=70).layout.shapes
    assert [(one.xref, one.yref, one.x0, one.x1, one.y0, one.y1) for one in shapes] == [
        ("x", "y domain", 70, 70, 0, 1),
        ("x2", "y2 domain", 70, 70, 0, 1),
    ]
    assert drawn().layout.shapes == ()


def test_hovering_gives_the_update_and_the_value():
    loss, accuracy = traces(drawn(), "this run")
    assert loss.hovertemplate == "this run, update %{x:,}: loss %{y:.4f}<extra></extra>"
    assert accuracy.hovertemplate == "this run, update %{x:,}: accuracy %{y:.4f}<extra></extra>"


def test_panels_are_named_and_there_is_no_legend():
    figure = drawn(ceilings=CEILINGS)
    assert titles(figure)[0] == "<b>Loss</b>"
    assert titles(figure)[1].startswith("<b>Accuracy</b>")
    assert "thin lines: best possible" in titles(figure)[1]
    assert figure.layout.template.layout.showlegend is False


def test_a_run_of_another_length_starts_with_a_fresh_zoom():
    assert drawn().layout.uirevision != drawn(total_steps=900).layout.uirevision
    assert drawn().layout.uirevision == drawn(cursor_step=3).layout.uirevision
