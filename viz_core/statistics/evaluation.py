"""How a network does on sequences it has never seen.

In: an experiment, weights. Out: an `Exam` for each answer the network gives.
"""

from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Floats, Ints32, Mask
from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.limits.budget import trace_bytes
from viz_core.network.probe import fresh_batch
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights, count_parameters, head_names
from viz_core.statistics.metrics import AnswerRow, accuracy, accuracy_per_step, answer_rows
from viz_core.tasks.task import Batch

# Multiplications one exam may take, about a tenth of a second of NumPy.
EFFORT = 1_000_000_000
# Memory that the traces of one exam may take at once.
ROOM = 32 * 2**20


@dataclass(frozen=True, kw_only=True, eq=False)
class Exam:
    """One head's answers to fresh sequences.

    Attributes:
        sequences: how many there were.
        accuracy: share of right answers.
        per_step: `(time,)`, the same at each step; of length 1 for a 'final_state' head.
        rows: targets and answers of the first sequences.
    """

    sequences: int
    accuracy: float
    per_step: Floats
    rows: list[AnswerRow]


def affordable(config: ExperimentConfig, *, features: int, outputs: int, most: int) -> int:
    """How many sequences can be evaluated within `EFFORT`: from 0 to `most`."""
    one = count_parameters(config.model, features=features, outputs=outputs) * config.task.length
    return min(most, EFFORT // one)


def answered_targets(targets: Ints32, model: ModelConfig) -> Ints32:
    """The targets this network answers: `(batch, time)`; with a 'final_state' head the last, `(batch, 1)`."""
    return targets[:, -1:] if model.head == "final_state" else targets


def examine(config: ExperimentConfig, weights: Weights, *, sequences: int, rows: int = 10) -> dict[str, Exam]:
    """Evaluate on fresh sequences.

    Args:
        config: whose task draws them; the same config draws the same ones.
        weights: in the order of `get_weights()`.
        sequences: how many, 1 or more.
        rows: how many of them to write out.

    Returns:
        One `Exam` under '' or, with `merge_mode` 'none', two under '/forward' and '/backward'.
    """
    batch = fresh_batch(config, sequences)
    said = _answers(config, weights, batch)
    targets = answered_targets(batch.targets, config.model)
    exams = {}
    for head, answers in said.items():
        exams[head] = Exam(
            sequences=sequences,
            accuracy=accuracy(answers, targets),
            per_step=accuracy_per_step(answers, targets),
            rows=answer_rows(answers[:rows], targets[:rows]),
        )
    return exams


def _answers(config: ExperimentConfig, weights: Weights, batch: Batch) -> dict[str, Floats]:
    """The probabilities of each head, `(batch, time, outputs)`; traced in parts that fit into `ROOM`."""
    many = max(1, ROOM // trace_bytes(config))
    parts = [slice(first, first + many) for first in range(0, len(batch.inputs), many)]
    seen = [_probabilities(config.model, weights, batch.inputs[one], _part(batch.mask, one)) for one in parts]
    said = {head: np.concatenate([one[head] for one in seen]) for head in head_names(config.model)}
    final = config.model.head == "final_state"
    return {head: answers[:, np.newaxis] if final else answers for head, answers in said.items()}


def _probabilities(
    model: ModelConfig, weights: Weights, inputs: Floats, mask: Mask | None
) -> dict[str, Floats]:
    """Only what an exam needs of a trace."""
    seen = trace(weights, model, inputs, mask)
    return {head: seen[f"probabilities{head}"] for head in head_names(model)}


def _part(mask: Mask | None, rows: slice) -> Mask | None:
    return None if mask is None else mask[rows]
