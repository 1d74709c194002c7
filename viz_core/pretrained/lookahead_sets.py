"""The same as `lookahead`, measured on sequences that are not a task: sentences, reviews, digits.

In: the name of a data set. Out: its `Reach`. A tagger answers at each word, from the past and the next k
words, as on a task. A review or a digit gets one answer: there a network is evaluated after the first steps,
of which both of its readers read no more; the network that was trained on whole sequences, and one trained on
beginnings of that length.

The sets of `FURTHER` are measured where their files are (`BIRNN_DATA_DIR`); only the values come with the
project. Networks on them take minutes to train, so the one that comes along is trained further for each
look-ahead, the whole included, for two epochs, instead of anew.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from viz_core.config import ExperimentConfig
from viz_core.data import DATA_SETS, Labelled, Parts, mini_reviews, mini_sentences
from viz_core.data.data_set import shuffled
from viz_core.data.recipes import SET_RECIPES, recipe
from viz_core.network.weights import Weights
from viz_core.pretrained.networks import load
from viz_core.pretrained.reach import Reach
from viz_core.training.data import Sequences
from viz_core.training.windows import accuracy_of, trained_on, window_accuracy, windows

TAGGED, READ = ("mini_sentences", "treebank"), ("mini_reviews", "reviews", "digits_5000")
SETS = (*TAGGED, *READ)
# Set -> the network that is cut, where it is not trained here.
NETWORKS = {
    "mini_sentences": "mini_sentences_bidirectional",
    "treebank": "treebank_bidirectional",
    "reviews": "reviews",
}
# Set whose networks are trained further -> sequences to learn from, and test sequences.
FURTHER = {"treebank": (48_000, 1_000), "reviews": (20_000, 5_000)}
FURTHER_EPOCHS, FURTHER_RATE = 2, 0.0005
# Sentences are evaluated in so many parts, for the standard error.
PARTS = 50
# Look-aheads of a tagger, and after how many steps a review or a digit is evaluated; the last is all of it.
STEPS = {
    "mini_sentences": tuple(range(8)),
    "treebank": (0, 1, 2, 3, 4, 6, 8, 39),
    "mini_reviews": (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 17),
    "reviews": (25, 50, 100, 150, 200, 300, 500),
    "digits_5000": (4, 7, 10, 13, 16, 20, 24, 28),
}
# Exact ceilings, where the sequences are generated.
BEST: dict[str, Callable[[int], float]] = {
    "mini_sentences": mini_sentences.lookahead_best,
    "mini_reviews": mini_reviews.best_after,
}


def config_of(name: str) -> ExperimentConfig:
    """The network that is trained. Beginnings of reviews say less, and take more of them to learn from."""
    if name in FURTHER:
        config = load(NETWORKS[name]).config
        once = replace(
            config.training, sequences=FURTHER[name][0], epochs=FURTHER_EPOCHS, learning_rate=FURTHER_RATE
        )
        return replace(config, training=once)
    if name in NETWORKS:
        return SET_RECIPES[NETWORKS[name]]
    usual = recipe(name, cell="GRU" if name == "mini_reviews" else "LSTM")
    if name == "mini_reviews":
        count = DATA_SETS[name].training_sequences
        return replace(usual, training=replace(usual.training, sequences=count, epochs=6))
    return usual


def measure_set(name: str) -> Reach:
    """Cut a trained network, and train it for each look-ahead or each beginning.

    Raises:
        MissingFile: the files of the set are not on this machine.
    """
    config = config_of(name)
    parts = DATA_SETS[name].parts(config.task)
    return _tagged(name, config, parts) if name in TAGGED else _read(name, config, parts)


def _tagged(name: str, config: ExperimentConfig, parts: Parts) -> Reach:
    whole = load(NETWORKS[name]).weights
    held_out = some(parts.test, FURTHER[name][1]) if name in FURTHER else parts.test
    found = []
    for k in STEPS[name]:
        pair = (whole, _trained_for(name, config, parts.train, k))
        found.append([window_accuracy(one, config, held_out, k, parts=PARTS) for one in pair])
    cut, own = ([one[side][0] for one in found] for side in (0, 1))
    return _reach(name, config.task.length, cut, own, max(error for pair in found for _, error in pair))


def _trained_for(name: str, config: ExperimentConfig, learned: Labelled, k: int) -> Weights:
    """A tagger with a look-ahead of k: trained anew on all windows, or further on some."""
    cut = windows(learned, k)
    if name not in FURTHER:
        return trained_on(config, cut)
    return trained_on(config, some(cut, FURTHER[name][0]), load(NETWORKS[name]).weights)


def _read(name: str, config: ExperimentConfig, parts: Parts) -> Reach:
    steps = STEPS[name]
    learned = parts.few(config.training.sequences).train
    first = load(NETWORKS[name]).weights if name in FURTHER else None
    trained = [trained_on(config, beginning(learned, count), first) for count in steps]
    whole = trained[-1] if first is None else first
    held_out = some(parts.test, FURTHER[name][1]) if name in FURTHER else joined(parts.validation, parts.test)
    begun = [beginning(held_out, count) for count in steps]
    cut = [accuracy_of(whole, config, one) for one in begun]
    own = [accuracy_of(one, config, given) for one, given in zip(trained, begun, strict=True)]
    least = min(*cut, *own, key=lambda share: abs(share - 0.5))
    return _reach(name, steps[-1], cut, own, float(np.sqrt(least * (1 - least) / len(held_out.targets))))


def _reach(name: str, length: int, cut: list[float], own: list[float], error: float) -> Reach:
    return Reach(
        length=length,
        steps=STEPS[name],
        ceilings=tuple(round(BEST[name](step), 4) for step in STEPS[name]) if name in BEST else (),
        cut=tuple(round(one, 4) for one in cut),
        retrained=tuple(round(one, 4) for one in own),
        error=round(error, 4),
    )


def some(data: Sequences, count: int) -> Labelled:
    """So many of the sequences, always the same, from everywhere among them; all where there are fewer."""
    rows = shuffled(len(data.inputs))[:count]
    mask = None if data.mask is None else data.mask[rows]
    return Labelled(inputs=data.inputs[rows], targets=data.targets[rows], mask=mask)


def joined(first: Labelled, second: Labelled) -> Labelled:
    """Both parts as one: no network here has seen either."""
    mask = None
    if first.mask is not None and second.mask is not None:
        mask = np.concatenate([first.mask, second.mask])
    return Labelled(
        inputs=np.concatenate([first.inputs, second.inputs]),
        targets=np.concatenate([first.targets, second.targets]),
        mask=mask,
    )


def beginning(data: Labelled, count: int) -> Labelled:
    """The first steps of each sequence that are no padding, with its label.

    Returns:
        `(batch, count, …)`; shorter sequences of tokens `(batch, time)` are padded in front.
    """
    if data.mask is None:
        return Labelled(inputs=data.inputs[:, :count], targets=data.targets)
    shown = data.mask & (data.mask.cumsum(axis=1) <= count)
    order = np.argsort(shown, axis=1, kind="stable")[:, -count:]
    mask = np.take_along_axis(shown, order, axis=1)
    inputs = np.where(mask, np.take_along_axis(data.inputs, order, axis=1), 0)
    return Labelled(inputs=inputs, targets=data.targets, mask=mask)
