"""`own_tags`: sentences that somebody brought along.

In: sentences read by `tagged_file`. Out: where they are kept; `Parts`, vocabulary and tags of what was kept.
Used by: `viz_core.data`, the room Tagging.

The sentences are kept as plain text, so that the processes that train can read them too. Every network on
such a set has room for `ROOM` words and `MOST_TAGS` tags, whatever the file.
"""

from collections.abc import Sequence
from functools import lru_cache

from viz_core.config import TaskConfig
from viz_core.data.data_set import Parts, shuffled
from viz_core.data.sentences import Sentence, ShapedVocabulary, TagSet, labelled
from viz_core.data.tagged_file import MOST_TAGS, read_tagged
from viz_core.data.uploads import store, stored
from viz_core.data.vocabulary import Vocabulary

ROOM = 8_000
FEWEST = 20
ENDING = "tsv"
# Bytes of what was kept; composing some letters of a file takes more of them than it had.
LARGEST = 32 * 2**20


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


@lru_cache(maxsize=4)
def kept(source: str) -> tuple[Sentence, ...]:
    """What was kept under these digits, in a shuffled order.

    Raises:
        MissingFile: nothing, or nothing any more.
    """
    sentences = read_tagged(stored(source, ending=ENDING), most=LARGEST, comments=False)
    return tuple(sentences[place] for place in shuffled(len(sentences)))


def cut(source: str) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...], tuple[Sentence, ...]]:
    """Eight tenths to learn from, a tenth for validation, a tenth for the test."""
    sentences = kept(source)
    tenth = max(1, len(sentences) // 10)
    return sentences[2 * tenth :], sentences[:tenth], sentences[tenth : 2 * tenth]


@lru_cache(maxsize=4)
def vocabulary(source: str) -> Vocabulary:
    """The words and kinds of words of the sentences to learn from."""
    return ShapedVocabulary.of(cut(source)[0], most=ROOM)


@lru_cache(maxsize=4)
def tags_of(source: str) -> tuple[str, ...]:
    """The tags of the file, in alphabetical order."""
    return tuple(sorted({tag for one in kept(source) for tag in one.tags}))


def rows_to_learn(source: str, timesteps: int) -> int:
    """How many sequences there are to learn from, long sentences in pieces of `timesteps` words."""
    return sum(-(-len(one.words) // timesteps) for one in cut(source)[0])


class OwnTags(TagSet):
    """Sentences from a file of one's own."""

    name = "own_tags"
    title = "Your file"
    features = ROOM
    classes = tuple(str(place) for place in range(MOST_TAGS))
    training_sequences = 80_000
    origin = "A file that was uploaded here."
    licence = "yours"
    size = "at most 10 MB"

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
