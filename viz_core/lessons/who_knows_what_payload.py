"""What the pictures of the lesson 'Who knows what' draw: maps, curtain and arrival.

In: pretrained networks, a sequence. Out: plain values for `static/pictures/who_knows_what_*.js`.
"""

from collections.abc import Mapping
from typing import TypedDict

from viz_core.arrays import Floats
from viz_core.lessons.who_knows_what_curtain import arriving, curtains
from viz_core.lessons.who_knows_what_paths import ways
from viz_core.network.gradients import input_jacobian
from viz_core.network.probe import Probe
from viz_core.pretrained import Pretrained
from viz_core.tasks import TASKS


class Shown(TypedDict):
    """What all three pictures show: how each step and each of the two answers are written."""

    source: str
    steps: int
    symbols: list[str]
    classes: list[str]


class MapValues(TypedDict):
    """One network: d(logit t)/d(input s) as `values`, `(time, time)`, and the ways as 0 and 1.

    `from_input` and `to_answer` are `(time, layers, readers, time)`: see `who_knows_what_paths.Ways`.
    """

    name: str
    readers: tuple[str, ...]
    values: list[list[float]]
    from_input: list[list[list[list[int]]]]
    to_answer: list[list[list[list[int]]]]


class MapsPayload(Shown):
    """Three networks of so many layers."""

    layers: int
    maps: list[MapValues]


class CurtainValues(TypedDict):
    """One network, as `viz_core.lessons.who_knows_what_curtain.Curtains`."""

    name: str
    probabilities: list[list[list[float]]]
    changed: list[list[int]]
    largest: list[list[float]]


class CurtainPayload(Shown):
    """Networks behind the curtain, and how the steps of each future are written."""

    futures: list[list[str]]
    networks: list[CurtainValues]


class ArrivalValues(TypedDict):
    """One network, as `viz_core.lessons.who_knows_what_curtain.Arrivals`; row n has n + 1 probabilities."""

    name: str
    probabilities: list[list[float]]
    revised: list[list[bool]]
    revisions: int
    chances: int


class ArrivalPayload(Shown):
    """Networks while the sequence arrives; `marks` are the two answers as single letters."""

    marks: list[str]
    networks: list[ArrivalValues]


def _shown(probe: Probe, classes: list[str]) -> Shown:
    return {
        "source": "pretrained",
        "steps": len(probe.symbols),
        "symbols": list(probe.symbols),
        "classes": classes,
    }


def maps_payload(networks: Mapping[str, Pretrained], probe: Probe, classes: list[str]) -> MapsPayload:
    """What each answer depends on, in each network.

    Args:
        networks: name -> network; all have as many layers.
        probe: the sequence.
        classes: how the two answers are written.
    """
    layers = {one.config.model.layers for one in networks.values()}
    return {
        **_shown(probe, classes),
        "layers": layers.pop(),
        "maps": [_map(name, one, probe) for name, one in networks.items()],
    }


def _map(name: str, network: Pretrained, probe: Probe) -> MapValues:
    model = network.config.model
    found = ways(model.readers, model.layers, len(probe.symbols))
    return {
        "name": name,
        "readers": model.readers,
        "values": input_jacobian(network.weights, model, probe.inputs).tolist(),
        "from_input": found.from_input.astype(int).tolist(),
        "to_answer": found.to_answer.astype(int).tolist(),
    }


def curtain_payload(
    networks: Mapping[str, Pretrained], probe: Probe, futures: Floats, classes: list[str]
) -> CurtainPayload:
    """The answers before a curtain, for other futures behind it.

    Args:
        networks: name -> network; all of one task.
        probe: the sequence.
        futures: `(futures, time, features)`.
        classes: how the two answers are written.
    """
    task = TASKS[next(iter(networks.values())).config.task.name]
    return {
        **_shown(probe, classes),
        "futures": task.symbols(futures),
        "networks": [_curtain(name, one, probe, futures) for name, one in networks.items()],
    }


def _curtain(name: str, network: Pretrained, probe: Probe, futures: Floats) -> CurtainValues:
    found = curtains(network.weights, network.config.model, probe.inputs, futures)
    return {
        "name": name,
        "probabilities": found.probabilities.tolist(),
        "changed": found.changed.tolist(),
        "largest": found.largest.tolist(),
    }


def arrival_payload(
    networks: Mapping[str, Pretrained], probe: Probe, classes: list[str], marks: list[str]
) -> ArrivalPayload:
    """The answers while a sequence arrives.

    Args:
        networks: name -> network.
        probe: the sequence.
        classes: how the two answers are written.
        marks: the same as single letters.
    """
    return {
        **_shown(probe, classes),
        "marks": marks,
        "networks": [_arrival(name, one, probe) for name, one in networks.items()],
    }


def _arrival(name: str, network: Pretrained, probe: Probe) -> ArrivalValues:
    found = arriving(network.weights, network.config.model, probe.inputs)
    return {
        "name": name,
        "probabilities": [row[: n + 1].tolist() for n, row in enumerate(found.probabilities)],
        "revised": found.revised.tolist(),
        "revisions": found.revisions,
        "chances": found.chances,
    }
