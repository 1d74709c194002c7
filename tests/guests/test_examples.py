"""The example networks open without Keras's help, and do what they were trained to do."""

import numpy as np
import pytest

from viz_core.config import TaskConfig
from viz_core.data import DATA_SETS, uploads
from viz_core.data.data_set import MissingFile
from viz_core.guests import feeding
from viz_core.guests.examples import DIGITS, EXAMPLES
from viz_core.guests.kept import keep_network, opened_network
from viz_core.tasks import TASKS


def test_the_cumulative_sum_is_right_at_nearly_every_step():
    opened = opened_network("cumulative_sum")
    batch = TASKS["cumulative_sum"].sample(300, TaskConfig(name="cumulative_sum"), np.random.default_rng(9))
    said = opened.guest.outputs(batch.inputs)[0][..., 0] > 0.5
    assert np.mean(said == batch.targets) > 0.97
    assert "cumulative_sum" in opened.tasks


def test_mini_reviews_are_read_by_the_order_of_their_words():
    opened = opened_network("reviews")
    test = DATA_SETS["mini_reviews"].parts(TaskConfig(name="mini_reviews")).test
    said = opened.guest.outputs(test.inputs[:300])[0][:, 0] > 0.5
    assert np.mean(said == test.targets[:300]) > 0.95
    assert opened.tasks == ()


def test_digits_are_sorted():
    opened = opened_network("sorting")
    digits = np.random.default_rng(9).integers(0, 10, (300, DIGITS))
    said = opened.guest.outputs(digits)[0].argmax(axis=-1)
    assert np.mean(said == np.sort(digits, axis=1)) > 0.95


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_page_opens_each_example_with_a_way_of_feeding_that_fits(name):
    assert EXAMPLES[name].reads in feeding.ways(opened_network(name).guest)


def test_a_file_is_kept_under_its_checksum_and_opened_once(monkeypatch):
    data = EXAMPLES["cumulative_sum"].path.read_bytes()
    source = keep_network(data)
    assert source == uploads.digits_of(data) and uploads.stored(source, ending="keras") == data
    monkeypatch.setattr("viz_core.guests.kept.apart.call", None)
    assert opened_network(source) is opened_network(source)


def test_a_file_that_cannot_be_opened_is_not_kept():
    with pytest.raises(ValueError, match="`file` must be a .keras file"):
        keep_network(b"nothing")
    assert not uploads.holds(uploads.digits_of(b"nothing"), ending="keras")


def test_a_file_that_is_gone_is_missed():
    with pytest.raises(MissingFile):
        opened_network("0123456789abcdef")
