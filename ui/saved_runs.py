"""Runs that somebody saved: list, watch, compare, export, delete; networks from `.keras` files.

In: the store. Out: parts of the page.
"""

from concurrent.futures import Future
from typing import Any

import streamlit as st

from ui import session
from ui.budget import can_look_inside
from ui.channel import exams
from ui.language import _
from ui.links import BOUND
from ui.player import player
from ui.player_payload import view
from ui.process import once
from ui.stored_runs import saved_runs
from ui.train_link import train_link
from ui.visitor import visitor
from ui.visitor_words import plain, sentence
from viz_core.access.line import Line
from viz_core.config import ExperimentConfig, TaskConfig
from viz_core.keras_files import from_keras
from viz_core.limits.budget import check_affordable
from viz_core.network.probe import drawn_probe
from viz_core.runs import keras_export
from viz_core.runs.saved_runs import NotAllowed, Saved
from viz_core.runs.store import StoreError
from viz_core.tasks import TASKS
from viz_core.training.history import History
from viz_core.training.keras_import import KerasMissingError

EXPORT_SECONDS = 60.0
# So many files are made or read by Keras at once; beyond so many that wait, who had most is refused.
AT_ONCE, MOST_WAITING = 2, 100


@once
def _line() -> Line:
    """Whose file is next: everybody's first before anybody's second."""
    return Line(places=AT_ONCE, most_waiting=MOST_WAITING)


def choose(names: list[str]) -> tuple[list[Saved], int]:
    """One saved run, another beside it, and the number of the sequence they read."""
    left, right, last = st.columns([4, 4, 2])
    one = left.selectbox(_("Saved run"), names, key="saved_one", **BOUND)
    rest = [name for name in names if name != one]
    other = right.selectbox(
        _("Beside it"), rest, index=None, placeholder=_("Nothing"), key="saved_two", **BOUND
    )
    number = last.number_input(_("Sequence number"), 0, 999_999, 0, key="saved_probe", **BOUND)
    found = [saved_runs().get(name) for name in (one, other) if name]
    return [run for run in found if run is not None], number


def players(chosen: list[Saved], number: int) -> None:
    """The runs side by side on the same drawn sequence; the second follows the cursor of the first."""
    together = len({run.config.task for run in chosen}) == 1
    for place, (column, run) in enumerate(zip(st.columns(len(chosen)), chosen, strict=True)):
        with column:
            st.markdown(f"**{plain(run.name)}** · {described(run.config)} · {_share(run)}")
            if not can_look_inside(run.config):
                continue
            payload = view(run.config, run.weights, drawn_probe(run.config.task, number), source=run.source)
            player(
                payload,
                key=f"saved_player_{place}",
                compact=len(chosen) > 1,
                channel="saved" if together else None,
                follower=together and place > 0,
            )


def described(config: ExperimentConfig) -> str:
    """A network and its task in a few words."""
    model = config.model
    text = f"{_(model.direction)} {model.cell}({model.units})"
    if model.layers > 1:
        text += f" × {model.layers}"
    if model.bidirectional:
        text += f", {model.merge_mode}"
    return f"{text} · {_(TASKS[config.task.name].title)}"


def _share(run: Saved) -> str:
    """How many fresh answers are right."""
    found = exams().of(run.config, run.weights)
    if not found:
        return _("too large to be evaluated on fresh sequences here")
    return _("{share:.1%} of fresh answers right").format(
        share=sum(one.accuracy for one in found.values()) / len(found)
    )


def actions(run: Saved) -> None:
    """Open in Train, export, delete."""
    with st.container(horizontal=True, vertical_alignment="center"):
        train_link(run.config, label=_("Open in Train"), saved_run=run.name)
        if st.button(_("Make a .keras file"), key="saved_export"):
            session.put({"saved_file": (run.name, answer(keras_export.export, run.config, run.weights))})
        name, data = session.get("saved_file", ("", None))
        if data is not None and name == run.name:
            st.download_button(_("Download"), data, f"{name}.keras", key="saved_download")
        _delete_control(run)


def _delete_control(run: Saved) -> None:
    """A button for the owner and the lecturer; what it deletes lies in the bin for a day."""
    may = visitor().may_change(run.owner)
    why = None if may else _("Only the browser that saved it, and the lecturer, may delete it")
    with st.popover(_("Delete"), disabled=not may, help=why):
        st.markdown(_("It will lie in the bin for a day, and can be brought back."))
        if st.button(_("Delete it"), key="saved_delete", disabled=not may):
            try:
                saved_runs().delete(run.name, by=visitor())
            except NotAllowed as problem:
                st.error(sentence(problem))
            else:
                st.rerun()


def bin_control() -> None:
    """What this visitor deleted within a day, and a button that brings it back."""
    found = {one.number: one for one in saved_runs().bin(by=visitor())}
    if not found:
        return
    with st.expander(_("Bin ({count})").format(count=len(found))):
        number = st.selectbox(
            _("Deleted within a day"), list(found), format_func=lambda one: found[one].name, key="bin_chosen"
        )
        if st.button(_("Bring it back"), key="bin_back") and number is not None:
            try:
                saved_runs().bring_back(number, by=visitor())
            except ValueError as problem:
                st.error(sentence(problem))
            else:
                st.rerun()


def answer(ask: Any, *arguments: Any) -> Any:
    """What a worker says; None after a sentence on the page if it cannot."""
    try:
        with st.spinner(_("Preparing the file: loading Keras takes up to a minute the first time…")):
            with _line().place(EXPORT_SECONDS):
                future: Future[Any] = ask(session.jobs().cluster, *arguments)
                return future.result(EXPORT_SECONDS)
    except (ValueError, KerasMissingError) as problem:
        st.error(sentence(problem))
    except (ConnectionError, TimeoutError, OSError):
        st.error(_("The training processes did not answer; try again in a moment."))
    return None


def upload() -> None:
    """Keep a network from a `.keras` file, for example from a person's own Keras."""
    with st.expander(_("Load a .keras file")):
        st.caption(
            _(
                "A network of your own, from any Keras 3, if this app can build one that computes the same. "
                "Nothing in the file is run."
            )
        )
        left, right = st.columns(2)
        task = left.selectbox(
            _("The task it reads"),
            list(TASKS),
            format_func=lambda one: _(TASKS[one].title),
            key="load_task",
            **BOUND,
        )
        name = right.text_input(_("Name"), max_chars=60, key="load_name", **BOUND)
        given = _given_file()
        pressed = st.button(_("Load"), key="load", disabled=given is None)
        if pressed and given is not None and load(given.getvalue(), task, name or ""):
            st.rerun()


def _given_file() -> Any:
    """What was given, if its name is that of a `.keras` file.

    With `type=` Streamlit raises before the page runs when a name that it did not offer is sent all the same.
    """
    given = st.file_uploader(_("File (.keras)"), key="load_file")
    if given is None or given.name.endswith(".keras"):
        return given
    st.error(_("`file` must be one whose name ends in .keras; got another."))
    return None


def load(data: bytes, task: str, name: str) -> bool:
    """Keep the network of a `.keras` file as a run of a task; False after a sentence if it cannot be."""
    try:
        with st.spinner(_("The file is being read…")):
            model, weights = from_keras(data, task)
        config = ExperimentConfig(task=TaskConfig(name=task), model=model)
        check_affordable(config)
        curve, owner = History().curve(), visitor().name
        saved_runs().save(Saved(name=name, config=config, curve=curve, weights=weights, owner=owner))
    except (ValueError, StoreError) as problem:
        st.error(sentence(problem))
        return False
    return True
