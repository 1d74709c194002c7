"""What is trained: a network, the shape of its data, and how many updates make a round.

In: a name, or sizes. Out: `Workload`s, with sequences and first weights drawn from a seed.

How long an update takes does not depend on the values in the sequences, so digits and reviews are stand-ins
of the right shape that can be learned; nothing is downloaded.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Array
from viz_core.checks import check_one_of
from viz_core.config import ModelConfig, TaskConfig, TrainingConfig
from viz_core.network.weights import count_parameters, initial_weights
from viz_core.tasks import TASKS

SEED = 7
# Enough epochs for any number of rounds: each round is one epoch.
EPOCHS = 1_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Sequences:
    """Training data as `viz_core.training.data.Sequences` has it.

    Attributes:
        inputs: `(batch, time, features)` float32, or tokens `(batch, time)` int32.
        targets: `(batch, time)` int32, or one label per sequence, `(batch,)`.
        mask: `(batch, time)` bool, or None.
    """

    inputs: Array
    targets: Array
    mask: Array | None = None


@dataclass(frozen=True, kw_only=True)
class Workload:
    """One thing to train.

    Attributes:
        name: for example 'digits/lstm'; the part before the slash says where the sequences come from.
        model: the network.
        batch: sequences per update.
        timesteps: length of every sequence.
        features: width of the input, or size of the vocabulary with an embedding.
        outputs: width of the output.
        updates: in one round.
        learning_rate: of Adam.
    """

    name: str
    model: ModelConfig
    batch: int
    timesteps: int
    features: int
    outputs: int
    updates: int
    learning_rate: float = 0.001

    def __post_init__(self) -> None:
        check_one_of("workload", self.source, SOURCES)

    @property
    def source(self) -> str:
        """A key of `SOURCES`."""
        return self.name.split("/")[0]

    @property
    def training(self) -> TrainingConfig:
        """How every contestant trains; an epoch is a round."""
        return TrainingConfig(
            sequences=self.batch * self.updates,
            epochs=EPOCHS,
            batch_size=self.batch,
            learning_rate=self.learning_rate,
            optimizer="adam",
            seed=SEED,
        )

    @property
    def parameters(self) -> int:
        """How many numbers training changes."""
        return count_parameters(self.model, features=self.features, outputs=self.outputs)

    def sequences(self) -> Sequences:
        """The same sequences for every contestant."""
        return SOURCES[self.source](self, np.random.default_rng([SEED, 0]))

    def weights(self) -> tuple[npt.NDArray[np.float32], ...]:
        """The same first weights for every contestant, in the order of `get_weights()`."""
        rng = np.random.default_rng([SEED, 1])
        return initial_weights(self.model, features=self.features, outputs=self.outputs, rng=rng)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The inverse of `to_dict`."""
        return cls(**{**values, "model": ModelConfig(**values["model"])})


def _sums(workload: Workload, rng: np.random.Generator) -> Sequences:
    """The textbook's task of any length: has the running sum reached a quarter of the length?"""
    config = TaskConfig(name="cumulative_sum", timesteps=workload.timesteps)
    batch = TASKS["cumulative_sum"].sample(workload.training.sequences, config, rng)
    return Sequences(inputs=batch.inputs, targets=batch.targets)


def _noise(workload: Workload, rng: np.random.Generator) -> Sequences:
    """Numbers from 0 to 1, of any length and width; label 1 where the first one exceeds a half."""
    size = (workload.training.sequences, workload.timesteps, workload.features)
    inputs = rng.random(size, np.float32)
    return Sequences(inputs=inputs, targets=(inputs[..., 0] > 0.5).astype(np.int32))


def _digits(workload: Workload, rng: np.random.Generator) -> Sequences:
    """Pictures row by row: noise, and one bright column that tells the class."""
    count = workload.training.sequences
    labels = rng.integers(workload.outputs, size=count).astype(np.int32)
    pixels = rng.random((count, workload.timesteps, workload.features), np.float32) / 2
    pixels[np.arange(count), :, labels] += 0.5
    return Sequences(inputs=pixels, targets=labels)


def _reviews(workload: Workload, rng: np.random.Generator) -> Sequences:
    """Texts without padding: favourable ones use even words more often, others odd ones."""
    count = workload.training.sequences
    labels = rng.integers(2, size=count).astype(np.int32)
    shape = (count, workload.timesteps)
    pairs = rng.integers(1, workload.features // 2, size=shape)
    odd = (rng.random(shape) < 0.8) != labels[:, None]
    tokens = (2 * pairs + odd).astype(np.int32)
    return Sequences(inputs=tokens, targets=labels, mask=tokens > 0)


def _tags(workload: Workload, rng: np.random.Generator) -> Sequences:
    """Words without padding; the answer at a word depends on it and on the next one."""
    tokens = _words(workload, rng)
    following = np.roll(tokens, -1, axis=1)
    return Sequences(inputs=tokens, targets=(tokens + following) % workload.outputs, mask=tokens > 0)


def _translations(workload: Workload, rng: np.random.Generator) -> Sequences:
    """Words without padding, to be answered in the opposite order."""
    tokens = _words(workload, rng)
    return Sequences(inputs=tokens, targets=tokens[:, ::-1] % workload.outputs, mask=tokens > 0)


def _words(workload: Workload, rng: np.random.Generator) -> npt.NDArray[np.int32]:
    size = (workload.training.sequences, workload.timesteps)
    return rng.integers(1, workload.features, size=size, dtype=np.int32)


SOURCES: dict[str, Callable[[Workload, np.random.Generator], Sequences]] = {
    "cumulative_sum": _sums,
    "digits": _digits,
    "reviews": _reviews,
    "tagging": _tags,
    "translation": _translations,
    "growth": _noise,
}

CELL_KEYS = {"simple_rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}


def _family(base: Workload) -> dict[str, Workload]:
    """The same workload with each cell."""
    return {
        name: replace(base, name=name, model=replace(base.model, cell=cell))
        for key, cell in CELL_KEYS.items()
        for name in [f"{base.source}/{key}"]
    }


# The lesson everybody begins with: BiLSTM(50) on 10 steps of one number.
_CUMULATIVE_SUM = Workload(
    name="cumulative_sum/lstm",
    model=ModelConfig(units=50),
    batch=10,
    timesteps=10,
    features=1,
    outputs=1,
    updates=400,
)
# Two stacked BiLSTM(50) that read pictures of 28 rows.
_DIGITS = Workload(
    name="digits/lstm",
    model=ModelConfig(units=50, layers=2, head="final_state"),
    batch=64,
    timesteps=28,
    features=28,
    outputs=10,
    updates=28,
)
# Embedding and BiLSTM(32) on texts of 500 words.
_REVIEWS = Workload(
    name="reviews/lstm",
    model=ModelConfig(units=32, embedding=32, head="final_state"),
    batch=128,
    timesteps=500,
    features=10_000,
    outputs=1,
    updates=6,
)
# Embedding and BiLSTM(50) that answer one of twelve tags at each of 20 words.
_TAGGING = Workload(
    name="tagging/lstm",
    model=ModelConfig(units=50, embedding=32),
    batch=32,
    timesteps=20,
    features=2_000,
    outputs=12,
    updates=60,
)
# The encoder-decoder: Embedding, BiLSTM(50), RepeatVector, BiLSTM(50), an answer at each of 20 steps.
_TRANSLATION = Workload(
    name="translation/lstm",
    model=ModelConfig(units=50, embedding=32, head="encoder_decoder"),
    batch=32,
    timesteps=20,
    features=40,
    outputs=40,
    updates=30,
)
FAMILIES = (_CUMULATIVE_SUM, _DIGITS, _REVIEWS, _TAGGING, _TRANSLATION)

CONTEST: dict[str, Workload] = {name: one for base in FAMILIES for name, one in _family(base).items()}
