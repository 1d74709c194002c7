"""What the lesson 'Units' computes of gates: how often they are nearly shut or open, and how long they keep.

In: the trace of a network. Out: figures for each unit.
"""

from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Floats
from viz_core.network.trace_arrays import Trace

# Below the first a gate counts as nearly shut, above the second as nearly open.
SHUT, OPEN = 0.1, 0.9
# Cell -> its gates, first the one that keeps the state: h or c is multiplied by it from step to step.
GATES = {"SimpleRNN": (), "GRU": ("z", "r"), "LSTM": ("f", "i", "o")}


@dataclass(frozen=True, kw_only=True, eq=False)
class Gate:
    """One gate of one reader over a batch.

    Attributes:
        shut: share of the steps at which it is nearly shut, `(units,)`.
        open: share of the steps at which it is nearly open, `(units,)`.
        mean: its mean value, `(units,)`.
    """

    shut: Floats
    open: Floats
    mean: Floats

    @property
    def memory(self) -> float:
        """Steps until a state that is multiplied by the mean of all units falls to 1/e; infinite at 1."""
        mean = float(self.mean.mean())
        with np.errstate(divide="ignore"):
            return float(-1 / np.log(mean)) if mean < 1 else np.inf


def gates(seen: Trace, layer: str) -> dict[str, Gate]:
    """The gates of one reader.

    Args:
        seen: of a batch, nothing padded.
        layer: for example 'layer0/forward'.
    """
    names = [one for cell in GATES.values() for one in cell if f"{layer}/{one}" in seen]
    return {name: _gate(seen[f"{layer}/{name}"]) for name in names}


def _gate(values: Floats) -> Gate:
    flat = values.reshape(-1, values.shape[-1])
    return Gate(shut=(flat < SHUT).mean(axis=0), open=(flat > OPEN).mean(axis=0), mean=flat.mean(axis=0))
