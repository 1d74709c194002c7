"""`own_tags`: uploaded tagged sentences.

In: sentences read by `tagged_file`. Out: where they are kept; `Parts`, vocabulary and tags of what was kept.

The sentences are kept as plain text, so that the processes that train can read them too. Every network on
such a set has room for `ROOM` words and `MOST_TAGS` tags, whatever the file.
"""

from collections.abc import Sequence
from functools import lru_cache

from viz_core.config import TaskConfig
from viz_core.data import apart
from viz_core.data.data_set import Parts, shuffled
from viz_core.data.plain_text import text_of, visible
from viz_core.data.recent import Recent
from viz_core.data.sentences import Sentence, ShapedVocabulary, TagSet, labelled
from viz_core.data.tagged_file import MOST_TAGS, sentences_of
from viz_core.data.uploads import store, stored
from viz_core.data.vocabulary import Vocabulary
from viz_core.words import N_

ROOM = 8_000
FEWEST = 20
ENDING = "tsv"
# Bytes of what was kept; composing some letters of a file takes more of them than it had.
LARGEST = 32 * 2**20
# Bytes of sentences that are kept in memory.
REMEMBERED = 128 * 2**20
FILES = 64


def keep_file(data: bytes) -> str:
    """Check a file and keep its sentences for training.

    Returns:
        The digits they are found under again.

    Raises:
        ValueError: something is wrong with it; nothing is kept.
    """
    return keep(apart.read(sentences_of, text_of(data)))


def keep(sentences: Sequence[Sentence]) -> str:
    """Keep sentences for training.

    Returns:
        The digits they are found under again; the same sentences give the same digits.

    Raises:
        ValueError: there are too few of them.
    """
    if len(sentences) < FEWEST:
        raise ValueError(f"`file` must have at least {FEWEST} sentences; got {len(sentences)}.")
    text = "\n\n".join(
        "\n".join(f"{word}\t{tag}" for word, tag in zip(one.words, one.tags, strict=True))
        for one in sentences
    )
    return store(text, ending=ENDING)


def sentences_again(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text as `keep` writes it: there are no comments in it."""
    return sentences_of(text, comments=False)


def _read_again(source: str) -> tuple[Sentence, ...]:
    """What was kept under these digits, in a shuffled order.

    Raises:
        MissingFile: nothing, or nothing any more.
    """
    sentences = apart.read(sentences_again, text_of(stored(source, ending=ENDING), most=LARGEST))
    return tuple(sentences[place] for place in shuffled(len(sentences)))


kept = Recent(_read_again, size=lambda all_: sum(200 + 16 * len(one.words) for one in all_), most=REMEMBERED)


def cut(source: str) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...], tuple[Sentence, ...]]:
    """Eight tenths to learn from, a tenth for validation, a tenth for the test."""
    sentences = kept(source)
    tenth = max(1, len(sentences) // 10)
    return sentences[2 * tenth :], sentences[:tenth], sentences[tenth : 2 * tenth]


@lru_cache(maxsize=FILES)
def vocabulary(source: str) -> Vocabulary:
    """The words and kinds of words of the sentences to learn from."""
    return ShapedVocabulary.of(cut(source)[0], most=ROOM)


@lru_cache(maxsize=FILES)
def tags_of(source: str) -> tuple[str, ...]:
    """The tags of the file, in alphabetical order."""
    return tuple(sorted({tag for one in kept(source) for tag in one.tags}))


@lru_cache(maxsize=FILES)
def _with_spaces(source: str) -> frozenset[tuple[str, ...]]:
    """The words of the file that have spaces in them, in lower case and in parts."""
    words = {word.lower() for one in kept(source) for word in one.words if " " in word}
    return frozenset(tuple(word.split()) for word in words)


def typed_words(source: str, text: str, *, most: int) -> list[str]:
    """The words of a typed sentence: what stands between spaces, but for the file's own words with spaces.

    Args:
        source: the digits of the file.
        text: what somebody typed; it is normalised as files are.
        most: how many words there may be.

    Raises:
        ValueError: none, or too many.
    """
    parts, known = visible(text).split(), _with_spaces(source)
    lower, longest = tuple(part.lower() for part in parts), max(map(len, known), default=1)
    words, place = [], 0
    while place < len(parts):
        ends = range(min(place + longest, len(parts)), place + 1, -1)
        end = next((one for one in ends if lower[place:one] in known), place + 1)
        words.append(" ".join(parts[place:end]))
        place = end
    if not 1 <= len(words) <= most:
        raise ValueError(f"`sentence` must have 1 to {most} words; got {len(words):,}.")
    return words


def rows_to_learn(source: str, timesteps: int) -> int:
    """How many sequences there are to learn from, long sentences in pieces of `timesteps` words."""
    return sum(-(-len(one.words) // timesteps) for one in cut(source)[0])


class OwnTags(TagSet):
    """Sentences from a file of one's own."""

    name = "own_tags"
    title = N_("Your file")
    features = ROOM
    classes = tuple(str(place) for place in range(MOST_TAGS))
    training_sequences = 80_000
    origin = N_("A file that was uploaded here.")
    licence = N_("yours")
    size = N_("at most 10 MB")

    def available(self) -> bool:
        """Always: without a file there is nothing to begin."""
        return True

    def vocabulary(self, config: TaskConfig) -> Vocabulary:
        """The words of this file."""
        return vocabulary(config.source)

    def tags(self, config: TaskConfig) -> tuple[str, ...]:
        """The tags of this file, in alphabetical order."""
        return tags_of(config.source)

    def parts(self, config: TaskConfig) -> Parts:
        """The three parts of this file; long sentences in pieces."""
        words, tags = self.vocabulary(config), self.tags(config)
        train, validation, test = (labelled(part, words, tags, config.length) for part in cut(config.source))
        return Parts(train=train, validation=validation, test=test)
