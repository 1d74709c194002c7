"""The three cells as plain loops, to be read and run line by line in front of a class.

In: one sequence `(time, features)` and the weights of a forward reader in Keras's layout: kernel W,
recurrent kernel V, bias b. Out: the hidden state after each step, `(time, units)`. A candidate, written c̃ or
h̃, is `c_tilde` or `h_tilde` here.

One statement to a line, so that each can be watched. The state a step starts from is the output of the step
before: `state_t = output_t`.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from viz_core.network.cells import sigmoid

Array = npt.NDArray[np.floating]


def simple_rnn(inputs: Array, W: Array, V: Array, b: Array) -> Array:
    """Elman's network (1990)."""
    outputs = []
    state_t = np.zeros(len(V))
    for input_t in inputs:
        output_t = np.tanh(input_t @ W + state_t @ V + b)
        outputs.append(output_t)
        state_t = output_t
    return np.stack(outputs)


def lstm(inputs: Array, W: Array, V: Array, b: Array) -> Array:
    """The LSTM with its carry track (Hochreiter & Schmidhuber 1997; forget gate of Gers et al. 2000)."""
    outputs = []
    state_t, carry_t = np.zeros(len(V)), np.zeros(len(V))
    for input_t in inputs:
        sums = input_t @ W + state_t @ V + b
        to_i, to_f, to_c, to_o = np.split(sums, 4)
        i = sigmoid(to_i)
        f = sigmoid(to_f)
        c_tilde = np.tanh(to_c)
        o = sigmoid(to_o)
        carry_t = f * carry_t + i * c_tilde
        output_t = o * np.tanh(carry_t)
        outputs.append(output_t)
        state_t = output_t
    return np.stack(outputs)


def gru(inputs: Array, W: Array, V: Array, b: Array) -> Array:
    """The GRU (Cho et al. 2014) as Keras computes it, with `reset_after=True`."""
    outputs = []
    state_t = np.zeros(len(V))
    for input_t in inputs:
        x_z, x_r, x_h = np.split(input_t @ W + b[0], 3)
        s_z, s_r, s_h = np.split(state_t @ V + b[1], 3)
        z = sigmoid(x_z + s_z)
        r = sigmoid(x_r + s_r)
        h_tilde = np.tanh(x_h + r * s_h)
        output_t = z * state_t + (1 - z) * h_tilde
        outputs.append(output_t)
        state_t = output_t
    return np.stack(outputs)


LOOPS: dict[str, Callable[[Array, Array, Array, Array], Array]] = {
    "SimpleRNN": simple_rnn,
    "LSTM": lstm,
    "GRU": gru,
}
