"""What the lesson 'Resting points' computes: one reader of a small network under an input that never changes.

In: a network and an input. Out: its resting points, the flow around them, and what becomes of them at other
inputs.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats
from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.dynamics import FixedPoints, bifurcation, fixed_points, flow_field, step_map
from viz_core.dynamics.flow import zero_lines
from viz_core.dynamics.proof import MOST_UNITS, PROVABLE
from viz_core.network.weights import Weights, unpack

# Kernel, recurrent kernel and bias.
Layer = tuple[Floats, Floats, Floats]

ARROWS, LINE_GRID = 17, 81
# Inputs of the diagram; pulses of the flip-flops are -1 and 1.
REACH, INPUTS = 1.5, 61
COBWEB_STEPS = 40


@dataclass(frozen=True, kw_only=True, eq=False)
class Scene:
    """One reader at rest.

    Attributes:
        points: where it rests.
        axis: of the arrows' grid.
        moved: F(s) - s there, as in `viz_core.dynamics.flow.Flow`.
        nullclines: for each of two units the pieces of the line on which it stays; empty for one unit.
    """

    points: FixedPoints
    axis: Floats
    moved: Floats
    nullclines: tuple[Floats, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Branches:
    """Resting points over one input, all of them in one list.

    Attributes:
        inputs: the value at each, `(points,)`.
        states: hidden states, `(points, units)`.
        stable: `(points,)` bool.
        proved: whether everything shown is proved, at every input.
    """

    inputs: Floats
    states: Floats
    stable: npt.NDArray[np.bool_]
    proved: bool


def fits(model: ModelConfig) -> bool:
    """Whether the first layer of such a network is small enough for this lesson."""
    return model.cell in PROVABLE and model.units <= MOST_UNITS and not model.embedding


def layer_of(weights: Weights, model: ModelConfig, reader: str) -> Layer:
    """The first layer of one reader."""
    mine = unpack(weights, model).layers[0][reader]
    return mine.kernel, mine.recurrent_kernel, mine.bias


def scene(layer: Layer, cell: str, inputs: tuple[float, ...]) -> Scene:
    """Resting points and flow at one input."""
    given = step_map(layer, cell=cell, inputs=inputs)
    arrows = flow_field(given, ARROWS)
    lines: tuple[Floats, ...] = ()
    if given.units == 2:
        fine = flow_field(given, LINE_GRID)
        lines = tuple(zero_lines(fine.axis, fine.moved[..., unit]) for unit in range(2))
    points = fixed_points(layer, cell=cell, inputs=inputs)
    return Scene(points=points, axis=arrows.axis, moved=arrows.moved, nullclines=lines)


def branches(layer: Layer, cell: str, inputs: tuple[float, ...], channel: int) -> Branches:
    """Resting points while one channel of the input goes from -1.5 to 1.5 and the others stay."""
    values = np.linspace(-REACH, REACH, INPUTS)
    rows = np.tile(np.array(inputs, dtype=float), (INPUTS, 1))
    rows[:, channel] = values
    found = bifurcation(layer, cell=cell, inputs=rows)
    every = [(value, one) for value, points in zip(values, found, strict=True) for one in points]
    return Branches(
        inputs=np.array([value for value, _ in every]),
        states=np.array([one.state for _, one in every]).reshape(len(every), -1),
        stable=np.array([one.stable for _, one in every], dtype=bool),
        proved=all(points.proved for points in found),
    )


def run_scene(config: ExperimentConfig, weights: Weights, reader: str, inputs: tuple[float, ...]) -> Scene:
    """`scene` of one reader of a whole network."""
    return scene(layer_of(weights, config.model, reader), config.model.cell, inputs)


def run_branches(
    config: ExperimentConfig, weights: Weights, reader: str, inputs: tuple[float, ...], channel: int
) -> Branches:
    """`branches` of one reader of a whole network."""
    return branches(layer_of(weights, config.model, reader), config.model.cell, inputs, channel)


def most_moved(layer: Layer, channel: int) -> int:
    """The unit whose candidate (SimpleRNN: whose sum) depends most on one channel of the input."""
    kernel, recurrent, _ = layer
    return int(np.abs(kernel[channel, -len(recurrent) :]).argmax())


def curve(layer: Layer, cell: str, inputs: tuple[float, ...]) -> tuple[Floats, Floats]:
    """For one unit: states from -1 to 1, and where each goes in one step."""
    states = np.linspace(-1, 1, 201)
    return states, step_map(layer, cell=cell, inputs=inputs).step(states[:, None])[:, 0]


def cobweb(layer: Layer, cell: str, inputs: tuple[float, ...], start: float) -> Floats:
    """Corners of the staircase between the curve and the diagonal, `(corners, 2)`, for one unit."""
    given = step_map(layer, cell=cell, inputs=inputs)
    corners, state = [(start, start)], start
    for _ in range(COBWEB_STEPS):
        after = float(given.step(np.array([[state]]))[0, 0])
        corners += [(state, after), (after, after)]
        state = after
    return np.array(corners)
