"""Fixed and slow points of one recurrent layer: where it rests, whether it stays there, and what is proved.

In: weights in Keras's layout, a cell, what it reads at every step. Out: `FixedPoints`, a sequence of
`FixedPoint`. The search is complete only as far as its check can tell: the map sends a box into itself, so
the signs of det(I - J) over all fixed points add up to 1. That is necessary, not sufficient. For one and
two units of SimpleRNN and GRU `viz_core.dynamics.proof` settles it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats
from viz_core.checks import check_integer, check_shape
from viz_core.dynamics.proof import Proof, provable, prove
from viz_core.dynamics.search import Descent, descend, distinct, polish
from viz_core.dynamics.step_map import StepMap, step_map

STARTS = 256
# |G(h) - h|² / 2 of a fixed point; searches that succeed end near 1e-31.
ACCEPTED = 1e-20
# Points nearer than this are one point.
APART = 1e-3
# A place where the search ended without a point is called slow when a step moves by at most this.
SLOW = 0.1
# How often starts are added while the index sum is not 1.
ROUNDS = 3
NOISE = 0.1
WARM_UP = 30


@dataclass(frozen=True, kw_only=True, eq=False)
class FixedPoint:
    """A state that the map leaves as it is.

    Attributes:
        state: `(width,)`: the hidden state; for LSTM hidden and cell state.
        eigenvalues: of the Jacobian of the whole map there, complex, the largest modulus first.
        index: sign of det(I - J): 1, -1, or 0 where it cannot be told.
        proved: whether a box around it is proved to hold exactly one fixed point.
    """

    state: Floats
    eigenvalues: npt.NDArray[np.complex128]
    index: int
    proved: bool

    @property
    def stable(self) -> bool:
        """Whether all small disturbances die out: every eigenvalue lies inside the unit circle."""
        return bool(np.abs(self.eigenvalues).max() < 1)

    @property
    def kind(self) -> str:
        """'stable', 'saddle' (attracts along some directions only) or 'source' (repels along all)."""
        outside = np.abs(self.eigenvalues) >= 1
        return "stable" if not outside.any() else "source" if outside.all() else "saddle"

    @property
    def time_constants(self) -> Floats:
        """Steps in which a disturbance shrinks (below 0: grows) by e, by eigenvalue: -1 / ln |λ|."""
        with np.errstate(divide="ignore"):
            return -1 / np.log(np.abs(self.eigenvalues))


@dataclass(frozen=True, kw_only=True, eq=False)
class SlowPoint:
    """A state that the map moves little and nowhere around it less: often what a vanished point left behind.

    Attributes:
        state: `(width,)`.
        speed: how far one step moves it.
    """

    state: Floats
    speed: float


@dataclass(frozen=True, kw_only=True, eq=False)
class FixedPoints(Sequence[FixedPoint]):
    """The fixed points of one map, stable ones first.

    Attributes:
        points: the same as a tuple.
        slow: slow points.
        proved: whether these are proved to be all fixed points.
        undecided: number of boxes of which nothing could be proved; None where no proof was tried.
    """

    points: tuple[FixedPoint, ...]
    slow: tuple[SlowPoint, ...]
    proved: bool
    undecided: int | None

    def __len__(self) -> int:
        """How many there are."""
        return len(self.points)

    @overload
    def __getitem__(self, place: int) -> FixedPoint: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[FixedPoint]: ...
    def __getitem__(self, place: int | slice) -> FixedPoint | Sequence[FixedPoint]:
        """One point, or some."""
        return self.points[place]

    @cached_property
    def index_sum(self) -> int:
        """Sum of the points' indices: 1 when none is missing; 1 does not prove that none is."""
        return sum(one.index for one in self.points)


def fixed_points(
    weights: Sequence[npt.ArrayLike],
    *,
    cell: str,
    inputs: npt.ArrayLike,
    visited: npt.ArrayLike | None = None,
    starts: int = STARTS,
    seed: int = 0,
) -> FixedPoints:
    """Find the states in which one recurrent layer rests while it reads the same input at every step.

    Args:
        weights: `[kernel, recurrent_kernel, bias]` as Keras's layer gives them (GRU with `reset_after=True`).
        cell: 'simple_rnn', 'lstm' or 'gru', in capitals or not.
        inputs: `(features,)`; choose one that occurs: zero may never be read in a task.
        visited: states that sequences really reached, `(states, width)`: searches begin near them.
        starts: how many searches.
        seed: of the starts.

    Returns:
        The points, stable ones first. For SimpleRNN and GRU with one or two units they are proved.

    Raises:
        ValueError: an unknown cell, a shape that does not fit, or a number that is not finite.
    """
    check_integer("starts", starts, 1, 100_000)
    check_shape("inputs", inputs, {"features": None})
    given = step_map(weights, cell=cell, inputs=inputs)
    seen = None if visited is None else _checked_states(given, visited)
    rng = np.random.default_rng(seed)
    hidden, slow = _search(given, seen, starts, rng)
    if not provable(given):
        return finished(given, hidden, slow, None)
    proof = prove(given)[0]
    return finished(given, proved_states(given, proof, hidden), slow, proof)


def _checked_states(given: StepMap, visited: npt.ArrayLike) -> Floats:
    seen = np.asarray(visited, dtype=np.float64)
    check_shape("visited", seen, {"states": None, "width": given.width})
    return seen if len(seen) else np.zeros((1, given.width))


def _search(
    given: StepMap, seen: Floats | None, starts: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Hidden states of fixed points, and of places where the search ended without one."""
    around = _warmed_up(given, starts, rng) if seen is None else seen[:, : given.units]
    ended = [descend(given, _starts(around, starts, rng))]
    hidden = _accepted(given, ended)
    for _ in range(ROUNDS):
        if _indices(given, hidden).sum() == 1:
            break
        fresh = np.concatenate(
            [_between(hidden, starts // 2, rng), _in_box(given.units, starts // 2 + 1, rng)]
        )
        ended.append(descend(given, fresh))
        hidden = _accepted(given, ended)
    return hidden, _stuck(given, ended, hidden)


def _warmed_up(given: StepMap, count: int, rng: np.random.Generator) -> Floats:
    """Hidden states that the map itself comes by, from rest and from anywhere."""
    states = given.whole_state(_in_box(given.units, count, rng))
    states[:, given.units :] = 0
    stops = rng.integers(0, WARM_UP, count)
    for t in range(WARM_UP):
        states = np.where((t < stops)[:, None], given.step(states), states)
    return states[:, : given.units]


def _in_box(units: int, count: int, rng: np.random.Generator) -> Floats:
    return rng.uniform(-1, 1, (count, units))


def _between(states: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Points on the lines through pairs of states, mostly between them: saddles lie there."""
    if len(states) == 0:
        return states
    first, second = states[rng.integers(0, len(states), (2, count))]
    return first + rng.uniform(-0.1, 1.1, (count, 1)) * (second - first)


def _starts(around: Floats, count: int, rng: np.random.Generator) -> Floats:
    """A third near the given states, a third between pairs of them, a third anywhere."""
    third = count // 3
    near = around[rng.integers(0, len(around), third)]
    near = near + NOISE * around.std(axis=0) * rng.normal(size=near.shape)
    return np.concatenate(
        [near, _between(around, third, rng), _in_box(around.shape[1], count - 2 * third, rng)]
    )


def _accepted(given: StepMap, ended: list[Descent]) -> Floats:
    hidden = np.concatenate([one.hidden for one in ended])
    q = np.concatenate([one.q for one in ended])
    found = np.flatnonzero((q <= ACCEPTED) & (np.abs(hidden) <= 1).all(axis=1))
    hidden = hidden[found[np.argsort(q[found], kind="stable")]]
    polished = polish(given, hidden[distinct(hidden, APART)])
    return polished.hidden[distinct(polished.hidden, APART)]


def _stuck(given: StepMap, ended: list[Descent], hidden: Floats) -> Floats:
    """Where searches came to rest without a fixed point: at a minimum of q, in the box, away from points."""
    tried = np.concatenate([one.hidden for one in ended])
    q = np.concatenate([one.q for one in ended])
    tried = tried[np.argsort(q, kind="stable")]
    tried = tried[(np.abs(tried) <= 1).all(axis=1)]
    after, jacobian = given.rest_step(tried)
    missed = after - tried
    downhill = np.linalg.norm(
        (jacobian - np.eye(given.units)).transpose(0, 2, 1) @ missed[..., None], axis=(1, 2)
    )
    length = np.linalg.norm(missed, axis=1)
    minimum = tried[(downhill <= 1e-2 * length) & (0.5 * length**2 > ACCEPTED)]
    every = np.concatenate([hidden, minimum])
    return every[[row for row in distinct(every, 10 * APART) if row >= len(hidden)]]


def _indices(given: StepMap, hidden: Floats) -> Floats:
    """Sign of det(I - J) of the smaller map; the whole map's differs by factors above zero only."""
    signs: Floats = np.sign(np.linalg.det(np.eye(given.units) - given.rest_step(hidden)[1]))
    return signs


def proved_states(given: StepMap, proof: Proof, hidden: Floats) -> Floats:
    """The proved points, then those found in what stayed undecided."""
    proved = polish(given, proof.tight.middle).hidden
    loose = [
        state
        for state in hidden
        if ((proof.undecided.low - APART <= state) & (state <= proof.undecided.high + APART))
        .all(axis=1)
        .any()
        and not _inside(proof, state)
    ]
    every = np.concatenate([proved, np.reshape(loose, (-1, given.units))])
    return every[: len(proved) + len(loose)]


def _inside(proof: Proof, state: Floats) -> bool:
    return bool(((proof.boxes.low <= state) & (state <= proof.boxes.high)).all(axis=1).any())


def finished(given: StepMap, hidden: Floats, slow: Floats, proof: Proof | None) -> FixedPoints:
    """Everything there is to say about the points of one map.

    Args:
        given: the map.
        hidden: hidden states of the fixed points, `(points, units)`.
        slow: the same of candidates for slow points.
        proof: what is proved, or None.
    """
    states = given.whole_state(hidden)
    values = np.linalg.eigvals(given.jacobian(states)).astype(np.complex128)
    indices = _indices(given, hidden)
    points = [
        FixedPoint(
            state=state,
            eigenvalues=one[np.argsort(-np.abs(one), kind="stable")],
            index=int(index),
            proved=proof is not None and _inside(proof, place),
        )
        for state, one, index, place in zip(states, values, indices, hidden, strict=True)
    ]
    return FixedPoints(
        points=tuple(sorted(points, key=_order)),
        slow=_slow_points(given, slow),
        proved=proof is not None and proof.decided,
        undecided=None if proof is None else len(proof.undecided.low),
    )


def _order(point: FixedPoint) -> tuple[float, ...]:
    """Stable points first, then by how many directions repel; of equals from left to right."""
    return (int(np.sum(np.abs(point.eigenvalues) >= 1)), *point.state)


def _slow_points(given: StepMap, hidden: Floats) -> tuple[SlowPoint, ...]:
    states = given.whole_state(hidden)
    speeds = np.linalg.norm(given.step(states) - states, axis=1)
    found = zip(states, speeds, strict=True)
    return tuple(SlowPoint(state=state, speed=float(speed)) for state, speed in found if speed <= SLOW)
