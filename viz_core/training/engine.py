"""The training engine: a run that can be taken a few updates at a time.

In: an `ExperimentConfig`, or a model, data and how to train. Out: `TrainingEvent`s and weights.
"""

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

import numpy as np

from viz_core.arrays import Floats32, Floats64
from viz_core.checks import check_integer
from viz_core.config import ExperimentConfig, ModelConfig, TrainingConfig
from viz_core.data import widths
from viz_core.network.weights import initial_weights
from viz_core.seeds import stream
from viz_core.training.data import Minibatch, Rows, Sequences, epoch_order, minibatch, minibatches
from viz_core.training.events import EpochMetrics, TrainingEvent
from viz_core.training.lanes import side_by_side
from viz_core.training.network import BatchResult, Network
from viz_core.training.optimizers import OPTIMIZERS_BY_NAME
from viz_core.training.parameters import Parameters
from viz_core.training.plain import is_plain, updates
from viz_core.training.scoring import Score, score
from viz_core.training.sets import sequences_of

Weights = Sequence[Floats32]
Owned = tuple[Floats32, ...]

# The event at step 0 is measured on the first sequences, about this many.
START_SEQUENCES = 256
# Batches are laid out together up to so many numbers that they read.
LAID_OUT = 2**20
# To hand loops over to one call for all updates takes half a millisecond: not for fewer updates than these.
AT_ONCE = 16
# A batch is halved between two threads from so many multiplications of one pass forward on.
HALVED_FROM = 1.5e7


@dataclass(kw_only=True)
class Sums:
    """Loss, sequences, right answers and answers of some updates, added up."""

    loss: float = 0.0
    sequences: int = 0
    right: float = 0.0
    answers: float = 0.0

    def add(self, loss: float, sequences: int, right: float, answers: float) -> None:
        """Add updates of so many sequences: their mean loss, their right answers, their answers."""
        self.loss += loss * sequences
        self.sequences += sequences
        self.right += right
        self.answers += answers

    @property
    def mean_loss(self) -> float:
        """Per sequence."""
        return self.loss / max(self.sequences, 1)

    @property
    def accuracy(self) -> float:
        """Share of right answers."""
        return self.right / max(self.answers, 1)


class Learner:
    """Trains one network on given sequences.

    Attributes:
        step: updates done.
        steps: updates in the whole run.
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
        step: int = 0,
        seconds: float = 0.0,
    ) -> None:
        """Prepare a run.

        Args:
            model: the network.
            training: how to train; the number of sequences is read from the data instead.
            data: the sequences. With a 'final_state' head and targets per step, the last step's counts.
            features: width of the input, or size of the vocabulary with an embedding.
            outputs: width of the output: 1 for two classes (sigmoid), else one per class (softmax).
            weights: first weights in the order of `get_weights()`; None draws them from the seed.
            step: updates that led to these weights; the optimizer's averages begin anew all the same.
            seconds: those spent in these updates.

        Raises:
            ValueError: `step` is below 0 or beyond the run.
        """
        self._model, self._training, self._data = model, training, data
        self._features, self._networks = features, dict[tuple[int, int], Network]()
        self._plain = is_plain(model) and data.mask is None
        self._steps_per_epoch = -(-len(data.inputs) // training.batch_size)
        self.steps = self._steps_per_epoch * training.epochs
        check_integer("step", step, 0, self.steps)
        self.step = self._first_step = step
        made = partial(Parameters, model, features=features, outputs=outputs)
        self._parameters, self._gradients = made(), (made(), made())
        self._parameters.take(
            first_weights(model, training.seed, features, outputs) if weights is None else weights
        )
        readers = [matrix.values for layer in self._parameters.layers for matrix in layer.values()]
        self._products = data.inputs.shape[1] * sum(one.size for one in readers)
        self._optimizer = OPTIMIZERS_BY_NAME[training.optimizer]
        self._slots = np.zeros((self._optimizer.slots, self._parameters.flat.size), np.float32)
        epoch = step // self._steps_per_epoch
        self._order, self._sums = epoch_order(len(data.inputs), training.seed, epoch), Sums()
        self._seconds = seconds
        self.losses: Floats64 = np.zeros(0)

    @property
    def done(self) -> bool:
        """Whether every update is done."""
        return self.step == self.steps

    def start_event(self) -> TrainingEvent:
        """The state before the first update: loss and accuracy on the first sequences, about 256.

        Nothing is learned and nothing dropped out.
        """
        found = self._score(self._data, self._order[:START_SEQUENCES])
        return TrainingEvent(
            step=0,
            epoch=0,
            loss=found.loss,
            accuracy=found.accuracy,
            epoch_loss=found.loss,
            epoch_accuracy=found.accuracy,
            weights=self.weights(),
        )

    def advance(self, updates: int) -> TrainingEvent:
        """Do up to `updates` updates, fewer at the end of an epoch.

        Raises:
            ValueError: `updates` is below 1, or the run is over.
        """
        check_integer("updates", updates, 1, 2**31 - 1)
        check_integer("step", self.step, 0, self.steps - 1)
        epoch, place = divmod(self.step, self._steps_per_epoch)
        if place == 0:
            self._order, self._sums = epoch_order(len(self._data.inputs), self._training.seed, epoch), Sums()
        sums, size = Sums(), self._training.batch_size
        started, losses = time.perf_counter(), []
        end = min(place + updates, self._steps_per_epoch)
        together = max(1, LAID_OUT // (size * math.prod(self._data.inputs.shape[1:])))
        for first in range(place, end, together):
            rows = self._order[first * size : min(first + together, end) * size]
            found = self._at_once(rows, sums)
            left = self._lay_out(rows[len(found) * size :])
            losses += [*found, *(self._update(halves, sums) for halves in left)]
        self.losses = np.array(losses)
        self._seconds += time.perf_counter() - started
        return TrainingEvent(
            step=self.step,
            epoch=epoch + 1,
            loss=sums.mean_loss,
            accuracy=sums.accuracy,
            epoch_loss=self._sums.mean_loss,
            epoch_accuracy=self._sums.accuracy,
            weights=self.weights(),
            done=self.done,
            seconds=self._seconds,
        )

    def weights(self) -> Owned:
        """A copy of the weights, in the order of `get_weights()`."""
        return self._parameters.weights()

    def _score(self, data: Sequences, rows: Rows) -> Score:
        """How the present weights do on some sequences."""
        size = self._training.batch_size
        batches = (self._halves(rows[first : first + size]) for first in range(0, len(rows), size))
        works = (
            [partial(self._evaluate, k, data, half) for k, half in enumerate(batch)] for batch in batches
        )
        return score(one for halves in works for one in side_by_side(halves))

    def _evaluate(self, half: int, data: Sequences, rows: Rows) -> tuple[Minibatch, BatchResult]:
        batch = minibatch(data, rows, self._model)
        return batch, self._network(len(rows), half).evaluate(self._parameters, batch)

    def _at_once(self, rows: Rows, sums: Sums) -> list[float]:
        """Learn from as many whole batches as one compiled call can; returns their losses."""
        size = self._training.batch_size
        rows = rows[: len(rows) // size * size]
        if not self._plain or len(rows) < AT_ONCE * size or len(self._halves(rows[:size])) > 1:
            return []
        found = updates(
            self._network(size, 0),
            self._parameters,
            self._gradients[0],
            minibatch(self._data, rows, self._model),
            (self._optimizer.update, self._slots),
            self.step - self._first_step + 1,
            self._training.learning_rate,
        )
        if found is None:
            return []
        self.step += len(found)
        for loss, right, answers in found.tolist():
            sums.add(loss, size, right, answers)
            self._sums.add(loss, size, right, answers)
        return found[:, 0].tolist()

    def _lay_out(self, rows: Rows) -> Iterator[list[Minibatch]]:
        """The batches of these sequences, each whole or in halves; laid out together, which saves time."""
        size = self._training.batch_size
        batches = [self._halves(rows[first : first + size]) for first in range(0, len(rows), size)]
        halves = [half for batch in batches for half in batch]
        laid = iter(minibatches(self._data, halves, self._model) if halves else [])
        return (list(islice(laid, len(batch))) for batch in batches)

    def _update(self, halves: Sequence[Minibatch], sums: Sums) -> float:
        """Learn from one batch; returns its loss."""
        answers = sum(float(one.weights.sum()) for one in halves)
        share = 1 / max(answers, 1)
        works = [partial(self._learn, half, one, share) for half, one in enumerate(halves)]
        found = side_by_side(works)
        self.step += 1
        self._optimize([one.flat for one in self._gradients[: len(found)]])
        loss, right = sum(one.loss for one in found), sum(float(one.right.sum()) for one in found)
        sequences = sum(len(one.inputs) for one in halves)
        sums.add(loss, sequences, right, answers)
        self._sums.add(loss, sequences, right, answers)
        return loss

    def _optimize(self, gradients: list[Floats32]) -> None:
        """Change the parameters along the sum of the gradients."""
        total, *more = gradients
        for one in more:
            total += one
        rate = self._training.learning_rate
        # Adam corrects its averages for the updates they were made from.
        averaged = self.step - self._first_step
        self._optimizer.update(self._parameters.flat, total, self._slots, averaged, rate)

    def _halves(self, rows: Rows) -> tuple[Rows, ...]:
        if len(rows) < 2 or len(rows) * self._products < HALVED_FROM:
            return (rows,)
        return rows[: len(rows) // 2], rows[len(rows) // 2 :]

    def _learn(self, half: int, batch: Minibatch, share: float) -> BatchResult:
        dropout, rng = self._model.dropout, None
        if dropout:
            rng = stream(self._training.seed, "dropout", self.step, half)
        network = self._network(len(batch.inputs), half)
        return network.learn(self._parameters, self._gradients[half], batch, share, dropout=dropout, rng=rng)

    def _network(self, batch: int, half: int) -> Network:
        """The network with room for such a batch; each thread has its own."""
        if (batch, half) not in self._networks:
            steps = self._data.inputs.shape[1]
            self._networks[batch, half] = Network(
                self._model, features=self._features, timesteps=steps, batch=batch
            )
        return self._networks[batch, half]


class Trainer(Learner):
    """Trains the experiment of a config on sequences drawn from its task, or on its data set."""

    def __init__(
        self,
        config: ExperimentConfig,
        *,
        weights: Weights | None = None,
        step: int = 0,
        seconds: float = 0.0,
    ) -> None:
        """Draw or read the data and prepare the run.

        Args:
            config: the experiment; the same config gives the same events, bit for bit.
            weights: first weights in the order of `get_weights()`; None draws them from the seed.
            step: updates that led to these weights.
            seconds: those spent in these updates.
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
            step=step,
            seconds=seconds,
        )

    def advance(self, updates: int) -> TrainingEvent:
        """As `Learner.advance`; at the end of an epoch also asks the sequences kept for validation."""
        event = super().advance(updates)
        if self._validation is None or self.step % self._steps_per_epoch:
            return event
        found = self._score(self._validation, np.arange(len(self._validation.inputs)))
        metrics = EpochMetrics(
            epoch=event.epoch,
            loss=event.epoch_loss,
            accuracy=event.epoch_accuracy,
            validation_loss=found.loss,
            validation_accuracy=found.accuracy,
            validation_exact=found.exact if self._model.decodes else None,
        )
        return replace(event, epoch_metrics=metrics)


def first_weights(model: ModelConfig, seed: int, features: int, outputs: int) -> Weights:
    """The weights a run with this seed starts from."""
    return initial_weights(model, features=features, outputs=outputs, rng=stream(seed, "weights"))
