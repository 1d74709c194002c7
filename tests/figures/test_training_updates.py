"""Updates on a logarithmic axis, zero among them."""

from math import log10

import pytest

from viz_core.figures.training_updates import updates_axis


def test_moments_stand_at_their_updates_and_no_updates_half_as_far_as_the_first():
    places, axis = updates_axis([0, 10, 250, 3000], "updates")
    assert places == [5, 10, 250, 3000]
    low, high = axis["range"]
    assert axis["type"] == "log" and low < log10(5) and log10(3000) < high
    assert dict(zip(axis["tickvals"], axis["ticktext"], strict=True)) == {
        5: "0",
        10: "10",
        100: "100",
        1000: "1,000",
    }


def test_a_short_run_has_marks_between_powers_of_ten():
    _places, axis = updates_axis([0, 100, 600], "updates")
    assert axis["ticktext"] == ["0", "100", "200", "500"]


@pytest.mark.parametrize("updates", [[30, 40], [7, 8, 9], [1, 2]])
def test_moments_after_the_first_update_need_no_zero(updates):
    places, axis = updates_axis(updates, "updates")
    assert places == updates
    assert "0" not in axis["ticktext"]
