"""Principal planes, readout lines and colours of the lesson 'State space'."""

from dataclasses import replace

import numpy as np
import pytest

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig
from viz_core.lessons.state_space import (
    MOST_STATES,
    Plane,
    along,
    axes_moment,
    explained,
    first_weights,
    fits,
    principal_plane,
    readout,
    sequences,
    space,
)
from viz_core.lessons.state_space_colours import colourings, state_values
from viz_core.network.tracing import trace
from viz_core.pretrained import load
from viz_core.tasks import TASKS
from viz_core.tasks.casino import log_odds

FLAT = Plane(centre=np.zeros(2), axes=np.eye(2), shares=np.array([0.5, 0.5]))


def test_the_plane_of_a_cloud_worked_by_hand():
    # Along (3, 4) / 5 the variance is 4, across it 1, along the third axis none.
    along, across = np.array([0.6, 0.8, 0.0]), np.array([-0.8, 0.6, 0.0])
    places = np.array([[2, 1], [2, -1], [-2, 1], [-2, -1]])
    plane = principal_plane(7 + places @ np.stack([along, across]))
    np.testing.assert_allclose(plane.centre, [7, 7, 7])
    np.testing.assert_allclose(plane.shares, [0.8, 0.2])
    np.testing.assert_allclose(plane.axes[0], along, atol=1e-12)
    np.testing.assert_allclose(np.abs(plane.project(7 + 2 * along)), [2, 0], atol=1e-12)


def test_places_in_the_plane_lift_to_states_that_project_back():
    plane = principal_plane(np.random.default_rng(0).normal(size=(50, 6)))
    places = np.array([[1.0, -2.0], [0.5, 0.25]])
    np.testing.assert_allclose(plane.project(plane.lift(places)), places, atol=1e-12)


def test_a_space_begins_with_the_directions_of_its_plane():
    states = np.random.default_rng(0).normal(size=(50, 6)) * [5, 4, 3, 2, 1, 1]
    space_of, plane = principal_plane(states, 3), principal_plane(states)
    np.testing.assert_array_equal(space_of.flat.axes, plane.axes)
    np.testing.assert_array_equal(space_of.flat.shares, plane.shares)
    assert space_of.project(states).shape == (50, 3)


@pytest.mark.parametrize(
    ("steps", "expected"), [([0], 0), ([0, 1], 1), ([0, 50, 100, 120], 2), ([0, 50, 100, 150, 250], 3)]
)
def test_the_directions_of_a_run_change_when_its_updates_have_doubled(steps, expected):
    assert axes_moment(steps) == expected


def test_along_kept_directions_the_shares_are_those_of_the_states_that_are_shown():
    rng = np.random.default_rng(0)
    kept, states = principal_plane(rng.normal(size=(50, 4)) * [4, 1, 1, 1]), rng.normal(size=(60, 4))
    shown = along(kept, states)
    np.testing.assert_array_equal(shown.axes, kept.axes)
    np.testing.assert_allclose(shown.shares, (states @ kept.axes.T).var(axis=0) / states.var(axis=0).sum())
    own = principal_plane(states)
    np.testing.assert_allclose(along(own, states).shares, own.shares)


def test_a_space_keeps_the_directions_that_it_is_given():
    network = load("brackets_bidirectional_1")
    batch = sequences(network.config)
    first = space(network.config, first_weights(network.config), batch)
    kept = space(network.config, network.weights, batch, first.planes)
    np.testing.assert_array_equal(kept.planes["merged"].axes, first.planes["merged"].axes)
    own = space(network.config, network.weights, batch)
    assert kept.planes["merged"].shares[0] <= own.planes["merged"].shares[0]


def test_states_of_one_unit_lie_on_the_first_axis():
    plane = principal_plane(np.array([[1.0], [2.0], [3.0]]))
    assert plane.shares.tolist() == [1, 0]
    assert plane.project(np.array([[3.0]])).tolist() == [[1, 0]]


def test_states_that_never_move_have_a_plane_too():
    plane = principal_plane(np.ones((4, 3)))
    assert plane.shares.tolist() == [0, 0]


def test_the_readout_of_a_linear_head_is_the_line_worked_by_hand():
    # ℓ = 2 a - b + 1 is zero where b = 2 a + 1.
    model = ModelConfig(cell="SimpleRNN", units=1)
    weights = [np.zeros(shape) for shape in ((1, 1), (1, 1), (1,)) * 2]
    weights += [np.array([[2.0], [-1.0]]), np.array([1.0])]
    pieces = readout(tuple(weights), model, FLAT, np.array([-1.0, -1.0]), np.array([1.0, 1.0])).reshape(-1, 2)
    assert len(pieces) > 50
    np.testing.assert_allclose(pieces[:, 1], 2 * pieces[:, 0] + 1, atol=1e-9)


def test_with_several_answers_two_share_the_largest_logit_on_the_readout():
    network = load("resting_flip_flop_2_GRU")
    found = space(network.config, network.weights, sequences(network.config))
    plane = found.planes["merged"].flat
    pieces = readout(network.weights, network.config.model, plane, np.full(2, -1.0), np.full(2, 1.0))
    kernel, bias = network.weights[-2:]
    logits = np.sort(plane.lift(pieces.reshape(-1, 2)) @ kernel + bias, axis=1)
    assert len(pieces) > 50
    assert np.abs(logits[:, -1] - logits[:, -2]).max() < 0.15 * np.ptp(logits)


def test_places_are_those_of_the_traced_states():
    network = load("balance_bidirectional_1")
    batch = sequences(network.config)
    found = space(network.config, network.weights, batch)
    seen = trace(network.weights, network.config.model, batch.inputs)
    expected = found.planes["backward"].project(seen["layer0/backward/hidden"])
    np.testing.assert_array_equal(found.places["backward"], expected)
    assert found.places["merged"].shape == (*batch.inputs.shape[:2], 3)


@pytest.mark.parametrize("name", ["balance_bidirectional_1", "brackets_bidirectional_1", "casino"])
def test_training_brings_the_answer_into_the_plane_and_variance_does_not_tell(name):
    network = load(name)
    batch = sequences(network.config)
    fits_of, shares = [], []
    for weights in (network.weights, first_weights(network.config)):
        found = space(network.config, weights, batch)
        places = found.places["merged"][..., :2].reshape(-1, 2)
        fits_of.append(explained(places, batch.targets.ravel().astype(float)))
        shares.append(found.planes["merged"].flat.shares.sum())
    assert fits_of[0] > fits_of[1] + 0.1
    assert shares[1] > shares[0]


def test_explained_is_one_for_a_linear_function_and_zero_for_what_does_not_vary():
    places = np.random.default_rng(1).normal(size=(30, 2))
    assert explained(places, 3 * places[:, 0] - places[:, 1] + 2) == pytest.approx(1)
    assert explained(places, np.full(30, 4.0)) == 0


def test_the_twin_has_the_weights_with_which_training_begins():
    config = ExperimentConfig(model=ModelConfig(cell="GRU", units=3))
    again = replace(config, training=replace(config.training, seed=4))
    assert all((a == b).all() for a, b in zip(first_weights(config), first_weights(config), strict=True))
    assert any((a != b).any() for a, b in zip(first_weights(config), first_weights(again), strict=True))


def test_long_sequences_are_fewer():
    long = ExperimentConfig(task=TaskConfig(name="balance", timesteps=200), model=ModelConfig(units=8))
    assert sequences(long).inputs.shape[0] * 200 <= MOST_STATES


@pytest.mark.parametrize(
    ("model", "fitting"),
    [
        (ModelConfig(), True),
        (ModelConfig(direction="forward"), False),
        (ModelConfig(layers=2), False),
        (ModelConfig(merge_mode="none"), False),
        (ModelConfig(head="final_state"), False),
    ],
)
def test_only_one_layer_of_two_readers_that_merge_fits(model, fitting):
    assert fits(model) is fitting


def test_a_network_that_does_not_fit_is_refused_in_one_sentence():
    config = ExperimentConfig(model=ModelConfig(direction="forward"))
    with pytest.raises(ValueError, match="must have one bidirectional layer"):
        space(config, first_weights(config), sequences(config))


def test_sums_and_steps_are_those_of_each_state():
    config = ExperimentConfig(task=TaskConfig(name="balance", timesteps=3))
    batch = sequences(config)
    batch = replace(batch, inputs=np.array([[[0.5], [-0.25], [0.125]]], np.float32))
    assert state_values("past_sum", "balance", batch, "forward").tolist() == [[0.5, 0.25, 0.375]]
    assert state_values("future_sum", "balance", batch, "forward").tolist() == [[0.375, -0.125, 0.125]]
    assert state_values("position", "balance", batch, "forward").tolist() == [[1, 2, 3]]


def test_the_exact_belief_is_that_of_what_each_reader_has_read():
    config = ExperimentConfig(task=TaskConfig(name="casino", timesteps=6))
    batch = sequences(config)
    past, future = log_odds(batch.inputs)
    bit = np.where(batch.inputs[..., 0] > 0.5, 1, -1) * np.log(0.7 / 0.3)
    np.testing.assert_allclose(state_values("belief", "casino", batch, "forward"), past)
    np.testing.assert_allclose(state_values("belief", "casino", batch, "merged"), past + future)
    np.testing.assert_allclose(state_values("belief", "casino", batch, "backward"), future + bit)


@pytest.mark.parametrize("task", TASKS)
def test_every_task_has_its_target_and_step_as_colours(task):
    batch = sequences(ExperimentConfig(task=TaskConfig(name=task)))
    for name in colourings(task):
        assert state_values(name, task, batch, "merged").shape == batch.targets.shape
    assert {"target", "position"} <= set(colourings(task))


def test_a_colour_that_the_task_has_not_is_refused():
    batch = sequences(ExperimentConfig(task=TaskConfig(name="echo")))
    with pytest.raises(ValueError, match="colour"):
        state_values("belief", "echo", batch, "merged")
