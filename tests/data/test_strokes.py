import numpy as np
import pytest

from viz_core.data.strokes import image_of

SEVEN = [[[0.2, 0.2], [0.8, 0.2], [0.4, 0.9]]]


def centre(image):
    places = np.arange(28) + 0.5
    return np.array([image.sum(axis=0) @ places, image.sum(axis=1) @ places]) / image.sum()


def box(image):
    inked = image > 64
    down, across = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    return down[-1] - down[0] + 1, across[-1] - across[0] + 1


def test_ink_is_centred_by_mass_in_a_box_of_twenty():
    image = image_of(SEVEN)
    assert (image.shape, image.dtype) == ((28, 28), np.uint8)
    assert np.allclose(centre(image.astype(float)), 14, atol=0.1)
    assert max(box(image)) in (19, 20, 21)
    assert image.max() == 255 and image[0].max() == 0


def test_edges_are_soft():
    image = image_of(SEVEN)
    assert np.sum((image > 0) & (image < 255)) > 30


def test_size_and_place_of_the_drawing_make_no_difference():
    small = [[[0.5 + 0.3 * x, 0.1 + 0.3 * y] for x, y in stroke] for stroke in SEVEN]
    difference = image_of(small).astype(int) - image_of(SEVEN).astype(int)
    assert np.abs(difference).max() <= 1


def test_proportions_are_kept():
    high, wide = box(image_of([[[0.5, 0.1], [0.5, 0.9]]]))
    assert high > 5 * wide


def test_a_single_point_is_a_dot_in_the_middle():
    image = image_of([[[0.9, 0.1]]])
    assert np.allclose(centre(image.astype(float)), 14, atol=0.1)
    assert max(box(image)) <= 4


@pytest.mark.parametrize("strokes", [[], [[]]])
def test_nothing_drawn_is_no_image(strokes):
    assert image_of(strokes) is None


@pytest.mark.parametrize(
    "strokes",
    [
        "7",
        {"x": 1},
        [[["a", "b"]]],
        [[[0.5, 0.5, 0.5]]],
        [[[2.0, 0.5]]],
        [[[float("nan"), 0.5]]],
        [[0.5, 0.5]],
        [1, 2],
        [[[0.5, 0.5]]] * 101,
        [[[0.5, 0.5]] * 2_001],
    ],
)
def test_what_is_no_drawing_gets_one_sentence(strokes):
    with pytest.raises(ValueError, match="`strokes` must be at most 100 lists of points"):
        image_of(strokes)
