"""The parts of a `.keras` file, extracted without trusting any of them.

In: the bytes of a file. Out: the description of its network as JSON values, and the bytes of its weights.
A `.keras` file is a ZIP archive: https://keras.io/guides/serialization_and_saving/
"""

import io
import json
import lzma
import zipfile
import zlib
from typing import Any

from viz_core.words import N_

MOST_BYTES = 100 * 2**20
MOST_DESCRIPTION = 4 * 2**20
MOST_MEMBERS = 1_000
REFUSED = N_("`file` must be a .keras file of a network that this app can read; got {what}.")
# What the two ways of compression that Keras and ZIP programs use are called in an archive.
KNOWN_COMPRESSION = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError)


class RefusedFileError(ValueError):
    """A file that is not opened; the message is one sentence for whoever brought it."""


def refusal(what: str) -> RefusedFileError:
    """The one sentence about a file that is not opened."""
    return RefusedFileError(REFUSED.format(what=what))


def open_archive(data: bytes) -> tuple[Any, bytes]:
    """The description and the weights of a file.

    Raises:
        ValueError: it is no such archive, it is damaged or encrypted, or it unfolds to too much.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*BROKEN, ValueError, NotImplementedError) as problem:
        raise refusal("something else") from problem
    with archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise refusal(f"more than {MOST_MEMBERS:,} files in one")
        if sum(one.file_size for one in members) > MOST_BYTES:
            raise refusal("more than 100 MB")
        described = _parsed(_member(archive, "config.json", "its description"))
        return described, _member(archive, "model.weights.h5", "its weights")


def _member(archive: zipfile.ZipFile, name: str, what: str) -> bytes:
    try:
        member = archive.getinfo(name)
    except KeyError as problem:
        raise refusal(f"an archive without {what}, `{name}`") from problem
    if member.flag_bits & ENCRYPTED:
        raise refusal("an encrypted archive")
    if member.compress_type not in KNOWN_COMPRESSION:
        raise refusal("an archive with a compression that Keras does not write")
    try:
        return archive.read(member)
    except (*BROKEN, NotImplementedError) as problem:
        raise refusal(f"a damaged archive: {what} cannot be unpacked") from problem


def _parsed(text: bytes) -> Any:
    """The JSON values of a description; numbers that are none are no part of JSON."""
    if len(text) > MOST_DESCRIPTION:
        raise refusal("a description of more than 4 MB")
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError as problem:
        raise refusal("a description that is nested too deeply") from problem
    except ValueError as problem:
        raise refusal("a description that is no JSON") from problem


def _no_constant(name: str) -> Any:
    raise ValueError(name)
