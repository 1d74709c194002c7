"""Words and their numbers, in Keras's convention: 0 padding, 1 start, 2 unknown, 3 the most frequent word.

In: text as a person types it. Out: words, tokens. Used by: the review sets, the room Reviews.
Source: https://keras.io/api/datasets/imdb/ (`index_from=3`, `start_char=1`, `oov_char=2`).
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

PADDING, START, UNKNOWN, FIRST = 0, 1, 2, 3
MOST_CHARACTERS = 20_000
# What Keras's `text_to_word_sequence` takes for a gap; an apostrophe belongs to its word.
_GAPS = re.compile(r"[^\w']+|_", re.UNICODE)
_APOSTROPHES = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{LEFT SINGLE QUOTATION MARK}": "'"})


class Vocabulary:
    """The words a network knows."""

    def __init__(self, words: Iterable[str]) -> None:
        """Number the words from 3 on, in the given order."""
        self.words = tuple(words)

    def __len__(self) -> int:
        """Rows of an embedding: the words and the three marks before them."""
        return FIRST + len(self.words)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.words, start=FIRST)}

    def tokens(self, words: Sequence[str]) -> npt.NDArray[np.int32]:
        """The start mark and the number of each word, `(1, 1 + words)`; 2 for words that are not known."""
        return np.array([[START, *self.numbers(words)]], np.int32)

    def numbers(self, words: Sequence[str]) -> list[int]:
        """The number of each word; 2 for words that are not known."""
        return [self._numbers.get(word, UNKNOWN) for word in words]

    def knows(self, word: str) -> bool:
        """Whether a network can tell this word from an unknown one."""
        return word in self._numbers


def read_words(text: str, *, most: int) -> list[str]:
    """Cut a text into words, as the IMDb set was: lower case, without punctuation.

    Args:
        text: what somebody typed.
        most: how many words there may be.

    Raises:
        ValueError: none, or too many.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"`review` must have at most {most} words; got {len(text):,} characters.")
    words = words_of(text)
    if not 1 <= len(words) <= most:
        raise ValueError(f"`review` must have 1 to {most} words; got {len(words):,}.")
    return words


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    plain = text.lower().translate(_APOSTROPHES)
    return [word for part in _GAPS.split(plain) if (word := part.strip("'"))]


def padded(sequences: Sequence[npt.NDArray[np.int32]], timesteps: int) -> npt.NDArray[np.int32]:
    """Tokens as one array `(batch, time)`: zeros in front of short ones, long ones keep their end.

    This is Keras's `pad_sequences` with its defaults.
    """
    array = np.zeros((len(sequences), timesteps), np.int32)
    for row, sequence in zip(array, sequences, strict=True):
        kept = sequence[-timesteps:]
        row[timesteps - len(kept) :] = kept
    return array
