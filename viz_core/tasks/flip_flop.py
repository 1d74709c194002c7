"""`flip_flop`, `flip_flop_2`, `flip_flop_3`: switches that stay as they were last set.

In: for each of one to three channels a pulse, up or down, or none. Out: how all switches stand at each step.
Source of the task: D. Sussillo and O. Barak (2013), "Opening the black box", the 3-bit flip-flop.

At step 1 every channel has a pulse; later each has one with probability 1/5; each pulse is up or down with
equal probability, all independent. A switch that was never set (in a typed sequence) counts as down.

Ceilings. The past decides the answer: 'forward' and 'bidirectional' are 1. A reader of x_t … x_T knows a
channel that has a pulse at t. Otherwise the last pulse lies before t, a fair coin independent of all it has
read: right with probability 1/5 + 4/5 · 1/2 = 3/5 a channel, (3/5)^k for all k; at step 1 it is 1.
"""

from typing import ClassVar

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats32, Ints32
from viz_core.checks import check_integer
from viz_core.config import TaskConfig
from viz_core.tasks.kinds import MOST_SEQUENCES, check_inputs
from viz_core.tasks.task import Batch, Probabilities, Task
from viz_core.tasks.typed import read_symbols
from viz_core.words import N_

PULSE = 0.2
# How a pulse of -1, none, and a pulse of 1 is typed.
MARKS = "-0+"


class FlipFlop(Task):
    """How was the switch set last?"""

    name = "flip_flop"
    title = N_("Flip-flop")
    teaching_point = N_(
        "The answer must be kept for as long as nothing happens: nearly every trained network has one place "
        "of rest for each answer."
    )
    features = 1
    classes: ClassVar[tuple[str, ...]] = ("down", "up")
    typed = N_("Type +, - or 0 (no pulse) for each timestep, for example +00-0.")
    # Steps at which every channel has a pulse.
    forced: ClassVar[tuple[int, ...]] = (0,)

    def sample(self, n: int, config: TaskConfig, rng: np.random.Generator) -> Batch:
        """Draw `n` sequences of `config.length` steps with their targets."""
        check_integer("n", n, 1, MOST_SEQUENCES)
        shape = (n, config.length, self.features)
        happens = rng.random(shape, dtype=np.float32) < PULSE
        happens[:, self.forced] = True
        signs = 2 * rng.integers(2, size=shape, dtype=np.int8) - 1
        inputs = np.where(happens, signs, 0).astype(np.float32)
        return Batch(inputs=inputs, targets=self.label(inputs, config))

    def label(self, inputs: Floats32, config: TaskConfig) -> Ints32:
        """The switches that are up as a binary number, the first channel its last digit, `(batch, time)`."""
        check_inputs(inputs, config, self.features)
        return (set_up(inputs) @ 2 ** np.arange(self.features)).astype(np.int32)

    def ceilings_per_step(self, config: TaskConfig) -> dict[str, Probabilities]:
        """See the module docstring."""
        known = np.ones(config.length)
        backward = np.full(config.length, ((1 + PULSE) / 2) ** self.features)
        backward[0] = 1
        return {"forward": known, "backward": backward, "bidirectional": known.copy()}

    def parse(self, text: str, config: TaskConfig) -> Floats32:
        """Turn typed marks, one for each channel of each step, into `(1, time, features)` inputs.

        Raises:
            ValueError: wrong count, or a mark that is not + - or 0.
        """
        count = config.length * self.features
        typed = read_symbols(text, count=count, alphabet=MARKS, noun=N_("{count} marks, each +, - or 0"))
        return (np.array(typed, dtype=np.float32) - 1).reshape(1, config.length, self.features)

    def symbols(self, inputs: Floats32) -> list[list[str]]:
        """Each step as its marks, for example '+0'."""
        places = (np.sign(inputs) + 1).astype(int).tolist()
        return [["".join(MARKS[place] for place in step) for step in sequence] for sequence in places]


def set_up(inputs: Floats32) -> npt.NDArray[np.bool_]:
    """Whether the last pulse of each channel was up; of each step and channel, like `inputs`."""
    steps = np.arange(inputs.shape[1])[:, None]
    last = np.maximum.accumulate(np.where(inputs != 0, steps, 0), axis=1)
    return np.take_along_axis(inputs, last, axis=1) > 0


class TwoFlipFlops(FlipFlop):
    """How were both switches set last?"""

    name = "flip_flop_2"
    title = N_("Two flip-flops")
    teaching_point = N_(
        "Two switches have four answers: nearly every trained network has four places of rest, and saddles "
        "between them."
    )
    features = 2
    classes = ("↓↓", "↑↓", "↓↑", "↑↑")
    typed = N_("Type two marks for each timestep, each +, - or 0 (no pulse), for example +- 00 0+.")


class ThreeFlipFlops(FlipFlop):
    """How were all three switches set last?"""

    name = "flip_flop_3"
    title = N_("Three flip-flops")
    teaching_point = N_(
        "Three switches have eight answers: nearly every trained network has eight places of rest, the "
        "corners of a cube."
    )
    features = 3
    classes = ("↓↓↓", "↑↓↓", "↓↑↓", "↑↑↓", "↓↓↑", "↑↓↑", "↓↑↑", "↑↑↑")
    typed = N_("Type three marks for each timestep, each +, - or 0 (no pulse), for example +-+ 000 0-0.")
