"""The pictures of an experiment.

In: `Results`, curves of finished runs. Out: figures.
"""

from collections.abc import Mapping, Sequence
from math import nan

import numpy as np
import plotly.graph_objects as go

from viz_core.config import ExperimentConfig
from viz_core.experiments.grid import with_seed
from viz_core.experiments.results import CellResult, Results, cost_of, highest_ceiling
from viz_core.experiments.words import described, place, short
from viz_core.figures.lab_bands import Band, bands
from viz_core.figures.lab_grids import ShownCell, grid
from viz_core.figures.lab_pareto import Panel, Point, pareto
from viz_core.statistics.intervals import Estimate, estimate
from viz_core.training.history import Curve
from viz_core.words import Translate

# Places at which the curves of several seeds are compared.
PLACES = 60


def grid_figure(results: Results, *, dark: bool = False, _: Translate = str) -> go.Figure:
    """All cells, with mean and half interval."""
    experiment = results.experiment
    return grid(
        [[_field(one, _) for one in row] for row in results.rows],
        rows=[_(option.title) for option in experiment.rows.options],
        columns=[_(option.title) for option in experiment.columns.options],
        row_title=_(experiment.rows.title),
        column_title=_(experiment.columns.title),
        dark=dark,
    )


def _field(one: CellResult, _: Translate) -> ShownCell:
    accuracy = one.accuracy
    words = _("{cell}<br>1 seed") if len(one.runs) == 1 else _("{cell}<br>{runs} seeds")
    hover = words.format(cell=f"{_(one.row)} · {described(one, _)}", runs=len(one.runs))
    if one.ceiling is not None:
        hover += _(" · best possible {best:.3f}").format(best=one.ceiling)
    return ShownCell(
        mean=accuracy.mean if accuracy else None,
        text=short(accuracy) or "·",
        hover=hover,
    )


def lines_figure(results: Results, *, dark: bool = False, _: Translate = str) -> go.Figure | None:
    """Accuracy along an axis of numbers, a line for each option of the other; None without such an axis."""
    experiment = results.experiment
    along_rows = all(option.number is not None for option in experiment.rows.options)
    along, across = experiment.rows, experiment.columns
    if not along_rows:
        along, across = across, along
    places = [option.number for option in along.options]
    if None in places or len(set(places)) < len(places) or len(places) < 2:
        return None
    series = list(zip(*results.rows, strict=True)) if along_rows else results.rows
    lines = [
        _line(option.title, places, cells, _) for option, cells in zip(across.options, series, strict=True)
    ]
    return bands(
        [line for line in lines if len(line.x)],
        title=_("Accuracy on fresh sequences, by {axis}").format(axis=_(across.title)),
        x_title=_(along.title),
        logarithmic=min(one for one in places if one is not None) > 0,
        dark=dark,
    )


def _line(title: str, places: Sequence[float | None], cells: Sequence[CellResult], _: Translate) -> Band:
    known = [
        (place, one.accuracy)
        for place, one in zip(places, cells, strict=True)
        if place is not None and one.accuracy is not None
    ]
    return _estimated(title, [one[0] for one in known], [one[1] for one in known], _)


def _estimated(title: str, x: Sequence[float], found: Sequence[Estimate], _: Translate) -> Band:
    return Band(
        name=_(title),
        key=title,
        x=x,
        mean=[one.mean for one in found],
        low=[one.low for one in found],
        high=[min(one.high, 1.0) for one in found],
    )


def pareto_figure(results: Results, *, dark: bool = False, _: Translate = str) -> go.Figure | None:
    """Accuracy against parameters and against time; None while nothing has been run."""
    known = [one for one in results.cells if one.accuracy]
    if not known:
        return None
    titles = {
        "parameters": (_("The smallest"), _("parameters")),
        "seconds": (_("The fastest"), _("seconds of training")),
    }
    panels = [
        Panel(title=title, price=price, points=_points(results, known, cost, _))
        for cost, (title, price) in titles.items()
    ]
    return pareto(panels, ceiling=highest_ceiling(known), dark=dark)


def _points(results: Results, known: Sequence[CellResult], cost: str, _: Translate) -> list[Point]:
    front = results.pareto_front(cost)
    return [
        Point(
            name=f"{_(one.row)} · {_(one.column)}",
            price=cost_of(one, cost),
            accuracy=one.accuracy.mean if one.accuracy else nan,
            half=one.accuracy.half if one.accuracy else nan,
            on_front=one in front,
        )
        for one in known
    ]


def curves_figure(
    results: Results,
    row: int,
    curves: Mapping[ExperimentConfig, Curve],
    *,
    dark: bool = False,
    _: Translate = str,
) -> go.Figure | None:
    """How the networks of one row learned: training accuracy, mean and interval over the seeds.

    Args:
        results: of the experiment.
        row: index of the row.
        curves: of its finished runs.
        dark: for the dark theme.
        _: translates.
    """
    lines = [line for one in results.rows[row] if (line := _learned(one, curves, _)) is not None]
    if not lines:
        return None
    return bands(
        lines,
        title=_("Training accuracy · {row}").format(
            row=place(results.experiment.rows, results.rows[row][0].row, _)
        ),
        x_title=_("sequences seen"),
        ceiling=highest_ceiling(results.rows[row]),
        dark=dark,
    )


def _learned(one: CellResult, curves: Mapping[ExperimentConfig, Curve], _: Translate) -> Band | None:
    """Mean curve of a cell over common places."""
    configs = [with_seed(one.cell.config, seed) for seed in one.runs]
    known = [curves[config] for config in configs if config in curves and len(curves[config].steps) > 2]
    if not known:
        return None
    training = one.cell.config.training
    places = np.linspace(0, training.steps, PLACES)
    table = np.array([np.interp(places, curve.steps, curve.accuracies) for curve in known])
    found = [estimate(column.tolist()) for column in table.T]
    return _estimated(one.column, (places * training.batch_size).tolist(), found, _)
