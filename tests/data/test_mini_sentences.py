from collections import defaultdict

import numpy as np
import pytest

from tests.source_tree import ROOT
from viz_core.config import DIRECTIONS, TaskConfig
from viz_core.data import DATA_SETS
from viz_core.data.mini_sentences import (
    TAGS,
    ceilings,
    ceilings_on_homographs,
    every_sentence,
    exact_beliefs,
    homographs,
    tags_of,
    vocabulary,
)
from viz_core.network.tracing import trace
from viz_core.pretrained import load


def test_the_probabilities_of_all_sentences_add_up_to_one():
    assert len(every_sentence()) == 35_400
    assert sum(probability for _, probability in every_sentence()) == pytest.approx(1)


def test_the_words_of_a_sentence_decide_its_tags():
    assert len({one.words for one, _ in every_sentence()}) == len(every_sentence())


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("the old man the boats", "DET NOUN VERB DET NOUN"),
        ("the old man guards the boats", "DET ADJ NOUN VERB DET NOUN"),
        ("the men house the old guard", "DET NOUN VERB DET ADJ NOUN"),
        ("the rich train today", "DET NOUN VERB ADV"),
    ],
)
def test_sentences_tagged_by_hand(text, tags):
    assert tags_of(text.split()) == tuple(tags.split())


@pytest.mark.parametrize("text", ["the old", "the man man the boats", "old man", "the guard guard"])
def test_what_the_grammar_does_not_make_has_no_tags(text):
    assert tags_of(text.split()) is None


def test_the_forward_reader_cannot_tell_and_the_backward_reader_can():
    """By hand: "the old" begins a phrase with an adjective with 1/3 * 1/2 * 1/4 (singular) and as much again
    (plural), and one without a noun with 1/3 * 1/4. Then "man" is a noun with 1/24 * 1/5, a verb with
    1/12 * 1/5.
    """
    words = "the old man the boats".split()
    forward, backward = (exact_beliefs(reader, words) for reader in ("forward", "backward"))
    assert forward[1] == pytest.approx([0, 0.5, 0.5, 0, 0])
    assert forward[2] == pytest.approx([0, 0, 1 / 3, 2 / 3, 0])
    assert backward.argmax(axis=1).tolist() == [TAGS.index(tag) for tag in tags_of(words)]
    assert backward.max(axis=1) == pytest.approx(np.ones(5))


def test_beliefs_beyond_the_grammar_are_unknown_from_there_on():
    words = "the old old man".split()
    assert np.isnan(exact_beliefs("forward", words)).any(axis=1).tolist() == [False, False, True, True]
    assert np.isnan(exact_beliefs("bidirectional", words)).all()


def test_the_ceilings_are_those_of_a_plain_count():
    """Another way: for each sentence and word ask the best guess among all sentences alike so far."""
    best = defaultdict(lambda: defaultdict(float))
    for one, probability in every_sentence():
        for t, tag in enumerate(one.tags):
            best["forward", *one.words[: t + 1]][tag] += probability
            best["backward", *one.words[t:], ""][tag] += probability
    for reader in ("forward", "backward"):
        heard = [tags for known, tags in best.items() if known[0] == reader]
        share = sum(max(tags.values()) for tags in heard) / sum(sum(tags.values()) for tags in heard)
        assert ceilings()[reader] == pytest.approx(share)
    assert ceilings()["bidirectional"] == ceilings_on_homographs()["bidirectional"] == 1
    assert ceilings_on_homographs()["forward"] < ceilings()["forward"] < ceilings()["backward"] < 1


def test_homographs_are_the_words_with_several_tags():
    assert {"old", "man", "guards"} <= homographs()
    assert not {"the", "today", "men", "boats", "mans"} & homographs()


def test_no_sentence_is_in_two_parts():
    one = DATA_SETS["mini_sentences"].parts(TaskConfig(name="mini_sentences"))
    seen = [{row.tobytes() for row in part.inputs} for part in (one.train, one.validation, one.test)]
    assert not seen[0] & seen[1] and not seen[0] & seen[2] and not seen[1] & seen[2]
    assert len(one.train.inputs) == DATA_SETS["mini_sentences"].training_sequences


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_shipped_reader_comes_close_to_its_ceiling_and_never_above(direction):
    network = load(f"mini_sentences_{direction}")
    right = total = 0.0
    by_length = defaultdict(list)
    for one, probability in every_sentence():
        by_length[len(one.words)].append((one, probability))
    for sentences in by_length.values():
        tokens = np.array([vocabulary().numbers(one.words) for one, _ in sentences])
        truth = np.array([[TAGS.index(tag) for tag in one.tags] for one, _ in sentences])
        weight = np.array([probability for _, probability in sentences])
        said = trace(network.weights, network.config.model, tokens)["probabilities"].argmax(axis=-1)
        right += float(((said == truth).sum(axis=1) * weight).sum())
        total += float(weight.sum() * truth.shape[1])
    assert ceilings()[direction] - 0.01 < right / total <= ceilings()[direction] + 1e-9


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_a_shipped_reader_believes_what_counting_says(direction):
    network = load(f"mini_sentences_{direction}")
    words = "the old man the boats".split()
    said = trace(network.weights, network.config.model, np.array([vocabulary().numbers(words)]))
    assert np.abs(said["probabilities"][0] - exact_beliefs(direction, words)).max() < 0.15


def test_the_page_names_a_sentence_in_which_the_forward_reader_alone_is_sure_of_every_word():
    said = "the nurse guards the man"
    assert f"“{said}”" in (ROOT / "pages/12_Tagging.py").read_text(encoding="utf-8")
    sure = {one: exact_beliefs(one, said.split()).max(axis=1) for one in ("forward", "backward")}
    assert sure["forward"].min() > 0.95
    assert sure["backward"].argmin() == 4 and sure["backward"][4] < 0.7
    assert max(exact_beliefs("backward", said.split())[4, [TAGS.index("NOUN"), TAGS.index("VERB")]]) < 0.7
    assert tags_of("the old man".split()) == tuple("DET NOUN VERB".split())
