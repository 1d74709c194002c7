"""Proofs for one and two units: every fixed point of a SimpleRNN or GRU, each in a box with exactly one.

In: a `StepMap`, with one input or many. Out: boxes with exactly one fixed point each, and what stayed
undecided. All fixed points lie in [-1, 1]^n, since G is a tanh. The square is halved again and again: a box
goes when G or the Krawczyk operator shows that it holds none, and is done when the operator maps it into
its own interior, which proves one and only one. A double root can be shown by neither: boxes around it stay
undecided, and that is right.

K(X) = m - Y f(m) + (I - Y f'(X)) (X - m) for f(h) = h - G(h), m in X. The theorem holds for every matrix Y,
so a singular one may be mended at will; f'(X) is always the interval itself. Sources: Krawczyk (1969);
Neumaier (1990), "Interval Methods for Systems of Equations". The numbers of the map (weights, x W + b)
count as exact.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats
from viz_core.dynamics.interval import (
    Interval,
    apply,
    as_interval,
    product,
    sigmoid,
    sigmoid_slope,
    tanh,
    tanh_slope,
    times_matrix,
)
from viz_core.dynamics.step_map import StepMap

Rows = npt.NDArray[np.intp]

PROVABLE = ("SimpleRNN", "GRU")
MOST_UNITS = 2
# Not in the middle, so that a point there (0 is one so often) does not lie on a face.
SPLIT = 0.4873
# A box is tried larger than it is by this share of its width, so that a point on a face is caught.
INFLATED = 0.1
# Smaller boxes, or more of them for one input, are left undecided.
NARROWEST = 1e-7
MOST_BOXES = 1000
TIGHTENINGS = 12


@dataclass(frozen=True, kw_only=True, eq=False)
class Proof:
    """What is proved about one map.

    Attributes:
        boxes: each with exactly one fixed point, `(points, units)` low and high.
        tight: the same points, bounded as closely as the arithmetic allows.
        undecided: boxes of which nothing is proved, `(boxes, units)` low and high; every fixed point lies in
            one of `boxes` or in one of these.
    """

    boxes: Interval
    tight: Interval
    undecided: Interval

    @property
    def decided(self) -> bool:
        """Whether all fixed points are known and no others exist."""
        return len(self.undecided.low) == 0


def provable(given: StepMap) -> bool:
    """Whether this kind of map can be proved at all."""
    return given.cell in PROVABLE and given.units <= MOST_UNITS


def prove(given: StepMap) -> tuple[Proof, ...]:
    """Find and prove the fixed points of a map, for each of its inputs.

    Args:
        given: a SimpleRNN or GRU with one or two units; `projected` holds one input or many.

    Raises:
        ValueError: another cell, or more units.
    """
    if not provable(given):
        raise ValueError(
            "`given` must be a SimpleRNN or GRU with at most 2 units; "
            f"got {given.cell} with {given.units} units."
        )
    inputs = np.atleast_2d(given.projected)
    owner = np.arange(len(inputs))
    ones = np.ones((len(inputs), given.units))
    boxes = Interval(-ones, ones)
    done: list[tuple[Rows, Interval]] = []
    undecided: list[tuple[Rows, Interval]] = []
    while len(owner):
        owner, boxes = _shrunk(given, inputs, owner, boxes)
        tried = _inflated(boxes)
        unique = _operator(given, inputs[owner], tried).within(tried).all(axis=1)
        done.append((owner[unique], tried[unique]))
        owner, boxes = owner[~unique], boxes[~unique]
        left = (boxes.width.max(axis=1, initial=0) < NARROWEST) | _too_many(owner, len(inputs))
        undecided.append((owner[left], boxes[left]))
        owner, boxes = _halved(owner[~left], boxes[~left])
    return _by_input(given, inputs, _joined(done), _joined(undecided))


def _too_many(owner: Rows, inputs: int) -> npt.NDArray[np.bool_]:
    return np.bincount(owner, minlength=inputs)[owner] > MOST_BOXES


def _joined(parts: Iterable[tuple[Rows, Interval]]) -> tuple[Rows, Interval]:
    owners, boxes = zip(*parts, strict=True)
    bounds = Interval(np.concatenate([one.low for one in boxes]), np.concatenate([one.high for one in boxes]))
    return np.concatenate(owners), bounds


def _inflated(boxes: Interval) -> Interval:
    more = INFLATED * boxes.width + 1e-12
    return Interval(boxes.low - more, boxes.high + more)


def _halved(owner: Rows, boxes: Interval) -> tuple[Rows, Interval]:
    """Each box in two across its widest side."""
    row, side = np.arange(len(owner)), boxes.width.argmax(axis=1)
    cut = boxes.low[row, side] + SPLIT * boxes.width[row, side]
    left, right = boxes.high.copy(), boxes.low.copy()
    left[row, side] = cut
    right[row, side] = cut
    halves = Interval(np.concatenate([boxes.low, right]), np.concatenate([left, boxes.high]))
    return np.concatenate([owner, owner]), halves


def _shrunk(given: StepMap, inputs: Floats, owner: Rows, boxes: Interval) -> tuple[Rows, Interval]:
    """Keep of each box what can hold a fixed point; drop those of which nothing remains."""
    for narrower in (_image, _operator):
        boxes = boxes.meet(narrower(given, inputs[owner], boxes))
        some = (boxes.low <= boxes.high).all(axis=1)
        owner, boxes = owner[some], boxes[some]
    return owner, boxes


def _image(given: StepMap, projected: Floats, boxes: Interval) -> Interval:
    """G(X), by the formula and by the mean value theorem, intersected."""
    after, slopes = bounds(given, projected, boxes)
    middle = as_interval(boxes.middle)
    centre, _ = bounds(given, projected, middle)
    return after.meet(centre + apply(slopes, boxes - middle))


def _operator(given: StepMap, projected: Floats, boxes: Interval) -> Interval:
    """Krawczyk's K(X)."""
    _, slopes = bounds(given, projected, boxes)
    middle = as_interval(boxes.middle)
    centre, at_middle = bounds(given, projected, middle)
    eye = np.eye(given.units)
    preconditioner = _inverse(eye - at_middle.middle)
    rest = as_interval(eye) - product(preconditioner, as_interval(eye) - slopes)
    newton = middle - apply(as_interval(preconditioner), middle - centre)
    return newton + apply(rest, boxes - middle)


def _inverse(matrices: Floats) -> Floats:
    """Inverses of `(boxes, n, n)`; a matrix that has none is moved a little first."""
    singular = np.abs(np.linalg.det(matrices)) < 1e-9
    return np.linalg.inv(matrices + 1e-4 * singular[:, None, None] * np.eye(matrices.shape[-1]))


def bounds(given: StepMap, projected: Floats, boxes: Interval) -> tuple[Interval, Interval]:
    """Bounds of G, `(boxes, units)`, and of its Jacobian, `(boxes, units, units)`, over each box.

    Args:
        given: the map; its own `projected` is not used.
        projected: what the input of each box adds to the gates, `(boxes, gates * units)`.
        boxes: `(boxes, units)`.
    """
    kernel, units = given.weights.recurrent_kernel, given.units
    past = times_matrix(boxes, kernel)
    if given.cell == "SimpleRNN":
        after = tanh(past + projected)
        return after, tanh_slope(after)[..., None] * kernel.T
    past = past + given.weights.bias[1]
    r = sigmoid((past + projected)[:, units : 2 * units])
    past = past[:, 2 * units :]
    after = tanh(r * past + projected[:, 2 * units :])
    to_r, to_h = kernel[:, units : 2 * units].T, kernel[:, 2 * units :].T
    inner = r[..., None] * to_h + (past * sigmoid_slope(r))[..., None] * to_r
    return after, tanh_slope(after)[..., None] * inner


def _by_input(
    given: StepMap, inputs: Floats, done: tuple[Rows, Interval], undecided: tuple[Rows, Interval]
) -> tuple[Proof, ...]:
    found = []
    tight = _tightened(given, inputs[done[0]], done[1])
    for number in range(len(inputs)):
        mine, left = done[0] == number, undecided[0] == number
        kept, unclear = _without_twins(done[1][mine], tight[mine])
        open_boxes = _joined([(undecided[0][left], undecided[1][left]), (unclear, done[1][mine][unclear])])
        found.append(Proof(boxes=done[1][mine][kept], tight=tight[mine][kept], undecided=open_boxes[1]))
    return tuple(found)


def _tightened(given: StepMap, projected: Floats, boxes: Interval) -> Interval:
    """Apply the operator again and again: it never loses the point."""
    for _ in range(TIGHTENINGS if len(boxes.low) else 0):
        boxes = boxes.meet(_operator(given, projected, boxes))
    return boxes


def _without_twins(boxes: Interval, tight: Interval) -> tuple[Rows, Rows]:
    """Rows with a point each, none twice; and rows of which it is unclear whether their point is another's.

    Inflated boxes overlap: a point whose closest bounds lie in a box that is kept is that box's point.
    """
    kept: list[int] = []
    unclear: list[int] = []
    for row in range(len(boxes.low)):
        mine = tight[row]
        if any(mine.within(boxes[one]).all() for one in kept):
            continue
        touching = (np.maximum(mine.low, tight.low[kept]) <= np.minimum(mine.high, tight.high[kept])).all(
            axis=1
        )
        (unclear if kept and touching.any() else kept).append(row)
    return np.array(kept, dtype=np.intp), np.array(unclear, dtype=np.intp)
