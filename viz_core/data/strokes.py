"""A digit drawn by hand, made into an image as MNIST's were.

In: strokes as points. Out: `(28, 28)` grey values.

MNIST's digits were scaled into a box of 20 x 20 with their proportions kept, drawn with soft edges, and moved
so that their centre of mass is the centre of the 28 x 28 image (http://yann.lecun.com/exdb/mnist/). Here the
strokes themselves are scaled and moved before they are drawn, so no pixel is ever resampled, and how large or
where somebody drew makes no difference.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats64
from viz_core.data.digits import SIDE

BOX = 20.0
# Width of the pen in pixels; its edge fades over one pixel.
PEN = 2.4
MOST_STROKES, MOST_POINTS = 100, 2_000


def image_of(strokes: Any) -> npt.NDArray[np.uint8] | None:
    """Draw a digit.

    Args:
        strokes: a list of strokes, each a list of points `[x, y]` from 0 to 1, y downwards.

    Returns:
        `(28, 28)`, ink 255 on 0; None when nothing was drawn.

    Raises:
        ValueError: these are no strokes.
    """
    lines = _checked(strokes)
    if not lines:
        return None
    fitted = _fitted(lines)
    first = _ink(fitted)
    moved = [line + (SIDE / 2 - _centre(first)) for line in fitted]
    return np.rint(255 * _ink(moved)).astype(np.uint8)


def _checked(strokes: Any) -> list[Floats64]:
    """Strokes as arrays `(points, 2)`; whatever else a browser may send is refused."""
    if not isinstance(strokes, Sequence) or isinstance(strokes, str) or len(strokes) > MOST_STROKES:
        raise _refused()
    try:
        lines = [np.asarray(one, np.float64) for one in strokes if len(one)]
    except (TypeError, ValueError) as problem:
        raise _refused() from problem
    points = sum(len(line) for line in lines)
    if points > MOST_POINTS or not all(_fits(line) for line in lines):
        raise _refused()
    return lines


def _fits(line: Floats64) -> bool:
    return line.ndim == 2 and line.shape[1] == 2 and bool(np.all((line >= 0) & (line <= 1)))


def _refused() -> ValueError:
    return ValueError(
        f"`strokes` must be at most {MOST_STROKES} lists of points [x, y] from 0 to 1, {MOST_POINTS:,} "
        "points in all; got something else."
    )


def _fitted(lines: list[Floats64]) -> list[Floats64]:
    """Scaled so that the ink, pen included, fills the box, around the middle of the image."""
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (BOX - PEN) / max(float(np.max(high - low)), 1e-9) if np.any(high > low) else 0.0
    return [(line - (low + high) / 2) * scale + SIDE / 2 for line in lines]


def _centre(ink: Floats64) -> Floats64:
    """Centre of mass as (x, y); a pixel's own place is its middle."""
    places = np.arange(SIDE) + 0.5
    return np.array([ink.sum(axis=0) @ places, ink.sum(axis=1) @ places]) / ink.sum()


def _ink(lines: list[Floats64]) -> Floats64:
    """How much ink is in each pixel, `(28, 28)` from 0 to 1: by the distance to the nearest segment."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    pixels = np.stack([x.ravel(), y.ravel()], axis=1)
    nearest = np.min([_distance(pixels, line) for line in lines], axis=0)
    return np.clip((PEN + 1) / 2 - nearest, 0, 1).reshape(SIDE, SIDE)


def _distance(pixels: Floats64, line: Floats64) -> Floats64:
    """Distance of each pixel to a polyline (a single point counts as one)."""
    starts, ends = (line[:-1], line[1:]) if len(line) > 1 else (line, line)
    along = ends - starts
    length = np.maximum(np.sum(along**2, axis=1), 1e-12)
    offset = pixels[:, None] - starts
    share = np.clip(np.sum(offset * along, axis=2) / length, 0, 1)
    gap = offset - share[..., None] * along
    return np.sqrt(np.sum(gap**2, axis=2)).min(axis=1)
