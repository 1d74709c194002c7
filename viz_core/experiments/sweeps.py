"""All sweeps of a server: the last one of each experiment, with who started it.

In: an experiment, seeds, a visitor. Out: `Started` sweeps, never more at once than the limits allow.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from viz_core.access.visitor import Visitor
from viz_core.config import ExperimentConfig
from viz_core.experiments.grid import Experiment, with_seed
from viz_core.experiments.sweep import Sweep, SweepState
from viz_core.limits.budget import cost
from viz_core.runs.store import Store
from viz_core.training.jobs import Jobs

# Sweeps that go on at once, and the multiplications of all runs of one.
MOST_OF_ONE, MOST_OF_ALL = 2, 12
MOST_SWEEP_WORK = 10**15
KEPT_SWEEPS = 30

Key = tuple[ExperimentConfig, ...]


class TooManySweeps(ValueError):
    """A limit of sweeps is reached; the message is one sentence."""


class NotTheirs(ValueError):
    """Somebody wants to stop what belongs to others; the message is one sentence."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Started:
    """A sweep somebody started.

    Attributes:
        title: of the experiment.
        owner: name of the `Visitor` who started it.
        sweep: how far it is, and its end.
    """

    title: str
    owner: str
    sweep: Sweep

    @property
    def going_on(self) -> bool:
        """Whether it still trains."""
        return self.sweep.progress.state is SweepState.RUNNING


class Sweeps:
    """The sweeps of this server, by the configs of their cells. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started: dict[Key, Started] = {}

    def of(self, experiment: Experiment) -> Started | None:
        """The last sweep of an experiment, whoever started it."""
        return self._started.get(_key(experiment))

    def going_on(self) -> list[Started]:
        """Those that still train, the oldest first."""
        return [one for one in list(self._started.values()) if one.going_on]

    def start(
        self, experiment: Experiment, seeds: Sequence[int], *, by: Visitor, jobs: Jobs, store: Store
    ) -> None:
        """Begin a sweep; nothing happens if one of this experiment goes on.

        Raises:
            TooManySweeps: this visitor, or all together, have as many as there may be, or it is too large.
            TooExpensive: one of its runs costs too much.
        """
        configs = experiment.runs(seeds)
        _check_work(configs)
        with self._lock:
            before = self._started.get(_key(experiment))
            if before is not None and before.going_on:
                return
            self._check_room(by)
            self._started.pop(_key(experiment), None)
            sweep = Sweep(configs, jobs=jobs, cluster=jobs.cluster, store=store)
            self._started[_key(experiment)] = Started(title=experiment.title, owner=by.name, sweep=sweep)
            self._forget_old_ones()

    def stop(self, started: Started, *, by: Visitor) -> None:
        """End a sweep; what is done is kept.

        Raises:
            NotTheirs: it is somebody else's, and they are not the lecturer.
        """
        if not by.may_change(started.owner):
            raise NotTheirs(
                "`sweep` must be one of yours, or the lecturer's key must be given; got another's."
            )
        started.sweep.stop()

    def _check_room(self, by: Visitor) -> None:
        running = self.going_on()
        own = sum(one.owner == by.name for one in running)
        if own >= MOST_OF_ONE:
            raise TooManySweeps(
                f"Sweeps of one visitor must be at most {MOST_OF_ONE} at once; got one more. Stop one first."
            )
        if len(running) >= MOST_OF_ALL:
            raise TooManySweeps(
                f"Sweeps on this server must be at most {MOST_OF_ALL} at once; got one more. "
                "Wait until one ends."
            )

    def _forget_old_ones(self) -> None:
        over = [key for key, one in self._started.items() if not one.going_on]
        for key in over[: max(0, len(self._started) - KEPT_SWEEPS)]:
            del self._started[key]


def _key(experiment: Experiment) -> Key:
    return tuple(cell.config for cell in experiment.cells())


def _check_work(configs: Sequence[ExperimentConfig]) -> None:
    # All seeds of a cell cost the same.
    cells = Counter(with_seed(config, 0) for config in configs)
    work = sum(cost(config).work * seeds for config, seeds in cells.items())
    if work > MOST_SWEEP_WORK:
        raise TooManySweeps(
            f"A sweep must take at most {MOST_SWEEP_WORK / 1e12:,.0f} trillion multiplications; got "
            f"{work / 1e12:,.0f}. Choose fewer seeds or smaller networks."
        )
