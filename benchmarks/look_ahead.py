"""How much future is enough: the networks of the lesson 'How much future', cut, and trained under each cut.

`python -m benchmarks.look_ahead` writes `viz_core/lessons/how_much_future.json`. A network is trained under a
cut of k steps on sequences that end at a random step e, with the one answer at e - k asked (at the end of the
whole sequence all those that are left). Each task sees as many sequences as its network that comes along.
"""

import json
import sys
from dataclasses import replace

import numpy as np

from viz_core.config import ExperimentConfig
from viz_core.lessons.how_much_future import FILE, NETWORKS, cut_accuracies
from viz_core.network.probe import fresh_batch
from viz_core.network.weights import Weights
from viz_core.pretrained import load
from viz_core.tasks import TASKS
from viz_core.tasks.task import Batch
from viz_core.training.engine import Learner

SEQUENCES = 5_000
RETRAINED = (0, 1, 2, 4)
# One answer is asked of a sequence that had one at each step before.
MORE_EPOCHS = 3


def ended(batch: Batch, k: int, rng: np.random.Generator) -> Batch:
    """Sequences that end at a random step, with the answers asked that a look-ahead of k gives there."""
    count, length = batch.targets.shape
    ends = rng.integers(k, length, count)[:, None]
    steps = np.arange(length)
    asked = (steps == ends - k) | ((ends == length - 1) & (steps >= length - 1 - k))
    return Batch(
        inputs=batch.inputs, targets=np.where(asked, batch.targets, -1).astype(np.int32), mask=steps <= ends
    )


def trained_under(config: ExperimentConfig, k: int) -> Weights:
    """The weights of a network that was trained with a look-ahead of k."""
    task, training = TASKS[config.task.name], config.training
    rng = np.random.default_rng([training.seed, k])
    data = ended(task.sample(training.sequences, config.task, rng), k, rng)
    longer = replace(training, epochs=MORE_EPOCHS * training.epochs)
    learner = Learner(config.model, longer, data, features=task.features, outputs=task.outputs)
    while not learner.done:
        learner.advance(1_000)
    return learner.weights()


def main() -> None:
    """Measure every network and write the file."""
    told = {}
    for name, network in NETWORKS.items():
        shipped = load(network)
        batch = fresh_batch(shipped.config, SEQUENCES)
        retrained = {}
        for k in RETRAINED:
            weights = trained_under(shipped.config, k)
            retrained[k] = cut_accuracies(shipped.config, weights, batch)[k]
        cut = cut_accuracies(shipped.config, shipped.weights, batch)
        told[name] = {
            "sequences": SEQUENCES,
            "cut": [round(one, 4) for one in cut],
            "retrained": {k: round(one, 4) for k, one in retrained.items()},
        }
        sys.stdout.write(f"{name} {told[name]}\n")
    FILE.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
