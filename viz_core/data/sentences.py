"""Sentences with a tag for each word, and how they become arrays.

In: words and tags, a vocabulary. Out: `Labelled` with targets per step, padding masked.
"""

import re
from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from viz_core.config import TaskConfig
from viz_core.data.data_set import DataSet, Labelled
from viz_core.data.plain_text import JOINERS, visible
from viz_core.data.vocabulary import Vocabulary, is_mark, padded

MOST_CHARACTERS = 2_000
# For the cut a mark, which is no letter to `re`, is written as this letter.
_MARK = "\N{MODIFIER LETTER HALF TRIANGULAR COLON}"
_WORDS = re.compile(rf"\w+(?=n't\b)|n't\b|'(?:s|m|re|ve|ll|d)\b|\w+|[^\w\s]{_MARK}*", re.IGNORECASE)
_ENDINGS = ("ing", "ed", "ly", "ion", "er", "est", "al", "y", "s")
# An unknown word that is none of these kinds.
PLAIN = "‹…›"


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """Words, and one tag for each of them."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


class ShapedVocabulary(Vocabulary):
    """Knows frequent words in lower case, and of every other word only how it looks.

    The kinds of unknown words ("‹C…ing›": a capital in front, -ing at the end) stand among the words.
    """

    def numbers(self, words: Sequence[str]) -> list[int]:
        """The number of each word, or of its kind; 2 where neither is known."""
        return [super(ShapedVocabulary, self).numbers([self.written(word)])[0] for word in words]

    def knows(self, word: str) -> bool:
        """Whether a network can tell this word from others of its kind."""
        return super().knows(word.lower())

    def written(self, word: str) -> str:
        """What a network sees of a word."""
        return word.lower() if self.knows(word) else kind(word)

    @classmethod
    def of(cls, sentences: Iterable[Sentence], *, most: int) -> "ShapedVocabulary":
        """The most frequent words that come at least twice, and the kinds of all others.

        Args:
            sentences: to learn from.
            most: rows of the embedding, at most.
        """
        words = Counter(word.lower() for one in sentences for word in one.words)
        kinds = [PLAIN, *sorted({kind(word) for one in sentences for word in one.words} - {PLAIN})]
        frequent = sorted((word for word, count in words.items() if count > 1), key=lambda w: (-words[w], w))
        empty = len(cls(kinds))
        return cls([*kinds, *frequent[: most - empty]])


def kind(word: str) -> str:
    """How a rare word looks: a digit in it, a capital in front, a common ending."""
    if any(letter.isdigit() for letter in word):
        return "‹0›"
    ending = next((one for one in _ENDINGS if word.lower().endswith(one)), "")
    return f"‹{'C' if word[:1].isupper() else ''}…{ending}›"


class TagSet(DataSet):
    """Sentences with a tag for each word."""

    @abstractmethod
    def vocabulary(self, config: TaskConfig) -> Vocabulary:
        """The words a network on this set knows.

        Raises:
            MissingFile: its file is not on this machine.
        """

    def tags(self, config: TaskConfig) -> tuple[str, ...]:
        """The tags, in the order of the network's outputs."""
        return self.classes


def split_words(text: str, *, most: int) -> list[str]:
    """Cut a typed text into words and punctuation marks, contractions as treebanks cut them.

    It is normalised first as files are (`plain_text.visible`); combining marks stay with their letter.

    Args:
        text: what somebody typed.
        most: how many words there may be.

    Raises:
        ValueError: none, or too many.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"`sentence` must have at most {most} words; got {len(text):,} characters.")
    text = visible(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    letters = "".join(_MARK if letter in JOINERS or is_mark(letter) else letter for letter in text)
    words = [text[one.start() : one.end()] for one in _WORDS.finditer(letters)]
    if not 1 <= len(words) <= most:
        raise ValueError(f"`sentence` must have 1 to {most} words; got {len(words):,}.")
    return words


def labelled(
    sentences: Sequence[Sentence], vocabulary: Vocabulary, tags: Sequence[str], timesteps: int
) -> Labelled:
    """Arrays to learn from; a sentence longer than `timesteps` becomes several, so that no word is lost.

    Args:
        sentences: words and tags.
        vocabulary: gives each word its number.
        tags: all there are; a tag's place is its class.
        timesteps: length of every row, padded in front.
    """
    classes = {tag: place for place, tag in enumerate(tags)}
    inputs, targets = [], []
    for one in sentences:
        numbers = np.array(vocabulary.numbers(one.words), np.int32)
        right = np.array([classes[tag] for tag in one.tags], np.int32)
        for first in range(0, len(numbers), timesteps):
            inputs.append(numbers[first : first + timesteps])
            targets.append(right[first : first + timesteps])
    rows = padded(inputs, timesteps)
    words = rows != 0
    return Labelled(inputs=rows, targets=np.where(words, padded(targets, timesteps), -1), mask=words)
