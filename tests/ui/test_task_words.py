"""What is said of a task beside its first sequence."""

import re

import pytest

from ui.task_words import _worked
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
