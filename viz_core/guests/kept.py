"""Guests by the checksum of their file: opened once, whoever looks at them and however often.

In: the bytes of a file, or the digits under which one is kept. Out: an `Opened`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from viz_core.arrays import Floats32
from viz_core.data import apart, uploads
from viz_core.data.recent import Recent
from viz_core.guests.examples import EXAMPLES
from viz_core.guests.guest import Guest

ENDING = "keras"
MOST_BYTES = 256 * 2**20


@dataclass(frozen=True, kw_only=True, eq=False)
class Opened:
    """A file that was opened.

    Attributes:
        guest: its network.
        tasks: the tasks for which this app builds a network that computes the same.
    """

    guest: Guest
    tasks: tuple[str, ...]


def keep_network(data: bytes) -> str:
    """Open a file and keep it.

    Returns:
        The digits under which it is found again.

    Raises:
        ValueError: it holds no network that this app can evaluate; one sentence says why.
    """
    opened = _opened(data)
    source = uploads.store_bytes(data, ending=ENDING)
    opened_network.put(source, opened)
    return source


def keep_index(data: bytes) -> str:
    """Check a word index and keep it; the digits under which it is found again.

    Raises:
        ValueError: it is none.
    """
    index = apart.call("viz_core.guests.files:word_index", data)
    source = uploads.store_bytes(data, ending="json")
    kept_index.put(source, index)
    return source


def bytes_of(source: str) -> bytes:
    """The file of an example, by its name, or one that is kept, by its digits.

    Raises:
        MissingFile: it is not there any more.
    """
    example = EXAMPLES.get(source)
    return example.path.read_bytes() if example else uploads.stored(source, ending=ENDING)


def file_after(source: str, arrays: Sequence[Floats32]) -> bytes:
    """On a worker, by Keras: a kept network with other weights as a `.keras` file; see `in_keras.file_of`."""
    from viz_core.guests import in_keras

    return in_keras.file_of(bytes_of(source), arrays)


def _opened(data: bytes) -> Opened:
    guest, tasks = apart.call("viz_core.guests.opening:open_with_tasks", data)
    return Opened(guest=guest, tasks=tasks)


def _size(opened: Opened) -> int:
    return sum(array.nbytes for array in opened.guest.arrays.values())


def _index(source: str) -> dict[str, int]:
    found: dict[str, int] = apart.call(
        "viz_core.guests.files:word_index", uploads.stored(source, ending="json")
    )
    return found


# The word index under these digits; raises `MissingFile` where it is not there any more.
kept_index = Recent(_index, size=lambda index: 120 * len(index), most=MOST_BYTES // 4)
# The network of an example or of a kept file; raises `MissingFile` where the file is not there any more.
opened_network = Recent(lambda source: _opened(bytes_of(source)), size=_size, most=MOST_BYTES)
