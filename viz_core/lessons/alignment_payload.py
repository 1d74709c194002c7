"""What the picture of the lesson 'Alignment' draws: the backward states, written and laid beside the inputs.

In: a pretrained network, a sequence. Out: plain values for `static/pictures/alignment.js`.
"""

from typing import TypedDict

from viz_core.figures.numerals import with_minus
from viz_core.lessons.alignment import reading_order, unflipped_answers
from viz_core.network.probe import Probe
from viz_core.network.tracing import trace
from viz_core.pretrained import Pretrained


class AlignmentPayload(TypedDict):
    """One sequence; `forward` and `backward` are `(time, units)`, both in input time.

    `order` has the steps as the backward reader reads them; `probabilities` are the answers with the flip,
    or without it where `flip` is False.
    """

    source: str
    steps: int
    flip: bool
    order: list[int]
    symbols: list[str]
    targets: list[int]
    probabilities: list[float]
    forward: list[list[float]]
    backward: list[list[float]]


def alignment_payload(network: Pretrained, probe: Probe, *, flip: bool) -> AlignmentPayload:
    """Everything the picture shows of one sequence.

    Args:
        network: with one bidirectional layer and an answer at each step.
        probe: the sequence.
        flip: whether the backward array is flipped into input time before the merge.
    """
    model, weights = network.config.model, network.weights
    seen = trace(weights, model, probe.inputs)
    answers = seen if flip else unflipped_answers(weights, model, seen)
    steps = probe.inputs.shape[1]
    return {
        "source": "pretrained",
        "steps": steps,
        "flip": flip,
        "order": reading_order(steps).tolist(),
        "symbols": [with_minus(one) for one in probe.symbols],
        "targets": [] if probe.targets is None else probe.targets[0].tolist(),
        "probabilities": answers["probabilities"][0, :, 0].tolist(),
        "forward": seen["layer0/forward/hidden"][0].tolist(),
        "backward": seen["layer0/backward/hidden"][0].tolist(),
    }
