"""Embedding vectors, and the gradients for them.

In: tokens. Out: inputs of a reader; the gradient of the table, touched only where there are such words.
"""

from viz_core.arrays import Floats32, Ints32
from viz_core.training.compiled import compiled


@compiled
def look_up(table: Floats32, tokens: Ints32, inputs: Floats32) -> None:
    """Put the words' vectors where a reader takes its inputs.

    Args:
        table: `(vocabulary, width)`.
        tokens: `(batch, time)`.
        inputs: `(time, batch, width)`, part of a larger array; written.
    """
    for t in range(inputs.shape[0]):
        for b in range(inputs.shape[1]):
            word = tokens[b, t]
            for k in range(table.shape[1]):
                inputs[t, b, k] = table[word, k]


@compiled
def add_up(d_inputs: Floats32, tokens: Ints32, d_table: Floats32) -> None:
    """Add the gradient of every vector that `look_up` placed to that of its word."""
    for t in range(d_inputs.shape[0]):
        for b in range(d_inputs.shape[1]):
            word = tokens[b, t]
            for k in range(d_table.shape[1]):
                d_table[word, k] += d_inputs[t, b, k]
