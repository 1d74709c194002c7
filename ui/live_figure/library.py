"""Plotly's JavaScript for our own components: nothing is downloaded.

In: a figure. Out: the address of a compressed library that can draw it. For most that is Plotly's own
bundle for flat figures, 0.5 MB, which lies in `static/plotly/` (MIT licence, Plotly, Inc.;
`plotly.js-cartesian-dist-min`); for all others the whole library, 1.5 MB, a copy from the installed
Python package, made in `static/` at the first call.
"""

import gzip
import os
import tempfile
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
FLAT: Final = "plotly/plotly-cartesian-4.1.1.min.js.gz"
# The traces of that bundle.
FLAT_TRACES: Final = frozenset(
    ("bar", "box", "contour", "heatmap", "histogram", "histogram2d", "image", "pie", "scatter", "violin")
)


def library_address(figure: Any) -> str:
    """Where the smallest library lies that can draw a figure.

    Args:
        figure: a Plotly figure, or the same as JSON has it.

    Returns:
        The address, relative to the page's base address.
    """
    traces = {trace["type"] if "type" in trace else "scatter" for trace in figure["data"]}
    return f"app/static/{FLAT}" if traces <= FLAT_TRACES else whole_library()


@cache
def whole_library(folder: Path = STATIC) -> str:
    """Make sure the whole library can be served, and say where.

    The browser unpacks the copy itself: Streamlit would compress the 4.8 MB anew for every visitor.

    Args:
        folder: what Streamlit serves at `app/static`.

    Returns:
        The address, relative to the page's base address.

    Raises:
        OSError: the copy is not there and the folder cannot be written.
    """
    target = folder / f"plotly-{version('plotly')}.min.js.gz"
    if not target.exists():
        _write(target, gzip.compress(files("plotly").joinpath("package_data/plotly.min.js").read_bytes(), 9))
    return f"app/static/{target.name}"


def _write(target: Path, content: bytes) -> None:
    """Write in one step: another server of the same folder sees the whole file or none."""
    target.parent.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.chmod(name, 0o644)
    os.replace(name, target)
