"""The running predictions on a review, word by word.

In: probabilities by reader, the words. Out: one figure.
"""

from collections.abc import Mapping, Sequence

from viz_core.arrays import Floats
from viz_core.checks import check_shape
from viz_core.figures.palette import palette
from viz_core.figures.primitives import DIRECTION_WORDS, EndLabel, Part, end_labels, panel_height, unchecked
from viz_core.words import Translate

MARGINS = {"l": 64, "r": 156, "t": 24, "b": 96}
RANGE = (-0.02, 1.02)
# More words than this are numbered, not written, under the axis.
WRITTEN = 45
RING = 18


def plain_running_lines(
    readers: Mapping[str, Floats],
    words: Sequence[str],
    *,
    answer: str,
    final: float,
    step: str = "word",
    height: int = 320,
    dark: bool = False,
    _: Translate = str,
) -> Part:
    """Each reader's probability after each word, in input time, and the answer behind the last word.

    Rings mark the states that the answer is made of: forward at the last word, backward at the first.

    Args:
        readers: 'forward', 'backward', 'bidirectional' -> `(time,)`.
        words: as they are written under the axis.
        answer: whose probability it is, for example 'positive'.
        final: the network's answer, that probability.
        step: what the axis counts where the words are too many to be written.
        height: in pixels.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: a reader has not one number for each word.
    """
    for reader, values in readers.items():
        check_shape(reader, values, {"words": len(words)})
    places = list(range(1, len(words) + 1))
    traces = [
        _line(reader, readers[reader], words, places, dark=dark, _=_)
        for reader in DIRECTION_WORDS
        if reader in readers
    ]
    hue = palette(dark=dark).reader("bidirectional" if len(readers) > 1 else next(iter(readers)))
    traces += [*_rings(readers, places, hue), _answer(final, len(words) + 1, hue, _)]
    labels = [_label(reader, values, dark=dark, _=_) for reader, values in readers.items()]
    names = end_labels(labels, y_range=RANGE, plot_height=panel_height(height, MARGINS))
    written = {
        "tickmode": "array",
        "tickvals": [*places, len(words) + 1],
        "ticktext": [*words, f"<b>{_('answer')}</b>"],
        "tickangle": -45,
    }
    layout = {
        "xaxis": {"range": (0.5, len(words) + 1 + max(0.5, 0.02 * len(words))), "showgrid": False}
        | (written if len(words) <= WRITTEN else {"title": {"text": _(step)}}),
        "yaxis": {"range": RANGE, "title": {"text": f"p({answer})"}, "dtick": 0.25, "tickformat": ".2f"},
        "shapes": [_half(dark=dark)],
        "annotations": names,
        "hovermode": "x",
    }
    return unchecked(traces, layout, height=height, margins=MARGINS, dark=dark)


def _line(
    reader: str, values: Floats, words: Sequence[str], places: list[int], *, dark: bool, _: Translate
) -> Part:
    said = _("{reader} at “{word}”: {value}")
    named = {"reader": _(DIRECTION_WORDS[reader]), "word": "%{customdata}", "value": "%{y:.3f}"}
    return {
        "type": "scatter",
        "x": places,
        "y": values,
        "customdata": list(words),
        "mode": "lines+markers",
        "line": {"color": palette(dark=dark).reader(reader), "width": 3},
        "marker": {"size": 7},
        "name": DIRECTION_WORDS[reader],
        "hovertemplate": f"{said.format(**named)}<extra></extra>",
    }


def _rings(readers: Mapping[str, Floats], places: Sequence[int], hue: str) -> list[Part]:
    """Around the last state of each reader: where it has read everything."""
    ends = {"forward": -1, "backward": 0}
    return [
        {
            "type": "scatter",
            "x": [places[end]],
            "y": [readers[reader][end]],
            "mode": "markers",
            "marker": {
                "symbol": "circle-open",
                "size": RING,
                "line": {"width": 3},
                "color": hue,
            },
            "name": f"{reader}, read by the answer",
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
        for reader, end in ends.items()
        if reader in readers
    ]


def _answer(final: float, place: int, hue: str, _: Translate) -> Part:
    """The answer itself, with its number."""
    return {
        "type": "scatter",
        "x": [place],
        "y": [final],
        "mode": "markers+text",
        "marker": {"symbol": "diamond", "size": 15, "color": hue},
        "text": [f"<b>{final:.3f}</b>"],
        "textposition": "bottom center" if final > 0.5 else "top center",
        "textfont": {"color": hue},
        "cliponaxis": False,
        "name": "answer",
        "hovertemplate": _("answer: {value}").format(value="%{y:.3f}") + "<extra></extra>",
    }


def _label(reader: str, values: Floats, *, dark: bool, _: Translate) -> EndLabel:
    """A reader's name beside the right end of its line."""
    arrow = {"forward": _("forward →"), "backward": _("← backward")}.get(reader, _("both, same word"))
    return EndLabel(y=float(values[-1]), text=arrow, colour=palette(dark=dark).reader(reader))


def _half(*, dark: bool) -> Part:
    line = {"color": palette(dark=dark).muted, "width": 1, "dash": "dot"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0.5, "y1": 0.5, "line": line}
