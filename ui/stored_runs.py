"""What this server has kept on disk: runs of the lab, runs saved by name.

In: a config, a name. Out: curves and weights from the store.
"""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from ui.language import _
from ui.links import BOUND
from ui.process import once
from ui.visitor import visitor
from ui.visitor_words import plain, sentence
from viz_core.config import ExperimentConfig
from viz_core.network.weights import Weights
from viz_core.runs.saved_runs import Saved, SavedRuns
from viz_core.runs.store import Store, StoreError, default_path
from viz_core.training.history import Curve
from viz_core.training.job import Job


@dataclass(frozen=True, kw_only=True, eq=False)
class Kept:
    """A run from the store.

    Attributes:
        curve: as far as it went.
        weights: at its end.
        words: where it comes from, for the page.
        source: of its weights, one of `viz_core.figures.palette.SOURCES`.
    """

    curve: Curve
    weights: Weights
    words: str
    source: str = "trained here"


@once
def _store(path: Path) -> Store:
    return Store(path)


def store() -> Store:
    """The store of this server.

    Raises:
        StoreError: the file cannot be opened.
    """
    return _store(default_path())


def saved_runs() -> SavedRuns:
    """The runs saved by name."""
    return SavedRuns(store())


def kept_run(config: ExperimentConfig) -> Kept | None:
    """The saved run of this config that a person or the link chose, else a run of the lab.

    A run of the lab is what pressing Train would give; a saved one may have been stopped early, so it is
    shown only when it is asked for. While the store cannot be read, the page says so.
    """
    try:
        saved = saved_runs().get(_chosen(config) or "")
        run = store().get(config)
    except StoreError as problem:
        st.warning(sentence(problem))
        return None
    if saved is not None:
        words = _("Saved as “{name}”").format(name=plain(saved.name))
        return Kept(curve=saved.curve, weights=saved.weights, words=words, source=saved.source)
    if run is not None:
        return Kept(curve=run.curve, weights=run.weights, words=_("Trained in the Lab"))
    return None


def _chosen(config: ExperimentConfig) -> str | None:
    """A choice among the saved runs of this config; nothing is drawn when there are none."""
    names = saved_runs().of(config)
    if not names:
        return None
    return st.selectbox(
        _("Saved runs of this network"),
        names,
        index=None,
        placeholder=_("Saved runs of this network"),
        label_visibility="collapsed",
        key="saved_run",
        **BOUND,
    )


def keep_control(job: Job | None) -> None:
    """A button that asks for a name and keeps what a run has learned."""
    ready = job is not None and bool(job.snapshots)
    with st.popover(_("Keep"), disabled=not ready, help=_("Save this run under a name")):
        with st.form("keep_form", border=False):
            name = st.text_input(_("Name"), max_chars=60, key="keep_name")
            pressed = st.form_submit_button(_("Keep this run"), key="keep")
        if pressed and job is not None:
            _keep(job, name or "")


def _keep(job: Job, name: str) -> None:
    weights = job.snapshots[-1].weights
    saved = Saved(name=name, config=job.config, curve=job.curve, weights=weights, owner=visitor().name)
    try:
        gone = saved_runs().save(saved)
    except (ValueError, StoreError) as problem:
        st.error(sentence(problem))
        return
    st.success(_("Kept: see Saved runs."))
    if gone:
        st.info(_("{count} of your oldest saved runs were removed to make room.").format(count=len(gone)))
