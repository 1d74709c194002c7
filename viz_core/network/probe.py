"""The one sequence a page watches: drawn from a seed, or typed in.

In: a task config and a seed or a text. Out: a `Probe`.
"""

from dataclasses import dataclass

from viz_core.arrays import Floats32, Ints32
from viz_core.config import ExperimentConfig, TaskConfig
from viz_core.seeds import stream
from viz_core.tasks import TASKS
from viz_core.tasks.task import Batch


@dataclass(frozen=True, kw_only=True, eq=False)
class Probe:
    """One sequence to watch.

    Attributes:
        inputs: `(1, time, features)`.
        targets: `(1, time)`, or None where the inputs do not decide them.
        symbols: how each step is written, `time` strings.
    """

    inputs: Floats32
    targets: Ints32 | None
    symbols: tuple[str, ...]

    @property
    def labels(self) -> Ints32:
        """The targets of a sequence that was drawn, `(1, time)`.

        Raises:
            ValueError: the inputs do not decide them.
        """
        if self.targets is None:
            raise ValueError("targets must follow from the inputs; this sequence was typed.")
        return self.targets


def drawn_probe(config: TaskConfig, seed: int) -> Probe:
    """Draw a sequence; the same seed draws the same one."""
    task = TASKS[config.name]
    batch = task.sample(1, config, stream(seed, "probe"))
    return Probe(inputs=batch.inputs, targets=batch.targets, symbols=tuple(task.symbols(batch.inputs)[0]))


def typed_probe(config: TaskConfig, text: str) -> Probe:
    """Read a sequence that somebody typed.

    Raises:
        ValueError: one sentence that says what was expected and what came.
    """
    task = TASKS[config.name]
    inputs = task.parse(text, config)
    return Probe(inputs=inputs, targets=task.label(inputs, config), symbols=tuple(task.symbols(inputs)[0]))


def fresh_batch(config: ExperimentConfig, n: int) -> Batch:
    """Draw `n` sequences that training with this config never sees."""
    return TASKS[config.task.name].sample(n, config.task, stream(config.training.seed, "fresh"))
