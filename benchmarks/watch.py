"""`python -m benchmarks.watch`: what `viz_core.watch.Watch` costs a training by Keras.

In: rounds, steps of a round, units, milliseconds of a step. Out: a few lines on standard output.

One model in one process learns in turn with and without the callback; the size of a batch sets the length of
a step. What is told is the median over rounds: how much longer a round takes, and what the callback counts
itself; the beginning, in which the file of the network is written, stands apart, since it comes once.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from keras import layers

from viz_core.watch import Watch

TIME = 40
WARM_STEPS = 20
LARGEST_BATCH = 2**14


@dataclass(frozen=True, kw_only=True)
class Round:
    """Two trainings of as many steps, seconds each.

    Attributes:
        alone, watched: from the first step to the last.
        counted: what the callback counts itself meanwhile.
        begin: what it took before the first step.
    """

    alone: float
    watched: float
    counted: float
    begin: float


class Clock(keras.callbacks.Callback):
    """From the beginning of the first epoch to the end of the last; it does nothing at steps."""

    def __init__(self, watch: Watch | None = None) -> None:
        """Watch: whose own seconds are told, too."""
        super().__init__()
        self._watch = watch
        self.begin = self.seconds = self.counted = 0.0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Keras's hook."""
        self.begin = 0.0 if self._watch is None else self._watch.seconds
        self.seconds = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Keras's hook."""
        self.seconds = time.perf_counter() - self.seconds
        self.counted = 0.0 if self._watch is None else self._watch.seconds - self.begin


def network(units: int) -> Any:
    keras.utils.set_random_seed(1)
    reader = layers.Bidirectional(layers.LSTM(units, return_sequences=True))
    head = layers.TimeDistributed(layers.Dense(1, activation="sigmoid"))
    model = keras.Sequential([keras.Input((TIME, 1)), reader, head])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model


def data(batch: int) -> tuple[Any, Any]:
    x = np.random.default_rng(0).random((batch, TIME, 1), dtype=np.float32)
    return x, (np.cumsum(x, axis=1) > TIME / 4).astype(np.float32)


def seconds(model: Any, batch: int, steps: int, watch: Watch | None = None) -> Clock:
    """Train for one epoch of that many steps; every step reads the same batch."""
    x, y = data(batch)

    def batches() -> Iterator[tuple[Any, Any]]:
        for _ in range(steps):
            yield x, y

    clock = Clock(watch)
    callbacks = [one for one in (watch, clock) if one is not None]
    model.fit(batches(), steps_per_epoch=steps, verbose=0, shuffle=False, callbacks=callbacks)
    return clock


def batch_of(model: Any, milliseconds: float) -> int:
    """The size of a batch whose step takes about so long."""
    batch = 16
    while batch < LARGEST_BATCH:
        seconds(model, batch, WARM_STEPS)
        if 1_000 * seconds(model, batch, WARM_STEPS).seconds / WARM_STEPS >= milliseconds:
            return batch
        batch = int(batch * 1.5)
    return batch


def measured(model: Any, batch: int, steps: int, rounds: int) -> Iterator[Round]:
    for number in range(rounds):
        found = {}
        for watched in (True, False) if number % 2 else (False, True):
            with tempfile.TemporaryDirectory() as folder:
                watch = Watch(data(1)[0], to=folder) if watched else None
                found[watched] = seconds(model, batch, steps, watch)
        one, two = found[False], found[True]
        yield Round(alone=one.seconds, watched=two.seconds, counted=two.counted, begin=two.begin)


def table(rounds: list[Round], steps: int) -> str:
    """The medians, in words."""
    longer = sorted(100 * (one.watched / one.alone - 1) for one in rounds)
    step, counted, begin = (
        statistics.median(values)
        for values in (
            [1_000 * one.alone / steps for one in rounds],
            [100 * one.counted / one.watched for one in rounds],
            [one.begin for one in rounds],
        )
    )
    middle = statistics.median(longer)
    return (
        f"{len(rounds)} rounds of {steps} steps of {step:.1f} ms\n"
        f"watched, a round takes {middle:+.2f} % (from {longer[0]:+.2f} to {longer[-1]:+.2f})\n"
        f"the callback counts {counted:.2f} %, and {begin:.2f} s before the first step\n"
    )


def main(given: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.watch", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--units", type=int, default=50)
    parser.add_argument("--milliseconds", type=float, default=20.0, help="of a step, at least")
    said = parser.parse_args(given)
    model = network(said.units)
    batch, size = batch_of(model, said.milliseconds), model.count_params()
    sys.stdout.write(f"LSTM({said.units}) in both directions, {size:,} parameters, batches of {batch}\n")
    sys.stdout.write(table(list(measured(model, batch, said.steps, said.rounds)), said.steps))


if __name__ == "__main__":
    main()
