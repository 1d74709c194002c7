"""The text of a file that somebody made, or one sentence that says why it is none.

In: the bytes of a file, plain or gzipped. Out: its text; `refuse`, the sentence for everything else.
Used by: the readers of tagged sentences and of tables, `viz_core.data.tagged_file` and `own_table`.

Nothing is believed: not the name of the file, not the size a gzip header claims, not the encoding. It is only
ever read as text; nothing in it is executed or unpickled.
"""

import unicodedata
import zlib
from typing import NoReturn

MOST_BYTES = 10 * 2**20
MOST_TEXT = 64 * 2**20
_GZIP = b"\x1f\x8b"
# How files begin that are often taken for text: ZIP archives, among them Excel's, and UTF-16.
_OTHERS = {
    b"PK\x03\x04": "a ZIP or Excel file",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def text_of(data: bytes, *, most: int | None = None) -> str:
    """The text of a file in UTF-8, without the mark some programs put in front.

    Args:
        data: the file, plain or gzipped.
        most: bytes of text, once it is unzipped; None takes `MOST_TEXT`.

    Raises:
        ValueError: the file is too large, in another encoding, or no text.
    """
    if len(data) > MOST_BYTES:
        refuse(f"at most {MOST_BYTES // 2**20} MB", f"{len(data) / 2**20:.0f} MB")
    if data.startswith(_GZIP):
        data = _unzipped(data, most or MOST_TEXT)
    for begin, what in _OTHERS.items():
        if data.startswith(begin):
            refuse("text in UTF-8", what)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        refuse("text in UTF-8", f"another encoding at byte {problem.start:,}")


def _unzipped(data: bytes, most: int) -> bytes:
    """The text of a gzipped file, never more than `most` of it in memory."""
    unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        text = unzip.decompress(data, most)
    except zlib.error:
        refuse("plain or gzipped text", "a broken gzip file")
    if unzip.unconsumed_tail:
        refuse(f"at most {most // 2**20} MB unzipped", "more")
    if not unzip.eof:
        refuse("plain or gzipped text", "a gzip file that breaks off")
    return text


def visible(text: str) -> str:
    """Without what is not written: soft hyphens, marks of direction, spaces at the ends."""
    if not text.isascii():
        text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
        text = unicodedata.normalize("NFC", text)
    return text.strip()


def fits(text: str, longest: int) -> bool:
    """Whether a text is printable and neither empty nor too long."""
    return 0 < len(text) <= longest and text.isprintable()


def refuse(expected: str, got: str) -> NoReturn:
    """Say what was expected of a file and what came.

    Raises:
        ValueError: always.
    """
    raise ValueError(f"`file` must be {expected}; got {got}.")
