"""The parts of the lesson 'From scratch': the code at work, its checks, its training.

In: what a person chose. Out: parts of a page.
"""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import streamlit as st

from ui import session
from ui.badge import badge
from ui.frame import is_dark
from ui.in_words import in_words
from ui.language import N_, _
from ui.links import BOUND
from ui.live_figure import live_figure
from ui.refreshing import refreshed_while
from ui.savable import savable
from ui.stepper import stepper
from ui.task_words import task_in_words
from viz_core.figures.numerals import numeral
from viz_core.figures.training import curves
from viz_core.scratch.comparison import (
    TASK,
    Example,
    Pass,
    differences,
    example,
    lines,
    named,
    numeric_results,
    project_results,
    there_and_back,
)
from viz_core.scratch.stepping import Stepping
from viz_core.scratch.training import LEARNING_RATE, UNITS, UPDATES, Learner
from viz_core.tasks import TASKS
from viz_core.training.keras_import import MISSING, KerasMissingError
from viz_core.training.second_opinion import second_opinion

SLICE_SECONDS = 0.12
REFRESH_SECONDS = 0.35
TOLERANCE = 1e-5
Results = dict[str, Any]


def choose() -> tuple[Example, str]:
    """The row of controls: which way, how large, which seed."""
    way, units, steps, seed = st.columns(4)
    with way:
        words = {"forward": N_("forward"), "backward": N_("backward")}
        chosen = in_words(_("Way"), words, usual="forward", key="scratch_way", width="content")
    width = units.number_input(_("Units"), 1, 3, 2, key="scratch_units", **BOUND)
    length = steps.number_input(_("Timesteps"), 2, 5, 3, key="scratch_timesteps", **BOUND)
    number = seed.number_input(_("Seed"), 0, 9_999, 0, key="scratch_seed", **BOUND)
    return example(units=width, timesteps=length, sequences=3, seed=number), chosen


# Way -> what to watch while its lines run.
WATCHED = {
    "forward": N_(
        "Look at the two calls of TimeLSTM.forward: one and the same code reads the sequence, then its "
        "mirror image. The two `[:, ::-1]` are all that makes a reader a backward one: the first turns the "
        "inputs, the second brings the states back to input time. Healthy: at the end each step holds both "
        "states of its own."
    ),
    "backward": N_(
        "Look at the time index t: the way back counts down, and what one step hands to the step before is "
        "dh_later and dc_later. Healthy: after the last line every gradient has the shape of its weight. The "
        "backward reader's errors are turned by `[:, ::-1]` going in, and its input gradients coming out."
    ),
}


def at_work(given: Example, way: str) -> None:
    """The real source of `TimeBiLSTM`, run line by line."""
    readers = [_("forward reader"), _("backward reader")]
    calls = {"TimeLSTM.forward": readers, "TimeLSTM.backward": readers}
    stepper(_lines(_identity(given), way, given), key="scratch_stepper", height=455, calls=calls)
    st.caption(_(WATCHED[way]))


@st.cache_data(max_entries=32, show_spinner=False)
def _lines(identity: tuple[Any, ...], way: str, _given: Example) -> Stepping:
    return lines(_given, way)


def checks(given: Example) -> None:
    """The same results computed by others: largest difference for each array."""
    st.header(_("Is it right?"), anchor=False)
    badge("fresh weights")
    done = there_and_back(given.weights, given.inputs, given.targets)
    if st.button(_("Ask Keras and TensorFlow too"), key="scratch_ask"):
        _ask(given)
    refreshed_while(lambda: _is_waiting(given), lambda: _table(given, done), every=REFRESH_SECONDS)


def _identity(given: Example) -> tuple[Any, ...]:
    """What a question to Keras was about, so that an old answer never stands beside new numbers."""
    return (given.config.units, given.inputs.tobytes(), *(one.tobytes() for one in given.weights))


def _ask(given: Example) -> None:
    request = session.cluster().submit(
        second_opinion, given.weights, given.config, given.inputs, given.targets, priority=10
    )
    session.put({"scratch_request": (_identity(given), request)})


def _second_opinion(given: Example) -> "Future[Results] | None":
    """What Keras was asked about these numbers; None if it was not."""
    request: tuple[Any, Future[Results]] | None = session.get("scratch_request")
    return request[1] if request is not None and request[0] == _identity(given) else None


def _is_waiting(given: Example) -> bool:
    answer = _second_opinion(given)
    return answer is not None and not answer.done()


def _table(given: Example, done: Pass) -> None:
    answer = _second_opinion(given)
    mine = named(done)
    own, numeric = _compared(_identity(given), given)
    columns = {_("the app's own engine"): own, _("numeric derivative"): numeric}
    if answer is not None:
        columns |= _keras_column(mine, given, answer)
    rows = [
        {_("array"): _(name), _("shape"): str(array.shape)}
        | {title: _written(found.get(name)) for title, found in columns.items()}
        for name, array in mine.items()
    ]
    with savable("table", key="scratch_gradients"):
        st.table(rows)
    worst = max(value for found in columns.values() for value in found.values())
    say: Callable[..., Any] = st.success if worst <= TOLERANCE else st.error
    said = {"worst": numeral(worst, ".1e"), "allowed": numeral(TOLERANCE, ".0e")}
    say(_("Largest difference: {worst}; allowed: {allowed}.").format(**said))
    st.caption(
        _(
            "W, V, b: kernel, recurrent kernel and bias of the forward (→) and of the backward reader (←); "
            "U, d: kernel and bias of the Dense layer. **Look at** the exponents. Healthy: about 1e−17 "
            "against the engine (both in float64), 1e−11 against the numeric derivative (its own rounding), "
            "1e−8 against Keras (float32)."
        )
    )


@st.cache_data(max_entries=64, show_spinner=False)
def _compared(identity: tuple[Any, ...], _given: Example) -> list[dict[str, float]]:
    """The columns that this process computes; a numeric derivative takes up to half a second."""
    mine = named(there_and_back(_given.weights, _given.inputs, _given.targets))
    return [differences(mine, project_results(_given)), differences(mine, numeric_results(_given))]


def _keras_column(mine: Results, given: Example, answer: "Future[Results]") -> dict[str, dict[str, float]]:
    """The column of Keras, or a sentence about why it is not there yet."""
    if not answer.done():
        st.status(_("Keras computes in a training process; loading it takes up to a minute the first time."))
        return {}
    if answer.exception() is not None:
        missing = isinstance(answer.exception(), KerasMissingError)
        not_ready = _("The training processes are not ready yet; ask again in a few seconds.")
        st.warning(_(MISSING) if missing else not_ready)
        return {}
    found = answer.result()
    other = Pass(
        hidden=found["hidden"],
        loss=found["loss"],
        right=0.0,
        gradients=found["gradients"],
        inputs=found["inputs"],
    )
    return {_("Keras / TensorFlow"): differences(mine, named(other))}


def _written(value: float | None) -> str:
    if value is None:
        return "–"
    return numeral(value, ".1e") if value else "0"


def learning() -> None:
    """The task in words; then train BiLSTM(8) in this process, in slices, with its curve."""
    st.header(_("Does it learn?"), anchor=False)
    task_in_words(TASK)
    refreshed_while(_is_running, _learning, every=REFRESH_SECONDS)


def _is_running() -> bool:
    return bool(session.get("scratch_running"))


def _learning() -> None:
    learner: Learner | None = session.get("scratch_learner")
    running = _is_running()
    if running and learner is not None:
        learner.advance(SLICE_SECONDS)
        if learner.finished:
            session.put({"scratch_running": False})
            st.rerun()
    _learning_buttons(learner, running)
    badge("trained here" if learner is not None else "fresh weights")
    figure = curves(
        learner.steps if learner is not None else [],
        learner.losses if learner is not None else [],
        learner.accuracies if learner is not None else [],
        total_steps=UPDATES,
        ceilings=TASKS[TASK.name].ceilings(TASK),
        waiting=_("The loss will be drawn here."),
        height=260,
        dark=is_dark(),
        _=_,
    )
    live_figure(figure, key="scratch_curves", alt=_("Loss and accuracy of the network written from scratch"))
    if learner is not None and learner.finished:
        st.success(
            _("On 500 fresh sequences {right:.1%} of the answers are right.").format(right=learner.exam())
        )
    st.caption(
        _(
            "BiLSTM({units}), a sigmoid and Adam, all in NumPy; 32 sequences to an update, learning rate "
            "{rate:g}. **Look at** the accuracy: a healthy curve passes the lines of the single readers "
            "within 200 updates and ends near the purple one."
        ).format(units=UNITS, rate=LEARNING_RATE)
    )


def _learning_buttons(learner: Learner | None, running: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("Train in NumPy"), key="scratch_train", type="primary", disabled=running):
            seed = int(session.get("scratch_seed", 0))
            session.put({"scratch_learner": Learner(seed), "scratch_running": True})
            st.rerun()
        if st.button(_("Stop"), key="scratch_stop", disabled=not running):
            session.put({"scratch_running": False})
            st.rerun()
        done = learner.done if learner is not None else 0
        st.progress(
            done / UPDATES, text=_("update {done:,} of {updates:,}").format(done=done, updates=UPDATES)
        )
