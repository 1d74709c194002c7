"""A changed network beside the untouched one: its answers, and which input moves which of them.

In: finished numbers of one sequence. Out: one figure.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from viz_core.arrays import Floats, Ints
from viz_core.checks import check_integer, check_shape
from viz_core.figures.palette import TEXT_SIZE, Palette, palette
from viz_core.figures.primitives import Part, finished, panel_title
from viz_core.words import Translate

MARGINS = {"l": 108, "r": 12, "t": 40, "b": 44}
SQUARE = {"l": 52, "r": 12, "t": 40, "b": 52}
POLL = {"l": 120, "r": 90, "t": 40, "b": 16}
# What the smallest entry of a map shows of the colour of the largest.
FLOOR = 0.15


def answers(
    before: Floats,
    after: Floats,
    targets: Ints,
    *,
    classes: tuple[str, str],
    height: int = 240,
    dark: bool = False,
    _: Translate = str,
) -> go.Figure:
    """Probabilities of class 1: rings before the change, bars after it, a line through what is right.

    Args:
        before: of the untouched network, `(time,)`.
        after: of the changed one, `(time,)`.
        targets: the right classes, `(time,)`.
        classes: their names, at the foot and at the top of the axis.
        height: in pixels.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: the three differ in length.
    """
    check_shape("after", after, {"time": len(before)})
    check_shape("targets", targets, {"time": len(before)})
    colours = palette(dark=dark)
    steps = np.arange(1, len(before) + 1)
    right = (after > 0.5) == (targets == 1)
    layout = {
        "xaxis": {"tickvals": steps, "showgrid": False, "title": {"text": _("timestep")}},
        "yaxis": {"range": (-0.1, 1.1), "tickvals": (0, 0.5, 1), "ticktext": (classes[0], "0.5", classes[1])},
        "annotations": [
            panel_title(
                _("Answers"),
                note=_("{right} of {count} right; ○ untouched").format(
                    right=int(right.sum()), count=len(right)
                ),
                dark=dark,
            )
        ],
        "bargap": 0.35,
        "shapes": [_half_line(colours)],
    }
    traces = [
        _bars(steps, after, right, colours, _),
        _marks(steps, before, _("untouched"), "circle-open", colours.text, 13, width=2.5, _=_),
        _marks(steps, targets, _("target"), "line-ew", colours.target, 30, width=4, _=_),
    ]
    return finished(traces, layout, height=height, margins=MARGINS, dark=dark)


def _half_line(colours: Palette) -> Part:
    line = {"color": colours.muted, "width": 1.5, "dash": "4px,4px"}
    return {"type": "line", "xref": "x domain", "x0": 0, "x1": 1, "y0": 0.5, "y1": 0.5, "line": line}


def _bars(steps: Ints, after: Floats, right: npt.NDArray[np.bool_], colours: Palette, _: Translate) -> Part:
    words = _("step {step}: {value}").format(step="%{x}", value="%{customdata:.4f}")
    return {
        "type": "bar",
        "x": steps,
        "y": after - 0.5,
        "base": np.full(len(steps), 0.5),
        "customdata": after,
        "marker": {"color": [colours.right if one else colours.wrong for one in right]},
        "name": "changed",
        "hovertemplate": f"{words}<extra></extra>",
    }


def _marks(
    steps: Ints,
    values: Floats | Ints,
    name: str,
    symbol: str,
    colour: str,
    size: int,
    *,
    width: float,
    _: Translate,
) -> Part:
    words = _("{name} at step {step}: {value}").format(name=name, step="%{x}", value="%{y:.4f}")
    return {
        "type": "scatter",
        "mode": "markers",
        "x": steps,
        "y": values,
        "name": name,
        "marker": {
            "symbol": symbol,
            "size": size,
            "color": colour,
            "line": {"width": width, "color": colour},
        },
        "hovertemplate": f"{words}<extra></extra>",
    }


def jacobian_map(values: Floats, *, height: int = 300, dark: bool = False, _: Translate = str) -> go.Figure:
    """|d logit_t / d x_s| as a square, darkest where an input moves an answer most; exact zeros stay blank.

    Args:
        values: `(time, time)`: row t the answer, column s the input.
        height: in pixels.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: `values` is not square.
    """
    check_shape("values", values, {"answers": None, "inputs": len(values)})
    colours = palette(dark=dark)
    steps = np.arange(1, len(values) + 1)
    largest = float(values.max())
    words = _("answer {answer}, input {input}: {value}")
    said = words.format(answer="%{y}", input="%{x}", value="%{z:.4f}")
    layout = {
        "xaxis": {"title": {"text": _("input s")}, "tickvals": steps[::3], "showgrid": False},
        "yaxis": {
            "title": {"text": _("answer t")},
            "tickvals": steps[::3],
            "showgrid": False,
            "autorange": "reversed",
        },
        "annotations": [
            panel_title("|dyₜ/dxₛ|", note=_("0 to {largest}").format(largest=f"{largest:.3g}"), dark=dark)
        ],
    }
    square = {
        "type": "heatmap",
        "x": steps,
        "y": steps,
        "z": np.where(values == 0, np.nan, values),
        "zmin": -FLOOR * largest,
        "zmax": largest or 1.0,
        "colorscale": ((0, colours.surface), (1, colours.merged)),
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "hovertemplate": f"{said}<extra></extra>",
    }
    return finished([square], layout, height=height, margins=SQUARE, dark=dark)


def poll(
    hands: Sequence[int],
    *,
    classes: Sequence[str],
    network: Sequence[float] | None = None,
    height: int = 230,
    dark: bool = False,
    _: Translate = str,
) -> go.Figure:
    """What a class says, and, once it is to be seen, what the network says.

    Args:
        hands: raised for each class.
        classes: their names.
        network: its probabilities, or None while they are hidden.
        height: in pixels.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: the lengths differ.
    """
    check_integer("classes", len(classes), len(hands), len(hands))
    colours = palette(dark=dark)
    total = sum(hands)
    shares = [hand / total if total else 0.0 for hand in hands]
    words = [f"{hand} ({share:.0%})" for hand, share in zip(hands, shares, strict=True)]
    traces = [_poll_bars(classes, shares, words, _("the class"), colours.muted)]
    hidden = network is None
    shown = [0.0] * len(classes) if network is None else list(network)
    said = ["?" if hidden else f"{share:.2f}" for share in shown]
    traces.append(_poll_bars(classes, shown, said, _("the network"), colours.merged))
    layout = {
        "xaxis": {"range": (0, 1), "visible": False},
        "yaxis": {"autorange": "reversed", "showgrid": False},
        "barmode": "group",
        "bargap": 0.3,
        "annotations": [panel_title(_poll_title(colours, _), dark=dark)],
    }
    return finished(traces, layout, height=height, margins=POLL, dark=dark)


def _poll_title(colours: Palette, _: Translate) -> str:
    return (
        f'<span style="color:{colours.muted}">■ {_("the class")}</span>   '
        f'<span style="color:{colours.merged}">■ {_("the network")}</span>'
    )


def _poll_bars(
    classes: Sequence[str], shares: Sequence[float], words: Sequence[str], name: str, colour: str
) -> Part:
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(classes),
        "x": list(shares),
        "text": list(words),
        "textposition": "outside",
        "textfont": {"size": TEXT_SIZE + 4},
        "cliponaxis": False,
        "marker": {"color": colour},
        "name": name,
        "hovertemplate": f"{name}: %{{x:.2f}}<extra></extra>",
    }
