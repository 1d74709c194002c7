"""What the picture of the lesson 'State space' draws: clouds of states, and one sequence's way.

In: networks whose states are known, a sequence. Out: plain values for `static/pictures/state_space.js`. What
does not depend on the sequence, the `Clouds`, is made on its own, because it can be kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from viz_core.arrays import Floats, Ints
from viz_core.config import ExperimentConfig
from viz_core.figures.numerals import numeral, with_minus
from viz_core.lessons.state_space import STATES, Space, explained, readout
from viz_core.lessons.state_space_colours import state_values
from viz_core.network.probe import Probe
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights
from viz_core.statistics.metrics import predicted
from viz_core.tasks import TASKS
from viz_core.tasks.task import Batch
from viz_core.words import N_, Translate

# Dots in one panel, and shades of a number.
DOTS, SHADES = 600, 11
# Heights of the rows: the network, and below it the same with its first weights.
HEIGHTS = (158, 112)
TITLES = {
    "forward": N_("forward h→"),
    "merged": N_("merged"),
    "backward": N_("backward h←"),
    "crossed": N_("forward PC1 against backward PC1"),
}
# Panel -> the direction in whose colour it is drawn.
DIRECTION_OF = {
    "forward": "forward",
    "merged": "bidirectional",
    "backward": "backward",
    "crossed": "bidirectional",
}
# View -> its panels.
SHOWN = {
    "planes": ("forward", "merged", "backward"),
    "solid": ("forward", "merged", "backward"),
    "crossed": ("crossed", "merged"),
}
# View -> how many directions each of its panels has.
AXES = {"planes": 2, "solid": 3, "crossed": 2}


class PanelValues(TypedDict):
    """One plane, or a space of three directions, in units of the states.

    `low` and `high` are its corners, `dots` are [x, y, shade] or [x, y, z, shade], `readout` has
    [x0, y0, x1, y1] for each piece of the line at which the answer changes; None where no answer is read off
    this plane. `equal` asks for the same scale along all axes.
    """

    name: str
    reader: str
    title: str
    note: str
    axes: list[str]
    equal: bool
    low: list[float]
    high: list[float]
    dots: list[list[float]]
    readout: list[list[float]] | None


class Clouds(TypedDict):
    """The panels of one network without a sequence; `key` has what some shades mean, from 0 to 1."""

    panels: list[PanelValues]
    shades: int
    key: list[tuple[str, float]]


class WalkedPanel(PanelValues):
    """A plane with the places of one sequence's states, a coordinate for each axis, at each step."""

    way: list[list[float]]


class RowValues(TypedDict):
    """One network, in a row of this height."""

    name: str
    height: int
    panels: list[WalkedPanel]


class KeyValues(TypedDict):
    """What the colours mean."""

    title: str
    names: list[tuple[str, float]]


class AnswerValues(TypedDict):
    """The sequence, and for each step the answer, in words and as a mark, with its probability.

    `right` is None where the right answers are not known.
    """

    symbols: list[str]
    marks: list[str]
    answers: list[str]
    chances: list[float]
    right: list[bool] | None


class StateSpacePayload(AnswerValues):
    """One sequence in the planes of a network and of the same network before training."""

    source: str
    steps: int
    rows: list[RowValues]
    shades: int
    key: KeyValues


@dataclass(frozen=True, kw_only=True, eq=False)
class ShownNetwork:
    """A network as it is shown.

    Attributes:
        name: written beside its row.
        weights: of the network.
        space: its states on a batch.
        clouds: the same as they are drawn.
    """

    name: str
    weights: Weights
    space: Space
    clouds: Clouds


def clouds(
    config: ExperimentConfig,
    weights: Weights,
    space: Space,
    batch: Batch,
    *,
    view: str,
    colour: str,
    _: Translate = str,
) -> Clouds:
    """What is shown of one network without a sequence.

    Args:
        config: of the network.
        weights: of the network.
        space: its states.
        batch: what it has read.
        view: a key of `SHOWN`.
        colour: one of `colourings` of the task.
        _: translates what is written.
    """
    task = config.task.name
    classes = [_(one) for one in TASKS[task].classes] if colour == "target" else []
    panels = []
    ends = (0.0, 1.0)
    for panel in SHOWN[view]:
        values = state_values(colour, task, batch, "merged" if panel == "crossed" else panel)
        ends = _ends(values)
        shades = values.astype(int) if classes else _shades(values, ends)
        panels.append(_panel(panel, space, values, shades, classes, AXES[view], _))
        if panel == "merged" and AXES[view] == 2:
            low, high = np.array(panels[-1]["low"]), np.array(panels[-1]["high"])
            lines = readout(weights, config.model, space.planes["merged"].flat, low, high)
            panels[-1]["readout"] = np.round(lines.reshape(-1, 4), 3).tolist()
    return {"panels": panels, "shades": len(classes) or SHADES, "key": _key(classes, ends)}


def _panel(
    panel: str, space: Space, values: Floats, shades: Ints, classes: list[str], axes: int, _: Translate
) -> PanelValues:
    places = _places(panel, space.places)[..., :axes]
    flat = places.reshape(-1, axes)
    numbers = np.eye(len(classes))[shades.ravel()] if len(classes) > 2 else values.ravel()
    drawn = max(1, DOTS // places.shape[1])
    dots = np.column_stack([places[:drawn].reshape(-1, axes), shades[:drawn].ravel()])
    margin = 0.04 * (flat.max(axis=0) - flat.min(axis=0)) + 1e-3
    return {
        "name": panel,
        "reader": DIRECTION_OF[panel],
        "title": _(TITLES[panel]),
        "note": _("R² {share:.2f}").format(share=max(0.0, explained(flat, numbers))),
        "axes": _axes(panel, space, _)[:axes],
        "equal": panel != "crossed",
        "low": np.round(flat.min(axis=0) - margin, 3).tolist(),
        "high": np.round(flat.max(axis=0) + margin, 3).tolist(),
        "dots": [[*(round(one, 3) for one in place), int(shade)] for *place, shade in dots.tolist()],
        "readout": None,
    }


def _places(panel: str, places: Mapping[str, Floats]) -> Floats:
    """Where states are drawn, `(..., axes)`, given where they lie in the space of each kind."""
    if panel != "crossed":
        return places[panel]
    return np.stack([places["forward"][..., 0], places["backward"][..., 0]], axis=-1)


def _axes(panel: str, space: Space, _: Translate) -> list[str]:
    if panel == "crossed":
        return [_("forward PC1"), _("backward PC1")]
    return [f"PC{place} {share:.0%}" for place, share in enumerate(space.planes[panel].shares, start=1)]


def _ends(values: Floats) -> tuple[float, float]:
    """The ends of the scale; equally far from zero where there are numbers on both sides of it."""
    low, high = float(values.min()), float(values.max())
    if low < 0 < high:
        high = max(-low, high)
        low = -high
    return low, high


def _shades(values: Floats, ends: tuple[float, float]) -> Ints:
    low, high = ends
    return np.rint((values - low) / ((high - low) or 1) * (SHADES - 1)).astype(int)


def _key(classes: list[str], ends: tuple[float, float]) -> list[tuple[str, float]]:
    if classes:
        return [(name, place / max(1, len(classes) - 1)) for place, name in enumerate(classes)]
    middle = (ends[0] + ends[1]) / 2
    return [
        (numeral(end, "z.1f").removesuffix(".0"), shade)
        for end, shade in zip((ends[0], middle, ends[1]), (0.0, 0.5, 1.0), strict=True)
    ]


def state_space_payload(
    networks: Sequence[ShownNetwork],
    config: ExperimentConfig,
    probe: Probe,
    *,
    source: str,
    colour: str,
    _: Translate = str,
) -> StateSpacePayload:
    """Everything the picture shows of one sequence.

    Args:
        networks: of one config: the one whose answers are shown, then its first weights.
        config: of both.
        probe: the sequence.
        source: where the first network's weights come from, one of `SOURCES`.
        colour: what the colours stand for, in words.
        _: translates what is written.
    """
    first = networks[0].clouds
    seen = [trace(one.weights, config.model, probe.inputs) for one in networks]
    return {
        "source": source,
        "steps": len(probe.symbols),
        "rows": [_row(*one) for one in zip(networks, HEIGHTS, seen, strict=True)],
        "shades": first["shades"],
        "key": {"title": colour, "names": first["key"]},
        **_answers(config, seen[0], probe, _),
    }


def _row(network: ShownNetwork, height: int, seen: Trace) -> RowValues:
    places = {panel: network.space.planes[panel].project(seen[name][0]) for panel, name in STATES.items()}
    panels: list[WalkedPanel] = [
        {**one, "way": np.round(_places(one["name"], places)[:, : len(one["low"])], 3).tolist()}
        for one in network.clouds["panels"]
    ]
    return {"name": network.name, "height": height, "panels": panels}


def _answers(config: ExperimentConfig, seen: Trace, probe: Probe, _: Translate) -> AnswerValues:
    probabilities = seen["probabilities"]
    said = predicted(probabilities)[0]
    chances = probabilities[0].max(axis=-1)
    if probabilities.shape[-1] == 1:
        chances = np.where(said == 1, probabilities[0, :, 0], 1 - probabilities[0, :, 0])
    answers = [_(TASKS[config.task.name].classes[one]) for one in said.tolist()]
    is_binary = len(TASKS[config.task.name].classes) == 2
    return {
        "symbols": [with_minus(one) for one in probe.symbols],
        "marks": [str(one) for one in said.tolist()] if is_binary else answers,
        "answers": answers,
        "chances": np.round(chances, 4).tolist(),
        "right": None if probe.targets is None else (said == probe.targets[0]).tolist(),
    }
