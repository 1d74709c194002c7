"""`brackets`: has this bracket a partner?

In: fair '(' and ')', as 1 and -1. Out: at each step, whether the usual matching pairs it.

With W_t the running sum (W_0 = 0), a ')' at t is alone when W_t is lower than all of W_0 … W_{t-1}, and a '('
at t is paired when a later W falls below W_t.
Ceilings. A reader of the past knows the fate of a ')'. A '(' is paired when a fair walk of m = T-t steps ever
stands at -1; by reflection that has probability q_m = 1 - C(m, floor(m/2)) / 2^m, whatever the past. So
'forward' is 1/2 + max(q_m, 1 - q_m) / 2; 'backward' is its mirror image; both together know: 1.
"""

from math import comb

import numpy as np

from viz_core.arrays import Floats32, Ints32
from viz_core.config import TaskConfig
from viz_core.tasks.kinds import SymbolTask, check_inputs
from viz_core.tasks.task import Batch, Probabilities
from viz_core.words import N_


class Brackets(SymbolTask):
    """Has this bracket a partner?"""

    name = "brackets"
    title = N_("Brackets")
    teaching_point = N_(
        "A closing bracket is explained by the past and an opening one by the future, so each reader is "
        "sure of one half and guesses the other."
    )
    features = 1
    classes = (N_("alone"), N_("paired"))
    typed = N_("Type one bracket per timestep, for example (())(.")
    alphabet = "()"
    codes = np.array([[1], [-1]], dtype=np.float32)
    noun = N_("{count} brackets, each ( or )")

    def sample(self, n: int, config: TaskConfig, rng: np.random.Generator) -> Batch:
        """Draw `n` sequences of `config.length` fair brackets with their targets."""
        inputs = self.draw(n, config, rng)
        return Batch(inputs=inputs, targets=self.label(inputs, config))

    def label(self, inputs: Floats32, config: TaskConfig) -> Ints32:
        """1 where the bracket has a partner."""
        check_inputs(inputs, config, self.features)
        opens = inputs[..., 0] > 0
        height = np.cumsum(np.where(opens, 1, -1), axis=1)
        lowest_before = np.minimum.accumulate(np.pad(height, ((0, 0), (1, 0))), axis=1)[:, :-1]
        lowest_after = np.minimum.accumulate(height[:, ::-1], axis=1)[:, ::-1]
        return np.where(opens, lowest_after < height, height >= lowest_before).astype(np.int32)

    def ceilings_per_step(self, config: TaskConfig) -> dict[str, Probabilities]:
        """See the module docstring."""
        backward = np.array([_best(m) for m in range(config.length)])
        forward = np.ascontiguousarray(backward[::-1])
        return {"forward": forward, "backward": backward, "bidirectional": np.ones(config.length)}


def _best(unread: int) -> float:
    """The best accuracy of a reader with `unread` brackets on the side it cannot see."""
    alone = comb(unread, unread // 2) / 2**unread
    return 0.5 + max(alone, 1 - alone) / 2
