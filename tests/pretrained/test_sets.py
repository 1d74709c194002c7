import re

import numpy as np
import pytest

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.data import DATA_SETS
from viz_core.data.recipes import SET_RECIPES
from viz_core.network.tracing import trace
from viz_core.network.weights import unpack
from viz_core.pretrained import load, trained_on
from viz_core.pretrained.networks import FOLDER
from viz_core.pretrained.sets import build_on_set, chosen

# What each must reach on the test part of its set.
LEAST = {
    "mini_reviews": 1.0,
    "reviews": 0.87,
    "reviews_LSTM_forward": 0.86,
    "reviews_SimpleRNN_forward": 0.86,
    "digits": 0.985,
    "mini_sentences_forward": 0.86,
    "mini_sentences_backward": 0.93,
    "mini_sentences_bidirectional": 0.999,
    "treebank_forward": 0.9,
    "treebank_backward": 0.9,
    "treebank_bidirectional": 0.93,
    "mini_sentences_squeezed_bidirectional": 0.99,
    "mini_sentences_squeezed_forward": 0.99,
    # What one vector holds of a sentence from the web: far less than what an aligned reader has.
    "treebank_squeezed_bidirectional": 0.4,
    "treebank_squeezed_forward": 0.3,
    "dates": 0.999,
    "numbers": 0.999,
}


def accuracy(name):
    card = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    return float(re.search(r"Test accuracy on [\d,]+ (?:sequences|words|symbols), .*: (\d\.\d+)\.", card)[1])


@pytest.mark.parametrize("name", SET_RECIPES)
def test_a_network_on_a_set_fits_its_recipe_and_is_small(name):
    network = load(name)
    assert network.config == SET_RECIPES[name]
    unpack(network.weights, network.config.model)
    assert (FOLDER / f"{name}.npz").stat().st_size < 3_000_000


@pytest.mark.parametrize("name", SET_RECIPES)
def test_its_card_says_where_from_how_good_and_what_goes_wrong(name):
    card = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert f"python -m viz_core.pretrained {name}" in card
    assert DATA_SETS[SET_RECIPES[name].task.name].origin in card
    assert "## What it gets wrong" in card
    assert card.count("\n| ") == SET_RECIPES[name].training.epochs + 1
    assert accuracy(name) >= LEAST[name]


def test_the_mini_reviews_card_is_what_is_measured_here():
    network = load("mini_reviews")
    asked = DATA_SETS["mini_reviews"].parts(network.config.task).test
    said = trace(network.weights, network.config.model, asked.inputs)["probabilities"]
    assert np.mean(chosen(said) == asked.targets) == accuracy("mini_reviews")


def test_a_network_is_found_by_set_and_model_whatever_its_epochs():
    config = SET_RECIPES["digits"]
    assert trained_on(config.task, config.model) is load("digits")
    assert trained_on(config.task, ModelConfig(units=7)) is None


@pytest.mark.slow
def test_building_keeps_the_best_epoch_and_writes_its_card(tmp_path, monkeypatch):
    config = ExperimentConfig(
        task=TaskConfig(name="mini_reviews"),
        model=ModelConfig(cell="GRU", units=8, head="final_state", embedding=8),
        training=TrainingConfig(
            sequences=2_000, batch_size=50, epochs=2, optimizer="rmsprop", learning_rate=0.01
        ),
    )
    monkeypatch.setitem(SET_RECIPES, "tiny", config)
    card = build_on_set("tiny", folder=tmp_path)
    assert (tmp_path / "tiny.md").read_text(encoding="utf-8") == card
    with np.load(tmp_path / "tiny.npz", allow_pickle=False) as file:
        weights = [file[key].astype(np.float32) for key in sorted(set(file.files) - {"config"}, key=int)]
    asked = DATA_SETS["mini_reviews"].parts(config.task).test
    said = chosen(trace(weights, config.model, asked.inputs)["probabilities"])
    assert f"by Keras: {np.mean(said == asked.targets):.4f}." in card
