"""How the beliefs of the lesson 'Beliefs' came about: bits and accuracy at several moments of training.

In: the film of a network that comes along, or weights of a run. Out: a curve. Those of the films were
computed beforehand, by `python -m viz_core.lessons.beliefs_training`.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from viz_core.checks import check_one_of
from viz_core.config import ExperimentConfig
from viz_core.lessons.beliefs import Score, score, sequences, state_one
from viz_core.network.weights import Weights
from viz_core.pretrained import film

FILE = Path(__file__).with_suffix(".json")
# What is chosen -> the network that comes with the project, filmed.
NETWORKS = {"GRU16": "beliefs_16", "GRU2": "beliefs_2"}
# Sequences that are read at each moment: of a film, and of a run that may go on.
MANY, FEW = 2_000, 128
# Moments of a run.
MOMENTS = 30


@dataclass(frozen=True, kw_only=True)
class Curve:
    """What was reached over training.

    Attributes:
        steps: updates done, rising.
        bits: mean divergence from the exact posterior at each.
        accuracy: share of right answers at each.
    """

    steps: tuple[int, ...]
    bits: tuple[float, ...]
    accuracy: tuple[float, ...]


def curve(steps: Sequence[int], scores: Sequence[Score]) -> Curve:
    """Scores at their moments."""
    return Curve(
        steps=tuple(steps),
        bits=tuple(one.bits for one in scores),
        accuracy=tuple(one.accuracy for one in scores),
    )


def moment(config: ExperimentConfig, weights: Weights, count: int) -> Score:
    """How good a network is, on so many fresh sequences."""
    batch = sequences(config, count)
    return score(state_one(config, weights, batch), batch)


@cache
def shipped_curve(name: str) -> Curve:
    """What was computed beforehand.

    Raises:
        ValueError: not in `NETWORKS`.
    """
    check_one_of("network", name, NETWORKS)
    stored = json.loads(FILE.read_text(encoding="utf-8"))[name]
    return Curve(**{key: tuple(values) for key, values in stored.items()})


def write(path: Path = FILE) -> None:
    """Compute the curves of the networks that come along and write the file again."""
    stored = {}
    for name, shipped in NETWORKS.items():
        seen = film(shipped)
        scores = [moment(seen.config, one, MANY) for one in seen.weights]
        rounded = [Score(bits=round(one.bits, 5), accuracy=round(one.accuracy, 4)) for one in scores]
        stored[name] = asdict(curve(seen.steps, rounded))
    path.write_text(json.dumps(stored) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
