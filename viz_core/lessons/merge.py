"""One pair of readers, merged in every way.

In: a trained bidirectional network and a sequence. Out: for each merge mode the merged states, a head that
fits them, and what it answers.

A head fits one merge only: its kernel has as many rows as the merged states are wide, and learned what each
of them means. So the network's own merge keeps the head it was trained with, and each other merge gets the
best linear head there is for it (`viz_core.lessons.merge_linear_head`), while the readers stay as they are.
ave is sum / 2:
a head for one of them, with weights twice or half as large, gives the same answers on the other.
"""

from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Floats, Floats32, Ints32
from viz_core.checks import check_integer, check_one_of
from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.lessons.alignment import READ
from viz_core.lessons.merge_linear_head import fit_head
from viz_core.network.merges import MERGES, merge
from viz_core.network.probe import fresh_batch
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import apply_head, trace
from viz_core.network.weights import DenseWeights, Head, Weights, unpack
from viz_core.statistics.metrics import right_probability


@dataclass(frozen=True, kw_only=True, eq=False)
class Merged:
    """The same two readers under one merge.

    Attributes:
        mode: a key of `MERGES`.
        own: whether the network was trained with it, head included.
        states: of the sequence, `(time, width)`.
        parameters: how many numbers the head has.
        logits: `(time,)`.
        probabilities: of class 1, `(time,)`.
        confidence: the mean probability of the right answer, on fresh sequences that no head was fitted to.
            Not the accuracy: a logit that is 0 but for the noise of its fit may be right by luck.
    """

    mode: str
    own: bool
    states: Floats
    parameters: int
    logits: Floats
    probabilities: Floats
    confidence: float


def merged_each_way(
    config: ExperimentConfig, weights: Weights, inputs: Floats32, *, sequences: int
) -> tuple[Merged, ...]:
    """Merge one network's readers in all four ways.

    Args:
        config: bidirectional, merged, one layer, a linear head with one output at each step.
        weights: of that network.
        inputs: the sequence to look at, `(1, time, features)`.
        sequences: how many fresh ones to measure on; heads are fitted to as many others.

    Raises:
        ValueError: the network is another one.
    """
    _check(config.model)
    batch = fresh_batch(config, 2 * sequences)
    seen = trace(weights, config.model, batch.inputs)
    looked_at = trace(weights, config.model, inputs)
    heads = _heads(config.model, weights, seen, batch.targets, sequences)
    found = []
    for mode in MERGES:
        states = _merged(seen, mode)
        own = mode == config.model.merge_mode
        head = heads[mode]
        answers = apply_head(states[:sequences], head)["probabilities"]
        here = apply_head(_merged(looked_at, mode), head)
        found.append(
            Merged(
                mode=mode,
                own=own,
                states=_merged(looked_at, mode)[0],
                parameters=head.output.kernel.size + head.output.bias.size,
                logits=here["logits"][0, :, 0],
                probabilities=here["probabilities"][0, :, 0],
                confidence=float(right_probability(answers, batch.targets[:sequences]).mean()),
            )
        )
    return tuple(found)


def _merged(seen: Trace, mode: str) -> Floats:
    return merge(seen[READ["forward"]], seen[READ["backward"]], mode)


def _heads(
    config: ModelConfig, weights: Weights, seen: Trace, targets: Ints32, sequences: int
) -> dict[str, Head]:
    """A head for each merge: the network's own, and the best there are."""
    own = config.merge_mode
    heads = {own: _own_head(weights, config)}
    if own == "ave":
        heads["sum"] = _scaled(heads["ave"], 0.5)
    for mode in MERGES:
        if mode == "ave" and mode != own:
            heads["ave"] = _scaled(heads["sum"], 2)
        elif mode not in heads:
            heads[mode] = _fitted(_merged(seen, mode), targets, sequences)
    return heads


def _scaled(head: Head, factor: float) -> Head:
    output = head.output
    return Head(hidden=None, output=DenseWeights(kernel=factor * output.kernel, bias=output.bias))


def _own_head(weights: Weights, config: ModelConfig) -> Head:
    return unpack([np.asarray(one, np.float64) for one in weights], config).heads[0]


def _fitted(states: Floats, targets: Ints32, sequences: int) -> Head:
    return Head(hidden=None, output=fit_head(states[sequences:], targets[sequences:]))


def _check(config: ModelConfig) -> None:
    check_one_of("direction", config.direction, ["bidirectional"])
    check_one_of("merge_mode", config.merge_mode, MERGES)
    check_integer("layers", config.layers, 1, 1)
    check_integer("head_units", config.head_units, 0, 0)
    check_one_of("head", config.head, ["per_step"])
