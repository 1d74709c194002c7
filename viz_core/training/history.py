"""What is kept of a run: its whole curve, and weights at some steps for going back.

In: `TrainingEvent`s, in order. Out: `Curve`s and `Snapshot`s that never change.
"""

from dataclasses import dataclass
from math import nan

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats64
from viz_core.checks import check_integer
from viz_core.network.weights import Weights
from viz_core.training.events import EpochMetrics, TrainingEvent

MAX_POINTS = 4_000
MAX_SNAPSHOTS = 100
MAX_BYTES = 16 * 2**20

# Step, loss, accuracy, seconds, loss and accuracy over the epoch so far.
Point = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, kw_only=True, eq=False)
class Curve:
    """The events of a run as arrays, each `(events,)`; the names are those of `TrainingEvent`.

    Attributes:
        epochs: the metrics of every finished epoch; empty for runs without validation sequences.
        epoch_loss: of the last event, one number: the mean over its epoch so far; NaN without events.
        epoch_accuracy: the same for the share of right answers.
    """

    steps: npt.NDArray[np.int64]
    losses: Floats64
    accuracies: Floats64
    seconds: Floats64
    epochs: tuple[EpochMetrics, ...] = ()
    epoch_loss: float = nan
    epoch_accuracy: float = nan


@dataclass(frozen=True, kw_only=True, eq=False)
class Snapshot:
    """The weights at one step; the arrays are read-only."""

    step: int
    weights: Weights

    @property
    def nbytes(self) -> int:
        """Memory held by the arrays, in bytes."""
        return sum(array.nbytes for array in self.weights)


def _frozen(weights: Weights) -> Weights:
    copies = tuple(np.array(array) for array in weights)
    for array in copies:
        array.flags.writeable = False
    return copies


class History:
    """The events so far. Not thread-safe: its owner holds a lock.

    Neither the curve nor the snapshots grow without end. A full curve is halved by joining neighbouring
    points, each weighted by the updates it stands for. Among too many or too heavy snapshots the one goes
    whose neighbours lie closest together; the first and the latest always stay.
    """

    def __init__(
        self,
        *,
        max_points: int = MAX_POINTS,
        max_snapshots: int = MAX_SNAPSHOTS,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        check_integer("max_points", max_points, 4, 10**9)
        check_integer("max_snapshots", max_snapshots, 2, 10**9)
        self._max_points, self._max_snapshots, self._max_bytes = max_points, max_snapshots, max_bytes
        self._points: list[Point] = []
        self._epochs: list[tuple[int, EpochMetrics]] = []
        self._snapshots: list[Snapshot] = []
        self._bytes = 0
        self._curve: Curve | None = None

    def append(self, event: TrainingEvent) -> None:
        """Take up the next event; one at the step of the event before adds its weights only."""
        self._curve = None
        if not self._points or event.step > self._points[-1][0]:
            self._points.append(_point(event))
            self._epochs += [(event.step, event.epoch_metrics)] if event.epoch_metrics else []
        if len(self._points) > self._max_points:
            self._points = _joined(self._points)
        if event.weights:
            self._keep(Snapshot(step=event.step, weights=_frozen(event.weights)))

    def rewind(self) -> None:
        """Drop what came after the latest snapshot; everything, if there is none."""
        last = self._snapshots[-1].step if self._snapshots else -1
        self._points = [one for one in self._points if one[0] <= last]
        self._epochs = [one for one in self._epochs if one[0] <= last]
        self._curve = None

    def curve(self) -> Curve:
        """The curve so far; the same object until the next event."""
        if self._curve is None:
            self._curve = self._drawn()
        return self._curve

    def _drawn(self) -> Curve:
        table = np.array(self._points, np.float64).reshape(-1, 6)
        return Curve(
            steps=table[:, 0].astype(np.int64),
            losses=table[:, 1],
            accuracies=table[:, 2],
            seconds=table[:, 3],
            epochs=tuple(metrics for _, metrics in self._epochs),
            epoch_loss=self._points[-1][4] if self._points else nan,
            epoch_accuracy=self._points[-1][5] if self._points else nan,
        )

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """The weights kept, by rising step."""
        return tuple(self._snapshots)

    def _keep(self, snapshot: Snapshot) -> None:
        if self._snapshots and self._snapshots[-1].step == snapshot.step:
            return
        self._snapshots.append(snapshot)
        self._bytes += snapshot.nbytes
        while len(self._snapshots) > 2 and self._too_much():
            self._bytes -= self._snapshots.pop(_most_crowded(self._snapshots)).nbytes

    def _too_much(self) -> bool:
        return len(self._snapshots) > self._max_snapshots or self._bytes > self._max_bytes


def _point(event: TrainingEvent) -> Point:
    return (event.step, event.loss, event.accuracy, event.seconds, event.epoch_loss, event.epoch_accuracy)


def _most_crowded(snapshots: list[Snapshot]) -> int:
    """Index of the inner snapshot whose neighbours lie closest together; the earliest of equals."""
    steps = np.array([one.step for one in snapshots])
    return 1 + int(np.argmin(steps[2:] - steps[:-2]))


def _joined(points: list[Point]) -> list[Point]:
    """Half as many points: all but the first and the last are joined in pairs.

    Loss and accuracy of a point are means over the updates since the point before, so the mean of two is
    weighted by their numbers of updates.
    """
    first, *inner, last = points
    kept = [first]
    for one, two in zip(inner[::2], inner[1::2], strict=False):
        one_updates, two_updates = one[0] - kept[-1][0], two[0] - one[0]
        share = one_updates / (one_updates + two_updates)
        loss, accuracy = (share * one[k] + (1 - share) * two[k] for k in (1, 2))
        kept.append((two[0], loss, accuracy, *two[3:]))
    return [*kept, *inner[len(inner) // 2 * 2 :], last]
