import numpy as np
import pytest

from viz_core.lessons.tagging_beliefs import beliefs

ROWS = np.array([[0.2, 0.7, 0.1], [0.99, 0.01, 0.0], [np.nan] * 3])


def test_the_two_likeliest_tags_are_named_and_the_second_only_if_it_counts():
    first, second, nothing = beliefs(ROWS, ("A", "B", "C"), ("B", "C", "A"))
    assert (first.tag, first.probability, first.other, first.other_probability) == ("B", 0.7, "A", 0.2)
    assert (second.tag, second.other, second.other_probability) == ("A", "", 0.0)
    assert (first.right, second.right, nothing.right) == (True, False, None)
    assert nothing.tag == ""


def test_outputs_without_a_tag_are_left_out():
    assert [one.tag for one in beliefs(ROWS[:2], ("A", "B"))] == ["B", "A"]
    assert beliefs(ROWS[:1], ("A", "B"))[0].right is None


@pytest.mark.parametrize(
    ("rows", "tags", "truth", "sentence"),
    [
        (ROWS[0], ("A", "B"), None, "`probabilities` must have shape"),
        (ROWS, ("A", "B", "C", "D"), None, r"`probabilities` must have shape \(words, outputs=4\)"),
        (ROWS, ("A", "B", "C"), ("A",), r"`truth` must have shape \(words=3\)"),
    ],
)
def test_what_does_not_fit_is_refused(rows, tags, truth, sentence):
    with pytest.raises(ValueError, match=sentence):
        beliefs(rows, tags, truth)
