"""IMDb film reviews as word numbers, half of them positive.

In: `imdb_ragged.npz` (flat tokens and offsets, see below). Out: `Parts`, the vocabulary of 10,000.
Source: Maas et al., "Learning Word Vectors for Sentiment Analysis", ACL 2011; numbering as in
https://keras.io/api/datasets/imdb/

The file has, for `train` and `test`, `{part}_tokens` (all reviews one after the other, as frequency ranks
from 1), `{part}_offsets` (where each begins, and the end) and `{part}_labels`. Keras's own file holds pickled
lists: a worker reads it with Keras, in `viz_core.training.sets`.
"""

from functools import cache
from pathlib import Path

import numpy as np

from viz_core.arrays import Array, Ints32
from viz_core.config import TaskConfig
from viz_core.data.data_set import DataSet, Labelled, Parts, shuffled
from viz_core.data.local import FILES, find, found, read_arrays
from viz_core.data.vocabulary import START, UNKNOWN, Vocabulary, padded
from viz_core.words import N_

FULL = "imdb_ragged.npz"
KERAS_FULL = "imdb.npz"
WORDS = 10_000
# Keras's `index_from`: the most frequent word, rank 1, has the number 4; 3 is never used.
INDEX_FROM = 3
VALIDATION = 5_000


@cache
def vocabulary() -> Vocabulary:
    """The 9,996 most frequent words; the one before them stands for the number that Keras never uses."""
    return Vocabulary(("", *(FILES / "imdb_words.txt").read_text(encoding="utf-8").split()))


class Reviews(DataSet):
    """50,000 reviews from IMDb."""

    name = "reviews"
    title = N_("IMDb")
    features = WORDS
    classes = (N_("negative"), N_("positive"))
    training_sequences = 25_000 - VALIDATION
    origin = N_("50,000 film reviews from IMDb (Maas et al., 2011), as `keras.datasets.imdb` has them.")
    licence = N_("for research; the texts belong to their authors, so only word numbers are read")
    size = N_("17 MB")

    def available(self) -> bool:
        """Whether the file, or Keras's own, is there."""
        return find(FULL) is not None or find(KERAS_FULL) is not None

    def parts(self, config: TaskConfig) -> Parts:
        """20,000 to learn from, 5,000 for validation, 25,000 for the test."""
        return parts_of(found(FULL, title=self.title), config.length)


def parts_of(path: Path, timesteps: int) -> Parts:
    """The three parts of a file with flat tokens.

    Raises:
        ValueError: the file is not what it should be.
    """
    kinds = {"tokens": "ui", "offsets": "ui", "labels": "ui"}
    names = {f"{part}_{name}": kind for part in ("train", "test") for name, kind in kinds.items()}
    arrays = read_arrays(path, names)
    return cut({part: _part(arrays, part) for part in ("train", "test")}, timesteps)


Raw = tuple[list[Ints32], Ints32]


def cut(raw: dict[str, Raw], timesteps: int) -> Parts:
    """From reviews as lists of numbers to padded parts; the last fifth of a fixed shuffle is for validation.

    Args:
        raw: 'train' and 'test' -> token arrays in Keras's numbering, and labels.
        timesteps: short reviews are padded in front, of long ones the end is kept.
    """
    train, test = (_labelled(*raw[part], timesteps) for part in ("train", "test"))
    order = shuffled(len(train.targets))
    kept = len(order) - len(order) // 5
    return Parts(train=train.rows(order[:kept]), validation=train.rows(order[kept:]), test=test)


def _labelled(tokens: list[Ints32], labels: Ints32, timesteps: int) -> Labelled:
    inputs = padded(tokens, timesteps)
    return Labelled(inputs=inputs, targets=labels, mask=inputs != 0)


def _part(arrays: dict[str, Array], part: str) -> Raw:
    tokens, offsets, labels = (arrays[f"{part}_{name}"] for name in ("tokens", "offsets", "labels"))
    _check(tokens, offsets, labels, part)
    numbers = numbered(tokens)
    reviews = [
        np.concatenate(([START], numbers[begin:end])).astype(np.int32)
        for begin, end in zip(offsets[:-1], offsets[1:], strict=True)
    ]
    return reviews, labels.astype(np.int32)


def numbered(ranks: Array) -> Ints32:
    """Frequency ranks as the numbers of a vocabulary of `WORDS`; rarer words become `UNKNOWN`."""
    numbers = ranks.astype(np.int64) + INDEX_FROM
    return np.where(numbers < WORDS, numbers, UNKNOWN).astype(np.int32)


def _check(tokens: Array, offsets: Array, labels: Array, part: str) -> None:
    """One sentence for a file whose arrays do not fit each other."""
    flat = tokens.ndim == offsets.ndim == labels.ndim == 1
    fits = (
        flat
        and len(offsets) == len(labels) + 1 > 1
        and offsets[0] == 0
        and offsets[-1] == len(tokens)
        and bool(np.all(offsets[1:] >= offsets[:-1]))
        and bool(np.all(np.isin(labels, (0, 1))))
        and (len(tokens) == 0 or tokens.min() >= 1)
    )
    if not fits:
        raise ValueError(
            f"`{FULL}` must have, for {part}, flat tokens from 1, offsets that rise from 0 to their number, "
            f"and a label 0 or 1 for each review; got {tokens.shape}, {offsets.shape} and {labels.shape}."
        )
