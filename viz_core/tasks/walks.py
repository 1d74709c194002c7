"""`signed_walk` and `balance`: two questions about sums of numbers from -1 to 1.

In: uniform numbers from -1 to 1. Out: whether their sum is above zero; whether the past outweighs the future.

Ceilings of `signed_walk`. The past decides, so 'forward' and 'bidirectional' are 1. A reader of x_t … x_T
knows that S_{t-1} is symmetric, so the best guess is the sign of x_t. With S_{t-1} = 2 U - (t-1), where U is
Irwin–Hall with distribution F, and with G' = F, that guess is right with probability
    ∫_0^1 F((x + t - 1) / 2) dx = 2 (G(t/2) - G((t-1)/2)).
Ceilings of `balance`. A reader of the past knows P, the sum of n = t-1 numbers, and not Q, the sum of the
m = T-t to come. Q is symmetric, so the best guess is the sign of P, right with probability
    2 P(P > 0, Q < P) = 2 ∫_0^∞ f_n(p + n/2) F_m(p + m/2) dp      (halved numbers; 1/2 when n = 0).
Between half-integers the integrand is a polynomial of degree T-2: 16 Gauss–Legendre points on each half are
exact up to T = 33, and above that within 1e-12. The backward reader is the mirror image; both together know.
The mean over the steps is 3/4 at any length: where P and Q differ in sign both guesses are right, else one.
"""

from functools import lru_cache

import numpy as np

from viz_core.arrays import Floats32, Ints32
from viz_core.config import TaskConfig
from viz_core.tasks.irwin_hall import density_table, distribution_table, integral_at_quarters
from viz_core.tasks.kinds import NumberTask, check_inputs
from viz_core.tasks.sums import DECIMALS
from viz_core.tasks.task import Probabilities
from viz_core.words import N_

GAUSS_POINTS = 16
TYPED = N_("Type one number from -1 to 1 per timestep, separated by spaces, for example 0.5 -0.25 0.1.")


class SignedWalk(NumberTask):
    """Is the sum from the start above zero?"""

    name = "signed_walk"
    title = N_("Signed walk")
    teaching_point = N_(
        "The position alone says nothing here, so a backward reader has only the sign of the current "
        "number to go by, and the longer the past it has not read, the less that helps."
    )
    classes = (N_("not above zero"), N_("above zero"))
    typed = TYPED
    low = -1.0
    high = 1.0

    def label(self, inputs: Floats32, config: TaskConfig) -> Ints32:
        """1 where the running sum is above zero."""
        check_inputs(inputs, config, self.features)
        sums = np.cumsum(inputs[..., 0], axis=1, dtype=np.float64)
        return (np.round(sums, DECIMALS) > 0).astype(np.int32)

    def ceilings_per_step(self, config: TaskConfig) -> dict[str, Probabilities]:
        """See the module docstring."""
        known = np.ones(config.length)
        backward = _sign_of_newest(config.length).copy()
        return {"forward": known, "backward": backward, "bidirectional": known.copy()}


class Balance(NumberTask):
    """Do the numbers before this step outweigh those after it?"""

    name = "balance"
    title = N_("Balance")
    teaching_point = N_(
        "Each reader holds one pan of the scales: alone it guesses from the weight of its own side, and "
        "only the two sums together decide."
    )
    classes = (N_("future heavier"), N_("past heavier"))
    typed = TYPED
    low = -1.0
    high = 1.0

    def label(self, inputs: Floats32, config: TaskConfig) -> Ints32:
        """1 where the sum of all earlier numbers is greater than the sum of all later ones."""
        check_inputs(inputs, config, self.features)
        numbers = inputs[..., 0].astype(np.float64)
        through = np.cumsum(numbers, axis=1)
        past, future = through - numbers, through[:, -1:] - through
        return (np.round(past - future, DECIMALS) > 0).astype(np.int32)

    def ceilings_per_step(self, config: TaskConfig) -> dict[str, Probabilities]:
        """See the module docstring."""
        forward = sign_of_sum(config.length).copy()
        backward = np.ascontiguousarray(forward[::-1])
        return {"forward": forward, "backward": backward, "bidirectional": np.ones(config.length)}


@lru_cache(maxsize=256)
def _sign_of_newest(length: int) -> Probabilities:
    integral = integral_at_quarters(length)
    before = np.arange(length)
    return 2 * (integral[before, 2 * before + 2] - integral[before, 2 * before])


@lru_cache(maxsize=256)
def sign_of_sum(length: int) -> Probabilities:
    """How often n of T - 1 numbers have a sum of the sign of that of all, for n = 0 … T - 1; `(time,)`."""
    nodes, weights = np.polynomial.legendre.leggauss(GAUSS_POINTS)
    nodes, weights = (nodes + 1) / 2, weights / 2
    offsets = np.concatenate([nodes / 2, (nodes + 1) / 2])  # both halves of a unit cell
    density = density_table(length, offsets).reshape(length + 1, -1, GAUSS_POINTS)
    distribution = distribution_table(length, offsets).reshape(length + 1, -1, GAUSS_POINTS)
    best = np.full(length, 0.5)
    for n in range(1, length):
        m = length - 1 - n
        # Halves from p = 0 to n/2; the factor 2 of the formula and the width 1/2 of a half cancel.
        best[n] = np.sum(density[n, n : 2 * n] * distribution[m, m : m + n] @ weights)
    return best
