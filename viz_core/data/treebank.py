"""`treebank`: the English Web Treebank of Universal Dependencies, every word with its part of speech.

In: its three CoNLL-U files. Out: `Parts`, the vocabulary.
Source: Silveira et al., "A Gold Standard Dependency Corpus for English", LREC 2014;
https://github.com/UniversalDependencies/UD_English-EWT

`files/treebank_words.txt` holds the words that come at least twice in the training part, in lower case, the
most frequent first, after the kinds of unknown words. `write_vocabulary` makes it again.
"""

from functools import cache
from pathlib import Path

from viz_core.config import TaskConfig
from viz_core.data.data_set import MissingFile, Parts
from viz_core.data.local import FILES, find, found
from viz_core.data.sentences import Sentence, ShapedVocabulary, TagSet, labelled
from viz_core.data.tagged_file import read_tagged
from viz_core.data.vocabulary import Vocabulary
from viz_core.words import N_

PARTS = ("train", "dev", "test")
# How the files are called here, and in the treebank's own repository.
NAMES = ("ud_en_ewt-{}.conllu.gz", "ud_en_ewt-{}.conllu", "en_ewt-ud-{}.conllu.gz", "en_ewt-ud-{}.conllu")
WORDS = FILES / "treebank_words.txt"
MOST = 10_000
# Bytes; the training part has 14 MB unzipped.
LARGEST = 64 * 2**20
# https://universaldependencies.org/u/pos/
TAGS = tuple("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())


@cache
def vocabulary() -> Vocabulary:
    """The words and kinds of words that a network on this set knows."""
    return ShapedVocabulary(WORDS.read_text(encoding="utf-8").split("\n"))


def file_of(part: str) -> Path:
    """The file of one part.

    Raises:
        MissingFile: there is none, under either of its names.
    """
    paths = (find(name.format(part)) for name in NAMES)
    return next((path for path in paths if path), None) or found(NAMES[0].format(part), title=Treebank.title)


def sentences_of(part: str) -> tuple[Sentence, ...]:
    """All sentences of 'train', 'dev' or 'test'.

    Raises:
        MissingFile: its file is not on this machine.
        ValueError: it is not CoNLL-U.
    """
    return read_tagged(file_of(part).read_bytes(), most=LARGEST)


class Treebank(TagSet):
    """16,622 sentences from the English web."""

    name = "treebank"
    title = N_("English web")
    features = len(vocabulary())
    classes = TAGS
    training_sequences = 13_117
    origin = N_(
        "Universal Dependencies, English Web Treebank: 254,816 words from blogs, reviews, mails and answers."
    )
    licence = N_("CC BY-SA 4.0")
    size = N_("2 MB")

    def available(self) -> bool:
        """Whether its three files are there."""
        try:
            return all(file_of(part) for part in PARTS)
        except MissingFile:
            return False

    def vocabulary(self, config: TaskConfig) -> Vocabulary:
        """The words of the training part."""
        return vocabulary()

    def parts(self, config: TaskConfig) -> Parts:
        """12,544 sentences to learn from, 2,001 for validation, 2,077 for the test; long ones in pieces."""
        train, validation, test = (
            labelled(sentences_of(part), vocabulary(), TAGS, config.length) for part in PARTS
        )
        return Parts(train=train, validation=validation, test=test)


def write_vocabulary(path: Path = WORDS) -> None:
    """Make the list of words again, from the training part."""
    words = ShapedVocabulary.of(sentences_of("train"), most=MOST).words
    path.write_text("\n".join(words), encoding="utf-8")
