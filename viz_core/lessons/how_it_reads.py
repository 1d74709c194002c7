"""Small networks and short sequences for watching how a network reads.

In: what a person chose. Out: weights that fit on a line, and a sequence.
"""

from collections.abc import Sequence

import numpy as np

from viz_core.arrays import Floats32
from viz_core.checks import check_integer, check_one_of
from viz_core.config import ModelConfig
from viz_core.figures.numerals import numeral
from viz_core.network.weights import initial_weights, weight_specs
from viz_core.words import N_

Weights = tuple[Floats32, ...]

FEATURES = OUTPUTS = 1
SHORTEST, LONGEST = 2, 12
ORIGINS = {"hand-set": "set by hand", "random": "fresh weights"}

# Two sentences with the same beginning, after an example in Andrew Ng's course "Sequence Models" (2018). Each
# word comes as one number: how strongly it suggests a person (+) or something else (−).
SENTENCES = {
    "bears": (("He", 0.1), ("said", 0.0), ("Teddy", 0.1), ("bears", -1.0)),
    "Roosevelt": (("He", 0.1), ("said", 0.0), ("Teddy", 0.1), ("Roosevelt", 1.0)),
}
PERSON = (N_("a thing"), N_("a person"))

# What each unit of a reader does by hand: W (first layer), V (its own last state only), U.
BY_HAND = {"kernel": (1.5, 1.0, -0.5), "recurrent_kernel": (0.8, 0.5, -0.5), "head": (2.0, 1.0, 0.5)}
# In higher layers each unit sees the same unit of both readers below.
HIGHER = 0.9


def sentence(name: str) -> tuple[Floats32, tuple[str, ...]]:
    """The numbers `(1, time, 1)` and the words of one of `SENTENCES`."""
    check_one_of("sentence", name, SENTENCES)
    words = tuple(word for word, _ in SENTENCES[name])
    numbers = np.array([number for _, number in SENTENCES[name]], np.float32)
    return numbers.reshape(1, -1, 1), words


def drawn_numbers(steps: int, seed: int) -> tuple[Floats32, tuple[str, ...]]:
    """Numbers from -1 to 1 with one decimal, `(1, time, 1)`, and how they are written."""
    check_integer("steps", steps, SHORTEST, LONGEST)
    numbers = np.random.default_rng(seed).integers(-10, 11, steps) / 10
    written = tuple(numeral(one, "z.1f") for one in numbers)
    return numbers.astype(np.float32).reshape(1, -1, 1), written


def small_weights(config: ModelConfig, origin: str, *, seed: int = 0) -> Weights:
    """Weights in the order of `get_weights()`, with at most two decimals.

    Args:
        config: a SimpleRNN of one to three units that reads one number and gives one answer.
        origin: 'hand-set', where each reader adds up what it reads and slowly forgets it, or 'random', drawn
            as Keras does and rounded.
        seed: of the random ones.

    Raises:
        ValueError: an unknown origin, another cell, or too many units.
    """
    check_one_of("origin", origin, ORIGINS)
    check_one_of("cell", config.cell, ["SimpleRNN"])
    check_integer("units", config.units, 1, 3)
    if origin == "random":
        drawn = initial_weights(config, features=FEATURES, outputs=OUTPUTS, rng=np.random.default_rng(seed))
        return tuple(np.round(one, 2) for one in drawn)
    specs = weight_specs(config, features=FEATURES, outputs=OUTPUTS)
    return tuple(_by_hand(spec.name, spec.shape, config.units) for spec in specs)


def _by_hand(name: str, shape: Sequence[int], units: int) -> Floats32:
    owner, kind = name.split("/", 1)[0], name.rsplit("/", 1)[-1]
    if kind == "bias":
        return np.zeros(shape, np.float32)
    if owner == "head":
        return np.resize(np.array(BY_HAND["head"][:units], np.float32), shape[0]).reshape(shape)
    if kind == "recurrent_kernel":
        return np.diag(np.array(BY_HAND[kind][:units], np.float32))
    if owner == "layer0":
        return np.array(BY_HAND["kernel"][:units], np.float32).reshape(shape)
    return HIGHER * np.tile(np.eye(units, dtype=np.float32), (shape[0] // units, 1))
