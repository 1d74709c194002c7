"""Trainers without TensorFlow: what the engine's `Trainer` promises, with figures known by heart."""

import math
import os
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from viz_core.config import ExperimentConfig, GuestConfig
from viz_core.data import widths
from viz_core.guests.kept import opened_network
from viz_core.network.weights import initial_weights
from viz_core.seeds import stream
from viz_core.training.events import TrainingEvent


class Steady:
    """Its loss at step s is 1/(s+1), its weights are [s, ...]; an update takes a millisecond."""

    update_seconds = 0.001

    def __init__(self, config: ExperimentConfig, *, weights=None, step=0, seconds=0.0) -> None:
        self.config, self.first = config, weights
        self.step, self.steps = step, config.training.steps
        self.started = time.perf_counter() - seconds

    @property
    def done(self) -> bool:
        return self.step == self.steps

    def start_event(self) -> TrainingEvent:
        return self.event()

    def advance(self, updates: int) -> TrainingEvent:
        for _ in range(min(updates, self.steps - self.step)):
            time.sleep(self.update_seconds)
            self.step += 1
        return self.event()

    def event(self) -> TrainingEvent:
        weights = (np.full(4, self.step, np.float32),) if self.first is None else self.first
        return TrainingEvent(
            step=self.step,
            epoch=1,
            loss=self.loss(),
            accuracy=0.5,
            epoch_loss=self.loss(),
            epoch_accuracy=0.5,
            weights=weights,
            done=self.done,
            seconds=time.perf_counter() - self.started,
        )

    def loss(self) -> float:
        return 1 / (self.step + 1)


class Diverging(Steady):
    """Its loss is no number from step 240 on; it halts there, however many updates were asked for."""

    def advance(self, updates: int) -> TrainingEvent:
        return super().advance(min(updates, max(1, 240 - self.step)))

    def loss(self) -> float:
        return math.nan if self.step >= 240 else 1.0


class ShortEpochs(Steady):
    """Ends an event after three updates, and remembers the most that was asked for."""

    update_seconds, most = 0.0, 0

    def advance(self, updates: int) -> TrainingEvent:
        ShortEpochs.most = max(ShortEpochs.most, updates)
        return super().advance(min(updates, 3))


class Broken(Steady):
    """Fails with words of its own at the first update."""

    def advance(self, updates: int) -> TrainingEvent:
        raise RuntimeError("the matrix is not square\nand more")


class Dying(Steady):
    """Takes its process down at the first update when the seed is 13."""

    def advance(self, updates: int) -> TrainingEvent:
        if self.config.training.seed == 13:
            os._exit(9)
        return super().advance(updates)


class Large(Steady):
    """As heavy as a bidirectional LSTM with 50 units: 84 kB of weights."""

    def event(self) -> TrainingEvent:
        self.first = (np.full(21_000, time.time(), np.float64),)
        return super().event()


class Shaped(Steady):
    """Has the weights of a real network, as they are drawn from the seed.

    Runs of a thousand updates or more take long: they are there when Pause or Stop comes, however late.
    """

    @property
    def update_seconds(self) -> float:
        return 0.001 if self.steps < 1000 else 0.1

    def event(self) -> TrainingEvent:
        self.first = self._drawn() if self.first is None else self.first
        return super().event()

    def _drawn(self):
        if isinstance(self.config, GuestConfig):
            return tuple(opened_network(self.config.network).guest.arrays.values())
        (features, outputs), seed = widths(self.config.task), self.config.training.seed
        rng = stream(seed, "weights")
        return initial_weights(self.config.model, features=features, outputs=outputs, rng=rng)


class Alone(Steady):
    """Fails when another run of its process updates at the same time."""

    updating = threading.Lock()

    def advance(self, updates: int) -> TrainingEvent:
        if not Alone.updating.acquire(blocking=False):
            raise RuntimeError("two runs at once")
        try:
            return super().advance(updates)
        finally:
            Alone.updating.release()


class Stuck(Steady):
    """Does not come back from its second event."""

    def advance(self, updates: int) -> TrainingEvent:
        if self.step:
            time.sleep(600)
        return super().advance(updates)


class SlowShaped(Shaped):
    """Needs a twentieth of a second for an update."""

    update_seconds = 0.05


class DivergingShaped(Shaped):
    """Its loss is no number after 240 updates."""

    def loss(self) -> float:
        return math.nan if self.step >= 240 else 1.0


class DyingOnceShaped(Shaped):
    """Takes its process down at the first update of seed 13; the next attempt goes well."""

    def advance(self, updates: int) -> TrainingEvent:
        if self.config.training.seed == 13 and not self.step:
            mark = Path(tempfile.gettempdir(), f"birnn-died-{os.getppid()}")
            if not mark.exists():
                mark.touch()
                os._exit(9)
            mark.unlink()
        return super().advance(updates)
