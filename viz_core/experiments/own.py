"""A grid of a person's own, over any two fields of the config.

In: two fields and their values. Out: an `Experiment` like the ready ones, in the words of the controls.
"""

from typing import Any

from viz_core.checks import check_one_of
from viz_core.config import CELL_NAMES, DIRECTIONS, HEADS, MERGE_MODES, OPTIMIZERS, ExperimentConfig
from viz_core.experiments.grid import Axis, Experiment, choices, numbers
from viz_core.experiments.registry import BASE, LAYERS
from viz_core.tasks import TASKS
from viz_core.words import N_

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

# The same fields as a person reads them.
FIELD_WORDS = {
    "task.name": N_("task"),
    "task.timesteps": N_("timesteps"),
    "task.delay": N_("delay of the echo"),
    "model.cell": N_("cell"),
    "model.units": N_("units"),
    "model.layers": N_("layers"),
    "model.direction": N_("direction"),
    "model.merge_mode": N_("merge mode"),
    "model.shared_weights": N_("parameters of both directions"),
    "model.dropout": N_("dropout"),
    "model.head": N_("answers"),
    "model.head_units": N_("hidden Dense units"),
    "training.sequences": N_("sequences"),
    "training.epochs": N_("epochs"),
    "training.batch_size": N_("batch size"),
    "training.learning_rate": N_("learning rate"),
    "training.optimizer": N_("optimizer"),
}
VALUE_WORDS: dict[str, dict[Any, str]] = {
    "task.name": {name: task.title for name, task in TASKS.items()},
    "model.shared_weights": {False: N_("separate"), True: N_("shared")},
    "model.head": dict(zip(HEADS, (N_("at each step"), N_("once, at the end")), strict=True)),
}


def value_words(field: str, value: Any) -> str:
    """A value of a field as a person reads it, in English: 'shared' for True, '16,000' for 16000."""
    if field in VALUE_WORDS:
        return VALUE_WORDS[field][value]
    return f"{value:,g}" if isinstance(value, int | float) else str(value)


def own_axis(name: str, values: tuple[Any, ...]) -> Axis:
    """An axis over one field of the config, for example 'model.units'.

    Raises:
        ValueError: the field cannot vary, or there are no values.
    """
    check_one_of("field", name, OWN_FIELDS)
    if not values:
        offered = ", ".join(value_words(name, value) for value in OWN_FIELDS[name])
        raise ValueError(f"`values` must be one or more of {offered}; got none.")
    part, field = name.split(".")
    if name in VALUE_WORDS or not all(isinstance(value, int | float) for value in values):
        return choices(FIELD_WORDS[name], part, field, {value_words(name, one): one for one in values})
    return numbers(FIELD_WORDS[name], part, field, values)


def own_grid(rows: Axis, columns: Axis, base: ExperimentConfig = BASE) -> Experiment:
    """A grid of a person's own, over two fields of the config.

    Raises:
        ValueError: both axes vary the same field, or a value is out of range.
    """
    if rows.title == columns.title:
        raise ValueError(f"`columns` must vary another field than `rows`; got {columns.title} twice.")
    made = Experiment(
        name="own",
        title=N_("9 · Your own grid"),
        question=N_("What happens when these two settings vary together?"),
        expectation=N_("Write yours down before you press Run."),
        look_at=N_("Every cell against the first of its row."),
        base=base,
        rows=rows,
        columns=columns,
    )
    made.cells()
    return made
