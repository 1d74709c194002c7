import numpy as np
import pytest

from viz_core.figures.palette import DARK, LIGHT, palette, template
from viz_core.figures.primitives import (
    DASHED,
    DIRECTION_WORDS,
    DOTTED,
    LINE,
    EndLabel,
    empty_figure,
    end_labels,
    finished,
    panel_height,
    reference_line,
    spread,
)


def test_values_far_apart_stay_where_they_are():
    assert spread([0.9, 0.1, 0.5], gap=0.2, low=0, high=1) == pytest.approx([0.9, 0.1, 0.5])


def test_two_equal_values_part_to_both_sides():
    assert spread([0.5, 0.5], gap=0.2, low=0, high=1) == pytest.approx([0.4, 0.6])


def test_a_push_travels_through_a_crowd():
    # Pooled: (0.5 + 0.5 - 0.2 + 0.6 - 0.4) / 3 = 1 / 3 for the lowest.
    assert spread([0.5, 0.5, 0.6], gap=0.2, low=0, high=1) == pytest.approx([1 / 3, 1 / 3 + 0.2, 1 / 3 + 0.4])


def test_values_at_the_top_are_pushed_down_only():
    assert spread([1.0, 1.0, 0.3], gap=0.1, low=0, high=1) == pytest.approx([0.9, 1.0, 0.3])


def test_without_room_the_gap_matters_more_than_the_top():
    assert spread([1.0, 1.0, 1.0], gap=0.6, low=0, high=1) == pytest.approx([0.0, 0.6, 1.2])


def test_nothing_to_spread_gives_nothing():
    assert spread([], gap=0.1, low=0, high=1) == []


@pytest.mark.parametrize("seed", range(20))
def test_spread_keeps_order_gap_and_bounds(seed):
    rng = np.random.default_rng(seed)
    values = rng.random(rng.integers(1, 9))
    placed = np.array(spread(values.tolist(), gap=0.1, low=0, high=1))
    order = np.argsort(values, kind="stable")
    assert (np.diff(placed[order]) >= 0.1 - 1e-12).all()
    assert placed.min() >= -1e-12
    assert placed.max() <= 1 + 1e-12


def test_labels_stand_beside_their_panel_one_line_apart():
    labels = [EndLabel(y=y, text=str(y), colour="#123456") for y in (0.99, 1.0, 0.2)]
    written = end_labels(labels, axis="2", y_range=(0.0, 1.0), plot_height=200)
    heights = sorted(one["y"] * 200 for one in written)
    assert np.diff(heights).min() >= LINE - 1e-9
    assert {(one["xref"], one["yref"], one["x"], one["xanchor"]) for one in written} == {
        ("x2 domain", "y2", 1, "left")
    }
    assert [one["text"] for one in written] == ["0.99", "1.0", "0.2"]
    assert {one["font"]["color"] for one in written} == {"#123456"}


def test_before_a_name_stands_a_piece_of_the_line_where_the_hue_is_not_enough():
    drawn = ("", "solid", DASHED, "dash", "12px,6px", DOTTED, "dot")
    names = [EndLabel(y=0, text="a", colour="#123456", dash=dash).written for dash in drawn]
    assert names == ["a", "— a", "- - a", "- - a", "- - a", "··· a", "··· a"]


def test_lines_of_both_readers_that_coincide_are_both_seen():
    def dash(reader):
        line = reference_line([0, 1], [0.5, 0.5], reader=reader, hover="best", dark=False)["line"]
        return [float(part.removesuffix("px")) for part in line["dash"].split(",")]

    (on, off), (covered, gap) = dash("forward"), dash("backward")
    # In every gap of the line above, a dash of the one below begins.
    assert covered % (on + off) == 0
    assert on <= gap


@pytest.mark.parametrize("reader", DIRECTION_WORDS)
@pytest.mark.parametrize("dark", [False, True])
def test_a_reference_line_is_thin_and_has_its_readers_hue(reader, dark):
    line = reference_line([0, 1], [0.5, 0.5], reader=reader, hover="best", dark=dark)
    assert line["line"]["color"] == palette(dark=dark).reader(reader)
    assert line["line"]["width"] < 2
    assert (line["line"]["dash"] == "solid") == (reader == "bidirectional")


@pytest.mark.parametrize(("dark", "colours"), [(False, LIGHT), (True, DARK)])
def test_a_figure_sets_its_template_itself(dark, colours):
    traces = [{"type": "scatter", "y": [1, 2]}]
    figure = finished(traces, {"hovermode": "x"}, height=321, margins={"l": 1, "t": 20, "b": 30}, dark=dark)
    assert figure.layout.template == template(dark=dark)
    assert figure.layout.template.layout.font.color == colours.text
    assert (figure.layout.height, figure.layout.margin.l, figure.layout.hovermode) == (321, 1, "x")
    assert figure.data[0].y == (1, 2)


def test_an_empty_figure_has_the_same_looks():
    figure = empty_figure(height=321, dark=True, l=1)
    assert figure == finished([], {}, height=321, margins={"l": 1}, dark=True)


def test_changing_one_figure_leaves_the_looks_of_the_next_alone():
    empty_figure(height=100, dark=True).layout.template.layout.font.size = 99
    assert empty_figure(height=100, dark=True).layout.template.layout.font.size == 16


def test_margins_are_not_part_of_the_panel():
    assert panel_height(240, {"l": 9, "r": 9, "t": 34, "b": 46}) == 160
