"""Exact gradients of a network, by back-propagation through time in NumPy.

In: weights in the order of `keras.Model.get_weights()`, a `ModelConfig`, a batch, its targets.
Out: the loss and the gradient of every weight, of every state at every step, and of the inputs; and the map
of which input moves which answer. All in float64, all in input time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats, Ints, Mask
from viz_core.checks import check_integer, check_one_of
from viz_core.config import ModelConfig
from viz_core.network.losses import cross_entropy
from viz_core.network.merges import MERGES
from viz_core.network.recurrence import READERS, Flow, Reading, backpropagate, weight_gradients
from viz_core.network.tracing import ForwardPass, forward_pass, track
from viz_core.network.weights import CellWeights, Head, head_names, owners


@dataclass(frozen=True, kw_only=True, eq=False)
class Gradients:
    """Where a loss comes from.

    Attributes:
        loss: what Keras's `fit` reports for the batch: the mean over its unmasked steps; with two outputs
            (`merge_mode` 'none') the sum of both losses.
        weights: dL/d weight, in the order of `get_weights()`.
        states: name -> dL/d state at each step, `(batch, time, units)`, by every way from that state to the
            loss. Names as in `Trace`: `layer{k}/{d}/hidden`, for LSTM also `layer{k}/{d}/cell`.
        inputs: dL/dx_t, `(batch, time, features)`; with an embedding of its output.
    """

    loss: float
    weights: list[Floats]
    states: dict[str, Floats]
    inputs: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class _WayBack:
    """What came down from the logits: per layer a flow for each reader, and the gradient of the inputs."""

    flows: tuple[dict[str, Flow], ...]
    inputs: Floats


def gradients(
    weights: Sequence[npt.NDArray[np.generic]],
    config: ModelConfig,
    inputs: npt.NDArray[np.generic],
    targets: Ints,
    mask: Mask | None = None,
    *,
    counted: Mask | None = None,
) -> Gradients:
    """Forward, loss, and all the way back.

    Args:
        weights: arrays in the order of `model.get_weights()`.
        config: the network they belong to; dropout is not applied.
        inputs: `(batch, time, features)`; with an embedding tokens, `(batch, time)`.
        targets: the class at each step, `(batch, time)`, or `(batch,)` with a 'final_state' head; 0 or 1
            for a network with one output (binary cross-entropy), else the number of the class (sparse
            categorical cross-entropy). Masked steps may hold anything; of an encoder-decoder the steps
            below 0 do not count.
        mask: as for `viz_core.network.tracing.trace`.
        counted: the answers whose mean loss is taken, of the shape of `targets`; None takes all real steps.

    Raises:
        ValueError: a shape that does not fit the network, or a target that is not one of its classes.
    """
    done = forward_pass(weights, config, inputs, mask)
    if counted is None and config.head != "final_state":
        counted = np.asarray(targets) >= 0 if config.decodes else done.trace.mask
    loss, d_logits = 0.0, {}
    for suffix in head_names(config):
        one, d_logits[suffix] = cross_entropy(done.trace[f"logits{suffix}"], targets, counted)
        loss += one
    back = _way_back(done, config, d_logits)
    return Gradients(
        loss=loss,
        weights=[
            *_embedding_gradient(done, back),
            *_layer_gradients(done, config, back),
            *_head_gradients(done, config, d_logits),
        ],
        states=_named_states(back),
        inputs=back.inputs,
    )


def state_gradients(done: ForwardPass, config: ModelConfig, d_logits: dict[str, Floats]) -> dict[str, Floats]:
    """dL/d state at each step for several losses of one sequence, all from one way back.

    Args:
        done: the network's pass over one sequence.
        config: the network.
        d_logits: head's suffix -> dL/d logits, `(losses, time, outputs)`.

    Returns:
        Names as in `Gradients.states`, each `(losses, time, units)`.
    """
    return _named_states(_way_back(done, config, d_logits))


def _named_states(back: _WayBack) -> dict[str, Floats]:
    return {
        f"layer{number}/{reader}/{name}": array
        for number, flows in enumerate(back.flows)
        for reader, flow in flows.items()
        for name, array in flow.states.items()
    }


def input_jacobian(
    weights: Sequence[npt.NDArray[np.generic]],
    config: ModelConfig,
    inputs: npt.NDArray[np.generic],
    *,
    output: int = 0,
    reader: str = "forward",
    mask: Mask | None = None,
) -> Floats:
    """Which input moves which answer: |d logit_t / d x_s|, the length of the gradient over the features.

    All rows come from one way back, with one sequence of gradients for each answer. Where no path leads
    from an input to an answer the entry is exactly zero: in one forward reader above the diagonal (s > t),
    in one backward reader below it (s < t).

    Args:
        weights: arrays in the order of `model.get_weights()`.
        config: the network they belong to.
        inputs: one sequence, `(1, time, features)`; with an embedding tokens, `(1, time)`, and the entries
            are lengths over the embedding's axis.
        output: which logit, counted from 0.
        reader: with `merge_mode` 'none', which reader's answers; otherwise not read.
        mask: as for `viz_core.network.tracing.trace`.

    Returns:
        `(time, time)`: row t is the answer at step t, column s the input at step s. With a 'final_state'
        head there is one answer: `(1, time)`.

    Raises:
        ValueError: more than one sequence, or an output or reader the network does not have.
    """
    check_one_of("reader", reader, READERS)
    done = forward_pass(weights, config, inputs, mask)
    suffix = track(reader, config)
    logits = done.trace[f"logits{suffix}"]
    check_integer("output", output, 0, logits.shape[-1] - 1)
    check_integer("sequences", len(logits), 1, 1)
    rows = 1 if config.head == "final_state" else logits.shape[1]
    d_logits = {one: np.zeros((rows, *logits.shape[1:])) for one in head_names(config)}
    each = np.arange(rows)
    d_logits[suffix][(each, output) if config.head == "final_state" else (each, each, output)] = 1
    return np.linalg.norm(_way_back(done, config, d_logits).inputs, axis=-1)


def _way_back(done: ForwardPass, config: ModelConfig, d_logits: dict[str, Floats]) -> _WayBack:
    """From the logits through the heads and down all layers."""
    d_handed = {
        suffix: _through_head(done, suffix, head, d_logits[suffix])[-1]
        for suffix, head in zip(head_names(config), done.network.heads, strict=True)
    }
    flows: list[dict[str, Flow]] = []
    for number in reversed(range(config.depth)):
        layer = done.layers[number]
        at_the_end = config.head != "per_step" and number == config.layers - 1
        d_outputs = _split_readers(d_handed, config, layer, at_the_end)
        flows.insert(0, {one: backpropagate(layer[one], d_outputs[one]) for one in config.readers})
        d_handed = _join_tracks(flows[0], config)
        if number == config.layers:  # the decoder read one vector at every step: its gradients add up
            d_handed = {suffix: array.sum(axis=1) for suffix, array in d_handed.items()}
    return _WayBack(flows=tuple(flows), inputs=np.sum([flow.inputs for flow in flows[0].values()], axis=0))


def _through_head(done: ForwardPass, suffix: str, head: Head, d_logits: Floats) -> list[Floats]:
    """The gradients of the sums of each Dense layer, the last layer's first, then of the head's inputs."""
    d_sums = [d_logits]
    if head.hidden is not None:
        hidden = done.trace[f"head/hidden{suffix}"]
        d_sums.append((d_logits @ head.output.kernel.T) * (1 - hidden**2))
    first = head.hidden or head.output
    return [*d_sums, d_sums[-1] @ first.kernel.T]


def _split_readers(
    d_handed: dict[str, Floats], config: ModelConfig, layer: dict[str, Reading], at_the_end: bool
) -> dict[str, Floats]:
    """Undo the merge: what a layer handed on -> the outputs of each reader, `(batch, time, units)`."""
    if "" in d_handed and config.bidirectional:
        pair = [reading.final if at_the_end else reading.outputs for reading in layer.values()]
        d_pair = MERGES[config.merge_mode].gradient(d_handed[""], *pair)
        d_readers = dict(zip(config.readers, d_pair, strict=True))
    else:
        d_readers = {reader: d_handed[track(reader, config)] for reader in config.readers}
    if not at_the_end:
        return d_readers
    return {reader: _at_last_step(layer[reader], d_final) for reader, d_final in d_readers.items()}


def _at_last_step(reading: Reading, d_final: Floats) -> Floats:
    """The gradient of the final state, alone at the last step that was read."""
    d_outputs = np.zeros((len(d_final), *reading.states["hidden"].shape[1:]))
    d_outputs[:, reading.last_read] = d_final
    return d_outputs


def _join_tracks(flows: dict[str, Flow], config: ModelConfig) -> dict[str, Floats]:
    """The gradient of what the layer below handed on: one track feeds all its readers, so they add up."""
    joined: dict[str, Floats] = {}
    for reader, flow in flows.items():
        name = track(reader, config)
        joined[name] = joined[name] + flow.inputs if name in joined else flow.inputs
    return joined


def _embedding_gradient(done: ForwardPass, back: _WayBack) -> list[Floats]:
    """Each row of the table gets the gradients of all places where its token stood."""
    if done.network.embedding is None:
        return []
    table = np.zeros_like(done.network.embedding)
    np.add.at(table, done.trace["inputs"].astype(int), back.inputs)
    return [table]


def _layer_gradients(done: ForwardPass, config: ModelConfig, back: _WayBack) -> list[Floats]:
    """Kernel, recurrent kernel and bias of each owner; shared weights get the sum over both readers."""
    arrays: list[Floats] = []
    for layer, flows in zip(done.layers, back.flows, strict=True):
        found = [weight_gradients(layer[reader], flows[reader]) for reader in config.readers]
        found = [_add(*found)] if len(owners(config)) < len(found) else found
        arrays += [array for one in found for array in (one.kernel, one.recurrent_kernel, one.bias)]
    return arrays


def _add(one: CellWeights, other: CellWeights) -> CellWeights:
    return CellWeights(
        kernel=one.kernel + other.kernel,
        recurrent_kernel=one.recurrent_kernel + other.recurrent_kernel,
        bias=one.bias + other.bias,
    )


def _head_gradients(done: ForwardPass, config: ModelConfig, d_logits: dict[str, Floats]) -> list[Floats]:
    """Kernel and bias of every hidden Dense layer, then of every output layer."""
    hidden_layers, output_layers = [], []
    for suffix, head in zip(head_names(config), done.network.heads, strict=True):
        inputs = done.trace[_head_inputs(config, suffix)]
        d_sums = _through_head(done, suffix, head, d_logits[suffix])
        if head.hidden is not None:
            hidden_layers += _dense_gradient(inputs, d_sums[1])
            inputs = done.trace[f"head/hidden{suffix}"]
        output_layers += _dense_gradient(inputs, d_sums[0])
    return hidden_layers + output_layers


def _head_inputs(config: ModelConfig, suffix: str) -> str:
    """Name of the array that a head reads."""
    if config.head == "final_state":
        return f"final{suffix or '/merged'}"
    return f"layer{config.depth - 1}" + (f"{suffix}/hidden" if suffix else "/merged")


def _dense_gradient(inputs: Floats, d_sums: Floats) -> list[Floats]:
    """dL/dK = Σ xᵀ d(xK + b) and dL/db = Σ d(xK + b), over all sequences and steps."""
    axes = list(range(inputs.ndim - 1))
    return [np.tensordot(inputs, d_sums, axes=(axes, axes)), d_sums.sum(axis=tuple(axes))]
