"""Training by Keras's own `fit`, a few updates at a time. Worker side.

In: a Keras model, sequences, how to train. Out: `TrainingEvent`s, as the engine has them.

`fit` runs in a thread of its own; before an update it waits until the next few are asked for. It reads the
sequences in the engine's order, so that both can be compared on one seed. What a forgotten run was doing
ends with it.
"""

import queue
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from models import build_model
from viz_core.arrays import Array, Floats32
from viz_core.checks import check_integer
from viz_core.config import ExperimentConfig, ModelConfig, TrainingConfig
from viz_core.data import widths
from viz_core.training.data import Rows, Sequences, epoch_order
from viz_core.training.engine import START_SEQUENCES, Sums, Weights, first_weights
from viz_core.training.events import EpochMetrics, TrainingEvent
from viz_core.training.sets import sequences_of

OPTIMIZERS = {
    "adam": keras.optimizers.Adam,
    "rmsprop": keras.optimizers.RMSprop,
    "sgd": keras.optimizers.SGD,
}
# Each answer that is asked for counts the same, as in the engine, not each that there is room for.
REDUCTION = "mean_with_sample_weight"
Logs = Mapping[str, float]


@dataclass(frozen=True, kw_only=True, eq=False)
class Lesson:
    """Sequences as Keras learns from them.

    Attributes:
        inputs: `(sequences, time, features)` float32, or tokens `(sequences, time)`.
        targets: `(sequences, time, 1)` or `(sequences, 1)` int32.
        counts: `(sequences, time)` float32, 0 for answers that do not count; None where all do.
    """

    inputs: Array
    targets: Array
    counts: Floats32 | None

    @classmethod
    def of(cls, data: Sequences, *, final: bool, decodes: bool = False) -> "Lesson":
        """What the engine asks of these sequences.

        Args:
            data: inputs, targets, mask.
            final: whether there is one answer for the whole, the last step's where there are several.
            decodes: whether answers at padded steps count.
        """
        targets = data.targets.astype(np.int32)
        inputs = data.inputs if data.inputs.ndim == 2 else data.inputs.astype(np.float32)
        if final:
            targets = targets[:, -1] if targets.ndim == 2 else targets
            return cls(inputs=inputs, targets=targets[..., None], counts=None)
        asked = targets >= 0
        if data.mask is not None and not decodes:
            asked &= data.mask
        counts = None if asked.all() else asked.astype(np.float32)
        return cls(inputs=inputs, targets=np.maximum(targets, 0)[..., None], counts=counts)

    def rows(self, rows: Rows, heads: int) -> tuple[Any, ...]:
        """Some sequences as `fit` takes them, their targets once for each head."""
        given = [self.targets[rows]] if self.counts is None else [self.targets[rows], self.counts[rows]]
        return self.inputs[rows], *(one if heads == 1 else (one,) * heads for one in given)

    def answers(self, rows: Rows) -> float:
        """How many answers of these sequences count."""
        return float(self.targets[rows].size if self.counts is None else self.counts[rows].sum())


class FitTrainer:
    """A run of Keras's `fit` that can be taken a few updates at a time.

    Attributes:
        step: updates done.
        steps: updates in the whole run.
    """

    def __init__(
        self,
        model: Any,
        training: TrainingConfig,
        lesson: Lesson,
        validation: Lesson | None = None,
        *,
        weights: Callable[[], Weights] | None = None,
        step: int = 0,
        seconds: float = 0.0,
    ) -> None:
        """Prepare a run.

        Args:
            model: a built Keras model, whose answers are probabilities; it is compiled here.
            training: how to train; the number of sequences is read from them instead.
            lesson: what to learn from.
            validation: what to be asked after every epoch; None for nothing.
            weights: copies the weights as events carry them; None takes `model.get_weights`.
            step: updates that led to the model's weights; the optimizer's averages begin anew all the same.
            seconds: those spent in these updates.

        Raises:
            ValueError: `step` is below 0 or beyond the run.
        """
        self._model, self._training, self._lesson, self._validation = model, training, lesson, validation
        self._weights = model.get_weights if weights is None else weights
        self._heads = len(model.outputs)
        self._steps_per_epoch = -(-len(lesson.inputs) // training.batch_size)
        self.steps = self._steps_per_epoch * training.epochs
        check_integer("step", step, 0, self.steps)
        self.step, self._seconds, self._traced = step, seconds, False
        self._order, self._sums = self._order_of(step // self._steps_per_epoch), Sums()
        _compile(model, training, weighted=lesson.counts is not None)
        self._orders: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._told: queue.SimpleQueue[Logs | BaseException] = queue.SimpleQueue()
        self._fitting: threading.Thread | None = None

    @property
    def done(self) -> bool:
        """Whether every update is done."""
        return self.step == self.steps

    def start_event(self) -> TrainingEvent:
        """The state before the first update, as `engine.Learner.start_event` measures it."""
        inputs, *rest = self._lesson.rows(self._order[:START_SEQUENCES], self._heads)
        found = self._model.evaluate(
            inputs, *rest[:1], sample_weight=rest[1] if len(rest) > 1 else None, verbose=0, return_dict=True
        )
        loss, accuracy = float(found["loss"]), _accuracy(found)
        return TrainingEvent(
            step=0,
            epoch=0,
            loss=loss,
            accuracy=accuracy,
            epoch_loss=loss,
            epoch_accuracy=accuracy,
            weights=self._copied(),
        )

    def advance(self, updates: int) -> TrainingEvent:
        """Let `fit` do up to `updates` updates, fewer at the end of an epoch.

        Raises:
            ValueError: `updates` is below 1, or the run is over.
        """
        check_integer("updates", updates, 1, 2**31 - 1)
        check_integer("step", self.step, 0, self.steps - 1)
        epoch, place = divmod(self.step, self._steps_per_epoch)
        if place == 0:
            self._order, self._sums = self._order_of(epoch), Sums()
        end = min(place + updates, self._steps_per_epoch)
        rows = self._order[place * self._training.batch_size : end * self._training.batch_size]
        logs = self._ask(end - place)
        self.step += end - place
        loss, answers = float(logs["loss"]), self._lesson.answers(rows)
        self._sums.add(loss, len(rows), _accuracy(logs) * answers, answers)
        return TrainingEvent(
            step=self.step,
            epoch=epoch + 1,
            loss=loss,
            accuracy=_accuracy(logs),
            epoch_loss=self._sums.mean_loss,
            epoch_accuracy=self._sums.accuracy,
            weights=self._copied(),
            done=self.done,
            seconds=self._seconds,
            epoch_metrics=self._epoch_metrics(epoch + 1, logs),
        )

    def _ask(self, updates: int) -> Logs:
        """Have so many updates done; what `fit` says of them."""
        if self._fitting is None:
            self._fitting = self._start()
        started = time.perf_counter()
        self._orders.put(updates)
        told = self._told.get()
        if isinstance(told, BaseException):
            raise told
        # The first update is no measure: Keras traces the model in it.
        self._seconds += (time.perf_counter() - started) * self._traced
        self._traced = True
        return told

    def _start(self) -> threading.Thread:
        """A thread that knows nothing of this object: it ends when this object is forgotten."""
        epoch, place = divmod(self.step, self._steps_per_epoch)
        per_epoch, epochs = self._steps_per_epoch, self._training.epochs
        # Keras begins with whole epochs: what is left of one comes as a `fit` of its own.
        parts = [(epoch, epoch + 1, per_epoch - place)] if place else []
        parts += [(epoch + bool(place), epochs, per_epoch)] if epoch + bool(place) < epochs else []
        fits = [
            {
                "x": _stream(
                    self._lesson, self._training, self._heads, first * per_epoch + per_epoch - steps
                ),
                "initial_epoch": first,
                "epochs": last,
                "steps_per_epoch": steps,
            }
            for first, last, steps in parts
        ]
        more: dict[str, Any] = {
            "verbose": 0,
            "shuffle": False,
            "callbacks": [_InTurn(self._orders, self._told)],
        }
        if self._validation is not None:
            rows = np.arange(len(self._validation.inputs))
            more["validation_data"] = self._validation.rows(rows, self._heads)
            more["validation_batch_size"] = self._training.batch_size
        thread = threading.Thread(
            target=_fit, args=(self._model, fits, more, self._told), name="keras-fit", daemon=True
        )
        thread.start()
        weakref.finalize(self, self._orders.put, None)
        return thread

    def _order_of(self, epoch: int) -> Rows:
        return epoch_order(len(self._lesson.inputs), self._training.seed, epoch)

    def _copied(self) -> tuple[Floats32, ...]:
        return tuple(np.array(one, np.float32) for one in self._weights())

    def _epoch_metrics(self, epoch: int, logs: Logs) -> EpochMetrics | None:
        if "val_loss" not in logs:
            return None
        return EpochMetrics(
            epoch=epoch,
            loss=self._sums.mean_loss,
            accuracy=self._sums.accuracy,
            validation_loss=float(logs["val_loss"]),
            validation_accuracy=_accuracy(logs, "val_"),
        )


class KerasTrainer(FitTrainer):
    """Trains the experiment of a config, from the same first weights as `engine.Trainer`."""

    def __init__(
        self,
        config: ExperimentConfig,
        *,
        weights: Weights | None = None,
        step: int = 0,
        seconds: float = 0.0,
    ) -> None:
        """Draw or read the data, build the model; arguments as for `engine.Trainer`.

        Raises:
            ValueError: the network has a decoder, which only this project's own loops train.
        """
        if config.model.decodes:
            raise ValueError("`trainer` must be 'loops' for an encoder-decoder; got 'keras'.")
        data, validation = sequences_of(config)
        final = config.model.head == "final_state"
        super().__init__(
            _built(config, weights, masked=data.mask is not None),
            config.training,
            Lesson.of(data, final=final),
            None if validation is None else Lesson.of(validation, final=final),
            step=step,
            seconds=seconds,
        )


def _built(config: ExperimentConfig, weights: Weights | None, *, masked: bool) -> Any:
    """The model of a config, with the engine's first weights, or with these."""
    features, outputs = widths(config.task)
    model_config: ModelConfig = config.model
    # Of what is drawn here only the dropout is used.
    keras.utils.set_random_seed(config.training.seed)
    model = build_model(
        model_config,
        features=features,
        outputs=outputs,
        timesteps=config.task.length,
        masking=masked and not model_config.embedding,
    )
    first = first_weights(model_config, config.training.seed, features, outputs)
    model.set_weights(first if weights is None else weights)
    return model


def _compile(model: Any, training: TrainingConfig, *, weighted: bool) -> None:
    """Say how the model learns; its width says which loss."""
    binary = model.outputs[0].shape[-1] == 1
    loss = keras.losses.BinaryCrossentropy if binary else keras.losses.SparseCategoricalCrossentropy
    heads = len(model.outputs)
    metrics = ["accuracy"] if heads == 1 else [["accuracy"]] * heads
    model.compile(
        OPTIMIZERS[training.optimizer](training.learning_rate),
        [loss(reduction=REDUCTION) for _ in range(heads)] if heads > 1 else loss(reduction=REDUCTION),
        **{"weighted_metrics" if weighted else "metrics": metrics},
    )


def _batches(lesson: Lesson, training: TrainingConfig, heads: int, step: int) -> Iterator[tuple[Any, ...]]:
    """All batches from an update on, epoch after epoch."""
    count, size = len(lesson.inputs), training.batch_size
    first, place = divmod(step, -(-count // size))
    for epoch in range(first, training.epochs):
        order = epoch_order(count, training.seed, epoch)
        for start in range(place * size, count, size):
            yield lesson.rows(order[start : start + size], heads)
        place = 0


def _stream(lesson: Lesson, training: TrainingConfig, heads: int, step: int) -> tf.data.Dataset:
    """The batches as TensorFlow reads them: `(batch, ...)` each, one ahead of the update at hand."""
    form = keras.tree.map_structure(
        lambda one: tf.TensorSpec((None, *one.shape[1:]), one.dtype), lesson.rows(np.arange(1), heads)
    )
    batches = tf.data.Dataset.from_generator(
        lambda: _batches(lesson, training, heads, step), output_signature=form
    )
    return batches.prefetch(1)


class _ForgottenError(Exception):
    """Nobody will ask for another update."""


class _InTurn(keras.callbacks.Callback):
    """Lets `fit` do as many updates as are asked for, and says what they showed."""

    def __init__(
        self,
        orders: "queue.SimpleQueue[int | None]",
        told: "queue.SimpleQueue[Logs | BaseException]",
    ) -> None:
        super().__init__()
        self._orders, self._answers, self._left = orders, told, 0

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Keras's hook."""
        if not self._left:
            order = self._orders.get()
            if order is None:
                raise _ForgottenError
            self._left = order
            # Keras reports the means since then.
            self.model.reset_metrics()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Keras's hook."""
        self._left -= 1
        if not self._left and batch + 1 < self.params["steps"]:
            self._answers.put(dict(logs))

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Keras's hook: after the last update of an epoch validation is to be told, too."""
        self._answers.put(dict(logs))


def _fit(
    model: Any,
    fits: Sequence[Mapping[str, Any]],
    more: Mapping[str, Any],
    told: "queue.SimpleQueue[Logs | BaseException]",
) -> None:
    """In its own thread.

    The streams in `fits` outlive Keras's iterators over them, which ask them for a last word when they end.
    """
    try:
        for one in fits:
            model.fit(**one, **more)
    except _ForgottenError:
        pass
    except BaseException as problem:
        told.put(problem)


def _accuracy(logs: Logs, prefix: str = "") -> float:
    """The mean over the heads."""
    found = [
        float(one)
        for name, one in logs.items()
        if name.endswith("accuracy") and name.startswith("val_") == bool(prefix)
    ]
    return sum(found) / len(found)
