"""An image, and the ten probabilities after each of its rows, read from the top and from the bottom.

In: one image, probabilities from both ends. Out: one figure of three panels that share their rows.
"""

from collections.abc import Sequence

from viz_core.arrays import Floats
from viz_core.checks import check_shape
from viz_core.figures.palette import palette
from viz_core.figures.primitives import Part, panel_title, unchecked
from viz_core.words import Translate

MARGINS = {"l": 64, "r": 16, "t": 38, "b": 56}
DOMAINS = {"": (0.0, 0.4), "2": (0.45, 0.71), "3": (0.74, 1.0)}


def plain_row_answers(
    image: Floats,
    from_top: Floats,
    from_bottom: Floats,
    *,
    classes: Sequence[str],
    height: int = 420,
    dark: bool = False,
    _: Translate = str,
) -> Part:
    """The image beside what was said when only the rows above, or only those below, had been read.

    Args:
        image: `(rows, columns)` from 0 to 1.
        from_top: `(rows, classes)`; entry t has read rows 0 to t.
        from_bottom: `(rows, classes)`; entry t has read rows t to the last.
        classes: their names.
        height: in pixels.
        dark: for the dark theme.
        _: translates.

    Raises:
        ValueError: the rows or classes do not agree.
    """
    check_shape("image", image, {"rows": None, "columns": None})
    for name, array in (("from_top", from_top), ("from_bottom", from_bottom)):
        check_shape(name, array, {"rows": len(image), "classes": len(classes)})
    colours = palette(dark=dark)
    panels = (
        ("", _("The image"), image, [str(one + 1) for one in range(image.shape[1])], colours.text),
        ("2", _("From the top ↓"), from_top, list(classes), colours.forward),
        ("3", _("From the bottom ↑"), from_bottom, list(classes), colours.backward),
    )
    layout: Part = {"annotations": []}
    traces = []
    for axis, title, values, names, hue in panels:
        traces.append(_map(axis, values, names, hue, dark=dark, _=_))
        layout |= _axes(axis, picture=axis == "", _=_)
        layout["annotations"].append(
            panel_title(f'<span style="color:{hue}">{title}</span>', axis=axis, dark=dark)
        )
    return unchecked(traces, layout, height=height, margins=MARGINS, dark=dark)


def _map(axis: str, values: Floats, names: list[str], hue: str, *, dark: bool, _: Translate) -> Part:
    said = _("row {row}: {answer} with {value}").format(row="%{y}", answer="%{x}", value="%{z:.3f}")
    if axis == "":
        said = _("row {row}, column {column}: {value}").format(row="%{y}", column="%{x}", value="%{z:.2f}")
    return {
        "type": "heatmap",
        "x": names,
        "y": list(range(1, len(values) + 1)),
        "z": values,
        "zmin": 0,
        "zmax": 1,
        "colorscale": ((0.0, palette(dark=dark).zero), (1.0, hue)),
        "showscale": False,
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "hovertemplate": f"{said}<extra></extra>",
    }


def _axes(axis: str, *, picture: bool, _: Translate) -> dict[str, Part]:
    rows: Part = {"anchor": f"x{axis}", "autorange": "reversed", "showgrid": False, "dtick": 7, "tick0": 7}
    if picture:
        rows["title"] = {"text": _("row")}
    else:
        rows |= {"matches": "y", "showticklabels": False}
    columns: Part = {"domain": DOMAINS[axis], "anchor": f"y{axis}", "showgrid": False, "type": "category"}
    columns |= {"showticklabels": False} if picture else {"title": {"text": _("answer")}}
    return {f"xaxis{axis}": columns, f"yaxis{axis}": rows}
