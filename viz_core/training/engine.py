"""The training engine: a run that can be taken a few updates at a time.

In: an `ExperimentConfig`, or a model, data and how to train. Out: `TrainingEvent`s and weights.
Used by: `viz_core.training.train` and the job workers; needs TensorFlow.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from viz_core.checks import check_integer
from viz_core.config import ExperimentConfig, ModelConfig, TrainingConfig
from viz_core.data import widths
from viz_core.seeds import stream
from viz_core.training.data import Sequences, cut, epoch_order
from viz_core.training.events import EpochFigures, TrainingEvent
from viz_core.training.optimizers import OPTIMIZERS_BY_NAME
from viz_core.training.programs import Shape, program
from viz_core.training.scoring import exact, score
from viz_core.training.sets import sequences_of
from viz_core.weights import initial_weights, unpack

Floats = npt.NDArray[np.floating]
Weights = Sequence[npt.NDArray[np.float32]]
Owned = tuple[npt.NDArray[np.float32], ...]

# The event at step 0 is measured on the first batches, about this many sequences.
START_SEQUENCES = 256
# Data for one call: at most this many updates, and about this many numbers.
CHUNK_UPDATES = 50
CHUNK_NUMBERS = 400_000


@dataclass(kw_only=True)
class _Sums:
    """Figures of some updates added up: `loss` over sequences, `right` over answers."""

    loss: float = 0.0
    sequences: float = 0.0
    right: float = 0.0
    answers: float = 0.0

    def add(self, loss: Floats, sequences: Floats, right: Floats, answers: Floats) -> None:
        self.loss += float(np.sum(loss * sequences, dtype=np.float64))
        self.sequences += float(np.sum(sequences, dtype=np.float64))
        self.right += float(np.sum(right, dtype=np.float64))
        self.answers += float(np.sum(answers, dtype=np.float64))

    def event(self, step: int, epoch: int, weights: Owned, **more: Any) -> TrainingEvent:
        """An event with the means of these updates."""
        return TrainingEvent(
            step=step,
            epoch=epoch,
            loss=self.loss / max(self.sequences, 1),
            accuracy=self.right / max(self.answers, 1),
            weights=weights,
            **more,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Whole:
    """A `Sequences` whose answers are one label per sequence."""

    inputs: Any
    targets: Any
    mask: Any


class Learner:
    """Trains one network on given sequences.

    Attributes:
        step: updates done.
        steps: updates in the whole run.
        compiled: whether the program for this shape was already there.
        compile_seconds: time spent on compiling it, 0 if it was there.
        losses: the loss of every update since the event before.
    """

    def __init__(
        self,
        model: ModelConfig,
        training: TrainingConfig,
        data: Sequences,
        *,
        features: int,
        outputs: int,
        weights: Weights | None = None,
    ) -> None:
        """Prepare a run; compiles if its shape is new.

        Args:
            model: the network.
            training: how to train; the number of sequences is read from the data instead.
            data: the sequences. With a 'final_state' head and targets per step, the last step's counts.
            features: width of the input, or size of the vocabulary with an embedding.
            outputs: width of the output: 1 for two classes (sigmoid), else one per class (softmax).
            weights: first weights in the order of `get_weights()`; None draws them from the seed.
        """
        self._model, self._training = model, training
        self._data = _per_sequence(data) if model.head == "final_state" else data
        self._steps_per_epoch = -(-len(data.inputs) // training.batch_size)
        self.step, self.steps = 0, self._steps_per_epoch * training.epochs
        shape = shape_of(model, training, self._data, features=features, outputs=outputs)
        self._program, self.compiled = program(shape)
        self.compile_seconds = 0.0 if self.compiled else self._program.seconds
        first = first_weights(model, training.seed, features, outputs) if weights is None else weights
        self._state, self._arrays = _first_state(model, training, first), len(first)
        self._order, self._sums = epoch_order(len(data.inputs), training.seed, 0), _Sums()
        self._seconds = 0.0
        self.losses: Floats = np.zeros(0, np.float32)

    @property
    def done(self) -> bool:
        """Whether every update is done."""
        return self.step == self.steps

    def start_event(self) -> TrainingEvent:
        """The state before the first update: loss and accuracy on the first batches, about 256 sequences.

        Nothing is learned and nothing dropped out.
        """
        count = min(self._steps_per_epoch, self._chunk, max(1, START_SEQUENCES // self._training.batch_size))
        sums = _Sums()
        _, figures = self._run(0, count, learning_rate=0.0, dropout=0.0)
        sums.add(*figures)
        return sums.event(0, 0, self.weights())

    def advance(self, updates: int) -> TrainingEvent:
        """Do up to `updates` updates, fewer at the end of an epoch.

        Raises:
            ValueError: `updates` is below 1, or the run is over.
        """
        check_integer("updates", updates, 1, 2**31 - 1)
        check_integer("step", self.step, 0, self.steps - 1)
        epoch, place = divmod(self.step, self._steps_per_epoch)
        if place == 0:
            self._order, self._sums = epoch_order(len(self._data.inputs), self._training.seed, epoch), _Sums()
        sums = _Sums()
        started, losses = time.perf_counter(), []
        for first in range(place, end := min(place + updates, self._steps_per_epoch), self._chunk):
            losses.append(self._learn(first, min(self._chunk, end - first), sums))
        self.losses = np.concatenate(losses)
        self._seconds += time.perf_counter() - started
        sums = self._sums if self.done else sums
        return sums.event(self.step, epoch + 1, self.weights(), done=self.done, seconds=self._seconds)

    def weights(self) -> Owned:
        """A copy of the weights, in the order of `get_weights()`."""
        return tuple(np.array(one) for one in self._state[: self._arrays])

    @property
    def _chunk(self) -> int:
        return self._program.shape.chunk

    def _learn(self, first: int, count: int, sums: _Sums) -> Floats:
        """Do `count` updates from batch `first` of this epoch on; returns their losses."""
        training = self._training
        self._state, figures = self._run(
            first, count, learning_rate=training.learning_rate, dropout=self._model.dropout
        )
        self.step += count
        sums.add(*figures)
        self._sums.add(*figures)
        return figures[0]

    def _run(
        self, first: int, count: int, *, learning_rate: float, dropout: float
    ) -> tuple[tuple[Any, ...], tuple[Floats, Floats, Floats, Floats]]:
        size = self._training.batch_size
        chunk = cut(self._data, self._order[first * size : (first + count) * size], size, self._chunk)
        data = [chunk.inputs, chunk.targets, chunk.weights, *([] if chunk.mask is None else [chunk.mask])]
        state, loss, right, answers = self._program(
            self._state,
            [tf.constant(one) for one in data],
            count=count,
            step=self.step,
            learning_rate=learning_rate,
            dropout=dropout,
            seed=self._training.seed,
        )
        return state, (loss, chunk.weights.sum(axis=1)[:count], right, answers)


class Trainer(Learner):
    """Trains the experiment of a config on sequences drawn from its task, or on its data set."""

    def __init__(self, config: ExperimentConfig, *, weights: Weights | None = None) -> None:
        """Draw or read the data and prepare the run.

        Args:
            config: the experiment; the same config gives the same events, bit for bit.
            weights: first weights in the order of `get_weights()`; None draws them from the seed.
        """
        data, self._validation = sequences_of(config)
        features, outputs = widths(config.task)
        super().__init__(
            config.model,
            config.training,
            data,
            features=features,
            outputs=outputs,
            weights=weights,
        )

    def advance(self, updates: int) -> TrainingEvent:
        """As `Learner.advance`; at the end of an epoch also asks the sequences kept for validation."""
        event = super().advance(updates)
        if self._validation is None or self.step % self._steps_per_epoch:
            return event
        loss, accuracy = self.score(self._validation)
        figures = EpochFigures(
            epoch=event.epoch,
            loss=self._sums.loss / self._sums.sequences,
            accuracy=self._sums.right / self._sums.answers,
            validation_loss=loss,
            validation_accuracy=accuracy,
            validation_exact=self.exact(self._validation) if self._model.decodes else None,
        )
        return replace(event, epoch_figures=figures)

    def score(self, data: Sequences) -> tuple[float, float]:
        """Mean loss and share of right answers of the present weights on other sequences."""
        return score(self._program.shape, self._state[: self._arrays], data)

    def exact(self, data: Sequences) -> float:
        """Of which share of other sequences an encoder-decoder gets every answer right."""
        return exact(self._program.shape, self._state[: self._arrays], data)


def prepare(config: ExperimentConfig) -> float:
    """Compile the program of an experiment ahead of time.

    Returns:
        Seconds spent on it; 0 if it was there.
    """
    few = replace(config, training=replace(config.training, sequences=1, epochs=1))
    return Trainer(few).compile_seconds


def shape_of(
    model: ModelConfig, training: TrainingConfig, data: Sequences, *, features: int, outputs: int
) -> Shape:
    """What a program for this run is compiled for."""
    numbers = training.batch_size * data.inputs[0].size
    return Shape(
        model=replace(model, dropout=0.5 if model.dropout else 0.0),
        optimizer=training.optimizer,
        batch=training.batch_size,
        timesteps=data.inputs.shape[1],
        features=features,
        outputs=outputs,
        masked=data.mask is not None,
        chunk=min(CHUNK_UPDATES, max(1, CHUNK_NUMBERS // numbers)),
    )


def first_weights(model: ModelConfig, seed: int, features: int, outputs: int) -> Weights:
    """The weights a run with this seed starts from."""
    return initial_weights(model, features=features, outputs=outputs, rng=stream(seed, "weights"))


def _per_sequence(data: Sequences) -> _Whole:
    targets = data.targets[:, -1] if data.targets.ndim == 2 else data.targets
    return _Whole(inputs=data.inputs, targets=targets, mask=data.mask)


def _first_state(model: ModelConfig, training: TrainingConfig, weights: Weights) -> tuple[Any, ...]:
    """Parameters, then their slots at zero."""
    checked = [np.asarray(one, np.float32) for one in weights]
    unpack(checked, model)
    slots = OPTIMIZERS_BY_NAME[training.optimizer].slots
    return tuple(tf.constant(one) for one in checked) + tuple(tf.zeros(one.shape) for one in checked) * slots
