"""What each reader contributes to an answer, and the gradient of the answer for each reader.

In: the trace of a bidirectional network, its weights and config. Out: evidence that adds up to the logits, or
the gradients that reach the two readers through the merge.

With a linear head, logit = U·merge(h→, h←) + d. Where the merge is linear itself (concat, sum, ave),
    merge(h→, h←) = merge(h→, 0) + merge(0, h←),
so the logit is exactly U·merge(h→, 0) from the forward reader, plus U·merge(0, h←) from the backward reader,
plus d. A product is not such a sum: with mul, one side at zero silences the other.
"""

from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Floats
from viz_core.checks import check_integer, check_one_of
from viz_core.config import ModelConfig
from viz_core.network.merges import MERGES
from viz_core.network.trace_arrays import Trace
from viz_core.network.weights import DenseWeights, Weights, unpack

ADDITIVE = ("concat", "sum", "ave")


@dataclass(frozen=True, kw_only=True, eq=False)
class Evidence:
    """Three parts whose sum is the logits.

    Attributes:
        forward: from the forward states of the last layer, `(batch, time, outputs)`; in a network of one
            layer all of it comes from the past and this step. `(batch, outputs)` with a 'final_state' head.
        backward: the same from the backward states: the future and this step.
        bias: of the output layer, `(outputs,)`.
    """

    forward: Floats
    backward: Floats
    bias: Floats

    @property
    def logits(self) -> Floats:
        """The sum of the three parts."""
        return self.forward + self.backward + self.bias


def is_additive(config: ModelConfig) -> bool:
    """Whether the logit is a sum over the two readers: a linear merge and no hidden layer after it."""
    return config.bidirectional and config.merge_mode in ADDITIVE and config.head_units == 0


def evidence(trace: Trace, weights: Weights, config: ModelConfig) -> Evidence:
    """Split the logits into what each reader says.

    Args:
        trace: of this network.
        weights: in the order of `get_weights()`.
        config: bidirectional, merged by concat, sum or ave, without a hidden Dense layer.

    Raises:
        ValueError: the network's logit is not such a sum.
    """
    _check_merged_linear(config)
    check_one_of("merge_mode", config.merge_mode, ADDITIVE)
    head = _output_layer(weights, config)
    forward, backward = _states(trace, config)
    merged = MERGES[config.merge_mode].apply
    return Evidence(
        forward=merged(forward, np.zeros_like(backward)) @ head.kernel,
        backward=merged(np.zeros_like(forward), backward) @ head.kernel,
        bias=head.bias,
    )


def reader_gradients(
    trace: Trace, weights: Weights, config: ModelConfig, *, output: int = 0
) -> tuple[Floats, Floats]:
    """How much a logit changes with each unit of each reader: d logit / dh→ and d logit / dh←.

    For concat, sum and ave they are entries of U (halves for ave), whatever the states are. For mul they are
    U × h← and U × h→: a unit whose partner is near zero gets next to no gradient.

    Args:
        trace: of this network.
        weights: in the order of `get_weights()`.
        config: bidirectional, merged, without a hidden Dense layer.
        output: which logit.

    Returns:
        Two arrays, `(batch, time, units)` (`(batch, units)` with a 'final_state' head).

    Raises:
        ValueError: the network has another head or no merge, or there is no such output.
    """
    _check_merged_linear(config)
    check_one_of("merge_mode", config.merge_mode, MERGES)
    kernel = _output_layer(weights, config).kernel
    check_integer("output", output, 0, kernel.shape[1] - 1)
    forward, backward = _states(trace, config)
    d_merged = np.broadcast_to(kernel[:, output], (*forward.shape[:-1], len(kernel)))
    return MERGES[config.merge_mode].gradient(d_merged, forward, backward)


def _check_merged_linear(config: ModelConfig) -> None:
    check_one_of("direction", config.direction, ["bidirectional"])
    check_integer("head_units", config.head_units, 0, 0)


def _output_layer(weights: Weights, config: ModelConfig) -> DenseWeights:
    head = unpack(weights, config).heads[0].output
    return DenseWeights(kernel=head.kernel.astype(np.float64), bias=head.bias.astype(np.float64))


def _states(trace: Trace, config: ModelConfig) -> tuple[Floats, Floats]:
    """The forward and the backward states that the head reads."""
    if config.head == "final_state":
        return trace["final/forward"], trace["final/backward"]
    last = f"layer{config.depth - 1}"
    return trace[f"{last}/forward/hidden"], trace[f"{last}/backward/hidden"]
