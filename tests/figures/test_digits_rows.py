"""A digit beside what the network answers after each of its rows."""

import numpy as np
import pytest

from viz_core.figures.digits_rows import plain_row_answers
from viz_core.figures.primitives import checked

row_answers = checked(plain_row_answers)


def test_the_image_and_both_maps_share_their_rows():
    image, top, bottom = np.zeros((28, 28)), np.full((28, 10), 0.1), np.eye(28, 10)
    figure = row_answers(image, top, bottom, classes="0123456789")
    assert [one.z.shape for one in figure.data] == [(28, 28), (28, 10), (28, 10)]
    assert figure.layout.yaxis2.matches == figure.layout.yaxis3.matches == "y"
    assert list(figure.data[1].x) == list("0123456789")
    with pytest.raises(ValueError, match="`from_top` must have shape"):
        row_answers(image, top[:5], bottom, classes="0123456789")
