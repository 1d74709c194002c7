"""What an experiment costs, computed from its config before anything runs, and the most that one may cost.

In: an `ExperimentConfig`. Out: its `Cost`; an `Excess` where it is too much, with the setting to lower.

Three measures, each with one limit for everybody: parameters (the web process keeps copies of every run's
weights, and draws them), memory of the training process, and work. The estimate of memory counts the arrays
of `viz_core.training.reader`, `.parameters` and `.engine`; work counts multiplications, and for each update
as many as fit into the time that an update takes however small it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from viz_core.config import ExperimentConfig, GuestConfig, ModelConfig
from viz_core.data import DATA_SETS, MissingFile, widths
from viz_core.network.weights import GATES, WeightSpec, head_names, weight_specs

# 16 MiB of weights: an LSTM of 512 units that reads both ways has 2.1 million parameters on a task.
MOST_PARAMETERS = 4_000_000
MOST_BYTES = 2**30
# Between one and three hours of one core at 1 to 2·10^10 multiplications a second.
MOST_WORK = 10**14
UPDATE_WORK = 10**6
# The same for Keras's `fit`: 2 ms and 0.4 ms more for every step, measured with an LSTM that reads both ways.
KERAS_UPDATE_WORK, KERAS_STEP_WORK = 2 * 10**7, 4 * 10**6
# Forward, the gradient of the states, the gradient of the weights.
PASSES = 3
# What the web process may multiply to read one sequence: about a tenth of a second of one core. Drawing the
# first weights of 4 million parameters takes it another third of a second.
MOST_LOOK_WORK = 500_000_000
# Configs whose cost is remembered: one refresh of a page asks several times.
KEPT = 1024

LIMITS = {"parameters": MOST_PARAMETERS, "memory": MOST_BYTES, "work": MOST_WORK}
FLOAT = 4
# Of the parameters: values, two gradients, two slots of the optimizer, some laid out for products, two sent.
COPIES = 11


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a run takes.

    Attributes:
        parameters: how many numbers training can change.
        memory: bytes that the training process needs for it.
        work: multiplications of the whole run.
    """

    parameters: int
    memory: int
    work: int

    @property
    def over(self) -> str:
        """The first measure that is beyond its limit; empty if none is."""
        return next((name for name, most in LIMITS.items() if getattr(self, name) > most), "")


@dataclass(frozen=True, kw_only=True)
class Excess:
    """Why an experiment costs too much.

    Attributes:
        part: of the config that holds the setting: 'task', 'model' or 'training'.
        field: the setting to lower, for example 'units'.
        given: its value.
        most: the largest value that would do, all else as it is; None if no value does.
        cost: of the whole experiment.
    """

    part: str
    field: str
    given: int
    most: int | None
    cost: Cost

    def sentence(self, _: Callable[[str], str] = str) -> str:
        """What was expected and what came, in the language of `_`."""
        least = _("`{field}` must be smaller, and other settings too: {limit}; got {given:,}, {cost}.")
        usual = _(
            "`{field}` must be at most {most:,} beside the other settings: {limit}; got {given:,}, {cost}."
        )
        limit, cost = _over(self.cost, _)
        values = {"field": self.field, "given": self.given, "most": self.most, "limit": limit, "cost": cost}
        return (least if self.most is None else usual).format(**values)


class TooExpensive(ValueError):
    """An experiment beyond a limit; the message is one sentence for the page."""

    def __init__(self, excess: Excess) -> None:
        super().__init__(excess.sentence())
        self.excess = excess


# The settings that cost something, and what each usually is.
COSTLY = {
    ("task", "timesteps"): 20,
    ("model", "units"): 50,
    ("model", "layers"): 1,
    ("model", "head_units"): 50,
    ("training", "batch_size"): 32,
    ("training", "sequences"): 50_000,
    ("training", "epochs"): 5,
}
LEAST = {"timesteps": 2, "head_units": 0}


@lru_cache(KEPT)
def cost(config: ExperimentConfig) -> Cost:
    """What a run of this config takes, in parameters, bytes and multiplications."""
    features, outputs = _widths(config)
    if isinstance(config, GuestConfig):
        return _guest_cost(config, features)
    specs = weight_specs(config.model, features=features, outputs=outputs)
    parameters = sum(spec.size for spec in specs)
    return Cost(
        parameters=parameters,
        memory=_memory(config, features, outputs, parameters),
        work=_work(config, parameters, _products(specs) * config.task.length),
    )


def _guest_cost(config: GuestConfig, features: int) -> Cost:
    """What it takes to train a network that somebody brought."""
    batch = min(config.training.batch_size, config.training.sequences) * config.numbers
    return Cost(
        parameters=config.parameters,
        memory=_data(config, features) + FLOAT * (COPIES * config.parameters + batch),
        work=_work(config, config.parameters, config.multiplications),
    )


def excess(config: ExperimentConfig) -> Excess | None:
    """Why this config costs too much, with the one setting that is best lowered; None if it does not."""
    if not (over := cost(config).over):
        return None
    helpful = [one for one in COSTLY if _least(config, one, over) < getattr(cost(config), over)]
    settings = sorted(helpful, key=lambda one: _value(config, one) / COSTLY[one], reverse=True)
    for setting in settings:
        if (most := _largest(config, setting)) is not None:
            return _excess(config, setting, most)
    return _excess(config, settings[0], None)


def check_affordable(config: ExperimentConfig) -> None:
    """Refuse what costs too much.

    Raises:
        TooExpensive: a measure is beyond its limit.
    """
    if (found := excess(config)) is not None:
        raise TooExpensive(found)


@lru_cache(KEPT)
def can_be_shown(config: ExperimentConfig) -> bool:
    """Whether the web process may draw this network's weights and read one sequence with it."""
    features, outputs = _widths(config)
    specs = weight_specs(config.model, features=features, outputs=outputs)
    work = _products(specs) * config.task.length
    return sum(spec.size for spec in specs) <= MOST_PARAMETERS and work <= MOST_LOOK_WORK


def trace_bytes(config: ExperimentConfig) -> int:
    """Memory that the trace of one sequence takes in NumPy's float64, in bytes."""
    model = config.model
    each = (len(GATES[model.cell]) + 4) * model.units * len(model.readers) + model.width
    return 2 * FLOAT * config.task.length * (each * model.depth + model.head_units)


def _widths(config: ExperimentConfig) -> tuple[int, int]:
    """Width of the input and of the output; the widest there may be while a file of one's own is missing."""
    try:
        return widths(config.task)
    except MissingFile:
        data_set = DATA_SETS[config.task.name]
        return data_set.features, data_set.outputs


def _products(specs: list[WeightSpec]) -> int:
    """Multiplications of one step: one for each weight but those of an embedding, which are looked up."""
    return sum(spec.size for spec in specs if spec.name != "embedding")


def _work(config: ExperimentConfig, parameters: int, products: int) -> int:
    """Of the whole run, of a network that makes so many multiplications for one sequence."""
    training, update = config.training, UPDATE_WORK
    if training.trainer == "keras":
        update = KERAS_UPDATE_WORK + KERAS_STEP_WORK * config.task.length
    # The optimizer touches every parameter in every update.
    learned = PASSES * products * training.sequences * training.epochs
    return learned + training.steps * (update + parameters)


def _memory(config: ExperimentConfig, features: int, outputs: int, parameters: int) -> int:
    """Bytes of the data, of the parameters in all their copies, and of what a batch leaves behind."""
    training, steps = config.training, config.task.length
    # The last batch of an epoch, where it is smaller, has arrays of its own.
    sizes = min(training.batch_size, training.sequences) + training.sequences % training.batch_size
    batch = sizes * steps * FLOAT * _numbers_of_a_step(config.model, features, outputs)
    data = _data(config, 1 if config.model.embedding else features)
    return data + COPIES * parameters * FLOAT + batch


def _data(config: ExperimentConfig, width: int) -> int:
    """Bytes of inputs as they are drawn (in float64 for a task) and as they are kept, and of targets."""
    each = 2 * width + 1 if config.task.name in DATA_SETS else 4 * width + 2
    return config.training.sequences * config.task.length * FLOAT * each


def _numbers_of_a_step(model: ModelConfig, features: int, outputs: int) -> int:
    """How many numbers a batch keeps for each step of each sequence."""
    numbers, inputs = 0, model.embedding or features
    columns = {"SimpleRNN": 1, "LSTM": 4, "GRU": 4}[model.cell]
    for _layer in range(model.depth):
        joined = model.units + inputs + 2
        reader = 2 * joined + (columns + 3) * model.units + (2 * inputs if model.dropout else 0)
        numbers, inputs = numbers + reader * len(model.readers) + 2 * model.width, model.width
    return numbers + len(head_names(model)) * (3 * model.head_units + 4 * outputs + 2 * model.width)


def _value(config: ExperimentConfig, setting: tuple[str, str]) -> int:
    part, field = setting
    return int(getattr(getattr(config, part), field))


def _with(config: ExperimentConfig, setting: tuple[str, str], value: int) -> ExperimentConfig:
    part, field = setting
    changed: dict[str, Any] = {part: replace(getattr(config, part), **{field: value})}
    return replace(config, **changed)


def _least(config: ExperimentConfig, setting: tuple[str, str], measure: str) -> int:
    """What a measure would be with the smallest value of one setting."""
    return int(getattr(cost(_with(config, setting, LEAST.get(setting[1], 1))), measure))


def _largest(config: ExperimentConfig, setting: tuple[str, str]) -> int | None:
    """The largest value of one setting that would do, all else as it is; None if there is none."""
    low, high = LEAST.get(setting[1], 1), _value(config, setting)
    if cost(_with(config, setting, low)).over:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if cost(_with(config, setting, middle)).over:
            high = middle
        else:
            low = middle
    return low


def _excess(config: ExperimentConfig, setting: tuple[str, str], most: int | None) -> Excess:
    part, field = setting
    return Excess(part=part, field=field, given=_value(config, setting), most=most, cost=cost(config))


def _over(found: Cost, _: Callable[[str], str]) -> tuple[str, str]:
    """The limit that is exceeded, and by what, in words."""
    if found.over == "parameters":
        limit = _("a network may have {most:,} parameters").format(most=MOST_PARAMETERS)
        return limit, _("which makes {count:,} parameters").format(count=found.parameters)
    if found.over == "memory":
        limit = _("a run may take {most:.0f} GiB of memory").format(most=MOST_BYTES / 2**30)
        return limit, _("which takes {size:,.1f} GiB").format(size=found.memory / 2**30)
    limit = _("a run may take {most:,.0f} billion multiplications, some hours").format(most=MOST_WORK / 1e9)
    return limit, _("which takes {count:,.0f} billion").format(count=found.work / 1e9)
