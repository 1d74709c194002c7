"""One recurrent layer as a TensorFlow graph, with back-propagation through time written by hand.

In: what each step adds to its gates (the input product is done before), recurrent kernels, a mask.
Out: hidden states, with gradients for all of them.
Used by: `viz_core.training.network`.

Axes: `(time, batch, width)`, always in input time; a backward reader visits the last step first, so nothing
is ever flipped. Automatic differentiation would add up the gradient of the recurrent kernel step by step;
here each step keeps only the gradient of what it fed to its gates, and one product over all steps gives the
kernel's gradient afterwards. Both readers' loops are independent of each other, so that two threads can run
them side by side.

The equations are those of `keras.layers.SimpleRNN`, `LSTM` and `GRU(reset_after=True)`
(https://keras.io/api/layers/recurrent_layers/). A masked step hands its state on unchanged.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import tensorflow as tf

Tensor = Any
Tensors = tuple[Tensor, ...]


@dataclass(frozen=True, kw_only=True)
class Kernel:
    """One step of a cell, forward and backward; every array belongs to one gate or one state.

    Attributes:
        gates: how many it has.
        states: how many arrays a step hands to the next; the hidden state is the first.
        saved: how many arrays the backward step needs beside the states.
        products: 1 if gate inputs and recurrent product have the same gradient, else 2.
        forward: (gate inputs, gate inputs from the recurrent product, previous states) -> (states, saved).
        backward: (saved, states, previous states, gradients of the states) -> (gradients of the gate
            inputs, of the recurrent product, and what reaches the previous states by other ways, None for
            nothing).
    """

    gates: int
    states: int
    saved: int
    products: int
    forward: Callable[[Tensors, Tensors, Tensors], tuple[Tensors, Tensors]]
    backward: Callable[[Tensors, Tensors, Tensors, Tensors], tuple[Tensors, Tensors, Tensors]]


def _sigmoid(x: Tensor) -> Tensor:
    """By way of tanh, for which compiled code has a shorter polynomial than for exp."""
    return 0.5 + 0.5 * tf.tanh(0.5 * x)


def _simple_forward(z: Tensors, back: Tensors, states: Tensors) -> tuple[Tensors, Tensors]:
    return (tf.tanh(z[0] + back[0]),), ()


def _simple_backward(
    saved: Tensors, states: Tensors, previous: Tensors, d_states: Tensors
) -> tuple[Tensors, Tensors, Tensors]:
    d_z = d_states[0] * (1 - states[0] * states[0])
    return (gates := (d_z,)), gates, (None,)


def _lstm_forward(z: Tensors, back: Tensors, states: Tensors) -> tuple[Tensors, Tensors]:
    i, f, c, o = (one + two for one, two in zip(z, back, strict=True))
    i, f, c, o = _sigmoid(i), _sigmoid(f), tf.tanh(c), _sigmoid(o)
    cell = f * states[1] + i * c
    return (o * tf.tanh(cell), cell), (i, f, c, o)


def _lstm_backward(
    saved: Tensors, states: Tensors, previous: Tensors, d_states: Tensors
) -> tuple[Tensors, Tensors, Tensors]:
    i, f, c, o = saved
    d_hidden, d_cell = d_states
    squashed = tf.tanh(states[1])
    d_cell = d_cell + d_hidden * o * (1 - squashed * squashed)
    d_i = d_cell * c * i * (1 - i)
    d_f = d_cell * previous[1] * f * (1 - f)
    d_c = d_cell * i * (1 - c * c)
    d_o = d_hidden * squashed * o * (1 - o)
    d_z = (d_i, d_f, d_c, d_o)
    return d_z, d_z, (None, d_cell * f)


def _gru_forward(z: Tensors, back: Tensors, states: Tensors) -> tuple[Tensors, Tensors]:
    update, reset = _sigmoid(z[0] + back[0]), _sigmoid(z[1] + back[1])
    candidate = tf.tanh(z[2] + reset * back[2])
    return (update * states[0] + (1 - update) * candidate,), (update, reset, candidate, back[2])


def _gru_backward(
    saved: Tensors, states: Tensors, previous: Tensors, d_states: Tensors
) -> tuple[Tensors, Tensors, Tensors]:
    update, reset, candidate, h_back = saved
    (d_hidden,) = d_states
    d_update = d_hidden * (previous[0] - candidate) * update * (1 - update)
    d_candidate = d_hidden * (1 - update) * (1 - candidate * candidate)
    d_reset = d_candidate * h_back * reset * (1 - reset)
    return (d_update, d_reset, d_candidate), (d_update, d_reset, d_candidate * reset), (d_hidden * update,)


KERNELS: dict[str, Kernel] = {
    "SimpleRNN": Kernel(
        gates=1, states=1, saved=0, products=1, forward=_simple_forward, backward=_simple_backward
    ),
    "LSTM": Kernel(gates=4, states=2, saved=4, products=1, forward=_lstm_forward, backward=_lstm_backward),
    "GRU": Kernel(gates=3, states=1, saved=4, products=2, forward=_gru_forward, backward=_gru_backward),
}


def recurrence(
    cell: str,
    z: Tensor,
    recurrent_kernel: Tensor,
    bias: Tensor | None,
    mask: Tensor | None,
    *,
    backward: bool = False,
) -> Tensor:
    """Read whole sequences in one direction.

    Args:
        cell: a key of `KERNELS`.
        z: what inputs and input bias add to the gates, `(time, batch, gates * units)`.
        recurrent_kernel: `(units, gates * units)`.
        bias: recurrent bias `(gates * units,)`; GRU only.
        mask: `(time, batch)` float, 1 where a step counts; or None.
        backward: read the last step first.

    Returns:
        Hidden states, `(time, batch, units)`.
    """
    steps = range(z.shape[0])
    order = steps[::-1] if backward else steps
    kernel = KERNELS[cell]
    weights = (recurrent_kernel,) if bias is None else (recurrent_kernel, bias)
    mask = None if mask is None else mask[..., tf.newaxis]

    @tf.custom_gradient
    def run(z: Tensor, *weights: Tensor) -> tuple[Tensor, Callable[..., Tensors]]:
        states, saved = _read(kernel, z, weights, mask, order)

        def gradient(d_hidden: Tensor) -> Tensors:
            d_z, d_back = _unread(kernel, states, saved, weights[0], mask, d_hidden, order)
            d_kernel = tf.matmul(_rows(_delayed(states[0], order)), _rows(d_back), transpose_a=True)
            return d_z, d_kernel, *(tf.reduce_sum(d_back, axis=(0, 1)) for _ in weights[1:])

        return states[0], gradient

    return run(z, *weights)


def _rows(array: Tensor) -> Tensor:
    return tf.reshape(array, (-1, array.shape[-1]))


def _delayed(states: Tensor, order: range) -> Tensor:
    """The states before each step: zeros at the first one read."""
    zeros = tf.zeros_like(states[:1])
    return tf.concat([zeros, states[:-1]] if order.step > 0 else [states[1:], zeros], axis=0)


def _split(array: Tensor, kernel: Kernel) -> Tensors:
    return tuple(tf.split(array, kernel.gates, axis=-1))


def _at(arrays: Tensors, t: Tensor) -> Tensors:
    return tuple(one[t] for one in arrays)


def _read(
    kernel: Kernel, z: Tensor, weights: Tensors, mask: Tensor | None, order: range
) -> tuple[Tensors, Tensors]:
    """Run forward; returns the states after each step and what the way back needs, all with time first."""
    bias = weights[1] if len(weights) > 1 else 0.0
    zeros = tf.zeros((z.shape[1], weights[0].shape[0]), z.dtype)

    def step(t: Tensor, previous: Tensors) -> tuple[Tensors, Tensors]:
        back = _split(previous[0] @ weights[0] + bias, kernel)
        states, saved = kernel.forward(_split(z[t], kernel), back, previous)
        if mask is not None:
            states = tuple(
                mask[t] * new + (1 - mask[t]) * old for new, old in zip(states, previous, strict=True)
            )
        return states, (*states, *saved)

    kept = _loop(step, (zeros,) * kernel.states, [zeros.shape] * (kernel.states + kernel.saved), order)
    return kept[: kernel.states], kept[kernel.states :]


def _unread(
    kernel: Kernel,
    states: Tensors,
    saved: Tensors,
    recurrent_kernel: Tensor,
    mask: Tensor | None,
    d_hidden: Tensor,
    order: range,
) -> tuple[Tensor, Tensor]:
    """Run backward; returns the gradients of gate inputs and of the recurrent products, time first."""
    zeros = tf.zeros_like(d_hidden[0])
    before = tuple(_delayed(state, order) for state in states)

    def step(t: Tensor, d_states: Tensors) -> tuple[Tensors, Tensors]:
        d_all = (d_states[0] + d_hidden[t], *d_states[1:])
        d_new = d_all if mask is None else tuple(mask[t] * one for one in d_all)
        d_z, d_back, ways = kernel.backward(_at(saved, t), _at(states, t), _at(before, t), d_new)
        joined = tf.concat(d_back, axis=-1)
        through = tf.matmul(joined, recurrent_kernel, transpose_b=True)
        d_before = (through if ways[0] is None else through + ways[0], *ways[1:])
        if mask is not None:
            d_before = tuple(way + (1 - mask[t]) * one for way, one in zip(d_before, d_all, strict=True))
        return d_before, (joined,) if d_back is d_z else (joined, tf.concat(d_z, axis=-1))

    wide = (zeros.shape[0], zeros.shape[1] * kernel.gates)
    kept = _loop(step, (zeros,) * kernel.states, [wide] * kernel.products, order[::-1])
    return kept[-1], kept[0]


def _loop(
    step: Callable[[Tensor, Tensors], tuple[Tensors, Tensors]],
    first: Tensors,
    shapes: list[Any],
    times: range,
) -> Tensors:
    """Carry states through the steps in `times` and keep what each of them gives, at its own time.

    Args:
        step: (time, states) -> (states, arrays to keep).
        first: states before the first step.
        shapes: of the arrays to keep.
        times: every step once, in the order to visit.

    Returns:
        The kept arrays, each with time as its first axis.
    """
    count = len(times)
    arrays: Tensors = tuple(tf.TensorArray(first[0].dtype, count, element_shape=shape) for shape in shapes)

    def body(i: Tensor, states: Tensors, arrays: Tensors) -> tuple[Tensor, Tensors, Tensors]:
        t = times.start + times.step * i
        states, kept = step(t, states)
        return i + 1, states, tuple(array.write(t, one) for array, one in zip(arrays, kept, strict=True))

    start = (tf.constant(0), first, arrays)
    _, _, arrays = tf.while_loop(lambda i, *_: i < count, body, start, maximum_iterations=count)
    return tuple(array.stack() for array in arrays)
