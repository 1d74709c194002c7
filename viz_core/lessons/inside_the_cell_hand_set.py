"""Small cells whose weights were set by hand, so that a class can see what each gate is for.

Out: `HAND_SET`, for each cell three units that read one number at each step: W, V, b in Keras's layout, and
in words what each unit does with a pulse of +1 or -1.

Each row below is one unit; its entries are what stands before x_t in each gate (W), before its own h_{t-1}
(V, a diagonal: units do not see each other), and the bias. 6 or -6 holds a gate practically open or shut:
σ(6) = 0.9975.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Floats64
from viz_core.network.weights import CellWeights
from viz_core.words import N_

Rows = Sequence[Sequence[float]]


@dataclass(frozen=True, kw_only=True, eq=False)
class HandSet:
    """One cell set by hand.

    Attributes:
        weights: for one feature and three units.
        purposes: what each unit does, a short sentence each.
    """

    weights: CellWeights
    purposes: tuple[str, ...]


def _weights(x: Rows, h: Rows, b: Rows, *, recurrent_bias: bool = False) -> CellWeights:
    """From one row per unit to Keras's layout, gates side by side.

    Args:
        x: what stands before the input, `(units, gates)`.
        h: what stands before the unit's own last state, `(units, gates)`.
        b: the biases, `(units, gates)`.
        recurrent_bias: whether the cell has a second bias (GRU); it is zero.
    """
    own = np.asarray(h, float)
    units = len(own)
    diagonals: list[Floats64] = [np.diag(gate) for gate in own.T]
    bias = np.asarray(b, float).T.ravel()
    return CellWeights(
        kernel=np.asarray(x, float).T.reshape(1, own.shape[1] * units),
        recurrent_kernel=np.concatenate(diagonals, axis=1),
        bias=np.stack([bias, np.zeros_like(bias)]) if recurrent_bias else bias,
    )


HAND_SET: dict[str, HandSet] = {
    "SimpleRNN": HandSet(
        weights=_weights(x=[[1.0], [2.0], [1.0]], h=[[0.8], [0.0], [-0.8]], b=[[0.0], [0.0], [0.0]]),
        purposes=(
            N_("A fading echo: each step keeps about 0.8 of the state."),
            N_("No memory at all: it shows the present input."),
            N_("An echo that changes its sign at every step."),
        ),
    ),
    "LSTM": HandSet(
        weights=_weights(
            # Gates i f c o.
            x=[[12, 12, 3, 0], [0, 0, 0.5, 0], [12, 0, 3, -12]],
            h=[[-3, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
            b=[[-6, 6, 0, 6], [6, 6, 0, 6], [-6, 6, 0, -6]],
        ),
        purposes=(
            N_("A latch: +1 opens the input gate and is kept; −1 shuts the forget gate, which erases it."),
            N_("A counter: both gates stay open, and the carry track adds up what comes."),
            N_("It keeps +1 on the carry track, but its output gate opens only when -1 asks for it."),
        ),
    ),
    "GRU": HandSet(
        weights=_weights(
            # Gates z r h. Keras: z near 1 keeps the old state, z near 0 takes the candidate.
            x=[[-12, 0, 3], [0, 0, 2], [0, 8, 1]],
            h=[[0, 0, 0], [0, 0, 0], [0, 0, 2]],
            b=[[6, 4, 0], [2, 4, 0], [-2, 4, 0]],
            recurrent_bias=True,
        ),
        purposes=(
            N_(
                "A latch: +1 shuts the update gate z, and the candidate is written; otherwise z keeps the "
                "state."
            ),
            N_("A slow average: z stands at 0.88, so each step replaces about an eighth."),
            N_(
                "It holds on to its side. At -1 the reset gate r cuts off the past, so that -1 always wins; "
                "a later +1 has to outvote the past, and fails."
            ),
        ),
    ),
}
