import dataclasses
from pathlib import Path

import numpy as np
import pytest

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.data.recipes import SET_RECIPES
from viz_core.network.weights import unpack
from viz_core.pretrained import load, matching
from viz_core.pretrained.networks import FOLDER, RECIPES, build
from viz_core.statistics.evaluation import examine
from viz_core.tasks import TASKS


@pytest.mark.parametrize("name", RECIPES)
def test_a_shipped_network_fits_its_recipe_and_has_a_card(name):
    network = load(name)
    assert network.config == RECIPES[name]
    unpack(network.weights, network.config.model)
    card = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert f"python -m viz_core.pretrained {name}" in card
    assert (FOLDER / f"{name}.npz").stat().st_size < 3_000_000


@pytest.mark.parametrize("name", RECIPES)
def test_the_accuracy_on_the_card_is_the_one_measured_here(name):
    network = load(name)
    card = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    measured = examine(network.config, network.weights, sequences=10_000)[""].accuracy
    assert f"10,000 fresh sequences: {measured:.4f}" in card


def test_every_file_in_the_folder_belongs_to_a_recipe():
    assert {path.name.split(".")[0] for path in FOLDER.iterdir()} == {*RECIPES, *SET_RECIPES}


def test_the_casino_network_comes_close_to_the_exact_ceiling():
    network = load("casino")
    best = TASKS["casino"].ceilings(network.config.task)["bidirectional"]
    assert examine(network.config, network.weights, sequences=5_000)[""].accuracy > best - 0.02


def test_only_the_very_same_config_matches():
    assert matching(ExperimentConfig()) is load("cumulative_sum")
    other = dataclasses.replace(ExperimentConfig(), training=TrainingConfig(seed=99))
    assert matching(other) is None


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match="`pretrained` must be one of cumulative_sum, .*; got 'poet'"):
        load("poet")


@pytest.mark.slow
def test_build_writes_what_load_reads(tmp_path: Path, monkeypatch):
    config = ExperimentConfig(
        task=TaskConfig(timesteps=4),
        model=ModelConfig(cell="SimpleRNN", units=3),
        training=TrainingConfig(sequences=200),
    )
    monkeypatch.setitem(RECIPES, "tiny", config)
    monkeypatch.setattr("viz_core.pretrained.networks.FOLDER", tmp_path)
    card = build("tiny", folder=tmp_path)
    network = load("tiny")
    load.cache_clear()
    assert network.config == config
    assert all(array.dtype == np.float32 for array in network.weights)
    assert (tmp_path / "tiny.md").read_text(encoding="utf-8") == card
