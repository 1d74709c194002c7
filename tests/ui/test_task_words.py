"""What is said of a task beside its first sequence."""

import re

import pytest

from ui.task_words import _worked, rule
from viz_core.config import TaskConfig


@pytest.mark.parametrize(
    ("name", "part"),
    [("cumulative_sum", slice(0, 6)), ("signed_walk", slice(0, 6)), ("mirror_sum", slice(5, None))],
)
def test_the_sum_that_is_said_is_that_of_the_numbers_that_are_written(name, part):
    said = _worked(TaskConfig(name=name)).replace("−", "-")
    row = said.split("`")[1].split()
    found = re.search(r"the sum is (-?[\d.]+)", said)
    assert found is not None
    assert float(found[1]) == pytest.approx(sum(float(one) for one in row[part]), abs=1e-9)


@pytest.mark.parametrize("name", ["cumulative_sum", "mirror_sum"])
@pytest.mark.parametrize("steps", [10, 14])
def test_the_level_that_a_sum_must_reach_is_a_quarter_of_the_steps_that_are_named(name, steps):
    words = rule(TaskConfig(name=name, timesteps=steps))
    level, named = re.findall(r"reach(?:ed)? ([\d.]+), the number of steps \((\d+)\) divided by 4", words)[0]
    assert (float(level), int(named)) == (steps / 4, steps)


@pytest.mark.parametrize(("name", "answers"), [("flip_flop", {"down", "up"}), ("brackets", {"0", "1"})])
def test_a_question_that_is_not_answered_by_yes_or_no_is_answered_by_names(name, answers):
    said = _worked(TaskConfig(name=name)).split("`")[3].split()
    assert set(said) - {"…"} == answers
