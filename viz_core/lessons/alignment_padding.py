"""What padding on the right does to the states of the real steps.

In: weights, a config, sequences, how much to add. Out: the padded sequences, their states, and by how much
the states of the real steps have moved.

The forward reader meets the padding after everything else: its states at the real steps cannot change. The
backward reader goes through all of it first, and arrives at the last real step with a state that is no longer
zero. With a mask it keeps its first state until the padding ends.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats
from viz_core.checks import check_integer, check_shape
from viz_core.config import ModelConfig
from viz_core.network.recurrence import READERS
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights

# What stands in the padded steps.
PADDING = 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class PaddingEffect:
    """A network's states on padded sequences, and how they differ from those without padding.

    Attributes:
        padded: the trace with padding, `time + padding` steps.
        drift: reader -> padded minus plain hidden states of the first layer at the real steps,
            `(batch, time, units)`.
        answers: padded minus plain probabilities at the real steps, `(batch, time, outputs)`.
    """

    padded: Trace
    drift: dict[str, Floats]
    answers: Floats


def pad_right(inputs: Floats, padding: int) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Add steps of `PADDING` at the end.

    Args:
        inputs: `(batch, time, features)`.
        padding: how many, 0 to 200.

    Returns:
        `(batch, time + padding, features)`, and the mask, `(batch, time + padding)`, False at what was added.
    """
    check_shape("inputs", inputs, {"batch": None, "time": None, "features": None})
    check_integer("padding", padding, 0, 200)
    batch, time, _ = inputs.shape
    padded = np.pad(inputs, ((0, 0), (0, padding), (0, 0)), constant_values=PADDING)
    real = np.arange(time + padding) < time
    return padded, np.broadcast_to(real, (batch, time + padding))


def padding_effect(
    weights: Weights, config: ModelConfig, inputs: Floats, *, padding: int, masked: bool
) -> PaddingEffect:
    """Send sequences through a network with and without padding.

    Args:
        weights: in the order of `get_weights()`.
        config: bidirectional, with one answer at each step.
        inputs: `(batch, time, features)`.
        padding: steps to add on the right.
        masked: whether the network is told which steps are padding.
    """
    longer, mask = pad_right(inputs, padding)
    plain = trace(weights, config, inputs)
    padded = trace(weights, config, longer, mask if masked else None)
    return PaddingEffect(
        padded=padded,
        drift={reader: _moved(plain, padded, f"layer0/{reader}/hidden") for reader in READERS},
        answers=_moved(plain, padded, "probabilities"),
    )


def _moved(plain: Trace, padded: Trace, name: str) -> Floats:
    time = plain[name].shape[1]
    return padded[name][:, :time] - plain[name]
