"""The parts of the lesson 'How much future': a task, a look-ahead, and what is reached with it.

In: what a person chose. Out: parts of a page.
"""

from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from ui.badge import badge
from ui.frame import is_dark
from ui.in_words import listed_in_words
from ui.language import N_, _, ngettext
from ui.links import BOUND, page_link
from ui.live_figure import live_figure
from ui.task_words import rule
from ui.train_link import train_link
from viz_core.figures.how_much_future import Line, future_lines
from viz_core.lessons.how_much_future import NEAR, enough, network_to_train
from viz_core.pretrained.lookahead import ASKED, NAMES, Reach, reach, task_of
from viz_core.tasks import TASKS

LINES = {
    "exact": N_("best possible"),
    "cut": N_("trained, then cut"),
    "retrained": N_("trained for k"),
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the controls stand at.

    Attributes:
        task: one of `NAMES`.
        place: which of the look-aheads of its `Reach`.
    """

    task: str
    place: int


def choose() -> Choice:
    """The task, and how many steps ahead are read."""
    first, second = st.columns([1, 2], vertical_alignment="bottom")
    titles = {name: TASKS[name].title for name in NAMES}
    task = listed_in_words(_("Task"), titles, usual=NAMES[0], key="future_task", place=first)
    steps = reach(task).steps
    k = second.select_slider(_("Steps ahead k"), list(steps), value=steps[0], key=f"future_k_{task}", **BOUND)
    return Choice(task=task, place=steps.index(k))


def show(choice: Choice) -> None:
    """The picture, what it says in numbers, and where to go on."""
    told = reach(choice.task)
    badge("pretrained" if told.cut else "exact")
    live_figure(_figure(choice, told), key="future_lines", alt=_("Accuracy for each number of steps ahead"))
    st.markdown(f"**{_('At each step')}:** {rule(task_of(choice.task))}")
    st.markdown(f"{_at_k(told, choice.place)} {_enough(told)}")
    _look(told)
    first, second = st.columns(2)
    with first:
        train_link(network_to_train(choice.task), label=_("Train this task"))
    with second:
        page_link(
            "pages/20_Lab.py",
            values={"lab_experiment": "directions"},
            label=_("Compare the directions in the Lab"),
            icon=":material/science:",
        )


def _figure(choice: Choice, told: Reach) -> go.Figure:
    values = {"exact": told.ceilings, "cut": told.cut, "retrained": told.retrained}
    note = _("{count:,} fresh sequences").format(count=ASKED) if told.cut else _("exact")
    return future_lines(
        told.steps,
        [Line(kind=kind, name=_(LINES[kind]), values=one) for kind, one in values.items() if one],
        chosen=choice.place,
        title=_("Accuracy"),
        note=note,
        axis=_("steps ahead k: how late each answer comes"),
        height=340,
        dark=is_dark(),
    )


def _at_k(told: Reach, place: int) -> str:
    """What is reached at the chosen look-ahead, beside the whole future."""
    k, best, whole = told.steps[place], told.ceilings[place], told.ceilings[-1]
    first = ngettext(
        "With **{k}** step ahead the best possible reader reaches **{best:.3f}**, with the whole future "
        "{whole:.3f}.",
        "With **{k}** steps ahead the best possible reader reaches **{best:.3f}**, with the whole future "
        "{whole:.3f}.",
        k,
    ).format(k=k, best=best, whole=whole)
    if not told.cut:
        return first
    networks = _(
        "The network trained on whole sequences reaches **{cut:.3f}** when its backward reader must begin "
        "there; one trained for it reaches **{retrained:.3f}** (chance moves both by about {error:.3f})."
    )
    return f"{first} " + networks.format(
        cut=told.cut[place], retrained=told.retrained[place], error=2 * told.error
    )


def _enough(told: Reach) -> str:
    """How much future is enough, by the exact ceilings."""
    k = enough(told)
    if k == 0:
        return _("No future is needed: a forward reader knows everything, and answers at once.")
    if k == told.steps[-1]:
        return _(
            "The best possible comes within {near:g} of the whole future at no shorter look-ahead: the "
            "answers must wait for the end, and a bidirectional network is needed."
        ).format(near=NEAR)
    return ngettext(
        "**{k}** step is enough for the best possible to come within {near:g} of the whole future: each "
        "answer comes {k} step late, and need not wait for the last of {length} steps.",
        "**{k}** steps are enough for the best possible to come within {near:g} of the whole future: each "
        "answer comes {k} steps late, and need not wait for the last of {length} steps.",
        k,
    ).format(k=k, near=NEAR, length=told.length)


def _look(told: Reach) -> None:
    if told.cut:
        st.markdown(
            _(
                "**Look at** both dashed lines at small k. At k = 0 a network knows what a forward one "
                "knows, at the last k what a bidirectional one does. Healthy: trained for k, it lies close "
                "to the best possible (a little below, where one answer from each cut sequence is little to "
                "learn from). Where the one that was cut lies far below, its backward reader had used the "
                "end as its clock; training repairs it."
            )
        )
    else:
        st.markdown(
            _(
                "**Look at** where the line reaches its dashed level: from there on more future adds "
                "nothing. k = 0 is the best forward reader; the last k is the best bidirectional one."
            )
        )
