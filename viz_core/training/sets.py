"""What an experiment learns from: sequences drawn from a task, or the parts of a data set.

In: an `ExperimentConfig`. Out: sequences to learn from and, for data sets, those for validation.

A full set is looked for in the local folder and in Keras's cache; where it is in neither, `keras.datasets`
fetches it and checks its SHA-256. Keras's IMDb file holds pickled lists: it is opened only by Keras, which
has just compared its checksum with the one in its own code.
"""

import logging
from typing import Any

import numpy as np

from viz_core.config import ExperimentConfig
from viz_core.data import DATA_SETS, MissingFile, Parts
from viz_core.data.fetch import REMOTES
from viz_core.data.local import KERAS_CACHE
from viz_core.data.reviews import WORDS, Raw, cut
from viz_core.seeds import stream
from viz_core.tasks import TASKS
from viz_core.training.data import Sequences
from viz_core.training.keras_import import import_keras

log = logging.getLogger(__name__)


def sequences_of(config: ExperimentConfig) -> tuple[Sequences, Sequences | None]:
    """Sequences to learn from, and those for validation (None for a task: it has exact ceilings instead).

    Raises:
        ValueError: there are fewer sequences than the config asks for, or a set is unavailable.
    """
    task, training = config.task, config.training
    if task.name in TASKS:
        return TASKS[task.name].sample(training.sequences, task, stream(training.seed, "data")), None
    parts = parts_of(config).few(training.sequences)
    return parts.train, parts.validation


def parts_of(config: ExperimentConfig) -> Parts:
    """The parts of a data set, fetched through Keras where they are not on this machine.

    Raises:
        ValueError: a file is not what it should be, or there is no network.
    """
    data_set = DATA_SETS[config.task.name]
    try:
        return data_set.parts(config.task)
    except MissingFile:
        if config.task.name not in REMOTES:
            raise
        _from_keras(config.task.name, data_set.title)
    if config.task.name == "reviews":
        return cut(_keras_reviews(), config.task.length)
    return data_set.parts(config.task)


def _from_keras(name: str, title: str) -> None:
    """Bring Keras's file into Keras's cache."""
    import_keras()
    import keras

    module = {"reviews": keras.datasets.imdb, "digits": keras.datasets.mnist}[name]
    try:
        module.load_data()
    except Exception as problem:
        log.warning("%s could not be fetched by Keras", name, exc_info=True)
        raise ValueError(
            f"`{title}` must be fetched once, from storage.googleapis.com into {KERAS_CACHE}; got no file: "
            "check this machine's network, or put the file there by hand."
        ) from problem


def _keras_reviews() -> dict[str, Raw]:
    import_keras()
    import keras

    train, test = keras.datasets.imdb.load_data(num_words=WORDS)
    return {"train": _listed(*train), "test": _listed(*test)}


def _listed(reviews: Any, labels: Any) -> Raw:
    return [np.asarray(review, np.int32) for review in reviews], np.asarray(labels, np.int32)
