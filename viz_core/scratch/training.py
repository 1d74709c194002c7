"""Training the from-scratch BiLSTM with Adam, in NumPy, a little at a time.

In: a seed. Out: a `Learner` whose weights improve for as long as it is given time.
"""

import threading
import time
from collections.abc import Sequence

import numpy as np

from viz_core.scratch.comparison import TASK, example, there_and_back
from viz_core.scratch.time_bilstm import Array
from viz_core.tasks import TASKS

UNITS = 8
BATCH = 32
UPDATES = 1_000
LEARNING_RATE = 0.01
# Updates between two points of the curve.
POINT = 20
# One learner computes at a time: thirty students share the server's interpreter.
_turn = threading.Lock()


class Adam:
    """Adam (Kingma & Ba 2015), with Keras's defaults."""

    def __init__(self, learning_rate: float, beta_1: float = 0.9, beta_2: float = 0.999) -> None:
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.step = 0
        self.means: list[Array] = []
        self.squares: list[Array] = []

    def update(self, weights: Sequence[Array], gradients: Sequence[Array]) -> list[Array]:
        """The rule: m = β₁m + (1 - β₁)g, v = β₂v + (1 - β₂)g², w - α m̂ / (√v̂ + ε)."""
        if not self.step:
            self.means = [np.zeros_like(one) for one in weights]
            self.squares = [np.zeros_like(one) for one in weights]
        self.step += 1
        b1, b2 = self.beta_1, self.beta_2
        self.means = [b1 * m + (1 - b1) * g for m, g in zip(self.means, gradients, strict=True)]
        self.squares = [b2 * v + (1 - b2) * g**2 for v, g in zip(self.squares, gradients, strict=True)]
        rate = self.learning_rate * np.sqrt(1 - b2**self.step) / (1 - b1**self.step)
        moved = zip(weights, self.means, self.squares, strict=True)
        return [w - rate * m / (np.sqrt(v) + 1e-7) for w, m, v in moved]


class Learner:
    """A run of BiLSTM(8) + sigmoid on brackets.

    Attributes:
        weights: in the order of `get_weights()`.
        done: updates so far, at most `UPDATES`.
        steps, losses, accuracies: the curve; each point is the mean over the `POINT` updates before it.
    """

    def __init__(self, seed: int) -> None:
        self.weights = example(units=UNITS, timesteps=TASK.length, sequences=1, seed=seed).weights
        self.done = 0
        self.steps: list[int] = []
        self.losses: list[float] = []
        self.accuracies: list[float] = []
        self._rng = np.random.default_rng([seed, 1])
        self._adam = Adam(LEARNING_RATE)
        self._recent: list[tuple[float, float]] = []

    @property
    def finished(self) -> bool:
        """Whether all updates are done."""
        return self.done >= UPDATES

    def advance(self, seconds: float) -> bool:
        """Learn for about so long; False if another learner has its turn, and nothing was done."""
        if not _turn.acquire(blocking=False):
            return False
        try:
            end = time.perf_counter() + seconds
            while not self.finished and time.perf_counter() < end:
                self.update()
        finally:
            _turn.release()
        return True

    def update(self) -> None:
        """One batch: forward, backward, Adam."""
        batch = TASKS[TASK.name].sample(BATCH, TASK, self._rng)
        found = there_and_back(self.weights, batch.inputs.astype(np.float64), batch.targets)
        self.weights = self._adam.update(self.weights, found.gradients)
        self.done += 1
        self._recent.append((found.loss, found.right))
        if self.done % POINT == 0:
            loss, right = np.mean(self._recent, axis=0)
            self.steps.append(self.done)
            self.losses.append(float(loss))
            self.accuracies.append(float(right))
            self._recent.clear()

    def exam(self, sequences: int = 500) -> float:
        """Share of right answers on sequences it never saw."""
        batch = TASKS[TASK.name].sample(sequences, TASK, np.random.default_rng([self.done, 2]))
        return there_and_back(self.weights, batch.inputs.astype(np.float64), batch.targets).right
