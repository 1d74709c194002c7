"""`casino`: which of two states hides behind noisy bits?

In: bits seen at each step. Out: the hidden state at each step; and, exactly, what the bits say about it.

A two-state hidden Markov chain: the first state is fair, each next one stays with probability 0.95, and each
bit shows the state, flipped with probability 0.3. The messages obey (Rabiner, 1989, Proc. IEEE 77, 257–286)
    α_t(z) = P(x_t | z) Σ_y α_{t-1}(y) P(y → z),    β_t(z) = Σ_y P(z → y) P(x_{t+1} | y) β_{t+1}(y),
    P(z_t | x_1 … x_T) ∝ α_t(z_t) β_t(z_t):    the log-odds of the two readers add.
The ceilings are in `viz_core.tasks.casino_ceilings`.
"""

import numpy as np

from viz_core.arrays import Floats32
from viz_core.checks import check_integer, check_shape
from viz_core.config import TaskConfig
from viz_core.tasks.casino_ceilings import EMISSION, STAY, TRANSITION, casino_ceilings
from viz_core.tasks.kinds import MOST_SEQUENCES, SymbolTask
from viz_core.tasks.task import Batch, Probabilities
from viz_core.words import N_


class Casino(SymbolTask):
    """Which hidden state produced this bit?"""

    name = "casino"
    title = N_("Casino")
    teaching_point = N_(
        "The inputs never settle the answer: past and future are two independent witnesses whose log-odds "
        "add, and even together they leave some doubt."
    )
    features = 1
    classes = (N_("state 0"), N_("state 1"))
    typed = N_("Type one bit per timestep, for example 0010111; the hidden states stay unknown.")
    alphabet = "01"
    codes = np.array([[0], [1]], dtype=np.float32)
    noun = N_("{count} bits, each 0 or 1")

    def sample(self, n: int, config: TaskConfig, rng: np.random.Generator) -> Batch:
        """Draw `n` chains of `config.length` steps: the bits, with the hidden states as targets."""
        check_integer("n", n, 1, MOST_SEQUENCES)
        shape = (n, config.length)
        switches = rng.random(shape, dtype=np.float32) >= STAY
        switches[:, 0] = rng.integers(2, size=n)
        states = np.bitwise_xor.accumulate(switches, axis=1)
        flips = rng.random(shape, dtype=np.float32) < EMISSION[0, 1]
        bits = states ^ flips
        return Batch(inputs=bits[..., None].astype(np.float32), targets=states.astype(np.int32))

    def label(self, inputs: Floats32, config: TaskConfig) -> None:
        """Nothing: the bits do not decide the states."""
        return None

    def ceilings_per_step(self, config: TaskConfig) -> dict[str, Probabilities]:
        """See `viz_core.tasks.casino_ceilings`."""
        return casino_ceilings(config.length)


def forward_message(inputs: Floats32) -> Probabilities:
    """What the past says, this step included: P(z_t | x_1 … x_t).

    Args:
        inputs: bits, `(batch, time, 1)`.

    Returns:
        `(batch, time, 2)`, the probability of each hidden state.
    """
    likelihood = _likelihood(inputs)
    message = np.empty_like(likelihood)
    belief = np.full((len(likelihood), 2), 0.5)
    for t in range(likelihood.shape[1]):
        belief = _normalised(belief * likelihood[:, t])
        message[:, t] = belief
        belief = belief @ TRANSITION
    return message


def backward_message(inputs: Floats32) -> Probabilities:
    """What the future says, this step **not** included: β_t(z) ∝ P(x_{t+1} … x_T | z_t).

    Multiplied by `forward_message` it gives `posterior` with no step counted twice. What a backward reader
    believes, who has read this step too, is `forward_message(inputs[:, ::-1])[:, ::-1]`: the chain looks
    the same from both ends.

    Args:
        inputs: bits, `(batch, time, 1)`.

    Returns:
        `(batch, time, 2)`, scaled to sum to one at each step; one half each at the last step.
    """
    likelihood = _likelihood(inputs)
    message = np.empty_like(likelihood)
    future = np.full((len(likelihood), 2), 0.5)
    for t in reversed(range(likelihood.shape[1])):
        message[:, t] = future
        future = _normalised((future * likelihood[:, t]) @ TRANSITION.T)
    return message


def posterior(inputs: Floats32) -> Probabilities:
    """What past and future say together: P(z_t | x_1 … x_T).

    Args:
        inputs: bits, `(batch, time, 1)`.

    Returns:
        `(batch, time, 2)`, the probability of each hidden state.
    """
    return _normalised(forward_message(inputs) * backward_message(inputs))


def log_odds(inputs: Floats32) -> tuple[Probabilities, Probabilities]:
    """What past and future say for state 1, as logarithms of odds: log P(… | 1) / P(… | 0).

    Args:
        inputs: bits, `(batch, time, 1)`.

    Returns:
        Of `forward_message` and of `backward_message`, `(batch, time)` each; their sum is the
        log-odds of `posterior`.
    """
    past, future = forward_message(inputs), backward_message(inputs)
    return np.log(past[..., 1] / past[..., 0]), np.log(future[..., 1] / future[..., 0])


def _likelihood(inputs: Floats32) -> Probabilities:
    """P(x_t | z) for both states, `(batch, time, 2)`."""
    check_shape("inputs", inputs, {"batch": None, "time": None, "features": 1})
    return EMISSION.T[(inputs[..., 0] > 0.5).astype(np.intp)]


def _normalised(weights: Probabilities) -> Probabilities:
    return weights / weights.sum(axis=-1, keepdims=True)
