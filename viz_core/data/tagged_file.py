"""Tagged sentences from a file that somebody made: CoNLL-U, or a word, a tab and a tag on each line.

In: the bytes of a file, plain or gzipped. Out: `Sentence`s, or one sentence that says what is wrong.
Used by: the tag sets of `viz_core.data`, the upload in the room Tagging.
Source of the format: https://universaldependencies.org/format.html

Nothing is believed: not the size a gzip header claims, not the encoding, not the number of columns. The file
is only ever read as text; nothing in it is executed or unpickled.
"""

import unicodedata
import zlib
from collections.abc import Iterator
from typing import NoReturn

from viz_core.data.sentences import Sentence

MOST_BYTES = 10 * 2**20
MOST_TEXT = 64 * 2**20
MOST_SENTENCES = 100_000
MOST_WORDS = 1_000_000
MOST_TAGS = 64
LONGEST_WORD, LONGEST_TAG = 1_000, 30
LIMITS = (
    f"at most {MOST_BYTES // 2**20} MB, {MOST_SENTENCES:,} sentences, {MOST_WORDS:,} words, {MOST_TAGS} tags"
)
_GZIP = b"\x1f\x8b"
_CONLLU_COLUMNS = 10


def read_tagged(data: bytes) -> tuple[Sentence, ...]:
    """Read a whole file.

    Args:
        data: CoNLL-U (the fourth column is the tag; comments, ranges and empty words are passed over), or two
            columns with a tab between. An empty line ends a sentence. UTF-8.

    Raises:
        ValueError: the file is something else, or too large.
    """
    if len(data) > MOST_BYTES:
        _refuse(f"at most {MOST_BYTES // 2**20} MB", f"{len(data) / 2**20:.0f} MB")
    found: list[Sentence] = []
    words = 0
    for one in _sentences(_text(data)):
        words += len(one.words)
        found.append(one)
        if len(found) > MOST_SENTENCES or words > MOST_WORDS:
            _refuse(LIMITS, "more")
    tags = {tag for one in found for tag in one.tags}
    if not 2 <= len(tags) <= MOST_TAGS:
        _refuse(f"tagged with 2 to {MOST_TAGS} different tags", f"{len(tags):,}")
    return tuple(found)


def _text(data: bytes) -> str:
    if data.startswith(_GZIP):
        data = _unzipped(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        _refuse("text in UTF-8", f"another encoding at byte {problem.start:,}")


def _unzipped(data: bytes) -> bytes:
    """The text of a gzipped file, never more than `MOST_TEXT` of it in memory."""
    unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        text = unzip.decompress(data, MOST_TEXT)
    except zlib.error:
        _refuse("plain or gzipped text", "a broken gzip file")
    if unzip.unconsumed_tail:
        _refuse(f"at most {MOST_TEXT // 2**20} MB unzipped", "more")
    if not unzip.eof:
        _refuse("plain or gzipped text", "a gzip file that breaks off")
    return text


def _sentences(text: str) -> Iterator[Sentence]:
    pairs: list[tuple[str, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.removesuffix("\r")
        if not line.strip():
            if pairs:
                yield _sentence(pairs)
            pairs = []
        elif not (line.startswith("#") and "\t" not in line):
            pairs += _pair(line, number)
    if pairs:
        yield _sentence(pairs)


def _sentence(pairs: list[tuple[str, str]]) -> Sentence:
    words, tags = zip(*pairs, strict=True)
    return Sentence(words=words, tags=tags)


def _pair(line: str, number: int) -> list[tuple[str, str]]:
    """The word and the tag of a line; nothing for what CoNLL-U adds to the words of a sentence."""
    columns = line.split("\t")
    if len(columns) == _CONLLU_COLUMNS:
        if not columns[0].isdecimal():
            return []
        columns = [columns[1], columns[3]]
    if len(columns) != 2:
        _refuse(
            "CoNLL-U, or a word, a tab and a tag on each line", f"{len(columns)} columns in line {number:,}"
        )
    word, tag = (_visible(one) for one in columns)
    if not _fits(word, LONGEST_WORD) or not _fits(tag, LONGEST_TAG) or tag == "_":
        _refuse(
            "a word and a tag on each line, both short and printable", f"something else in line {number:,}"
        )
    return [(word, tag)]


def _visible(text: str) -> str:
    """Without what is not written: soft hyphens, marks of direction, spaces at the ends."""
    if not text.isascii():
        text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
        text = unicodedata.normalize("NFC", text)
    return text.strip()


def _fits(text: str, longest: int) -> bool:
    return 0 < len(text) <= longest and text.isprintable()


def _refuse(expected: str, got: str) -> NoReturn:
    raise ValueError(f"`file` must be {expected}; got {got}.")
