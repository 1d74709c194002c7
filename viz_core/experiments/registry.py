"""The ready experiments of the lab.

Out: `EXPERIMENTS`, name -> `Experiment`.
"""

from dataclasses import replace
from typing import Any

from viz_core.config import (
    CELL_NAMES,
    ExperimentConfig,
    ModelConfig,
    TrainingConfig,
)
from viz_core.data import DATA_SETS
from viz_core.data.recipes import recipe
from viz_core.experiments.grid import (
    Axis,
    Change,
    Experiment,
    Option,
    both,
    choices,
    numbers,
    setting,
    with_parameters_of,
)
from viz_core.tasks import TASKS


def _usual(name: str) -> Change:
    """The network and the schedule that the rooms give a data set; one or two directions are chosen after."""
    return lambda config: recipe(name)


# Small enough that a grid with ten seeds takes minutes on a laptop.
BASE = ExperimentConfig(
    model=ModelConfig(units=16),
    training=TrainingConfig(sequences=32_000, batch_size=32, learning_rate=0.005),
)
EVERY_TASK = Axis(
    title="task",
    options=tuple(
        Option(title=task.title, change=setting("task", name=name, timesteps=None))
        for name, task in TASKS.items()
    ),
)
# The sets that need no files, each with the network and the schedule of its room.
REAL_SETS = ("mini_reviews", "mini_sentences", "digits_5000")
EVERY_SET = Axis(
    title="data set",
    options=tuple(Option(title=DATA_SETS[name].title, change=_usual(name)) for name in REAL_SETS),
)
LAYERS = (1, 2, 3, 4)
MERGES = ("concat", "sum", "mul", "ave", "none")


def _model(title: str, **values: Any) -> Option:
    return Option(title=title, change=setting("model", **values))


def _equal(title: str, like: dict[str, Any], **values: Any) -> Option:
    """Some settings of the model, at as many parameters as with the settings `like`."""
    change = both(setting("model", **values), with_parameters_of(**like))
    return Option(title=f"{title}, equal parameters", change=change)


def _lesson_sizes() -> Axis:
    """How much is shown, in portions of which size."""
    options = [
        Option(
            title=f"{sequences // 1000}k, batch {batch}",
            change=setting("training", sequences=sequences, batch_size=batch),
        )
        for sequences in (4_000, 16_000, 64_000)
        for batch in (8, 32)
    ]
    return Axis(title="sequences and batch size", options=tuple(options))


DIRECTION_COLUMNS = Axis(
    title="direction",
    options=(
        _model("forward", direction="forward"),
        _equal("forward", {"direction": "bidirectional"}, direction="forward"),
        _model("backward", direction="backward"),
        _model("bidirectional", direction="bidirectional"),
    ),
)

READY = (
    Experiment(
        name="directions",
        title="1 · Does reading both ways help?",
        question="Is a bidirectional network better than a forward or a backward one?",
        expectation="Only where past and future each hold a part of the answer: on balance, XOR of "
        "neighbours, brackets and the casino. Where one reader can know everything, both are no better. "
        "A forward reader with as many parameters does not catch up: no size replaces what was not read.",
        look_at="Each column beside the best possible (hover over a cell), then “forward” beside “forward, "
        "equal parameters”.",
        base=BASE,
        rows=EVERY_TASK,
        columns=DIRECTION_COLUMNS,
        reference="bidirectional",
        every_task=True,
    ),
    Experiment(
        name="merges",
        title="2a · Which merge is best?",
        question="Does it matter how the two readers become one?",
        expectation="Seldom. With one layer and no hidden layer, concat, sum and ave leave the logit a "
        "sum of what each reader says, so on XOR of neighbours only mul escapes. With none each reader "
        "answers for itself and is as blind as alone.",
        look_at="The row of XOR of neighbours; then the column of none, against the directions alone.",
        base=BASE,
        rows=EVERY_TASK,
        columns=choices("merge mode", "model", "merge_mode", MERGES),
        every_task=True,
    ),
    Experiment(
        name="merges_stacked",
        title="2b · Which merge is best, at equal parameters?",
        question="In two layers, concat hands on twice as wide a sequence: is it the merge or the size?",
        expectation="At as many parameters as concat the other merges have more units, and do as well. "
        "A second layer also frees concat, sum and ave from the additive logit.",
        look_at="The verdict: a difference counts only if its own interval leaves zero out.",
        base=replace(BASE, model=ModelConfig(units=16, layers=2)),
        rows=EVERY_TASK,
        columns=Axis(
            title="merge mode",
            options=(
                _model("concat", merge_mode="concat"),
                *(_equal(mode, {"merge_mode": "concat"}, merge_mode=mode) for mode in MERGES[1:]),
            ),
        ),
        every_task=True,
    ),
    Experiment(
        name="cells",
        title="3 · Which cell, as sequences grow?",
        question="When does a SimpleRNN lose the thread, and do LSTM and GRU keep it?",
        expectation="On short sequences all three do well. The SimpleRNN's gradients fade with the "
        "length, so it should fall behind first.",
        look_at="Where the first line leaves the ceiling.",
        base=BASE,
        rows=numbers("timesteps", "task", "timesteps", (5, 10, 20, 40, 80)),
        columns=choices("cell", "model", "cell", CELL_NAMES),
        reference="LSTM",
    ),
    Experiment(
        name="sizes",
        title="4 · How many units for how long a sequence?",
        question="Does a longer sequence need a larger network?",
        expectation="Accuracy rises with the units and then stays; longer sequences need more training "
        "rather than many more units, because the state to be carried is the same.",
        look_at="Along each row, the first cell that is no worse than the last.",
        base=BASE,
        rows=numbers("timesteps", "task", "timesteps", (5, 10, 20, 40)),
        columns=numbers("units", "model", "units", (1, 2, 4, 8, 16, 32)),
        reference="32",
    ),
    Experiment(
        name="smallest",
        title="5 · The smallest and the fastest that gets there",
        question="How few units, sequences and updates are enough to reach the ceiling?",
        expectation="A handful of units is enough; more units learn in fewer updates, so the smallest "
        "network is not the fastest.",
        look_at="The points on the line: nothing else is both smaller (or faster) and more accurate.",
        base=BASE,
        rows=numbers("units", "model", "units", (2, 4, 8, 16, 32)),
        columns=_lesson_sizes(),
        reference="64k, batch 8",
        front=True,
    ),
    Experiment(
        name="real_sequences",
        title="6 · LSTM or bidirectional LSTM on reviews, sentences and digits?",
        question="Is a second reader worth its parameters on sequences that mean something?",
        expectation="For tags yes: what a word is can depend on what comes after it, and a forward reader "
        "must guess. For one verdict at the end a single reader has seen everything too, so there the "
        "second one should matter less.",
        look_at="In each row “bidirectional” against “forward, equal parameters”.",
        base=BASE,
        rows=EVERY_SET,
        columns=DIRECTION_COLUMNS,
        reference="bidirectional",
        every_task=True,
    ),
    Experiment(
        name="stacking",
        title="7 · Do more layers help?",
        question="One to four layers: does depth help beyond the parameters it adds?",
        expectation="On tasks this small one layer is enough where the merge allows it; more layers "
        "train more slowly.",
        look_at="The same number of layers at equal units and at equal parameters.",
        base=BASE,
        rows=choices("direction", "model", "direction", ("forward", "bidirectional")),
        columns=Axis(
            title="layers",
            options=(
                *(_model(str(layers), layers=layers) for layers in LAYERS),
                *(_equal(str(layers), {"layers": 1}, layers=layers) for layers in LAYERS[1:]),
            ),
        ),
    ),
    Experiment(
        name="sharing",
        title="8 · May both readers share their parameters?",
        question="Is one set of parameters, used in both directions, as good as two?",
        expectation="Where past and future play the same part (balance, XOR of neighbours, casino) "
        "nothing is lost; where they differ, one set has to serve two purposes.",
        look_at="At equal units, shared has half the parameters; the fair match is at equal ones.",
        base=BASE,
        rows=EVERY_TASK,
        columns=Axis(
            title="parameters",
            options=(
                _model("separate", shared_weights=False),
                _model("shared", shared_weights=True),
                _equal("shared", {"shared_weights": False}, shared_weights=True),
            ),
        ),
        every_task=True,
    ),
)

EXPERIMENTS: dict[str, Experiment] = {experiment.name: experiment for experiment in READY}
