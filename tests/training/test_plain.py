"""Updates in one compiled call against updates one by one, which Keras checks: the same to the last bit."""

import numpy as np
import pytest

from viz_core.config import CELL_NAMES, OPTIMIZERS, ModelConfig, TrainingConfig
from viz_core.tasks.task import Batch
from viz_core.training import engine, plain
from viz_core.training.engine import Learner

STEPS, FEATURES = 5, 2


def sequences(count, classes=2, asked=True):
    rng = np.random.default_rng(3)
    inputs = rng.normal(size=(count, STEPS, FEATURES)).astype(np.float32)
    targets = (np.abs(np.cumsum(inputs[..., 0], axis=1)) * classes).astype(np.int32) % classes
    return Batch(inputs=inputs, targets=targets if asked else np.where(inputs[..., 1] > 0, targets, -1))


def events(model, training, data, outputs=1, weights=None):
    run = Learner(model, training, data, features=FEATURES, outputs=outputs, weights=weights)
    losses, found = [], []
    while not run.done:
        found.append(run.advance(7))
        losses += run.losses.tolist()
    return losses, found


def at_once(monkeypatch, *given, fewest=1, **options):
    """The same run, and how often it went through the compiled call."""
    calls, inner = [], plain.updates

    def counted(*arguments):
        calls.append(found := inner(*arguments))
        return found

    with monkeypatch.context() as patch:
        patch.setattr(engine, "updates", counted)
        patch.setattr(engine, "AT_ONCE", fewest)
        found = events(*given, **options)
    return found, sum(len(one) for one in calls if one is not None)


def one_by_one(monkeypatch, *given, **options):
    with monkeypatch.context() as patch:
        patch.setattr(engine, "is_plain", lambda model: False)
        return events(*given, **options)


def assert_same(found, expected):
    assert found[0] == expected[0]
    for one, other in zip(found[1], expected[1], strict=True):
        for name in ("step", "epoch", "loss", "accuracy", "epoch_loss", "epoch_accuracy", "done"):
            assert getattr(one, name) == getattr(other, name)
        for mine, theirs in zip(one.weights, other.weights, strict=True):
            np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize("cell", CELL_NAMES)
@pytest.mark.parametrize("head", ["per_step", "final_state"])
@pytest.mark.parametrize("outputs", [1, 4])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("shared", [False, True], ids=["apart", "shared"])
def test_updates_in_one_call_are_those_done_one_by_one(monkeypatch, cell, head, outputs, optimizer, shared):
    model = ModelConfig(cell=cell, units=7, head=head, shared_weights=shared)
    training = TrainingConfig(batch_size=8, epochs=3, learning_rate=0.01, optimizer=optimizer)
    given = (model, training, sequences(43, max(2, outputs)), outputs)
    expected = one_by_one(monkeypatch, *given)
    found, at_once_updates = at_once(monkeypatch, *given)
    assert_same(found, expected)
    # All but the last batch of each epoch, which is smaller.
    assert at_once_updates == 3 * (43 // 8)


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_what_is_not_asked_counts_for_nothing_in_one_call_either(monkeypatch, cell):
    given = (
        ModelConfig(cell=cell, units=3),
        TrainingConfig(batch_size=8, epochs=2),
        sequences(32, asked=False),
    )
    expected = one_by_one(monkeypatch, *given)
    assert_same(at_once(monkeypatch, *given)[0], expected)


@pytest.mark.parametrize("cell", CELL_NAMES)
def test_a_weight_that_is_no_number_makes_every_loss_of_the_call_none(monkeypatch, cell):
    model, training = ModelConfig(cell=cell, units=3), TrainingConfig(batch_size=8)
    one_by_one(monkeypatch, model, training, sequences(32))  # compiles the loops
    weights = [one.copy() for one in engine.first_weights(model, 0, FEATURES, 1)]
    weights[0][-1] = np.nan
    (losses, _), count = at_once(monkeypatch, model, training, sequences(32), weights=weights)
    assert count and np.isnan(losses).all()


def test_a_few_updates_are_done_one_by_one(monkeypatch):
    given = (ModelConfig(units=3), TrainingConfig(batch_size=8, epochs=1), sequences(56))
    one_by_one(monkeypatch, *given)  # compiles the loops
    assert at_once(monkeypatch, *given, fewest=8)[1] == 0
    assert at_once(monkeypatch, *given, fewest=7)[1] == 7


@pytest.mark.parametrize(
    "more",
    [
        {"layers": 2},
        {"merge_mode": "sum"},
        {"direction": "forward"},
        {"head_units": 3},
        {"dropout": 0.2},
        {"embedding": 3},
        {"head": "encoder_decoder"},
    ],
    ids=str,
)
def test_other_networks_are_not_plain(more):
    assert plain.is_plain(ModelConfig())
    assert not plain.is_plain(ModelConfig(**more))
