"""Scores side by side: one horizontal bar for each network.

In: names and accuracies. Out: one figure.
"""

from collections.abc import Mapping

import plotly.graph_objects as go

from viz_core.figures.palette import LABEL_SIZE, palette
from viz_core.figures.primitives import empty_figure
from viz_core.words import Translate

MARGINS = {"l": 24, "r": 84, "t": 12, "b": 56}
ROW = 46


def score_bars(
    accuracies: Mapping[str, float],
    *,
    chance: float,
    chance_label: str,
    dark: bool = False,
    _: Translate = str,
) -> go.Figure:
    """Accuracies of networks, from the first at the top to the last.

    Args:
        accuracies: name -> share of right answers.
        chance: what guessing reaches; drawn as a line.
        chance_label: what to call it.
        dark: for the dark theme.
        _: translates.
    """
    colours = palette(dark=dark)
    height = ROW * (len(accuracies) + 1) + MARGINS["t"] + MARGINS["b"]
    figure = empty_figure(height=height, dark=dark, **MARGINS)
    figure.add_trace(
        go.Bar(
            x=list(accuracies.values()),
            y=list(accuracies),
            orientation="h",
            marker={"color": colours.merged},
            text=[f"<b>{value:.3f}</b>" for value in accuracies.values()],
            textposition="outside",
            textfont={"size": LABEL_SIZE},
            cliponaxis=False,
            hovertemplate="%{y}: %{x:.4f}<extra></extra>",
        )
    )
    figure.add_vline(
        x=chance,
        line={"color": colours.text, "width": 2, "dash": "8px,8px"},
        annotation={"text": chance_label, "yref": "paper", "y": 1.0, "yanchor": "top", "xanchor": "left"},
    )
    # An empty row at the top leaves room for the words beside the line.
    names = list(accuracies)
    figure.layout.yaxis = {
        "range": (len(names) - 0.4, -1.1),
        "tickfont": {"size": LABEL_SIZE, "color": colours.text},
    }
    figure.layout.xaxis = {
        "range": (0, 1),
        "title": {"text": _("accuracy")},
        "tickformat": ".1f",
        "nticks": 6,
    }
    figure.layout.bargap = 0.35
    return figure
