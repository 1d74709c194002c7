"""Train a network on a data set, and write its file and its card.

In: a name of `SET_RECIPES`. Out: `<name>.npz`, the weights of its best epoch in half precision, and a card.
"""

import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats, Floats32, Ints32
from viz_core.config import ExperimentConfig
from viz_core.data import DATA_SETS, TagSet
from viz_core.data.recipes import SET_RECIPES
from viz_core.network.weights import Weights
from viz_core.statistics.accuracy_by_length import BANDS, bands_of, scores_by_length
from viz_core.training import TrainingEvent, exam_answers, exam_exact, train
from viz_core.training.events import EpochMetrics

UPDATES_PER_EVENT = 50
WHOLE = "Sequences of the test part with every answer right, as stored, by Keras"
BEST = "The best any such reader can do over all sentences there are (the test part is a sample of them)"
# How many kinds of mistakes a card lists.
LISTED = 8


def build_on_set(name: str, *, folder: Path) -> str:
    """Train one network, keep the epoch with the best validation accuracy, and return the card."""
    config = SET_RECIPES[name]
    began = time.perf_counter()
    best, metrics = _trained(config)
    seconds = time.perf_counter() - began
    halves = {str(k): array.astype(np.float16) for k, array in enumerate(best.weights)}
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / f"{name}.npz", config=json.dumps(config.to_dict()), **halves)  # type: ignore[arg-type]
    card = _card(name, config, [one.astype(np.float32) for one in halves.values()], metrics, seconds, folder)
    (folder / f"{name}.md").write_text(card, encoding="utf-8")
    return card


def _trained(config: ExperimentConfig) -> tuple[TrainingEvent, list[EpochMetrics]]:
    """The event at the end of the best epoch, and the metrics of every epoch."""
    ends = [event for event in train(config, updates_per_event=UPDATES_PER_EVENT) if event.epoch_metrics]
    metrics = [event.epoch_metrics for event in ends if event.epoch_metrics]
    best = int(np.argmax([one.validation_accuracy for one in metrics]))
    return ends[best], metrics


def _card(
    name: str,
    config: ExperimentConfig,
    weights: Sequence[Floats32],
    metrics: Sequence[EpochMetrics],
    seconds: float,
    folder: Path,
) -> str:
    data_set, model = DATA_SETS[config.task.name], config.model
    probabilities, truth = exam_answers(config, tuple(weights))
    said, best = chosen(probabilities), data_set.best(model.direction)
    lines = [
        f"# {name}",
        "",
        f"{model.layers} × {model.direction} {model.cell}({model.units}) on {data_set.title}: "
        f"{sum(array.size for array in weights):,} parameters, stored in half precision.",
        "",
        f"- Data: {data_set.origin} Licence: {data_set.licence}.",
        f"- Trained by `python -m viz_core.pretrained {name}` in {seconds:.0f} s with Numba "
        f"{version('numba')}, seed {config.training.seed}; the epoch with the best validation accuracy "
        "is kept.",
        f"- Test accuracy on {len(truth):,} {_noun(config)}, as stored, by Keras: "
        f"{np.mean(said == truth):.4f}.",
        *([f"- {WHOLE}: {exam_exact(config, tuple(weights)):.4f}."] if model.decodes else []),
        *([] if best is None or model.decodes else [f"- {BEST}: {best:.4f}."]),
        "",
        *_epochs(metrics),
        "",
        *(_lengths(config, tuple(weights), folder) if model.decodes and config.task.name in BANDS else []),
        "## What it gets wrong",
        "",
        *_mistakes(said, truth, probabilities, data_set.classes),
        "",
        "```json",
        json.dumps(config.to_dict(), indent=2),
        "```",
        "",
    ]
    return "\n".join(lines)


def _noun(config: ExperimentConfig) -> str:
    """What one answer is about."""
    if config.model.head == "final_state":
        return "sequences"
    return "words" if isinstance(DATA_SETS[config.task.name], TagSet) else "symbols"


def _lengths(config: ExperimentConfig, weights: Weights, folder: Path) -> list[str]:
    """What squeezing a sentence through one vector costs, beside the tagger that answers word by word."""
    name, model = config.task.name, config.model
    test = DATA_SETS[name].parts(config.task).test
    with np.load(folder / f"{name}_{model.direction}.npz", allow_pickle=False) as file:
        keys = sorted(set(file.files) - {"config"}, key=int)
        aligned = tuple(file[key].astype(np.float32) for key in keys)
    pairs = zip(
        scores_by_length(weights, model, test, bands_of(name)),
        scores_by_length(aligned, replace(model, head="per_step"), test, bands_of(name)),
        strict=True,
    )
    rows = [
        f"- {one.first} to {one.last} words: {one.words:.4f} of the words (word by word {other.words:.4f}), "
        f"{one.whole:.4f} of {one.sentences:,} sentences (word by word {other.whole:.4f})"
        for one, other in pairs
    ]
    return ["## Right on the test part, through one vector", "", *rows, ""]


def chosen(probabilities: Floats) -> npt.NDArray[np.int64]:
    """The class with the highest probability, `(batch,)`; for one output 1 above a half."""
    if probabilities.shape[-1] == 1:
        return (probabilities[..., 0] > 0.5).astype(np.int64)
    return probabilities.argmax(axis=-1)


def _epochs(metrics: Sequence[EpochMetrics]) -> list[str]:
    rows = [
        f"| {one.epoch} | {one.loss:.4f} | {one.accuracy:.4f} | {one.validation_loss:.4f} "
        f"| {one.validation_accuracy:.4f} |"
        for one in metrics
    ]
    return [
        "| epoch | loss | accuracy | validation loss | validation accuracy |",
        "|---|---|---|---|---|",
        *rows,
    ]


def _mistakes(
    said: npt.NDArray[np.int64],
    truth: Ints32,
    probabilities: Floats,
    classes: Sequence[str],
) -> list[str]:
    """Which classes are taken for which, and how sure the network is when it errs."""
    wrong = said != truth
    pairs = Counter(zip(truth[wrong].tolist(), said[wrong].tolist(), strict=True))
    lines = [
        f"- {classes[right]} taken for {classes[other]}: {count:,} of {np.sum(truth == right):,}"
        for (right, other), count in pairs.most_common(LISTED)
    ]
    sure = probabilities.max(axis=-1)
    if probabilities.shape[-1] == 1:
        sure = np.maximum(sure, 1 - sure)
    sure_and_wrong = np.mean(wrong[sure > 0.9]) if np.any(sure > 0.9) else 0.0
    return [
        *lines,
        f"- It gives more than 0.9 to {np.mean(sure > 0.9):.1%} of its answers; of those "
        f"{sure_and_wrong:.1%} are wrong.",
    ]
