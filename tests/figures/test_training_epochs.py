"""Curves over epochs: training beside validation."""

from viz_core.figures.primitives import checked
from viz_core.figures.training_epochs import plain_epoch_curves
from viz_core.training.events import EpochMetrics

epoch_curves = checked(plain_epoch_curves)
FIGURES = (
    EpochMetrics(epoch=1, loss=0.6, accuracy=0.7, validation_loss=0.5, validation_accuracy=0.75),
    EpochMetrics(epoch=2, loss=0.4, accuracy=0.85, validation_loss=0.45, validation_accuracy=0.8),
)


def drawn(figures=FIGURES):
    return epoch_curves(
        figures,
        total_epochs=4,
        updates=[0, 5, 10],
        losses=[0.7, 0.6, 0.5],
        accuracies=[0.5, 0.6, 0.7],
        updates_per_epoch=10,
    )


def test_training_and_validation_stand_at_their_epochs():
    traces = {(one.name, one.yaxis): one for one in drawn().data}
    assert list(traces["validation", "y2"].x) == [1, 2]
    assert list(traces["validation", "y2"].y) == [0.75, 0.8]
    assert list(traces["training", "y"].y) == [0.6, 0.4]
    assert list(traces["running", "y"].x) == [0, 0.5, 1]


def test_curves_name_their_newest_figures_and_reach_to_the_last_epoch():
    figure = drawn()
    texts = [one.text for one in figure.layout.annotations]
    assert "training 0.85" in texts and "validation 0.80" in texts
    assert figure.layout.xaxis2.range[1] > 4


def test_before_the_first_epoch_there_are_no_names():
    assert len(drawn(()).layout.annotations) == 2
