"""Keras's attention layers in NumPy, as they answer.

In: a `Work` that reads a query, a value and perhaps a key. Out: what the layer gives, with the query's mask.
Source of every formula: https://keras.io/api/layers/attention_layers/
"""

from dataclasses import replace

import numpy as np

from viz_core.arrays import Floats, Mask
from viz_core.guests.activations import softmax
from viz_core.guests.tensor import Tensor, Work
from viz_core.keras_files.archive import refusal


def attention(work: Work) -> list[Tensor]:
    """Keras's `Attention`: scores are products of query and key."""
    work.usual("score_mode", "dot")
    query, _, key = _one_width(work)
    scores = query.array @ key.array.swapaxes(-2, -1)
    if work.flag("use_scale"):
        scores = scores * work.weight(0)
    return _attended(work, scores)


def additive_attention(work: Work) -> list[Tensor]:
    """Keras's `AdditiveAttention`: scores are sums of tanh(query + key)."""
    query, _, key = _one_width(work)
    sums = np.tanh(query.array[:, :, None] + key.array[:, None])
    scale = (
        work.weight(0, sums.shape[-1]) if work.flag("use_scale", default=True) else np.ones(sums.shape[-1])
    )
    return _attended(work, (sums * scale).sum(axis=-1))


def _one_width(work: Work) -> tuple[Tensor, Tensor, Tensor]:
    """Query, value and key, of which query and key are compared number by number."""
    query, value, key = _read_by_attention(work)
    if query.array.shape[-1] != key.array.shape[-1]:
        raise refusal(f"a layer `{work.kind}` that reads things of different shapes")
    return query, value, key


def _read_by_attention(work: Work) -> tuple[Tensor, Tensor, Tensor]:
    """Query, value and key; the value is the key where there is none."""
    given = work.inputs
    if len(given) not in (2, 3) or any(one.array.ndim != 3 for one in given):
        raise refusal(f"a layer `{work.kind}` that does not read two or three sequences")
    query, value, key = given[0], given[1], given[-1]
    if value.array.shape[1] != key.array.shape[1]:
        raise refusal(f"a layer `{work.kind}` that reads things of different shapes")
    return query, value, key


def _attended(work: Work, scores: Floats) -> list[Tensor]:
    query, value = work.inputs[:2]
    if value.mask is not None:
        # Keras takes 1e9 away in float32, of which nothing else is left: all alike where all is padding.
        scores = np.where(value.mask[:, None], scores, -1e9)
    answers = softmax(scores) @ value.array
    if query.mask is not None:
        answers = np.where(query.mask[..., None], answers, 0)
    return [Tensor(array=answers, mask=query.mask)]


def multi_head_attention(work: Work) -> list[Tensor]:
    """Keras's `MultiHeadAttention` over time."""
    work.usual("value_dim", None, work.options.get("key_dim"))
    work.usual("attention_axes", None, [1], 1)
    for name in ("output_shape", "sliding_window", "use_gate"):
        work.usual(name, None, False)
    query, value, key = _read_by_attention(work)
    heads, width = work.whole("num_heads", 512), work.whole("key_dim", 4096)
    queries, keys, values = (
        _projected(work, part, one.array, heads, width)
        for part, one in (("query_dense", query), ("key_dense", key), ("value_dense", value))
    )
    scores = np.einsum("btnk,bsnk->bnts", queries, keys, optimize=True) / np.sqrt(width)
    seen = np.einsum("bnts,bsnk->btnk", _weights(work, scores), values, optimize=True)
    kernel, bias = _part(work, "output_dense", (heads, width, query.array.shape[-1]), query.array.shape[-1:])
    return [Tensor(array=np.einsum("btnk,nko->bto", seen, kernel, optimize=True) + bias, mask=query.mask)]


def _projected(work: Work, part: str, array: Floats, heads: int, width: int) -> Floats:
    kernel, bias = _part(work, part, (array.shape[-1], heads, width), (heads, width))
    return np.einsum("btf,fnk->btnk", array, kernel, optimize=True) + bias


def _part(work: Work, name: str, kernel: tuple[int, ...], bias: tuple[int, ...]) -> tuple[Floats, Floats]:
    """Kernel and bias of one of the four dense layers inside."""
    inner = replace(work, path=f"{work.path}/{name}")
    has = work.flag("use_bias", default=True)
    return inner.weight(0, *kernel), inner.weight(1, *bias) if has else np.zeros(bias)


def _weights(work: Work, scores: Floats) -> Floats:
    """Softmax over the steps that may be seen.

    Where a query may see none, Keras weighs all alike; with dropout it computes otherwise and sees nothing.
    """
    seen = _may_see(work)
    if seen is None:
        return softmax(scores)
    weights = softmax(np.where(seen[:, None], scores, -1e30))
    return np.where(seen[:, None], weights, 0) if work.number("dropout", 0.0) else weights


def _may_see(work: Work) -> Mask | None:
    """`(batch, query time, value time)`; None where nothing is masked."""
    query, *others = work.inputs
    masks = [] if query.mask is None else [query.mask[:, :, None]]
    masks += [one.mask[:, None] for one in others if one.mask is not None]
    if not masks:
        return None
    shape = (len(query.array), query.array.shape[1], others[0].array.shape[1])
    return np.broadcast_to(np.logical_and.reduce(np.broadcast_arrays(*masks)), shape)
