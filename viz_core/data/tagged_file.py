"""Tagged sentences from a file that somebody made: CoNLL-U, or a word, a tab and a tag on each line.

In: the bytes of a file, plain or gzipped. Out: `Sentence`s, or one sentence that says what is wrong.
Used by: the tag sets of `viz_core.data`, the upload in the room Tagging.
Source of the format: https://universaldependencies.org/format.html

Nothing is believed of the file, not even the number of its columns; it is only ever read as text.
"""

from collections.abc import Iterator

from viz_core.data.plain_text import MOST_BYTES, fits, refuse, text_of, visible
from viz_core.data.sentences import Sentence

MOST_SENTENCES = 100_000
MOST_WORDS = 1_000_000
MOST_TAGS = 64
LONGEST_WORD, LONGEST_TAG = 1_000, 30
LIMITS = (
    f"at most {MOST_BYTES // 2**20} MB, {MOST_SENTENCES:,} sentences, {MOST_WORDS:,} words, {MOST_TAGS} tags"
)
_CONLLU_COLUMNS = 10


def read_tagged(data: bytes) -> tuple[Sentence, ...]:
    """Read a whole file.

    Args:
        data: CoNLL-U (the fourth column is the tag; comments, ranges and empty words are passed over), or two
            columns with a tab between. An empty line ends a sentence. UTF-8.

    Raises:
        ValueError: the file is something else, or too large.
    """
    found: list[Sentence] = []
    words = 0
    for one in _sentences(text_of(data)):
        words += len(one.words)
        found.append(one)
        if len(found) > MOST_SENTENCES or words > MOST_WORDS:
            refuse(LIMITS, "more")
    tags = {tag for one in found for tag in one.tags}
    if not 2 <= len(tags) <= MOST_TAGS:
        refuse(f"tagged with 2 to {MOST_TAGS} different tags", f"{len(tags):,}")
    return tuple(found)


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
        refuse(
            "CoNLL-U, or a word, a tab and a tag on each line", f"{len(columns)} columns in line {number:,}"
        )
    word, tag = (visible(one) for one in columns)
    if not fits(word, LONGEST_WORD) or not fits(tag, LONGEST_TAG) or tag == "_":
        refuse(
            "a word and a tag on each line, both short and printable", f"something else in line {number:,}"
        )
    return [(word, tag)]
