"""A table of beliefs: one column for each word, one row for each reader.

In: words, and what each reader believes of them. Out: a piece of HTML.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from ui.language import N_, _
from viz_core.figures.palette import TINT, Palette, palette
from viz_core.lessons.tagging_beliefs import Belief

NAMES = {"forward": N_("→ forward"), "backward": N_("← backward"), "bidirectional": N_("⇄ both")}
# Up to FEW words a tag and its probability stand in one line; up to SHOWN a projector has room for all.
FEW, SHOWN = 6, 9
CELL = "padding:0.35rem 0.6rem;text-align:center;border-radius:0.4rem;white-space:nowrap;min-width:4.6rem"
TIGHT = "padding:0.35rem 0.3rem;text-align:center;border-radius:0.4rem;white-space:nowrap;min-width:3.4rem"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One reader: its direction, where its numbers come from, and its belief about each word.

    `squeezed` says that it answers through one vector, when the whole sentence has been read.
    """

    direction: str
    source: str
    beliefs: Sequence[Belief]
    squeezed: bool = False


def belief_table(words: Sequence[str], rows: Sequence[Row], *, unknown: frozenset[int], dark: bool) -> str:
    """The table as HTML, with a note; `unknown` are the places of words that the networks do not know."""
    colours = palette(dark=dark)
    tight = len(words) > FEW
    size = "1rem;line-height:1.3" if tight else "1.1rem"
    head = "".join(
        _word(word, colours, known=place not in unknown, tight=tight) for place, word in enumerate(words)
    )
    body = "".join(_row(row, colours, tight=tight) for row in rows)
    return (
        '<div class="scrolling"><table class="beliefs" '
        f'style="border-collapse:separate;border-spacing:0.25rem;font-size:{size}">'
        f'<tr><th scope="col"></th>{head}</tr>{body}</table></div>'
        f'<p class="part-note">{html.escape(_note(words, rows, unknown))}</p>'
    )


def _note(words: Sequence[str], rows: Sequence[Row], unknown: frozenset[int]) -> str:
    note = _(
        "Each cell: the likeliest tag, its probability, and the next one; strong colour: sure. Look for a "
        "cell that is faint in one row and strong in another: there the other side of the sentence decides."
    )
    if any(row.squeezed for row in rows):
        note += " " + _("One vector: all tags are written when the whole sentence has been read.")
    if any(one.right is False for row in rows for one in row.beliefs):
        note += " " + _("Crossed out: wrong.")
    if len(words) > SHOWN:
        note += " " + _("The sentence goes on to the right: scroll the table.")
    if unknown:
        note += " " + _("Dotted: words the networks do not know.")
    return note


def _word(word: str, colours: Palette, *, known: bool, tight: bool) -> str:
    cell, size = (TIGHT, "1.1rem") if tight else (CELL, "1.25rem")
    style = "" if known else f"border-bottom:3px dotted {colours.muted};"
    title = "" if known else f' title="{html.escape(_("unknown word"))}"'
    return f'<th scope="col" style="{style}{cell};font-size:{size}"{title}>{html.escape(word)}</th>'


def _row(row: Row, colours: Palette, *, tight: bool) -> str:
    hue = colours.reader(row.direction)
    name = f'<span style="color:{hue};font-weight:600">{html.escape(_(NAMES[row.direction]))}</span>'
    between = "<br>" if tight else " · "
    name += f"{between}{html.escape(_('one vector'))}" if row.squeezed else ""
    look = f"font-size:1rem;font-weight:400;color:{colours.sources[row.source]}"
    source = f'<br><span style="{look}">{html.escape(_(row.source))}</span>'
    cells = "".join(_cell(one, hue, tight=tight) for one in row.beliefs)
    # It stays where it is while the words are scrolled under it.
    style = f"{CELL};text-align:left;position:sticky;left:0;background:{colours.background}"
    return f'<tr><th scope="row" style="{style}">{name}{source}</th>{cells}</tr>'


def _cell(one: Belief, hue: str, *, tight: bool) -> str:
    cell = TIGHT if tight else CELL
    if not one.tag:
        return f'<td style="{cell}">–</td>'
    strength = round(TINT * one.probability)
    style = f"background:color-mix(in srgb, {hue} {strength}%, transparent);{cell}"
    tag = html.escape(one.tag)
    tag = f"<s>{tag}</s>" if one.right is False else f"<b>{tag}</b>"
    between = "<br>" if tight else " "
    number = f"{one.other_probability:.2f}".removeprefix("0" if tight else "")
    rest = f"{html.escape(one.other)} {number}" if one.other else "&nbsp;"
    small = f'<br><span style="font-size:0.9rem">{rest}</span>'
    return f'<td style="{style}">{tag}{between}{one.probability:.2f}{small}</td>'
