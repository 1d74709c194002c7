"""Arrays from the `model.weights.h5` of a `.keras` file, each looked at before it is read.

In: the bytes of a `.keras` file, names and shapes that are wanted. Out: its description, float32 arrays.
Needs h5py, so it runs in a process of its own. A dataset may name other files, promise more than it holds
or be packed; none of that is what Keras writes, and all of it is refused.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import h5py
import numpy as np

from viz_core.arrays import Floats32
from viz_core.keras_files.archive import RefusedFileError, open_archive, refusal
from viz_core.words import N_

UNREADABLE = N_("weights that cannot be read")
HDF5 = b"\x89HDF"
# Where a whole network in one HDF5 file has its description.
DESCRIPTION = "model_config"


def open_file(data: bytes) -> tuple[Any, bytes]:
    """The description and the weights of a `.keras` file.

    Raises:
        ValueError: it is none; of an `.h5` file the sentence says what to do with it.
    """
    if data.startswith(HDF5):
        raise _of_hdf5(data)
    return open_archive(data)


def _of_hdf5(data: bytes) -> RefusedFileError:
    """The sentence about an `.h5` file, of which nothing is read but whether it holds a network."""
    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            is_network = DESCRIPTION in file.attrs
    except Exception:  # whatever h5py makes of a damaged file: there is no list
        return refusal("a damaged .h5 file")
    if is_network:
        return refusal("an .h5 file; open it in Keras 3 and save it as .keras")
    return refusal("an .h5 file of weights alone; save the whole network as .keras")


class Stored:
    """The arrays of an opened file."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def read(self, path: str, shape: tuple[int, ...]) -> Floats32:
        """The array at a path.

        Raises:
            ValueError: it is missing, of another shape, not stored as plain numbers, or not finite.
        """
        dataset = self._dataset(path)
        if dataset.shape != shape:
            raise refusal(f"weights of another size: {dataset.shape} where {shape} belongs")
        _check_plain(dataset)
        array = np.asarray(dataset[()], np.float32)
        if not np.isfinite(array).all():
            raise refusal("weights that are not finite numbers")
        return array

    def _dataset(self, path: str) -> Any:
        """Step by step, so that no link leads out of the file."""
        place = self._file
        for name in path.split("/"):
            link = place.get(name, getlink=True) if isinstance(place, h5py.Group) else None
            if link is None:
                raise refusal("weights of which some are missing")
            if not isinstance(link, h5py.HardLink):
                raise refusal("weights that lie in another file")
            place = place[name]
        if not isinstance(place, h5py.Dataset):
            raise refusal("weights of which some are missing")
        return place


def _check_plain(dataset: Any) -> None:
    """Refuse what is not simply there, number after number."""
    if dataset.is_virtual or dataset.external:
        raise refusal("weights that lie in another file")
    size = dataset.size * dataset.dtype.itemsize
    if dataset.dtype.kind != "f" or dataset.chunks or dataset.id.get_storage_size() != size:
        raise refusal("weights that are not stored as Keras stores them")


@contextmanager
def stored(data: bytes) -> Iterator[Stored]:
    """Open the weights.

    Raises:
        ValueError: they cannot be read.
    """
    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            yield Stored(file)
    except RefusedFileError:
        raise
    except Exception as problem:  # whatever h5py makes of a damaged file: there is no list
        raise refusal(UNREADABLE) from problem
