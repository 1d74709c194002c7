"""Real sequences: `DATA_SETS[name]` gives labelled reviews and digits, and says where they come from.

In: a name; for the full sets files of a local folder or of Keras's cache. Out: `Parts` to train, validate and
test on. Used by: the training engine, the rooms of the group "Real sequences", the cards of trained networks.
`mini_reviews` and `digits_5000` work on any machine; `reviews` and `digits` need their files.
A new set is one class in its own file, one line here and one in `viz_core.config.DATA_SET_TIMESTEPS`.
"""

from viz_core.data.data_set import DataSet, Labelled, MissingFile, Parts
from viz_core.data.digits import Digits, ShippedDigits
from viz_core.data.mini_reviews import MiniReviews
from viz_core.data.reviews import Reviews
from viz_core.tasks import TASKS, Task

__all__ = ["DATA_SETS", "DataSet", "Labelled", "MissingFile", "Parts", "problem"]

DATA_SETS: dict[str, DataSet] = {
    one.name: one for one in (MiniReviews(), Reviews(), ShippedDigits(), Digits())
}


def problem(name: str) -> Task | DataSet:
    """The task or data set of that name: both know `title`, `features`, `classes` and `outputs`."""
    return TASKS[name] if name in TASKS else DATA_SETS[name]
