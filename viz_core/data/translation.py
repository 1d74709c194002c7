"""From one sequence of symbols to another: what the sets for translation share.

Out: `TranslationSet`, `Pair`, `Related`, `paired`.

A question and its answer have one shared length. A question is padded in front, where nothing reads it; an
answer is filled up behind with the symbol for its end, which is learned and counted like every other, so
that an answer is right only if it also stops in time.
"""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from viz_core.data.data_set import DataSet, Labelled
from viz_core.data.vocabulary import Vocabulary, padded

END = "■"
MOST_CHARACTERS = 200


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One question and its answer, symbol by symbol, the end not written."""

    question: tuple[str, ...]
    answer: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Related:
    """Another question, and whether it means the same."""

    question: tuple[str, ...]
    same: bool


class TranslationSet(DataSet):
    """Questions with one right answer each; the end is class 0.

    Attributes:
        example: a question to begin with.
        typed: what a person may type, in one sentence.
    """

    example: str
    typed: str

    @abstractmethod
    def vocabulary(self) -> Vocabulary:
        """The symbols a question is made of."""

    @abstractmethod
    def split(self, text: str) -> tuple[str, ...]:
        """The symbols of a question that somebody typed.

        Raises:
            ValueError: one sentence: none, too many, or an unknown symbol.
        """

    @abstractmethod
    def answer(self, question: Sequence[str]) -> tuple[str, ...] | None:
        """The right answer, symbol by symbol; None where a question is none of this set."""

    @abstractmethod
    def related(self, question: Sequence[str]) -> tuple[Related, ...]:
        """Other ways to ask the same, then questions with another answer; none for what is no question."""

    @abstractmethod
    def joined(self, symbols: Sequence[str]) -> str:
        """An answer as people write it, up to its end."""


def until_end(symbols: Sequence[str]) -> tuple[str, ...]:
    """The symbols before the first end."""
    stop = list(symbols).index(END) if END in symbols else len(symbols)
    return tuple(symbols[:stop])


def paired(pairs: Iterable[Pair], vocabulary: Vocabulary, classes: Sequence[str], timesteps: int) -> Labelled:
    """Arrays to learn from.

    Args:
        pairs: questions and answers, each shorter than `timesteps`.
        vocabulary: of the questions.
        classes: of the answers, the end first.
        timesteps: length of every row.
    """
    places = {symbol: place for place, symbol in enumerate(classes)}
    inputs, targets = [], []
    for one in pairs:
        inputs.append(np.array(vocabulary.numbers(one.question), np.int32))
        row = np.full(timesteps, places[END], np.int32)
        row[: len(one.answer)] = [places[symbol] for symbol in one.answer]
        targets.append(row)
    rows = padded(inputs, timesteps)
    return Labelled(inputs=rows, targets=np.stack(targets), mask=rows != 0)


def check_symbols(symbols: Sequence[str], vocabulary: Vocabulary, *, name: str, most: int) -> tuple[str, ...]:
    """The symbols, where they can be asked.

    Raises:
        ValueError: none, more than `most`, or one that the vocabulary has not.
    """
    if not 1 <= len(symbols) <= most:
        raise ValueError(f"`{name}` must have 1 to {most} symbols; got {len(symbols):,}.")
    unknown = [one for one in symbols if not vocabulary.knows(one)]
    if unknown:
        raise ValueError(f"`{name}` must be written with the symbols of this set; got {unknown[0][:20]!r}.")
    return tuple(symbols)
