import numpy as np
import pytest

from viz_core.figures.inside_the_cell_states import state_map, unit_lines
from viz_core.figures.palette import DARK, LIGHT, palette

# Three steps, two units.
STATES = np.array([[0.1, -0.8], [0.4, 0.0], [0.5, 0.3]])


def test_time_runs_right_and_units_downwards_both_from_one():
    figure = state_map(STATES, reader="forward", title="forward hidden states")
    heatmap = figure.data[0]
    np.testing.assert_array_equal(heatmap.z, STATES.T)
    np.testing.assert_array_equal(heatmap.x, [1, 2, 3])
    np.testing.assert_array_equal(heatmap.y, [1, 2])
    assert figure.layout.yaxis.autorange == "reversed"
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("timestep", "unit")


@pytest.mark.parametrize(("dark", "colours"), [(False, LIGHT), (True, DARK)])
def test_zero_is_the_neutral_middle_of_a_symmetric_scale(dark, colours):
    heatmap = state_map(STATES, reader="forward", title="states", dark=dark).data[0]
    assert (heatmap.zmin, heatmap.zmid, heatmap.zmax) == (-0.8, 0, 0.8)
    assert heatmap.colorscale == colours.diverging
    assert heatmap.colorscale[1] == (0.5, colours.zero)


def test_pictures_to_compare_can_share_one_scale():
    heatmap = state_map(STATES, reader="forward", title="states", limit=1.0).data[0]
    assert (heatmap.zmin, heatmap.zmax) == (-1.0, 1.0)


def test_states_that_are_all_zero_are_drawn_neutral():
    heatmap = state_map(np.zeros((3, 2)), reader="forward", title="states").data[0]
    assert (heatmap.zmin, heatmap.zmax) == (-1.0, 1.0)


@pytest.mark.parametrize("reader", ["forward", "backward", "bidirectional"])
def test_the_title_has_the_hue_of_its_reader(reader):
    figure = state_map(STATES, reader=reader, title="hidden states", dark=True)
    assert f'color:{DARK.reader(reader)}">hidden states' in figure.layout.annotations[0].text


def test_hovering_gives_step_unit_and_value():
    assert (
        state_map(STATES, reader="forward", title="s")
        .data[0]
        .hovertemplate.startswith("step %{x}, unit %{y}: %{z:.4f}")
    )
    assert (
        unit_lines(STATES, units=[1], reader="forward")
        .data[0]
        .hovertemplate.startswith("step %{x}, unit 2: %{y:.4f}")
    )


@pytest.mark.parametrize("reader", ["forward", "backward", "bidirectional"])
def test_chosen_units_are_drawn_and_named_at_their_ends(reader):
    figure = unit_lines(STATES, units=[1, 0], reader=reader)
    np.testing.assert_array_equal(figure.data[0].y, STATES[:, 1])
    np.testing.assert_array_equal(figure.data[1].y, STATES[:, 0])
    assert {one.line.color for one in figure.data} == {palette(dark=False).reader(reader)}
    assert [one.text for one in figure.layout.annotations] == ["unit 2", "unit 1"]
    assert figure.layout.yaxis.range == pytest.approx((-0.88, 0.88))
    assert figure.layout.yaxis.zeroline is True


@pytest.mark.parametrize("wrong", [np.zeros(3), np.zeros((1, 3, 2))])
def test_one_sequence_at_a_time(wrong):
    with pytest.raises(ValueError, match=r"`states` must have shape \(time, units\); got"):
        state_map(wrong, reader="forward", title="states")
    with pytest.raises(ValueError, match=r"`states` must have shape \(time, units\); got"):
        unit_lines(wrong, units=[0], reader="forward")


@pytest.mark.parametrize("unit", [-1, 2])
def test_a_unit_that_is_not_there_is_refused(unit):
    with pytest.raises(ValueError, match=f"`unit` must be a whole number from 0 to 1; got {unit}"):
        unit_lines(STATES, units=[unit], reader="forward")
