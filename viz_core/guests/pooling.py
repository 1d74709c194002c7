"""Keras's layers that look at windows of steps, or at all steps at once: convolution and pooling, in NumPy.

In: a `Work`. Out: what the layer gives; no mask outlives them.
Source of every formula: https://keras.io/api/layers/
"""

import numpy as np

from viz_core.arrays import Floats
from viz_core.guests.activations import activation
from viz_core.guests.tensor import Tensor, Work
from viz_core.keras_files.archive import refusal


def global_average(work: Work) -> list[Tensor]:
    """The mean over the steps that are not padding, `(batch, features)`."""
    _global(work)
    array, mask = work.one.array, work.one.mask
    if mask is None:
        return [Tensor(array=array.mean(axis=1))]
    with np.errstate(invalid="ignore", divide="ignore"):
        total = np.where(mask[..., None], array, 0).sum(axis=1)
        return [Tensor(array=total / mask.sum(axis=1)[:, None])]


def global_max(work: Work) -> list[Tensor]:
    """The largest over all steps, `(batch, features)`."""
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


def convolution(work: Work) -> list[Tensor]:
    """One-dimensional convolution, `(batch, windows, filters)`."""
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


def max_pool(work: Work) -> list[Tensor]:
    """The largest of each window, `(batch, windows, features)`."""
    size, stride = work.whole("pool_size", 500), work.whole("strides", 500)
    return [Tensor(array=_windows(_padded(work, size, stride, -np.inf), size, stride).max(axis=-1))]


def average_pool(work: Work) -> list[Tensor]:
    """The mean of each window without what `padding` adds, `(batch, windows, features)`."""
    size, stride = work.whole("pool_size", 500), work.whole("strides", 500)
    padded = _windows(_padded(work, size, stride, np.nan), size, stride)
    return [Tensor(array=np.nanmean(padded, axis=-1))]
