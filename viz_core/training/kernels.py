"""One recurrent layer as a TensorFlow graph, with back-propagation through time written by hand.

In: what each step adds to its gates (the input product is done before), recurrent kernels, a mask.
Out: hidden states, with gradients for all of them.
Used by: `viz_core.training.network`.

Axes: `(time, readers, batch, width)` with time in **reading order**: a backward reader's entry 0 belongs to
the last input. All readers take each step together, as one batched product. Automatic differentiation would
add up the gradient of the recurrent kernel step by step; here each step keeps only the gradient of what it
fed to its gates, and one product over all steps gives the kernel's gradient afterwards.

The equations are those of `keras.layers.SimpleRNN`, `LSTM` and `GRU(reset_after=True)`
(https://keras.io/api/layers/recurrent_layers/). A masked step hands its state on unchanged.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import tensorflow as tf

Tensor = Any
Tensors = tuple[Tensor, ...]


@dataclass(frozen=True, kw_only=True)
class Kernel:
    """One step of a cell, forward and backward.

    Attributes:
        states: how many arrays of width `units` a step hands to the next; the hidden state is the first.
        forward: (gate inputs, previous states, recurrent kernel, recurrent bias) -> (states, saved);
            `saved` is what the backward step needs beside the states.
        backward: (saved, states, previous states, gradients of the states) -> (gradient of the gate
            inputs, gradient of what came through the recurrent kernel, gradients that reach the previous
            states by other ways than the recurrent kernel).
    """

    states: int
    forward: Callable[[Tensor, Tensors, Tensor, Tensor], tuple[Tensors, Tensors]]
    backward: Callable[[Tensors, Tensors, Tensors, Tensors], tuple[Tensor, Tensor, Tensors]]


def _simple_forward(z: Tensor, states: Tensors, kernel: Tensor, bias: Tensor) -> tuple[Tensors, Tensors]:
    return (tf.tanh(z + states[0] @ kernel),), ()


def _simple_backward(
    saved: Tensors, states: Tensors, previous: Tensors, d_states: Tensors
) -> tuple[Tensor, Tensor, Tensors]:
    d_z = d_states[0] * (1 - states[0] * states[0])
    return d_z, d_z, (tf.zeros_like(d_z),)


def _lstm_forward(z: Tensor, states: Tensors, kernel: Tensor, bias: Tensor) -> tuple[Tensors, Tensors]:
    hidden, cell = states
    i, f, c, o = tf.split(z + hidden @ kernel, 4, axis=-1)
    i, f, c, o = tf.sigmoid(i), tf.sigmoid(f), tf.tanh(c), tf.sigmoid(o)
    cell = f * cell + i * c
    return (o * tf.tanh(cell), cell), (i, f, c, o)


def _lstm_backward(
    saved: Tensors, states: Tensors, previous: Tensors, d_states: Tensors
) -> tuple[Tensor, Tensor, Tensors]:
    i, f, c, o = saved
    d_hidden, d_cell = d_states
    squashed = tf.tanh(states[1])
    d_cell = d_cell + d_hidden * o * (1 - squashed * squashed)
    d_i = d_cell * c * i * (1 - i)
    d_f = d_cell * previous[1] * f * (1 - f)
    d_c = d_cell * i * (1 - c * c)
    d_o = d_hidden * squashed * o * (1 - o)
    d_z = tf.concat([d_i, d_f, d_c, d_o], axis=-1)
    return d_z, d_z, (tf.zeros_like(d_hidden), d_cell * f)


def _gru_forward(z: Tensor, states: Tensors, kernel: Tensor, bias: Tensor) -> tuple[Tensors, Tensors]:
    (hidden,) = states
    z_in, r_in, h_in = tf.split(z, 3, axis=-1)
    z_back, r_back, h_back = tf.split(hidden @ kernel + bias, 3, axis=-1)
    update, reset = tf.sigmoid(z_in + z_back), tf.sigmoid(r_in + r_back)
    candidate = tf.tanh(h_in + reset * h_back)
    return (update * hidden + (1 - update) * candidate,), (update, reset, candidate, h_back)


def _gru_backward(
    saved: Tensors, states: Tensors, previous: Tensors, d_states: Tensors
) -> tuple[Tensor, Tensor, Tensors]:
    update, reset, candidate, h_back = saved
    (d_hidden,) = d_states
    d_update = d_hidden * (previous[0] - candidate) * update * (1 - update)
    d_candidate = d_hidden * (1 - update) * (1 - candidate * candidate)
    d_reset = d_candidate * h_back * reset * (1 - reset)
    d_z = tf.concat([d_update, d_reset, d_candidate], axis=-1)
    d_back = tf.concat([d_update, d_reset, d_candidate * reset], axis=-1)
    return d_z, d_back, (d_hidden * update,)


KERNELS: dict[str, Kernel] = {
    "SimpleRNN": Kernel(states=1, forward=_simple_forward, backward=_simple_backward),
    "LSTM": Kernel(states=2, forward=_lstm_forward, backward=_lstm_backward),
    "GRU": Kernel(states=1, forward=_gru_forward, backward=_gru_backward),
}


def recurrence(
    cell: str, z: Tensor, recurrent_kernel: Tensor, bias: Tensor | None, mask: Tensor | None
) -> Tensor:
    """Read whole sequences.

    Args:
        cell: a key of `KERNELS`.
        z: what inputs and input bias add to the gates, `(time, readers, batch, gates * units)`.
        recurrent_kernel: `(readers, units, gates * units)`.
        bias: recurrent bias `(readers, 1, gates * units)`; GRU only.
        mask: `(time, readers, batch, 1)` float, 1 where a step counts; or None.

    Returns:
        Hidden states, `(time, readers, batch, units)`.
    """
    kernel = KERNELS[cell]
    if bias is None:
        bias = tf.zeros((1, 1, 1), z.dtype)

    @tf.custom_gradient
    def run(z: Tensor, recurrent_kernel: Tensor, bias: Tensor) -> tuple[Tensor, Callable[..., Tensors]]:
        states, saved = _read(kernel, z, recurrent_kernel, bias, mask)

        def gradient(d_hidden: Tensor) -> Tensors:
            d_z, d_back = _unread(kernel, states, saved, recurrent_kernel, mask, d_hidden)
            previous = _delayed(states[0])
            d_kernel = tf.einsum("tdbu,tdbg->dug", previous, d_back)
            return d_z, d_kernel, tf.reduce_sum(d_back, axis=(0, 2))[:, tf.newaxis] if cell == "GRU" else None

        return states[0], gradient

    return run(z, recurrent_kernel, bias)


def _delayed(states: Tensor) -> Tensor:
    """The states before each step: zeros first, all but the last after."""
    return tf.concat([tf.zeros_like(states[:1]), states[:-1]], axis=0)


def _read(
    kernel: Kernel, z: Tensor, recurrent_kernel: Tensor, bias: Tensor, mask: Tensor | None
) -> tuple[Tensors, Tensors]:
    """Run forward; returns the states after each step and what the way back needs, all with time first."""
    steps, readers, batch, _ = z.shape
    zeros = tf.zeros((readers, batch, recurrent_kernel.shape[1]), z.dtype)
    first = (zeros,) * kernel.states

    def step(t: Tensor, previous: Tensors) -> tuple[Tensors, Tensors]:
        states, saved = kernel.forward(z[t], previous, recurrent_kernel, bias)
        if mask is not None:
            states = tuple(_choose(mask[t], new, old) for new, old in zip(states, previous, strict=True))
        return states, (*states, *saved)

    kept = loop(step, first, range(steps))
    return kept[: kernel.states], kept[kernel.states :]


def _choose(mask: Tensor, new: Tensor, old: Tensor) -> Tensor:
    return mask * new + (1 - mask) * old


def _unread(
    kernel: Kernel,
    states: Tensors,
    saved: Tensors,
    recurrent_kernel: Tensor,
    mask: Tensor | None,
    d_hidden: Tensor,
) -> tuple[Tensor, Tensor]:
    """Run backward; returns the gradients of gate inputs and of the recurrent products, time first."""
    steps = d_hidden.shape[0]
    zeros = tf.zeros_like(d_hidden[0])
    before = tuple(_delayed(state) for state in states)

    def step(t: Tensor, d_states: Tensors) -> tuple[Tensors, Tensors]:
        d_all = (d_states[0] + d_hidden[t], *d_states[1:])
        d_new = d_all if mask is None else tuple(mask[t] * one for one in d_all)
        d_z, d_back, d_before = kernel.backward(
            tuple(one[t] for one in saved),
            tuple(one[t] for one in states),
            tuple(one[t] for one in before),
            d_new,
        )
        d_before = (d_before[0] + tf.matmul(d_back, recurrent_kernel, transpose_b=True), *d_before[1:])
        if mask is not None:
            d_before = tuple(way + (1 - mask[t]) * one for way, one in zip(d_before, d_all, strict=True))
        return d_before, (d_z, d_back)

    d_z, d_back = loop(step, (zeros,) * kernel.states, range(steps - 1, -1, -1))
    return d_z, d_back


def loop(
    step: Callable[[Tensor, Tensors], tuple[Tensors, Tensors]], first: Tensors, times: Sequence[int]
) -> Tensors:
    """Carry states through the steps in `times` and keep what each of them gives, at its own time.

    Args:
        step: (time, states) -> (states, arrays to keep).
        first: states before the first step.
        times: every step once, in the order to visit; `range(n)` or its reverse.

    Returns:
        The kept arrays, each with time as its first axis.
    """
    count, start, stride = len(times), times[0], times[-1] - times[0]
    direction = 1 if stride >= 0 else -1
    shapes = [one.shape for one in step(tf.constant(start), first)[1]]
    arrays = tuple(tf.TensorArray(first[0].dtype, count, element_shape=shape) for shape in shapes)

    def body(i: Tensor, states: Tensors, arrays: Tensors) -> tuple[Tensor, Tensors, Tensors]:
        t = start + direction * i
        states, kept = step(t, states)
        return i + 1, states, tuple(array.write(t, one) for array, one in zip(arrays, kept, strict=True))

    _, _, arrays = tf.while_loop(
        lambda i, *_: i < count, body, (tf.constant(0), first, arrays), maximum_iterations=count
    )
    return tuple(array.stack() for array in arrays)
