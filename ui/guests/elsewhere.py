"""Trainings elsewhere: what is running in scripts and notebooks with `Watch`, and one of them, live.

In: the folder that they write to. Out: a part of the page that looks for news by itself.
"""

from typing import Any

import streamlit as st

from ui.frame import is_dark
from ui.guests.choosing import Chosen
from ui.guests.shown import choose_layer, layers_table, show
from ui.language import _, language, ngettext
from ui.live_figure import live_figure
from ui.visitor_words import plain, sentence
from viz_core.figures.guest_curves import guest_curves
from viz_core.guests.feeding import Fed
from viz_core.guests.kept import Opened
from viz_core.watch import following
from viz_core.watch.following import Watched

EVERY = 2.0
CODE = """from viz_core.watch import Watch

model.fit(x, y, epochs=20, callbacks=[Watch(x[:1], name="my run")])"""


def elsewhere() -> None:
    """Choose one of the trainings and follow it."""
    _how()
    one = _choose()
    if one is not None:
        _follow(one.id)
        _layers(one)


def _how() -> None:
    with st.expander(_("How to watch a training of your own"), expanded=not following.watched()):
        st.markdown(
            _(
                "One line in your own script or notebook, on this machine; `x[:1]` is the sequence to watch. "
                "To follow trainings on other machines, name a shared folder in `BIRNN_WATCH`, there and "
                "where this app is started. In a notebook the callback, as the last line of a cell, shows "
                "its player."
            )
        )
        st.code(CODE, language="python")


def _choose() -> Watched | None:
    """One of all there are, the newest first."""
    found = {one.id: one for one in following.watched()}
    if not found:
        _wait_for_one()
        return None
    name = st.selectbox(
        _("Training"), list(found), format_func=lambda one: _line(found[one]), key="watched_training"
    )
    return found.get(str(name))


@st.fragment(run_every=EVERY)
def _wait_for_one() -> None:
    """Say that there is none, and run the page again when there is one."""
    st.info(_("No training is being watched yet; this page looks every two seconds."))
    if following.watched():
        st.rerun()


def _line(one: Watched) -> str:
    return f"{one.about.name} · {_state(one)}"


def _state(one: Watched) -> str:
    if one.about.over:
        return _("over")
    if one.running:
        return _("running")
    minutes = round(one.silent / 60)
    words = ngettext("no news for {minutes:,} minute", "no news for {minutes:,} minutes", minutes)
    return words.format(minutes=minutes)


@st.fragment(run_every=EVERY)
def _follow(name: str) -> None:
    """Curves and player, as new as the files; every version is made once for all who watch."""
    one = next((found for found in following.watched() if found.id == name), None)
    if one is None:
        st.warning(_("This training is not here any more."))
        return
    curves = _curves(one.id, one.version[1], is_dark(), language(), _one=one)
    epochs = _(" · {count:,} epochs in all").format(count=one.about.epochs) if one.about.epochs else ""
    st.markdown(f"**{plain(one.about.name)}** · {_state(one)}{epochs}")
    live_figure(curves, key="watched_curves", alt=_("Loss and metrics of the training, step by step"))
    if one.about.without:
        st.info(sentence(one.about.without))
        return
    try:
        chosen = _network(one.id, one.version[-1], _one=one)
        fed = Fed.of(following.sample(one), targets=following.targets(one))
    except ValueError as problem:
        st.info(sentence(problem))
        return
    show(chosen, fed, choose_layer(chosen.opened.guest))


@st.cache_data(max_entries=32, show_spinner=False)
def _curves(name: str, version: int, dark: bool, spoken: str, *, _one: Watched) -> dict[str, Any]:
    titles = (_("Loss"), _("Metrics"))
    return guest_curves(following.curves(_one), titles=titles, step=_("step"), dark=dark)


@st.cache_resource(max_entries=8, show_spinner=False)
def _network(name: str, version: int, *, _one: Watched) -> Chosen:
    guest = following.network(_one)
    return Chosen(source=f"{name}/{version}", opened=Opened(guest=guest, tasks=()))


def _layers(one: Watched) -> None:
    """The network as its layers stand; they stay the same while it learns."""
    if one.about.without:
        return
    try:
        layers_table(_network(one.id, one.version[-1], _one=one))
    except ValueError:
        return
