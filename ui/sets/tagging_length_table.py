"""A table of accuracies by the length of the sentence: tagged word by word, or through one vector.

In: the name of a tag set. Out: a part of a page.
"""

import html
from collections.abc import Sequence

import streamlit as st

from ui.badge import badge
from ui.frame import is_dark
from ui.headings import heading
from ui.language import N_, _
from ui.savable import savable
from ui.sets.tagging_belief_table import CELL, NAMES
from viz_core.data.recipes import SET_RECIPES
from viz_core.figures.palette import TINT, palette
from viz_core.lessons.tagging_bottleneck import measured
from viz_core.statistics.accuracy_by_length import LengthScore

HEADS = {"per_step": N_("word by word"), "encoder_decoder": N_("through one vector")}
NOTES = {
    "mini_sentences": N_(
        "Nothing is lost here: a vector of 24 numbers has room for eight words of a small grammar. A network "
        "that reads in one direction even gains, because its decoder begins when the whole sentence has been "
        "read. On real text this is different: choose English web. Chance moves a share by up to a "
        "hundredth, so that one may lie a little above the best possible."
    ),
    "treebank": N_(
        "The same recipe, the same sentences. One vector of 64 numbers cannot hold what 64 numbers at every "
        "word can: look how the accuracy falls with the length of the sentence, and how it does not when "
        "every word has an answer of its own."
    ),
}


def length_table(name: str) -> None:
    """Draw the table of a set; nothing where no taggers came with the app."""
    scores = measured(name)
    if not scores:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        heading(_("What one vector costs"), width="content")
        badge("pretrained")
    bands = next(iter(scores.values()))
    head = "".join(_head(one, whole=one is bands[-1]) for one in bands)
    body = "".join(_row(key, row) for key, row in scores.items())
    with savable("table", key="tag_lengths"):
        st.html(
            '<div class="scrolling"><table class="lengths" '
            'style="border-collapse:separate;border-spacing:0.25rem;font-size:1.1rem">'
            f'<tr><th scope="col" style="{CELL};text-align:left">{html.escape(_("Words in a sentence"))}</th>'
            f"{head}</tr>{body}</table></div>"
        )
    sentences = bands[-1].sentences
    st.caption(
        _("Share of words tagged right on the test part, {sentences:,} sentences.").format(
            sentences=sentences
        )
        + " "
        + _(NOTES[name])
    )


def _head(one: LengthScore, *, whole: bool) -> str:
    words = _("all") if whole else str(one.first) if one.first == one.last else f"{one.first}–{one.last}"
    return f'<th scope="col" style="{CELL}">{html.escape(words)}</th>'


def _row(key: str, scores: Sequence[LengthScore]) -> str:
    model = SET_RECIPES[key].model
    hue = palette(dark=is_dark()).reader(model.direction)
    name = f'<span style="color:{hue};font-weight:600">{html.escape(_(NAMES[model.direction]))}</span>'
    how = f"{name}, {html.escape(_(HEADS[model.head]))}"
    cells = "".join(_cell(one, hue) for one in scores)
    return f'<tr><th scope="row" style="{CELL};text-align:left;font-weight:400">{how}</th>{cells}</tr>'


def _cell(one: LengthScore, hue: str) -> str:
    style = f"background:color-mix(in srgb, {hue} {round(TINT * one.words)}%, transparent);{CELL}"
    title = _("{whole:.3f} of {sentences:,} sentences without a mistake").format(
        whole=one.whole, sentences=one.sentences
    )
    return f'<td style="{style}" title="{html.escape(title)}">{one.words:.3f}</td>'
