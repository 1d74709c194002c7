"""Compiled programs: many whole updates in one call, one program per shape, shared by a process's jobs.

In: a `Shape`. Out: a `Program` that runs up to `shape.chunk` updates.
Used by: `viz_core.training.engine`.

Threads: one, unless `TF_NUM_INTRAOP_THREADS` says otherwise. On a server one job runs per core; and where
cores are contended, a second thread made the default lesson more than twice as slow, because steps this small
spend their time waiting for each other. The number is fixed when this module is first imported, before
TensorFlow's first operation; a process that has already used TensorFlow keeps what it has.

Whatever is not in the shape (learning rate, dropout rate, seed, data, the number of sequences, epochs or
updates) is an argument of the program, so changing it never compiles anything.
"""

import contextlib
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from viz_core.config import ModelConfig
from viz_core.training.network import Feed, loss_and_right
from viz_core.training.optimizers import OPTIMIZERS_BY_NAME
from viz_core.weights import weight_specs

Tensor = Any

MAX_PROGRAMS = 32


def _use_one_thread() -> None:
    if "TF_NUM_INTRAOP_THREADS" in os.environ:
        return
    with contextlib.suppress(RuntimeError):
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)


_use_one_thread()


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Everything a program is compiled for.

    Attributes:
        model: the network; its dropout is 0 or any other value for "some".
        optimizer: a name of `viz_core.config.OPTIMIZERS`.
        batch: sequences per update.
        timesteps: length of every sequence.
        features: width of the input, or size of the vocabulary with an embedding.
        outputs: width of the output.
        masked: whether steps can be padding.
        chunk: most updates in one call.
    """

    model: ModelConfig
    optimizer: str
    batch: int
    timesteps: int
    features: int
    outputs: int
    masked: bool
    chunk: int


class Program:
    """The compiled form of many updates.

    Attributes:
        shape: what it was compiled for.
        traces: how many times it was traced; stays 1.
        seconds: time it took to trace and compile.
    """

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.traces = 0
        self.seconds = 0.0
        self._run = tf.function(self._updates, jit_compile=True, autograph=False)
        self._compile()

    def __call__(
        self,
        state: Sequence[Tensor],
        data: Sequence[Tensor],
        *,
        count: int,
        step: int,
        learning_rate: float,
        dropout: float,
        seed: int,
    ) -> tuple[tuple[Tensor, ...], Any, Any, Any]:
        """Run `count` updates.

        Args:
            state: parameters in the order of `get_weights()`, then their slots.
            data: inputs, targets, weights and, when masked, the mask, each with one entry per update.
            count: updates to do, at most `shape.chunk`.
            step: updates done before.
            learning_rate: of the optimizer; with 0 nothing is learned and the figures are those of the
                given weights.
            dropout: rate.
            seed: of the dropout.

        Returns:
            The new state; then, one entry per update: loss, number of right answers, number of answers.
        """
        numbers = (
            tf.constant([count, step, seed], tf.int32),
            tf.constant([learning_rate, dropout], tf.float32),
        )
        after, *figures = self._run(tuple(state), tuple(data), *numbers)
        loss, right, counted = (one.numpy()[:count] for one in figures)
        return after, loss, right, counted

    def _updates(
        self, state: tuple[Tensor, ...], data: tuple[Tensor, ...], whole: Tensor, real: Tensor
    ) -> tuple[Any, ...]:
        self.traces += 1
        figures = tuple(tf.zeros((self.shape.chunk,)) for _ in range(3))

        def body(i: Tensor, state: Any, figures: Any) -> tuple[Any, ...]:
            feed = _feed([one[i] for one in data])
            state, scores = _update(self.shape, state, feed, whole[1] + i, whole[2], real)
            return (
                i + 1,
                state,
                tuple(_put(one, i, score) for one, score in zip(figures, scores, strict=True)),
            )

        _, state, figures = tf.while_loop(lambda i, *_: i < whole[0], body, (tf.constant(0), state, figures))
        return state, *figures

    def _compile(self) -> None:
        started = time.perf_counter()
        self(*empty(self.shape), count=0, step=0, learning_rate=0.0, dropout=0.0, seed=0)
        self.seconds = time.perf_counter() - started


def _put(array: Tensor, place: Tensor, value: Tensor) -> Tensor:
    return tf.tensor_scatter_nd_update(array, [[place]], [value])


def _feed(data: list[Tensor]) -> Feed:
    return Feed(inputs=data[0], targets=data[1], weights=data[2], mask=data[3] if len(data) > 3 else None)


def _update(
    shape: Shape, state: tuple[Tensor, ...], feed: Feed, step: Tensor, seed: Tensor, real: Tensor
) -> tuple[tuple[Tensor, ...], tuple[Tensor, Tensor, Tensor]]:
    """One update: forward, backward, optimizer."""
    optimizer = OPTIMIZERS_BY_NAME[shape.optimizer]
    size = len(state) // (1 + optimizer.slots)
    params = state[:size]
    with tf.GradientTape() as tape:
        tape.watch(params)
        scores = loss_and_right(
            shape.model, params, feed, real[1], tf.stack([seed, step * 2 * shape.model.layers])
        )
    gradients = [tf.convert_to_tensor(one) for one in tape.gradient(scores[0], params)]
    updated = [
        optimizer.update(param, gradient, state[size + place :: size], step + 1, real[0])
        for place, (param, gradient) in enumerate(zip(params, gradients, strict=True))
    ]
    slots = [slots[k] for k in range(optimizer.slots) for _, slots in updated]
    return (*(param for param, _ in updated), *slots), scores


def empty(shape: Shape) -> tuple[tuple[Tensor, ...], tuple[Tensor, ...]]:
    """State and data of the right shapes, all zeros."""
    specs = weight_specs(shape.model, features=shape.features, outputs=shape.outputs)
    copies = 1 + OPTIMIZERS_BY_NAME[shape.optimizer].slots
    state = tuple(tf.zeros(spec.shape) for _ in range(copies) for spec in specs)
    steps = (shape.chunk, shape.timesteps, shape.batch)
    inputs = tf.zeros(steps, tf.int32) if shape.model.embedding else tf.zeros((*steps, shape.features))
    per_sequence = shape.model.head == "final_state"
    targets = tf.zeros((shape.chunk, shape.batch) if per_sequence else steps, tf.int32)
    mask = (tf.zeros(steps),) if shape.masked else ()
    return state, (inputs, targets, tf.zeros((shape.chunk, shape.batch)), *mask)


_programs: OrderedDict[Shape, Program] = OrderedDict()
_lock = threading.Lock()


def program(shape: Shape) -> tuple[Program, bool]:
    """The program for a shape, compiled now if it was not there; the least recently used give way.

    Returns:
        The program, and whether it was already there.
    """
    with _lock:
        there = shape in _programs
        if not there:
            _programs[shape] = Program(shape)
        _programs.move_to_end(shape)
        while len(_programs) > MAX_PROGRAMS:
            _programs.popitem(last=False)
        return _programs[shape], there
