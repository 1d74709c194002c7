"""The best linear head for given states.

In: states and two-class answers. Out: the Dense layer whose logit explains the answers best.

The mean cross-entropy of a linear logit is convex, so Newton's method finds its one minimum (iteratively
reweighted least squares; Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 4.4.1):
    H = Xᵀ diag(p (1 - p)) X / n + λ I,    w ← w - H⁻¹ (Xᵀ (p - y) / n + λ w).
The columns of X are the states divided by their root mean squares, so that λ weighs each feature's part of
the logit and not its weight: states half as large get weights twice as large, and the same answers.
"""

import numpy as np

from viz_core.arrays import Floats, Ints
from viz_core.checks import check_shape
from viz_core.network.cells import sigmoid
from viz_core.network.weights import DenseWeights

# Keeps weights finite where the classes can be separated without error.
RIDGE = 1e-6
STEPS = 30
CLOSE = 1e-10


def fit_head(states: Floats, targets: Ints, *, ridge: float = RIDGE) -> DenseWeights:
    """Fit one output to answers of 0 or 1.

    Args:
        states: `(..., width)`.
        targets: `(...)`, 0 or 1.
        ridge: λ, the weight of half the squared length of the weights of the scaled states, bias included.

    Returns:
        Kernel `(width, 1)` and bias `(1,)`.

    Raises:
        ValueError: the targets have another shape than the states.
    """
    axes = {f"axis {axis}": length for axis, length in enumerate(np.shape(states)[:-1])}
    check_shape("targets", targets, axes)
    rows = np.reshape(states, (-1, states.shape[-1]))
    scales = _scales(rows)
    rows = np.concatenate([rows / scales, np.ones((len(rows), 1))], axis=1)
    right = np.ravel(targets)
    fitted = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        step = _newton_step(rows, right, fitted, ridge)
        fitted = fitted - step
        if np.abs(step).max() < CLOSE:
            break
    return DenseWeights(kernel=(fitted[:-1] / scales)[:, None], bias=fitted[-1:])


def _scales(rows: Floats) -> Floats:
    """The root mean square of each column; 1 for a column of zeros."""
    found = np.sqrt(np.mean(np.square(rows, dtype=np.float64), axis=0))
    return np.where(found > 0, found, 1.0)


def _newton_step(rows: Floats, right: Ints, fitted: Floats, ridge: float) -> Floats:
    p = sigmoid(rows @ fitted)
    slope = rows.T @ (p - right) / len(rows) + ridge * fitted
    curve = (rows * (p * (1 - p))[:, None]).T @ rows / len(rows) + ridge * np.eye(rows.shape[1])
    return np.linalg.solve(curve, slope)
