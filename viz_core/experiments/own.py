"""A grid of a person's own, over any two fields of the config.

In: two fields and their values. Out: an `Experiment` like the ready ones.
"""

from typing import Any

from viz_core.checks import check_one_of
from viz_core.config import CELL_NAMES, DIRECTIONS, HEADS, MERGE_MODES, OPTIMIZERS, ExperimentConfig
from viz_core.experiments.grid import Axis, Experiment, choices, numbers
from viz_core.experiments.registry import BASE, LAYERS
from viz_core.tasks import TASKS

# Fields a person may vary in a grid of their own: 'part.field' -> the values that are offered.
OWN_FIELDS: dict[str, tuple[Any, ...]] = {
    "task.name": tuple(TASKS),
    "task.timesteps": (5, 10, 20, 40, 80),
    "task.delay": (-4, -2, 0, 2, 4),
    "model.cell": CELL_NAMES,
    "model.units": (2, 4, 8, 16, 32, 64),
    "model.layers": LAYERS,
    "model.direction": DIRECTIONS,
    "model.merge_mode": MERGE_MODES,
    "model.shared_weights": (False, True),
    "model.dropout": (0.0, 0.1, 0.2, 0.4),
    "model.head": HEADS,
    "model.head_units": (0, 4, 8, 16),
    "training.sequences": (1_000, 4_000, 16_000, 64_000),
    "training.epochs": (1, 2, 4),
    "training.batch_size": (8, 32, 128),
    "training.learning_rate": (0.001, 0.003, 0.01, 0.03),
    "training.optimizer": OPTIMIZERS,
}


def own_axis(name: str, values: tuple[Any, ...]) -> Axis:
    """An axis over one field of the config, for example 'model.units'.

    Raises:
        ValueError: the field cannot vary, or there are no values.
    """
    check_one_of("field", name, OWN_FIELDS)
    if not values:
        raise ValueError(
            f"`values` must be one or more of {', '.join(map(str, OWN_FIELDS[name]))}; got none."
        )
    part, field = name.split(".")
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return numbers(field, part, field, values)
    return choices(field, part, field, {str(value): value for value in values})


def own_grid(rows: Axis, columns: Axis, base: ExperimentConfig = BASE) -> Experiment:
    """A grid of a person's own, over two fields of the config.

    Raises:
        ValueError: both axes vary the same field, or a value is out of range.
    """
    if rows.title == columns.title:
        raise ValueError(f"`columns` must vary another field than `rows`; got {columns.title} twice.")
    made = Experiment(
        name="own",
        title="9 · Your own grid",
        question="What happens when these two settings vary together?",
        expectation="Write yours down before you press Run.",
        look_at="Every cell against the first of its row.",
        base=base,
        rows=rows,
        columns=columns,
    )
    made.cells()
    return made
