"""Where uploaded files are kept.

In: checked text, or the bytes of a checked file. Out: the digits under which they are found again, also by
the processes that train.

A file is kept under the first digits of its checksum; the folder holds the newest `KEPT` files, and of these
not more than `KEPT_BYTES`, but always the last. It is written whole under a name of its own and then moved to
its place, so nobody ever reads a half; what is there already is not written again.
"""

import hashlib
import logging
import os
import tempfile
import time
from contextlib import suppress
from itertools import accumulate
from pathlib import Path

from viz_core.access.folder import data_folder, private_folder
from viz_core.data.data_set import MissingFile

logger = logging.getLogger(__name__)

KEPT, KEPT_BYTES = 1_000, 512 * 2**20
DIGITS = 16
PART = ".part"
# A file that was begun so long ago belongs to a server that ended while it wrote.
UNFINISHED_SECONDS = 3600.0


def folder() -> Path:
    """Where files are kept: `BIRNN_UPLOADS`, or a folder of the person who started the server.

    Raises:
        MissingFile: the folder cannot be made, is a symbolic link, or belongs to somebody else.
    """
    if named := os.environ.get("BIRNN_UPLOADS"):
        return Path(named).expanduser()
    try:
        return private_folder(private_folder(data_folder()) / "uploads")
    except OSError as problem:
        logger.exception("The folder for uploads cannot be used")
        raise MissingFile(
            f"The folder for uploads cannot be used: {problem.strerror or problem}."
        ) from problem


def store(text: str, *, ending: str) -> str:
    """Keep a text; what is there already stays and counts as new.

    Args:
        text: what to keep.
        ending: of the file's name, for example 'csv'.

    Returns:
        The digits it is found under again; the same text gives the same digits.
    """
    return store_bytes(text.encode("utf-8"), ending=ending)


def store_bytes(data: bytes, *, ending: str) -> str:
    """Keep a checked file that is no text; arguments and result are those of `store`."""
    source = digits_of(data)
    place = _path(source, ending)
    if not _there(place, len(data)):
        _write(place, data)
    _forget_old_ones()
    return source


def digits_of(data: bytes) -> str:
    """The digits under which these bytes are kept."""
    return hashlib.sha256(data).hexdigest()[:DIGITS]


def _there(place: Path, size: int) -> bool:
    """Whether a file is there already, whole; from now on it counts as new."""
    try:
        if place.stat().st_size != size:
            return False
        os.utime(place)
    except FileNotFoundError:
        return False
    return True


def _write(place: Path, data: bytes) -> None:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    # Only the owner can read what `mkstemp` makes, and no two calls get the same name.
    number, part = tempfile.mkstemp(PART, place.stem, place.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
        Path(part).replace(place)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def holds(source: str, *, ending: str) -> bool:
    """Whether there is something under these digits."""
    return _path(source, ending).is_file()


def stored(source: str, *, ending: str) -> bytes:
    """What was kept under these digits.

    Raises:
        MissingFile: nothing, or nothing any more.
    """
    try:
        return _path(source, ending).read_bytes()
    except FileNotFoundError as problem:
        raise MissingFile(
            "`source` must be a file that was uploaded here; got none of these digits."
        ) from problem


def size(source: str) -> int:
    """Bytes of what is kept under these digits; 0 for nothing."""
    return sum(path.stat().st_size for path in _files_of(source))


def remove(source: str) -> None:
    """Forget what is kept under these digits; nothing happens if there is nothing."""
    for path in _files_of(source):
        path.unlink(missing_ok=True)


def _files_of(source: str) -> list[Path]:
    return [path for path in folder().glob(f"{source}.*") if path.suffix != ".part"] if source else []


def _path(source: str, ending: str) -> Path:
    return folder() / f"{source}.{ending}"


def _forget_old_ones() -> None:
    now = time.time()
    files = _files()
    for path, (written, _) in files.items():
        if path.suffix == PART and now - written > UNFINISHED_SECONDS:
            path.unlink(missing_ok=True)
    kept = [path for path in files if path.suffix != PART]
    newest = sorted(kept, key=lambda path: files[path][0], reverse=True)
    sizes = accumulate(files[path][1] for path in newest)
    for place, (path, size) in enumerate(zip(newest, list(sizes), strict=True)):
        if place >= KEPT or (place and size > KEPT_BYTES):
            path.unlink(missing_ok=True)


def _files() -> dict[Path, tuple[float, int]]:
    """Every file in the folder, when it was written, and its size; others may be removing some just now."""
    found = {}
    for path in folder().iterdir():
        with suppress(FileNotFoundError):
            about = path.stat()
            found[path] = (about.st_mtime, about.st_size)
    return found
