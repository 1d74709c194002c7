"""What the picture of the lesson 'State space' is made of.

In: the states of a network in their planes. Out: plain values for `static/pictures/state_space.js`.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ui.language import N_, _
from viz_core.config import ExperimentConfig
from viz_core.figures.numerals import numeral
from viz_core.lessons.state_space import Space, explained, readout
from viz_core.lessons.state_space_colours import state_values
from viz_core.network.probe import Probe
from viz_core.network.trace_arrays import Trace
from viz_core.network.weights import Weights
from viz_core.statistics.metrics import predicted
from viz_core.tasks import TASKS
from viz_core.tasks.task import Batch

Array = npt.NDArray[np.floating]

# Dots in one panel, and shades of a number.
DOTS, SHADES = 600, 11
TITLES = {
    "forward": N_("forward h→"),
    "merged": N_("merged"),
    "backward": N_("backward h←"),
    "crossed": N_("forward PC1 against backward PC1"),
}
READERS = {
    "forward": "forward",
    "merged": "bidirectional",
    "backward": "backward",
    "crossed": "bidirectional",
}
SHOWN = {"planes": ("forward", "merged", "backward"), "crossed": ("crossed", "merged")}
MINUS = "\N{MINUS SIGN}"


def panels(
    config: ExperimentConfig, weights: Weights, found: Space, batch: Batch, *, view: str, colour: str
) -> dict[str, Any]:
    """The panels of one network without a sequence, the number of shades, and what they mean.

    Args:
        config: of the network.
        weights: of the network.
        found: its states.
        batch: what it has read.
        view: a key of `SHOWN`.
        colour: one of `colourings`.
    """
    task = config.task.name
    classes = [_(one) for one in TASKS[task].classes] if colour == "target" else []
    made = []
    ends = (0.0, 1.0)
    for panel in SHOWN[view]:
        values = state_values(colour, task, batch, "merged" if panel == "crossed" else panel)
        ends = _ends(values)
        shades = values.astype(int) if classes else _shades(values, ends)
        made.append(_panel(panel, found, values, shades, classes))
        if panel == "merged":
            low, high = (np.array(made[-1][end]) for end in ("low", "high"))
            lines = readout(weights, config.model, found.planes["merged"], low, high)
            made[-1]["readout"] = np.round(lines.reshape(-1, 4), 3).tolist()
    return {
        "panels": made,
        "shades": len(classes) or SHADES,
        "key": _key(classes, ends),
    }


def _panel(panel: str, found: Space, values: Array, shades: Array, classes: list[str]) -> dict[str, Any]:
    crossed = panel == "crossed"
    places = _places(panel, found)
    flat = places.reshape(-1, 2)
    numbers = np.eye(len(classes))[shades.ravel()] if len(classes) > 2 else values.ravel()
    drawn = max(1, DOTS // places.shape[1])
    dots = np.column_stack([places[:drawn].reshape(-1, 2), shades[:drawn].ravel()])
    room = 0.04 * (flat.max(axis=0) - flat.min(axis=0)) + 1e-3
    return {
        "name": panel,
        "reader": READERS[panel],
        "title": _(TITLES[panel]),
        "note": _("R² {share:.2f}").format(share=max(0.0, explained(flat, numbers))),
        "axes": _axes(panel, found),
        "equal": not crossed,
        "low": np.round(flat.min(axis=0) - room, 3).tolist(),
        "high": np.round(flat.max(axis=0) + room, 3).tolist(),
        "dots": [[round(x, 3), round(y, 3), int(shade)] for x, y, shade in dots.tolist()],
        "readout": None,
    }


def _places(panel: str, found: Space) -> Array:
    if panel != "crossed":
        return found.places[panel]
    return np.stack([found.places["forward"][..., 0], found.places["backward"][..., 0]], axis=-1)


def _axes(panel: str, found: Space) -> list[str]:
    if panel == "crossed":
        return [_("forward PC1"), _("backward PC1")]
    return [f"PC{place} {share:.0%}" for place, share in enumerate(found.planes[panel].shares, start=1)]


def _ends(values: Array) -> tuple[float, float]:
    """The ends of the scale; equally far from zero where there are numbers on both sides of it."""
    low, high = float(values.min()), float(values.max())
    if low < 0 < high:
        high = max(-low, high)
        low = -high
    return low, high


def _shades(values: Array, ends: tuple[float, float]) -> Array:
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


def strip(config: ExperimentConfig, seen: Trace, probe: Probe) -> Mapping[str, Any]:
    """The sequence, and what the network answers at each step."""
    probabilities = seen["probabilities"]
    said = predicted(probabilities)[0]
    chances = probabilities[0].max(axis=-1)
    if probabilities.shape[-1] == 1:
        chances = np.where(said == 1, probabilities[0, :, 0], 1 - probabilities[0, :, 0])
    classes = TASKS[config.task.name].classes
    short = len(classes) == 2
    return {
        "symbols": [one.replace("-", MINUS) for one in probe.symbols],
        "answers": [str(one) if short else _(classes[one]) for one in said.tolist()],
        "told": [_(classes[one]) for one in said.tolist()],
        "chances": np.round(chances, 4).tolist(),
        "right": None if probe.targets is None else (said == probe.targets[0]).tolist(),
    }
