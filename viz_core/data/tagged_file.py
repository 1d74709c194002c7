"""Tagged sentences from a file that somebody made: CoNLL-U, or a word, a tab and a tag on each line.

In: the bytes of a file, plain or gzipped. Out: `Sentence`s, or one sentence that says what is wrong.
Source of the format: https://universaldependencies.org/format.html

Nothing is believed of the file, not even the number of its columns; it is only ever read as text, line by
line, and what it holds is counted as it is read. The first line that is neither empty nor a comment decides
which of the two formats it is.
"""

import io
import re
from collections.abc import Iterable, Iterator

from viz_core.data.plain_text import MOST_BYTES, fits, refuse, text_of, visible
from viz_core.data.sentences import Sentence
from viz_core.words import N_

MOST_SENTENCES = 100_000
MOST_WORDS = 1_000_000
MOST_TAGS = 64
LONGEST_WORD, LONGEST_TAG = 1_000, 30
LIMITS = N_(
    f"at most {MOST_BYTES // 2**20} MB, {MOST_SENTENCES:,} sentences, {MOST_WORDS:,} words, {MOST_TAGS} tags"
)
_CONLLU_COLUMNS = 10
# Ranges ("1-2", the words of a contraction) and empty words ("2.1"), which CoNLL-U adds to a sentence.
_ADDED = re.compile(r"\d+[-.]\d+")
Lines = Iterable[tuple[int, str]]


def read_tagged(data: bytes, *, most: int | None = None, comments: bool = True) -> tuple[Sentence, ...]:
    """Read a whole file.

    Args:
        data: CoNLL-U (the fourth column is the tag; comments, ranges and empty words are passed over), or two
            columns with a tab between. An empty line ends a sentence. UTF-8.
        most: bytes, as they came and once they are unzipped; None takes `plain_text.MOST_BYTES`.
        comments: whether lines of two columns may be comments; not in what was kept here.

    Raises:
        ValueError: the file is something else, or too large.
    """
    return sentences_of(text_of(data, most=most), comments=comments)


def sentences_of(text: str, *, comments: bool = True) -> tuple[Sentence, ...]:
    """Read a text, as for `read_tagged`.

    Raises:
        ValueError: it is something else, or too much.
    """
    read = _conllu if _is_conllu(_lines(text)) else _two_columns
    found: list[Sentence] = []
    tags: set[str] = set()
    words = 0
    for one in read(_lines(text), comments):
        words += len(one.words)
        tags.update(one.tags)
        found.append(one)
        if len(found) > MOST_SENTENCES or words > MOST_WORDS:
            refuse(LIMITS, "more")
        if len(tags) > MOST_TAGS:
            break
    if not 2 <= len(tags) <= MOST_TAGS:
        refuse(f"tagged with 2 to {MOST_TAGS} different tags", f"{len(tags):,}")
    return tuple(found)


def _lines(text: str) -> Lines:
    """Every line and its number, whichever of the three ends of a line the file has."""
    every = enumerate(io.StringIO(text, newline=None), start=1)
    return ((number, line.removesuffix("\n")) for number, line in every)


def _is_conllu(lines: Lines) -> bool:
    first = next((line for _, line in lines if line.strip() and not line.startswith("#")), "")
    return len(first.split("\t")) == _CONLLU_COLUMNS


class _Open:
    """A sentence that is being read; every word and tag is checked and kept in memory once."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.tags: list[str] = []
        self._known: dict[tuple[str, int], str] = {}

    def add(self, word: str, tag: str, number: int) -> None:
        """One more word.

        Raises:
            ValueError: it or its tag is no such thing, or there are too many.
        """
        if len(self.words) == MOST_WORDS:
            refuse(LIMITS, "more")
        self.words.append(self._checked(word, LONGEST_WORD, number))
        self.tags.append(self._checked(tag, LONGEST_TAG, number))

    def _checked(self, text: str, longest: int, number: int) -> str:
        known = self._known.get((text, longest))
        if known is None:
            known = " ".join(part for part in visible(text).split(" ") if part)
            if not fits(known, longest) or (known == "_" and longest == LONGEST_TAG):
                refuse(
                    "a word and a tag on each line, both short and printable",
                    f"something else in line {number:,}",
                )
            self._known[text, longest] = known
        return known

    def closed(self) -> Iterator[Sentence]:
        """The sentence so far, if it has words; the next word begins another one."""
        if self.words:
            yield Sentence(words=tuple(self.words), tags=tuple(self.tags))
        self.words, self.tags = [], []


def _two_columns(lines: Lines, comments: bool) -> Iterator[Sentence]:
    """A word and a tag on each line; "#", a tab and a tag is a word like others, "# …" a comment."""
    one = _Open()
    for number, line in lines:
        if not line.strip():
            yield from one.closed()
        elif not (comments and line.startswith("#") and ("\t" not in line or line.startswith("# "))):
            word, tag = _columns(line, 2, number)
            one.add(word, tag, number)
    yield from one.closed()


def _conllu(lines: Lines, _comments: bool) -> Iterator[Sentence]:
    """Ten columns; where the numbers begin again a new sentence begins, also without an empty line."""
    one = _Open()
    first = last = 0
    for number, line in lines:
        if not line.strip():
            yield from one.closed()
            continue
        if line.lstrip().startswith("#"):
            continue
        columns = _columns(line, _CONLLU_COLUMNS, number)
        place = _place(columns[0], number)
        if place is None:
            continue
        if one.words and place <= last:
            if place != first:
                refuse(
                    "CoNLL-U with numbers that rise in each sentence",
                    f"{place} after {last} in line {number:,}",
                )
            yield from one.closed()
        first = first if one.words else place
        one.add(columns[1], columns[3], number)
        last = place
    yield from one.closed()


def _columns(line: str, expected: int, number: int) -> list[str]:
    columns = line.split("\t")
    if len(columns) != expected:
        many = N_("1 column") if len(columns) == 1 else N_(f"{len(columns)} columns")
        refuse("CoNLL-U, or a word, a tab and a tag on each line", f"{many} in line {number:,}")
    return columns


def _place(text: str, number: int) -> int | None:
    """The number of a word in its sentence; None for what CoNLL-U adds to the words of a sentence."""
    text = visible(text)
    if _ADDED.fullmatch(text):
        return None
    if not (text.isdecimal() and len(text) <= 9):
        got = repr(text[:LONGEST_TAG]) if text else "nothing"
        refuse("CoNLL-U with a number in front of each word", f"{got} in line {number:,}")
    return int(text)
