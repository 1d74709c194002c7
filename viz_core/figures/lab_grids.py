"""The answer of an experiment as a grid: one field for each cell, its numbers written into it.

In: means, half widths and counts by row and column. Out: an annotated heatmap.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from viz_core.figures.palette import TEXT_SIZE, palette
from viz_core.figures.primitives import Part, finished

MARGINS = {"l": 12, "r": 12, "t": 82, "b": 4}
ROW_HEIGHT = 42
# Above this place on the scale, words on a field are written in the colour of the page behind it.
DEEP = 0.55
# Differences smaller than this look small.
LEAST_RANGE = 0.05


@dataclass(frozen=True, kw_only=True)
class ShownCell:
    """What stands in one field.

    Attributes:
        mean: share of right answers; None where nothing has been run.
        text: the words in the field, for example '0.991 ± 0.002'.
        hover: more words, as HTML.
    """

    mean: float | None
    text: str
    hover: str


def grid(
    cells: Sequence[Sequence[ShownCell]],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    row_title: str,
    column_title: str,
    dark: bool = False,
) -> go.Figure:
    """Draw a grid, its first row on top.

    Args:
        cells: by row, then by column.
        rows: titles of the rows.
        columns: titles of the columns.
        row_title: what varies from row to row.
        column_title: what varies from column to column.
        dark: for the dark theme.
    """
    colours = palette(dark=dark)
    known = [cell.mean for row in cells for cell in row if cell.mean is not None]
    high = max(known, default=1.0)
    low = min([*known, high - LEAST_RANGE]) - 0.2 * LEAST_RANGE
    heat: Part = {
        "type": "heatmap",
        "x": list(range(len(columns))),
        "y": list(range(len(rows))),
        "z": [[cell.mean for cell in row] for row in cells],
        "customdata": [[cell.hover for cell in row] for row in cells],
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
        "colorscale": [[0, colours.zero], [1, colours.right]],
        "zmin": low,
        "zmax": high,
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
    }
    words = [
        _words(cell, x=j, y=i, span=(low, high), dark=dark)
        for i, row in enumerate(cells)
        for j, cell in enumerate(row)
    ]
    layout = {
        "annotations": [*words, _corner(f"{column_title} →   {row_title} ↓", colours.muted)],
        "xaxis": _axis(columns) | {"side": "top", "tickangle": 0, "range": [-0.5, len(columns) - 0.5]},
        "yaxis": _axis(rows) | {"range": [len(rows) - 0.5, -0.5]},
        "uirevision": "grid",
    }
    height = ROW_HEIGHT * len(rows) + MARGINS["t"] + MARGINS["b"]
    return finished([heat], layout, height=height, margins=MARGINS, dark=dark)


def _axis(titles: Sequence[str]) -> Part:
    wrapped = [title.replace(", ", ",<br>") for title in titles]
    ticks = {"tickmode": "array", "tickvals": list(range(len(titles))), "ticktext": wrapped}
    return {**ticks, "showgrid": False, "fixedrange": True}


def _words(cell: ShownCell, *, x: int, y: int, span: tuple[float, float], dark: bool) -> Part:
    colours = palette(dark=dark)
    deep = cell.mean is not None and (cell.mean - span[0]) / (span[1] - span[0]) > DEEP
    return {
        "x": x,
        "y": y,
        "text": cell.text,
        "showarrow": False,
        "font": {"size": TEXT_SIZE, "color": colours.background if deep else colours.text},
    }


def _corner(text: str, colour: str) -> Part:
    """The names of both axes, above the top left corner."""
    return {
        "text": text,
        "xref": "x domain",
        "yref": "y domain",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 54,
        "showarrow": False,
        "font": {"size": TEXT_SIZE, "color": colour},
    }
