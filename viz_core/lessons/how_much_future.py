"""What the lesson 'How much future' says: which look-ahead is enough, and which network to train.

In: the name of a task, what is reached on it. Out: a look-ahead, a config.
"""

from viz_core.checks import check_one_of
from viz_core.config import ExperimentConfig
from viz_core.pretrained import load
from viz_core.pretrained.lookahead import NAMES, NETWORKS, Reach, task_of
from viz_core.pretrained.presets import PRESETS

# A ceiling this near to that of the whole future counts as enough.
NEAR = 0.01


def enough(told: Reach) -> int:
    """The least look-ahead whose ceiling is within `NEAR` of that of the whole future, in steps."""
    least = told.ceilings[-1] - NEAR
    return next(k for k, best in zip(told.steps, told.ceilings, strict=True) if best >= least)


def network_to_train(name: str) -> ExperimentConfig:
    """The network of the picture, or a ready one of a task that has none there.

    Raises:
        ValueError: not a task.
    """
    check_one_of("task", name, NAMES)
    if name in NETWORKS:
        return load(NETWORKS[name]).config
    return next(one.config for one in PRESETS.values() if one.config.task == task_of(name))
