"""What a run costs: known before it runs, and refused beyond the limits, whatever asked for it."""

import tracemalloc
from dataclasses import replace

import pytest

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.data.recipes import SET_RECIPES
from viz_core.experiments import EXPERIMENTS
from viz_core.experiments.sweep import Sweep
from viz_core.limits.budget import (
    LIMITS,
    MOST_BYTES,
    MOST_PARAMETERS,
    TooExpensive,
    can_be_shown,
    check_affordable,
    cost,
    excess,
    trace_bytes,
)
from viz_core.network.summary import summary_rows
from viz_core.network.tracing import trace
from viz_core.network.weights import initial_weights
from viz_core.pretrained.presets import PRESETS
from viz_core.seeds import stream
from viz_core.training.engine import Trainer

HUGE = ExperimentConfig(task=TaskConfig(timesteps=200), model=ModelConfig(units=512, layers=4))
WIDE = ExperimentConfig(
    task=TaskConfig(timesteps=200), model=ModelConfig(units=64), training=TrainingConfig(batch_size=4096)
)
ENDLESS = ExperimentConfig(training=TrainingConfig(sequences=1_000_000, epochs=1_000, batch_size=1))


def ready_experiments():
    yield from ((name, preset.config) for name, preset in PRESETS.items())
    yield from SET_RECIPES.items()
    for name, experiment in EXPERIMENTS.items():
        yield from ((name, config) for config in experiment.runs([0]))


def test_every_ready_experiment_stays_well_within_the_limits():
    for name, config in ready_experiments():
        found = cost(config)
        shares = {measure: getattr(found, measure) / most for measure, most in LIMITS.items()}
        assert max(shares.values()) < 0.5, (name, shares)


def test_parameters_are_counted_as_in_the_summary():
    rows = summary_rows(HUGE.model, features=1, outputs=1)
    assert cost(HUGE).parameters == sum(row.parameters for row in rows)


@pytest.mark.parametrize(
    ("task", "model", "training"),
    [
        ({"timesteps": 100}, {"units": 64}, {"batch_size": 64, "sequences": 640}),
        (
            {"timesteps": 60},
            {"cell": "GRU", "units": 32, "layers": 3, "dropout": 0.2},
            {"batch_size": 100, "sequences": 350},
        ),
        ({}, {"units": 300, "layers": 2}, {"sequences": 50}),
        (
            {"timesteps": 100},
            {"cell": "SimpleRNN", "units": 16, "merge_mode": "none", "head_units": 32, "layers": 2},
            {"batch_size": 256, "sequences": 1024},
        ),
        ({"timesteps": 200}, {"units": 4}, {"sequences": 50_000}),
    ],
)
def test_the_estimate_of_memory_is_what_a_run_takes(task, model, training):
    config = ExperimentConfig(
        task=TaskConfig(**task), model=ModelConfig(**model), training=TrainingConfig(**training)
    )
    tracemalloc.start()
    try:
        trainer = Trainer(config)
        trainer.start_event()
        trainer.advance(2**30)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 0.5 < peak / cost(config).memory < 1.2


@pytest.mark.parametrize(
    ("config", "measure", "field"),
    [(HUGE, "parameters", "units"), (WIDE, "memory", "batch_size"), (ENDLESS, "work", "epochs")],
)
def test_one_sentence_names_the_setting_and_a_value_that_is_enough(config, measure, field):
    found = excess(config)
    assert (found.cost.over, found.field) == (measure, field)
    assert found.sentence().startswith(f"`{field}` must be at most {found.most:,} beside the other settings")
    part = getattr(config, found.part)
    lowered, beyond = (
        replace(config, **{found.part: replace(part, **{field: value})})
        for value in (found.most, found.most + 1)
    )
    assert excess(lowered) is None
    assert excess(beyond) is not None


def test_where_no_single_setting_is_enough_the_sentence_says_so():
    largest = replace(HUGE, training=TrainingConfig(sequences=1_000_000, epochs=1_000, batch_size=4_096))
    found = excess(largest)
    assert found.most is None
    assert found.sentence().startswith("`units` must be smaller, and other settings too")


def test_a_run_beyond_a_limit_is_refused_before_it_is_queued(light_jobs):
    with pytest.raises(TooExpensive, match=r"a network may have 4,000,000 parameters"):
        light_jobs.start(HUGE)


def test_a_sweep_with_one_run_beyond_a_limit_is_refused_before_it_starts(light_jobs):
    with pytest.raises(TooExpensive, match=r"a run may take 1 GiB of memory"):
        Sweep([ExperimentConfig(), WIDE], jobs=light_jobs, cluster=light_jobs.cluster, store=None)


def test_what_is_too_large_to_look_inside_is_known_before_it_is_drawn():
    assert not can_be_shown(HUGE)
    assert can_be_shown(ExperimentConfig(task=TaskConfig(timesteps=200), model=ModelConfig(units=512)))


def test_the_estimate_of_a_trace_covers_its_arrays():
    config = ExperimentConfig(task=TaskConfig(timesteps=20), model=ModelConfig(units=8, layers=2))
    weights = initial_weights(config.model, features=1, outputs=1, rng=stream(0, "weights"))
    seen = trace(weights, config.model, stream(1, "probe").random((1, 20, 1)))
    held = sum(array.nbytes for array in seen.arrays.values())
    assert 0.5 * trace_bytes(config) < held <= trace_bytes(config) + 10_000


def test_a_config_of_a_missing_file_has_a_cost_too():
    task = TaskConfig(name="own_numbers", source="0" * 16, timesteps=200)
    training = TrainingConfig(sequences=5_000)
    config = ExperimentConfig(task=task, model=ModelConfig(units=16, head="final_state"), training=training)
    assert 0 < cost(config).memory < MOST_BYTES
    assert 0 < cost(config).parameters < MOST_PARAMETERS
    check_affordable(config)
