"""What the lesson 'State space' computes: the principal planes of the states of one bidirectional layer.

In: a config, weights, sequences. Out: for the forward, the merged and the backward states the plane that
holds most of their variance, and where the states lie in it.

A large share of variance in two components is no sign of learning: networks with their first weights often
have more. The lesson therefore computes the same of the untrained network, on the same sequences.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from viz_core.arrays import Floats
from viz_core.checks import check_shape
from viz_core.config import ExperimentConfig, ModelConfig
from viz_core.dynamics.flow import zero_lines
from viz_core.network.probe import fresh_batch
from viz_core.network.tracing import apply_head, trace
from viz_core.network.weights import Weights, initial_weights, unpack
from viz_core.seeds import stream
from viz_core.statistics.evaluation import affordable
from viz_core.tasks import TASKS
from viz_core.tasks.task import Batch

# Panel -> the array of a trace.
STATES = {
    "forward": "layer0/forward/hidden",
    "merged": "layer0/merged",
    "backward": "layer0/backward/hidden",
}
SEQUENCES = 256
# Sequences times steps; longer sequences are fewer.
MOST_STATES = 10_240
LINE_GRID = 61


@dataclass(frozen=True, kw_only=True, eq=False)
class Plane:
    """The directions along which states vary most: two, or three for a space.

    Attributes:
        centre: mean state, `(width,)`.
        axes: orthonormal, `(axes, width)`; zero where a state has fewer numbers.
        shares: of the variance along each, `(axes,)`.
    """

    centre: Floats
    axes: Floats
    shares: Floats

    def project(self, states: Floats) -> Floats:
        """Where states lie in the plane, `(..., axes)`."""
        return (states - self.centre) @ self.axes.T

    def lift(self, places: Floats) -> Floats:
        """The states at places of the plane, `(..., width)`."""
        return self.centre + places @ self.axes

    @property
    def flat(self) -> "Plane":
        """Its first two directions."""
        return Plane(centre=self.centre, axes=self.axes[:2], shares=self.shares[:2])


@dataclass(frozen=True, kw_only=True, eq=False)
class Space:
    """States of one network on a batch.

    Attributes:
        planes: by panel, of three directions.
        places: by panel where the states lie along these, `(batch, time, 3)`.
    """

    planes: Mapping[str, Plane]
    places: Mapping[str, Floats]


def fits(model: ModelConfig) -> bool:
    """Whether a network has the three kinds of states: one layer, two readers, answers per step."""
    merges = model.bidirectional and model.merge_mode != "none"
    return merges and model.layers == 1 and model.head == "per_step" and not model.embedding


def first_weights(config: ExperimentConfig) -> Weights:
    """The weights with which training of this config begins."""
    task = TASKS[config.task.name]
    rng = stream(config.training.seed, "weights")
    return initial_weights(config.model, features=task.features, outputs=task.outputs, rng=rng)


def sequences(config: ExperimentConfig) -> Batch:
    """Fresh sequences, as many as can be read in a fraction of a second."""
    task = TASKS[config.task.name]
    most = min(SEQUENCES, MOST_STATES // config.task.length)
    count = affordable(config, features=task.features, outputs=task.outputs, most=most)
    return fresh_batch(config, max(2, count))


def principal_plane(states: Floats, count: int = 2) -> Plane:
    """The plane of the largest variance.

    Args:
        states: `(rows, width)`.
        count: of directions.
    """
    check_shape("states", states, {"rows": None, "width": None})
    centre = states.mean(axis=0)
    centred = states - centre
    variances, directions = np.linalg.eigh(centred.T @ centred / len(states))
    # Largest first; the largest entry of each direction is positive, so that a picture keeps its sides.
    axes = directions.T[::-1][:count]
    signs = np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])
    axes = axes * signs[:, None]
    total = max(float(variances.sum()), np.finfo(float).tiny)
    shares = np.maximum(variances[::-1][:count], 0) / total
    missing = count - len(axes)
    return Plane(
        centre=centre,
        axes=np.pad(axes, ((0, missing), (0, 0))),
        shares=np.pad(shares, (0, missing)),
    )


def axes_moment(steps: Sequence[int]) -> int:
    """Which moment of a run gives the directions of its picture, so that they stay while it learns.

    Args:
        steps: updates done at each moment that is kept, rising.

    Returns:
        An index: the first moment since the updates reached the last power of two.
    """
    since = 1 << max(0, steps[-1].bit_length() - 1)
    return next((place for place, step in enumerate(steps) if step >= since), len(steps) - 1)


def along(plane: Plane, states: Floats) -> Plane:
    """The same directions, with the shares of the variance of other states, `(rows, width)`, along them."""
    total = max(float(states.var(axis=0).sum()), np.finfo(float).tiny)
    return replace(plane, shares=plane.project(states).var(axis=0) / total)


def space(
    config: ExperimentConfig, weights: Weights, batch: Batch, kept: Mapping[str, Plane] | None = None
) -> Space:
    """The planes of one network, and the batch in them.

    Args:
        config: of the network.
        weights: of the network.
        batch: what it reads.
        kept: directions of an earlier moment of the same network, by panel; None finds its own.

    Raises:
        ValueError: the network has not the three kinds of states.
    """
    if not fits(config.model):
        raise ValueError(
            "`config` must have one bidirectional layer that merges and answers at each step; "
            f"got {config.model}."
        )
    seen = trace(weights, config.model, batch.inputs)
    arrays = {panel: seen[name] for panel, name in STATES.items()}
    flat = {panel: array.reshape(-1, array.shape[-1]) for panel, array in arrays.items()}
    if kept is None:
        planes = {panel: principal_plane(one, 3) for panel, one in flat.items()}
    else:
        planes = {panel: along(kept[panel], one) for panel, one in flat.items()}
    return Space(
        planes=planes, places={panel: planes[panel].project(array) for panel, array in arrays.items()}
    )


def run_space(config: ExperimentConfig, weights: Weights, axes: Weights) -> Space:
    """The space of one moment of a run, along the directions of an earlier one.

    Args:
        config: of the run.
        weights: of the moment.
        axes: the weights of the moment whose directions are kept.
    """
    batch = sequences(config)
    return space(config, weights, batch, space(config, axes, batch).planes)


def explained(places: Floats, values: Floats) -> float:
    """How much of some values a linear function of the place explains, R² on these same rows.

    Args:
        places: `(rows, axes)`.
        values: `(rows,)`, or `(rows, columns)` for several, whose variances add up.
    """
    columns = values.reshape(len(values), -1)
    around = columns - columns.mean(axis=0)
    if not np.any(around):
        return 0.0
    known = np.column_stack([places, np.ones(len(places))])
    missed = columns - known @ np.linalg.lstsq(known, columns, rcond=None)[0]
    return float(1 - np.sum(missed**2) / np.sum(around**2))


def readout(weights: Weights, model: ModelConfig, plane: Plane, low: Floats, high: Floats) -> Floats:
    """Where the answer changes within the plane of the merged states.

    Exact for states in the plane; those off it may be answered otherwise. With one output that is logit = 0
    (a straight line for a linear head), with several where two of them share the largest logit.

    Args:
        weights: of the network.
        model: its config.
        plane: of its merged states.
        low: corner of the part to look at, `(2,)`.
        high: the opposite corner, `(2,)`.

    Returns:
        Short straight pieces, `(pieces, 2, 2)`: two ends with two coordinates each.
    """
    axis = np.linspace(0, 1, LINE_GRID)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1)
    logits = apply_head(plane.lift(low + grid * (high - low)), unpack(weights, model).heads[0])["logits"]
    pieces = [zero_lines(axis, margin) for margin in _margins(logits)]
    return low + np.concatenate(pieces) * (high - low)


def _margins(logits: Floats) -> list[Floats]:
    """By how much each answer leads the best other one; with one output the logit itself."""
    if logits.shape[-1] == 1:
        return [logits[..., 0]]
    best = []
    for one in range(logits.shape[-1]):
        others = np.delete(logits, one, axis=-1).max(axis=-1)
        best.append(logits[..., one] - others)
    return best
