"""What the lesson 'Units' computes: what each unit of a reader goes with, and what raises it.

In: a network, sequences. Out: for each unit its correlation with exact quantities of the task, the moments at
which it is highest, and what was read before them.

A correlation is no sign of learning by itself: with first weights most units of some networks follow a
running sum, too. The lesson therefore computes the same of the untrained network, on the same sequences.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Array, Floats
from viz_core.checks import check_integer, check_shape
from viz_core.config import ExperimentConfig
from viz_core.lessons.state_space import sequences
from viz_core.lessons.state_space_colours import colourings, state_values
from viz_core.lessons.units_gates import Gate, gates
from viz_core.network.recurrence import READERS
from viz_core.network.tracing import trace
from viz_core.network.weights import Weights
from viz_core.tasks import TASKS
from viz_core.tasks.flip_flop import FlipFlop, set_up
from viz_core.tasks.task import Batch

# A quantity whose correlation comes this near to the best one could as well be the unit's.
TIE = 0.05
# This near they count as equal, and the one of fewer numbers is named: more always explain a little more.
EQUAL = 0.01
# The highest states of a unit, as a share of all, and how many steps before them are looked at.
HIGHEST, LAGS = 0.05, 8


@dataclass(frozen=True, kw_only=True, eq=False)
class Read:
    """What one network did on a batch.

    Attributes:
        hidden: by reader, `(batch, time, units)`, in input time.
        gates: by reader and gate; empty for a SimpleRNN.
    """

    hidden: Mapping[str, Floats]
    gates: Mapping[str, Mapping[str, Gate]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Detectors:
    """What the units of one reader go with.

    Attributes:
        names: of the quantities.
        strengths: the correlation of each unit with each of them, `(units, quantities)`: signed where the
            quantity is one number, the multiple correlation where it is several.
        best: for each unit the quantity with the largest correlation, an index into `names`; of several
            within `EQUAL` the one of fewest columns.
        tied: for each unit whether another quantity comes within `TIE` of it.
    """

    names: tuple[str, ...]
    strengths: Floats
    best: npt.NDArray[np.intp]
    tied: npt.NDArray[np.bool_]

    @property
    def order(self) -> npt.NDArray[np.intp]:
        """The units by their quantity, those of one quantity by falling correlation."""
        top = np.abs(self.strengths).max(axis=1)
        return np.lexsort((-top, self.best))

    def count(self, name: str) -> tuple[int, int]:
        """How many units go best with this quantity, and how many of these are ties."""
        mine = self.best == self.names.index(name)
        return int(mine.sum()), int((mine & self.tied).sum())


def read(config: ExperimentConfig, weights: Weights, batch: Batch) -> Read:
    """Have a network of one bidirectional layer read a batch."""
    seen = trace(weights, config.model, batch.inputs)
    names = {reader: f"layer0/{reader}" for reader in READERS}
    return Read(
        hidden={reader: seen[f"{name}/hidden"].astype(np.float32) for reader, name in names.items()},
        gates={reader: gates(seen, name) for reader, name in names.items()},
    )


def run_read(config: ExperimentConfig, weights: Weights, reader: str) -> Read:
    """What a moment of a run does on fresh sequences: states of one reader, in half precision, to be sent."""
    whole = read(config, weights, sequences(config))
    return Read(hidden={reader: whole.hidden[reader].astype(np.float16)}, gates=whole.gates)


def quantities(config: ExperimentConfig, batch: Batch, reader: str) -> dict[str, Floats]:
    """What a unit of this reader might stand for, each exact, `(batch, time, columns)`.

    Args:
        config: of the network, on a task.
        batch: with targets.
        reader: 'forward' or 'backward'.

    Returns:
        'belief' (casino), the log-odds of state 1 given what the reader has read; 'sum', of the numbers it
        has read; 'held' (flip-flops), the last pulse of each switch that it has read; 'target', the class,
        one column for each of more than two; 'position', the step; 'input', what it reads at this step;
        'before', what it read one step earlier, 0 at its first.
    """
    task = config.task.name
    offered = colourings(task)
    found = {}
    if "belief" in offered:
        found["belief"] = state_values("belief", task, batch, reader)[..., None]
    if "past_sum" in offered:
        own = "past_sum" if reader == "forward" else "future_sum"
        found["sum"] = state_values(own, task, batch, reader)[..., None]
    if isinstance(TASKS[task], FlipFlop):
        found["held"] = _in_order(set_up(_in_order(batch.inputs, reader)), reader).astype(float)
    classes = len(TASKS[task].classes)
    one_column = classes == 2
    found["target"] = batch.targets[..., None].astype(float) if one_column else np.eye(classes)[batch.targets]
    found["position"] = state_values("position", task, batch, reader)[..., None]
    found["input"] = batch.inputs.astype(float)
    found["before"] = _one_earlier(found["input"], reader)
    return found


def _one_earlier(inputs: Floats, reader: str) -> Floats:
    ordered = _in_order(inputs, reader)
    return _in_order(np.pad(ordered[:, :-1], ((0, 0), (1, 0), (0, 0))), reader)


def _in_order(array: Array, reader: str) -> Array:
    """In the order of reading, or from it back to input time; `(batch, time, …)`."""
    return array if reader == "forward" else array[:, ::-1]


def detectors(hidden: Floats, known: Mapping[str, Floats]) -> Detectors:
    """What each unit goes with.

    Args:
        hidden: `(batch, time, units)`.
        known: of `quantities`, for the same reader.
    """
    check_shape("hidden", hidden, {"batch": None, "time": None, "units": None})
    states = hidden.reshape(-1, hidden.shape[2]).astype(float)
    strengths = np.stack(
        [correlations(states, one.reshape(len(states), -1)) for one in known.values()], axis=1
    )
    sizes = np.abs(strengths)
    top = sizes.max(axis=1, keepdims=True)
    columns = np.array([one.shape[-1] for one in known.values()])
    best = np.where(sizes >= top - EQUAL, sizes - columns, -np.inf).argmax(axis=1)
    tied = (sizes > top - TIE).sum(axis=1) > 1
    return Detectors(names=tuple(known), strengths=strengths, best=best, tied=tied)


def correlations(states: Floats, values: Floats) -> Floats:
    """Of each unit with some values, `(units,)`; 0 where a unit or the values never change.

    Args:
        states: `(rows, units)`.
        values: `(rows, columns)`: with one column Pearson's r, with several the multiple correlation R.
    """
    around, given = states - states.mean(axis=0), values - values.mean(axis=0)
    size = np.linalg.norm(around, axis=0)
    size[size < 1e-9] = np.inf
    if values.shape[1] == 1:
        length = np.linalg.norm(given) or np.inf
        return np.asarray((given[:, 0] @ around) / (size * length))
    explained = given @ np.linalg.lstsq(given, around, rcond=None)[0]
    return np.asarray(np.linalg.norm(explained, axis=0) / size)


def highest_moments(states: Floats, count: int) -> list[tuple[int, int]]:
    """Sequence and step of the highest states of one unit, each in a sequence of its own, highest first.

    Args:
        states: of one unit, `(batch, time)`.
        count: how many.
    """
    check_integer("count", count, 1, len(states))
    steps = states.argmax(axis=1)
    first = np.argsort(-states.max(axis=1), kind="stable")[:count]
    return [(int(one), int(steps[one])) for one in first]


def read_before(inputs: Floats, states: Floats, reader: str) -> tuple[Floats, Floats]:
    """What a reader had read up to the highest states of one unit, on average.

    Args:
        inputs: `(batch, time, features)`.
        states: of one unit, `(batch, time)`.
        reader: 'forward' or 'backward'.

    Returns:
        The mean input 0, 1, … steps before a state of the highest 5 %, and before any state,
        `(lags, features)` each. Moments with nothing so long before them do not count.
    """
    inputs, states = _in_order(inputs, reader), _in_order(states, reader)
    high = states >= np.quantile(states, 1 - HIGHEST)
    time = inputs.shape[1]
    rows = []
    for lag in range(min(LAGS, time)):
        given, chosen = inputs[:, : time - lag], high[:, lag:]
        if not chosen.any():
            break
        rows.append((given[chosen].mean(axis=0), given.mean(axis=(0, 1))))
    before, usual = (np.array(side) for side in zip(*rows, strict=True))
    return before, usual
