"""What an experiment is: task, model and training, as frozen values.

In: keyword arguments or a plain dict. Out: one `ExperimentConfig`, valid or not made at all.
"""

import re
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from viz_core.checks import check_flag, check_integer, check_keys, check_number, check_one_of

CELL_NAMES = ("SimpleRNN", "LSTM", "GRU")
DIRECTIONS = ("forward", "backward", "bidirectional")
# Those that make one array of two; with "none" each reader keeps an output of its own.
MERGE_NAMES = ("concat", "sum", "mul", "ave")
MERGE_MODES = (*MERGE_NAMES, "none")
# The heads that answer a task; the third is for data sets, and for those who build a config themselves.
HEADS = ("per_step", "final_state")
ENCODER_DECODER = "encoder_decoder"
OPTIMIZERS = ("adam", "rmsprop", "sgd")
# What makes the updates: the loops of `viz_core.training.engine`, or Keras's own `fit`.
TRAINERS = ("loops", "keras")

# Every task with the number of timesteps it has when none is asked for.
TASK_TIMESTEPS = {
    "cumulative_sum": 10,
    "mirror_sum": 10,
    "signed_walk": 10,
    "echo": 10,
    "xor_neighbours": 10,
    "balance": 10,
    "brackets": 10,
    "casino": 20,
    "flip_flop": 25,
    "flip_flop_2": 25,
    "flip_flop_3": 25,
    "flip_flop_both_sides": 25,
    "will_it_flip": 25,
}
# Every data set of `viz_core.data`, likewise.
DATA_SET_TIMESTEPS = {
    "mini_reviews": 18,
    "reviews": 500,
    "digits_5000": 28,
    "digits": 28,
    "mini_sentences": 8,
    "treebank": 40,
    "own_tags": 40,
    "dates": 20,
    "numbers": 9,
    "own_numbers": 50,
    "own_texts": 50,
}
LONGEST_TASK, LONGEST_DATA = 200, 500


@dataclass(frozen=True, kw_only=True)
class TaskConfig:
    """Which sequences, and how long.

    Attributes:
        name: a key of `viz_core.tasks.TASKS` or of `viz_core.data.DATA_SETS`.
        timesteps: length of every sequence, 2 to 200 (data sets: to 500); None takes the task's own (10,
            casino 20, flip-flops 25).
        delay: only for `echo`: lag from input to target, -8 to 8; negative is the future.
        source: only for sets of one's own: which file, by the 16 digits it was kept under.
    """

    name: str = "cumulative_sum"
    timesteps: int | None = None
    delay: int = 2
    source: str = ""

    def __post_init__(self) -> None:
        usual = TASK_TIMESTEPS | DATA_SET_TIMESTEPS
        check_one_of("task", self.name, usual)
        if self.timesteps is None:
            object.__setattr__(self, "timesteps", usual[self.name])
        longest = LONGEST_DATA if self.name in DATA_SET_TIMESTEPS else LONGEST_TASK
        check_integer("timesteps", self.timesteps, 2, longest)
        check_integer("delay", self.delay, -8, 8)
        if not re.fullmatch(r"([0-9a-f]{16})?", self.source):
            raise ValueError(f"`source` must be 16 digits from 0 to f, or empty; got {self.source[:20]!r}.")

    @property
    def length(self) -> int:
        """The number of timesteps, never None."""
        return self.timesteps or (TASK_TIMESTEPS | DATA_SET_TIMESTEPS)[self.name]


@dataclass(frozen=True, kw_only=True)
class ModelConfig:
    """Which network, in Keras's words.

    Attributes:
        cell: one of `CELL_NAMES`.
        units: width of each direction of each layer, 1 to 512.
        layers: stacked recurrent layers, 1 to 4.
        direction: one of `DIRECTIONS`; backward reads with `go_backwards`.
        merge_mode: how the two directions become one; 'none' keeps two stacks with an output each.
            Read only when `direction` is bidirectional.
        shared_weights: both directions use the same parameters. Read only when bidirectional.
        dropout: share of the inputs of each recurrent layer left out while training, 0 to 0.9: a
            `keras.layers.Dropout` in front of the layer, so each step draws anew and both directions miss the
            same inputs (with 'none' the two stacks draw apart above the first layer).
            None in front of a decoder.
        head: 'per_step' answers at each step, 'final_state' once, from the final states
            (forward at the last step, backward at the first). 'encoder_decoder' answers at each step what it
            has from the merged final states alone: one more recurrent layer of the same kind, the decoder,
            reads that one vector again at every step. Not with two stacks that are never merged.
        head_units: width of a hidden Dense layer (tanh) before the output; 0 for none.
        embedding: width of an Embedding layer for tasks whose inputs are tokens (token 0 is padding and is
            masked); 0 for tasks whose inputs are numbers.
    """

    cell: str = "LSTM"
    units: int = 50
    layers: int = 1
    direction: str = "bidirectional"
    merge_mode: str = "concat"
    shared_weights: bool = False
    dropout: float = 0.0
    head: str = "per_step"
    head_units: int = 0
    embedding: int = 0

    def __post_init__(self) -> None:
        if self.merge_mode is None:
            object.__setattr__(self, "merge_mode", "none")
        check_one_of("cell", self.cell, CELL_NAMES)
        check_integer("units", self.units, 1, 512)
        check_integer("layers", self.layers, 1, 4)
        check_one_of("direction", self.direction, DIRECTIONS)
        check_one_of("merge_mode", self.merge_mode, MERGE_MODES)
        check_flag("shared_weights", self.shared_weights)
        check_number("dropout", self.dropout, 0, 0.9)
        check_one_of("head", self.head, (*HEADS, ENCODER_DECODER))
        if self.decodes and self.bidirectional:
            check_one_of("merge_mode", self.merge_mode, MERGE_NAMES)
        check_integer("head_units", self.head_units, 0, 512)
        check_integer("embedding", self.embedding, 0, 512)

    @property
    def bidirectional(self) -> bool:
        """Whether both readers are there."""
        return self.direction == "bidirectional"

    @property
    def readers(self) -> tuple[str, ...]:
        """The directions this network reads in, forward first."""
        return ("forward", "backward") if self.bidirectional else (self.direction,)

    @property
    def decodes(self) -> bool:
        """Whether a decoder stands above the `layers` that read."""
        return self.head == ENCODER_DECODER

    @property
    def depth(self) -> int:
        """How many recurrent layers there are, the decoder among them."""
        return self.layers + self.decodes

    @property
    def width(self) -> int:
        """Width of one recurrent layer's output at each step (of each of the two with 'none')."""
        side_by_side = self.bidirectional and self.merge_mode == "concat"
        return 2 * self.units if side_by_side else self.units


@dataclass(frozen=True, kw_only=True)
class TrainingConfig:
    """How it learns.

    Attributes:
        sequences: how many are drawn for training, 1 to 1,000,000.
        epochs: times through all of them, 1 to 1,000.
        batch_size: sequences per update, 1 to 4,096.
        learning_rate: of the optimizer, up to 10.
        optimizer: one of `OPTIMIZERS`, with Keras's defaults for all but the learning rate.
        seed: decides the data, the first weights, the order and the dropout.
        trainer: one of `TRAINERS`; both learn from the same sequences in the same order.
    """

    sequences: int = 50_000
    epochs: int = 1
    batch_size: int = 10
    learning_rate: float = 0.001
    optimizer: str = "adam"
    seed: int = 3
    trainer: str = "loops"

    def __post_init__(self) -> None:
        check_integer("sequences", self.sequences, 1, 1_000_000)
        check_integer("epochs", self.epochs, 1, 1_000)
        check_integer("batch_size", self.batch_size, 1, 4_096)
        check_number("learning_rate", self.learning_rate, 1e-7, 10)
        check_one_of("optimizer", self.optimizer, OPTIMIZERS)
        check_integer("seed", self.seed, 0, 2**31 - 1)
        check_one_of("trainer", self.trainer, TRAINERS)

    @property
    def steps_per_epoch(self) -> int:
        """Updates in one epoch; the last batch may be smaller."""
        return -(-self.sequences // self.batch_size)

    @property
    def steps(self) -> int:
        """Updates in the whole run."""
        return self.steps_per_epoch * self.epochs


@dataclass(frozen=True, kw_only=True)
class ExperimentConfig:
    """Everything that decides a run: the same config gives the same curve."""

    task: TaskConfig = field(default_factory=TaskConfig)
    model: ModelConfig = field(default_factory=ModelConfig)
    training: TrainingConfig = field(default_factory=TrainingConfig)

    def to_dict(self) -> dict[str, dict[str, Any]]:
        """Plain nested dicts of strings, numbers and flags, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The inverse of `to_dict`; missing fields take their defaults.

        Raises:
            ValueError: an unknown field, or a value out of range.
        """
        parts = {"task": TaskConfig, "model": ModelConfig, "training": TrainingConfig}
        check_keys("experiment", values, parts)
        made = {}
        for name, part in parts.items():
            given = values.get(name, {})
            check_keys(name, given, [one.name for one in fields(part)])
            made[name] = part(**given)
        return cls(**made)


@dataclass(frozen=True, kw_only=True)
class GuestConfig(ExperimentConfig):
    """A network that somebody brought, and what it goes on to learn; `model` is not read.

    Attributes:
        network: name of an example of `viz_core.guests.examples`, or the 16 digits its file was kept under.
        parameters: how many numbers it holds, at most 4,000,000.
        multiplications: about how many it makes to read one sequence.
        numbers: about how many it keeps of one sequence while it learns.
    """

    network: str
    parameters: int
    multiplications: int
    numbers: int

    def __post_init__(self) -> None:
        check_one_of("trainer", self.training.trainer, ("keras",))
        check_integer("parameters", self.parameters, 1, 4_000_000)
        check_integer("multiplications", self.multiplications, 1, 2**60)
        check_integer("numbers", self.numbers, 1, 2**60)
