"""How many answers of a network are right, and its loss.

In: batches and what was found. Out: mean loss, accuracy, the share of sequences without a mistake.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from viz_core.training.data import Minibatch
from viz_core.training.network import BatchResult


@dataclass(frozen=True, kw_only=True)
class Score:
    """What was found.

    Attributes:
        loss: mean over sequences.
        accuracy: share of right answers.
        exact: share of sequences with every answer right that is asked for.
    """

    loss: float
    accuracy: float
    exact: float


def score(batches: Iterable[tuple[Minibatch, BatchResult]]) -> Score:
    """Put together what batches showed; their losses are sums over answers."""
    loss = right = answers = whole = 0.0
    sequences = 0
    for batch, found in batches:
        rows, counted = len(batch.inputs), float(batch.weights.sum())
        sequences, answers = sequences + rows, answers + counted
        loss += found.loss / max(counted, 1) * rows
        right += float(found.right.sum())
        missed = np.atleast_2d((found.right < 1) * batch.weights).sum(axis=0)
        whole += int(np.sum(missed == 0))
    return Score(loss=loss / sequences, accuracy=right / max(answers, 1), exact=whole / sequences)
