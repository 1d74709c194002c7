"""A bidirectional LSTM with its way back, in NumPy and nothing else: one page to read, run and copy.

In: sequences `(batch, time, features)` and the weights of two readers in Keras's layout. Out: hidden states
of both, side by side; and, from dL/d states, the gradients of all weights and of the inputs.
It stands alone on purpose: everything else
uses `viz_core.network.recurrence`, with which this is compared.

Source of the equations: Hochreiter & Schmidhuber (1997), Gers et al. (2000), Schuster & Paliwal (1997).
"""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]


def sigmoid(x: Array) -> Array:
    """1 / (1 + e^-x), written so that nothing overflows."""
    return 0.5 * (1 + np.tanh(0.5 * x))


class TimeLSTM:
    """One reader: the same LSTM cell at every step, many inputs to many outputs."""

    def __init__(self, W: Array, V: Array, b: Array) -> None:
        """Take kernel (D, 4H), recurrent kernel (H, 4H), bias (4H); gates i f c o."""
        self.params = [W, V, b]
        self.grads = [np.zeros_like(p) for p in self.params]
        self.steps: list[tuple[Array, ...]] = []

    def forward(self, xs: Array) -> Array:
        """Read xs (N, T, D) from left to right; return hs (N, T, H)."""
        W, V, b = self.params
        N, T, H = len(xs), xs.shape[1], len(V)
        hs = np.empty((N, T, H))
        h: Array = np.zeros((N, H))
        c: Array = np.zeros((N, H))
        self.steps = []
        for t in range(T):
            x, h_before, c_before = xs[:, t], h, c
            z = x @ W + h @ V + b
            z_i, z_f, z_c, z_o = np.split(z, 4, axis=1)
            i, f, o = sigmoid(z_i), sigmoid(z_f), sigmoid(z_o)
            c_tilde = np.tanh(z_c)
            c = f * c_before + i * c_tilde
            h = o * np.tanh(c)
            hs[:, t] = h
            step = x, h_before, c_before, i, f, c_tilde, o, c
            self.steps.append(step)
        return hs

    def backward(self, dhs: Array) -> Array:
        """Send dhs (N, T, H) back through time; set grads and return dxs (N, T, D)."""
        W, V, b = self.params
        N, T, H = dhs.shape
        dxs = np.empty((N, T, len(W)))
        dW, dV, db = (np.zeros_like(p) for p in self.params)
        dh_later = dc_later = np.zeros((N, H))
        for t in reversed(range(T)):
            x, h_before, c_before, i, f, c_tilde, o, c = self.steps[t]
            dh = dhs[:, t] + dh_later
            dc = dc_later + dh * o * (1 - np.tanh(c) ** 2)
            dz_i = dc * c_tilde * i * (1 - i)
            dz_f = dc * c_before * f * (1 - f)
            dz_c = dc * i * (1 - c_tilde**2)
            dz_o = dh * np.tanh(c) * o * (1 - o)
            dz = np.hstack([dz_i, dz_f, dz_c, dz_o])
            dW += x.T @ dz
            dV += h_before.T @ dz
            db += dz.sum(axis=0)
            dxs[:, t] = dz @ W.T
            dh_later, dc_later = dz @ V.T, dc * f
        self.grads = [dW, dV, db]
        return dxs


class TimeBiLSTM:
    """Two readers; each step gets the states of both, side by side (concat)."""

    def __init__(self, forward_params: list[Array], backward_params: list[Array]) -> None:
        """Take W, V, b of the forward reader and of the backward reader."""
        self.fwd = TimeLSTM(*forward_params)
        self.bwd = TimeLSTM(*backward_params)
        self.params = self.fwd.params + self.bwd.params
        self.grads = self.fwd.grads + self.bwd.grads

    def forward(self, xs: Array) -> Array:
        """Read xs (N, T, D) from both ends; return hs (N, T, 2H) in input time."""
        hs_f = self.fwd.forward(xs)
        hs_b = self.bwd.forward(xs[:, ::-1])
        hs_b = hs_b[:, ::-1]
        return np.concatenate([hs_f, hs_b], axis=2)

    def backward(self, dhs: Array) -> Array:
        """Split dhs (N, T, 2H) between the readers; set grads and return dxs (N, T, D)."""
        dhs_f, dhs_b = np.split(dhs, 2, axis=2)
        dxs_f = self.fwd.backward(dhs_f)
        dxs_b = self.bwd.backward(dhs_b[:, ::-1])
        dxs_b = dxs_b[:, ::-1]
        self.grads = self.fwd.grads + self.bwd.grads
        return dxs_f + dxs_b
