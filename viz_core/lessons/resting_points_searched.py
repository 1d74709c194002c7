"""What the lesson 'Resting points' computes of readers with more units than can be proved.

In: a network, a reader, an input that never changes. Out: the points that a search found, in the plane of the
states that sequences really reach.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats
from viz_core.config import ExperimentConfig
from viz_core.dynamics import FixedPoints, fixed_points
from viz_core.lessons.state_space import Plane, principal_plane, sequences
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights, unpack

# Visited states that are drawn, and from which searches begin.
VISITED = 600


@dataclass(frozen=True, kw_only=True, eq=False)
class Searched:
    """Points that were found.

    Attributes:
        points: in the space of all units.
        places: where they lie in the plane, `(points, 2)`.
        far: which of them lie farther from all visited states than these reach from their mean.
        visited: places of visited states, `(states, 2)`.
        plane: of the visited states.
    """

    points: FixedPoints
    places: Floats
    far: npt.NDArray[np.bool_]
    visited: Floats
    plane: Plane


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
    plane = principal_plane(states)
    reach = float(np.linalg.norm(states - plane.centre, axis=1).max())
    return Searched(
        points=points,
        places=plane.project(np.array([one.state for one in points]).reshape(-1, states.shape[1])),
        far=np.array([one.distance is not None and one.distance > reach for one in points], dtype=bool),
        visited=plane.project(states),
        plane=plane,
    )
