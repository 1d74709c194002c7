"""An experiment: a question, and a grid of configs that answers it.

In: a base config, options for the rows and for the columns, seeds. Out: one `ExperimentConfig` for each cell
and seed.

Cells of one seed share their data and, where shapes agree, their first weights, so that they can be compared
in pairs.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from viz_core.checks import check_integer, check_one_of
from viz_core.config import ExperimentConfig
from viz_core.data import widths
from viz_core.network.weights import count_parameters

Change = Callable[[ExperimentConfig], ExperimentConfig]

MOST_UNITS = 512


@dataclass(frozen=True, kw_only=True)
class Option:
    """One row or one column of a grid.

    Attributes:
        title: as written beside the grid.
        change: what it makes of the base config.
        number: its value, if the axis is one of numbers.
    """

    title: str
    change: Change
    number: float | None = None


@dataclass(frozen=True, kw_only=True)
class Axis:
    """What varies along the rows or the columns."""

    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class GridCell:
    """One place of a grid: a config for every seed.

    Attributes:
        row: index of its row.
        column: index of its column.
        config: with the base's own seed.
    """

    row: int
    column: int
    config: ExperimentConfig

    def seeded(self, seeds: Iterable[int]) -> list[ExperimentConfig]:
        """The same experiment with other seeds."""
        return [with_seed(self.config, seed) for seed in seeds]


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """A question with the grid that answers it.

    Attributes:
        name: a key of `EXPERIMENTS`.
        title: what the page calls it.
        question: what the experiment answers.
        expectation: what should come out, and why.
        look_at: where to look.
        base: what all cells have in common.
        rows: the first axis.
        columns: the second axis.
        reference: title of the column the others are compared with, in each row; '' for the first.
        every_task: whether the rows are tasks or data sets; else the person chooses a task.
        pareto: whether its answer is a Pareto front: accuracy against parameters and time.
    """

    name: str
    title: str
    question: str
    expectation: str
    look_at: str
    base: ExperimentConfig
    rows: Axis
    columns: Axis
    reference: str = ""
    every_task: bool = False
    pareto: bool = False

    def cells(self) -> list[GridCell]:
        """All places, row by row."""
        return list(_cells(self))

    def runs(self, seeds: Iterable[int]) -> list[ExperimentConfig]:
        """Every run of the experiment, all cells of one seed before the next: the grid fills at once."""
        cells = self.cells()
        return list(dict.fromkeys(with_seed(cell.config, seed) for seed in seeds for cell in cells))

    @property
    def reference_column(self) -> int:
        """Index of the column the others are compared with."""
        titles = [option.title for option in self.columns.options]
        return titles.index(self.reference) if self.reference else 0

    @property
    def tasks(self) -> dict[str, Option]:
        """The rows that are tasks or data sets, by their names; empty if the person chooses the task."""
        rows = self.rows.options if self.every_task else ()
        return {option.change(self.base).task.name: option for option in rows}

    def on(self, task: str) -> "Experiment":
        """The same experiment on one task: as its only row if rows are tasks, else as the base's.

        Raises:
            ValueError: the rows are tasks, and this is none of them.
        """
        if self.every_task:
            check_one_of("task", task, self.tasks)
            return replace(self, rows=replace(self.rows, options=(self.tasks[task],)))
        return replace(self, base=setting("task", name=task, timesteps=None)(self.base))


@lru_cache(maxsize=64)
def _cells(experiment: Experiment) -> tuple[GridCell, ...]:
    return tuple(
        GridCell(row=i, column=j, config=column.change(row.change(experiment.base)))
        for i, row in enumerate(experiment.rows.options)
        for j, column in enumerate(experiment.columns.options)
    )


@lru_cache(maxsize=20_000)
def with_seed(config: ExperimentConfig, seed: int) -> ExperimentConfig:
    """The same experiment with another seed."""
    return replace(config, training=replace(config.training, seed=seed))


def seeds_from(first: int, count: int) -> range:
    """The seeds of an experiment: `count` of them, from `first` on."""
    check_integer("seeds", count, 1, 1_000)
    return range(first, first + count)


def setting(part: str, **values: Any) -> Change:
    """A change of some fields of one part of the config: 'task', 'model' or 'training'."""

    def change(config: ExperimentConfig) -> ExperimentConfig:
        return replace(config, **{part: replace(getattr(config, part), **values)})

    return change


def both(*changes: Change) -> Change:
    """Several changes, one after the other."""

    def change(config: ExperimentConfig) -> ExperimentConfig:
        for one in changes:
            config = one(config)
        return config

    return change


def with_parameters_of(**model: Any) -> Change:
    """Choose the units so that there are as many parameters, as nearly as possible, as with other settings.

    Args:
        model: the settings of the other network, which has the present number of units.
    """

    def change(config: ExperimentConfig) -> ExperimentConfig:
        wanted = parameters(setting("model", **model)(config))
        return setting("model", units=_units_for(config, wanted))(config)

    return change


def parameters(config: ExperimentConfig) -> int:
    """How many numbers training can change."""
    features, outputs = widths(config.task)
    return count_parameters(config.model, features=features, outputs=outputs)


@lru_cache(maxsize=1024)
def _units_for(config: ExperimentConfig, wanted: int) -> int:
    """The number of units whose count of parameters is nearest; the count grows with the units."""
    low, high = 1, MOST_UNITS
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if _count(config, middle) < wanted else (low, middle)
    return min((max(1, low - 1), low), key=lambda units: abs(_count(config, units) - wanted))


def _count(config: ExperimentConfig, units: int) -> int:
    return parameters(setting("model", units=units)(config))


def numbers(title: str, part: str, field: str, values: Iterable[float]) -> Axis:
    """An axis of numbers: one field of one part of the config."""
    options = [
        Option(title=f"{value:,g}", number=value, change=setting(part, **{field: value})) for value in values
    ]
    return Axis(title=title, options=tuple(options))


def choices(title: str, part: str, field: str, values: Mapping[str, Any] | Iterable[str]) -> Axis:
    """An axis of named values: title -> value, or values that are their own titles."""
    named = dict(values) if isinstance(values, Mapping) else {value: value for value in values}
    options = [Option(title=name, change=setting(part, **{field: value})) for name, value in named.items()]
    return Axis(title=title, options=tuple(options))
