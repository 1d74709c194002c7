"""Plotly's JavaScript for our own components, from the installed Python package: nothing is downloaded.

Out: the address of a compressed copy in `static/`, made at the first call.
Used by: `ui.live_figure`.
"""

import gzip
import os
import tempfile
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent.parent / "static"


@cache
def library_address(folder: Path = STATIC) -> str:
    """Make sure the library can be served, and say where.

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
