"""JAX: the time loop is a `lax.scan`, and so is the loop over the updates of a round, all in one `jit`.

In: a workload. Out: rounds.
"""

import time
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from benchmarks.contestants import Round
from benchmarks.workloads import Workload
from viz_core.config import ModelConfig
from viz_core.network.weights import CellWeights, unpack

Params = tuple[jax.Array, ...]
State = tuple[Params, Params, Params, jax.Array]


class JaxScan:
    """Parameters, Adam's two slots and the number of updates, and the compiled epoch."""

    def __init__(self, workload: Workload) -> None:
        data = workload.sequences()
        self._inputs, self._targets = jnp.asarray(data.inputs), jnp.asarray(data.targets)
        params = tuple(jnp.asarray(one) for one in workload.weights())
        self.parameters = sum(one.size for one in params)
        means, squares = (tuple(jnp.zeros_like(one) for one in params) for _ in range(2))
        self._state: State = (params, means, squares, jnp.zeros((), jnp.float32))
        self._shape = (workload.updates, workload.batch)
        self._epoch = jax.jit(_epoch, static_argnums=(0, 1), donate_argnums=2)

        def loss(params: Params, inputs: jax.Array, targets: jax.Array) -> tuple[jax.Array, jax.Array]:
            return _scores(_logits(workload.model, params, inputs), targets)

        self._loss, self._rate = loss, workload.learning_rate

    def round(self, rows: Any) -> Round:
        """One call does all updates."""
        started = time.perf_counter()
        batches = jnp.asarray(rows).reshape(self._shape)
        self._state, (losses, _) = self._epoch(
            self._loss, self._rate, self._state, self._inputs, self._targets, batches
        )
        mean = float(losses.mean())
        jax.block_until_ready(self._state)
        return Round(seconds=time.perf_counter() - started, loss=mean)


def _epoch(
    loss: Any, rate: float, state: State, inputs: jax.Array, targets: jax.Array, batches: jax.Array
) -> tuple[State, tuple[jax.Array, jax.Array]]:
    def update(state: State, batch: jax.Array) -> tuple[State, tuple[jax.Array, jax.Array]]:
        params, *_ = state
        figures, gradients = jax.value_and_grad(loss, has_aux=True)(params, inputs[batch], targets[batch])
        return _adam(state, gradients, rate), figures

    return lax.scan(update, state, batches)


def _adam(state: State, gradients: Params, rate: float) -> State:
    """Adam as Keras defines it."""
    params, means, squares, step = state
    step = step + 1
    alpha = rate * jnp.sqrt(1 - 0.999**step) / (1 - 0.9**step)
    means = tuple(m + (g - m) * 0.1 for m, g in zip(means, gradients, strict=True))
    squares = tuple(v + (g * g - v) * 0.001 for v, g in zip(squares, gradients, strict=True))
    moved = zip(params, means, squares, strict=True)
    return tuple(p - alpha * m / (jnp.sqrt(v) + 1e-7) for p, m, v in moved), means, squares, step


def _logits(config: ModelConfig, params: Params, inputs: jax.Array) -> jax.Array:
    """`(time, batch, outputs)`, or `(batch, outputs)` with 'final_state'."""
    network = unpack(params, config)
    states = inputs if network.embedding is None else network.embedding[inputs]
    states = jnp.swapaxes(states, 0, 1)
    for layer in network.layers[: config.layers]:
        pair = [_read(config.cell, layer[reader], states, reader) for reader in config.readers]
        states = jnp.concatenate(pair, axis=-1)
    if config.head != "per_step":
        states = jnp.concatenate([pair[0][-1], pair[1][0]], axis=-1)
    if config.decodes:
        repeated = jnp.broadcast_to(states, (inputs.shape[1], *states.shape))
        pair = [_read(config.cell, network.layers[-1][reader], repeated, reader) for reader in config.readers]
        states = jnp.concatenate(pair, axis=-1)
    head = network.heads[0].output
    return states @ head.kernel + head.bias


def _read(cell: str, weights: CellWeights, states: jax.Array, reader: str) -> jax.Array:
    """Hidden states `(time, batch, units)` in input time; the input product is done before the loop."""
    bias, back = weights.bias if cell == "GRU" else (weights.bias, 0.0)
    fed = states @ weights.kernel + bias
    zeros = jnp.zeros((states.shape[1], weights.recurrent_kernel.shape[0]))

    def step(previous: Params, z: jax.Array) -> tuple[Params, jax.Array]:
        after = STEPS[cell](z, previous[0] @ weights.recurrent_kernel + back, previous)
        return after, after[0]

    first = (zeros, zeros) if cell == "LSTM" else (zeros,)
    return lax.scan(step, first, fed, reverse=reader == "backward")[1]


def _simple_rnn(z: jax.Array, back: jax.Array, states: Params) -> Params:
    return (jnp.tanh(z + back),)


def _lstm(z: jax.Array, back: jax.Array, states: Params) -> Params:
    i, f, c, o = jnp.split(z + back, 4, axis=-1)
    cell = jax.nn.sigmoid(f) * states[1] + jax.nn.sigmoid(i) * jnp.tanh(c)
    return jax.nn.sigmoid(o) * jnp.tanh(cell), cell


def _gru(z: jax.Array, back: jax.Array, states: Params) -> Params:
    (update, reset, candidate), (b_update, b_reset, b_candidate) = (
        jnp.split(one, 3, axis=-1) for one in (z, back)
    )
    update = jax.nn.sigmoid(update + b_update)
    candidate = jnp.tanh(candidate + jax.nn.sigmoid(reset + b_reset) * b_candidate)
    return (update * states[0] + (1 - update) * candidate,)


STEPS = {"SimpleRNN": _simple_rnn, "LSTM": _lstm, "GRU": _gru}


def _scores(logits: jax.Array, targets: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Mean cross-entropy, and how many answers are right."""
    if logits.shape[-1] == 1:
        logits, truth = logits[..., 0], targets.T.astype(jnp.float32)
        losses = jnp.maximum(logits, 0) - logits * truth + jnp.log1p(jnp.exp(-jnp.abs(logits)))
        right = (logits > 0) == (truth > 0.5)
    else:
        truth = targets.T
        chosen = jnp.take_along_axis(jax.nn.log_softmax(logits), truth[..., None], axis=-1)
        losses, right = -chosen, logits.argmax(-1) == truth
    return losses.mean(), right.sum()
