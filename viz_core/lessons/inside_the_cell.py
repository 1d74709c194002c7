"""What every gate and state of one small cell does while it reads one sequence.

In: what a person chose: cell, where its weights come from, a typed sequence, a seed. Out: weights, a reading,
and the payload of the stepper.
"""

import re

import numpy as np

from viz_core.arrays import Floats, Floats64
from viz_core.checks import check_integer, check_one_of
from viz_core.config import ModelConfig
from viz_core.lessons.inside_the_cell_equations import equations
from viz_core.lessons.inside_the_cell_hand_set import HAND_SET
from viz_core.network.recurrence import Reading, read
from viz_core.network.weights import GATES, CellWeights, initial_weights, unpack
from viz_core.pretrained import load
from viz_core.scratch.line_by_line import record
from viz_core.scratch.plain_loops import LOOPS
from viz_core.scratch.stepping import Stepping, stepping
from viz_core.tasks.typed import read_numbers

# Where the weights come from -> the name of that source on the panel's badge.
ORIGINS = {"hand-set": "set by hand", "pretrained": "pretrained", "random": "fresh weights"}
# A sequence to begin with: pulses that the hand-set units answer to; numbers as the trained cells know them.
SEQUENCES = {
    "hand-set": "0 1 0 0 0 -1 0 1 0 -1",
    "pretrained": "0.3 0.9 0.1 0.6 0.4 0.8 0.2 0.5 0.7 0.1",
    "random": "0 1 0 0 0 -1 0 1 0 -1",
}
UNITS = {"hand-set": 3, "pretrained": 4, "random": 4}
SHORTEST, LONGEST = 2, 16


def typed_inputs(text: str) -> Floats:
    """Read a sequence of 2 to 16 numbers from -10 to 10.

    Returns:
        `(1, time, 1)`.

    Raises:
        ValueError: one sentence that says what was expected and what came.
    """
    words = len(re.split(r"[\s,;、，]+", text.strip(" ,;\n\t"))) if text.strip() else 0
    check_integer("length", words, SHORTEST, LONGEST)
    return np.array(read_numbers(text, count=words, low=-10, high=10)).reshape(1, -1, 1)


def cell_weights(cell: str, origin: str, *, seed: int = 0) -> CellWeights:
    """The weights of a forward reader of one feature, in float64.

    Args:
        cell: a key of `LOOPS`.
        origin: a key of `ORIGINS`.
        seed: for random ones: first weights as Keras draws them.

    Raises:
        ValueError: an unknown cell or origin.
    """
    check_one_of("cell", cell, LOOPS)
    check_one_of("origin", origin, ORIGINS)
    if origin == "hand-set":
        return HAND_SET[cell].weights
    config = ModelConfig(cell=cell, units=UNITS[origin], direction="forward")
    if origin == "pretrained":
        drawn = load(f"inside_{cell}").weights
    else:
        drawn = initial_weights(config, features=1, outputs=1, rng=np.random.default_rng(seed))
    return unpack([one.astype(np.float64) for one in drawn], config).layers[0]["forward"]


def inside(cell: str, weights: CellWeights, inputs: Floats, *, unit: int, source: str) -> Stepping:
    """Run the plain loop line by line, and put the numbers into the equations.

    Args:
        cell: a key of `LOOPS`.
        weights: of a forward reader.
        inputs: `(1, time, 1)`.
        unit: whose numbers the diagram shows, counted from 0.
        source: of the weights, one of `viz_core.figures.palette.SOURCES`.

    Raises:
        ValueError: an unknown cell, or no such unit.
    """
    check_one_of("cell", cell, LOOPS)
    reading = read(inputs, weights, cell)
    loop = LOOPS[cell]
    recording = record(loop, inputs[0], weights.kernel, weights.recurrent_kernel, weights.bias)
    steps = range(inputs.shape[1])
    return {
        **stepping([loop], recording, source=source),
        "cell": cell,
        "unit": unit,
        "gates": _heads(cell),
        "equations": [[vars(one) for one in equations(reading, step=t, unit=unit)] for t in steps],
    }


def _heads(cell: str) -> dict[str, list[str]]:
    """What stands over the columns of W, V and b: nothing where one block is all there is."""
    gates = GATES[cell]
    return {name: [f"{name}_{{{gate}}}" for gate in gates] for name in "WVb"} if len(gates) > 1 else {}


def returned(reading: Reading) -> dict[str, Floats64]:
    """What Keras's layer gives back: 'True' and 'False' are the values of `return_sequences`.

    Returns:
        'True': `(batch, time, units)`; 'False': `(batch, units)`.
    """
    return {"True": np.asarray(reading.outputs), "False": np.asarray(reading.final)}
