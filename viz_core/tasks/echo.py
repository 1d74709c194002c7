"""`echo`: repeat the symbol read some steps earlier, or foretell one to come.

In: symbols 0 to 3, one-hot. Out: the symbol `config.delay` steps earlier (later, when negative), or 'blank'.

Ceilings. Whether the answer is 'blank' follows from the position, so every reader knows it. A symbol is known
to a reader who has read it, accuracy 1: the forward one when delay >= 0, the backward one when delay <= 0.
Otherwise it is one of four equally likely symbols, independent of all that was read: accuracy 1/4.
"""

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats32, Ints32
from viz_core.config import TaskConfig
from viz_core.tasks.kinds import SymbolTask, check_inputs
from viz_core.tasks.task import Batch, Probabilities
from viz_core.words import N_

BLANK = 4


class Echo(SymbolTask):
    """Which symbol came `delay` steps earlier?"""

    name = "echo"
    title = N_("Echo")
    teaching_point = N_(
        "A positive delay asks for the past and a negative one for the future: the reader going the wrong "
        "way can do no better than one guess in four."
    )
    features = 4
    classes = ("0", "1", "2", "3", N_("blank"))
    typed = N_("Type one digit from 0 to 3 per timestep, for example 0231.")
    alphabet = "0123"
    codes = np.eye(4, dtype=np.float32)
    noun = N_("{count} digits from 0 to 3")

    def sample(self, n: int, config: TaskConfig, rng: np.random.Generator) -> Batch:
        """Draw `n` sequences of `config.length` fair symbols with their echoes."""
        inputs = self.draw(n, config, rng)
        return Batch(inputs=inputs, targets=self.label(inputs, config))

    def label(self, inputs: Floats32, config: TaskConfig) -> Ints32:
        """The symbol `config.delay` steps earlier, or `BLANK` where there is none."""
        check_inputs(inputs, config, self.features)
        source, inside = _source(config)
        targets = np.full(inputs.shape[:2], BLANK, dtype=np.int32)
        targets[:, inside] = inputs[:, source[inside]].argmax(axis=-1)
        return targets

    def ceilings_per_step(self, config: TaskConfig) -> dict[str, Probabilities]:
        """See the module docstring."""
        _, inside = _source(config)
        known = np.ones(config.length)
        guessed = np.where(inside, 1 / 4, 1.0)
        return {
            "forward": known if config.delay >= 0 else guessed,
            "backward": known.copy() if config.delay <= 0 else guessed,
            "bidirectional": known.copy(),
        }


def _source(config: TaskConfig) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """For each step the one it echoes, and whether that lies within the sequence."""
    source = np.arange(config.length) - config.delay
    return source, (source >= 0) & (source < config.length)
