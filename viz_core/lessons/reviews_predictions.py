"""What each reader of a review would say, word by word, and which words swung the answer.

In: weights, a network with a 'final_state' head, one sequence, for example the tokens of a review.
Out: `RunningPredictions`; the swing of every word.

The forward reader's prediction at word t is the network's answer from the state h→_t alone, with the other
reader's state at zero, where it stands before it has read a word; the backward reader's likewise from h←_t.
Both: from h→_t and h←_t, so that between them the readers have read every word. The final answer takes h→ at
the last word and h← at the first. With two readers, several layers would let a state know what its reader has
not read, so one layer is asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Array, Floats, Ints32
from viz_core.checks import check_integer, check_one_of, check_shape
from viz_core.config import ModelConfig
from viz_core.network.trace_arrays import Trace
from viz_core.network.tracing import apply_head, merge_readers, trace
from viz_core.network.weights import unpack

Weights = Sequence[Array]

# Reviews traced at once when words are left out.
CHUNK = 32


@dataclass(frozen=True, kw_only=True, eq=False)
class RunningPredictions:
    """Probabilities of one class, for reviews the second ('positive'), for one sequence.

    Attributes:
        readers: 'forward', 'backward' and, where both are there, 'bidirectional' -> `(time,)`, in input time.
        final: the whole network's.
    """

    readers: dict[str, Floats]
    final: float


def running_predictions(
    weights: Weights, config: ModelConfig, seen: Trace, *, answer: int = 1
) -> RunningPredictions:
    """The running predictions of a traced sequence.

    Args:
        weights: in the order of `get_weights()`.
        config: one layer, a 'final_state' head, one answer (no `merge_mode` 'none').
        seen: the trace of one sequence.
        answer: the class whose probability is asked for.

    Raises:
        ValueError: another network.
    """
    check_integer("layers", config.layers, 1, 1)
    check_one_of("head", config.head, ("final_state",))
    head = unpack(weights, config).heads[0]
    hidden = {reader: seen[f"layer0/{reader}/hidden"][0] for reader in config.readers}
    check_shape("probabilities", seen["probabilities"], {"batch": 1, "outputs": None})
    check_integer("answer", answer, 0, max(1, seen["probabilities"].shape[1] - 1))
    found = {}
    for reader in config.readers:
        alone = {one: states if one == reader else np.zeros_like(states) for one, states in hidden.items()}
        found[reader] = _share(apply_head(merge_readers(alone, config)[""], head), answer)
    if config.bidirectional:
        found["bidirectional"] = _share(apply_head(merge_readers(hidden, config)[""], head), answer)
    return RunningPredictions(readers=found, final=float(_share(seen, answer)[0]))


def _share(said: Mapping[str, Floats] | Trace, answer: int) -> Floats:
    """The probability of one class; a single output is that of class 1."""
    probabilities = said["probabilities"]
    if probabilities.shape[-1] > 1:
        return probabilities[:, answer]
    return probabilities[:, 0] if answer else 1 - probabilities[:, 0]


def swings(weights: Weights, config: ModelConfig, tokens: Ints32) -> Floats:
    """How far each word moves the answer: the logit with it less the logit without it, `(time,)`.

    A word is left out as padding is: the readers pass it by with their states unchanged. Logits, because a
    probability close to 0 or 1 hardly moves whatever the words do.

    Args:
        weights: in the order of `get_weights()`.
        config: the network.
        tokens: one review, `(1, time)`.
    """
    steps = tokens.shape[1]
    without = np.repeat(tokens, steps, axis=0)
    np.fill_diagonal(without, 0)
    whole = float(trace(weights, config, tokens)["logits"][0, 0])
    left = [
        trace(weights, config, without[first : first + CHUNK])["logits"][:, 0]
        for first in range(0, steps, CHUNK)
    ]
    return whole - np.concatenate(left)
