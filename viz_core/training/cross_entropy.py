"""The loss of answers, and its gradient.

In: logits, right classes. Out: cross-entropy as Keras has it.
Source: https://keras.io/api/losses/probabilistic_losses/
"""

import numpy as np

from viz_core.arrays import Floats32, Ints32
from viz_core.training.compiled import compiled

ONE, HALF = np.float32(1), np.float32(0.5)


@compiled
def cross_entropy(
    logits: Floats32, targets: Ints32, weights: Floats32, right: Floats32, d_logits: Floats32
) -> float:
    """Loss of a sigmoid on one logit, or of a softmax on several.

    Args:
        logits: `(answers, outputs)`.
        targets: `(answers,)`; 0 or 1 with one output.
        weights: of each answer, `(answers,)`; those with 0 are not looked at.
        right: `(answers,)`; written: 1 where the answer is right.
        d_logits: `(answers, outputs)`; written: the gradient of the loss.

    Returns:
        The weighted sum of the answers' losses.
    """
    loss, outputs = 0.0, logits.shape[1]
    for n in range(logits.shape[0]):
        weight, row, d_row = weights[n], logits[n], d_logits[n]
        if weight == 0:
            right[n] = 0
            for k in range(outputs):
                d_row[k] = 0
        elif outputs == 1:
            x, truth = row[0], np.float32(targets[n])
            power = np.exp(-abs(x))
            loss += weight * ((np.float32(0) if x < 0 else x) - x * truth + np.log1p(power))
            d_row[0] = weight * ((ONE if x >= 0 else power) / (ONE + power) - truth)
            right[n] = ONE if (x > 0) == (truth > HALF) else 0
        else:
            best = np.argmax(row)
            top, total = row[best], np.float32(0)
            for k in range(outputs):
                d_row[k] = np.exp(row[k] - top)
                total += d_row[k]
            loss += weight * (np.log(total) + top - row[targets[n]])
            for k in range(outputs):
                d_row[k] *= weight / total
            d_row[targets[n]] -= weight
            right[n] = ONE if best == targets[n] else 0
    return loss
