"""How well a tagger does on short sentences and on long ones.

In: a network that answers at each step, sentences with their tags. Out: a `LengthScore` for each band.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.config import ModelConfig
from viz_core.data.data_set import Labelled
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights

# Sentences traced at once: a trace keeps every gate of every step.
AT_ONCE = 200
# Lengths in words, both ends included.
BANDS = {
    "mini_sentences": tuple((length, length) for length in range(3, 9)),
    "treebank": ((1, 5), (6, 10), (11, 20), (21, 30), (31, 40)),
}


def bands_of(name: str) -> tuple[tuple[int, int], ...]:
    """The bands of a set, and last all lengths in one."""
    bands = BANDS[name]
    return (*bands, (bands[0][0], bands[-1][1]))


@dataclass(frozen=True, kw_only=True)
class LengthScore:
    """What a tagger does with the sentences of some lengths.

    Attributes:
        first: the shortest length, in words.
        last: the longest.
        sentences: how many there were.
        words: share of words with the right tag.
        whole: share of sentences with no wrong tag.
    """

    first: int
    last: int
    sentences: int
    words: float
    whole: float


def scores_by_length(
    weights: Weights, model: ModelConfig, sentences: Labelled, bands: Sequence[tuple[int, int]]
) -> tuple[LengthScore, ...]:
    """Ask sentences and count by length; a band without sentences is left out.

    Args:
        weights: in the order of `get_weights()`.
        model: the network.
        sentences: with tags; targets below 0 do not count.
        bands: shortest and longest length of each.
    """
    right = np.concatenate(
        [
            _right(weights, model, sentences.rows(slice(first, first + AT_ONCE)))
            for first in range(0, len(sentences.inputs), AT_ONCE)
        ]
    )
    counted = sentences.targets >= 0
    lengths = counted.sum(axis=1)
    chosen = [(first, last, (lengths >= first) & (lengths <= last)) for first, last in bands]
    return tuple(
        LengthScore(
            first=first,
            last=last,
            sentences=int(rows.sum()),
            words=float(right[rows].sum() / counted[rows].sum()),
            whole=float(np.mean(right[rows].sum(axis=1) == lengths[rows])),
        )
        for first, last, rows in chosen
        if rows.any()
    )


def _right(weights: Weights, model: ModelConfig, sentences: Labelled) -> npt.NDArray[np.bool_]:
    """Where the likeliest class is the right one, `(batch, time)`."""
    said = trace(weights, model, sentences.inputs, sentences.mask)["probabilities"].argmax(axis=-1)
    return said == sentences.targets
