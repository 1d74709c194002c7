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
from viz_core.words import N_


def _usual(name: str) -> Change:
    """The network and the schedule that the pages give a data set; one or two directions are chosen after."""
    return lambda config: recipe(name)


# Small enough that a grid with ten seeds takes minutes on a laptop.
BASE = ExperimentConfig(
    model=ModelConfig(units=16),
    training=TrainingConfig(sequences=32_000, batch_size=32, learning_rate=0.005),
)
EVERY_TASK = Axis(
    title=N_("task"),
    options=tuple(
        Option(title=task.title, change=setting("task", name=name, timesteps=None))
        for name, task in TASKS.items()
    ),
)
# The sets that need no files, each with the network and the schedule of its page.
REAL_SETS = ("mini_reviews", "mini_sentences", "digits_5000")
EVERY_SET = Axis(
    title=N_("data set"),
    options=tuple(Option(title=DATA_SETS[name].title, change=_usual(name)) for name in REAL_SETS),
)
LAYERS = (1, 2, 3, 4)
MERGES = ("concat", "sum", "mul", "ave", "none")


def _model(title: str, **values: Any) -> Option:
    return Option(title=title, change=setting("model", **values))


def _equal(title: str, like: dict[str, Any], **values: Any) -> Option:
    """Some settings of the model, at as many parameters as with the settings `like`."""
    change = both(setting("model", **values), with_parameters_of(**like))
    return Option(title=N_(f"{title}, equal parameters"), change=change)


def _lesson_sizes() -> Axis:
    """How much is shown, in portions of which size."""
    options = [
        Option(
            title=N_(f"{sequences // 1000}k, batch {batch}"),
            change=setting("training", sequences=sequences, batch_size=batch),
        )
        for sequences in (4_000, 16_000, 64_000)
        for batch in (8, 32)
    ]
    return Axis(title=N_("sequences and batch size"), options=tuple(options))


DIRECTION_COLUMNS = Axis(
    title=N_("direction"),
    options=(
        _model(N_("forward"), direction="forward"),
        _equal(N_("forward"), {"direction": "bidirectional"}, direction="forward"),
        _model(N_("backward"), direction="backward"),
        _model(N_("bidirectional"), direction="bidirectional"),
    ),
)

READY = (
    Experiment(
        name="directions",
        title=N_("1 · Does reading both ways help?"),
        question=N_("Is a bidirectional network better than a forward or a backward one?"),
        expectation=N_(
            "Only where past and future each hold a part of the answer: on balance, XOR of "
            "neighbours, brackets, the casino and the two-sided flip-flop. Where one reader can know "
            "everything, both are no better. A forward reader with as many parameters does not catch up: no "
            "size replaces what was not read."
        ),
        look_at=N_(
            "Each column beside the best possible (hover over a cell), then “forward” beside “forward, "
            "equal parameters”."
        ),
        base=BASE,
        rows=EVERY_TASK,
        columns=DIRECTION_COLUMNS,
        reference="bidirectional",
        every_task=True,
    ),
    Experiment(
        name="merges",
        title=N_("2a · Which merge is best?"),
        question=N_("Does it matter how the two readers become one?"),
        expectation=N_(
            "Seldom. With one layer and no hidden layer, concat, sum and ave leave the logit a "
            "sum of what each reader says, so on XOR of neighbours only mul escapes. With none each reader "
            "answers for itself and is as blind as alone."
        ),
        look_at=N_("The row of XOR of neighbours; then the column of none, against the directions alone."),
        base=BASE,
        rows=EVERY_TASK,
        columns=choices(N_("merge mode"), "model", "merge_mode", MERGES),
        every_task=True,
    ),
    Experiment(
        name="merges_stacked",
        title=N_("2b · Which merge is best, at equal parameters?"),
        question=N_("In two layers, concat hands on twice as wide a sequence: is it the merge or the size?"),
        expectation=N_(
            "At as many parameters as concat the other merges have more units, and do as well. "
            "A second layer also frees concat, sum and ave from the additive logit."
        ),
        look_at=N_("The verdict: a difference counts only if its own interval leaves zero out."),
        base=replace(BASE, model=ModelConfig(units=16, layers=2)),
        rows=EVERY_TASK,
        columns=Axis(
            title=N_("merge mode"),
            options=(
                _model(N_("concat"), merge_mode="concat"),
                *(_equal(mode, {"merge_mode": "concat"}, merge_mode=mode) for mode in MERGES[1:]),
            ),
        ),
        every_task=True,
    ),
    Experiment(
        name="cells",
        title=N_("3 · Which cell, as sequences grow?"),
        question=N_("When does a SimpleRNN lose the thread, and do LSTM and GRU keep it?"),
        expectation=N_(
            "On short sequences all three do well. The SimpleRNN's gradients fade with the "
            "length, so it should fall behind first."
        ),
        look_at=N_("Where the first line leaves the ceiling."),
        base=BASE,
        rows=numbers(N_("timesteps"), "task", "timesteps", (5, 10, 20, 40, 80)),
        columns=choices(N_("cell"), "model", "cell", CELL_NAMES),
        reference="LSTM",
    ),
    Experiment(
        name="sizes",
        title=N_("4 · How many units for how long a sequence?"),
        question=N_("Does a longer sequence need a larger network?"),
        expectation=N_(
            "Accuracy rises with the units and then stays; longer sequences need more training "
            "rather than many more units, because the state to be carried is the same."
        ),
        look_at=N_("Along each row, the first cell that is no worse than the last."),
        base=BASE,
        rows=numbers(N_("timesteps"), "task", "timesteps", (5, 10, 20, 40)),
        columns=numbers(N_("units"), "model", "units", (1, 2, 4, 8, 16, 32)),
        reference="32",
    ),
    Experiment(
        name="smallest",
        title=N_("5 · The smallest and the fastest that gets there"),
        question=N_("How few units, sequences and updates are enough to reach the ceiling?"),
        expectation=N_(
            "A handful of units is enough; more units learn in fewer updates, so the smallest "
            "network is not the fastest."
        ),
        look_at=N_("The points on the line: nothing else is both smaller (or faster) and more accurate."),
        base=BASE,
        rows=numbers(N_("units"), "model", "units", (2, 4, 8, 16, 32)),
        columns=_lesson_sizes(),
        reference="64k, batch 8",
        pareto=True,
    ),
    Experiment(
        name="real_sequences",
        title=N_("6 · LSTM or bidirectional LSTM on reviews, sentences and digits?"),
        question=N_("Is a second reader worth its parameters on sequences that mean something?"),
        expectation=N_(
            "For tags yes: what a word is can depend on what comes after it, and a forward reader "
            "must guess. For one verdict at the end a single reader has seen everything too, so there the "
            "second one should matter less."
        ),
        look_at=N_("In each row “bidirectional” against “forward, equal parameters”."),
        base=BASE,
        rows=EVERY_SET,
        columns=DIRECTION_COLUMNS,
        reference="bidirectional",
        every_task=True,
    ),
    Experiment(
        name="stacking",
        title=N_("7 · Do more layers help?"),
        question=N_("One to four layers: does depth help beyond the parameters it adds?"),
        expectation=N_(
            "On tasks this small one layer is enough where the merge allows it; more layers "
            "train more slowly."
        ),
        look_at=N_("The same number of layers at equal units and at equal parameters."),
        base=BASE,
        rows=choices(N_("direction"), "model", "direction", ("forward", "bidirectional")),
        columns=Axis(
            title=N_("layers"),
            options=(
                *(_model(str(layers), layers=layers) for layers in LAYERS),
                *(_equal(str(layers), {"layers": 1}, layers=layers) for layers in LAYERS[1:]),
            ),
        ),
    ),
    Experiment(
        name="sharing",
        title=N_("8 · May both readers share their parameters?"),
        question=N_("Is one set of parameters, used in both directions, as good as two?"),
        expectation=N_(
            "Where past and future play the same part (balance, XOR of neighbours, casino) "
            "nothing is lost; where they differ, one set has to serve two purposes."
        ),
        look_at=N_("At equal units, shared has half the parameters; the fair match is at equal ones."),
        base=BASE,
        rows=EVERY_TASK,
        columns=Axis(
            title=N_("parameters"),
            options=(
                _model(N_("separate"), shared_weights=False),
                _model(N_("shared"), shared_weights=True),
                _equal(N_("shared"), {"shared_weights": False}, shared_weights=True),
            ),
        ),
        every_task=True,
    ),
)

EXPERIMENTS: dict[str, Experiment] = {experiment.name: experiment for experiment in READY}
