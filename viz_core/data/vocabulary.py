"""Words and their numbers, in Keras's convention: 0 padding, 1 start, 2 unknown, 3 the most frequent word.

In: text as a person types it. Out: words, tokens.
Source: https://keras.io/api/datasets/imdb/ (`index_from=3`, `start_char=1`, `oov_char=2`).

The tokeniser is that of Keras's `text_to_word_sequence` (lower case; what is neither letter nor digit is a
gap), with apostrophes inside words and, for every other script, marks with their letter: text is composed
(NFC) first, and combining marks, vowel signs and joiners never end a word.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from viz_core.arrays import Ints32
from viz_core.data.plain_text import JOINERS, visible

PADDING, START, UNKNOWN, FIRST = 0, 1, 2, 3
MOST_CHARACTERS = 20_000
# What belongs to a word between its letters: the apostrophe, Hebrew's geresh and gershayim.
_INSIDE = "'\u05f3\u05f4"
# Marks that choose how an emoji is drawn, and the space of no width that Thai and Khmer write between words.
_DROPPED, _NO_WIDTH = "\ufe0e\ufe0f", "\u200b"
_APOSTROPHES = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{LEFT SINGLE QUOTATION MARK}": "'"})


class _Kept(dict[int, str]):
    """Code point -> itself where it belongs to a word, else a gap."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        belongs = letter.isalnum() or letter in _INSIDE + JOINERS or is_mark(letter)
        self[code] = "" if letter in _DROPPED else letter if belongs else " "
        return self[code]


_KEPT = _Kept()
_ASCII = bytes(code if chr(code).isalnum() or chr(code) in _INSIDE else ord(" ") for code in range(256))


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

    def tokens(self, words: Sequence[str]) -> Ints32:
        """The start mark and the number of each word, `(1, 1 + words)`; 2 for words that are not known."""
        return np.array([[START, *self.numbers(words)]], np.int32)

    def numbers(self, words: Sequence[str]) -> list[int]:
        """The number of each word; 2 for words that are not known."""
        return [self._numbers.get(word, UNKNOWN) for word in words]

    @property
    def index(self) -> dict[str, int]:
        """Word -> its number."""
        return self._numbers

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
    """The words of a text in lower case, without punctuation; marks stay with their letter."""
    if text.isascii():
        parts = text.lower().encode().translate(_ASCII).decode().split()
    else:
        plain = visible(text.replace(_NO_WIDTH, " ")).lower().translate(_APOSTROPHES)
        parts = unicodedata.normalize("NFC", plain.translate(_KEPT)).split()
    return [word for part in parts if (word := _trimmed(part))]


def _trimmed(part: str) -> str:
    """From its first letter or digit on, without apostrophes behind."""
    if part[0].isalnum() and part[-1].isalnum():
        return part
    first = next((place for place, letter in enumerate(part) if letter.isalnum()), len(part))
    return part[first:].rstrip(_INSIDE)


def is_mark(letter: str) -> bool:
    """Whether it belongs to the letter before it: accents, vowel signs, viramas, points."""
    return unicodedata.category(letter)[0] == "M"


def padded(sequences: Sequence[Ints32], timesteps: int) -> Ints32:
    """Tokens as one array `(batch, time)`: zeros in front of short ones, long ones keep their end.

    This is Keras's `pad_sequences` with its defaults.
    """
    array = np.zeros((len(sequences), timesteps), np.int32)
    for row, sequence in zip(array, sequences, strict=True):
        kept = sequence[-timesteps:]
        row[timesteps - len(kept) :] = kept
    return array
