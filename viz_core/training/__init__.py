"""Training: `train(config)` runs an experiment here; `viz_core.training.jobs` runs it on a worker.

In: an `ExperimentConfig`. Out: `TrainingEvent`s.
Importing this package never imports TensorFlow; calling `train` does.
"""

from collections.abc import Iterator

from viz_core.config import ExperimentConfig
from viz_core.training.events import TrainingEvent

__all__ = ["TrainingEvent", "train"]


def train(config: ExperimentConfig, *, updates_per_event: int = 50) -> Iterator[TrainingEvent]:
    """Train from the config's seed to the end, yielding an event every few updates.

    Args:
        config: what to train; the same config yields the same events.
        updates_per_event: how many updates lie between two events.

    Yields:
        An event at step 0, then one every `updates_per_event` updates; the last has `done` set and carries
        the means over the last epoch.
    """
    from viz_core.training.engine import Trainer

    trainer = Trainer(config)
    yield trainer.start_event()
    while not trainer.done:
        yield trainer.advance(updates_per_event)
