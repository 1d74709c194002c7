import pytest

from viz_core.config import TASK_TIMESTEPS, ExperimentConfig
from viz_core.pretrained.presets import PRESETS
from viz_core.statistics.evaluation import examine
from viz_core.tasks import TASKS
from viz_core.training import train


def test_there_is_a_preset_for_each_task():
    assert {preset.config.task.name for preset in PRESETS.values()} == set(TASK_TIMESTEPS)


def test_the_first_preset_is_the_textbook_run():
    assert next(iter(PRESETS.values())).config == ExperimentConfig()


def test_titles_differ_and_every_preset_says_what_to_watch():
    assert len({preset.title for preset in PRESETS.values()}) == len(PRESETS)
    assert all(preset.watch.endswith(".") for preset in PRESETS.values())


@pytest.mark.slow
@pytest.mark.parametrize("name", PRESETS)
def test_it_learns_to_within_three_hundredths_of_its_ceiling_in_half_a_minute(name):
    config = PRESETS[name].config
    *_, last = train(config)
    assert last.seconds < 30
    ceiling = TASKS[config.task.name].ceilings(config.task)[config.model.direction]
    reached = examine(config, last.weights, sequences=2_000)[""].accuracy
    assert reached > ceiling - 0.03
