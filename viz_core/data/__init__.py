"""Real sequences: `DATA_SETS[name]` gives labelled reviews, sentences and digits, and their origin.

In: a name; for the full sets files of a local folder or of Keras's cache. Out: `Parts` to train, validate and
test on.
`mini_reviews`, `mini_sentences` and `digits_5000` work on any machine; the others need their files.
For training, guests, pretrained networks, scripts and pages.
A new set is one class in its own file, one line here and one in `viz_core.config.DATA_SET_TIMESTEPS`.
"""

from viz_core.checks import check_one_of
from viz_core.config import TaskConfig
from viz_core.data.data_set import DataSet, Labelled, MissingFile, Parts
from viz_core.data.dates import Dates
from viz_core.data.digits import Digits, ShippedDigits
from viz_core.data.mini_reviews import MiniReviews
from viz_core.data.mini_sentences import MiniSentences
from viz_core.data.number_words import Numbers
from viz_core.data.own_sets import OwnNumbers, OwnTexts, keep_table, own_data, own_vocabulary
from viz_core.data.own_tags import OwnTags
from viz_core.data.reviews import Reviews
from viz_core.data.sentences import TagSet
from viz_core.data.tagged_file import read_tagged
from viz_core.data.translation import TranslationSet
from viz_core.data.treebank import Treebank
from viz_core.tasks import TASKS, Task

__all__ = [
    "DATA_SETS",
    "DataSet",
    "Labelled",
    "MissingFile",
    "Parts",
    "TagSet",
    "keep_table",
    "own_data",
    "own_vocabulary",
    "read_tagged",
    "tag_set",
    "task_or_data_set",
    "translation_set",
    "widths",
]

DATA_SETS: dict[str, DataSet] = {
    one.name: one
    for one in (
        MiniReviews(),
        Reviews(),
        ShippedDigits(),
        Digits(),
        MiniSentences(),
        Treebank(),
        OwnTags(),
        Dates(),
        Numbers(),
        OwnNumbers(),
        OwnTexts(),
    )
}


def tag_set(name: str) -> TagSet:
    """The data set of that name, whose words have tags.

    Raises:
        ValueError: there is none.
    """
    sets = {key: one for key, one in DATA_SETS.items() if isinstance(one, TagSet)}
    check_one_of("data set", name, sets)
    return sets[name]


def translation_set(name: str) -> TranslationSet:
    """The data set of that name, whose questions have written answers.

    Raises:
        ValueError: there is none.
    """
    sets = {key: one for key, one in DATA_SETS.items() if isinstance(one, TranslationSet)}
    check_one_of("data set", name, sets)
    return sets[name]


def task_or_data_set(name: str) -> Task | DataSet:
    """The task or data set of that name: both know `title`, `features`, `classes` and `outputs`."""
    return TASKS[name] if name in TASKS else DATA_SETS[name]


def widths(config: TaskConfig) -> tuple[int, int]:
    """Width of a network's input (or size of its vocabulary), and of its output.

    Raises:
        MissingFile: they depend on a file that is not on this machine.
    """
    one = task_or_data_set(config.name)
    return one.widths(config) if isinstance(one, DataSet) else (one.features, one.outputs)
