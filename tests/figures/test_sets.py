import numpy as np
import pytest

from viz_core.figures.digits_rows import plain_row_answers
from viz_core.figures.palette import palette
from viz_core.figures.primitives import checked
from viz_core.figures.reviews_predictions import plain_running_lines
from viz_core.figures.training_epochs import plain_epoch_curves
from viz_core.training.events import EpochMetrics

epoch_curves, running_lines, row_answers = map(
    checked, (plain_epoch_curves, plain_running_lines, plain_row_answers)
)

FIGURES = (
    EpochMetrics(epoch=1, loss=0.6, accuracy=0.7, validation_loss=0.5, validation_accuracy=0.75),
    EpochMetrics(epoch=2, loss=0.4, accuracy=0.85, validation_loss=0.45, validation_accuracy=0.8),
)
READERS = {
    "forward": np.array([0.5, 0.2, 0.9]),
    "backward": np.array([0.9, 0.8, 0.6]),
    "bidirectional": np.array([0.9, 0.7, 0.95]),
}
WORDS = ["dull", "but", "moving"]


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


@pytest.mark.parametrize("dark", [False, True])
def test_each_reader_has_its_line_and_its_hue(dark):
    figure = running_lines(READERS, WORDS, answer="positive", final=0.938, dark=dark)
    colours = palette(dark=dark)
    lines = {one.name: one for one in figure.data}
    assert lines["forward"].line.color == colours.forward
    assert lines["backward"].line.color == colours.backward
    assert lines["both"].line.color == colours.merged
    assert list(lines["both"].y) == [0.9, 0.7, 0.95]
    assert list(figure.layout.xaxis.ticktext) == [*WORDS, "<b>answer</b>"]
    assert figure.layout.yaxis.title.text == "p(positive)"


def test_the_answer_is_on_the_chart_with_rings_around_the_states_it_reads():
    figure = running_lines(READERS, WORDS, answer="positive", final=0.938)
    marks = {one.name: one for one in figure.data}
    assert (list(marks["answer"].x), list(marks["answer"].y)) == ([4], [0.938])
    assert marks["answer"].text[0] == "<b>0.938</b>"
    rings = {name: (one.x[0], one.y[0]) for name, one in marks.items() if "read by" in name}
    assert rings == {"forward, read by the answer": (3, 0.9), "backward, read by the answer": (1, 0.9)}


def test_many_words_are_numbered():
    figure = running_lines({"forward": np.full(60, 0.5)}, ["w"] * 60, answer="positive", final=0.5)
    assert figure.layout.xaxis.title.text == "word" and figure.layout.xaxis.ticktext is None


def test_a_reader_must_have_a_number_for_each_word():
    with pytest.raises(ValueError, match=r"`forward` must have shape \(words=2\); got \(3,\)"):
        running_lines({"forward": READERS["forward"]}, WORDS[:2], answer="positive", final=0.5)


def test_the_image_and_both_maps_share_their_rows():
    image, top, bottom = np.zeros((28, 28)), np.full((28, 10), 0.1), np.eye(28, 10)
    figure = row_answers(image, top, bottom, classes="0123456789")
    assert [one.z.shape for one in figure.data] == [(28, 28), (28, 10), (28, 10)]
    assert figure.layout.yaxis2.matches == figure.layout.yaxis3.matches == "y"
    assert list(figure.data[1].x) == list("0123456789")
    with pytest.raises(ValueError, match="`from_top` must have shape"):
        row_answers(image, top[:5], bottom, classes="0123456789")
