import keras
import numpy as np
import pytest

from viz_core.scratch import training as scratch_training
from viz_core.scratch.comparison import TASK
from viz_core.scratch.training import POINT, UPDATES, Adam, Learner
from viz_core.tasks import TASKS


def test_adam_moves_as_keras_does():
    rng = np.random.default_rng(0)
    weights, gradients = [rng.normal(size=(2, 3))], [[rng.normal(size=(2, 3))] for _ in range(4)]
    theirs = keras.Variable(weights[0].astype(np.float32))
    optimizer, ours = keras.optimizers.Adam(0.01), Adam(0.01)
    for one in gradients:
        optimizer.apply([keras.ops.convert_to_tensor(one[0], "float32")], [theirs])
        weights = ours.update(weights, one)
    np.testing.assert_allclose(weights[0], theirs.numpy(), atol=1e-6)


@pytest.fixture(scope="module")
def learner():
    """A quarter of a run."""
    one = Learner(0)
    while one.done < UPDATES // 4:
        one.update()
    return one


def test_it_learns(learner):
    assert learner.losses[-1] < learner.losses[0] / 3
    assert learner.exam() > 0.93


def test_it_passes_what_any_single_reader_can_reach_within_200_updates(learner):
    best = TASKS[TASK.name].ceilings(TASK)
    assert learner.accuracies[200 // POINT - 1] > max(best["forward"], best["backward"]) + 0.1


def test_a_point_of_the_curve_every_few_updates(learner):
    assert learner.steps == list(range(POINT, UPDATES // 4 + 1, POINT))
    assert len(learner.losses) == len(learner.accuracies) == len(learner.steps)


def test_the_same_seed_gives_the_same_curve(learner):
    again = Learner(0)
    for _ in range(POINT):
        again.update()
    assert again.losses == learner.losses[:1]


def test_a_slice_ends_in_time_and_never_past_the_last_update(monkeypatch):
    monkeypatch.setattr(scratch_training, "UPDATES", 3)
    one = Learner(1)
    assert one.advance(60)
    assert one.done == 3
    assert one.finished


def test_only_one_learner_computes_at_a_time():
    one = Learner(1)
    with scratch_training._turn:
        assert not one.advance(1)
    assert one.done == 0
