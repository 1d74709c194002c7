"""Evidence bars: how much of each answer comes from the past and how much from the future.

In: parts of logits (or of exact log-odds), `(time,)` each. Out: one figure, a panel for each network.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

import numpy as np
import plotly.graph_objects as go

from viz_core.arrays import Floats, Ints
from viz_core.checks import check_shape
from viz_core.figures.palette import TEXT_SIZE, Palette, palette
from viz_core.figures.primitives import empty_figure, panel_title
from viz_core.words import N_, Translate

MARGINS = {"l": 64, "r": 16, "t": 44, "b": 50}
LOGIT = N_("logit")
GAP_X, GAP_Y = 0.07, 0.2
# Room above the bars, below them for the printed sums, and for a mark under each: shares of their whole span.
ABOVE, BELOW, MARK = 0.08, 0.3, 0.12


@dataclass(frozen=True, kw_only=True, eq=False)
class EvidencePanel:
    """The answers of one reader pair to one sequence.

    Attributes:
        title: what the panel shows.
        note: a remark beside it.
        total: the logit (log-odds) at each step, `(time,)`.
        forward: its part from the past, `(time,)`; None where the total is no sum.
        backward: its part from the future, `(time,)`; None likewise.
        bias: what is left of the total.
        targets: the right answers, 0 or 1, `(time,)`; None where none are marked.
    """

    title: str
    note: str = ""
    total: Floats
    forward: Floats | None = None
    backward: Floats | None = None
    bias: float = 0.0
    targets: Ints | None = None


def evidence_bars(
    panels: Sequence[EvidencePanel],
    *,
    symbols: Sequence[str],
    symbols_name: str,
    columns: int = 2,
    unit: str = LOGIT,
    height: int = 480,
    dark: bool = False,
    _: Translate = str,
) -> go.Figure:
    """Two-coloured bars under each step, with their sum printed; one purple bar where there is no split.

    Parts of one sign are stacked on each other, so the bars of a step may reach to both sides of zero; the
    purple mark is their sum, bias included.

    Args:
        panels: what to draw, row by row; all share one scale.
        symbols: how each step is written.
        symbols_name: what these are; stands at the left of their rows.
        columns: panels side by side.
        unit: title of the axes on the left.
        height: in pixels.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: a panel has another number of steps than there are symbols.
    """
    for panel in panels:
        check_shape("total", panel.total, {"time": len(symbols)})
    figure = empty_figure(height=height, dark=dark, **MARGINS)
    rows = -(-len(panels) // columns)
    y_range, ticks = _range(panels), _ticks(panels)
    for number, panel in enumerate(panels):
        axis = str(number + 1) if number else ""
        row, column = divmod(number, columns)
        figure.add_traces(_marks(panel, axis=axis, low=y_range[0], colours=palette(dark=dark), _=_))
        figure.layout[f"xaxis{axis}"] = _steps_axis(symbols, _span(column, columns, GAP_X), axis)
        figure.layout[f"yaxis{axis}"] = {
            "domain": _span(rows - 1 - row, rows, GAP_Y),
            "anchor": f"x{axis}",
            "range": y_range,
            "tickvals": ticks,
            "showgrid": False,
            "title": {"text": _(unit) if column == 0 else ""},
            "zeroline": True,
            "zerolinecolor": palette(dark=dark).muted,
        }
        heading = panel_title(panel.title, axis=axis, note=panel.note, dark=dark)
        figure.add_annotation(heading)
        if column == 0:
            _name_rows(figure, panel, axis, symbols_name, low=y_range[0], dark=dark, _=_)
    figure.layout.update(barmode="relative", bargap=0.3)
    return figure


def _steps_axis(symbols: Sequence[str], domain: tuple[float, float], axis: str) -> dict[str, object]:
    return {
        "domain": domain,
        "anchor": f"y{axis}",
        "tickvals": list(range(1, len(symbols) + 1)),
        "ticktext": list(symbols),
        "tickangle": 0,
        "showgrid": False,
        "range": (0.4, len(symbols) + 0.6),
    }


def _name_rows(
    figure: go.Figure,
    panel: EvidencePanel,
    axis: str,
    symbols_name: str,
    *,
    low: float,
    dark: bool,
    _: Translate,
) -> None:
    """What the two rows of numbers at the foot of a panel are, at their left."""
    sums = _("sum") if panel.forward is not None else _(LOGIT)
    at_left = {"xref": f"x{axis} domain", "x": 0, "xanchor": "right", "xshift": -8, "showarrow": False}
    at_left["font"] = {"size": TEXT_SIZE, "color": palette(dark=dark).muted}
    printed_at = {"yref": f"y{axis}", "y": low, "yanchor": "bottom"}
    written_at = {"yref": f"y{axis} domain", "y": 0, "yanchor": "top", "yshift": -4}
    marks = "<br> " if panel.targets is not None else ""
    figure.add_annotation(text=sums + marks, **at_left, **printed_at)
    figure.add_annotation(text=symbols_name, **at_left, **written_at)


def _span(place: int, places: int, gap: float) -> tuple[float, float]:
    width = (1 - gap * (places - 1)) / places
    low = place * (width + gap)
    return low, min(1.0, low + width)


def _reach(panels: Sequence[EvidencePanel]) -> tuple[float, float]:
    """How far the longest bars of all panels reach above and below zero."""
    high, low = (max(float(_stacked(panel, sign).max()) for panel in panels) for sign in (1, -1))
    return high, low


def _ticks(panels: Sequence[EvidencePanel]) -> list[float]:
    """Round numbers among the bars, four steps at most; none beside the printed sums, as if it named them."""
    high, low = _reach(panels)
    least = (high + low or 1.0) / 4
    power = 10.0 ** floor(log10(least))
    step = next(part * power for part in (1, 2, 5, 10) if part * power >= least)
    return [step * place for place in range(-floor(low / step), floor(high / step) + 1)]


def _range(panels: Sequence[EvidencePanel]) -> tuple[float, float]:
    """One range for all panels: around the longest bars, with room for the printed sums."""
    high, low = _reach(panels)
    span = high + low or 1.0
    marked = any(panel.targets is not None for panel in panels)
    return -low - (BELOW + MARK * marked) * span, high + ABOVE * span


def _stacked(panel: EvidencePanel, sign: int) -> Floats:
    """How far the bars of each step reach above (1) or below (-1) zero, `(time,)`."""
    parts = [part for part in (panel.forward, panel.backward) if part is not None]
    pieces = [*parts, np.full(panel.total.shape, panel.bias)] if parts else [panel.total]
    return np.maximum(sign * np.array(pieces), 0).sum(axis=0)


def _marks(
    panel: EvidencePanel, *, axis: str, low: float, colours: Palette, _: Translate
) -> list[go.Bar | go.Scatter]:
    steps = np.arange(1, len(panel.total) + 1)
    place = {"x": steps, "xaxis": f"x{axis}", "yaxis": f"y{axis}"}
    if panel.forward is None or panel.backward is None:
        whole = _bars(panel.total, _("whole logit, not a sum"), colours.merged, place, _)
        return [whole, _sums(panel, place, low, colours)]
    constant = np.full(panel.total.shape, panel.bias)
    bias = [_bars(constant, _("bias"), colours.earlier, place, _)] if panel.bias else []
    return [
        _bars(panel.forward, _("from the past"), colours.forward, place, _),
        _bars(panel.backward, _("from the future"), colours.backward, place, _),
        *bias,
        go.Scatter(
            y=panel.total,
            mode="markers",
            marker={"symbol": "line-ew", "size": 26, "line": {"width": 5, "color": colours.merged}},
            name="sum",
            hovertemplate=_("step {step}: sum {value}").format(step="%{x}", value="%{y:.4f}")
            + "<extra></extra>",
            **place,
        ),
        _sums(panel, place, low, colours),
    ]


def _bars(values: Floats, name: str, colour: str, place: dict[str, object], _: Translate) -> go.Bar:
    words = _("step {step}, {name}: {value}").format(step="%{x}", name=name, value="%{y:.4f}")
    return go.Bar(
        y=values,
        name=name,
        marker={"color": colour, "line": {"width": 0}},
        hovertemplate=f"{words}<extra></extra>",
        **place,
    )


def _sums(panel: EvidencePanel, place: dict[str, object], low: float, colours: Palette) -> go.Scatter:
    """The printed sums at the foot of the panel; below each a mark: is it on the right side of 0?"""
    words = [_printed(value) for value in panel.total]
    hues = [colours.text] * len(words)
    if panel.targets is not None:
        right = (panel.total > 0) == (panel.targets == 1)
        words = [f"{word}<br>{'✓' if hit else '✗'}" for word, hit in zip(words, right, strict=True)]
        hues = [colours.right if hit else colours.wrong for hit in right]
    return go.Scatter(
        y=np.full(panel.total.shape, low),
        textposition="top center",
        mode="text",
        text=words,
        textfont={"size": TEXT_SIZE, "color": hues},
        name="sums printed",
        hoverinfo="skip",
        cliponaxis=False,
        **place,
    )


def _printed(value: float) -> str:
    """Three characters at most, and the sign."""
    digits = 0 if abs(value) >= 9.95 else 1
    return f"{value:.{digits}f}".replace("-0.0", "0.0").replace("-", "\N{MINUS SIGN}")
