"""How a network does on sequences it has never seen.

In: an experiment, weights. Out: an `Exam` for each answer the network gives.
Used by: the Train page, the cards of pretrained networks.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.network.probe import fresh_batch
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights, count_parameters, head_names
from viz_core.statistics.metrics import AnswerRow, accuracy, accuracy_per_step, answer_rows

Ints = npt.NDArray[np.int32]

# Multiplications one exam may take, about a tenth of a second of NumPy.
EFFORT = 1_000_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Exam:
    """One head's answers to fresh sequences.

    Attributes:
        sequences: how many were asked.
        accuracy: share of right answers.
        per_step: `(time,)`, the same at each step; of length 1 for a 'final_state' head.
        rows: targets and answers of the first sequences.
    """

    sequences: int
    accuracy: float
    per_step: npt.NDArray[np.floating]
    rows: list[AnswerRow]


def affordable(config: ExperimentConfig, *, features: int, outputs: int, most: int) -> int:
    """How many sequences can be asked within `EFFORT`: from 10 to `most`."""
    one = count_parameters(config.model, features=features, outputs=outputs) * config.task.length
    return max(10, min(most, EFFORT // one))


def asked(targets: Ints, model: ModelConfig) -> Ints:
    """The targets this network answers: `(batch, time)`; with a 'final_state' head the last, `(batch, 1)`."""
    return targets[:, -1:] if model.head == "final_state" else targets


def examine(config: ExperimentConfig, weights: Weights, *, sequences: int, rows: int = 10) -> dict[str, Exam]:
    """Evaluate on fresh sequences.

    Args:
        config: whose task draws them; the same config draws the same ones.
        weights: in the order of `get_weights()`.
        sequences: how many.
        rows: how many of them to write out.

    Returns:
        One `Exam` under '' or, with `merge_mode` 'none', two under '/forward' and '/backward'.
    """
    batch = fresh_batch(config, sequences)
    seen = trace(weights, config.model, batch.inputs, batch.mask)
    targets = asked(batch.targets, config.model)
    exams = {}
    for head in head_names(config.model):
        answers = seen[f"probabilities{head}"]
        answers = answers[:, np.newaxis] if config.model.head == "final_state" else answers
        exams[head] = Exam(
            sequences=sequences,
            accuracy=accuracy(answers, targets),
            per_step=accuracy_per_step(answers, targets),
            rows=answer_rows(answers[:rows], targets[:rows]),
        )
    return exams
