"""What the lesson 'How much future' says: which look-ahead is enough, and which network to train.

In: the name of a task or a data set, what is reached on it. Out: a look-ahead, a config.
"""

from viz_core.checks import check_one_of
from viz_core.config import ExperimentConfig
from viz_core.pretrained import load
from viz_core.pretrained.lookahead import NAMES, NETWORKS, task_of
from viz_core.pretrained.presets import PRESETS
from viz_core.pretrained.reach import Reach

# A ceiling this near to that of the whole future counts as enough.
NEAR = 0.01


def enough(found: Reach) -> int:
    """The least look-ahead that is within `NEAR` of the whole future, in steps.

    By the exact ceilings; where nobody knows them, by the networks that were trained for each.
    """
    reached = found.ceilings or found.retrained
    return next(k for k, best in zip(found.steps, reached, strict=True) if best >= reached[-1] - NEAR)


def network_to_train(name: str) -> ExperimentConfig:
    """The network of the picture, or a ready one of a task that has none there.

    Raises:
        ValueError: not a task.
    """
    check_one_of("task", name, NAMES)
    if name in NETWORKS:
        return load(NETWORKS[name]).config
    return next(one.config for one in PRESETS.values() if one.config.task == task_of(name))
