"""The full sets, where their folder is there: `BIRNN_DATA_DIR`, or `../shared/data`."""

import os
from pathlib import Path

import numpy as np
import pytest

from viz_core.config import ExperimentConfig, TaskConfig
from viz_core.data import DATA_SETS, reviews
from viz_core.data.digits import shipped
from viz_core.data.recipes import SET_RECIPES, recipe
from viz_core.data.vocabulary import START, UNKNOWN
from viz_core.lessons.digits_partial import partial_answers
from viz_core.network.tracing import trace
from viz_core.pretrained import load
from viz_core.pretrained.sets import chosen
from viz_core.training import sets

FOLDER = Path(os.environ.get("BIRNN_DATA_DIR") or Path(__file__).parents[3] / "shared" / "data")


def needs(name):
    return pytest.mark.skipif(not (FOLDER / name).is_file(), reason=f"no {name} in {FOLDER}")


@pytest.fixture
def folder(monkeypatch):
    monkeypatch.setenv("BIRNN_DATA_DIR", str(FOLDER))


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    monkeypatch.delenv("BIRNN_DATA_DIR", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))


@needs("mnist.npz")
def test_full_digits_keep_the_shipped_ones_for_validation(folder):
    parts = DATA_SETS["digits"].parts(TaskConfig(name="digits"))
    assert [len(one.targets) for one in (parts.train, parts.validation, parts.test)] == [
        55_000,
        5_000,
        10_000,
    ]
    ours = {(image / np.float32(255)).astype(np.float32).tobytes() for image in shipped()[0]}
    assert not any(one.tobytes() in ours for one in parts.train.inputs)
    assert not any(one.tobytes() in ours for one in parts.test.inputs)


@needs("imdb_ragged.npz")
def test_full_reviews_are_numbered_padded_and_balanced(folder):
    parts = DATA_SETS["reviews"].parts(TaskConfig(name="reviews", timesteps=100))
    sizes = [len(one.targets) for one in (parts.train, parts.validation, parts.test)]
    assert sizes == [20_000, 5_000, 25_000]
    assert parts.train.inputs.shape == (20_000, 100) and parts.train.inputs.max() == 9_999
    assert 0.49 < parts.train.targets.mean() < 0.51
    assert np.array_equal(parts.test.mask, parts.test.inputs != 0)
    short = parts.train.inputs[parts.train.inputs[:, 0] == 0]
    first = short[np.arange(len(short)), (short != 0).argmax(axis=1)]
    assert np.all(first == START)
    assert 0 < np.mean(parts.train.inputs == UNKNOWN) < 0.15


@needs("imdb_word_index.json")
def test_the_shipped_words_are_the_most_frequent_ones():
    import json

    index = json.loads((FOLDER / "imdb_word_index.json").read_text(encoding="utf-8"))
    vocabulary = reviews.vocabulary()
    for word in ("the", "movie", "wonderful", "don't", "boring"):
        assert vocabulary.tokens([word])[0, 1] == index[word] + reviews.INDEX_FROM
    assert len(vocabulary) == reviews.WORDS


@needs("mnist.npz")
def test_the_pretrained_digits_network_reads_test_digits(folder):
    network = load("digits")
    asked = DATA_SETS["digits"].parts(network.config.task).test.rows(slice(500))
    said = trace(network.weights, network.config.model, asked.inputs)["probabilities"]
    assert np.mean(chosen(said) == asked.targets) > 0.96


@needs("imdb_ragged.npz")
@pytest.mark.parametrize("name", [name for name in SET_RECIPES if name.startswith("reviews")])
def test_the_pretrained_reviews_networks_judge_test_reviews(folder, name):
    network = load(name)
    config = TaskConfig(name="reviews", timesteps=200)
    rows = np.random.default_rng(1).integers(0, 25_000, 100)
    asked = DATA_SETS["reviews"].parts(config).test.rows(rows)
    said = trace(network.weights, network.config.model, asked.inputs)["probabilities"]
    assert np.mean(chosen(said) == asked.targets) > 0.75


# Without any folder.


def test_the_pretrained_network_reads_the_shipped_digits_it_never_learned():
    network = load("digits")
    images, labels = shipped()
    said = trace(network.weights, network.config.model, images[:300] / 255)["probabilities"]
    assert np.mean(chosen(said) == labels[:300]) > 0.96


def test_a_digit_is_unknown_before_its_ink_and_known_after():
    network = load("digits")
    image = shipped()[0][:1] / 255
    said = partial_answers(network.weights, network.config.model, image)
    assert said.from_start[0].max() < 0.9 < said.from_start[-1].max()


def test_what_keras_has_is_taken_where_there_is_no_folder(nowhere, monkeypatch):
    import keras

    lists = np.array([[1, 14, 22], [1, 5], [1, 6], [1, 7], [1, 8]], dtype=object)
    labels = np.array([1, 0, 1, 0, 1])
    monkeypatch.setattr(keras.datasets.imdb, "load_data", lambda **more: ((lists, labels), (lists, labels)))
    config = ExperimentConfig(task=TaskConfig(name="reviews", timesteps=3))
    parts = sets.parts_of(config)
    assert (len(parts.train.targets), len(parts.validation.targets)) == (4, 1)
    assert sorted(parts.test.inputs.tolist())[0] == [0, 1, 5]


@pytest.mark.parametrize("name", ["reviews", "digits"])
def test_without_network_there_is_one_sentence(nowhere, monkeypatch, name):
    import keras

    def unreachable(**more):
        raise OSError("no route to host")

    module = {"reviews": keras.datasets.imdb, "digits": keras.datasets.mnist}[name]
    monkeypatch.setattr(module, "load_data", unreachable)
    with pytest.raises(
        ValueError, match=r"must be fetched once, .*; got no file: check this machine's network"
    ):
        sets.parts_of(recipe(name))


def test_every_set_recipe_asks_for_no_more_than_there_is():
    for one in SET_RECIPES.values():
        assert one.training.sequences <= DATA_SETS[one.task.name].training_sequences


def test_offsets_that_do_not_fit_are_refused(tmp_path):
    part = {
        "tokens": np.array([1, 2, 3], np.int32),
        "offsets": np.array([0, 9]),
        "labels": np.array([1], np.uint8),
    }
    arrays = {f"{which}_{name}": array for which in ("train", "test") for name, array in part.items()}
    np.savez(tmp_path / "imdb_ragged.npz", **arrays)
    with pytest.raises(ValueError, match="`imdb_ragged.npz` must have, for train, flat tokens from 1"):
        reviews.parts_of(tmp_path / "imdb_ragged.npz", 10)
