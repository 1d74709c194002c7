"""The lesson's networks, and what it computes of them."""

import numpy as np
import pytest

from viz_core.config import ModelConfig
from viz_core.dynamics import step_map
from viz_core.lessons.resting_points import branches, cobweb, curve, fits, layer_of, most_moved, scene
from viz_core.pretrained import load

SHIPPED = [
    (f"resting_{task}_{cell}", answers)
    for task, answers in (("flip_flop", 2), ("flip_flop_2", 4))
    for cell in ("SimpleRNN", "GRU")
]


def reader(name, direction="forward"):
    network = load(name)
    return layer_of(network.weights, network.config.model, direction), network.config.model.cell


@pytest.mark.parametrize(("name", "answers"), SHIPPED)
def test_the_forward_reader_has_a_stable_point_for_each_answer(name, answers):
    layer, cell = reader(name)
    points = scene(layer, cell, (0.0,) * len(layer[0])).points
    assert points.proved
    assert sum(one.stable for one in points) == answers


@pytest.mark.parametrize(("name", "answers"), SHIPPED)
def test_the_backward_reader_has_one_point(name, answers):
    layer, cell = reader(name, "backward")
    points = scene(layer, cell, (0.0,) * len(layer[0])).points
    assert (len(points), points.proved, points[0].stable) == (1, True, True)


def test_points_lie_on_both_lines_on_which_a_unit_stands_still():
    layer, cell = reader("resting_flip_flop_2_GRU")
    found = scene(layer, cell, (0.05, 0.0))
    assert len(found.nullclines) == 2
    for pieces in found.nullclines:
        assert len(pieces) > 50
        for one in found.points:
            assert np.linalg.norm(pieces - one.state, axis=2).min() < 0.05


def test_on_its_line_a_unit_stands_still():
    layer, cell = reader("resting_flip_flop_2_SimpleRNN")
    found = scene(layer, cell, (0.0, 0.0))
    given = step_map(layer, cell=cell, inputs=(0.0, 0.0))
    for unit, pieces in enumerate(found.nullclines):
        ends = pieces.reshape(-1, 2)
        assert np.abs(given.step(ends) - ends)[:, unit].max() < 0.01


def test_points_over_an_input_are_those_of_each_input():
    layer, cell = reader("resting_flip_flop_GRU")
    found = branches(layer, cell, (0.0,), 0)
    assert found.proved
    counts = {value: int(np.sum(found.inputs == value)) for value in np.unique(found.inputs)}
    assert counts[-1.5] == counts[1.5] == 1
    here = np.isclose(found.inputs, 0.1)
    points = scene(layer, cell, (0.1,)).points
    np.testing.assert_allclose(found.states[here], [one.state for one in points], atol=1e-9)
    assert found.stable[here].tolist() == [one.stable for one in points]


def test_only_the_chosen_channel_moves():
    layer, cell = reader("resting_flip_flop_2_GRU")
    found = branches(layer, cell, (0.0, 0.1), 0)
    here = found.states[np.isclose(found.inputs, 0.0)]
    points = scene(layer, cell, (0.0, 0.1)).points
    np.testing.assert_allclose(here, [one.state for one in points], atol=1e-9)


def test_the_staircase_touches_curve_and_diagonal_in_turn():
    layer, cell = reader("resting_flip_flop_SimpleRNN")
    corners = cobweb(layer, cell, (0.0,), 0.3)
    assert corners[0].tolist() == [0.3, 0.3]
    assert (corners[2::2, 0] == corners[2::2, 1]).all()
    states, after = curve(layer, cell, (0.0,))
    np.testing.assert_allclose(np.interp(corners[1::2, 0], states, after), corners[1::2, 1], atol=1e-3)


def test_the_unit_that_hears_most_is_found():
    candidate = [[0, 0, 0, 0, 1.0, -2.0], [0, 9, 9, 0, 3.0, 0.0]]
    layer = (np.array(candidate), np.zeros((2, 6)), np.zeros((2, 6)))
    assert [most_moved(layer, channel) for channel in (0, 1)] == [1, 0]


@pytest.mark.parametrize(
    ("model", "fitting"),
    [
        (ModelConfig(cell="GRU", units=2), True),
        (ModelConfig(cell="SimpleRNN", units=1, layers=2), True),
        (ModelConfig(cell="LSTM", units=1), False),
        (ModelConfig(cell="GRU", units=3), False),
        (ModelConfig(cell="GRU", units=2, embedding=4), False),
    ],
)
def test_only_small_layers_that_can_be_proved_fit(model, fitting):
    assert fits(model) is fitting
