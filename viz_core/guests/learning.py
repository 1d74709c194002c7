"""What a guest may go on to learn, and what that costs.

In: a guest, a task or a table. Out: a `GuestConfig`, which `viz_core.training.keras_guest` trains.
"""

import math

import numpy as np

from viz_core.config import GuestConfig, TaskConfig, TrainingConfig
from viz_core.data import own_data, widths
from viz_core.guests.feeding import answers_once, tasks_of, vocabulary_size
from viz_core.guests.guest import Guest, last_activation
from viz_core.guests.placing import multiplications
from viz_core.words import N_

# Of each number that a layer gives `fit` keeps gates, states and gradients as well, about so many in all.
KEPT = 12


def tasks_to_learn(guest: Guest) -> tuple[str, ...]:
    """The tasks that it may go on to learn."""
    return tasks_of(guest) if _gives_probabilities(guest) else ()


def check_may_learn(guest: Guest) -> None:
    """Refuse a network whose answers are no probabilities.

    Raises:
        ValueError: there are several answers, or their layer ends in something else.
    """
    if not _gives_probabilities(guest):
        raise ValueError(
            "`network` must have one output that ends in a softmax, or in a sigmoid of one number, to be "
            "trained here; got another."
        )


def _gives_probabilities(guest: Guest) -> bool:
    if len(guest.output_shapes) != 1 or len(guest.input_shapes) != 1:
        return False
    width, activation = guest.output_shapes[0][-1], last_activation(guest)
    return activation == ("sigmoid" if width == 1 else "softmax")


def task_to_learn(guest: Guest, name: str) -> TaskConfig:
    """A task with sequences as long as the network reads."""
    return TaskConfig(name=name, timesteps=guest.input_shapes[0][1])


def table_to_learn(guest: Guest, table: TaskConfig) -> TaskConfig:
    """A kept table with sequences as long as the network reads.

    Raises:
        ValueError: its columns, its words, its lengths or its labels do not fit the network.
    """
    check_may_learn(guest)
    own, (features, outputs) = own_data(table.source), widths(table)
    shape, answers = guest.input_shapes[0], guest.output_shapes[0]
    if bool(own.features) != (len(shape) == 3):
        raise ValueError(
            "`table` must have numbers for a network that reads numbers, and texts for one that reads "
            "tokens; got the other."
        )
    wide = (shape[2] if own.features else vocabulary_size(guest)) or 1
    if features > wide or (own.features and features != wide):
        what = N_("columns of numbers") if own.features else N_("words at most")
        raise ValueError(f"`table` must have {wide:,} {what}; got {features:,}.")
    if outputs != answers[-1]:
        wanted = 2 if answers[-1] == 1 else answers[-1]
        raise ValueError(f"`table` must have {wanted:,} labels; got {len(own.classes):,}.")
    if own.per_step == answers_once(guest):
        each = N_("for each sequence") if answers_once(guest) else N_("for each step")
        raise ValueError(f"`table` must have a label {each}; got other ones.")
    steps = shape[1] or table.length
    if own.features and table.length > steps:
        raise ValueError(f"`table` must have sequences of at most {steps:,} steps; got {table.length:,}.")
    return TaskConfig(name=table.name, source=table.source, timesteps=steps)


def guest_config(guest: Guest, network: str, task: TaskConfig, training: TrainingConfig) -> GuestConfig:
    """What is to be trained.

    Args:
        guest: the network.
        network: under which name or digits it is kept.
        task: as `task_to_learn` or `table_to_learn` give it.
        training: how; `trainer` is 'keras'.

    Raises:
        ValueError: the network has too many parameters to be trained here.
    """
    given = (math.prod(size or task.length for size in row.shape[1:]) for row in guest.layers)
    return GuestConfig(
        task=task,
        training=training,
        network=network,
        parameters=max(sum(row.parameters for row in guest.layers), 1),
        multiplications=multiplications(guest, [np.empty((1, task.length))]),
        numbers=KEPT * sum(given),
    )
