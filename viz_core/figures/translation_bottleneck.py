"""The vector between encoder and decoder, for several questions: one row of colours for each.

In: vectors, the questions, which of them mean the same. Out: one figure.
"""

from collections.abc import Sequence

import numpy as np

from viz_core.arrays import Floats
from viz_core.checks import check_shape
from viz_core.figures.palette import palette
from viz_core.figures.primitives import Part, unchecked
from viz_core.words import N_, Translate

ROW, LETTER, COLUMN = 27, 8.6, 82
MARGINS = {"l": 0, "r": 160, "t": 34, "b": 8}
TITLES = {"forward": N_("forward, last state →"), "backward": N_("← backward, last state")}


def plain_bottleneck_rows(
    vectors: Floats,
    questions: Sequence[str],
    same: Sequence[bool],
    as_read: Floats,
    *,
    readers: Sequence[str],
    dark: bool = False,
    _: Translate = str,
) -> Part:
    """One row for each question, and how far it is from the first: in all, and as the decoder reads it.

    Args:
        vectors: `(questions, units)`; with two readers the forward half, then the backward one.
        questions: as they are written.
        same: whether each means the same as the first.
        as_read: distances of what the decoder makes of them, `(questions,)`.
        readers: 'forward', 'backward', or both.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: there is not one question and one flag for each vector.
    """
    check_shape("vectors", vectors, {"questions": len(questions), "units": None})
    check_shape("same", same, {"questions": len(questions)})
    check_shape("as_read", as_read, {"questions": len(questions)})
    rows = _places(same)
    limit = float(np.abs(vectors).max(initial=0)) or 1.0
    distances = np.linalg.norm(vectors - vectors[0], axis=1)
    margins = MARGINS | {"l": 24 + round(LETTER * max(map(len, questions)))}
    layout = {
        "xaxis": {"visible": False, "range": (0.5, vectors.shape[1] + 0.5)},
        "yaxis": {
            "range": (rows[-1] + 0.55, rows[0] - 0.55),
            "showgrid": False,
            "tickmode": "array",
            "tickvals": rows,
            "ticktext": [f"<b>{questions[0]}</b>", *questions[1:]],
            "tickfont": {"color": palette(dark=dark).text},
        },
        "annotations": [
            *_titles(vectors.shape[1], readers, dark=dark, _=_),
            *_distances(_("distance"), distances, rows, same, place=0, dark=dark),
            *_distances(_("as read"), as_read, rows, same, place=1, dark=dark),
        ],
        "shapes": _between(vectors.shape[1], readers, dark=dark),
    }
    traces = [
        _strip(vector, row, question, limit, dark=dark, _=_)
        for vector, row, question in zip(vectors, rows, questions, strict=True)
    ]
    height = round(ROW * (rows[-1] + 1.1)) + MARGINS["t"] + MARGINS["b"]
    return unchecked(traces, layout, height=height, margins=margins, dark=dark)


def _places(same: Sequence[bool]) -> list[float]:
    """Rows from 0 on, with half a row of air where the meaning changes."""
    air = [
        0.5 * sum(one != other for one, other in zip(same[:k], same[1 : k + 1], strict=True))
        for k in range(len(same))
    ]
    return [k + extra for k, extra in enumerate(air)]


def _strip(vector: Floats, row: float, question: str, limit: float, *, dark: bool, _: Translate) -> Part:
    words = _("unit {unit}: {value}").format(unit="%{x}", value="%{z:.4f}")
    return {
        "type": "heatmap",
        "x": np.arange(1, len(vector) + 1),
        "y": [row],
        "z": [vector],
        "zmin": -limit,
        "zmid": 0,
        "zmax": limit,
        "colorscale": palette(dark=dark).diverging,
        "showscale": False,
        "ygap": 3,
        "name": question,
        "hovertemplate": f"{question}<br>{words}<extra></extra>",
    }


def _titles(units: int, readers: Sequence[str], *, dark: bool, _: Translate) -> list[Part]:
    """Whose state each part of the vector is, over it."""
    part = units / len(readers)
    return [
        {
            "text": f"<b>{_(TITLES[reader])}</b>",
            "x": part * (place + 0.5) + 0.5,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"color": palette(dark=dark).reader(reader)},
        }
        for place, reader in enumerate(readers)
    ]


def _distances(
    heading: str, distances: Floats, rows: Sequence[float], same: Sequence[bool], *, place: int, dark: bool
) -> list[Part]:
    """A column at the right: how far each vector is from the first."""
    colours = palette(dark=dark)
    words = [heading, *(f"{one:.2f}" for one in distances[1:])]
    return [
        {
            "text": word if number == 0 else f"<b>{word}</b>",
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 8 + place * COLUMN,
            "y": row,
            "showarrow": False,
            "font": {"color": colours.muted if number == 0 or alike else colours.text},
        }
        for number, (word, row, alike) in enumerate(zip(words, rows, same, strict=True))
    ]


def _between(units: int, readers: Sequence[str], *, dark: bool) -> list[Part]:
    if len(readers) == 1:
        return []
    line = {"color": palette(dark=dark).text, "width": 2}
    middle = units / 2 + 0.5
    return [{"type": "line", "x0": middle, "x1": middle, "yref": "paper", "y0": 0, "y1": 1, "line": line}]
