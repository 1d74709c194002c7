"""The loss of a batch of answers, and its gradient.

In: logits, the right classes, which answers count. Out: the mean cross-entropy as Keras's `fit` reports it,
and the gradient of the logits, with which the way back begins.
"""

import numpy as np

from viz_core.arrays import Floats, Ints, Mask
from viz_core.checks import check_integer, check_shape
from viz_core.network.cells import sigmoid


def cross_entropy(logits: Floats, targets: Ints, mask: Mask | None) -> tuple[float, Floats]:
    """The mean cross-entropy and its gradient, as Keras's `fit` has it.

    Args:
        logits: `(..., outputs)`.
        targets: the right class of each, `(...)`.
        mask: `(...)`, False where an answer does not count; None when all count. The mean is over those that
            count, and 0 if none does.

    Returns:
        The loss, and dL/d logits of the shape of `logits`.

    Raises:
        ValueError: targets of another shape, or not the number of a class.
    """
    outputs = logits.shape[-1]
    check_shape("targets", targets, {f"axis {axis}": n for axis, n in enumerate(logits.shape[:-1])})
    counts = np.ones(logits.shape[:-1], dtype=bool) if mask is None else mask
    known = np.asarray(targets)[counts]
    if known.size:
        check_integer("targets", known.min(), 0, max(outputs, 2) - 1)
        check_integer("targets", known.max(), 0, max(outputs, 2) - 1)
    right = np.where(counts, targets, 0)
    losses, d_logits = _binary(logits, right) if outputs == 1 else _categorical(logits, right)
    share = 1 / max(known.size, 1)
    loss = float(np.where(counts, losses, 0).sum() * share)
    return loss, np.where(counts[..., None], d_logits * share, 0)


def _binary(logits: Floats, right: Floats) -> tuple[Floats, Floats]:
    """-log p of the right one of two answers, p = σ(logit): max(l, 0) - l y + log(1 + e^-|l|)."""
    one = logits[..., 0]
    losses = np.maximum(one, 0) - one * right + np.log1p(np.exp(-np.abs(one)))
    return losses, (sigmoid(one) - right)[..., None]


def _categorical(logits: Floats, right: Floats) -> tuple[Floats, Floats]:
    """-log p of the right class, p = softmax(logits); the gradient is p minus one at the right class."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    hot = np.arange(logits.shape[-1]) == right[..., None]
    return -np.where(hot, log_p, 0).sum(axis=-1), np.exp(log_p) - hot
