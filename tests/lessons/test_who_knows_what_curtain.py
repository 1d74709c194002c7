import numpy as np
import pytest

from viz_core.config import ModelConfig, TaskConfig
from viz_core.lessons.who_knows_what_curtain import arriving, behind, curtains, drawn_futures
from viz_core.network.tracing import trace
from viz_core.network.weights import initial_weights
from viz_core.pretrained import load
from viz_core.tasks import TASKS

TIME, FUTURES = 5, 3
INPUTS = np.random.default_rng(0).normal(size=(1, TIME, 1))
OTHERS = np.random.default_rng(1).normal(size=(FUTURES, TIME, 1))


def drawn(direction, layers=1):
    config = ModelConfig(cell="LSTM", units=3, layers=layers, direction=direction)
    return initial_weights(config, features=1, outputs=1, rng=np.random.default_rng(2)), config


def test_the_curtain_keeps_the_past_and_takes_the_rest_from_the_other_future():
    one, other = np.arange(4.0).reshape(1, 4, 1), np.arange(10.0, 14).reshape(1, 4, 1)
    assert behind(one, other, 3)[0, :, 0].tolist() == [0, 1, 2, 13]
    assert behind(one, other, 0).tolist() == other.tolist()
    assert behind(one, other, 4).tolist() == one.tolist()


def test_axes_are_futures_places_and_time():
    found = curtains(*drawn("bidirectional"), INPUTS, OTHERS)
    assert found.probabilities.shape == (FUTURES, TIME + 1, TIME)
    assert found.changed.shape == found.largest.shape == (FUTURES, TIME + 1)


@pytest.mark.parametrize("layers", [1, 2])
def test_forward_answers_left_of_the_curtain_never_move_by_a_single_bit(layers):
    found = curtains(*drawn("forward", layers), INPUTS, OTHERS)
    assert np.all(found.largest == 0.0)
    assert np.all(found.changed == 0)


@pytest.mark.parametrize("direction", ["backward", "bidirectional"])
def test_whoever_reads_the_future_changes_its_earlier_answers(direction):
    found = curtains(*drawn(direction), INPUTS, OTHERS)
    assert np.all(found.largest[:, 1:-1] > 0)
    assert np.all(found.largest[:, [0, -1]] == 0)


def test_behind_the_curtain_stand_the_answers_to_the_mixed_sequence():
    weights, config = drawn("bidirectional")
    found = curtains(weights, config, INPUTS, OTHERS)
    mixed = np.concatenate([INPUTS[:, :2], OTHERS[1:2, 2:]], axis=1)
    expected = trace(weights, config, mixed)["probabilities"][0, :, 0]
    np.testing.assert_array_equal(found.probabilities[1, 2], expected)


def test_changed_answers_are_counted_left_of_the_curtain_only():
    # A state that forgets: every answer follows its own input.
    config = ModelConfig(cell="SimpleRNN", units=1, direction="backward")
    weights = [np.array([[9.0]]), np.array([[0.0]]), np.zeros(1), np.array([[9.0]]), np.zeros(1)]
    inputs, other = np.ones((1, 4, 1)), -np.ones((1, 4, 1))
    assert curtains(weights, config, inputs, other).changed.tolist() == [[0, 0, 0, 0, 0]]
    # A state that remembers: a negative future outweighs what stands before it.
    weights[0], weights[1] = np.array([[0.1]]), np.array([[9.0]])
    assert curtains(weights, config, inputs, other).changed.tolist() == [[0, 1, 2, 3, 0]]


def test_an_arriving_sequence_is_answered_as_far_as_it_has_come():
    weights, config = drawn("bidirectional")
    found = arriving(weights, config, INPUTS)
    np.testing.assert_array_equal(np.isnan(found.probabilities), np.triu(np.ones((TIME, TIME)), 1) == 1)
    expected = trace(weights, config, INPUTS[:, :3])["probabilities"][0, :, 0]
    np.testing.assert_array_equal(found.probabilities[2, :3], expected)
    assert found.chances == 10


def test_a_forward_reader_takes_nothing_back_and_a_bidirectional_one_does():
    task = TASKS["brackets"]
    for direction in ("forward", "bidirectional"):
        network = load(f"brackets_{direction}_1")
        found = arriving(
            network.weights, network.config.model, task.parse("(((((()))))"[:10], network.config.task)
        )
        if direction == "forward":
            assert found.revisions == 0
        else:
            # Six brackets open, then four close: each closing one gives an earlier one its partner.
            assert found.revised.sum(axis=1).tolist() == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]


def test_another_shape_of_future_is_named():
    with pytest.raises(ValueError, match="`future` must have shape"):
        behind(INPUTS, np.zeros((1, TIME + 1, 1)), 2)
    with pytest.raises(ValueError, match="`place` must be a whole number from 0 to 5; got 6."):
        behind(INPUTS, INPUTS, 6)
    weights, config = drawn("forward")
    many = initial_weights(config, features=1, outputs=3, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="`probabilities` must have shape"):
        arriving(many, config, INPUTS)


def test_a_seed_decides_the_other_futures():
    task = TaskConfig(name="brackets", timesteps=6)
    one, again, other = (drawn_futures(task, seed, 4) for seed in (1, 1, 2))
    assert one.shape == (4, 6, 1)
    assert one.tolist() == again.tolist() != other.tolist()
