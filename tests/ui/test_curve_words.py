"""The words under the curves fit what is drawn."""

from ui.sets.curve_words import curve_words
from viz_core.config import ModelConfig
from viz_core.training.events import EpochMetrics

PLAIN = ModelConfig()


def epoch(number, accuracy=0.8, validation=0.7):
    return EpochMetrics(
        epoch=number, loss=0.5, accuracy=accuracy, validation_loss=0.6, validation_accuracy=validation
    )


def test_before_the_first_epoch_no_points_are_spoken_of_as_drawn():
    words = curve_words([], PLAIN)
    assert "grey line" in words and "come at the end of the first epoch" in words
    assert "point:" not in words and "points:" not in words and "coloured" not in words


def test_after_one_epoch_there_are_points_and_then_a_line():
    assert "coloured point" in curve_words([epoch(1)], PLAIN)
    assert "coloured line" in curve_words([epoch(1), epoch(2)], PLAIN)


def test_losses_fall_and_accuracies_rise():
    assert "both losses fall and both accuracies rise" in curve_words([epoch(1)], PLAIN)


def test_validation_above_training_has_its_sentence_and_names_dropout_only_where_there_is_one():
    better = [epoch(1, accuracy=0.7, validation=0.8)]
    assert "better than training" not in curve_words([epoch(1)], PLAIN)
    assert "better than training" in curve_words(better, PLAIN)
    assert "dropout" not in curve_words(better, PLAIN)
    assert "dropout" in curve_words(better, ModelConfig(dropout=0.2))
