"""How often random networks have each layer and option, and how far guests are from Keras.

Run as `python -m tests.guests.coverage [NETWORKS]`, for seeds 0, 1, 2, …: a row for each layer, with the
largest difference of what it gives from what it gives in Keras, then one for the values of each option.
"""

import inspect
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

import keras
import numpy as np
from keras import layers

from tests.guests.random_layers import NAMES, OF_GATES, OF_READERS
from tests.guests.random_networks import random_mask, random_network
from tests.keras_files.archives import saved
from viz_core.guests.guest import evaluate, tensors
from viz_core.guests.layers import LAYERS, STEPWISE
from viz_core.guests.opening import open_here
from viz_core.guests.recurrent import halves
from viz_core.keras_files.description import describe, opened

# What may lie between our answers and Keras's; within, where large numbers cancel, float32 is coarser.
LARGEST, LARGEST_WITHIN = 1e-5, 1e-4
EITHER = (False, True)
SCALED = {"center": EITHER, "scale": EITHER, "axis": (-1, 2), "epsilon": (1e-3, 1e-2)}
READER = {
    "activation": sorted(set(OF_READERS)),
    "use_bias": EITHER,
    "dropout": (0.0, 0.1),
    "recurrent_dropout": (0.0, 0.2),
    "return_sequences": EITHER,
    "return_state": EITHER,
    "go_backwards": EITHER,
    "stateful": EITHER,
    "unroll": EITHER,
    "zero_output_for_mask": EITHER,
    "initial_state": EITHER,
    "masked": EITHER,
}
GATED = {**READER, "recurrent_activation": sorted(set(OF_GATES))}
POOLED = {"pool_size": (1, 2, 3), "strides": (1, 2, 3), "padding": ("same", "valid"), "masked": EITHER}
ATTENTION = {"use_scale": EITHER, "dropout": (0.0, 0.2), "inputs": (2, 3), "masked": EITHER}
MERGED = {"inputs": (2, 3), "masked": EITHER}
MASKED = {"masked": EITHER}
# Options that change what a layer answers -> the values that are drawn.
OPTIONS = {
    **dict.fromkeys(LAYERS, {}),
    **dict.fromkeys(("Add", "Average", "Maximum", "Minimum", "Multiply"), MERGED),
    "Activation": {"activation": NAMES, **MASKED},
    "AdditiveAttention": ATTENTION,
    "Attention": ATTENTION,
    "AveragePooling1D": POOLED,
    "BatchNormalization": {**SCALED, **MASKED},
    "Bidirectional": {
        "layer": ("SimpleRNN", "LSTM", "GRU"),
        "merge_mode": (None, "concat", "sum", "mul", "ave"),
        "first": ("forward", "backward"),
        "initial_state": EITHER,
        **MASKED,
    },
    "Concatenate": {"axis": (-1, 2), **MASKED},
    "Conv1D": {
        "kernel_size": (1, 2, 3),
        "strides": (1, 2),
        "padding": ("same", "causal", "valid"),
        "dilation_rate": (1, 2),
        "activation": ("linear", "relu", "tanh"),
        "use_bias": EITHER,
        **MASKED,
    },
    "Dense": {
        "activation": ("linear", "tanh", "sigmoid", "softmax"),
        "use_bias": EITHER,
        "axes": (2, 3, 4),
        **MASKED,
    },
    "ELU": {"alpha": (1.0, 0.7)},
    "Embedding": {"mask_zero": EITHER},
    "Flatten": MASKED,
    "Flip": {"axis": (1,)},
    "GRU": {**GATED, "reset_after": EITHER},
    "GlobalAveragePooling1D": MASKED,
    "GlobalMaxPooling1D": MASKED,
    # -1 is written down as the number of features.
    "GroupNormalization": {"groups": (1, 2), **SCALED, **MASKED},
    "LSTM": GATED,
    "LayerNormalization": {**SCALED, **MASKED},
    "LeakyReLU": {"negative_slope": (0.3, 0.1)},
    "Masking": {"mask_value": (0.0, -1.0), **MASKED},
    "MaxPooling1D": POOLED,
    "MultiHeadAttention": {
        "num_heads": (1, 2, 3),
        "use_bias": EITHER,
        "dropout": (0.0, 0.2),
        "inputs": (2, 3),
        **MASKED,
    },
    "Normalization": {"invert": EITHER, "given": EITHER, "axis": (-1, 2), **MASKED},
    "PReLU": {"shared_axes": (None, 1)},
    "RMSNormalization": {"axis": (-1, 2), "epsilon": (1e-3, 1e-2), **MASKED},
    "ReLU": {"max_value": (None, 1.5), "negative_slope": (0.0, 0.1), "threshold": (0.0, 0.2)},
    "SimpleRNN": READER,
    "Softmax": {"axis": (-1, 2)},
    "Subtract": {"inputs": (2,), **MASKED},
    "TimeDistributed": {"layer": STEPWISE, "axes": (3, 4), **MASKED},
    "UnitNormalization": {"axis": (-1, 2), **MASKED},
}


def drawn(model, inputs, mask):
    """(kind, option, value) -> how many layers of the model have it; (kind,) -> how many there are."""
    description = describe(json.loads(model.to_json()))
    shapes = [(None,) * inputs.ndim]
    given = evaluate(
        description, tensors(inputs, mask, shapes), lambda _path, _number, shape: np.ones(shape)
    )[0]
    found = Counter()
    for call in description.calls:
        read = [given[one.call][one.output] for one in call.inputs]
        beside = {
            "masked": any(call.mask) or any(one.mask is not None for one in read),
            "inputs": len(read),
            "initial_state": bool(call.states),
            "axes": read[0].array.ndim if read else 0,
        }
        for kind, options in _layers_in(call.layer):
            found[kind,] += 1
            found.update(_values(kind, {**options, **beside}))
    return found


def _layers_in(layer):
    """A layer, and the readers of a Bidirectional."""
    kind, options = layer.kind, dict(layer.options)
    if kind == "Bidirectional":
        both = halves(kind, options)
        yield from ((one.kind, one.options) for one in both)
        options |= {"layer": both[0].kind, "first": both[0].direction}
    elif kind == "TimeDistributed":
        options["layer"] = opened(options["layer"])[0]
    elif kind == "Normalization":
        options["given"] = options.get("mean") is not None
    yield kind, options


def _values(kind, options):
    for option in OPTIONS.get(kind, {}):
        value = options.get(option)
        yield kind, option, value[0] if isinstance(value, list) else value


def without(found):
    """What no network has had."""
    kinds = [(kind,) for kind in OPTIONS]
    values = [(kind, name, one) for kind in OPTIONS for name in OPTIONS[kind] for one in OPTIONS[kind][name]]
    return [one for one in [*kinds, *values] if not found[one]]


def options_of(kind):
    """The options that Keras's own layer has, those of every layer left out; none of an operation."""
    layer = getattr(layers, kind, None)
    parts = [layer.__init__] if layer else []
    names = {name for part in parts for name in inspect.signature(part).parameters}
    return names - {"self", "args", "kwargs", "name", "dtype", "use_cudnn"}


def differences(model, guest, inputs, mask):
    """Kind of layer -> the largest difference of what it gives from what it gives in Keras; '' for outputs.

    Differences of numbers above 1 are relative. Layers of networks within are seen in what those give.
    """
    given = evaluate(guest.description, tensors(inputs, mask, guest.input_shapes), guest.array)[0]
    ours = {}
    for call, arrays in zip(guest.description.calls, given, strict=True):
        ours.setdefault(call.layer.name, []).append(arrays)
    calls = [one for one in _calls(model) if one[0].name in ours]
    wanted = [*model.outputs, *(one for _, _, gives in calls for one in gives)]
    # Once: a stateful layer would go on from there.
    theirs = iter(keras.Model(model.inputs[0], wanted)(inputs, mask=mask))
    found = {"": max(_apart(one, next(theirs)) for one in guest.outputs(inputs, mask))}
    for layer, number, _ in calls:
        apart = max(_apart(one.array, next(theirs)) for one in ours[layer.name][number])
        found[type(layer).__name__] = max(found.get(type(layer).__name__, 0.0), apart)
    return found


def _calls(model):
    """Layer, number of the call, its outputs, for every call that the model makes."""
    own = {id(node) for nodes in model._nodes_by_depth.values() for node in nodes}
    for layer in model.operations:
        nodes = [node for node in layer._inbound_nodes if id(node) in own]
        if not isinstance(layer, layers.InputLayer):
            yield from ((layer, number, node.outputs) for number, node in enumerate(nodes))


def _apart(ours, theirs):
    theirs = np.asarray(theirs, np.float64)
    if ours.shape != theirs.shape or np.any(np.isnan(ours) != np.isnan(theirs)):
        return np.inf
    apart = np.abs(ours - theirs) / np.maximum(np.abs(theirs), 1)
    return float(np.nan_to_num(apart).max())


def main(count):
    """Print the tables."""
    found, largest = Counter(), {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(count):
            model, inputs = random_network(seed)
            mask = random_mask(seed)
            found += drawn(model, inputs, mask)
            guest = open_here(saved(model, Path(folder)))
            for kind, one in differences(model, guest, inputs, mask).items():
                largest[kind] = max(largest.get(kind, 0.0), one)
                if one > LARGEST:
                    sys.stdout.write(f"seed {seed}: {kind or 'outputs'} {one:.1e}\n")
    lines = [f"{count} networks, largest difference of their outputs {largest.pop(''):.1e}", ""]
    lines.append(f"{'layer':24}{'drawn':>7}{'masked':>8}{'difference':>12}")
    for kind in sorted(OPTIONS):
        apart = f"{largest[kind]:.1e}" if kind in largest else "within"
        lines.append(f"{kind:24}{found[kind,]:7}{found[kind, 'masked', True]:8}{apart:>12}")
    lines.append("")
    for kind in sorted(OPTIONS):
        for name, values in OPTIONS[kind].items():
            counts = ", ".join(f"{one} {found[kind, name, one]}" for one in values)
            lines.append(f"{kind:24}{name:22}{counts}")
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
