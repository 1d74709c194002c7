"""A table of beliefs: one column for each word, one row for each reader.

In: words, and what each reader believes of them. Out: a part of a page. Used by: the room Tagging.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from ui.frame import is_dark
from ui.language import N_, _
from viz_core.beliefs import Belief
from viz_core.palette import Palette, palette

NAMES = {"forward": N_("→ forward"), "backward": N_("← backward"), "bidirectional": N_("⇄ both")}
CELL = "padding:0.35rem 0.6rem;text-align:center;border-radius:0.4rem;white-space:nowrap;min-width:4.6rem"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One reader: its direction, where its numbers come from, and its belief about each word.

    `squeezed` says that it answers through one vector, when the whole sentence has been read.
    """

    direction: str
    source: str
    beliefs: Sequence[Belief]
    squeezed: bool = False


def belief_table(words: Sequence[str], rows: Sequence[Row], *, unknown: frozenset[int]) -> None:
    """Draw the table; `unknown` are the places of words that the networks do not know."""
    colours = palette(dark=is_dark())
    head = "".join(_word(word, colours, known=place not in unknown) for place, word in enumerate(words))
    body = "".join(_row(row, colours) for row in rows)
    st.html(
        '<div style="overflow-x:auto"><table class="beliefs" '
        'style="border-collapse:separate;border-spacing:0.25rem;font-size:1.1rem">'
        f'<tr><th scope="col"></th>{head}</tr>{body}</table></div>'
    )
    note = _(
        "Each cell: the likeliest tag, its probability, and the next one; strong colour: sure. "
        "Look for a cell that is pale in one row and strong in another: there the other side of the sentence "
        "decides."
    )
    if any(row.squeezed for row in rows):
        note += " " + _("One vector: all tags are written when the whole sentence has been read.")
    if any(one.right is False for row in rows for one in row.beliefs):
        note += " " + _("Crossed out: wrong.")
    if unknown:
        note += " " + _("Dotted: words the networks do not know.")
    st.caption(note)


def _word(word: str, colours: Palette, *, known: bool) -> str:
    style = "" if known else f"border-bottom:3px dotted {colours.muted};"
    title = "" if known else f' title="{html.escape(_("unknown word"))}"'
    return f'<th scope="col" style="{style}{CELL};font-size:1.25rem"{title}>{html.escape(word)}</th>'


def _row(row: Row, colours: Palette) -> str:
    hue = colours.reader(row.direction)
    name = f'<span style="color:{hue};font-weight:600">{html.escape(_(NAMES[row.direction]))}</span>'
    name += f" · {html.escape(_('one vector'))}" if row.squeezed else ""
    source = f'<br><span style="font-size:0.85rem;color:{colours.sources[row.source]}">{_(row.source)}</span>'
    cells = "".join(_cell(one, hue) for one in row.beliefs)
    return f'<tr><th scope="row" style="{CELL};text-align:left">{name}{source}</th>{cells}</tr>'


def _cell(one: Belief, hue: str) -> str:
    if not one.tag:
        return f'<td style="{CELL}">–</td>'
    strength = round(55 * one.probability)
    style = f"background:color-mix(in srgb, {hue} {strength}%, transparent);{CELL}"
    tag = html.escape(one.tag)
    tag = f"<s>{tag}</s>" if one.right is False else f"<b>{tag}</b>"
    rest = f"{html.escape(one.other)} {one.other_probability:.2f}" if one.other else "&nbsp;"
    small = f'<br><span style="font-size:0.9rem">{rest}</span>'
    return f'<td style="{style}">{tag} {one.probability:.2f}{small}</td>'
