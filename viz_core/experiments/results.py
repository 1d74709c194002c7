"""The results of an experiment: means with intervals, differences, a verdict.

In: an experiment, seeds, the metrics of its finished runs. Out: `Results`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from viz_core.config import ExperimentConfig
from viz_core.data import DATA_SETS
from viz_core.experiments.grid import Experiment, GridCell, parameters, with_seed
from viz_core.runs.store import RunMetrics, Store
from viz_core.statistics.intervals import Estimate, estimate, paired
from viz_core.tasks import TASKS

# A cell gets there when its mean is at least this share of the best possible.
REACHED = 0.99


@dataclass(frozen=True, kw_only=True)
class CellResult:
    """One cell with all its finished runs.

    Attributes:
        cell: its place and its config.
        row: title of its row.
        column: title of its column.
        parameters: of its network.
        ceiling: the best mean accuracy such a reader can have; None where nobody knows.
        runs: seed -> metrics.
    """

    cell: GridCell
    row: str
    column: str
    parameters: int
    ceiling: float | None
    runs: Mapping[int, RunMetrics]

    @property
    def accuracy(self) -> Estimate | None:
        """Share of right answers to sequences never seen, over the seeds; None before the first run."""
        return estimate([one.fresh_accuracy for one in self.runs.values()]) if self.runs else None

    @property
    def seconds(self) -> Estimate | None:
        """Seconds spent in updates, over the seeds; None before the first run."""
        return estimate([one.seconds for one in self.runs.values()]) if self.runs else None

    @property
    def reached(self) -> bool:
        """Whether the mean is as good as the best possible, or within a hundredth of it."""
        if self.accuracy is None or self.ceiling is None:
            return False
        return self.accuracy.mean >= REACHED * self.ceiling


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One column against the reference column, in one row.

    Attributes:
        row: title of the row.
        column: title of the column.
        estimate: of accuracy minus the reference's, over the seeds both have.
    """

    row: str
    column: str
    estimate: Estimate


@dataclass(frozen=True, kw_only=True, eq=False)
class Results:
    """All cells of an experiment, row by row. Only the same object is equal: what is drawn of it is kept."""

    experiment: Experiment
    cells: tuple[CellResult, ...]

    def at(self, row: int, column: int) -> CellResult:
        """The cell at that place."""
        return self.cells[row * len(self.experiment.columns.options) + column]

    @property
    def rows(self) -> list[list[CellResult]]:
        """The cells of each row."""
        width = len(self.experiment.columns.options)
        return [list(self.cells[k : k + width]) for k in range(0, len(self.cells), width)]

    def differences(self) -> list[Difference]:
        """Every column against the reference, on the same seeds; the intervals hold all together."""
        pairs = [
            (one, row[self.experiment.reference_column])
            for row in self.rows
            for one in row
            if one.cell.column != self.experiment.reference_column
        ]
        shared = [(one, other, sorted(set(one.runs) & set(other.runs))) for one, other in pairs]
        shared = [found for found in shared if len(found[2]) > 1]
        return [
            Difference(row=one.row, column=one.column, estimate=_difference(one, other, seeds, len(shared)))
            for one, other, seeds in shared
        ]

    def pareto_front(self, cost: str) -> list[CellResult]:
        """The cells that nothing beats: no other is as cheap and more accurate, or cheaper and as accurate.

        Args:
            cost: 'parameters' or 'seconds'.
        """
        known = sorted(
            (one for one in self.cells if one.accuracy), key=lambda one: (cost_of(one, cost), -_mean(one))
        )
        kept: list[CellResult] = []
        for one in known:
            if not kept or _mean(one) > _mean(kept[-1]):
                kept.append(one)
        return kept


def results(
    experiment: Experiment, seeds: Iterable[int], metrics: Mapping[ExperimentConfig, RunMetrics]
) -> Results:
    """Sort the metrics of finished runs into the cells of an experiment."""
    seeds = list(seeds)
    return Results(
        experiment=experiment,
        cells=tuple(_measured(experiment, cell, seeds, metrics) for cell in experiment.cells()),
    )


@dataclass(frozen=True)
class _Asked:
    """An experiment by what it trains and what its rows and columns are called.

    One that a person puts together is made anew each time the page runs.
    """

    name: str
    titles: tuple[str, ...]
    configs: tuple[ExperimentConfig, ...]
    experiment: Experiment = field(compare=False)


def stored_results(experiment: Experiment, seeds: range, store: Store) -> Results:
    """The results of the runs in a store: the same object for all who look, until another run is stored.

    Raises:
        StoreError: the store cannot be read.
    """
    options = (*experiment.rows.options, *experiment.columns.options)
    configs = tuple(cell.config for cell in experiment.cells())
    asked = _Asked(experiment.name, tuple(one.title for one in options), configs, experiment)
    return _stored(asked, seeds, store, store.newest())


@lru_cache(maxsize=32)
def _stored(asked: _Asked, seeds: range, store: Store, newest: int) -> Results:
    experiment = asked.experiment
    return results(experiment, seeds, store.metrics(experiment.runs(seeds)))


def _measured(
    experiment: Experiment,
    cell: GridCell,
    seeds: Sequence[int],
    metrics: Mapping[ExperimentConfig, RunMetrics],
) -> CellResult:
    configs = {seed: with_seed(cell.config, seed) for seed in seeds}
    return CellResult(
        cell=cell,
        row=experiment.rows.options[cell.row].title,
        column=experiment.columns.options[cell.column].title,
        parameters=parameters(cell.config),
        ceiling=ceiling(cell.config),
        runs={seed: metrics[config] for seed, config in configs.items() if config in metrics},
    )


def ceiling(config: ExperimentConfig) -> float | None:
    """The best mean accuracy the readers of this network can have; None for a data set that does not say.

    A 'final_state' head answers when its readers have read everything. With `merge_mode` 'none' it is the
    mean of both readers, each for itself.
    """
    if config.task.name in DATA_SETS:
        return DATA_SETS[config.task.name].best(config.model.direction)
    model, best = config.model, TASKS[config.task.name].ceilings_per_step(config.task)
    if model.head == "final_state":
        return float(best["bidirectional"][-1])
    alone = model.bidirectional and model.merge_mode == "none"
    readers = ("forward", "backward") if alone else (model.direction,)
    return float(sum(best[reader].mean() for reader in readers) / len(readers))


def highest_ceiling(cells: Iterable[CellResult]) -> float | None:
    """The best that any of these readers can do, as far as it is known."""
    return max((one.ceiling for one in cells if one.ceiling is not None), default=None)


def _mean(one: CellResult) -> float:
    return one.accuracy.mean if one.accuracy else 0.0


def cost_of(one: CellResult, cost: str) -> float:
    """A cell's 'parameters', or its mean 'seconds' of training."""
    if cost == "parameters":
        return float(one.parameters)
    return one.seconds.mean if one.seconds else 0.0


def _difference(one: CellResult, other: CellResult, seeds: Sequence[int], comparisons: int) -> Estimate:
    mine = [one.runs[seed].fresh_accuracy for seed in seeds]
    theirs = [other.runs[seed].fresh_accuracy for seed in seeds]
    return paired(mine, theirs, comparisons=comparisons)
