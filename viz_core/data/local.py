"""Files of data sets on this machine: found, and read without unpickling.

In: the name of a file. Out: its arrays, checked.

Looked for first in the folder that the environment variable `BIRNN_DATA_DIR` names, then in Keras's own
cache, `~/.keras/datasets` (`KERAS_HOME` moves it). Nothing is ever unpickled here, and no array is read
before its header says that it has the type and the size it should have.
"""

import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from viz_core.arrays import Array
from viz_core.data.data_set import MissingFile

FILES = Path(__file__).parent / "files"
# For sentences: where a server's folders lie is nobody's business on a page.
KERAS_CACHE = "~/.keras/datasets"
# No set has an array above this; a file that claims one is refused before memory is taken for it.
LARGEST_BYTES = 256 * 2**20
# What `zipfile` and NumPy raise on files that are cut off, encrypted, or something else altogether.
_BROKEN = (
    EOFError,
    KeyError,
    MemoryError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


class _Unfit(ValueError):
    """A file that can be opened and holds something else than it should."""


def folders() -> list[Path]:
    """Where files are looked for, the local folder first."""
    own = os.environ.get("BIRNN_DATA_DIR")
    return [*([Path(own).expanduser()] if own else []), keras_cache()]


def keras_cache() -> Path:
    """The folder in which `keras.datasets` keeps what it fetched."""
    home = os.environ.get("KERAS_HOME")
    return (Path(home) if home else Path.home() / ".keras") / "datasets"


def find(name: str) -> Path | None:
    """The first file of that name, or None."""
    return next((path for folder in folders() if (path := folder / name).is_file()), None)


def found(name: str, *, title: str) -> Path:
    """The first file of that name.

    Raises:
        MissingFile: there is none.
    """
    path = find(name)
    if path is None:
        raise MissingFile(
            f"`{title}` must be on this machine, as {name} in the folder that BIRNN_DATA_DIR names or in "
            f"{KERAS_CACHE}; got no such file."
        )
    return path


def read_arrays(path: Path, wanted: Mapping[str, str]) -> dict[str, Array]:
    """Read some arrays of an `.npz` file.

    Args:
        path: the file.
        wanted: name of an array -> the kind of numbers it must hold: 'u', 'i', or both as 'ui'.

    Raises:
        ValueError: it is no such file, an array is missing, too large, or of another kind.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for name, kinds in wanted.items():
                _check_header(archive, path, name, kinds)
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in wanted}
    except _Unfit:
        raise
    except _BROKEN as problem:
        raise _refused(path, type(problem).__name__) from problem


def _check_header(archive: zipfile.ZipFile, path: Path, name: str, kinds: str) -> None:
    with archive.open(f"{name}.npy") as member:
        version = np.lib.format.read_magic(member)
        reader = (
            np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        )
        shape, _, kind = reader(member)
    if kind.kind not in kinds:
        raise _refused(path, f"{name} of type {kind}")
    if int(np.prod(shape, dtype=object)) * kind.itemsize > LARGEST_BYTES:
        raise _refused(path, f"{name} of shape {shape}")


def _refused(path: Path, got: str) -> _Unfit:
    return _Unfit(f"`{path.name}` must be an .npz file of whole numbers, as documented; got {got}.")
