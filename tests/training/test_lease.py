"""The clock of the leases."""

import pytest

from tests.clock import Clock
from viz_core.training.lease import JUMP_SECONDS, AwakeClock


@pytest.mark.parametrize(
    ("moves", "seconds"),
    [([0.5, 0.5, 1.0], 2.0), ([3600.0], JUMP_SECONDS), ([-50.0], 0.0), ([0.5, -50.0, 0.25], 0.75)],
)
def test_a_clock_that_jumps_counts_as_a_moment(moves, seconds):
    source = Clock(now=100.0)
    awake = AwakeClock(source)
    for one in moves:
        source.now += one
        awake()
    assert awake() == seconds
