import numpy as np
import pytest

from viz_core.figures.merge_evidence import EvidencePanel, evidence_bars
from viz_core.figures.merge_scores import score_bars
from viz_core.figures.palette import DARK, LIGHT

PAST, FUTURE = np.array([1.0, -2.0, 0.5]), np.array([2.0, 1.0, -0.25])


def additive(**fields):
    total = PAST + FUTURE + 0.5
    return EvidencePanel(title="sum", total=total, forward=PAST, backward=FUTURE, bias=0.5, **fields)


def named(figure, name):
    return [one for one in figure.data if one.name == name]


def test_each_part_is_a_bar_in_its_hue_and_the_mark_is_their_sum():
    figure = evidence_bars([additive()], symbols=["a", "b", "c"], symbols_name="input", columns=1)
    (past,), (future,), (bias,) = (
        named(figure, name) for name in ("from the past", "from the future", "bias")
    )
    np.testing.assert_array_equal(past.y, PAST)
    np.testing.assert_array_equal(future.y, FUTURE)
    np.testing.assert_array_equal(bias.y, [0.5, 0.5, 0.5])
    assert (past.marker.color, future.marker.color) == (LIGHT.forward, LIGHT.backward)
    np.testing.assert_array_equal(named(figure, "sum")[0].y, past.y + future.y + bias.y)
    assert named(figure, "sums printed")[0].text == ("3.5", "−0.5", "0.8")
    assert figure.layout.barmode == "relative"


def test_each_printed_sum_is_marked_by_its_side_of_zero_where_targets_are_known():
    figure = evidence_bars(
        [additive(targets=np.array([1, 1, 0]))], symbols=["a", "b", "c"], symbols_name="input"
    )
    (sums,) = named(figure, "sums printed")
    assert sums.text == ("3.5<br>✓", "−0.5<br>✗", "0.8<br>✗")
    assert sums.textfont.color == (LIGHT.right, LIGHT.wrong, LIGHT.wrong)
    assert (
        figure.layout.yaxis.range[0]
        < evidence_bars([additive()], symbols=["a", "b", "c"], symbols_name="input").layout.yaxis.range[0]
    )


def test_both_rows_of_numbers_at_the_foot_of_a_panel_have_their_names_at_its_left():
    figure = evidence_bars([additive(), additive()], symbols=["a", "b", "c"], symbols_name="input", columns=1)
    for axis in ("", "2"):
        at_left = [
            one
            for one in figure.layout.annotations
            if one.xref == f"x{axis} domain" and one.xanchor == "right"
        ]
        assert [one.text for one in at_left] == ["sum", "input"]
    product = EvidencePanel(title="mul", total=PAST)
    figure = evidence_bars([product], symbols=["a", "b", "c"], symbols_name="input")
    assert figure.layout.annotations[1].text == "logit"


def test_a_logit_that_is_no_sum_is_one_purple_bar():
    figure = evidence_bars(
        [EvidencePanel(title="mul", total=PAST)], symbols=["a", "b", "c"], symbols_name="input", dark=True
    )
    assert not named(figure, "from the past") and not named(figure, "sum")
    (whole,) = named(figure, "whole logit, not a sum")
    assert whole.marker.color == DARK.merged


def test_all_panels_share_one_range_that_holds_every_bar():
    tall = EvidencePanel(title="mul", total=np.array([0.0, 9.0, -4.0]))
    figure = evidence_bars([additive(), tall], symbols=["a", "b", "c"], symbols_name="input")
    low, high = figure.layout.yaxis.range
    assert figure.layout.yaxis2.range == (low, high)
    assert high > 9 and low < -4
    assert "mul" in figure.layout.annotations[3].text


@pytest.mark.parametrize(("value", "printed"), [(-0.04, "0.0"), (9.94, "9.9"), (-12.3, "−12"), (0.0, "0.0")])
def test_sums_are_printed_short(value, printed):
    panel = EvidencePanel(title="t", total=np.array([value, 20.0]))
    figure = evidence_bars([panel], symbols=["a", "b"], symbols_name="input")
    assert named(figure, "sums printed")[0].text[0] == printed


@pytest.mark.parametrize("size", [0.03, 1.0, 4.7, 80.0])
def test_the_axis_of_evidence_is_marked_among_the_bars_alone(size):
    panel = EvidencePanel(title="a", total=size * PAST, forward=size * PAST, backward=size * PAST)
    ticks = evidence_bars(
        [panel], symbols=["a", "b", "c"], symbols_name="input", columns=1
    ).layout.yaxis.tickvals
    assert 0 in ticks and 2 <= len(ticks) <= 5
    assert -4 * size <= min(ticks) and max(ticks) <= 2 * size


def test_evidence_of_another_length_than_the_sequence_is_refused():
    with pytest.raises(ValueError, match=r"`total` must have shape \(time=2\); got \(3,\)"):
        evidence_bars([additive()], symbols=["a", "b"], symbols_name="input")


def test_scores_stand_from_the_top_in_the_order_given():
    figure = score_bars({"concat": 0.58, "mul": 1.0}, chance=0.5, chance_label="a coin")
    (bars,) = figure.data
    assert bars.y == ("concat", "mul") and bars.x == (0.58, 1.0)
    assert bars.text == ("<b>0.580</b>", "<b>1.000</b>")
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert figure.layout.shapes[0].x0 == 0.5
    assert figure.layout.annotations[0].text == "a coin"
