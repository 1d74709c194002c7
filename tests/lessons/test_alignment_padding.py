import numpy as np
import pytest

from tests.keras_oracle import seeded
from viz_core.config import CELL_NAMES, ModelConfig
from viz_core.lessons.alignment_padding import pad_right, padding_effect
from viz_core.network.merges import MERGES
from viz_core.network.probe import drawn_probe
from viz_core.network.weights import initial_weights
from viz_core.pretrained import load


def network(cell="GRU", *, features=1, **fields):
    config = ModelConfig(cell=cell, units=6, **fields)
    return initial_weights(config, features=features, outputs=1, rng=np.random.default_rng(0)), config


def numbers(features=1):
    return np.random.default_rng(1).normal(size=(3, 7, features))


def test_padding_stands_on_the_right_and_the_mask_knows_it():
    padded, mask = pad_right(np.ones((2, 3, 1)), 2)
    np.testing.assert_array_equal(padded[..., 0], [[1, 1, 1, 0, 0]] * 2)
    np.testing.assert_array_equal(mask, [[True, True, True, False, False]] * 2)


@pytest.mark.parametrize("cell", CELL_NAMES)
@pytest.mark.parametrize("padding", [1, 9])
def test_padding_moves_backward_states_and_leaves_forward_ones_exactly(cell, padding):
    weights, config = network(cell)
    weights = [
        one + 0.1 for one in weights
    ]  # biases are zero at first: padding of zeros would leave no trace
    seen = padding_effect(weights, config, numbers(), padding=padding, masked=False)
    np.testing.assert_array_equal(seen.drift["forward"], 0)
    assert np.abs(seen.drift["backward"]).max() > 1e-3
    assert np.abs(seen.answers).max() > 1e-4


@pytest.mark.parametrize("task", ["brackets", "balance", "signed_walk"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_padding_moves_the_last_backward_state_most(task, seed):
    shipped = load(f"{task}_concat")
    inputs = drawn_probe(shipped.config.task, seed).inputs
    seen = padding_effect(shipped.weights, shipped.config.model, inputs, padding=6, masked=False)
    moved = np.abs(seen.drift["backward"][0]).max(axis=1)
    assert np.argmax(moved) == len(moved) - 1


@pytest.mark.parametrize("cell", CELL_NAMES)
@pytest.mark.parametrize("merge_mode", MERGES)
def test_a_mask_heals_it_exactly(cell, merge_mode):
    weights, config = network(cell, merge_mode=merge_mode)
    weights = [one + 0.1 for one in weights]
    seen = padding_effect(weights, config, numbers(), padding=8, masked=True)
    for reader in ("forward", "backward"):
        np.testing.assert_array_equal(seen.drift[reader], 0)
    # The head's products are summed in another order for longer sequences.
    np.testing.assert_allclose(seen.answers, 0, rtol=0, atol=1e-15)


def test_the_drift_is_largest_where_the_backward_reader_leaves_the_padding():
    weights, config = network()
    seen = padding_effect([one + 0.1 for one in weights], config, numbers(), padding=9, masked=False)
    sizes = np.abs(seen.drift["backward"]).mean(axis=(0, 2))
    assert sizes.argmax() == 6
    assert sizes[6] > 2 * sizes[0]


def test_drift_has_the_axes_of_the_real_steps():
    weights, config = network()
    seen = padding_effect(weights, config, numbers(), padding=4, masked=False)
    assert seen.drift["forward"].shape == (3, 7, 6)
    assert seen.answers.shape == (3, 7, 1)
    assert seen.padded["layer0/backward/hidden"].shape == (3, 11, 6)


@pytest.mark.parametrize("masking", [False, True])
def test_the_padded_states_are_those_of_keras(masking):
    config = ModelConfig(units=3)
    model = seeded(config, masking)
    inputs = np.random.default_rng(2).normal(size=(2, 4, 2)).astype(np.float32)
    seen = padding_effect(model.get_weights(), config, inputs, padding=3, masked=masking)
    answers = np.asarray(model(pad_right(inputs, 3)[0]))
    np.testing.assert_allclose(seen.padded["probabilities"][:, :4], answers[:, :4], atol=1e-5)


def test_no_padding_changes_nothing():
    weights, config = network()
    seen = padding_effect(weights, config, numbers(), padding=0, masked=False)
    np.testing.assert_array_equal(seen.drift["backward"], 0)


def test_padding_out_of_range_is_refused():
    with pytest.raises(ValueError, match="`padding` must be a whole number from 0 to 200; got -1"):
        pad_right(np.zeros((1, 2, 1)), -1)
    with pytest.raises(ValueError, match=r"`inputs` must have shape \(batch, time, features\)"):
        pad_right(np.zeros((2, 1)), 1)
