import numpy as np
import pytest

from viz_core.config import ModelConfig
from viz_core.lessons.how_it_reads import (
    LONGEST,
    ORIGINS,
    SENTENCES,
    SHORTEST,
    drawn_numbers,
    sentence,
    small_weights,
)
from viz_core.network.tracing import trace
from viz_core.network.weights import weight_specs


def answers(direction, name, **fields):
    config = ModelConfig(cell="SimpleRNN", direction=direction, **{"units": 1} | fields)
    return trace(small_weights(config, "hand-set"), config, sentence(name)[0])["probabilities"][0, :, 0]


@pytest.mark.parametrize("units", [1, 2, 3])
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_only_both_readers_tell_the_two_teddies_apart(units, layers):
    fields = {"units": units, "layers": layers}
    plain = [answers("forward", name, **fields) for name in SENTENCES]
    both = [answers("bidirectional", name, **fields) for name in SENTENCES]
    assert np.array_equal(plain[0][:3], plain[1][:3])
    assert both[0][2] < 0.5 < both[1][2]
    assert plain[0][3] < 0.5 < plain[1][3]


def test_the_two_sentences_differ_in_their_last_word_only():
    (bears, words), (roosevelt, others) = (sentence(name) for name in SENTENCES)
    assert words[:-1] == others[:-1] and np.array_equal(bears[:, :-1], roosevelt[:, :-1])
    assert words[-1] != others[-1] and bears.shape == roosevelt.shape == (1, 4, 1)


@pytest.mark.parametrize("steps", [SHORTEST, 4, LONGEST])
def test_drawn_numbers_are_what_is_written(steps):
    numbers, written = drawn_numbers(steps, seed=7)
    assert numbers.shape == (1, steps, 1) and np.all(np.abs(numbers) <= 1)
    assert [float(one.replace("−", "-")) for one in written] == pytest.approx(numbers[0, :, 0].tolist())
    assert drawn_numbers(steps, seed=7)[1] == written != drawn_numbers(steps, seed=8)[1]


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("direction", ["forward", "bidirectional"])
@pytest.mark.parametrize("shared_weights", [False, True])
def test_weights_fit_the_network_and_a_line(origin, direction, shared_weights):
    config = ModelConfig(
        cell="SimpleRNN", units=2, layers=3, direction=direction, shared_weights=shared_weights
    )
    found = small_weights(config, origin, seed=1)
    assert [one.shape for one in found] == [
        spec.shape for spec in weight_specs(config, features=1, outputs=1)
    ]
    for one in found:
        np.testing.assert_allclose(one, np.round(one, 2), rtol=0, atol=1e-7)


def test_one_unit_by_hand():
    config = ModelConfig(cell="SimpleRNN", units=1)
    w_f, v_f, b_f, w_b, v_b, b_b, u, c = (one.ravel().tolist() for one in small_weights(config, "hand-set"))
    assert (w_f, v_f, b_f) == (w_b, v_b, b_b) == ([1.5], [pytest.approx(0.8)], [0])
    assert (u, c) == ([2, 2], [0])


@pytest.mark.parametrize(
    ("fields", "origin", "match"),
    [
        ({"units": 1}, "trained", "`origin` must be one of hand-set, random; got 'trained'."),
        ({"units": 4}, "hand-set", "`units` must be a whole number from 1 to 3; got 4."),
        ({"units": 1, "cell": "LSTM"}, "random", "`cell` must be one of SimpleRNN; got 'LSTM'."),
    ],
)
def test_other_networks_are_refused(fields, origin, match):
    with pytest.raises(ValueError, match=match):
        small_weights(ModelConfig(**{"cell": "SimpleRNN"} | fields), origin)


def test_other_sequences_are_refused():
    with pytest.raises(ValueError, match="`sentence` must be one of bears, Roosevelt; got 'cat'."):
        sentence("cat")
    with pytest.raises(ValueError, match="`steps` must be a whole number from 2 to 12; got 13."):
        drawn_numbers(13, 0)
