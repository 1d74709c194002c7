"""Sentences through one vector: scores by length, padding that leaves no trace, and what was measured."""

import numpy as np
import pytest

from viz_core.config import ModelConfig
from viz_core.data import DATA_SETS
from viz_core.data.data_set import Labelled
from viz_core.lessons.tagging_bottleneck import measure, measured, taggers
from viz_core.lessons.tagging_squeezed import read_sentence
from viz_core.network.tracing import trace
from viz_core.network.weights import initial_weights
from viz_core.pretrained import load
from viz_core.statistics.accuracy_by_length import BANDS, bands_of, scores_by_length


def drawn(**model):
    config = ModelConfig(units=3, embedding=4, **model)
    return config, initial_weights(config, features=9, outputs=3, rng=np.random.default_rng(0))


def sentences():
    """One of two words and two of three, padded in front; targets are what the network says, or one off."""
    rows = np.array([[0, 4, 5], [3, 4, 5], [6, 7, 8]], np.int32)
    config, weights = drawn()
    said = trace(weights, config, rows)["probabilities"].argmax(axis=-1)
    right = np.where(rows != 0, said, -1)
    right[2, 1] = (right[2, 1] + 1) % 3
    return config, weights, Labelled(inputs=rows, targets=right, mask=rows != 0)


def test_scores_are_counted_by_length_and_padding_counts_nowhere():
    config, weights, asked = sentences()
    two, three, both = scores_by_length(weights, config, asked, ((2, 2), (3, 3), (2, 3)))
    assert (two.sentences, two.words, two.whole) == (1, 1, 1)
    assert (three.sentences, three.words, three.whole) == (2, 5 / 6, 1 / 2)
    assert (both.sentences, both.words, both.whole) == (3, 7 / 8, 2 / 3)


def test_a_band_without_sentences_is_left_out():
    config, weights, asked = sentences()
    assert [one.first for one in scores_by_length(weights, config, asked, ((1, 1), (3, 3), (4, 9)))] == [3]


def test_the_last_band_is_all_lengths():
    assert bands_of("treebank") == (*BANDS["treebank"], (1, 40))


def test_a_sentence_is_tagged_as_it_was_learned_with_padding_and_shown_without():
    config, weights = drawn(head="encoder_decoder")
    seen = read_sentence(weights, config, [5, 6], 7)
    padded = trace(weights, config, np.array([[0, 0, 0, 0, 0, 5, 6]]))
    assert seen.mask is None
    np.testing.assert_array_equal(seen["probabilities"], padded["probabilities"][:, 5:])
    np.testing.assert_array_equal(seen["inputs"], [[5, 6]])
    np.testing.assert_array_equal(seen["final/merged"], padded["final/merged"])
    assert seen["layer1/merged"].shape == (1, 2, 6)


def test_a_sentence_longer_than_those_learned_keeps_all_its_words():
    config, weights = drawn(head="encoder_decoder")
    assert read_sentence(weights, config, [5, 6, 7, 8], 3)["probabilities"].shape == (1, 4, 3)


def test_an_aligned_tagger_reads_a_sentence_as_it_is():
    config, weights = drawn()
    seen = read_sentence(weights, config, [5, 6], 7)
    plain = trace(weights, config, np.array([[5, 6]]))["probabilities"]
    np.testing.assert_array_equal(seen["probabilities"], plain)


@pytest.mark.parametrize("name", BANDS)
def test_every_tagger_that_comes_with_the_app_was_measured(name):
    scores = measured(name)
    assert tuple(scores) == taggers(name)
    assert {len(row) for row in scores.values()} == {len(bands_of(name))}
    assert measured("own_tags") == {}


@pytest.mark.parametrize("name", BANDS)
def test_what_was_measured_is_what_is_measured_here(name):
    if not DATA_SETS[name].available():
        pytest.skip("its files are not on this machine")
    for key, scores in measure(name).items():
        assert [(one.sentences, one.words) for one in scores] == [
            (one.sentences, pytest.approx(one.words, abs=1e-4)) for one in measured(name)[key]
        ]


def test_one_vector_costs_most_in_long_sentences_and_nothing_in_the_small_grammar():
    scores = measured("treebank")
    squeezed = [one.words for one in scores["treebank_squeezed_bidirectional"][:-1]]
    assert squeezed == sorted(squeezed, reverse=True)
    aligned = [one.words for one in scores["treebank_bidirectional"][:-1]]
    assert all(one - other > 0.1 for one, other in zip(aligned, squeezed, strict=True))
    assert measured("mini_sentences")["mini_sentences_squeezed_forward"][-1].words > 0.99
    assert load("mini_sentences_squeezed_forward").config.model.decodes
