"""The film in the lesson 'Resting points': points that are born while a network learns to keep an answer.

In: a film that comes along, or the moments of the run on the Train page. Out: a part of a page.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from ui import asides
from ui.badge import badge
from ui.frame import is_dark
from ui.in_words import in_words
from ui.language import N_, _, ngettext
from ui.last_run import FEWEST, last_run, moment_slider
from ui.lessons.resting_points_parts import KINDS
from ui.live_figure import live_figure
from viz_core.figures.resting_points import Mark
from viz_core.figures.resting_points_film import film_lines, film_plane
from viz_core.lessons.resting_points_film import (
    CELLS,
    Filmed,
    Moment,
    can_be_filmed,
    filmed,
    lengths,
    shipped_film,
)
from viz_core.lessons.state_space import axes_moment
from viz_core.tasks.flip_flop import PULSE
from viz_core.training.job import Job

FILMS = {
    "SimpleRNN": N_("SimpleRNN(2)"),
    "GRU": N_("GRU(2)"),
    "LSTM": N_("LSTM(8)"),
    "live": N_("My last run"),
}
# Updates at which each film opens, while its points are being born.
OPENS_AT = {"SimpleRNN": 160, "GRU": 875, "LSTM": 170}
# Moments of a run that a worker is asked for together: about half a second.
AT_ONCE = 6
NAME = "film"


@dataclass(frozen=True, kw_only=True, eq=False)
class Shown:
    """A film, whatever it was made from.

    Attributes:
        name: one of `FILMS`.
        moments: by rising step.
        accuracies: name of a length -> one for each moment.
        units: names of the axes of the plane.
        source: as for `badge`.
        pulses: whether what is kept is set by pulses.
    """

    name: str
    moments: tuple[Moment, ...]
    accuracies: dict[str, tuple[float, ...]]
    units: tuple[str, str]
    source: str
    pulses: bool = True


def film_part(place: Any) -> None:
    """The scrubber, the plane at its moment, and the lines over all moments.

    Args:
        place: where the choice of the film stands.
    """
    name = in_words(_("Film of two switches"), FILMS, usual="LSTM", key="rest_film", place=place)
    if name in CELLS:
        _show(_shipped(name))
        return
    job = last_run(can_be_filmed)
    if job is None or len(job.snapshots) < FEWEST:
        st.info(
            _(
                "Train a network of 2 to 16 units on a flip-flop on the Train page (for example the preset "
                "'Two flip-flops'); then its film is made here."
            )
        )
        return
    asides.drawn_until(lambda: not _count_open(job), partial(_show_run, job), job=job)


def _count_open(job: Job) -> int:
    return asides.count_open(asides.small_results(), job, NAME, job.snapshots)


def _show_run(job: Job) -> None:
    """The film of a run, as far as it has been made."""
    found = asides.of_moments(
        asides.small_results(), job, NAME, filmed, moments=job.snapshots, at_once=AT_ONCE
    )
    still = _count_open(job)
    if len(found) < FEWEST:
        asides.missing(asides.small_results(), asides.group_of(job, NAME), is_open=bool(still))
        return
    _show(_of_run(job, found))
    if still:
        st.caption(
            ngettext(
                "{count} moment of this run is still being computed.",
                "{count} moments of this run are still being computed.",
                still,
            ).format(count=still)
        )


def _show(shown: Shown) -> None:
    steps = [one.step for one in shown.moments]
    number = moment_slider(f"rest_moment_{shown.name}", steps, OPENS_AT.get(shown.name))
    left, right = st.columns([1, 1])
    with left:
        badge(shown.source)
        _plane(shown, number)
    with right:
        _lines(shown, number)
    st.markdown(film_words(shown))


def film_words(shown: Shown) -> str:
    """What is to be seen of a film: how many points, and what is answered with how many."""
    stable = [one.stable for one in shown.moments]
    last = stable[-1]
    parts = [
        _(
            "**Look at** the plane while you drag: the number of stable points goes from {first} to {last}."
        ).format(first=stable[0], last=last)
    ]
    if 1 in stable[:-1] and last > 1:
        at = len(stable) - 1 - stable[::-1].index(1)
        parts.append(_("With a single one, after {step:,} updates, {right}.").format(**_right(shown, at)))
        if shown.pulses:
            parts.append(
                _(
                    "A pulse sets each switch every {gap:g} steps on average, in long sequences as in short "
                    "ones, so that a memory that fades is often long enough."
                ).format(gap=1 / PULSE)
            )
    if last > 1:
        parts.append(
            _(
                "With {last} for the first time, after {step:,} updates, {right}. An answer that is to "
                "outlast any silence needs a stable point of its own."
            ).format(last=last, **_right(shown, stable.index(last)))
        )
    parts.append(_("While points are born their number may flicker. Grey: stable points of earlier moments."))
    return " ".join(parts)


def _right(shown: Shown, place: int) -> dict[str, Any]:
    """Of one moment its updates, and its accuracies in words."""
    (short, some), (long, more) = ((name, shares[place]) for name, shares in shown.accuracies.items())
    right = _("{some:.3f} of the answers are right on {short}, {more:.3f} on {long}")
    return {
        "step": shown.moments[place].step,
        "right": right.format(some=some, short=short, more=more, long=long),
    }


def _shipped(name: str) -> Shown:
    found = shipped_film(name)
    return Shown(
        name=name,
        moments=found.moments,
        accuracies={_steps(one): shares for one, shares in found.accuracies.items()},
        units=_components() if name == "LSTM" else _two_units(),
        source="pretrained",
    )


def _of_run(job: Job, found: dict[int, Filmed]) -> Shown:
    """The moments that are known, on the axes of one of them, which stays while the run's updates double."""
    steps = list(found)
    plane = found[steps[axes_moment(steps)]].plane
    sides = zip(*(one.accuracies for one in found.values()), strict=True)
    return Shown(
        name="live",
        moments=tuple(one.moment(step, plane) for step, one in found.items()),
        accuracies=dict(zip(map(_steps, lengths(job.config)), sides, strict=True)),
        units=_two_units() if plane is None else _components(),
        source="trained here",
        pulses=job.config.task.name.startswith("flip_flop"),
    )


def _steps(count: int) -> str:
    return _("{count} steps").format(count=count)


def _two_units() -> tuple[str, str]:
    return _("hidden state, unit 1"), _("hidden state, unit 2")


def _components() -> tuple[str, str]:
    return _("hidden state, PC1"), _("hidden state, PC2")


def _plane(shown: Shown, place: int) -> None:
    present = shown.moments[place]
    before = [state for one in shown.moments[:place] for state, kind in one.points if kind == "stable"]
    marks = [
        Mark(
            state=np.array(state), kind=kind, label="", hover=f"{_(KINDS[kind])}, h = {state[0]}, {state[1]}"
        )
        for state, kind in present.points
    ]
    # Of all moments, so that the axes never change.
    far = [abs(one) for each in shown.moments for state, _kind in each.points for one in state]
    words = ngettext("{stable} stable of {all} point", "{stable} stable of {all} points", len(present.points))
    figure = film_plane(
        np.array(before).reshape(-1, 2),
        marks,
        reader="forward",
        title=_("forward, {step:,} updates").format(step=present.step),
        note=words.format(stable=present.stable, all=len(present.points)),
        units=shown.units,
        reach=1.08 * max([1.0, *far]),
        height=400,
        dark=is_dark(),
    )
    live_figure(figure, key="rest_film_plane", alt=_("Resting points of two units at one moment of training"))


def _lines(shown: Shown, place: int) -> None:
    present = shown.moments[place]
    accuracies = {name: shares[place] for name, shares in shown.accuracies.items()}
    st.markdown(
        _("After {step:,} updates: ").format(step=present.step)
        + ", ".join(f"{name} **{share:.3f}**" for name, share in accuracies.items())
        + _(" right")
    )
    figure = film_lines(
        [one.step for one in shown.moments],
        [one.stable for one in shown.moments],
        shown.accuracies,
        present=place,
        titles=(_("Accuracy on fresh sequences"), _("Stable points")),
        updates_title=_("updates, logarithmic"),
        height=400,
        dark=is_dark(),
    )
    live_figure(figure, key="rest_film_lines", alt=_("Accuracy and number of stable points over training"))
