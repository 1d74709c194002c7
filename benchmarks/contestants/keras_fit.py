"""Keras: `fit`, compiled as Keras chooses or with XLA.

In: a workload. Out: rounds.

Left to itself (`jit_compile="auto"`) Keras compiles SimpleRNN with XLA, LSTM and GRU without.
Only the epoch itself is timed, from its first batch to its last: what `fit` does before counts for nothing.
"""

import time
from typing import Any

import keras
import numpy as np

from benchmarks.contestants import Round
from benchmarks.workloads import Workload
from models import build_model


class KerasFit:
    """The model of `models.build_model`, trained by `fit`."""

    def __init__(self, workload: Workload, *, jit_compile: bool | str) -> None:
        self._data, self._batch = workload.sequences(), workload.batch
        self._model = build_model(
            workload.model,
            features=workload.features,
            outputs=workload.outputs,
            timesteps=workload.timesteps,
        )
        self._model.set_weights(workload.weights())
        self.parameters = self._model.count_params()
        self._model.compile(
            optimizer=keras.optimizers.Adam(workload.learning_rate),
            loss="binary_crossentropy" if workload.outputs == 1 else "sparse_categorical_crossentropy",
            metrics=["accuracy"],
            jit_compile=jit_compile,
        )

    def round(self, rows: Any) -> Round:
        """One epoch, timed by a callback."""
        watch = _Watch()
        # The axis that Keras expects after the last one of the targets.
        targets = self._data.targets[rows][..., np.newaxis]
        history = self._model.fit(
            self._data.inputs[rows],
            targets,
            batch_size=self._batch,
            shuffle=False,
            verbose=0,
            callbacks=[watch],
        )
        return Round(seconds=watch.seconds, loss=history.history["loss"][-1])


class _Watch(keras.callbacks.Callback):
    """Seconds from the begin to the end of an epoch."""

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._started = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.seconds = time.perf_counter() - self._started
