import numpy as np
import pytest

from viz_core.config import ModelConfig
from viz_core.lessons.digits_partial import kept_partial_answers, partial_answers
from viz_core.network.tracing import trace
from viz_core.network.weights import initial_weights

INPUTS = np.random.default_rng(2).random((1, 5, 3))


def network(**model):
    config = ModelConfig(units=4, head="final_state", **model)
    weights = initial_weights(config, features=3, outputs=10, rng=np.random.default_rng(1))
    return config, weights


@pytest.mark.parametrize("model", [{}, {"layers": 2}, {"cell": "GRU", "direction": "backward", "layers": 2}])
def test_an_answer_has_read_its_rows_and_nothing_else(model):
    config, weights = network(**model)
    said = partial_answers(weights, config, INPUTS)
    assert said.from_start.shape == said.from_end.shape == (5, 10)
    for t in range(5):
        above = trace(weights, config, INPUTS[:, : t + 1])["probabilities"][0]
        below = trace(weights, config, INPUTS[:, t:])["probabilities"][0]
        assert np.allclose(said.from_start[t], above, atol=1e-12)
        assert np.allclose(said.from_end[t], below, atol=1e-12)


def test_with_every_row_read_both_sides_are_the_whole_answer():
    config, weights = network(layers=2)
    said = partial_answers(weights, config, INPUTS)
    whole = trace(weights, config, INPUTS)["probabilities"][0]
    assert np.allclose(said.from_start[-1], whole) and np.allclose(said.from_end[0], whole)
    assert np.allclose(said.from_start.sum(axis=1), 1)


def test_several_sequences_or_another_head_are_refused():
    config, weights = network()
    with pytest.raises(ValueError, match="`inputs` must have shape"):
        partial_answers(weights, config, np.repeat(INPUTS, 2, axis=0))
    with pytest.raises(ValueError, match="`head` must be one of final_state; got 'per_step'"):
        partial_answers(weights, ModelConfig(units=4), INPUTS)


def test_kept_answers_are_those_of_these_weights_and_this_sequence():
    config, weights = network()
    halved = [one / 2 for one in weights]
    for given in (weights, halved, weights):
        for inputs in (INPUTS, INPUTS / 2):
            kept = kept_partial_answers(given, config, inputs)
            fresh = partial_answers(given, config, inputs)
            np.testing.assert_array_equal(kept.from_start, fresh.from_start)
            np.testing.assert_array_equal(kept.from_end, fresh.from_end)
    again = kept_partial_answers(weights, config, INPUTS)
    assert again is kept_partial_answers(weights, config, INPUTS.copy())
