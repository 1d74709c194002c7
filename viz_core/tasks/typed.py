"""Sequences as a person types them.

In: the text of an input field. Out: numbers or symbol indices, or a `ValueError` with one short sentence.

Full-width digits, brackets and commas (as Japanese and Chinese keyboards give them) count as the plain ones.
"""

import re
import unicodedata
from typing import NoReturn

from viz_core.words import N_

LONGEST_TEXT = 10_000
LONGEST_ECHO = 20
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_SEPARATORS = re.compile(r"[\s,;、]+")


def write_number(value: float) -> str:
    """A number as it is shown and may be typed again: two decimals, a true minus sign, no negative zero."""
    return format(float(value), "z.2f").replace("-", "\N{MINUS SIGN}")


def read_numbers(text: str, *, count: int, low: float, high: float) -> list[float]:
    """Read numbers separated by spaces or commas.

    Args:
        text: what was typed.
        count: how many numbers there must be.
        low: the least one allowed.
        high: the greatest one allowed.

    Raises:
        ValueError: there are more or fewer, or one is not a number from `low` to `high`.
    """
    expected = N_(f"{count} numbers from {low:g} to {high:g}, separated by spaces")
    words = [word for word in _SEPARATORS.split(_plain(text, expected)) if word]
    for word in words:
        if not _NUMBER.fullmatch(word) or not low <= float(word) <= high:
            _refuse(expected, _echo(word))
    if len(words) != count:
        _refuse(expected, f"{len(words):,}")
    return [float(word) for word in words]


def any_numbers(text: str, *, most: int, biggest: float) -> list[float]:
    """Read any count of numbers separated by spaces or commas.

    Args:
        text: what was typed.
        most: how many there may be.
        biggest: the greatest size of one.

    Raises:
        ValueError: there are none or more, or one is no number from -`biggest` to `biggest`.
    """
    expected = N_(f"1 to {most:,} numbers from -{biggest:,.0f} to {biggest:,.0f}, separated by spaces")
    words = [word for word in _SEPARATORS.split(_plain(text, expected)) if word]
    for word in words:
        if not _NUMBER.fullmatch(word) or abs(float(word)) > biggest:
            _refuse(expected, _echo(word))
    if not 1 <= len(words) <= most:
        _refuse(expected, f"{len(words):,}")
    return [float(word) for word in words]


def read_symbols(text: str, *, count: int, alphabet: str, noun: str) -> list[int]:
    """Read one-character symbols; spaces and commas between them are ignored.

    Args:
        text: what was typed.
        count: how many symbols there must be.
        alphabet: the symbols allowed.
        noun: what to call them in the sentence, for example '{count} digits from 0 to 3'.

    Returns:
        For each symbol its index in `alphabet`.

    Raises:
        ValueError: there are more or fewer, or one is not in `alphabet`.
    """
    expected = noun.format(count=count)
    letters = _SEPARATORS.sub("", _plain(text, expected))
    for letter in letters:
        if letter not in alphabet:
            _refuse(expected, _echo(letter))
    if len(letters) != count:
        _refuse(expected, f"{len(letters):,}")
    return [alphabet.index(letter) for letter in letters]


def _plain(text: str, expected: str) -> str:
    """The text with full-width characters and the typographic minus made plain."""
    if len(text) > LONGEST_TEXT:
        _refuse(expected, N_(f"{len(text):,} characters"))
    return unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-")


def _echo(word: str) -> str:
    return repr(word if len(word) <= LONGEST_ECHO else word[:LONGEST_ECHO] + "…")


def _refuse(expected: str, got: str) -> NoReturn:
    raise ValueError(f"`sequence` must be {expected}; got {got}.")
