"""The text of a file that somebody made, or one sentence that says why it is none.

In: the bytes of a file, plain or gzipped. Out: its text; `refuse`, the sentence for everything else.

Nothing is believed: not the name of the file, not the size a gzip header claims, not the encoding. It is only
ever read as text; nothing in it is executed or unpickled.
"""

import re
import unicodedata
import zlib
from typing import NoReturn

MOST_BYTES = 10 * 2**20
# Joined gzip files are one; ten megabytes of text in blocks of 64 kB have 160 parts.
MOST_PARTS = 256
_GZIP = b"\x1f\x8b"
# How files begin that are often taken for text: ZIP archives, among them Excel's, and UTF-16.
_OTHERS = {
    b"PK\x03\x04": "a ZIP or Excel file",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_BYTE_ORDER_MARK = "\ufeff"
# The zero-width joiner and non-joiner are part of how Persian, Hindi and emoji are written; beside ASCII or
# at an end they are stray.
_STRAY_JOINERS = re.compile(r"(?<![^\0-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\0-\x7f])")
JOINERS = "\u200c\u200d"


class _Shown(dict[int, str]):
    """Code point -> what is kept of it: formatting characters vanish, spaces of every kind are spaces."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        category = unicodedata.category(letter)
        kept = " " if category[0] == "Z" else letter
        self[code] = "" if category == "Cf" and letter not in JOINERS else kept
        return self[code]


_SHOWN = _Shown()


def text_of(data: bytes, *, most: int | None = None) -> str:
    """The text of a file in UTF-8, without the marks that some programs put in front of what they write.

    Byte-order marks inside the text are left out too: they are where files were joined.

    Args:
        data: the file, plain or gzipped.
        most: bytes, as they came and once they are unzipped; None takes `MOST_BYTES`.

    Raises:
        ValueError: the file is too large, in another encoding, or no text.
    """
    most = most or MOST_BYTES
    if len(data) > most:
        refuse(f"at most {most // 2**20} MB", f"{len(data) / 2**20:.0f} MB")
    if data.startswith(_GZIP):
        data = _unzipped(data, most)
    for begin, what in _OTHERS.items():
        if data.startswith(begin):
            refuse("text in UTF-8", what)
    try:
        return data.decode("utf-8").replace(_BYTE_ORDER_MARK, "")
    except UnicodeDecodeError as problem:
        refuse("text in UTF-8", f"another encoding at byte {problem.start:,}")


def _unzipped(data: bytes, most: int) -> bytes:
    """The text of a gzipped file, of all its parts if it was joined; never more than `most` in memory."""
    parts: list[bytes] = []
    left = most
    while data:
        if len(parts) == MOST_PARTS:
            refuse(f"a gzip file of at most {MOST_PARTS} parts", "more")
        unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            # One byte more than there may be: with the limit reached exactly, no more may follow.
            parts.append(unzip.decompress(data, left + 1))
        except zlib.error:
            refuse("plain or gzipped text", "a broken gzip file")
        left -= len(parts[-1])
        if left < 0:
            refuse(f"at most {most // 2**20} MB unzipped", "more")
        if not unzip.eof:
            refuse("plain or gzipped text", "a gzip file that breaks off")
        data = unzip.unused_data.lstrip(b"\0")
    return b"".join(parts)


def visible(text: str) -> str:
    """A text as a person sees it, in Unicode's composed form (NFC).

    Soft hyphens, marks of direction and other characters that are not written are left out; every kind of
    space is a plain one, and there are none at the ends.
    """
    if text.isascii():
        return text.strip()
    text = _STRAY_JOINERS.sub("", text.translate(_SHOWN))
    return unicodedata.normalize("NFC", text).strip()


def fits(text: str, longest: int) -> bool:
    """Whether a text has no control characters and is neither empty nor too long."""
    return 0 < len(text) <= longest and not controls(text)


def controls(text: str) -> bool:
    """Whether a text has control characters (`str.isprintable` also refuses emoji newer than Python)."""
    return not text.isprintable() and any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text)


def refuse(expected: str, got: str) -> NoReturn:
    """Say what was expected of a file and what came.

    Raises:
        ValueError: always.
    """
    raise ValueError(f"`file` must be {expected}; got {got}.")
