"""Configs: defaults, the way to plain values and back, and one sentence for every bad value."""

import json
import re
from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest

from viz_core.config import (
    CELL_NAMES,
    DIRECTIONS,
    HEADS,
    MERGE_MODES,
    OPTIMIZERS,
    TASK_TIMESTEPS,
    ExperimentConfig,
    ModelConfig,
    TaskConfig,
    TrainingConfig,
)

PARTS = {"task": TaskConfig, "model": ModelConfig, "training": TrainingConfig}


# Defaults.


def test_the_default_is_the_textbook_run():
    config = ExperimentConfig()
    assert (config.task.name, config.task.timesteps) == ("cumulative_sum", 10)
    assert (config.model.cell, config.model.units, config.model.layers) == ("LSTM", 50, 1)
    assert (config.model.direction, config.model.merge_mode) == ("bidirectional", "concat")
    assert (config.model.head, config.model.head_units, config.model.embedding) == ("per_step", 0, 0)
    assert (config.model.shared_weights, config.model.dropout) == (False, 0)
    assert (config.training.sequences, config.training.epochs) == (50_000, 1)
    assert (config.training.batch_size, config.training.optimizer) == (10, "adam")
    assert config.training.learning_rate == 0.001


@pytest.mark.parametrize(("name", "timesteps"), TASK_TIMESTEPS.items())
def test_every_task_has_its_own_length(name, timesteps):
    assert TaskConfig(name=name).timesteps == TaskConfig(name=name).length == timesteps
    assert TaskConfig(name=name, timesteps=7).length == 7


def test_the_casino_takes_twenty_steps():
    assert TaskConfig(name="casino").length == 20


@pytest.mark.parametrize("part", [*PARTS.values(), ExperimentConfig])
def test_configs_are_frozen_and_take_names_only(part):
    config = part()
    first = fields(config)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(config, first, getattr(config, first))
    with pytest.raises(TypeError):
        part(getattr(config, first))


def test_equal_configs_are_one_key():
    assert len({ExperimentConfig(), ExperimentConfig(), ExperimentConfig(model=ModelConfig(units=3))}) == 2


# Words a config understands.


@pytest.mark.parametrize(
    ("part", "field", "values"),
    [
        (TaskConfig, "name", TASK_TIMESTEPS),
        (ModelConfig, "cell", CELL_NAMES),
        (ModelConfig, "direction", DIRECTIONS),
        (ModelConfig, "merge_mode", MERGE_MODES),
        (ModelConfig, "head", HEADS),
        (TrainingConfig, "optimizer", OPTIMIZERS),
    ],
)
def test_every_option_is_accepted(part, field, values):
    for value in values:
        assert getattr(part(**{field: value}), field) == value


def test_no_merge_mode_may_be_written_as_in_keras():
    assert ModelConfig(merge_mode=None).merge_mode == "none"


LIMITS = [
    (TaskConfig, "timesteps", 2, 200),
    (TaskConfig, "delay", -8, 8),
    (ModelConfig, "units", 1, 512),
    (ModelConfig, "layers", 1, 4),
    (ModelConfig, "head_units", 0, 512),
    (ModelConfig, "embedding", 0, 512),
    (TrainingConfig, "sequences", 1, 1_000_000),
    (TrainingConfig, "epochs", 1, 1_000),
    (TrainingConfig, "batch_size", 1, 4_096),
    (TrainingConfig, "seed", 0, 2**31 - 1),
]


@pytest.mark.parametrize(("part", "field", "low", "high"), LIMITS)
def test_both_ends_of_a_range_are_within_it(part, field, low, high):
    for value in (low, high):
        assert getattr(part(**{field: value}), field) == value


@pytest.mark.parametrize(("part", "field", "low", "high"), LIMITS)
def test_a_whole_number_out_of_range_is_one_sentence(part, field, low, high):
    for value in (low - 1, high + 1, 2.5, "2", True):
        sentence = f"`{field}` must be a whole number from {low:,} to {high:,}; got {value!r}."
        with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
            part(**{field: value})


@pytest.mark.parametrize(
    ("part", "field", "value", "sentence"),
    [
        (
            TaskConfig,
            "name",
            "sum",
            "`task` must be one of cumulative_sum, mirror_sum, signed_walk, echo, xor_neighbours, balance, "
            "brackets, casino, flip_flop, flip_flop_2, flip_flop_3, flip_flop_both_sides, will_it_flip, "
            "mini_reviews, reviews, digits_5000, digits, mini_sentences, treebank, own_tags, dates, numbers, "
            "own_numbers, own_texts; got 'sum'.",
        ),
        (ModelConfig, "cell", "RNN", "`cell` must be one of SimpleRNN, LSTM, GRU; got 'RNN'."),
        (
            ModelConfig,
            "direction",
            "both",
            "`direction` must be one of forward, backward, bidirectional; got 'both'.",
        ),
        (
            ModelConfig,
            "merge_mode",
            "avg",
            "`merge_mode` must be one of concat, sum, mul, ave, none; got 'avg'.",
        ),
        (
            ModelConfig,
            "head",
            "last",
            "`head` must be one of per_step, final_state, encoder_decoder; got 'last'.",
        ),
        (ModelConfig, "shared_weights", 1, "`shared_weights` must be True or False; got 1."),
        (ModelConfig, "dropout", 1.0, "`dropout` must be a number from 0 to 0.9; got 1.0."),
        (TrainingConfig, "optimizer", "Adam", "`optimizer` must be one of adam, rmsprop, sgd; got 'Adam'."),
        (TrainingConfig, "learning_rate", 0, "`learning_rate` must be a number from 1e-07 to 10; got 0."),
        (
            TrainingConfig,
            "learning_rate",
            float("nan"),
            "`learning_rate` must be a number from 1e-07 to 10; got nan.",
        ),
    ],
)
def test_a_bad_value_is_one_sentence(part, field, value, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        part(**{field: value})


# What follows from a config.


@pytest.mark.parametrize(
    ("mode", "width"), [("concat", 100), ("sum", 50), ("mul", 50), ("ave", 50), ("none", 50)]
)
def test_width_follows_the_merge_mode(mode, width):
    assert ModelConfig(merge_mode=mode).width == width
    assert ModelConfig(merge_mode=mode, direction="forward").width == 50


def test_readers_come_forward_first():
    assert ModelConfig().readers == ("forward", "backward")
    assert ModelConfig(direction="backward").readers == ("backward",)
    assert not ModelConfig(direction="backward").bidirectional


@pytest.mark.parametrize(("sequences", "steps"), [(20, 2), (21, 3), (5, 1)])
def test_the_last_batch_of_an_epoch_may_be_smaller(sequences, steps):
    config = TrainingConfig(sequences=sequences, batch_size=10, epochs=3)
    assert config.steps_per_epoch == steps
    assert config.steps == 3 * steps


# To plain values and back.


@pytest.mark.parametrize(
    "config",
    [
        ExperimentConfig(),
        ExperimentConfig(
            task=TaskConfig(name="echo", timesteps=12, delay=-3),
            model=ModelConfig(cell="GRU", merge_mode="none", dropout=0.25, head="final_state", head_units=4),
            training=TrainingConfig(epochs=3, learning_rate=0.02, optimizer="sgd", seed=9),
        ),
    ],
)
def test_a_config_survives_json(config):
    assert ExperimentConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config


def test_to_dict_names_every_field():
    plain = ExperimentConfig().to_dict()
    assert {part: set(values) for part, values in plain.items()} == {
        part: {one.name for one in fields(kind)} for part, kind in PARTS.items()
    }


def test_missing_fields_take_their_defaults():
    assert ExperimentConfig.from_dict({}) == ExperimentConfig()
    made = ExperimentConfig.from_dict({"model": {"units": 8}})
    assert made == ExperimentConfig(model=ModelConfig(units=8))


def test_an_unknown_part_or_field_is_one_sentence():
    with pytest.raises(
        ValueError, match=re.escape("`experiment` may have the fields task, model, training; got 'data'.")
    ):
        ExperimentConfig.from_dict({"data": {}})
    with pytest.raises(
        ValueError, match=r"^`task` may have the fields name, timesteps, delay, source; got 'lenght'\.$"
    ):
        ExperimentConfig.from_dict({"task": {"lenght": 3}})


def test_from_dict_checks_values_too():
    with pytest.raises(ValueError, match="`units` must be a whole number from 1 to 512; got 0"):
        ExperimentConfig.from_dict({"model": {"units": 0}})


def test_numbers_of_numpy_are_numbers():
    assert ModelConfig(units=np.int64(8), dropout=np.float32(0.5)).units == 8
