"""The ways an input takes through a network to an answer, state by state.

In: readers, layers and a length. Out: which states an input reaches, and which states an answer sees.
A way from input s to answer t leads through the states in both sets; it exists only if there is one.
"""

from dataclasses import dataclass

import numpy as np

from viz_core.arrays import Mask
from viz_core.checks import check_integer

Reach = Mask


@dataclass(frozen=True, kw_only=True, eq=False)
class Ways:
    """Who reaches whom.

    Attributes:
        from_input: `(time, layers, readers, time)`: input s reaches the state at u.
        to_answer: `(time, layers, readers, time)`: the state at u has a part in answer t.
    """

    from_input: Reach
    to_answer: Reach

    def between(self, s: int, t: int) -> Reach:
        """The states on a way from input s to answer t, `(layers, readers, time)`."""
        return self.from_input[s] & self.to_answer[t]


def ways(readers: tuple[str, ...], layers: int, length: int) -> Ways:
    """Follow every connection of a stack whose layers hand all their readers' states to all above.

    Args:
        readers: of each layer, for example ('forward', 'backward').
        layers: how many are stacked, 1 to 4.
        length: of the sequence, 1 to 200.

    Raises:
        ValueError: a number out of range.
    """
    check_integer("layers", layers, 1, 4)
    check_integer("length", length, 1, 200)
    steps = np.arange(length)
    earlier = steps[:, None] >= steps[None, :]
    # sees[d, u, v]: the state of reader d at step u has read what stands at step v.
    sees = np.stack([earlier if reader == "forward" else earlier.T for reader in readers])
    anyone = sees.any(axis=0)
    from_input: list[Reach] = []
    to_answer: list[Reach] = []
    fed = seen = np.eye(length, dtype=bool)
    for _ in range(layers):
        from_input.append(sees @ fed)  # (readers, u, s)
        fed = anyone @ fed
        to_answer.insert(0, seen @ sees)  # (readers, t, u)
        seen = seen @ anyone
    return Ways(
        from_input=np.moveaxis(np.stack(from_input), 3, 0), to_answer=np.moveaxis(np.stack(to_answer), 2, 0)
    )
