"""The answer to an experiment in sentences.

In: `Results`. Out: sentences in plain English, each with its numbers.
Used by: the Lab page, the command line.
"""

from collections.abc import Callable
from math import isnan

from viz_core.experiments.results import Difference, Measured, Results
from viz_core.intervals import Estimate

Translate = Callable[[str], str]


def method(results: Results, _: Translate = str) -> str:
    """How the intervals were made."""
    text = _(
        "Accuracy on fresh sequences: mean over the seeds ± half of Student's 95 % t interval. Differences "
        "are taken seed by seed, on the same data; {count} of them are looked at together, so their "
        "intervals are widened (Bonferroni) until all hold at once with 95 %."
    )
    return text.format(count=len(results.differences()))


def verdict(results: Results, _: Translate = str) -> list[str]:
    """What is shown, what is not; for an experiment about size and time, the smallest and the fastest."""
    if not any(one.runs for one in results.cells):
        return [_("Nothing has been run yet.")]
    said = _front(results, _) if results.experiment.front else []
    differences = results.differences()
    if not differences and not said:
        return [_("One seed alone shows nothing: two or more are needed for an interval.")]
    rows: dict[str, list[Difference]] = {}
    for one in differences:
        rows.setdefault(one.row, []).append(one)
    reference = results.experiment.columns.options[results.experiment.reference_column].title
    return said + [_row(row, found, reference, _) for row, found in rows.items()]


def _row(row: str, found: list[Difference], reference: str, _: Translate) -> str:
    """One row: who is better than the reference, who is worse, where no difference is shown."""
    parts = [
        _part(_("better than {reference}: {names}"), [one for one in found if one.estimate.low > 0]),
        _part(_("worse than {reference}: {names}"), [one for one in found if one.estimate.high < 0]),
        _part(
            _("no difference shown to {reference}: {names}"), [one for one in found if not one.estimate.shown]
        ),
    ]
    text = "; ".join(part.format(reference=f"*{reference}*", names=names) for part, names in parts if names)
    return f"**{row}** – {text}."


def _part(words: str, found: list[Difference]) -> tuple[str, str]:
    names = ", ".join(
        f"*{one.column}* ({one.estimate.mean:+.3f}, {one.estimate.low:+.3f} … {one.estimate.high:+.3f})"
        for one in found
    )
    return words, names


def _front(results: Results, _: Translate) -> list[str]:
    """The smallest and the fastest cell whose mean is within a hundredth of the best possible."""
    reached = [one for one in results.cells if one.reached]
    if not reached:
        return [_("No cell has come within a hundredth of the best possible yet.")]
    small = min(reached, key=lambda one: (one.parameters, one.seconds.mean if one.seconds else 0.0))
    quick = min(reached, key=lambda one: one.seconds.mean if one.seconds else 0.0)
    text = _("The {word} that gets within a hundredth of the best possible: {cell}.")
    return [
        text.format(word=_("smallest"), cell=described(small)),
        text.format(word=_("fastest"), cell=described(quick)),
    ]


def described(one: Measured) -> str:
    """A cell with its figures, for example '8 · 16k, batch 32: 657 parameters, 0.42 s, 0.991 ± 0.002'."""
    seconds = one.seconds.mean if one.seconds else 0.0
    return f"{one.row} · {one.column}: {one.parameters:,} parameters, {seconds:.2f} s, {short(one.accuracy)}"


def short(found: Estimate | None) -> str:
    """An estimate in one line, for example '0.991 ± 0.002'."""
    if found is None:
        return ""
    return f"{found.mean:.3f}" if isnan(found.half) else f"{found.mean:.3f} ± {found.half:.3f}"
