"""The parts of the lesson 'How much future': a task or a data set, a look-ahead, and what is reached with it.

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
from viz_core.data import DATA_SETS
from viz_core.figures.how_much_future import Line, future_lines
from viz_core.lessons.how_much_future import NEAR, enough, network_to_train
from viz_core.pretrained.lookahead import ASKED, NAMES, reach, task_of
from viz_core.pretrained.lookahead_sets import FURTHER, READ, SETS
from viz_core.pretrained.reach import Reach
from viz_core.tasks import TASKS

LINES = {
    "exact": N_("best possible"),
    "cut": N_("trained, then cut"),
    "retrained": N_("trained for k"),
}
# Data set with one answer for each sequence -> what its steps are.
AXES = {
    "mini_reviews": N_("words read before the answer"),
    "reviews": N_("words read before the answer"),
    "digits_5000": N_("rows read before the answer"),
}
# Data set -> what is asked, and the page on which more of it is to be seen.
ASKS = {
    "mini_sentences": N_("which part of speech is it? The grammar has homographs that later words decide."),
    "treebank": N_("which part of speech is it? The sentences are as people wrote them."),
    "mini_reviews": N_(
        "is the review favourable? Two clauses speak against each other; their order decides."
    ),
    "reviews": N_("is the review favourable? Of long ones the last 500 words are read."),
    "digits_5000": N_("which digit is it? It is read row by row, from the top."),
}
# Data set -> what was found on it and on no other.
FOUND = {
    "reviews": N_(
        "Here nothing breaks: the network that was cut is as good as those that were trained on beginnings."
    )
}
TAGGING = ("pages/12_Tagging.py", N_("Tagging"), ":material/label:")
REVIEWS = ("pages/10_Reviews.py", N_("Reviews"), ":material/rate_review:")
PAGES = {
    "mini_sentences": TAGGING,
    "treebank": TAGGING,
    "mini_reviews": REVIEWS,
    "reviews": REVIEWS,
    "digits_5000": ("pages/11_Digits.py", N_("Digits"), ":material/draw:"),
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the controls stand at.

    Attributes:
        name: one of `NAMES` or `SETS`.
        place: which of the look-aheads of its `Reach`.
    """

    name: str
    place: int

    @property
    def one_answer(self) -> bool:
        """Whether a sequence has one answer, so that the steps are those that are read before it."""
        return self.name in READ


def choose() -> Choice:
    """The task or the real sequences, and how many steps ahead are read."""
    first, second = st.columns([1, 2], vertical_alignment="bottom")
    titles = {name: TASKS[name].title for name in NAMES} | {name: DATA_SETS[name].title for name in SETS}
    name = listed_in_words(_("Task"), titles, usual=NAMES[0], key="future_task", place=first)
    steps = reach(name).steps
    label = _("Steps read before the answer") if name in READ else _("Steps ahead k")
    k = second.select_slider(label, list(steps), value=steps[0], key=f"future_k_{name}", **BOUND)
    return Choice(name=name, place=steps.index(k))


def show(choice: Choice) -> None:
    """The picture, what it says in numbers, and where to go on."""
    found = reach(choice.name)
    badge("pretrained" if found.cut else "exact")
    live_figure(_figure(choice, found), key="future_lines", alt=_("Accuracy for each number of steps ahead"))
    _asked(choice.name)
    st.markdown(f"{_at_k(choice, found)} {_enough(choice, found)}")
    _look(choice, found)
    first, second = st.columns(2)
    with first:
        if choice.name in SETS:
            file, title, icon = PAGES[choice.name]
            page_link(file, label=_(title), icon=icon)
        else:
            train_link(network_to_train(choice.name), label=_("Train this task"))
    with second:
        page_link(
            "pages/20_Lab.py",
            values={"lab_experiment": "directions"},
            label=_("Compare the directions in the Lab"),
            icon=":material/science:",
        )


def _asked(name: str) -> None:
    _question(name)
    if name in SETS:
        origin = _(DATA_SETS[name].origin)
        further = _(
            "Trained for it: the network that comes with this app, trained further on up to {count:,} "
            "sequences that are cut there."
        )
        trained = [further.format(count=FURTHER[name][0])] if name in FURTHER else []
        found = [_(FOUND[name])] if name in FOUND else []
        st.caption(" ".join([origin, *trained, *found]))


def _question(name: str) -> None:
    if name in READ:
        st.markdown(f"**{_('Of each sequence')}:** {_(ASKS[name])}")
    else:
        question = _(ASKS[name]) if name in SETS else rule(task_of(name))
        st.markdown(f"**{_('At each step')}:** {question}")


def _figure(choice: Choice, found: Reach) -> go.Figure:
    values = {"exact": found.ceilings, "cut": found.cut, "retrained": found.retrained}
    note = _("{count:,} fresh sequences").format(count=ASKED) if found.cut else _("exact")
    if choice.name in SETS:
        note = _("sequences that no network has learned from")
    names = LINES | ({"retrained": N_("trained for it")} if choice.one_answer else {})
    ahead = _("steps ahead k: how late each answer comes")
    return future_lines(
        found.steps,
        [Line(kind=kind, name=_(names[kind]), values=one) for kind, one in values.items() if one],
        chosen=choice.place,
        title=_("Accuracy"),
        note=note,
        axis=_(AXES[choice.name]) if choice.one_answer else ahead,
        height=340,
        dark=is_dark(),
    )


def _at_k(choice: Choice, found: Reach) -> str:
    """What is reached at the chosen look-ahead, beside the whole future."""
    parts = [_best_at_k(choice, found) if found.ceilings else _unknown(found)]
    if found.cut:
        networks = _(
            "The network trained on whole sequences reaches **{cut:.3f}** when its backward reader must "
            "begin there; one trained for it reaches **{retrained:.3f}** (chance moves both by about "
            "{error:.3f})."
        )
        at = {"cut": found.cut[choice.place], "retrained": found.retrained[choice.place]}
        parts.append(networks.format(error=2 * found.error, **at))
    return " ".join(parts)


def _unknown(found: Reach) -> str:
    """What stands in for the best possible, where nobody knows it."""
    words = _(
        "Nobody knows the best possible here; the level is what the network trained on whole sequences "
        "reaches on all of each, **{whole:.3f}**."
    )
    return words.format(whole=found.cut[-1])


def _best_at_k(choice: Choice, found: Reach) -> str:
    k, best, whole = found.steps[choice.place], found.ceilings[choice.place], found.ceilings[-1]
    if choice.one_answer:
        return ngettext(
            "After **{k}** step the best possible reader reaches **{best:.3f}**, after all of them "
            "{whole:.3f}.",
            "After **{k}** steps the best possible reader reaches **{best:.3f}**, after all of them "
            "{whole:.3f}.",
            k,
        ).format(k=k, best=best, whole=whole)
    return ngettext(
        "With **{k}** step ahead the best possible reader reaches **{best:.3f}**, with the whole future "
        "{whole:.3f}.",
        "With **{k}** steps ahead the best possible reader reaches **{best:.3f}**, with the whole future "
        "{whole:.3f}.",
        k,
    ).format(k=k, best=best, whole=whole)


def _enough(choice: Choice, found: Reach) -> str:
    """How much future is enough, by the exact ceilings or by the networks."""
    k = enough(found)
    if choice.one_answer:
        said = _("**{k}** of {length} steps are enough to come within {near:g} of all of them.")
        if k == found.steps[-1]:
            said = _("None of the shorter beginnings comes within {near:g} of all {length} steps.")
        return said.format(k=k, length=found.length, near=NEAR)
    if not found.ceilings:
        return ngettext(
            "**{k}** step ahead is enough to come within {near:g} of the whole future: each answer comes "
            "{k} step late.",
            "**{k}** steps ahead are enough to come within {near:g} of the whole future: each answer comes "
            "{k} steps late.",
            k,
        ).format(k=k, near=NEAR)
    if k == 0:
        return _("No future is needed: a forward reader knows everything, and answers at once.")
    if k == found.steps[-1]:
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
    ).format(k=k, near=NEAR, length=found.length)


def _look(choice: Choice, found: Reach) -> None:
    if choice.one_answer:
        st.markdown(
            _(
                "**Look at** the coloured lines early on. Here an answer about the whole sequence is given "
                "after its first steps, and both readers have read no more. Healthy: trained for it, a "
                "network is right as often as what it has read allows (or a little less). Where the one that "
                "was cut lies far below, it takes the middle for the end: training repairs it."
            )
        )
    elif not found.ceilings:
        st.markdown(
            _(
                "**Look at** how soon both dashed lines reach the level: the next word decides most of what "
                "the past leaves open. Healthy: trained for k, the network lies above the one that was cut, "
                "most of all at k = 0; what it gains at the last k it has from learning longer."
            )
        )
    elif found.cut:
        st.markdown(
            _(
                "**Look at** both coloured lines at small k. At k = 0 a network knows what a forward one "
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
