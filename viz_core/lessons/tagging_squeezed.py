"""A sentence through a tagger, with the padding that an encoder-decoder learned with, and without it again.

In: weights, a network that answers at each step, one sentence. Out: a `Trace` of its words only.
"""

from collections.abc import Sequence

import numpy as np

from viz_core.config import ModelConfig
from viz_core.data.vocabulary import padded
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights


def read_sentence(weights: Weights, model: ModelConfig, words: Sequence[int], timesteps: int) -> Trace:
    """Trace one sentence.

    An aligned tagger reads it as it is. A decoder counts its own steps: it has learned to answer the last
    word at the last of `timesteps`, so the sentence is padded in front, and what belongs to the padding is
    cut off the trace again.

    Args:
        weights: in the order of `get_weights()`.
        model: the network.
        words: the number of each word.
        timesteps: the length that the network learned with; longer sentences take their own.

    Returns:
        A trace whose time axis has one entry for each word.
    """
    if not model.decodes:
        return trace(weights, model, np.array([words], np.int32))
    rows = padded([np.array(words, np.int32)], max(timesteps, len(words)))
    seen = trace(weights, model, rows)
    cut = {
        name: array if name.startswith("final/") else array[:, -len(words) :]
        for name, array in seen.arrays.items()
    }
    return Trace(arrays=cut)
