"""What the lesson 'Resting points' computes of readers with more units than can be proved.

In: a network, a reader, an input that never changes. Out: the points that a search found, in the plane of the
states that sequences really reach; for somebody else's network, too (`in_plane_of`).
"""

from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Floats
from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.dynamics import FixedPoints, fixed_points
from viz_core.lessons.state_space import Plane, principal_plane, sequences
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights, unpack

# Of a run that is searched while it goes on: more take too long.
MOST_UNITS = 16
# Visited states that are drawn, and from which searches begin.
VISITED = 600


@dataclass(frozen=True, kw_only=True, eq=False)
class Searched:
    """Points that were found.

    Attributes:
        points: in the space of all units.
        places: where they lie in the plane, `(points, 2)`.
        visited: places of visited states, `(states, 2)`.
        plane: of the visited states.
    """

    points: FixedPoints
    places: Floats
    visited: Floats
    plane: Plane


def can_be_searched(model: ModelConfig) -> bool:
    """Whether the first layer of a run is small enough to be searched while it goes on."""
    return model.units <= MOST_UNITS and not model.embedding


def visited_states(config: ExperimentConfig, weights: Weights, reader: str) -> Floats:
    """States of the first layer that fresh sequences reach, `(states, width)`; for LSTM h and c."""
    seen = trace(weights, config.model, sequences(config).inputs)
    names = ("hidden", "cell") if config.model.cell == "LSTM" else ("hidden",)
    whole = np.concatenate([seen[f"layer0/{reader}/{name}"] for name in names], axis=-1)
    rows = whole.reshape(-1, whole.shape[-1])
    return rows[:: max(1, len(rows) // VISITED)][:VISITED]


def searched(config: ExperimentConfig, weights: Weights, reader: str, inputs: tuple[float, ...]) -> Searched:
    """Search for the resting points of one reader, from states that it visits and others."""
    mine = unpack(weights, config.model).layers[0][reader]
    states = visited_states(config, weights, reader)
    points = fixed_points(
        (mine.kernel, mine.recurrent_kernel, mine.bias), cell=config.model.cell, inputs=inputs, visited=states
    )
    return in_plane_of(states, points)


def in_plane_of(states: Floats, points: FixedPoints) -> Searched:
    """Points in the plane along which visited states vary most.

    Args:
        states: `(states, width)`.
        points: with states of the same width.
    """
    plane = principal_plane(states)
    return Searched(
        points=points,
        places=plane.project(np.array([one.state for one in points]).reshape(-1, states.shape[1])),
        visited=plane.project(states),
        plane=plane,
    )
