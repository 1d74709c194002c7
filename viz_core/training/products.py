"""Products of the matrices of a step.

In: float32 arrays. Out: products, written in place by `times` and `add_times`.

The matrices of a recurrent layer are small: 10 sequences of 52 numbers by 52 x 200 weights. A library for
large ones lays them out and chooses its way anew at every call, which takes longer than such a product. Here
weights are laid out once for all steps of a sequence (`pack`, `pack_across`), in panels as
`viz_core.training.tiles` has them. Where that kernel has no vectors, OpenBLAS multiplies.
"""

import numpy as np

from viz_core.arrays import Floats32
from viz_core.training.compiled import compiled
from viz_core.training.tiles import LANES, PANEL, ROWS, lay, tile

# Numbers of the left matrix that stay in a cache of the second level while one panel follows another.
BLOCK = 2**15


@compiled
def _by_panel(a: Floats32, panels: Floats32, start: int, out: Floats32, column: int, add: bool) -> None:
    """The columns of a product that belong to one panel, in tiles of equal height.

    Whoever calls gives `a` as a slice with steps: Numba then has one type for all orders of its axes, and
    compiles the tiles once.
    """
    rows = a.shape[0]
    tiles = (rows + ROWS - 1) // ROWS
    vectors = 2 if out.shape[1] - column > LANES else 1
    for number in range(tiles):
        row = number * rows // tiles
        height = (number + 1) * rows // tiles - row
        tile(vectors, height, a, row, panels, start, out, column, add)


@compiled
def _pack_panel(b: Floats32, column: int, factors: Floats32, panels: Floats32, start: int) -> None:
    """Lay out the columns from `column` on that make one panel."""
    wide = b.shape[1] - column > LANES
    for k in range(b.shape[0]):
        if wide:
            lay(b, k, column, factors, panels, start + k * PANEL)
            lay(b, k, column + LANES, factors, panels, start + k * PANEL + LANES)
        else:
            lay(b, k, column, factors, panels, start + k * LANES)


@compiled
def _pack_vectors(b: Floats32, factors: Floats32, panels: Floats32) -> None:
    """Lay out a matrix for `times`.

    Args:
        b: `(inner, columns)`, rows without gaps.
        factors: what each column is multiplied with, `(columns,)`.
        panels: `panel_size(inner, columns)` numbers at least, flat; written.
    """
    for column in range(0, b.shape[1], PANEL):
        _pack_panel(b, column, factors, panels, column * b.shape[0])


@compiled
def _pack_across_vectors(b: Floats32, columns: int, panels: Floats32) -> None:
    """Lay out the transpose of the first rows of a matrix for `times`.

    Args:
        b: `(columns or more, inner)`.
        columns: how many of its rows become columns.
        panels: `panel_size(inner, columns)` numbers at least, flat; written.
    """
    inner = b.shape[1]
    for column in range(0, columns, PANEL):
        start, left = column * inner, columns - column
        width = PANEL if left > LANES else LANES
        for j in range(width):
            if j < left:
                for k in range(inner):
                    panels[start + k * width + j] = b[column + j, k]
            else:
                for k in range(inner):
                    panels[start + k * width + j] = 0


@compiled
def _times_vectors(a: Floats32, panels: Floats32, out: Floats32) -> None:
    """Write `a`, `(rows, inner)`, times a matrix laid out before into `out`, `(rows, columns)`."""
    rows, inner = a.shape
    blocks = a.size // BLOCK + 1
    for block in range(blocks):
        first, last = block * rows // blocks, (block + 1) * rows // blocks
        for column in range(0, out.shape[1], PANEL):
            _by_panel(a[first:last:1, ::1], panels, column * inner, out[first:last], column, False)


@compiled
def _add_times_vectors(a: Floats32, b: Floats32, out: Floats32) -> None:
    """Add the product of the transpose of `a`, `(inner, rows)`, and `b`, `(inner, columns)`, to `out`."""
    factors, panel = np.ones(b.shape[1], np.float32), np.empty(len(b) * PANEL, np.float32)
    for column in range(0, out.shape[1], PANEL):
        _pack_panel(b, column, factors, panel, 0)
        _by_panel(a.T[::1, ::1], panel, 0, out, column, True)


# The same four by OpenBLAS, which takes a matrix as it is.


@compiled
def _pack_blas(b: Floats32, factors: Floats32, panels: Floats32) -> None:
    panels[: b.size].reshape(b.shape)[:] = b * factors


@compiled
def _pack_across_blas(b: Floats32, columns: int, panels: Floats32) -> None:
    panels[: b.shape[1] * columns].reshape(b.shape[1], columns)[:] = b[:columns].T


@compiled
def _times_blas(a: Floats32, panels: Floats32, out: Floats32) -> None:
    inner, columns = a.shape[1], out.shape[1]
    np.dot(a, panels[: inner * columns].reshape(inner, columns), out)


@compiled
def _add_times_blas(a: Floats32, b: Floats32, out: Floats32) -> None:
    out += np.dot(a.T, b)


if LANES:
    pack, pack_across, times, add_times = (
        _pack_vectors,
        _pack_across_vectors,
        _times_vectors,
        _add_times_vectors,
    )
else:
    pack, pack_across, times, add_times = _pack_blas, _pack_across_blas, _times_blas, _add_times_blas


@compiled
def panel_size(inner: int, columns: int) -> int:
    """How many numbers an `(inner, columns)` matrix takes in panels."""
    width = max(LANES, 1)
    return inner * ((columns + width - 1) // width) * width
