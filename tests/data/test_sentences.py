import numpy as np
import pytest

from viz_core.data import tag_set
from viz_core.data.sentences import PLAIN, Sentence, ShapedVocabulary, kind, labelled, split_words
from viz_core.data.vocabulary import FIRST, UNKNOWN, Vocabulary


def sentence(text):
    words, tags = zip(*(pair.split("/") for pair in text.split()), strict=True)
    return Sentence(words=words, tags=tags)


@pytest.mark.parametrize(
    ("word", "looks"),
    [
        ("walking", "‹…ing›"),
        ("Oslo", "‹C…›"),
        ("Jones", "‹C…s›"),
        ("7th", "‹0›"),
        ("qwrt", PLAIN),
        ("…", PLAIN),
    ],
)
def test_a_rare_word_is_known_by_how_it_looks(word, looks):
    assert kind(word) == looks


def test_words_that_come_twice_are_known_and_all_others_by_kind():
    learned = [sentence("The/D cat/N runs/V"), sentence("the/D cat/N Oslo/N")]
    one = ShapedVocabulary.of(learned, most=100)
    assert one.words == (PLAIN, "‹C…›", "‹…s›", "cat", "the")
    assert one.written("THE") == "the" and one.written("Bergen") == "‹C…›"
    assert one.numbers(["Cat", "dogs", "Bergen", "walking"]) == [FIRST + 3, FIRST + 2, FIRST + 1, UNKNOWN]
    assert one.knows("The") and not one.knows("dogs")


def test_a_vocabulary_has_room_for_so_many_and_keeps_the_most_frequent():
    learned = [sentence("b/X b/X b/X a/X a/X")]
    one = ShapedVocabulary.of(learned, most=FIRST + 2)
    assert len(one) == FIRST + 2 and one.words == (PLAIN, "b")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I don't know.", ["I", "do", "n't", "know", "."]),
        ("It\u2019s John's", ["It", "'s", "John", "'s"]),
        ("well-made (今日)", ["well", "-", "made", "(", "今日", ")"]),
    ],
)
def test_text_is_cut_as_treebanks_cut_it(text, words):
    assert split_words(text, most=10) == words


@pytest.mark.parametrize(("text", "got"), [(" ", "0"), ("a " * 11, "11"), ("x" * 2_001, "2,001 characters")])
def test_no_words_and_too_many_are_refused(text, got):
    with pytest.raises(ValueError, match=f"`sentence` must have .* 10 words; got {got}"):
        split_words(text, most=10)


def test_every_word_has_its_tag_padding_is_masked_and_long_sentences_become_several():
    vocabulary = Vocabulary(["a", "b", "c"])
    one = labelled([sentence("a/Y b/X c/Y"), sentence("c/X")], vocabulary, ("X", "Y"), 2)
    assert one.inputs.tolist() == [[3, 4], [0, 5], [0, 5]]
    assert one.targets.tolist() == [[1, 0], [-1, 1], [-1, 0]]
    assert one.mask.tolist() == [[True, True], [False, True], [False, True]]
    assert one.targets.dtype == one.inputs.dtype == np.int32


def test_only_sets_of_tagged_sentences_are_tag_sets():
    assert tag_set("mini_sentences").classes[0] == "DET"
    with pytest.raises(
        ValueError, match="`data set` must be one of mini_sentences, treebank, own_tags; got 'dig"
    ):
        tag_set("digits")
