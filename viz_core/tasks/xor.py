"""`xor_neighbours`: the exclusive or of the two neighbours.

In: fair bits. Out: at each step, left neighbour XOR right neighbour; beyond the ends stands a 0.

Ceilings. A reader of the past knows the left neighbour; the right one is a fair bit, and so is its XOR with
anything known: accuracy 1/2, but for the last step, where the right neighbour is 0. The backward reader is
the mirror image. Both together know both neighbours: 1.
"""

import numpy as np

from viz_core.arrays import Floats32, Ints32
from viz_core.config import TaskConfig
from viz_core.tasks.kinds import SymbolTask, check_inputs
from viz_core.tasks.task import Batch, Probabilities
from viz_core.words import N_


class XorNeighbours(SymbolTask):
    """Do the two neighbours differ?"""

    name = "xor_neighbours"
    title = N_("XOR of neighbours")
    teaching_point = N_(
        "Either reader alone tosses a coin, and even both together fail if their evidence is only added: "
        "the answer needs the two to be combined, by a product or a further layer."
    )
    features = 1
    classes = ("0", "1")
    typed = N_("Type one bit per timestep, for example 0110.")
    alphabet = "01"
    codes = np.array([[0], [1]], dtype=np.float32)
    noun = N_("{count} bits, each 0 or 1")

    def sample(self, n: int, config: TaskConfig, rng: np.random.Generator) -> Batch:
        """Draw `n` sequences of `config.length` fair bits with their targets."""
        inputs = self.draw(n, config, rng)
        return Batch(inputs=inputs, targets=self.label(inputs, config))

    def label(self, inputs: Floats32, config: TaskConfig) -> Ints32:
        """Left neighbour XOR right neighbour."""
        check_inputs(inputs, config, self.features)
        padded = np.pad(self.indices(inputs).astype(np.int32), ((0, 0), (1, 1)))
        return padded[:, :-2] ^ padded[:, 2:]

    def ceilings_per_step(self, config: TaskConfig) -> dict[str, Probabilities]:
        """See the module docstring."""
        forward = np.full(config.length, 0.5)
        forward[-1] = 1
        backward = np.ascontiguousarray(forward[::-1])
        return {"forward": forward, "backward": backward, "bidirectional": np.ones(config.length)}
