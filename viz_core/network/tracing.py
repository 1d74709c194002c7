"""From weights and inputs to a trace: a whole network in NumPy.

In: weights in the order of `keras.Model.get_weights()`, a `ModelConfig`, a batch of inputs.
Out: a `Trace` with every array of the forward pass, in input time. Everything is computed in float64,
whatever came in, so that what differs from Keras is Keras's own rounding in float32 (about 1e-6).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats, Mask
from viz_core.checks import check_integer, check_shape
from viz_core.config import ModelConfig
from viz_core.network.cells import sigmoid
from viz_core.network.merges import MERGES
from viz_core.network.recurrence import Reading, read
from viz_core.network.trace_arrays import Trace
from viz_core.network.weights import DenseWeights, Head, NetworkWeights, head_names, unpack


@dataclass(frozen=True, kw_only=True, eq=False)
class ForwardPass:
    """One forward pass, with all that the way back needs.

    Attributes:
        network: the weights by owner, in float64.
        layers: per recurrent layer: direction -> what that reader did.
        trace: the same by name, with the answers.
    """

    network: NetworkWeights
    layers: tuple[dict[str, Reading], ...]
    trace: Trace


def trace(
    weights: Sequence[npt.NDArray[np.generic]],
    config: ModelConfig,
    inputs: npt.NDArray[np.generic],
    mask: Mask | None = None,
) -> Trace:
    """Run a network and keep every array.

    Args:
        weights: arrays in the order of `model.get_weights()`.
        config: the network they belong to.
        inputs: `(batch, time, features)`; with an embedding whole-number tokens, `(batch, time)`.
        mask: `(batch, time)`, False where a step is padding. None means no padding; with an embedding it
            means that token 0 is padding, as with Keras's `mask_zero`.

    Returns:
        A `Trace` in float64; its names are listed there.

    Raises:
        ValueError: weights, inputs or mask of another shape than the network's, or an unknown token.
    """
    return forward_pass(weights, config, inputs, mask).trace


def forward_pass(
    weights: Sequence[npt.NDArray[np.generic]],
    config: ModelConfig,
    inputs: npt.NDArray[np.generic],
    mask: Mask | None = None,
) -> ForwardPass:
    """As `trace`, keeping also what back-propagation needs."""
    network = unpack([np.asarray(one, np.float64) for one in weights], config)
    arrays: dict[str, Floats] = {"inputs": np.asarray(inputs)}
    if network.embedding is not None:
        _check_tokens(arrays["inputs"], vocabulary=len(network.embedding))
        mask = arrays["inputs"] != 0 if mask is None else mask
        sequences = arrays["embedding"] = network.embedding[arrays["inputs"]]
    else:
        features = len(next(iter(network.layers[0].values())).kernel)
        check_shape("inputs", inputs, {"batch": None, "time": None, "features": features})
        sequences = arrays["inputs"] = np.asarray(inputs, np.float64)
    if mask is not None:
        batch, time = sequences.shape[:2]
        check_shape("mask", mask, {"batch": batch, "time": time})
        mask = np.asarray(mask, dtype=bool)
    layers = _read_layers(network, config, sequences, mask)
    for number, layer in enumerate(layers):
        arrays |= _layer_arrays(f"layer{number}", layer, config)
    arrays |= _answers(network, config, layers)
    return ForwardPass(network=network, layers=layers, trace=Trace(arrays=arrays, mask=mask))


def _check_tokens(tokens: npt.NDArray[np.generic], vocabulary: int) -> None:
    check_shape("inputs", tokens, {"batch": None, "time": None})
    if tokens.size:
        check_integer("inputs", tokens.min(), 0, vocabulary - 1)
        check_integer("inputs", tokens.max(), 0, vocabulary - 1)


def _read_layers(
    network: NetworkWeights, config: ModelConfig, sequences: Floats, mask: Mask | None
) -> tuple[dict[str, Reading], ...]:
    layers: list[dict[str, Reading]] = []
    feeds = dict.fromkeys(config.readers, sequences)
    for number, owned in enumerate(network.layers):
        if number == config.layers:
            feeds, mask = dict.fromkeys(config.readers, _repeated(layers[-1], config)), None
        zero_masked = _zero_masked(config, last=number == config.layers - 1)
        layer = {
            reader: read(
                feeds[reader], one, config.cell, direction=reader, mask=mask, zero_masked=zero_masked
            )
            for reader, one in owned.items()
        }
        layers.append(layer)
        merged = merge_readers({reader: reading.outputs for reader, reading in layer.items()}, config)
        feeds = {reader: merged[track(reader, config)] for reader in config.readers}
    return tuple(layers)


def _repeated(layer: dict[str, Reading], config: ModelConfig) -> Floats:
    """What a decoder reads, `(batch, time, width)`: the merged final states, again at every step."""
    vector = merge_readers({reader: reading.final for reader, reading in layer.items()}, config)[""]
    steps = next(iter(layer.values())).inputs.shape[1]
    return np.repeat(vector[:, None], steps, axis=1)


def _zero_masked(config: ModelConfig, *, last: bool) -> bool:
    """Whether a layer gives zeros at masked steps: where Keras's `Bidirectional` returns sequences.

    Shared weights and `merge_mode` 'none' are two separate layers in Keras, which repeat their last output.
    """
    wrapped = config.bidirectional and config.merge_mode != "none" and not config.shared_weights
    return wrapped and not (last and config.head != "per_step")


def track(reader: str, config: ModelConfig) -> str:
    """Name suffix of the array that a reader's output ends up in: '' when there is one for all."""
    return f"/{reader}" if f"/{reader}" in head_names(config) else ""


def merge_readers(outputs: Mapping[str, Floats], config: ModelConfig) -> dict[str, Floats]:
    """What a layer hands on: its readers merged, or each on a track of its own with 'none'.

    Args:
        outputs: direction -> array, all of one shape.
        config: says whether and how they are merged.

    Returns:
        Name suffix of the track (see `head_names`) -> array.
    """
    tracks = head_names(config)
    if len(tracks) == 1 and config.bidirectional:
        return {tracks[0]: MERGES[config.merge_mode].apply(outputs["forward"], outputs["backward"])}
    return dict(zip(tracks, outputs.values(), strict=True))


def _layer_arrays(name: str, layer: dict[str, Reading], config: ModelConfig) -> dict[str, Floats]:
    arrays: dict[str, Floats] = {}
    for reader, reading in layer.items():
        named = reading.states | {"hidden": reading.outputs} | reading.gates
        arrays |= {f"{name}/{reader}/{key}": array for key, array in named.items()}
    merged = merge_readers({reader: reading.outputs for reader, reading in layer.items()}, config)
    return arrays | ({f"{name}/merged": merged[""]} if "" in merged else {})


def _answers(
    network: NetworkWeights, config: ModelConfig, layers: tuple[dict[str, Reading], ...]
) -> dict[str, Floats]:
    arrays: dict[str, Floats] = {}
    merged = merge_readers({reader: reading.outputs for reader, reading in layers[-1].items()}, config)
    if config.head != "per_step":
        ends = {reader: reading.final for reader, reading in layers[config.layers - 1].items()}
        arrays = {f"final/{reader}": array for reader, array in ends.items()}
        vectors = merge_readers(ends, config)
        arrays |= {"final/merged": vectors[""]} if "" in vectors else {}
        merged = merged if config.decodes else vectors
    for head, (suffix, states) in zip(network.heads, merged.items(), strict=True):
        answer = apply_head(states, head)
        arrays |= {f"{name}{suffix}": array for name, array in answer.items()}
    return arrays


def apply_head(states: Floats, head: Head) -> dict[str, Floats]:
    """Turn merged states into answers.

    Args:
        states: `(..., width)`.
        head: the optional hidden Dense layer (tanh) and the output layer.

    Returns:
        `logits` and `probabilities`, `(..., outputs)` (sigmoid for one output, softmax for more), and
        `head/hidden`, `(..., head_units)`, if there is a hidden layer.
    """
    arrays: dict[str, Floats] = {}
    if head.hidden is not None:
        states = arrays["head/hidden"] = np.tanh(_dense(states, head.hidden))
    logits = arrays["logits"] = _dense(states, head.output)
    arrays["probabilities"] = sigmoid(logits) if logits.shape[-1] == 1 else softmax(logits)
    return arrays


def _dense(inputs: Floats, weights: DenseWeights) -> Floats:
    return inputs @ weights.kernel + weights.bias


def softmax(logits: Floats) -> Floats:
    """e^logit of each class over their sum, `(..., classes)`; the largest is taken off first."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
