"""The best accuracy of a reader of the whole past and of the next k steps: exact, for every task.

In: a task config and a look-ahead. Out: the ceiling at each step. With k = 0 it is 'forward', with k = T - 1
'bidirectional' of `ceilings_per_step`.

With n numbers known and m unknown, in the notation of each task's own module:
- `cumulative_sum`, `signed_walk`, `flip_flop` and its larger forms: the past decides, 1.
- `mirror_sum`: of x_t … x_T the sum A of n = min(k, T - t) + 1 is known, that of the m others is not. The
  best is E max(F_m(L - A), 1 - F_m(L - A)), A as Irwin-Hall of n terms, F_m the distribution of m, L = T / 4.
- `balance`: past minus the known future is a sum of n = t - 1 + min(k, T - t) symmetric numbers; the formula
  of the forward reader with these n and m = T - 1 - n.
- `brackets`: a ')' is known. A '(' is paired when the walk behind it falls below it. Of min(k, T - t) steps
  the heights of walks that have not done so are counted; the rest falls by j + 1 in m steps or not.
- `casino`: past and future are independent given the state, so the message of min(k, T - t) bits takes the
  place of that of all.
- `echo`, `xor_neighbours`: known once the step asked about is read, or lies beyond the end.
- `flip_flop_both_sides`, `will_it_flip`: the next pulse is known unless none came in k steps and the last
  step, which has one, is not among them; then it is a fair coin.
"""

from collections.abc import Callable
from math import comb

import numpy as np
import numpy.typing as npt

from viz_core.checks import check_integer, check_one_of
from viz_core.config import TASK_TIMESTEPS, TaskConfig
from viz_core.tasks.casino_ceilings import casino_lookahead
from viz_core.tasks.flip_flop import PULSE
from viz_core.tasks.irwin_hall import density_table, distribution_table
from viz_core.tasks.task import Probabilities
from viz_core.tasks.walks import GAUSS_POINTS, sign_of_sum


def lookahead_ceilings(config: TaskConfig, k: int) -> Probabilities:
    """The best accuracy at each step with k further steps known, `(time,)`.

    Args:
        config: of the task.
        k: from 0, only the past, to `config.length - 1`, everything.

    Raises:
        ValueError: not a task, or a look-ahead beyond the sequence.
    """
    check_one_of("task", config.name, TASK_TIMESTEPS)
    check_integer("k", k, 0, config.length - 1)
    return _CEILINGS[config.name](config, k)


def _known(config: TaskConfig, k: int) -> Probabilities:
    return np.ones(config.length)


def _ahead(config: TaskConfig, k: int) -> npt.NDArray[np.intp]:
    """How many steps ahead are known at each step, cut at the end."""
    return np.minimum(k, np.arange(config.length)[::-1])


def _mirror_sum(config: TaskConfig, k: int) -> Probabilities:
    known = _ahead(config, k) + 1
    unknown = np.arange(config.length, 0, -1) - known
    return np.array([_sum_reached(n, m, config.length) for n, m in zip(known, unknown, strict=True)])


def _sum_reached(n: int, m: int, length: int) -> float:
    """E max(F_m(L - A), 1 - F_m(L - A)), by Gauss-Legendre points on each quarter."""
    if m == 0:
        return 1.0
    nodes, weights = np.polynomial.legendre.leggauss(GAUSS_POINTS)
    offsets = ((nodes + 1) / 8 + np.arange(4)[:, None] / 4).ravel()
    density = density_table(n, offsets)[n].ravel()
    places = (np.arange(n + 1)[:, None] + offsets).ravel()
    below = _distribution(m, length / 4 - places)
    share = np.tile(weights / 8, 4 * (n + 1))
    return float(np.sum(density * np.maximum(below, 1 - below) * share))


def _distribution(terms: int, points: Probabilities) -> Probabilities:
    """F of a sum of uniform numbers at any points; all share few offsets within a unit."""
    cells = np.floor(points)
    offsets, column = np.unique(np.round(points - cells, 12) % 1, return_inverse=True)
    table = distribution_table(terms, offsets)[terms]
    row = np.clip(cells.astype(int), 0, len(table) - 1)
    values = table[row, column]
    return np.where(points <= 0, 0.0, np.where(points >= terms, 1.0, values))


def _balance(config: TaskConfig, k: int) -> Probabilities:
    known = np.arange(config.length) + _ahead(config, k)
    return sign_of_sum(config.length)[known]


def _brackets(config: TaskConfig, k: int) -> Probabilities:
    best = [_opening(ahead, config.length - 1 - t - ahead) for t, ahead in enumerate(_ahead(config, k))]
    return 0.5 + np.array(best) / 2


def _opening(ahead: int, unread: int) -> float:
    """The best accuracy on a '(' of which `ahead` later brackets are known and `unread` are not."""
    heights = np.zeros(ahead + unread + 2)
    heights[0] = 1
    paired = 0.0
    for _ in range(ahead):
        paired += heights[0] / 2
        heights = np.append(0, heights[:-1]) / 2 + np.append(heights[1:], 0) / 2
    falls = np.array([_falls(unread, height + 1) for height in range(ahead + 1)])
    return float(paired + heights[: ahead + 1] @ np.maximum(falls, 1 - falls))


def _falls(steps: int, depth: int) -> float:
    """The probability that a fair walk stands at -depth at any time; by reflection P(W ≤ -d) + P(W < -d)."""
    ends = {steps - 2 * down: comb(steps, down) / 2**steps for down in range(steps + 1)}
    reached = sum(chance for end, chance in ends.items() if end <= -depth)
    return reached + sum(chance for end, chance in ends.items() if end < -depth)


def _casino(config: TaskConfig, k: int) -> Probabilities:
    return casino_lookahead(config.length, k)


def _echo(config: TaskConfig, k: int) -> Probabilities:
    source = np.arange(config.length) - config.delay
    spoken = (source >= 0) & (source < config.length)
    return np.where(spoken & (-config.delay > k), 1 / 4, 1.0)


def _xor(config: TaskConfig, k: int) -> Probabilities:
    best = np.full(config.length, 1.0 if k else 0.5)
    best[-1] = 1
    return best


def _both_sides(config: TaskConfig, k: int) -> Probabilities:
    steps = np.arange(config.length)
    hidden = (1 - PULSE) ** (k + 1) / 2
    best = np.where(steps + k < config.length - 1, 1 - hidden, 1.0)
    best[0] = 1
    return best


_CEILINGS: dict[str, Callable[[TaskConfig, int], Probabilities]] = {
    "cumulative_sum": _known,
    "mirror_sum": _mirror_sum,
    "signed_walk": _known,
    "echo": _echo,
    "xor_neighbours": _xor,
    "balance": _balance,
    "brackets": _brackets,
    "casino": _casino,
    "flip_flop": _known,
    "flip_flop_2": _known,
    "flip_flop_3": _known,
    "flip_flop_both_sides": _both_sides,
    "will_it_flip": _both_sides,
}
