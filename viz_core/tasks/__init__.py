"""The tasks: `TASKS[name]` draws sequences, labels them, and knows the best any reader can do.

In: a `TaskConfig`. Out: batches, labels, exact ceilings, typed sequences. For all packages; imports none.
A new task is one class in its own file, one line here and one in `viz_core.config.TASK_TIMESTEPS`.
"""

from viz_core.tasks.brackets import Brackets
from viz_core.tasks.casino import Casino
from viz_core.tasks.echo import Echo
from viz_core.tasks.flip_flop import FlipFlop, ThreeFlipFlops, TwoFlipFlops
from viz_core.tasks.flip_flop_both_sides import FlipFlopBothSides, WillItFlip
from viz_core.tasks.sums import CumulativeSum, MirrorSum
from viz_core.tasks.task import Batch, Task
from viz_core.tasks.walks import Balance, SignedWalk
from viz_core.tasks.xor import XorNeighbours

__all__ = ["TASKS", "Batch", "Task"]

TASKS: dict[str, Task] = {
    task.name: task
    for task in (
        CumulativeSum(),
        MirrorSum(),
        SignedWalk(),
        Echo(),
        XorNeighbours(),
        Balance(),
        Brackets(),
        Casino(),
        FlipFlop(),
        TwoFlipFlops(),
        ThreeFlipFlops(),
        FlipFlopBothSides(),
        WillItFlip(),
    )
}
