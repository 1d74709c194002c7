"""What the states of the lesson 'State space' can be coloured by: numbers that belong to each step.

In: a task and a batch. Out: for each panel one number a state.
"""

import numpy as np

from viz_core.arrays import Floats, Floats32
from viz_core.checks import check_one_of
from viz_core.tasks import TASKS
from viz_core.tasks.casino import forward_message, posterior
from viz_core.tasks.kinds import NumberTask
from viz_core.tasks.task import Batch


def colourings(task: str) -> tuple[str, ...]:
    """The names of what states of this task can be coloured by, the usual one first."""
    sums = isinstance(TASKS[task], NumberTask) or task == "brackets"
    return (
        *(("belief",) if task == "casino" else ()),
        "target",
        *(("past_sum", "future_sum") if sums else ()),
        "position",
    )


def state_values(name: str, task: str, batch: Batch, panel: str) -> Floats:
    """The number of each state, `(batch, time)`.

    Args:
        name: 'target', the class; 'position', the step from 1; 'past_sum', the sum of the inputs up to this
            step; 'future_sum', from this step on; 'belief' (casino), the exact log-odds of state 1 given what
            this panel's reader has read.
        task: a name in `TASKS`.
        batch: with targets.
        panel: 'forward', 'merged' or 'backward'.

    Raises:
        ValueError: a name that the task has not.
    """
    check_one_of("colour", name, colourings(task))
    numbers = batch.inputs[..., 0].astype(np.float64)
    if name == "target":
        return batch.targets.astype(np.float64)
    if name == "position":
        return np.broadcast_to(np.arange(1.0, numbers.shape[1] + 1), numbers.shape)
    if name == "past_sum":
        return np.cumsum(numbers, axis=1)
    if name == "future_sum":
        return np.cumsum(numbers[:, ::-1], axis=1)[:, ::-1]
    return _belief(batch.inputs, panel)


def _belief(inputs: Floats32, panel: str) -> Floats:
    if panel == "merged":
        belief = posterior(inputs)
    elif panel == "forward":
        belief = forward_message(inputs)
    else:
        # The chain looks the same from both ends.
        belief = forward_message(inputs[:, ::-1])[:, ::-1]
    odds: Floats = np.log(belief[..., 1] / belief[..., 0])
    return odds
