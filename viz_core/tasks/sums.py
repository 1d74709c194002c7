"""`cumulative_sum` and its time mirror `mirror_sum`.

In: uniform numbers from 0 to 1. Out: at each step, whether the sum has reached a quarter of the length.
Source of the task: J. Brownlee, "How to Develop a Bidirectional LSTM", the cumulative sum problem.

Ceilings of `cumulative_sum`, with L = T/4 and S_t = x_1 + … + x_t. The past decides the label, so 'forward'
and 'bidirectional' are 1. A reader of x_t … x_T knows nothing of S_{t-1} but its law, Irwin–Hall with t-1
terms, distribution F. Given x_t = x the label is 0 with probability F(L - x), which is at least 1/2 as long
as x <= x* = L - (t-1)/2 (cut to [0, 1]), so the best accuracy is
    ∫_0^x* F(L - x) dx + ∫_x*^1 (1 - F(L - x)) dx = G(L) - 2 G(L - x*) + G(L - 1) + 1 - x*,   G' = F.
L, L - 1 and L - x* are quarters, where `irwin_hall` tabulates G. `mirror_sum` swaps the readers and time.
"""

from functools import lru_cache

import numpy as np

from viz_core.arrays import Floats32, Ints32
from viz_core.config import TaskConfig
from viz_core.tasks.irwin_hall import integral_at_quarters
from viz_core.tasks.kinds import NumberTask, check_inputs
from viz_core.tasks.task import Probabilities
from viz_core.words import N_

# A typed 0.7 is 0.69999999 in float32. Sums are rounded back, so that 0.7 + 0.7 + 0.7 + 0.4 reaches 2.5.
DECIMALS = 6


class CumulativeSum(NumberTask):
    """Has the sum from the start reached a quarter of the length?"""

    name = "cumulative_sum"
    title = N_("Cumulative sum")
    teaching_point = N_(
        "The answer lies entirely in the past: a forward reader can always be right, and a backward reader "
        "can only guess what came before."
    )
    classes = (N_("below"), N_("reached"))
    typed = N_("Type one number from 0 to 1 per timestep, separated by spaces, for example 0.1 0.9 0.45.")
    low = 0.0
    high = 1.0

    def label(self, inputs: Floats32, config: TaskConfig) -> Ints32:
        """1 from the step at which the running sum reaches `config.length / 4`."""
        check_inputs(inputs, config, self.features)
        return _reached(inputs, config.length)

    def ceilings_per_step(self, config: TaskConfig) -> dict[str, Probabilities]:
        """See the module docstring."""
        known = np.ones(config.length)
        return {"forward": known, "backward": _other_side(config.length), "bidirectional": known.copy()}


class MirrorSum(NumberTask):
    """Does the sum from here to the end reach a quarter of the length?"""

    name = "mirror_sum"
    title = N_("Mirror sum")
    teaching_point = N_(
        "Cumulative sum played backwards: now the backward reader can always be right and the forward "
        "reader must guess, so neither direction is better in itself."
    )
    classes = CumulativeSum.classes
    typed = CumulativeSum.typed
    low = 0.0
    high = 1.0

    def label(self, inputs: Floats32, config: TaskConfig) -> Ints32:
        """1 up to the last step from which the sum to the end reaches `config.length / 4`."""
        check_inputs(inputs, config, self.features)
        return np.ascontiguousarray(_reached(inputs[:, ::-1], config.length)[:, ::-1])

    def ceilings_per_step(self, config: TaskConfig) -> dict[str, Probabilities]:
        """See the module docstring."""
        known = np.ones(config.length)
        return {
            "forward": np.ascontiguousarray(_other_side(config.length)[::-1]),
            "backward": known,
            "bidirectional": known.copy(),
        }


def _reached(inputs: Floats32, length: int) -> Ints32:
    sums = np.cumsum(inputs[..., 0], axis=1, dtype=np.float64)
    return (np.round(sums, DECIMALS) >= length / 4).astype(np.int32)


def _other_side(length: int) -> Probabilities:
    """The best accuracy at each step for a reader who sees the step and what comes after it."""
    return _other_side_cached(length).copy()


@lru_cache(maxsize=256)
def _other_side_cached(length: int) -> Probabilities:
    integral = np.pad(integral_at_quarters(length), ((0, 0), (4, 0)))  # G is zero below zero
    before = np.arange(length)
    top = length  # L in quarters
    threshold = np.clip(2 * before, top - 4, top)  # L - x*
    unseen = integral[before, top + 4] - 2 * integral[before, threshold + 4] + integral[before, top]
    return unseen + 1 - (top - threshold) / 4
