"""Running predictions: what each reader would answer if reading ended after a word."""

import numpy as np
import pytest

from viz_core.figures.palette import palette
from viz_core.figures.primitives import checked
from viz_core.figures.reviews_predictions import plain_running_lines

running_lines = checked(plain_running_lines)
READERS = {
    "forward": np.array([0.5, 0.2, 0.9]),
    "backward": np.array([0.9, 0.8, 0.6]),
    "bidirectional": np.array([0.9, 0.7, 0.95]),
}
WORDS = ["dull", "but", "moving"]


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
