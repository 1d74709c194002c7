"""`flip_flop_both_sides`, `will_it_flip`: one switch, asked about its last pulse and its next one.

In: a pulse, up or down, or none at each step. Out: how the switch was set last and how it will be set next;
or whether the two differ.

The first and the last step have a pulse; each other one has one with probability 1/5; pulses are up or down
with equal probability, all independent. A pulse at t is both the last and the next one at t, so there nothing
flips. A pulse that never comes (in a typed sequence) counts as down.

Ceilings, the same for both tasks. Both readers together know: 1. A reader of x_1 … x_t knows the last pulse,
and the next one if it is at t. Otherwise that is a fair coin, and so is whether it differs: right with
probability 1/5 + 4/5 · 1/2 = 3/5; at the first and the last step it is 1. The backward reader is the mirror
image.
"""

from typing import ClassVar

import numpy as np

from viz_core.arrays import Floats32, Ints32, Mask
from viz_core.config import TaskConfig
from viz_core.tasks.flip_flop import PULSE, FlipFlop, set_up
from viz_core.tasks.kinds import check_inputs
from viz_core.tasks.task import Probabilities
from viz_core.words import N_


class FlipFlopBothSides(FlipFlop):
    """How was the switch set last, and how will it be set next?"""

    name = "flip_flop_both_sides"
    title = N_("Two-sided flip-flop")
    teaching_point = N_(
        "Each reader holds one switch, the forward one the past pulse and the backward one the next: two "
        "places of rest for each, four answers together."
    )
    classes: ClassVar[tuple[str, ...]] = ("↓↓", "↑↓", "↓↑", "↑↑")
    forced: ClassVar[tuple[int, ...]] = (0, -1)

    def label(self, inputs: Floats32, config: TaskConfig) -> Ints32:
        """1 if the last pulse was up, and 2 more if the next one is, `(batch, time)`."""
        past, future = _both_sides(inputs, config)
        return (past + 2 * future).astype(np.int32)

    def ceilings_per_step(self, config: TaskConfig) -> dict[str, Probabilities]:
        """See the module docstring."""
        one = np.full(config.length, (1 + PULSE) / 2)
        one[[0, -1]] = 1
        return {"forward": one, "backward": one.copy(), "bidirectional": np.ones(config.length)}


class WillItFlip(FlipFlopBothSides):
    """Will the next pulse flip the switch?"""

    name = "will_it_flip"
    title = N_("Will it flip?")
    teaching_point = N_(
        "Each reader holds half of the answer, and no sum of the halves tells whether they differ: with a "
        "linear head only mul solves it."
    )
    classes = (N_("stays"), N_("flips"))

    def label(self, inputs: Floats32, config: TaskConfig) -> Ints32:
        """1 where the last and the next pulse differ, `(batch, time)`."""
        past, future = _both_sides(inputs, config)
        return (past != future).astype(np.int32)


def _both_sides(inputs: Floats32, config: TaskConfig) -> tuple[Mask, Mask]:
    """Whether the last pulse, and the next one, is up: `(batch, time)` each."""
    check_inputs(inputs, config, 1)
    return set_up(inputs)[..., 0], set_up(inputs[:, ::-1])[:, ::-1, 0]
