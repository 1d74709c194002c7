"""Keras's layers that are not recurrent, in NumPy, as they answer (not as they train).

In: a `Work`. Out: what the layer gives, with the mask that Keras would hand on.
Source of every formula: https://keras.io/api/layers/
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from viz_core.arrays import Floats, Mask
from viz_core.guests.activations import activation, elu, softmax
from viz_core.guests.attention import additive_attention, attention, multi_head_attention
from viz_core.guests.recurrent import bidirectional, recurrent
from viz_core.guests.tensor import Tensor, Work
from viz_core.keras_files.archive import refusal
from viz_core.keras_files.description import opened

Layer = Callable[[Work], list[Tensor]]


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


# What TimeDistributed may wrap: at every step these do what they do to a whole sequence.
STEPWISE = ("Dense", "Activation", "Dropout", "ReLU", "LeakyReLU", "ELU")


def _time_distributed(work: Work) -> list[Tensor]:
    work.axes(3, 4)
    kind, options = opened(work.options.get("layer"))
    if kind not in STEPWISE:
        raise refusal(f"a layer `TimeDistributed` around `{kind}`, which this app does not read")
    return LAYERS[kind](replace(work, kind=kind, options=options, path=f"{work.path}/layer"))


def _activation(work: Work) -> list[Tensor]:
    return [work.one.carrying(activation(work.options.get("activation"))(work.one.array))]


def _softmax(work: Work) -> list[Tensor]:
    work.usual("axis", -1, work.one.array.ndim - 1)
    if work.one.mask is not None:
        raise refusal("a layer `Softmax` over a masked sequence")
    return [work.one.carrying(softmax(work.one.array))]


def _relu(work: Work) -> list[Tensor]:
    for name in ("negative_slope", "threshold"):
        work.usual(name, 0.0, 0)
    work.usual("max_value", None)
    return [work.one.carrying(np.maximum(work.one.array, 0))]


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


def _global_average(work: Work) -> list[Tensor]:
    _global(work)
    array, mask = work.one.array, work.one.mask
    if mask is None:
        return [Tensor(array=array.mean(axis=1))]
    with np.errstate(invalid="ignore", divide="ignore"):
        total = np.where(mask[..., None], array, 0).sum(axis=1)
        return [Tensor(array=total / mask.sum(axis=1)[:, None])]


def _global_max(work: Work) -> list[Tensor]:
    _global(work)
    return [Tensor(array=work.one.array.max(axis=1))]


def _global(work: Work) -> None:
    work.axes(3)
    work.usual("data_format", "channels_last", None)
    work.usual("keepdims", False)


def _padded(work: Work, size: int, stride: int, fill: float) -> Floats:
    """The sequence with the steps that `padding` adds at both ends."""
    work.axes(3)
    work.usual("data_format", "channels_last", None)
    array, way = work.one.array, work.options.get("padding")
    steps = array.shape[1]
    if way == "same":
        missing = max((-(-steps // stride) - 1) * stride + size - steps, 0)
        ends = (missing // 2, missing - missing // 2)
    elif way == "causal":
        ends = (size - 1, 0)
    elif way == "valid":
        ends = (0, 0)
    else:
        raise refusal(f"a layer `{work.kind}` with a `padding` that this app does not know")
    array = np.pad(array, ((0, 0), ends, (0, 0)), constant_values=fill)
    if array.shape[1] < size:
        raise refusal(f"a layer `{work.kind}` that is wider than the sequence")
    return array


def _windows(array: Floats, size: int, stride: int) -> Floats:
    """`(batch, windows, features, size)`."""
    return np.lib.stride_tricks.sliding_window_view(array, size, axis=1)[:, ::stride]


def _conv(work: Work) -> list[Tensor]:
    size, stride, apart = (
        work.whole("kernel_size", 500),
        work.whole("strides", 500),
        work.whole("dilation_rate", 500),
    )
    work.usual("groups", 1)
    filters, reach = work.whole("filters"), (size - 1) * apart + 1
    seen = _windows(_padded(work, reach, stride, 0.0), reach, stride)[..., ::apart]
    kernel = work.weight(0, size, work.one.array.shape[-1], filters)
    sums = np.einsum("btfs,sfo->bto", seen, kernel, optimize=True)
    if work.flag("use_bias", default=True):
        sums = sums + work.weight(1, filters)
    return [Tensor(array=activation(work.options.get("activation"))(sums))]


def _max_pool(work: Work) -> list[Tensor]:
    size, stride = work.whole("pool_size", 500), work.whole("strides", 500)
    return [Tensor(array=_windows(_padded(work, size, stride, -np.inf), size, stride).max(axis=-1))]


def _average_pool(work: Work) -> list[Tensor]:
    size, stride = work.whole("pool_size", 500), work.whole("strides", 500)
    padded = _windows(_padded(work, size, stride, np.nan), size, stride)
    return [Tensor(array=np.nanmean(padded, axis=-1))]


def _several(work: Work) -> list[Floats]:
    arrays = [one.array for one in work.inputs]
    if len(arrays) < 2 or len({one.ndim for one in arrays}) != 1:
        raise refusal(f"a layer `{work.kind}` that reads things of different axes")
    return arrays


def _either(work: Work) -> Mask | None:
    """Keras: real where any of them is; no mask where one of them has none."""
    masks = [one.mask for one in work.inputs if one.mask is not None]
    return np.logical_or.reduce(masks) if len(masks) == len(work.inputs) else None


def _alike(work: Work) -> list[Floats]:
    arrays = _several(work)
    if any(one.shape != arrays[0].shape for one in arrays):
        raise refusal(f"a layer `{work.kind}` that reads things of different shapes")
    return arrays


def _extreme(combine: Callable[[Floats, Floats], Floats]) -> Layer:
    """The largest or the smallest; what is padding in one of them gives way to the other."""

    def merged(work: Work) -> list[Tensor]:
        _alike(work)
        (found, seen), *rest = [(one.array, _wide(one)) for one in work.inputs]
        for array, mask in rest:
            other = array if mask is None else np.where(mask, array, found)
            found = combine(found if seen is None else np.where(seen, found, other), other)
            seen = None if mask is None or seen is None else seen | mask
        return [Tensor(array=found, mask=_either(work))]

    return merged


def _multiply(work: Work) -> list[Tensor]:
    """The product; padding counts as 1, and is 0 where everything is padding."""
    _alike(work)
    masks = [(one.array, _wide(one)) for one in work.inputs]
    product = np.prod([array if mask is None else np.where(mask, array, 1) for array, mask in masks], axis=0)
    either = _either(work)
    kept = product if either is None else np.where(either[..., None], product, 0)
    return [Tensor(array=kept, mask=either)]


def _wide(tensor: Tensor) -> Mask | None:
    """A mask with an axis for the features."""
    return None if tensor.mask is None else tensor.mask[..., None]


def _merge(combine: Callable[[Floats, Floats], Floats], *, mean: bool = False) -> Layer:
    def merged(work: Work) -> list[Tensor]:
        first, *rest = _alike(work)
        for one in rest:
            first = combine(first, one)
        return [Tensor(array=first / (len(rest) + 1) if mean else first, mask=_either(work))]

    return merged


def _concatenate(work: Work) -> list[Tensor]:
    arrays = _several(work)
    work.usual("axis", -1, arrays[0].ndim - 1)
    if any(one.shape[:-1] != arrays[0].shape[:-1] for one in arrays):
        raise refusal("a layer `Concatenate` that reads things of different shapes")
    masked = any(one.mask is not None for one in work.inputs)
    mask = _either(work)
    if masked and mask is None:
        mask = np.ones(arrays[0].shape[:-1], bool)
    return [Tensor(array=np.concatenate(arrays, axis=-1), mask=mask)]


def _flip(work: Work) -> list[Tensor]:
    work.axes(2, 3)
    work.usual("axis", None, 1, [1])
    if work.options.get("axis") is None:
        raise refusal("an operation `Flip` of every axis")
    return [Tensor(array=work.one.array[:, ::-1])]


def _copy(work: Work) -> list[Tensor]:
    return [Tensor(array=work.one.array)]


def _not_equal(work: Work) -> list[Tensor]:
    if len(work.constants) != 1:
        raise refusal("an operation `NotEqual` of two sequences")
    return [Tensor(array=(work.one.array != work.constants[0]).astype(float))]


def _any(work: Work) -> list[Tensor]:
    work.axes(3)
    work.usual("axis", None, -1, 2, [-1], [2])
    if work.options.get("axis") is None:
        raise refusal("an operation `Any` of every axis")
    found = np.asarray(work.one.array.astype(bool).any(axis=-1, keepdims=work.flag("keepdims")))
    return [Tensor(array=found.astype(float))]


def _expand(work: Work) -> list[Tensor]:
    work.usual("axis", None, -1, work.one.array.ndim)
    if work.options.get("axis") is None:
        raise refusal("an operation `ExpandDims` without an axis")
    return [Tensor(array=work.one.array[..., None])]


def _filled(value: float) -> Layer:
    return lambda work: [Tensor(array=np.full(work.one.array.shape, value))]


def _logical_or(work: Work) -> list[Tensor]:
    first, *rest = _several(work)
    found = first != 0
    for one in rest:
        if any(a != b and 1 not in (a, b) for a, b in zip(first.shape, one.shape, strict=True)):
            raise refusal("an operation `LogicalOr` of different shapes")
        found = found | (one != 0)
    return [Tensor(array=found.astype(float))]


LAYERS: dict[str, Layer] = {
    **dict.fromkeys(
        (
            "ActivityRegularization",
            "AlphaDropout",
            "Dropout",
            "GaussianDropout",
            "GaussianNoise",
            "Identity",
            "SpatialDropout1D",
        ),
        _same,
    ),
    **dict.fromkeys(("SimpleRNN", "LSTM", "GRU"), recurrent),
    "Activation": _activation,
    "Add": _merge(np.add),
    "AdditiveAttention": additive_attention,
    "Any": _any,
    "Attention": attention,
    "Average": _merge(np.add, mean=True),
    "AveragePooling1D": _average_pool,
    "BatchNormalization": _batch_normalization,
    "Bidirectional": bidirectional,
    "Concatenate": _concatenate,
    "Conv1D": _conv,
    "ConvertToTensor": _copy,
    "Copy": _copy,
    "Dense": _dense,
    "ELU": _elu,
    "Embedding": _embedding,
    "ExpandDims": _expand,
    "Flatten": _flatten,
    "Flip": _flip,
    "GlobalAveragePooling1D": _global_average,
    "GlobalMaxPooling1D": _global_max,
    "LayerNormalization": _layer_normalization,
    "LeakyReLU": _leaky_relu,
    "Masking": _masking,
    "LogicalOr": _logical_or,
    "MaxPooling1D": _max_pool,
    "MultiHeadAttention": multi_head_attention,
    "Maximum": _extreme(np.maximum),
    "Minimum": _extreme(np.minimum),
    "Multiply": _multiply,
    "NotEqual": _not_equal,
    "OnesLike": _filled(1.0),
    "ReLU": _relu,
    "RepeatVector": _repeat,
    "Reshape": _reshape,
    "Softmax": _softmax,
    "Subtract": _merge(np.subtract),
    "TimeDistributed": _time_distributed,
    "ZerosLike": _filled(0.0),
}
