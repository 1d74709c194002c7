"""Where files are kept that people bring along.

In: checked text. Out: the digits under which the text is found again, also by the processes that train.
Used by: `own_tags`, `own_numbers` and `own_texts`.

A file is kept as plain text, under the first digits of its checksum; the folder holds the newest `KEPT`
files, and of these not more than `KEPT_BYTES`, but always the last.
"""

import hashlib
import logging
import os
from itertools import accumulate
from pathlib import Path

from viz_core.access.folder import data_folder, private_folder
from viz_core.data.data_set import MissingFile

logger = logging.getLogger(__name__)

KEPT, KEPT_BYTES = 1_000, 512 * 2**20
DIGITS = 16


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
    data = text.encode("utf-8")
    source = hashlib.sha256(data).hexdigest()[:DIGITS]
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder() / f"{source}.{os.getpid()}.part"
    part.write_bytes(data)
    part.replace(_path(source, ending))
    _forget_old_ones()
    return source


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
    kept = [path for path in folder().iterdir() if path.suffix != ".part"]
    newest = sorted(kept, key=lambda path: path.stat().st_mtime, reverse=True)
    sizes = accumulate(path.stat().st_size for path in newest)
    for place, (path, size) in enumerate(zip(newest, list(sizes), strict=True)):
        if place >= KEPT or (place and size > KEPT_BYTES):
            path.unlink(missing_ok=True)
