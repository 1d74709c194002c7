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

from viz_core.config import ExperimentConfig
from viz_core.dynamics import fixed_points
from viz_core.lessons.resting_points import layer_of
from viz_core.lessons.resting_points_searched import visited_states
from viz_core.lessons.state_space import Plane, principal_plane
from viz_core.network.weights import Weights
from viz_core.pretrained import film
from viz_core.statistics.evaluation import examine

FILE = Path(__file__).with_suffix(".json")
# The networks that come along: a cell each, two units or more.
CELLS = ("SimpleRNN", "GRU", "LSTM")
STARTS = 96
# Sequences of each length that are asked, and how much longer the long ones are.
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


@dataclass(frozen=True, kw_only=True)
class ShippedFilm:
    """The film of a network that comes along.

    Attributes:
        moments: by rising step.
        lengths: of the sequences asked.
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
    layer = layer_of(weights, config.model, "forward")
    zeros = (0.0,) * len(layer[0])
    visited = None if plane is None else visited_states(config, weights, "forward")
    found = fixed_points(layer, cell=config.model.cell, inputs=zeros, visited=visited, starts=STARTS)
    hidden = np.array([one.state[: config.model.units] for one in found])
    places = np.round(hidden if plane is None or not len(found) else plane.project(hidden), 4).tolist()
    points = tuple(((x, y), one.kind) for (x, y), one in zip(places, found, strict=True))
    return Moment(step=step, points=points, proved=found.proved)


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
    told = json.loads(FILE.read_text(encoding="utf-8"))[cell]
    moments = tuple(
        Moment(
            step=one["step"],
            points=tuple(((x, y), kind) for (x, y), kind in one["points"]),
            proved=one["proved"],
        )
        for one in told["moments"]
    )
    return ShippedFilm(
        moments=moments,
        lengths=(told["lengths"][0], told["lengths"][1]),
        accuracies={
            length: tuple(shares) for length, shares in zip(told["lengths"], told["accuracies"], strict=True)
        },
    )


def write(path: Path = FILE) -> None:
    """Compute the films of the networks that come along and write the file again."""
    told = {}
    for cell in CELLS:
        seen = film(f"resting_flip_flop_2_{cell}")
        plane = axes(seen.config, seen.weights[-1])
        moments = [
            moment(seen.config, one, step, plane) for one, step in zip(seen.weights, seen.steps, strict=True)
        ]
        shares = [accuracies(seen.config, one) for one in seen.weights]
        told[cell] = {
            "lengths": lengths(seen.config),
            "accuracies": [[round(one, 4) for one in side] for side in zip(*shares, strict=True)],
            "moments": [{"step": one.step, "points": one.points, "proved": one.proved} for one in moments],
        }
    path.write_text(json.dumps(told) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
