"""Training: `train(config)` runs an experiment here; `viz_core.training.jobs` runs it on a worker.

In: an `ExperimentConfig`. Out: `TrainingEvent`s. For pages, sweeps and pretrained networks.
Importing this package, or calling `train` on a task, never imports TensorFlow.
"""

from collections.abc import Iterator

import numpy as np

from viz_core.arrays import Floats32, Ints32
from viz_core.config import ExperimentConfig
from viz_core.network.weights import Weights
from viz_core.training.events import TrainingEvent

__all__ = ["TrainingEvent", "exam_answers", "exam_exact", "train"]

Answers = Floats32
Labels = Ints32


def train(config: ExperimentConfig, *, updates_per_event: int = 50) -> Iterator[TrainingEvent]:
    """Train from the config's seed to the end, yielding an event every few updates.

    Args:
        config: what to train; the same config yields the same events.
        updates_per_event: how many updates lie between two events.

    Yields:
        An event at step 0, then one every `updates_per_event` updates; the last has `done` set, and its
        `epoch_loss` and `epoch_accuracy` are those of the last epoch.
    """
    from viz_core.training.engine import Trainer

    trainer = Trainer(config)
    yield trainer.start_event()
    while not trainer.done:
        yield trainer.advance(updates_per_event)


def exam_answers(config: ExperimentConfig, weights: Weights) -> tuple[Answers, Labels]:
    """What a network on a data set answers to the sequences of its test part, by Keras.

    Returns:
        Probabilities, `(answers, outputs)`, and the right classes, `(answers,)`: one for each
        sequence, or one for each step whose target counts.
    """
    from viz_core.training.answering import answers
    from viz_core.training.sets import parts_of

    test = parts_of(config).test
    said = answers(config, weights, test)
    if test.targets.ndim == 1:
        return said, test.targets
    counted = test.targets >= 0
    if test.mask is not None and not config.model.decodes:
        counted &= test.mask
    return said[counted], test.targets[counted]


def exam_exact(config: ExperimentConfig, weights: Weights) -> float:
    """Of which share of the test part a network gets every answer that counts right, by Keras."""
    from viz_core.training.answering import answers
    from viz_core.training.sets import parts_of

    test = parts_of(config).test
    said = answers(config, weights, test).argmax(axis=-1)
    return float(np.mean(np.all((said == test.targets) | (test.targets < 0), axis=1)))
