"""The film of the lesson 'Resting points': how points are born while a network learns.

In: weights at several moments of training. Out: for each moment the points of the forward reader without
input, on axes that never change (two units themselves; of more the principal plane of the states that the
network visits in the end), and how often the network is right on sequences of its own length and on longer
ones. What is shown of the networks that come along was computed beforehand, by
`python -m viz_core.lessons.resting_points_film`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from viz_core.arrays import Floats
from viz_core.config import ExperimentConfig
from viz_core.dynamics import FixedPoints, fixed_points
from viz_core.lessons.resting_points import layer_of
from viz_core.lessons.resting_points_searched import MOST_UNITS, visited_states
from viz_core.lessons.resting_points_silence import keeps_answers
from viz_core.lessons.state_space import Plane, principal_plane
from viz_core.network.weights import Weights
from viz_core.pretrained import film
from viz_core.statistics.evaluation import examine

FILE = Path(__file__).with_suffix(".json")
# The networks that come along: a cell each, two units or more.
CELLS = ("SimpleRNN", "GRU", "LSTM")
STARTS = 96
# Sequences of each length that are evaluated, and how much longer the long ones are.
SEQUENCES, LONGER = 200, 8


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One moment of training.

    Attributes:
        step: updates done.
        points: of each its place on the axes and its kind, 'stable', 'saddle' or 'source'.
        proved: whether there are proved to be no others; of more than two units that is never tried.
    """

    step: int
    points: tuple[tuple[tuple[float, float], str], ...]
    proved: bool

    @property
    def stable(self) -> int:
        """How many of the points are stable."""
        return sum(kind == "stable" for _, kind in self.points)


@dataclass(frozen=True, kw_only=True, eq=False)
class Filmed:
    """One moment of a run, on whatever axes it will be drawn.

    Attributes:
        hidden: of each point, `(points, units)`.
        kinds: of each, as in `Moment`.
        proved: as in `Moment`.
        plane: of `axes` with the weights of this moment.
        accuracies: shares of right answers on sequences of both `lengths`.
    """

    hidden: Floats
    kinds: tuple[str, ...]
    proved: bool
    plane: Plane | None
    accuracies: tuple[float, float]

    def moment(self, step: int, plane: Plane | None) -> Moment:
        """The same on some axes, after so many updates."""
        return _placed(step, self.hidden, self.kinds, plane, proved=self.proved)


@dataclass(frozen=True, kw_only=True)
class ShippedFilm:
    """The film of a network that comes along.

    Attributes:
        moments: by rising step.
        lengths: of the sequences.
        accuracies: by length, one for each moment.
    """

    moments: tuple[Moment, ...]
    lengths: tuple[int, int]
    accuracies: Mapping[int, tuple[float, ...]]


def axes(config: ExperimentConfig, last: Weights) -> Plane | None:
    """What the points of all moments are drawn on: None for two units, which are the axes themselves."""
    if config.model.units == 2:
        return None
    hidden = visited_states(config, last, "forward")[:, : config.model.units]
    return principal_plane(hidden)


def moment(config: ExperimentConfig, weights: Weights, step: int, plane: Plane | None = None) -> Moment:
    """The points of the forward reader at one moment, without input.

    Args:
        config: of the network.
        weights: at that moment.
        step: updates done.
        plane: of `axes`.
    """
    found = _points(config, weights)
    kinds = tuple(one.kind for one in found)
    return _placed(step, _hidden(config, found), kinds, plane, proved=found.proved)


def filmed(config: ExperimentConfig, weights: Weights) -> Filmed:
    """Everything that the film shows of one moment; takes up to a tenth of a second."""
    found = _points(config, weights)
    return Filmed(
        hidden=_hidden(config, found),
        kinds=tuple(one.kind for one in found),
        proved=found.proved,
        plane=axes(config, weights),
        accuracies=accuracies(config, weights),
    )


def can_be_filmed(config: ExperimentConfig) -> bool:
    """Whether a run has a forward reader of few units whose answers are to be kept."""
    model = config.model
    few = 2 <= model.units <= MOST_UNITS and not model.embedding
    return few and "forward" in model.readers and keeps_answers(config)


def _points(config: ExperimentConfig, weights: Weights) -> FixedPoints:
    layer = layer_of(weights, config.model, "forward")
    visited = None if config.model.units == 2 else visited_states(config, weights, "forward")
    zeros = (0.0,) * len(layer[0])
    return fixed_points(layer, cell=config.model.cell, inputs=zeros, visited=visited, starts=STARTS)


def _hidden(config: ExperimentConfig, found: FixedPoints) -> Floats:
    units = config.model.units
    return np.array([one.state[:units] for one in found]).reshape(-1, units)


def _placed(
    step: int, hidden: Floats, kinds: tuple[str, ...], plane: Plane | None, *, proved: bool
) -> Moment:
    places = np.round(hidden if plane is None else plane.project(hidden), 4).tolist()
    points = tuple(((x, y), kind) for (x, y), kind in zip(places, kinds, strict=True))
    return Moment(step=step, points=points, proved=proved)


def lengths(config: ExperimentConfig) -> tuple[int, int]:
    """The length that is trained, and the long one; no task goes beyond 200 steps."""
    return config.task.length, min(LONGER * config.task.length, 200)


def accuracies(config: ExperimentConfig, weights: Weights) -> tuple[float, float]:
    """Shares of right answers on fresh sequences of both lengths."""
    short, long = (replace(config, task=replace(config.task, timesteps=length)) for length in lengths(config))
    first, second = (examine(one, weights, sequences=SEQUENCES)[""].accuracy for one in (short, long))
    return first, second


@cache
def shipped_film(cell: str) -> ShippedFilm:
    """What was computed beforehand for the network of two switches of one cell."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))[cell]
    moments = tuple(
        Moment(
            step=one["step"],
            points=tuple(((x, y), kind) for (x, y), kind in one["points"]),
            proved=one["proved"],
        )
        for one in stored["moments"]
    )
    return ShippedFilm(
        moments=moments,
        lengths=(stored["lengths"][0], stored["lengths"][1]),
        accuracies={
            length: tuple(shares)
            for length, shares in zip(stored["lengths"], stored["accuracies"], strict=True)
        },
    )


def write(path: Path = FILE) -> None:
    """Compute the films of the networks that come along and write the file again."""
    stored = {}
    for cell in CELLS:
        seen = film(f"resting_flip_flop_2_{cell}")
        plane = axes(seen.config, seen.weights[-1])
        moments = [
            moment(seen.config, one, step, plane) for one, step in zip(seen.weights, seen.steps, strict=True)
        ]
        shares = [accuracies(seen.config, one) for one in seen.weights]
        stored[cell] = {
            "lengths": lengths(seen.config),
            "accuracies": [[round(one, 4) for one in side] for side in zip(*shares, strict=True)],
            "moments": [{"step": one.step, "points": one.points, "proved": one.proved} for one in moments],
        }
    path.write_text(json.dumps(stored) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
