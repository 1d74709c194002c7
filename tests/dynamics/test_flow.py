"""Flow fields, and where the map leads in the end."""

import numpy as np
import pytest

from tests.dynamics.random_layers import layer, simple
from viz_core.dynamics import flow_field, step_map
from viz_core.dynamics.cycles import attractors
from viz_core.dynamics.flow import zero_lines


def test_an_arrow_is_one_step_of_the_map():
    given = step_map(layer("GRU", 2), cell="gru", inputs=[0.5, 0])
    flow = flow_field(given, 5)
    start = np.array([flow.axis[3], flow.axis[1]])
    np.testing.assert_allclose(flow.moved[1, 3], given.step(start[None])[0] - start, atol=1e-15)
    assert flow.moved.shape == (5, 5, 2)


def test_one_unit_has_a_line_of_arrows():
    flow = flow_field(step_map(simple(2.0, 0.0), cell="simple_rnn", inputs=[0]), 5)
    np.testing.assert_allclose(flow.moved[:, 0], np.tanh(2 * flow.axis) - flow.axis)


def test_a_state_of_four_numbers_has_no_plane():
    with pytest.raises(ValueError, match=r"^`given` must have a state of 1 or 2 numbers; got 4\.$"):
        flow_field(step_map(layer("LSTM", 2), cell="lstm", inputs=[0, 0]), 5)


def test_a_unit_that_turns_its_sign_swings_and_does_not_rest():
    given = step_map(simple(-2.0, 0.0), cell="simple_rnn", inputs=[0])
    (swing,) = attractors(given, [[0.3], [-0.8], [0.01]])
    assert swing.period == 2
    assert np.abs(swing.states) == pytest.approx(np.full((2, 1), 0.957504), abs=1e-6)
    assert swing.states[0] == pytest.approx(-swing.states[1])
    assert swing.starts.tolist() == [0, 1, 2]


def test_two_places_of_rest_are_told_apart_by_their_starts():
    given = step_map(simple(2.0, 0.0), cell="simple_rnn", inputs=[0])
    found = attractors(given, [[0.3], [-0.8], [0.01]])
    assert [(one.period, one.starts.tolist()) for one in found] == [(1, [0, 2]), (1, [1])]


def test_a_rotation_does_not_come_back_within_reach():
    angle = 1.0
    turn = 1.5 * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    found = attractors(step_map(simple(turn, [0, 0]), cell="simple_rnn", inputs=[0]), [[0.2, 0.1]])
    assert [one.period for one in found] == [None]


def test_zero_lines_of_a_circle_lie_on_the_circle():
    axis = np.linspace(-1, 1, 41)
    x, y = np.meshgrid(axis, axis)
    pieces = zero_lines(axis, x**2 + y**2 - 0.49)
    np.testing.assert_allclose(np.hypot(*pieces.reshape(-1, 2).T), 0.7, atol=2e-3)
    lengths = np.linalg.norm(pieces[:, 1] - pieces[:, 0], axis=1)
    assert lengths.sum() == pytest.approx(2 * np.pi * 0.7, rel=0.01)


def test_zero_lines_that_cross_are_both_drawn():
    axis = np.linspace(-1, 1, 10)
    x, y = np.meshgrid(axis, axis)
    ends = zero_lines(axis, x * y).reshape(-1, 2)
    assert (np.abs(ends).min(axis=1) < 1e-9).sum() == len(ends)
    assert zero_lines(axis, x * y).shape[0] == 2 * 9


def test_a_function_without_zeros_has_no_lines():
    axis = np.linspace(-1, 1, 4)
    assert zero_lines(axis, np.ones((4, 4))).shape == (0, 2, 2)
