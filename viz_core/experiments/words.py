"""The answer to an experiment in sentences.

In: `Results`. Out: sentences in plain English, each with its numbers.
"""

from math import isnan

from viz_core.experiments.grid import Axis
from viz_core.experiments.results import CellResult, Difference, Results
from viz_core.figures.numerals import numeral
from viz_core.statistics.intervals import Estimate
from viz_core.words import Translate


def method(results: Results, _: Translate = str) -> str:
    """How the intervals were made."""
    means = _(
        "Accuracy on sequences never seen: mean over the seeds ± the half-width of a 95 % confidence "
        "interval (Student's t)."
    )
    count = len(results.differences())
    if not count:
        return means
    pairs = _(
        "Differences are taken seed by seed, on the same data; {count} of them are looked at together, so "
        "their intervals are widened (Bonferroni) until all hold at once with 95 %."
    )
    return f"{means} {pairs.format(count=count)}"


def verdict(results: Results, _: Translate = str) -> list[str]:
    """What is shown, what is not; for an experiment about size and time, the smallest and the fastest."""
    if not any(one.runs for one in results.cells):
        return [_("Nothing has been run yet.")]
    said = _pareto_front(results, _) if results.experiment.pareto else []
    differences = results.differences()
    if not differences and not said:
        if all(len(one.runs) < 2 for one in results.cells):
            return [_("One seed alone shows nothing: two or more are needed for an interval.")]
        return [_("Nothing to compare yet: two cells of one row need two seeds or more in common.")]
    rows: dict[str, list[Difference]] = {}
    for one in differences:
        rows.setdefault(one.row, []).append(one)
    reference = results.experiment.columns.options[results.experiment.reference_column].title
    axis = results.experiment.rows
    alike: dict[str, list[str]] = {}
    for row, found in rows.items():
        alike.setdefault(_row(found, reference, _), []).append(place(axis, row, _))
    return said + [f"**{', '.join(places)}** – {words}." for words, places in alike.items()]


def place(axis: Axis, title: str, _: Translate) -> str:
    """A row by its title; numbers with what they count, for example 'units 8'."""
    counts = any(option.number is not None for option in axis.options)
    return f"{_(axis.title)} {title}" if counts else _(title)


def _row(found: list[Difference], reference: str, _: Translate) -> str:
    """One row: who is better than the reference, who is worse, where no difference is shown."""
    better = ", ".join(_with_numbers(one, _) for one in found if one.estimate.low > 0)
    worse = ", ".join(_with_numbers(one, _) for one in found if one.estimate.high < 0)
    alike = ", ".join(f"*{_(one.column)}*" for one in found if not one.estimate.shown)
    parts = {
        _("better than {reference}: {names}"): better,
        _("worse than {reference}: {names}"): worse,
        _("no difference shown to {reference}: {names}"): alike,
    }
    return "; ".join(
        words.format(reference=f"*{_(reference)}*", names=names) for words, names in parts.items() if names
    )


def _with_numbers(one: Difference, _: Translate) -> str:
    found = one.estimate
    mean, low, high = (numeral(value, "+.3f") for value in (found.mean, found.low, found.high))
    return f"*{_(one.column)}* ({mean}, {low} … {high})"


def _pareto_front(results: Results, _: Translate) -> list[str]:
    """The smallest and the fastest cell whose mean is within a hundredth of the best possible."""
    reached = [one for one in results.cells if one.reached]
    if not reached:
        return [_("No cell has come within a hundredth of the best possible yet.")]
    small = min(reached, key=lambda one: (one.parameters, one.seconds.mean if one.seconds else 0.0))
    quick = min(reached, key=lambda one: one.seconds.mean if one.seconds else 0.0)
    text = _("The {word} that gets within a hundredth of the best possible: {cell}.")
    axis = results.experiment.rows
    return [
        text.format(word=word, cell=f"{place(axis, one.row, _)} · {described(one, _)}")
        for word, one in ((_("smallest"), small), (_("fastest"), quick))
    ]


def described(one: CellResult, _: Translate = str) -> str:
    """A cell with its numbers, for example '16k, batch 32: 657 parameters, 0.42 s, 0.991 ± 0.002'."""
    seconds = one.seconds.mean if one.seconds else 0.0
    return _("{cell}: {parameters:,} parameters, {seconds:.2f} s, {accuracy}").format(
        cell=_(one.column), parameters=one.parameters, seconds=seconds, accuracy=short(one.accuracy)
    )


def short(found: Estimate | None) -> str:
    """An estimate in one line, for example '0.991 ± 0.002'."""
    if found is None:
        return ""
    return f"{found.mean:.3f}" if isnan(found.half) else f"{found.mean:.3f} ± {found.half:.3f}"
