"""What the picture of the lesson 'Merge' draws: two readers at a cursor, merged in each way.

In: a pretrained network, a sequence. Out: plain values for `static/pictures/merge.js`.
"""

from typing import TypedDict

from viz_core.figures.numerals import with_minus
from viz_core.lessons.merge import merged_each_way
from viz_core.lessons.merge_evidence import evidence, is_additive, reader_gradients
from viz_core.network.probe import Probe
from viz_core.network.recurrence import READERS
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import trace
from viz_core.pretrained import Pretrained
from viz_core.tasks import TASKS


class EvidenceValues(TypedDict):
    """What each reader adds to the logit, a number for each step, and the bias."""

    forward: list[float]
    backward: list[float]
    bias: float


class MergeValues(TypedDict):
    """One merge mode, as `viz_core.lessons.merge.Merged` has it; `states` is `(time, width)`."""

    mode: str
    own: bool
    width: int
    parameters: int
    states: list[list[float]]
    probabilities: list[float]
    confidence: float


class MergePayload(TypedDict):
    """One sequence; `forward`, `backward` and each of `pulls` (gradients of the logit) are `(time, units)`.

    `evidence` is None where the merge is no sum, `targets` where none are known.
    """

    source: str
    steps: int
    units: int
    mode: str
    symbols: list[str]
    classes: list[str]
    targets: list[int] | None
    forward: list[list[float]]
    backward: list[list[float]]
    pulls: dict[str, list[list[float]]]
    logits: list[float]
    probabilities: list[float]
    evidence: EvidenceValues | None
    merges: list[MergeValues]


def merge_payload(network: Pretrained, probe: Probe, *, sequences: int) -> MergePayload:
    """Everything the picture shows of one sequence.

    Args:
        network: with one bidirectional layer and an answer at each step.
        probe: the sequence.
        sequences: how many fresh ones each merge mode is measured on.
    """
    model, weights = network.config.model, network.weights
    seen = trace(weights, model, probe.inputs)
    pulls = dict(zip(READERS, reader_gradients(seen, weights, model), strict=True))
    return {
        "source": "pretrained",
        "steps": probe.inputs.shape[1],
        "units": model.units,
        "mode": model.merge_mode,
        "symbols": [with_minus(one) for one in probe.symbols],
        "classes": list(TASKS[network.config.task.name].classes),
        "targets": None if probe.targets is None else probe.targets[0].tolist(),
        "forward": seen["layer0/forward/hidden"][0].tolist(),
        "backward": seen["layer0/backward/hidden"][0].tolist(),
        "pulls": {reader: pull[0].tolist() for reader, pull in pulls.items()},
        "logits": seen["logits"][0, :, 0].tolist(),
        "probabilities": seen["probabilities"][0, :, 0].tolist(),
        "evidence": _evidence(network, seen) if is_additive(model) else None,
        "merges": _merges(network, probe, sequences),
    }


def _evidence(network: Pretrained, seen: Trace) -> EvidenceValues:
    parts = evidence(seen, network.weights, network.config.model)
    return {
        "forward": parts.forward[0, :, 0].tolist(),
        "backward": parts.backward[0, :, 0].tolist(),
        "bias": float(parts.bias[0]),
    }


def _merges(network: Pretrained, probe: Probe, sequences: int) -> list[MergeValues]:
    found = merged_each_way(network.config, network.weights, probe.inputs, sequences=sequences)
    return [
        {
            "mode": one.mode,
            "own": one.own,
            "width": one.states.shape[1],
            "parameters": one.parameters,
            "states": one.states.tolist(),
            "probabilities": one.probabilities.tolist(),
            "confidence": one.confidence,
        }
        for one in found
    ]
