"""Grids, bands and fronts: what is written, where lines run, what is named."""

from math import log10, nan

import pytest

from viz_core.figures.lab_bands import Band, bands
from viz_core.figures.lab_grids import ShownCell, grid
from viz_core.figures.lab_pareto import Panel, Point, pareto
from viz_core.figures.palette import TEXT_SIZE, palette


def cells(*rows):
    return [[ShownCell(mean=mean, text=f"{mean}", hover=f"<b>{mean}</b>") for mean in row] for row in rows]


def drawn(*rows, dark=False):
    columns = [f"c{j}" for j in range(len(rows[0]))]
    names = [f"r{i}" for i in range(len(rows))]
    return grid(cells(*rows), rows=names, columns=columns, row_title="task", column_title="cell", dark=dark)


@pytest.mark.parametrize("dark", [False, True])
def test_deep_fields_are_written_in_the_colour_of_the_page(dark):
    figure, colours = drawn((0.5, 1.0), dark=dark), palette(dark=dark)
    low, high = figure.layout.annotations[:2]
    assert (low.font.color, high.font.color) == (colours.text, colours.background)
    assert low.font.size == TEXT_SIZE


def test_the_first_row_is_on_top_and_both_axes_are_named():
    figure = drawn((0.9, 0.8), (0.7, 0.6))
    assert list(figure.layout.yaxis.range) == [1.5, -0.5]
    assert list(figure.layout.yaxis.ticktext) == ["r0", "r1"]
    assert figure.layout.annotations[-1].text == "cell →   task ↓"
    assert figure.data[0].customdata[1][0] == "<b>0.7</b>"


def test_a_small_difference_looks_small_and_an_empty_grid_can_be_drawn():
    heat = drawn((0.990, 0.991)).data[0]
    assert heat.zmax - heat.zmin > 0.05
    empty = drawn((None, None))
    assert list(empty.data[0].z[0]) == [None, None]
    assert list(empty.layout.xaxis.range) == [-0.5, 1.5]


def band(name, *mean, half=0.01):
    return Band(
        name=name,
        x=[2, 4, 8][: len(mean)],
        mean=mean,
        low=[one - half for one in mean],
        high=[one + half for one in mean],
    )


@pytest.mark.parametrize("dark", [False, True])
def test_readers_keep_their_hue_and_equal_parameters_are_dashed(dark):
    lines = [band(name, 0.8, 0.9) for name in ("forward", "forward, equal parameters", "bidirectional")]
    figure, colours = bands(lines, title="t", x_title="units", dark=dark), palette(dark=dark)
    drawn = [one for one in figure.data if not one.name.endswith("band")]
    assert [one.line.color for one in drawn] == [colours.forward, colours.forward, colours.merged]
    assert [one.line.dash for one in drawn] == ["solid", "dash", "solid"]
    names = [one.text for one in figure.layout.annotations[1:]]
    assert names == ["— forward", "- - forward, equal parameters", "bidirectional"]


def test_a_band_goes_there_on_top_and_back_below():
    outline = bands([band("LSTM", 0.8, 0.9)], title="t", x_title="units").data[0]
    assert list(outline.x) == [2, 4, 4, 2]
    assert list(outline.y) == pytest.approx([0.81, 0.91, 0.89, 0.79])


def test_a_line_of_single_seeds_has_no_band():
    figure = bands([band("LSTM", 0.8, 0.9, half=nan)], title="t", x_title="units")
    assert [one.name for one in figure.data] == ["LSTM"]


def test_a_logarithmic_axis_marks_what_was_measured():
    axis = bands([band("LSTM", 0.8, 0.9, 1)], title="t", x_title="units", logarithmic=True).layout.xaxis
    assert (axis.type, list(axis.tickvals)) == ("log", [2, 4, 8])


def test_names_at_the_ends_do_not_overlap():
    lines = [band(name, 0.8, 0.9) for name in ("LSTM", "GRU", "SimpleRNN")]
    figure = bands(lines, title="t", x_title="units")
    places = sorted(one.y for one in figure.layout.annotations[1:])
    per_pixel = (figure.layout.yaxis.range[1] - figure.layout.yaxis.range[0]) / (320 - 38 - 54)
    assert min(b - a for a, b in zip(places, places[1:], strict=False)) > 16 * per_pixel


def panel(*points):
    made = [
        Point(name=f"p{price}", price=price, accuracy=accuracy, half=0.01, on_front=front)
        for price, accuracy, front in points
    ]
    return Panel(title="The smallest", price="parameters", points=made)


def test_every_point_of_a_front_is_named_and_led_to():
    one = panel((10, 0.8, True), (100, 0.95, True), (200, 0.9, False))
    figure = pareto([one, one], ceiling=0.99)
    names = [note for note in figure.layout.annotations if note.text.startswith("p")]
    assert [note.text for note in names] == ["p10", "p100"] * 2
    assert [note.x for note in names[:2]] == pytest.approx([1, 2])
    assert min(note.ax for note in names) > log10(200)
    grey, front = figure.data[:2]
    assert (list(grey.x), list(front.x)) == ([200], [10, 100])
    assert [shape.y0 for shape in figure.layout.shapes] == [0.99, 0.99]
