"""Layers with random weights, in Keras's layout."""

import numpy as np

from viz_core.network.weights import GATES


def layer(cell: str, units: int, *, seed: int = 0, scale: float = 2.0, features: int = 2) -> list[np.ndarray]:
    """`[kernel, recurrent_kernel, bias]` with no zeros among them."""
    rng = np.random.default_rng(seed)
    wide = len(GATES[cell]) * units
    return [
        rng.normal(size=(features, wide)),
        rng.normal(scale=scale / np.sqrt(units), size=(units, wide)),
        rng.normal(scale=0.5, size=(2, wide) if cell == "GRU" else wide),
    ]


def simple(recurrent: object, bias: object) -> list[np.ndarray]:
    """A SimpleRNN that pays no attention to its one input."""
    kernel = np.atleast_2d(np.array(recurrent, dtype=float))
    return [np.zeros((1, len(kernel))), kernel, np.atleast_1d(np.array(bias, dtype=float))]
