import numpy as np
import pytest

from viz_core.config import ModelConfig
from viz_core.lessons.reviews_predictions import running_predictions, swings
from viz_core.network.cells import sigmoid
from viz_core.network.tracing import trace
from viz_core.network.weights import initial_weights, unpack

TOKENS = np.array([[1, 4, 2, 6, 3]], np.int32)


def network(**model):
    config = ModelConfig(units=3, head="final_state", embedding=4, **model)
    rng = np.random.default_rng(5)
    weights = initial_weights(config, features=8, outputs=1, rng=rng)
    return config, [one + rng.normal(0, 0.4, one.shape) for one in weights]


def said(config, weights):
    return running_predictions(weights, config, trace(weights, config, TOKENS))


@pytest.mark.parametrize("cell", ["SimpleRNN", "LSTM", "GRU"])
def test_a_forward_prediction_is_the_answer_to_the_words_so_far(cell):
    config, weights = network(cell=cell, direction="forward")
    running = said(config, weights)
    for t in range(TOKENS.shape[1]):
        read = trace(weights, config, TOKENS[:, : t + 1])["probabilities"][0, 0]
        assert running.readers["forward"][t] == pytest.approx(read, abs=1e-12)
    assert running.final == running.readers["forward"][-1]


def test_a_backward_prediction_is_the_answer_to_the_words_from_here_on():
    config, weights = network(direction="backward")
    running = said(config, weights)
    for t in range(TOKENS.shape[1]):
        read = trace(weights, config, TOKENS[:, t:])["probabilities"][0, 0]
        assert running.readers["backward"][t] == pytest.approx(read, abs=1e-12)
    assert running.final == running.readers["backward"][0]


@pytest.mark.parametrize("merge_mode", ["concat", "sum", "ave"])
def test_two_readers_part_their_logit_between_them(merge_mode):
    config, weights = network(merge_mode=merge_mode)
    seen = trace(weights, config, TOKENS)
    running = running_predictions(weights, config, seen)
    bias = unpack(weights, config).heads[0].output.bias[0]
    logit = {name: np.log(values / (1 - values)) for name, values in running.readers.items()}
    assert set(logit) == {"forward", "backward", "bidirectional"}
    assert np.allclose(logit["forward"] + logit["backward"] - bias, logit["bidirectional"])
    ends = logit["forward"][-1] + logit["backward"][0] - bias
    assert running.final == pytest.approx(float(sigmoid(ends)))


def test_more_layers_or_another_head_are_refused():
    config, weights = network(layers=2)
    with pytest.raises(ValueError, match="`layers` must be a whole number from 1 to 1; got 2"):
        said(config, weights)
    config, weights = network()
    steps = ModelConfig(units=3, embedding=4)
    with pytest.raises(ValueError, match="`head` must be one of final_state; got 'per_step'"):
        running_predictions(weights, steps, trace(weights, steps, TOKENS))


def test_the_swing_of_a_word_is_what_the_answer_loses_without_it():
    config, weights = network()
    moved = swings(weights, config, TOKENS)
    whole = trace(weights, config, TOKENS)["logits"][0, 0]
    for t in range(TOKENS.shape[1]):
        without = trace(weights, config, np.delete(TOKENS, t, axis=1))["logits"][0, 0]
        assert moved[t] == pytest.approx(whole - without, abs=1e-12)


def test_swings_of_a_long_review_are_those_of_its_parts_put_together():
    config, weights = network(cell="GRU")
    tokens = np.random.default_rng(3).integers(1, 8, (1, 70))
    moved = swings(weights, config, tokens)
    whole = trace(weights, config, tokens)["logits"][0, 0]
    without = trace(weights, config, np.delete(tokens, 40, axis=1))["logits"][0, 0]
    assert moved.shape == (70,)
    assert moved[40] == pytest.approx(whole - without, abs=1e-12)
