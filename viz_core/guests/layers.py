"""Keras's layers by name, and in NumPy those that work step by step, as they answer (not as they train).

In: a `Work`. Out: what the layer gives, with the mask that Keras would hand on.
Source of every formula: https://keras.io/api/layers/
"""

from dataclasses import replace
from typing import Any

import numpy as np

from viz_core.arrays import Floats
from viz_core.guests.activations import activation, elu, softmax
from viz_core.guests.attention import additive_attention, attention, multi_head_attention
from viz_core.guests.operations import (
    any_feature,
    broadcast,
    concatenate,
    copy,
    expand,
    extreme,
    filled,
    flip,
    logical_or,
    merge,
    multiply,
    not_equal,
)
from viz_core.guests.pooling import average_pool, convolution, global_average, global_max, max_pool
from viz_core.guests.recurrent import bidirectional, recurrent
from viz_core.guests.tensor import Layer, Tensor, Work
from viz_core.keras_files.archive import refusal
from viz_core.keras_files.description import opened
from viz_core.keras_files.parts import IDLE


def _same(work: Work) -> list[Tensor]:
    return [work.one]


def _embedding(work: Work) -> list[Tensor]:
    tokens, rows = work.one.array, work.whole("input_dim", 1_000_000)
    table = work.weight(0, rows, work.whole("output_dim"))
    if not (np.equal(tokens, np.floor(tokens)).all() and 0 <= tokens.min() and tokens.max() < rows):
        raise ValueError(f"`inputs` must be whole numbers from 0 to {rows - 1:,} for this network.")
    mask = tokens != 0 if work.flag("mask_zero") else None
    return [Tensor(array=table[tokens.astype(np.int64)], mask=mask)]


def _masking(work: Work) -> list[Tensor]:
    work.axes(3)
    mask = (work.one.array != work.number("mask_value", 0.0)).any(axis=-1)
    return [Tensor(array=np.where(mask[..., None], work.one.array, 0), mask=mask)]


def _dense(work: Work) -> list[Tensor]:
    units = work.whole("units")
    work.axes(2, 3, 4)
    sums = work.one.array @ work.weight(0, work.one.array.shape[-1], units)
    if work.flag("use_bias", default=True):
        sums = sums + work.weight(1, units)
    return [work.one.carrying(activation(work.options.get("activation"))(sums))]


# Of float32, in which Keras computes.
LARGEST = float(np.finfo(np.float32).max)
# What TimeDistributed may wrap: layers that give one vector of numbers for another.
STEPWISE = (
    "Activation",
    "AlphaDropout",
    "BatchNormalization",
    "Dense",
    "Dropout",
    "ELU",
    "GaussianDropout",
    "GaussianNoise",
    "LayerNormalization",
    "LeakyReLU",
    "ReLU",
    "Softmax",
    "UnitNormalization",
)


def _time_distributed(work: Work) -> list[Tensor]:
    """Every step is a vector of its own to the layer within."""
    work.axes(3, 4)
    kind, options = opened(work.options.get("layer"))
    if kind not in STEPWISE:
        raise refusal(f"a layer `TimeDistributed` around `{kind}`, which this app does not read")
    if kind == "Softmax":
        _check_unmasked(work)
    array = work.one.array
    vectors = Tensor(array=array.reshape(-1, array.shape[-1]))
    inner = replace(work, kind=kind, options=options, path=f"{work.path}/layer", inputs=(vectors,))
    given = LAYERS[kind](inner)[0].array
    return [work.one.carrying(given.reshape(*array.shape[:-1], given.shape[-1]))]


def _activation(work: Work) -> list[Tensor]:
    return [work.one.carrying(activation(work.options.get("activation"))(work.one.array))]


def _softmax(work: Work) -> list[Tensor]:
    work.usual("axis", -1, work.one.array.ndim - 1)
    _check_unmasked(work)
    return [work.one.carrying(softmax(work.one.array))]


def _check_unmasked(work: Work) -> None:
    """Keras lays a mask over the features of a Softmax, where those of a sequence do not fit."""
    if work.one.mask is not None:
        raise refusal("a layer `Softmax` over a masked sequence")


def _relu(work: Work) -> list[Tensor]:
    array, above = work.one.array, work.one.array
    slope, threshold = work.number("negative_slope", 0.0), work.number("threshold", 0.0)
    if work.options.get("max_value") is not None:
        above = np.minimum(array, work.number("max_value", 0.0))
    return [work.one.carrying(np.where(array >= threshold, above, slope * (array - threshold)))]


def _prelu(work: Work) -> list[Tensor]:
    work.axes(2, 3)
    work.usual("shared_axes", None, [1])
    array, shared = work.one.array, work.options.get("shared_axes") is not None
    shape = (1, *array.shape[2:]) if shared else array.shape[1:]
    return [work.one.carrying(np.where(array > 0, array, work.weight(0, *shape) * array))]


def _unit_normalization(work: Work) -> list[Tensor]:
    _last_axis(work)
    squares = (work.one.array**2).sum(axis=-1, keepdims=True)
    return [work.one.carrying(work.one.array / np.sqrt(np.maximum(squares, 1e-12)))]


def _leaky_relu(work: Work) -> list[Tensor]:
    array, slope = work.one.array, work.number("negative_slope", 0.3)
    return [work.one.carrying(np.where(array > 0, array, slope * array))]


def _elu(work: Work) -> list[Tensor]:
    return [work.one.carrying(elu(work.one.array, work.number("alpha", 1.0)))]


def _repeat(work: Work) -> list[Tensor]:
    work.axes(2)
    return [Tensor(array=np.repeat(work.one.array[:, None], work.whole("n", 500), axis=1))]


def _flatten(work: Work) -> list[Tensor]:
    work.usual("data_format", "channels_last", None)
    return [Tensor(array=work.one.array.reshape(len(work.one.array), -1))]


def _reshape(work: Work) -> list[Tensor]:
    shape = work.options.get("target_shape")
    if not isinstance(shape, list) or not all(type(one) is int and -1 <= one <= 10**6 for one in shape):
        raise refusal("a layer `Reshape` with a shape that cannot be understood")
    try:
        return [Tensor(array=work.one.array.reshape(len(work.one.array), *shape))]
    except ValueError as problem:
        raise refusal("a layer `Reshape` whose shape does not fit what it reads") from problem


def _last_axis(work: Work) -> None:
    work.axes(2, 3)
    work.usual("axis", -1, work.one.array.ndim - 1, [work.one.array.ndim - 1], [-1])


def _layer_normalization(work: Work) -> list[Tensor]:
    _last_axis(work)
    work.usual("rms_scaling", False)
    array = work.one.array
    spread = np.sqrt(array.var(axis=-1, keepdims=True) + work.number("epsilon", 1e-3))
    return [work.one.carrying(_scaled(work, (array - array.mean(axis=-1, keepdims=True)) / spread)[0])]


def _scaled(work: Work, array: Floats) -> tuple[Floats, int]:
    """Times gamma, plus beta, where there are any; and how many arrays that took."""
    used = 0
    if work.flag("scale", default=True):
        array, used = array * work.weight(used, array.shape[-1]), used + 1
    if work.flag("center", default=True):
        array, used = array + work.weight(used, array.shape[-1]), used + 1
    return array, used


def _batch_normalization(work: Work) -> list[Tensor]:
    _last_axis(work)
    array, width = work.one.array, work.one.array.shape[-1]
    used = work.flag("scale", default=True) + work.flag("center", default=True)
    mean, variance = work.weight(used, width), work.weight(used + 1, width)
    normal = (array - mean) / np.sqrt(variance + work.number("epsilon", 1e-3))
    return [work.one.carrying(_scaled(work, normal)[0])]


def _group_normalization(work: Work) -> list[Tensor]:
    """Over all steps and the features of a group at once, so a step says something about the others."""
    _last_axis(work)
    array = work.one.array
    groups = array.shape[-1] if work.options.get("groups") == -1 else work.whole("groups")
    if array.shape[-1] % groups:
        raise refusal("a layer `GroupNormalization` whose groups do not fit its features")
    apart = array.reshape(len(array), -1, groups, array.shape[-1] // groups)
    spread = np.sqrt(apart.var(axis=(1, 3), keepdims=True) + work.number("epsilon", 1e-3))
    normal = (apart - apart.mean(axis=(1, 3), keepdims=True)) / spread
    return [work.one.carrying(_scaled(work, normal.reshape(array.shape))[0])]


def _rms_normalization(work: Work) -> list[Tensor]:
    """Keras lets the mask end here."""
    _last_axis(work)
    array = work.one.array
    root = np.sqrt((array**2).mean(axis=-1, keepdims=True) + work.number("epsilon", 1e-6))
    return [Tensor(array=array / root * work.weight(0, array.shape[-1]))]


def _normalization(work: Work) -> list[Tensor]:
    """By the mean and variance that `adapt` has found, or that its author gave."""
    _last_axis(work)
    width = work.one.array.shape[-1]
    if work.options.get("mean") is None:
        mean, variance = work.weight(0, width), work.weight(1, width)
    else:
        mean, variance = (_given_numbers(work, name, width) for name in ("mean", "variance"))
    spread = np.maximum(np.sqrt(np.maximum(variance, 0)), 1e-7)
    array = work.one.array
    return [work.one.carrying(mean + array * spread if work.flag("invert") else (array - mean) / spread)]


def _given_numbers(work: Work, name: str, width: int) -> Floats:
    """An option that is one number, or one for each feature."""
    value = work.options.get(name)
    numbers: list[Any] = value if isinstance(value, list) else [value]
    known = all(type(one) in (int, float) and abs(one) <= LARGEST for one in numbers)
    if not known or len(numbers) not in (1, width):
        raise refusal(f"a layer `Normalization` whose `{name}` is not one number for each feature")
    return np.array(numbers, np.float64)


LAYERS: dict[str, Layer] = {
    **dict.fromkeys(IDLE, _same),
    **dict.fromkeys(("SimpleRNN", "LSTM", "GRU"), recurrent),
    "Activation": _activation,
    "Add": merge(np.add),
    "AdditiveAttention": additive_attention,
    "Any": any_feature,
    "Attention": attention,
    "Average": merge(np.add, mean=True),
    "AveragePooling1D": average_pool,
    "BatchNormalization": _batch_normalization,
    "BroadcastTo": broadcast,
    "Bidirectional": bidirectional,
    "Concatenate": concatenate,
    "Conv1D": convolution,
    "ConvertToTensor": copy,
    "Copy": copy,
    "Dense": _dense,
    "ELU": _elu,
    "Embedding": _embedding,
    "ExpandDims": expand,
    "Flatten": _flatten,
    "Flip": flip,
    "GlobalAveragePooling1D": global_average,
    "GlobalMaxPooling1D": global_max,
    "GroupNormalization": _group_normalization,
    "LayerNormalization": _layer_normalization,
    "LeakyReLU": _leaky_relu,
    "Masking": _masking,
    "LogicalOr": logical_or,
    "MaxPooling1D": max_pool,
    "MultiHeadAttention": multi_head_attention,
    "Maximum": extreme(np.maximum),
    "Minimum": extreme(np.minimum),
    "Multiply": multiply,
    "Normalization": _normalization,
    "NotEqual": not_equal,
    "OnesLike": filled(1.0),
    "PReLU": _prelu,
    "RMSNormalization": _rms_normalization,
    "ReLU": _relu,
    "RepeatVector": _repeat,
    "Reshape": _reshape,
    "Softmax": _softmax,
    "Subtract": merge(np.subtract),
    "TimeDistributed": _time_distributed,
    "UnitNormalization": _unit_normalization,
    "ZerosLike": filled(0.0),
}
