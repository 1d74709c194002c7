"""Sequences and word indexes from files that people bring: CSV, `.npy`, `.npz`, JSON. Nothing is unpickled.

In: the bytes of a file. Out: arrays, or a word index. Runs in a process of its own; see
`viz_core.data.apart`.
"""

import csv
import io
import json
import math
import zipfile
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt

from viz_core.data.plain_text import refuse, text_of
from viz_core.words import N_

MOST_NUMBERS, MOST_ARRAYS = 1_000_000, 16
MOST_WORDS, LONGEST_WORD = 200_000, 100
WANTED = N_("a CSV table of numbers, or a .npy or .npz file of numbers, without pickles")
_NPY, _ZIP = b"\x93NUMPY", b"PK"
_BROKEN = (
    ValueError,
    EOFError,
    OSError,
    KeyError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)

Arrays = tuple[npt.NDArray[np.float64], ...]


def arrays_in(data: bytes) -> Arrays:
    """The arrays of numbers in a file, in its order; a CSV table is one, `(rows, columns)`.

    Raises:
        ValueError: it is no such file, or holds more than `MOST_NUMBERS`.
    """
    if data.startswith(_NPY):
        return (_array(data),)
    if data.startswith(_ZIP):
        return _zipped(data)
    return (_table(text_of(data)),)


def _zipped(data: bytes) -> Arrays:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if one.filename.endswith(".npy")]
            if not members or len(members) > MOST_ARRAYS:
                refuse(f"an .npz file of 1 to {MOST_ARRAYS} arrays", f"{len(members):,}")
            if sum(one.file_size for one in members) > 16 * MOST_NUMBERS:
                refuse(f"a file of at most {MOST_NUMBERS:,} numbers", "more")
            packed = [archive.read(one) for one in members]
    except _BROKEN as problem:
        if type(problem) is ValueError:
            raise
        refuse(WANTED, "an archive that cannot be read")
    return tuple(_array(one) for one in packed)


def _array(data: bytes) -> npt.NDArray[np.float64]:
    """One array; its header is held against the bytes that are there before memory is taken."""
    file = io.BytesIO(data)
    try:
        version = np.lib.format.read_magic(file)
        read = (
            np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        )
        shape, _, kind = read(file)
    except _BROKEN:
        refuse(WANTED, "an array that cannot be read")
    if kind.kind not in "fiub":
        refuse(WANTED, "an array of something else")
    count = math.prod(shape)
    if count > MOST_NUMBERS or count * kind.itemsize > len(data) - file.tell():
        refuse(
            f"a file of at most {MOST_NUMBERS:,} numbers, all of them there", f"an array of the shape {shape}"
        )
    file.seek(0)
    return _finite(np.asarray(np.load(file, allow_pickle=False), np.float64))


def _finite(array: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    if not np.isfinite(array).all():
        refuse("a file of finite numbers", "others among them")
    return array


def _table(text: str) -> npt.NDArray[np.float64]:
    """Rows of numbers; a first row of names is left out."""
    first = text.partition("\n")[0]
    mark = max(";,\t", key=first.count)
    rows = [
        row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if any(map(str.strip, row))
    ]
    if rows and not any(map(_is_number, rows[0])):
        rows = rows[1:]
    if not rows:
        refuse(WANTED, "no numbers")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            refuse(f"a table of {len(rows[0])} columns", f"{len(row)} in row {number:,}")
        if not all(map(_is_number, row)):
            refuse(WANTED, f"something else in row {number:,}")
    if len(rows) * len(rows[0]) > MOST_NUMBERS:
        refuse(f"a file of at most {MOST_NUMBERS:,} numbers", "more")
    return _finite(np.array(rows, np.float64))


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def word_index(data: bytes) -> dict[str, int]:
    """A word index in JSON, `{"the": 1, …}`, as `keras.datasets.imdb.get_word_index()` gives one.

    Raises:
        ValueError: it is none, or has more than `MOST_WORDS` words.
    """
    wanted = 'a word index in JSON, {"the": 1, …}'
    try:
        values: Any = json.loads(text_of(data))
    except RecursionError:
        refuse(wanted, "something nested deeply")
    except json.JSONDecodeError:
        refuse(wanted, "a file that is no JSON")
    if not isinstance(values, dict) or not 1 <= len(values) <= MOST_WORDS:
        refuse(f"{wanted}, of 1 to {MOST_WORDS:,} words", "something else")
    for word, number in values.items():
        if type(number) is not int or not 0 <= number < 2**31 or len(word) > LONGEST_WORD:
            refuse(wanted, f"{word[:LONGEST_WORD]!r} with something that is no number from 0 on")
    return values
