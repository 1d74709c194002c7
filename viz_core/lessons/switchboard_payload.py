"""What the picture of the lesson 'Switchboard' draws: several networks that read under one cursor.

In: networks at one moment of their training, a sequence. Out: plain values for
`static/pictures/switchboard_twins.js`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from viz_core.config import ModelConfig
from viz_core.lessons.switchboard_film import known_at
from viz_core.network.probe import Probe
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights
from viz_core.statistics.metrics import predicted


@dataclass(frozen=True, kw_only=True, eq=False)
class Twin:
    """A network as it is shown.

    Attributes:
        title: its name.
        note: its size in words.
        model: the network.
        weights: in the order of `get_weights()`.
    """

    title: str
    note: str
    model: ModelConfig
    weights: Weights


class TwinValues(TypedDict):
    """One network; `known` is the beat in which each answer is there, counted from 1."""

    title: str
    note: str
    direction: str
    readers: list[str]
    known: list[int]
    answers: list[int]
    right: list[bool]
    probabilities: list[float]


class TwinsPayload(TypedDict):
    """One sequence in several networks; it takes so many `beats` until the last answer is there."""

    source: str
    steps: int
    beats: int
    symbols: list[str]
    targets: list[int]
    classes: list[str]
    networks: list[TwinValues]


def twins_payload(twins: Sequence[Twin], probe: Probe, classes: list[str]) -> TwinsPayload:
    """Everything the picture shows of one sequence.

    Args:
        twins: one-layer networks with an answer at each step.
        probe: the sequence, with its targets.
        classes: how the answers are written.
    """
    targets = [] if probe.targets is None else probe.targets[0].tolist()
    networks = [_twin(one, probe, targets) for one in twins]
    return {
        "source": "pretrained",
        "steps": len(probe.symbols),
        "beats": max(max(one["known"]) for one in networks),
        "symbols": list(probe.symbols),
        "targets": targets,
        "classes": classes,
        "networks": networks,
    }


def _twin(twin: Twin, probe: Probe, targets: list[int]) -> TwinValues:
    found = trace(twin.weights, twin.model, probe.inputs)["probabilities"]
    said = predicted(found)[0].tolist()
    return {
        "title": twin.title,
        "note": twin.note,
        "direction": twin.model.direction,
        "readers": list(twin.model.readers),
        "known": list(known_at(twin.model.direction, len(said))),
        "answers": said,
        "right": [one == target for one, target in zip(said, targets, strict=True)],
        "probabilities": found[0, :, 0].tolist(),
    }
