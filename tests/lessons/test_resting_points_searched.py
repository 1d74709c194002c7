"""Points of readers that cannot be proved, in the plane of the visited states."""

import numpy as np
import pytest

from viz_core.dynamics import step_map
from viz_core.lessons.resting_points import layer_of
from viz_core.lessons.resting_points_searched import VISITED, searched, visited_states
from viz_core.lessons.state_space import sequences
from viz_core.network.tracing import trace
from viz_core.pretrained import load


def test_on_the_signed_walk_the_forward_reader_has_several_stable_points_and_the_backward_one_one():
    network = load("signed_walk_concat")
    forward, backward = (
        searched(network.config, network.weights, reader, (0.0,)).points for reader in ("forward", "backward")
    )
    kinds = [one.kind for one in forward]
    assert kinds.count("stable") == kinds.count("saddle") + 1 > 1
    assert [one.kind for one in backward] == ["stable"]
    assert forward.index_sum == backward.index_sum == 1


def test_three_switches_rest_at_the_corners_edges_faces_and_middle_of_a_cube():
    network = load("resting_flip_flop_3_GRU")
    points = searched(network.config, network.weights, "forward", (0.0,) * 3).points
    ways_out = [int(np.sum(np.abs(one.eigenvalues) >= 1)) for one in points]
    assert [ways_out.count(number) for number in range(4)] == [8, 12, 6, 1]


def test_points_are_found_where_the_map_leaves_them_and_lie_where_they_project():
    network = load("signed_walk_concat")
    found = searched(network.config, network.weights, "forward", (0.2,))
    layer = layer_of(network.weights, network.config.model, "forward")
    given = step_map(layer, cell="gru", inputs=(0.2,))
    states = np.array([one.state for one in found.points])
    np.testing.assert_allclose(given.step(states), states, atol=1e-9)
    np.testing.assert_allclose(found.places, found.plane.project(states))
    assert found.visited.shape == (VISITED, 2)


@pytest.mark.parametrize(("name", "width"), [("signed_walk_concat", 6), ("resting_three_points", 8)])
def test_visited_states_are_those_of_the_trace_and_have_the_cell_state_of_an_lstm(name, width):
    network = load(name)
    states = visited_states(network.config, network.weights, "backward")
    assert states.shape == (VISITED, width)
    seen = trace(network.weights, network.config.model, sequences(network.config).inputs)
    assert (states[0, : network.config.model.units] == seen["layer0/backward/hidden"][0, 0]).all()
