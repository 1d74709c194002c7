"""Small trained networks that come with the repository.

In: `models/pretrained/<name>.npz` (weights in half precision and their config as JSON), and for some
`<name>.film.npz`, the same weights at several moments of training. Out: `Pretrained`, `Film`.
`python -m viz_core.pretrained` trains every one of them again and writes
its files and its card.
"""

import functools
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from viz_core.arrays import Floats32
from viz_core.checks import check_one_of
from viz_core.config import CELL_NAMES, DIRECTIONS, ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.data.recipes import SET_RECIPES
from viz_core.network.merges import MERGES
from viz_core.network.weights import Weights
from viz_core.statistics.evaluation import examine
from viz_core.tasks import TASKS
from viz_core.training import TrainingEvent, train

FOLDER = Path(__file__).parents[2] / "models" / "pretrained"

# What is trained and shipped; the seed decides everything.
RECIPES: dict[str, ExperimentConfig] = {
    "cumulative_sum": ExperimentConfig(),
    "casino": ExperimentConfig(
        task=TaskConfig(name="casino"),
        model=ModelConfig(cell="GRU", units=16),
        training=TrainingConfig(sequences=100_000, batch_size=32, epochs=2, learning_rate=0.003),
    ),
}


# Three readers of one and of two layers, from one seed, for the lesson 'Who knows what'.
RECIPES |= {
    f"{task}_{direction}_{layers}": ExperimentConfig(
        task=TaskConfig(name=task),
        model=ModelConfig(cell="GRU", units=16, layers=layers, direction=direction),
        training=TrainingConfig(sequences=100_000, batch_size=32, epochs=2, learning_rate=0.003, seed=0),
    )
    for task in ("brackets", "balance")
    for direction in DIRECTIONS
    for layers in (1, 2)
}


def _small(task: str, **model: Any) -> ExperimentConfig:
    """Six units, few enough to show each of them as a cell of a column."""
    return ExperimentConfig(
        task=TaskConfig(name=task),
        model=ModelConfig(cell="GRU", units=6, **model),
        training=TrainingConfig(sequences=100_000, batch_size=32, epochs=3, learning_rate=0.005),
    )


# The fourth task of the lesson 'How much future'; the others have their networks above.
RECIPES["mirror_sum"] = ExperimentConfig(
    task=TaskConfig(name="mirror_sum"),
    model=ModelConfig(cell="GRU", units=16),
    training=TrainingConfig(sequences=100_000, batch_size=32, epochs=2, learning_rate=0.003, seed=0),
)

# Four merges from one seed, and the two ways in which concat too solves XOR, for the lesson 'Merge'.
RECIPES |= {
    f"{task}_{mode}": _small(task, merge_mode=mode)
    for task in ("balance", "brackets", "signed_walk", "xor_neighbours")
    for mode in MERGES
}
RECIPES |= {
    "xor_neighbours_hidden": _small("xor_neighbours", head_units=8),
    "xor_neighbours_layers": _small("xor_neighbours", layers=2),
}

# One small forward reader for each cell, for the lesson 'Inside the cell'.
RECIPES |= {
    f"inside_{cell}": ExperimentConfig(
        model=ModelConfig(cell=cell, units=4, direction="forward"),
        training=TrainingConfig(sequences=100_000, batch_size=32, epochs=2, learning_rate=0.005),
    )
    for cell in CELL_NAMES
}

# Both readers must remember a hundred numbers; three networks of each cell, for 'Errors flowing back'.
LONG_STEPS, LONG_SEEDS = 100, (0, 1, 2)
RECIPES |= {
    f"long_{cell}_{seed}": ExperimentConfig(
        task=TaskConfig(name="balance", timesteps=LONG_STEPS),
        model=ModelConfig(cell=cell, units=32),
        training=TrainingConfig(sequences=64_000, batch_size=32, epochs=1, learning_rate=0.003, seed=seed),
    )
    for cell in CELL_NAMES
    for seed in LONG_SEEDS
}

# Readers small enough to prove where they rest, and two that are not, for the lesson 'Resting points'.
RECIPES |= {
    f"resting_{task}_{cell}": ExperimentConfig(
        task=TaskConfig(name=task),
        model=ModelConfig(cell=cell, units=units),
        training=TrainingConfig(sequences=20_000, batch_size=32, epochs=4, learning_rate=0.005),
    )
    for task, units, cells in (
        ("flip_flop", 1, ("SimpleRNN", "GRU")),
        ("flip_flop_2", 2, ("SimpleRNN", "GRU")),
        ("flip_flop_2", 8, ("LSTM",)),
        ("flip_flop_3", 8, ("GRU",)),
    )
    for cell in cells
}

# Right on 25 steps with three stable points for four answers: one answer is forgotten in silence.
RECIPES["resting_three_points"] = ExperimentConfig(
    task=TaskConfig(name="flip_flop_2"),
    model=ModelConfig(units=4),
    training=TrainingConfig(sequences=20_000, batch_size=32, epochs=3, learning_rate=0.005, seed=3),
)

# One switch for each reader, for the lesson 'State space'.
RECIPES |= {
    name: ExperimentConfig(
        task=TaskConfig(name=name),
        model=ModelConfig(cell="GRU", units=8, merge_mode=mode),
        training=TrainingConfig(sequences=20_000, batch_size=32, epochs=4, learning_rate=0.005),
    )
    for name, mode in (("flip_flop_both_sides", "concat"), ("will_it_flip", "mul"))
}

# Three twins from one seed, and a forward reader with as many parameters as both readers together (2,324
# against 2,337), filmed through training for the lesson 'Switchboard'.
TWINS = {"forward": 16, "backward": 16, "bidirectional": 16, "wide": 23}
RECIPES |= {
    f"twin_{name}": ExperimentConfig(
        task=TaskConfig(name="balance"),
        model=ModelConfig(units=units, direction="forward" if name == "wide" else name),
        training=TrainingConfig(sequences=100_000, batch_size=32, epochs=3, learning_rate=0.003),
    )
    for name, units in TWINS.items()
}
# The casino in smaller steps, for the lesson 'Beliefs': at the usual rate the bits of late moments jump.
RECIPES |= {
    f"beliefs_{units}": ExperimentConfig(
        task=TaskConfig(name="casino"),
        model=ModelConfig(cell="GRU", units=units),
        training=TrainingConfig(sequences=100_000, batch_size=32, epochs=3, learning_rate=0.001),
    )
    for units in (2, 16)
}
# Name -> at how many moments its weights are kept. Points are born quickly: their film has more of them.
FILMED = {f"twin_{name}": 25 for name in TWINS}
FILMED |= {f"resting_flip_flop_2_{cell}": 60 for cell in CELL_NAMES}
FILMED |= {"beliefs_2": 30, "beliefs_16": 30}
UPDATES_PER_EVENT = 10


@dataclass(frozen=True, kw_only=True, eq=False)
class Pretrained:
    """A trained network: its config and its weights in the order of `get_weights()`, float32."""

    config: ExperimentConfig
    weights: tuple[Floats32, ...]


@functools.lru_cache(maxsize=16)
def load(name: str) -> Pretrained:
    """Read one network.

    Raises:
        ValueError: there is no network of that name.
    """
    check_one_of("pretrained", name, [*RECIPES, *SET_RECIPES])
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as file:
        config = ExperimentConfig.from_dict(json.loads(str(file["config"])))
        arrays = sorted((key for key in file.files if key != "config"), key=int)
        return Pretrained(config=config, weights=tuple(file[key].astype(np.float32) for key in arrays))


@dataclass(frozen=True, kw_only=True, eq=False)
class Film:
    """One network at several moments of its training.

    Attributes:
        config: of the run.
        steps: updates done at each moment, the first 0.
        weights: at each moment, in the order of `get_weights()`, float32; the last are those of `load`.
    """

    config: ExperimentConfig
    steps: tuple[int, ...]
    weights: tuple[Weights, ...]


@functools.lru_cache(maxsize=8)
def film(name: str) -> Film:
    """Read the moments of one network's training.

    Raises:
        ValueError: no network of that name was filmed.
    """
    check_one_of("pretrained", name, sorted(FILMED))
    with np.load(FOLDER / f"{name}.film.npz", allow_pickle=False) as file:
        steps = tuple(int(step) for step in file["steps"])
        arrays = [file[key].astype(np.float32) for key in sorted(set(file.files) - {"steps"}, key=int)]
    moments = tuple(tuple(array[frame] for array in arrays) for frame in range(len(steps)))
    return Film(config=RECIPES[name], steps=steps, weights=moments)


def matching(config: ExperimentConfig) -> Pretrained | None:
    """The network trained with exactly this config, or None."""
    return next((load(name) for name, recipe in RECIPES.items() if recipe == config), None)


def trained_on(task: TaskConfig, model: ModelConfig) -> Pretrained | None:
    """The network of this kind that was trained on this data set, for however long; or None."""
    fits = (name for name, one in SET_RECIPES.items() if (one.task, one.model) == (task, model))
    return next((load(name) for name in fits), None)


@functools.cache
def card_accuracy(name: str) -> tuple[float, int]:
    """The share of right answers on sequences kept for the test, and how many there were, as the card says.

    Raises:
        ValueError: there is no network of that name, or its card says nothing.
    """
    check_one_of("pretrained", name, [*RECIPES, *SET_RECIPES])
    card = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    found = re.search(r"ccuracy on ([\d,]+) [^:]*: (\d\.\d+)", card)
    if found is None:
        raise ValueError(f"`{name}.md` must say its test accuracy; it does not.")
    return float(found[2]), int(found[1].replace(",", ""))


def build(name: str, *, folder: Path = FOLDER) -> str:
    """Train one network, write its file and its card, and return the card."""
    config = RECIPES[name]
    began = time.perf_counter()
    events = list(train(config, updates_per_event=UPDATES_PER_EVENT if name in FILMED else 50))
    seconds = time.perf_counter() - began
    event = events[-1]
    halves = {str(k): array.astype(np.float16) for k, array in enumerate(event.weights)}
    folder.mkdir(parents=True, exist_ok=True)
    if name in FILMED:
        _write_film(folder / f"{name}.film.npz", events, FILMED[name])
    np.savez_compressed(folder / f"{name}.npz", config=json.dumps(config.to_dict()), **halves)  # type: ignore[arg-type]
    weights = tuple(half.astype(np.float32) for half in halves.values())
    card = _card(name, config, weights, event.epoch_accuracy, seconds)
    (folder / f"{name}.md").write_text(card, encoding="utf-8")
    return card


def log_spaced(last: int, count: int) -> list[int]:
    """At most `count` different indices from 0 to `last`, both included, dense at the beginning.

    Loss falls fastest at first: with equal ratios between moments, each frame has something new to show.
    """
    spaced = np.geomspace(1, last, count - 1).tolist() if last else []
    return sorted({0, *(round(one) for one in spaced)})


def _write_film(path: Path, events: Sequence[TrainingEvent], frames: int) -> None:
    kept = [events[index] for index in log_spaced(len(events) - 1, frames)]
    stacks = [
        np.stack(arrays).astype(np.float16) for arrays in zip(*(one.weights for one in kept), strict=True)
    ]
    halves = {str(k): stack for k, stack in enumerate(stacks)}
    np.savez_compressed(path, steps=np.array([one.step for one in kept]), **halves)  # type: ignore[arg-type]


def _card(
    name: str,
    config: ExperimentConfig,
    weights: tuple[Floats32, ...],
    training_accuracy: float,
    seconds: float,
) -> str:
    best = TASKS[config.task.name].ceilings(config.task)[config.model.direction]
    fresh = examine(config, weights, sequences=10_000)[""].accuracy
    lines = [
        f"# {name}",
        "",
        f"{config.model.direction} {config.model.cell}({config.model.units}), merged by "
        f"{config.model.merge_mode}, on `{config.task.name}` with {config.task.length} steps: "
        f"{sum(array.size for array in weights):,} parameters, stored in half precision.",
        "",
        f"- Trained by `python -m viz_core.pretrained {name}` in {seconds:.0f} s with Numba "
        f"{version('numba')}, seed {config.training.seed}.",
        f"- Accuracy in the last epoch of training: {training_accuracy:.4f}.",
        f"- Accuracy on 10,000 fresh sequences: {fresh:.4f}; the best any such reader can do is {best:.4f}.",
        "- Data: generated by this project; no licence needed.",
        "",
        "```json",
        json.dumps(config.to_dict(), indent=2),
        "```",
        "",
    ]
    return "\n".join(lines)
