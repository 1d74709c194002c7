"""Keras's layers that combine several inputs, and its operations on arrays (`keras.ops`), in NumPy.

In: a `Work`. Out: what the layer gives, with the mask that Keras would hand on.
Sources: https://keras.io/api/layers/merging_layers/, https://keras.io/api/ops/numpy/
"""

from collections.abc import Callable

import numpy as np

from viz_core.arrays import Floats, Mask
from viz_core.guests.tensor import MOST_WIDE, Layer, Tensor, Work
from viz_core.keras_files.archive import refusal


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


def extreme(combine: Callable[[Floats, Floats], Floats]) -> Layer:
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


def multiply(work: Work) -> list[Tensor]:
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


def merge(combine: Callable[[Floats, Floats], Floats], *, mean: bool = False) -> Layer:
    """All inputs combined one after the other; with `mean` divided by how many they are."""

    def merged(work: Work) -> list[Tensor]:
        first, *rest = _alike(work)
        for one in rest:
            first = combine(first, one)
        return [Tensor(array=first / (len(rest) + 1) if mean else first, mask=_either(work))]

    return merged


def concatenate(work: Work) -> list[Tensor]:
    """The features of all inputs behind one another."""
    arrays = _several(work)
    work.usual("axis", -1, arrays[0].ndim - 1)
    if any(one.shape[:-1] != arrays[0].shape[:-1] for one in arrays):
        raise refusal("a layer `Concatenate` that reads things of different shapes")
    masked = any(one.mask is not None for one in work.inputs)
    mask = _either(work)
    if masked and mask is None:
        mask = np.ones(arrays[0].shape[:-1], bool)
    return [Tensor(array=np.concatenate(arrays, axis=-1), mask=mask)]


def flip(work: Work) -> list[Tensor]:
    """The steps in reverse order."""
    work.axes(2, 3)
    work.usual("axis", None, 1, [1])
    if work.options.get("axis") is None:
        raise refusal("an operation `Flip` of every axis")
    return [Tensor(array=work.one.array[:, ::-1])]


def copy(work: Work) -> list[Tensor]:
    """The array without its mask."""
    return [Tensor(array=work.one.array)]


def not_equal(work: Work) -> list[Tensor]:
    """1 where the array is not the given number, else 0."""
    if len(work.constants) != 1:
        raise refusal("an operation `NotEqual` of two sequences")
    return [Tensor(array=(work.one.array != work.constants[0]).astype(float))]


def any_feature(work: Work) -> list[Tensor]:
    """1 where any feature of a step is not 0, else 0."""
    work.axes(3)
    work.usual("axis", None, -1, 2, [-1], [2])
    if work.options.get("axis") is None:
        raise refusal("an operation `Any` of every axis")
    found = np.asarray(work.one.array.astype(bool).any(axis=-1, keepdims=work.flag("keepdims")))
    return [Tensor(array=found.astype(float))]


def expand(work: Work) -> list[Tensor]:
    """One more axis at the end."""
    work.usual("axis", None, -1, work.one.array.ndim)
    if work.options.get("axis") is None:
        raise refusal("an operation `ExpandDims` without an axis")
    return [Tensor(array=work.one.array[..., None])]


def broadcast(work: Work) -> list[Tensor]:
    """One feature, repeated; Keras 3.7 to 3.10 make masks of joined sequences so."""
    shape = work.options.get("shape")
    wide = shape[-1] if isinstance(shape, list) and len(shape) == work.one.array.ndim else None
    if type(wide) is not int or not 1 <= wide <= MOST_WIDE or work.one.array.shape[-1] != 1:
        raise refusal("an operation `BroadcastTo` of another axis than the last")
    return [Tensor(array=np.repeat(work.one.array, wide, axis=-1))]


def filled(value: float) -> Layer:
    """A layer that gives an array of that number, in the shape of what it reads."""
    return lambda work: [Tensor(array=np.full(work.one.array.shape, value))]


def logical_or(work: Work) -> list[Tensor]:
    """1 where any input is not 0, else 0."""
    first, *rest = _several(work)
    found = first != 0
    for one in rest:
        if any(a != b and 1 not in (a, b) for a, b in zip(first.shape, one.shape, strict=True)):
            raise refusal("an operation `LogicalOr` of different shapes")
        found = found | (one != 0)
    return [Tensor(array=found.astype(float))]
