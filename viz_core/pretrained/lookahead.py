"""How right a reader can be that knows only the next k steps, for the lesson 'How much future'.

In: the name of a task. Out: for each look-ahead the exact ceiling and, for tasks with a network, how often
two networks are right whose backward reader begins k steps ahead: the one that was trained to read from the
end, cut, and one that was trained anew with this look-ahead. All was computed beforehand, by
`python -m viz_core.pretrained.lookahead`; with names of tasks or data sets, for these alone.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from viz_core.checks import check_one_of
from viz_core.config import ExperimentConfig, TaskConfig
from viz_core.data import DATA_SETS
from viz_core.network.probe import fresh_batch
from viz_core.network.weights import Weights
from viz_core.pretrained.lookahead_sets import SETS, measure_set
from viz_core.pretrained.networks import load
from viz_core.pretrained.reach import Reach
from viz_core.tasks import TASKS
from viz_core.tasks.lookahead import lookahead_ceilings
from viz_core.training.windows import trained_on_windows, window_accuracy

FILE = Path(__file__).with_suffix(".json")
# Task -> the network that is cut.
NETWORKS = {
    "brackets": "brackets_bidirectional_1",
    "casino": "casino",
    "balance": "balance_bidirectional_1",
    "mirror_sum": "mirror_sum",
}
NAMES = (*NETWORKS, *(name for name in TASKS if name not in NETWORKS))
# Look-aheads of networks on sequences longer than ten steps, besides the whole.
SOME = (0, 1, 2, 3, 4, 5, 6, 8, 10)
# Sequences to learn from, and for short lists of windows as many epochs as make so many of them.
SEQUENCES, WINDOWS = 20_000, 300_000
ASKED, PARTS = 40_000, 80


def task_of(name: str) -> TaskConfig:
    """The task in its usual length; `echo` asks for what comes two steps later.

    Raises:
        ValueError: not a task.
    """
    check_one_of("task", name, NAMES)
    return TaskConfig(name=name, delay=-2) if name == "echo" else TaskConfig(name=name)


def lookaheads(name: str) -> tuple[int, ...]:
    """The look-aheads that are shown: all; of long sequences on which networks are trained, some."""
    length = task_of(name).length
    every = name not in NETWORKS or length <= len(SOME) + 1
    return tuple(range(length)) if every else (*SOME, length - 1)


def measure(name: str) -> Reach:
    """Compute the ceilings of a task, cut its network and train it anew for each look-ahead."""
    task = task_of(name)
    steps = lookaheads(name)
    ceilings = tuple(round(float(lookahead_ceilings(task, k).mean()), 4) for k in steps)
    if name not in NETWORKS:
        return Reach(length=task.length, steps=steps, ceilings=ceilings)
    network = load(NETWORKS[name])
    batch = fresh_batch(network.config, ASKED)
    found = [
        [
            window_accuracy(weights, network.config, batch, k, parts=PARTS)
            for weights in (network.weights, _retrained(network.config, k))
        ]
        for k in steps
    ]
    cut, retrained = (tuple(round(one[side][0], 4) for one in found) for side in (0, 1))
    error = max(error for pair in found for _, error in pair)
    return Reach(
        length=task.length,
        steps=steps,
        ceilings=ceilings,
        cut=cut,
        retrained=retrained,
        error=round(error, 4),
    )


def _retrained(config: ExperimentConfig, k: int) -> Weights:
    """The same network trained on sequences that end k steps behind the step they ask about."""
    made = SEQUENCES * (config.task.length - k)
    training = replace(config.training, sequences=SEQUENCES, batch_size=64, epochs=-(-WINDOWS // made))
    return trained_on_windows(replace(config, training=training), k)


@cache
def reach(name: str) -> Reach:
    """What was computed beforehand for a task or a data set.

    Raises:
        ValueError: neither a task nor one of `SETS`.
    """
    check_one_of("task", name, (*NAMES, *SETS))
    stored: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))[name]
    lists = {key: tuple(value) for key, value in stored.items() if isinstance(value, list)}
    return Reach(**(stored | lists))


def measurable() -> tuple[str, ...]:
    """All tasks, and the data sets whose files are on this machine."""
    return (*NAMES, *(name for name in SETS if DATA_SETS[name].available()))


def write(names: Sequence[str], path: Path = FILE) -> None:
    """Compute some tasks and data sets, and write them into the file; the others stay in it."""
    found = {name: asdict(measure_set(name) if name in SETS else measure(name)) for name in names}
    stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    ordered = {name: (stored | found)[name] for name in (*NAMES, *SETS) if name in stored | found}
    path.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[1:] or measurable())
