"""What is kept of a run."""

import numpy as np
import pytest

from viz_core.training.events import TrainingEvent
from viz_core.training.history import History


def event(step, *, loss=0.0, size=4, weights=True):
    arrays = (np.full(size, step, np.float32),) if weights else ()
    return TrainingEvent(
        step=step,
        epoch=1,
        loss=loss,
        accuracy=1 - loss,
        epoch_loss=loss / 2,
        epoch_accuracy=1 - loss / 2,
        weights=arrays,
        seconds=step / 10,
    )


def filled(steps, **limits):
    history = History(**limits)
    for step in steps:
        history.append(event(step))
    return history


def kept(history):
    return [one.step for one in history.snapshots]


def test_the_curve_has_one_point_per_event_in_order():
    history = History()
    for step, loss in [(0, 0.7), (5, 0.6), (15, 0.2)]:
        history.append(event(step, loss=loss))
    curve = history.curve()
    assert curve.steps.tolist() == [0, 5, 15]
    assert curve.losses.tolist() == [0.7, 0.6, 0.2]
    np.testing.assert_allclose(curve.accuracies, [0.3, 0.4, 0.8])
    assert curve.seconds.tolist() == [0.0, 0.5, 1.5]


def test_an_empty_history_has_an_empty_curve():
    curve = History().curve()
    assert curve.steps.shape == curve.losses.shape == curve.accuracies.shape == (0,)


def test_an_event_without_weights_adds_a_point_and_no_snapshot():
    history = History()
    history.append(event(0))
    history.append(event(3, weights=False))
    assert history.curve().steps.tolist() == [0, 3]
    assert kept(history) == [0]


def test_weights_that_come_after_their_event_add_a_snapshot_and_no_point():
    history = History()
    history.append(event(0))
    history.append(event(3, weights=False))
    history.append(event(3))
    assert history.curve().steps.tolist() == [0, 3]
    assert kept(history) == [0, 3]


@pytest.mark.parametrize("count", [1, 2, 5, 6, 40, 333])
def test_the_first_and_the_latest_snapshot_always_stay(count):
    history = filled(range(0, 10 * count, 10), max_snapshots=5)
    assert kept(history)[0] == 0
    assert kept(history)[-1] == 10 * (count - 1)
    assert len(kept(history)) == min(count, 5)


def test_snapshots_are_thinned_evenly():
    gaps = np.diff(kept(filled(range(1000), max_snapshots=20)))
    assert gaps.max() <= 4 * np.median(gaps)
    assert len(gaps) == 19


def test_the_snapshot_between_the_closest_neighbours_goes_first():
    assert kept(filled([0, 10, 11, 12, 30], max_snapshots=4)) == [0, 10, 12, 30]


def test_snapshots_are_bounded_in_bytes():
    history = History(max_bytes=4_000)
    for step in range(50):
        history.append(event(step, size=100))
    assert sum(one.nbytes for one in history.snapshots) <= 4_000
    assert len(history.snapshots) == 10


def test_step_0_and_the_latest_stay_even_if_they_are_too_heavy():
    history = History(max_bytes=10)
    for step in range(5):
        history.append(event(step, size=1000))
    assert kept(history) == [0, 4]


def test_snapshots_cannot_be_changed_by_anyone():
    source = event(0)
    history = History()
    history.append(source)
    source.weights[0][:] = 99
    assert history.snapshots[0].weights[0].tolist() == [0, 0, 0, 0]
    with pytest.raises(ValueError, match="read-only"):
        history.snapshots[0].weights[0][0] = 1


def test_a_long_curve_is_halved_by_means_weighted_with_updates():
    history = History(max_points=5)
    for step, loss in [(0, 9.0), (1, 1.0), (4, 5.0), (5, 2.0), (6, 4.0), (8, 7.0)]:
        history.append(event(step, loss=loss))
    # Joined: (1 update at 1.0, 3 at 5.0) -> 4.0; (1 at 2.0, 1 at 4.0) -> 3.0; first and last stay.
    assert history.curve().steps.tolist() == [0, 4, 6, 8]
    assert history.curve().losses.tolist() == [9.0, 4.0, 3.0, 7.0]


@pytest.mark.parametrize("count", [10, 1_000, 5_001])
def test_a_long_curve_stays_bounded_and_rising(count):
    curve = filled(range(count), max_points=64).curve()
    assert len(curve.steps) <= 64
    assert (np.diff(curve.steps) > 0).all()
    assert (curve.steps[0], curve.steps[-1]) == (0, count - 1)


def test_halving_keeps_the_mean_loss():
    rng = np.random.default_rng(0)
    losses, history = rng.random(500), History(max_points=50)
    for step, loss in enumerate(losses):
        history.append(event(step, loss=loss))
    curve = history.curve()
    mean = (curve.losses[1:] * np.diff(curve.steps)).sum() / 499
    assert mean == pytest.approx(losses[1:].mean())


def test_the_mean_of_the_last_epoch_is_no_point_of_the_curve():
    history = History()
    for step, loss in [(0, 0.8), (50, 0.6), (96, 0.4), (100, 0.2)]:
        history.append(event(step, loss=loss))
    curve = history.curve()
    assert curve.losses.tolist() == [0.8, 0.6, 0.4, 0.2]
    assert (curve.epoch_loss, curve.epoch_accuracy) == (0.1, 0.9)


def test_after_going_back_the_means_of_the_epoch_are_those_of_the_latest_point():
    history = History()
    for step, loss in [(0, 0.8), (50, 0.6), (96, 0.4)]:
        history.append(event(step, loss=loss, weights=step < 96))
    history.rewind()
    assert history.curve().epoch_loss == 0.3


@pytest.mark.parametrize("points", [4, 100])
def test_a_halved_curve_keeps_the_means_of_its_last_epoch(points):
    history = History(max_points=points)
    for step in range(40):
        history.append(event(step, loss=step / 100))
    assert history.curve().epoch_loss == pytest.approx(0.195)


@pytest.mark.parametrize(("limit", "low"), [("max_points", 4), ("max_snapshots", 2)])
def test_limits_that_leave_no_room_are_refused(limit, low):
    with pytest.raises(ValueError, match=f"`{limit}` must be a whole number from {low}"):
        History(**{limit: low - 1})
