"""`own_numbers` and `own_texts`: uploaded sequences of numbers, and uploaded texts.

In: the bytes of a table. Out: where it is kept; what is in it; `Parts` to train on; the usual experiment.

The table is kept as the text it came as and checked again whenever it is read. The width of such a network
is that of the file: its features or its vocabulary, its labels.
"""

from functools import cache, lru_cache

import numpy as np

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.data import apart
from viz_core.data.data_set import DataSet, Labelled, Parts
from viz_core.data.own_examples import EXAMPLES
from viz_core.data.own_numbers import MOST_SEQUENCES, labelled_numbers, read_numbers
from viz_core.data.own_sequences import Divided, OwnData, divided
from viz_core.data.own_table import MOST_CLASSES, MOST_FEATURES, SEQUENCE, read_table
from viz_core.data.own_texts import MOST_KNOWN, MOST_TEXTS, labelled_texts, read_texts, vocabulary_of
from viz_core.data.plain_text import text_of
from viz_core.data.recent import Recent
from viz_core.data.uploads import holds, store, stored
from viz_core.data.vocabulary import FIRST, Vocabulary
from viz_core.words import N_

ENDING = "csv"
OWN = ("own_numbers", "own_texts")
# Bytes of tables that are kept in memory as they were understood.
REMEMBERED = 128 * 2**20
TABLES = 64


@lru_cache(maxsize=2)
def read_own(text: str) -> OwnData:
    """Read a table of numbers, or of texts where it has a column `text` and none `sequence`.

    Raises:
        ValueError: it is neither, or a limit is passed.
    """
    return apart.read(understood, text)


def understood(text: str) -> OwnData:
    """Read a table, here and now.

    Raises:
        ValueError: as for `read_own`.
    """
    table = read_table(text)
    return read_numbers(table) if SEQUENCE in table.names else read_texts(table)


def keep_table(data: bytes) -> TaskConfig:
    """Check a file and keep it for training.

    Returns:
        The set it belongs to, and the digits it is found under.

    Raises:
        ValueError: something is wrong with it; nothing is kept.
    """
    text = text_of(data)
    own = read_own(text)
    longest = int(own.lengths.max())
    source = store(text, ending=ENDING)
    if own.features:
        return TaskConfig(name="own_numbers", source=source, timesteps=longest)
    return TaskConfig(name="own_texts", source=source, timesteps=longest + 1)


@cache
def _example(name: str) -> TaskConfig:
    return keep_table(EXAMPLES[name].table().encode())


def keep_example(name: str) -> TaskConfig:
    """An example, kept for training; it is written only where it is not there."""
    task = _example(name)
    if not holds(task.source, ending=ENDING):
        store(EXAMPLES[name].table(), ending=ENDING)
    return task


def _read_again(source: str) -> OwnData:
    """What was kept under these digits.

    Raises:
        MissingFile: nothing, or nothing any more.
    """
    return read_own(text_of(stored(source, ending=ENDING)))


own_data = Recent(_read_again, size=lambda own: sum(one.nbytes + 200 for one in own.values), most=REMEMBERED)


@lru_cache(maxsize=TABLES)
def division(source: str) -> Divided:
    """Which of its sequences are learned from."""
    return divided(own_data(source))


@lru_cache(maxsize=TABLES)
def own_vocabulary(source: str) -> Vocabulary:
    """The words a network on these texts knows."""
    return vocabulary_of(own_data(source), division(source))


@lru_cache(maxsize=TABLES)
def unknown_share(source: str) -> float:
    """Which share of the words of its texts is not in the vocabulary, 0 to 1."""
    known = own_vocabulary(source)
    words = [word for text in own_data(source).values for word in text]
    return sum(not known.knows(word) for word in words) / len(words)


class OwnSet(DataSet):
    """Sequences from a table of one's own; there is no test part, so validation has the last word."""

    training_sequences = MOST_SEQUENCES
    classes = tuple(str(place) for place in range(MOST_CLASSES))
    origin = N_("A table of your own, or an example that was generated here.")
    licence = N_("your table's own; none is needed for the examples")
    size = N_("at most 10 MB")

    def available(self) -> bool:
        """Always: without a file there is nothing to begin."""
        return True

    def widths(self, config: TaskConfig) -> tuple[int, int]:
        """The features or the vocabulary of the file, and one output for two labels or one for each."""
        own = own_data(config.source)
        inputs = len(own.features) or len(own_vocabulary(config.source))
        return inputs, 1 if len(own.classes) == 2 else len(own.classes)

    def parts(self, config: TaskConfig) -> Parts:
        """Four fifths to learn from, one fifth for validation."""
        chosen = division(config.source)
        train, validation = (_labelled(config, one) for one in (chosen.train, chosen.validation))
        return Parts(train=train, validation=validation, test=validation.rows(slice(0)))


def _labelled(config: TaskConfig, places: np.ndarray) -> Labelled:
    own, chosen = own_data(config.source), division(config.source)
    if own.features:
        return labelled_numbers(own, chosen, places, config.length)
    return labelled_texts(own, own_vocabulary(config.source), places, config.length)


class OwnNumbers(OwnSet):
    """One row for each step; limits in `own_numbers`."""

    name = "own_numbers"
    title = N_("Your numbers")
    features = MOST_FEATURES


class OwnTexts(OwnSet):
    """One row for each text; limits in `own_texts`."""

    name = "own_texts"
    title = N_("Your texts")
    features = MOST_KNOWN + FIRST
    training_sequences = MOST_TEXTS


def own_experiment(
    task: TaskConfig, *, cell: str, units: int, direction: str, epochs: int, seed: int
) -> ExperimentConfig:
    """A network of one layer for a kept table: an answer at each step where the labels ask for it."""
    own = own_data(task.source)
    model = ModelConfig(
        cell=cell,
        units=units,
        direction=direction,
        head="per_step" if own.per_step else "final_state",
        embedding=0 if own.features else units,
    )
    training = TrainingConfig(
        sequences=len(division(task.source).train),
        batch_size=16,
        epochs=epochs,
        learning_rate=0.01,
        seed=seed,
    )
    return ExperimentConfig(task=task, model=model, training=training)
