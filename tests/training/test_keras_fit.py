"""Keras's `fit` as a trainer: the events of the engine on the same seed, a few updates at a time."""

import gc
import threading

import numpy as np
import pytest

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.training.engine import Trainer
from viz_core.training.keras_fit import FitTrainer, KerasTrainer, Lesson
from viz_core.training.keras_import import MISSING, KerasMissingError
from viz_core.training.trainers import trainer_of
from viz_core.training.worker import one_sentence

pytestmark = pytest.mark.usefixtures("eager")


def config(model=None, task=None, **training):
    """Five updates an epoch, the last of them smaller."""
    usual = {"sequences": 37, "batch_size": 8, "epochs": 2, "learning_rate": 0.01, "trainer": "keras"}
    return ExperimentConfig(
        task=TaskConfig(timesteps=5) if task is None else task,
        model=ModelConfig(units=3, **(model or {})),
        training=TrainingConfig(**usual | training),
    )


def events(trainer, updates=3):
    found = [trainer.start_event()]
    while not trainer.done:
        found.append(trainer.advance(updates))
    return found


MODELS = [
    {},
    {"cell": "GRU", "head": "final_state", "layers": 2},
    {"cell": "SimpleRNN", "merge_mode": "none", "head_units": 2},
    {"direction": "backward", "merge_mode": "concat"},
    {"merge_mode": "mul", "shared_weights": True},
]


@pytest.mark.parametrize("model", MODELS)
def test_keras_shows_the_events_of_the_loops_on_one_seed(model):
    ours, theirs = events(Trainer(config(model))), events(KerasTrainer(config(model)))
    assert [one.step for one in theirs] == [0, 3, 5, 8, 10]
    for one, two in zip(ours, theirs, strict=True):
        assert (one.step, one.epoch, one.done) == (two.step, two.epoch, two.done)
        for name in ("loss", "accuracy", "epoch_loss", "epoch_accuracy"):
            assert getattr(two, name) == pytest.approx(getattr(one, name), abs=2e-5), name
        for mine, other in zip(one.weights, two.weights, strict=True):
            np.testing.assert_allclose(other, mine, atol=2e-5)
    assert theirs[-1].seconds > theirs[1].seconds == 0


def test_padding_and_validation_count_as_in_the_loops():
    """By plain gradients: for Adam Keras squares the gradient of each occurrence of a word by itself."""
    plain = {"optimizer": "sgd", "learning_rate": 0.5}
    masked = config({"embedding": 4}, TaskConfig(name="mini_sentences"), sequences=60, batch_size=40, **plain)
    ours, theirs = events(Trainer(masked), 9), events(KerasTrainer(masked), 9)
    assert theirs[0].loss == pytest.approx(ours[0].loss, abs=1e-5)
    for one, two in zip(ours[1:], theirs[1:], strict=True):
        assert two.loss == pytest.approx(one.loss, abs=1e-4)
        for name in ("epoch", "loss", "accuracy", "validation_loss", "validation_accuracy"):
            wanted = pytest.approx(getattr(one.epoch_metrics, name), abs=1e-3)
            assert getattr(two.epoch_metrics, name) == wanted, name


def test_a_run_goes_on_in_the_middle_of_an_epoch():
    plain = config(optimizer="sgd", learning_rate=0.5)
    whole = events(KerasTrainer(plain))
    begun = KerasTrainer(plain)
    begun.advance(3)
    rest = KerasTrainer(plain, weights=begun.advance(1).weights, step=4, seconds=7.0)
    assert rest.advance(9).step == 5
    last = rest.advance(9)
    assert last.done and last.step == 10 and last.seconds > 7
    for one, two in zip(whole[-1].weights, last.weights, strict=True):
        np.testing.assert_allclose(one, two, atol=1e-6)


def test_a_forgotten_run_ends_its_thread_and_writes_nothing(capfd):
    def fitting():
        return {one for one in threading.enumerate() if one.name == "keras-fit"}

    before = fitting()  # those of earlier tests may still be ending
    trainer = KerasTrainer(config())
    trainer.advance(1)
    (thread,) = fitting() - before
    capfd.readouterr()
    del trainer
    gc.collect()
    thread.join(60)
    assert not thread.is_alive()
    assert capfd.readouterr() == ("", "")


def test_what_goes_wrong_in_fit_is_raised_where_updates_are_asked_for():
    trainer = KerasTrainer(config())
    wrong = Lesson(inputs=np.zeros((8, 5, 4), np.float32), targets=np.zeros((8, 5, 1), int), counts=None)
    broken = FitTrainer(trainer._model, TrainingConfig(sequences=8, trainer="keras"), wrong)
    with pytest.raises(Exception, match="LSTM"):
        broken.advance(1)


def test_answers_that_are_not_asked_for_do_not_count():
    data = KerasTrainer(config())._lesson
    targets = data.targets[..., 0].copy()
    targets[:, :4] = -1
    asked = Lesson.of(_Data(data.inputs, targets, None), final=False)
    assert asked.answers(np.arange(3)) == 3
    assert asked.targets.min() == 0


class _Data:
    def __init__(self, inputs, targets, mask):
        self.inputs, self.targets, self.mask = inputs, targets, mask


def test_an_encoder_decoder_is_left_to_the_loops():
    with pytest.raises(ValueError, match="`trainer` must be 'loops' for an encoder-decoder; got 'keras'."):
        KerasTrainer(config({"head": "encoder_decoder"}, TaskConfig(name="dates")))


def test_the_config_says_who_trains():
    assert type(trainer_of(config(trainer="loops"))) is Trainer
    assert type(trainer_of(config())) is KerasTrainer


def test_without_keras_a_run_says_how_to_install_it(monkeypatch):
    def missing():
        raise KerasMissingError(MISSING)

    monkeypatch.setattr("viz_core.training.trainers.import_keras", missing)
    with pytest.raises(KerasMissingError) as raised:
        trainer_of(config())
    assert one_sentence(raised.value) == "Keras is not installed: pip install 'birnn-visualiser[keras]'"
