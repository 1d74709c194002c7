"""One question through an encoder-decoder, and the picture of the vector in between."""

import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from ui.sets.translation import what_it_shows
from viz_core.config import ModelConfig
from viz_core.data import translation_set
from viz_core.data.number_words import in_english
from viz_core.figures.palette import palette
from viz_core.figures.primitives import checked
from viz_core.figures.translation_bottleneck import plain_bottleneck_rows
from viz_core.lessons.translation import as_read, right_classes, translate, vectors
from viz_core.network.weights import unpack
from viz_core.pretrained import load

bottleneck_rows = checked(plain_bottleneck_rows)


@pytest.fixture(scope="module")
def dates():
    return load("dates"), translation_set("dates")


def ask(dates, text):
    network, data_set = dates
    return translate(
        network.weights,
        network.config.model,
        data_set,
        data_set.split(text),
        timesteps=network.config.task.length,
    )


def test_an_answer_is_read_up_to_its_end(dates):
    found = ask(dates, "14 september 2026")
    assert dates[1].joined(found.said) == "2026-09-14" and found.right
    assert len(found.said) == len(found.probabilities) == 20
    assert found.answer == found.truth == tuple("2026-09-14")


def test_what_is_no_question_is_answered_all_the_same_but_is_neither_right_nor_wrong(dates):
    found = ask(dates, "31 april 2000")
    assert found.truth is None and found.right is None and found.said


def test_a_wrong_answer_is_known_to_be_wrong(dates):
    network, data_set = dates
    still = [np.zeros_like(one) for one in network.weights]
    found = translate(still, network.config.model, data_set, tuple("2 may 1950"), timesteps=20)
    assert found.right is False


def test_the_classes_asked_for_are_the_answer_and_then_ends(dates):
    assert right_classes(dates[1], ("1", "-"), 4).tolist() == [2, 11, 0, 0]


def test_every_question_has_one_vector_of_both_last_states(dates):
    network, data_set = dates
    asked = [tuple("2 may 1950"), tuple("14.9.2026")]
    found = vectors(network.weights, network.config.model, data_set, asked, timesteps=20)
    assert found.shape == (2, 128)
    alone = vectors(network.weights, network.config.model, data_set, asked[1:], timesteps=20)
    np.testing.assert_allclose(found[1:], alone)


def test_another_year_is_further_away_than_any_other_way_of_writing(dates):
    network, data_set = dates
    day = data_set.split("14 september 2026")
    same = [one.question for one in data_set.related(day) if one.same]
    asked = [day, *same, data_set.split("14 september 2036")]
    found = vectors(network.weights, network.config.model, data_set, asked, timesteps=20)
    distances = np.linalg.norm(found - found[0], axis=1)
    assert distances[1:-1].max() < distances[-1]


def test_a_network_without_a_decoder_has_no_vector(dates):
    with pytest.raises(ValueError, match="`head` must be one of encoder_decoder; got 'per_step'"):
        translate((), ModelConfig(), dates[1], ("2",), timesteps=20)


def related_distances(dates, day):
    network, data_set = dates
    asked = data_set.split(day.strftime("%d %B %Y").lstrip("0").lower())
    related = data_set.related(asked)
    questions = [asked, *(one.question for one in related)]
    found = vectors(network.weights, network.config.model, data_set, questions, timesteps=20)
    same = [True, *(one.same for one in related)]
    whole = np.linalg.norm(found - found[0], axis=1)
    return whole, as_read(network.weights, network.config.model, found), np.array(same)


def page_words():
    page = (Path(__file__).parents[2] / "pages" / "13_Translation.py").read_text(encoding="utf-8")
    return re.sub(r'"\s*"', "", page)


def apart(distances, same):
    return distances[same].max() < distances[~same].min()


def test_the_decoder_tells_meanings_apart_as_often_as_the_page_says(dates):
    days = np.random.default_rng(0).integers(0, 73_000, 100)
    found = [related_distances(dates, date(1900, 1, 1) + timedelta(int(day))) for day in days]
    counts = [sum(apart(one[column], one[2]) for one in found) for column in (0, 1)]
    words = page_words()
    assert f"{counts[1]} of 100 days drawn at random" in words
    assert f"by the distance of the whole vectors for {counts[0]}." in words


def test_leaving_out_and_moves_the_vector_less_than_any_other_number():
    network, data_set = load("numbers"), translation_set("numbers")
    drawn = [int(one) for one in np.random.default_rng(0).integers(101, 10_000, 200) if one % 100]
    found = []
    for number in drawn[:100]:
        asked = data_set.split(in_english(number, joined=True))
        related = data_set.related(asked)
        every = [asked, *(one.question for one in related)]
        read = vectors(
            network.weights, network.config.model, data_set, every, timesteps=network.config.task.length
        )
        same = np.array([True, *(one.same for one in related)])
        assert same.sum() == 2
        found.append(apart(np.linalg.norm(read - read[0], axis=1), same))
    assert f"for {sum(found)} of 100 numbers drawn at random" in page_words()


def test_what_the_decoder_reads_is_the_product_with_its_kernels(dates):
    network, _ = dates
    decoder = unpack([one.astype(np.float64) for one in network.weights], network.config.model).layers[-1]
    found = np.random.default_rng(0).normal(size=(2, 128))
    by_hand = sum(np.sum(((found[1] - found[0]) @ one.kernel) ** 2) for one in decoder.values())
    np.testing.assert_allclose(as_read(network.weights, network.config.model, found), [0, by_hand**0.5])


def test_the_sentences_under_the_vectors_hold_for_their_numbers():
    same = [True, True, True, False]
    words = what_it_shows(np.array([0, 0.2, 0.7, 0.5]), np.array([0, 1, 2, 3]), same)
    assert "1 of the 2 other ways" in words and "(0.50)" in words
    assert "at most 2.00 above the gap, at least 3.00 below" in words
    words = what_it_shows(np.array([0, 0.2, 0.3, 0.5]), np.array([0, 1, 4, 3]), same)
    assert "each of the 2 other ways" in words and "overlap: up to 4.00" in words
    assert what_it_shows(np.array([0, 1.0]), np.array([0, 1.0]), [True, False]) == ""


@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_has_a_row_and_a_distance_for_each_question(dark):
    rows = np.array([[0.0, 0.5], [0.0, 0.5], [0.3, 0.9]])
    readers = ("forward", "backward")
    read = np.array([0.0, 0.25, 0.75])
    figure = bottleneck_rows(rows, ["a", "b", "c"], [True, True, False], read, readers=readers, dark=dark)
    assert [one.name for one in figure.data] == ["a", "b", "c"]
    assert [list(one.z[0]) for one in figure.data] == rows.tolist()
    assert [one.y[0] for one in figure.data] == [0, 1, 2.5]
    texts = {one.text: one.font.color for one in figure.layout.annotations}
    assert {"<b>0.00</b>", "<b>0.50</b>", "<b>0.25</b>", "<b>0.75</b>"} <= set(texts)
    assert texts["<b>forward, last state →</b>"] == palette(dark=dark).forward
    assert len(figure.layout.shapes) == 1
    assert not bottleneck_rows(rows, ["a", "b", "c"], [True] * 3, read, readers=("forward",)).layout.shapes


def test_the_picture_needs_a_question_and_a_flag_for_each_vector():
    with pytest.raises(ValueError, match=r"`vectors` must have shape \(questions=1, units\); got \(2, 3\)"):
        bottleneck_rows(np.zeros((2, 3)), ["a"], [True], np.zeros(1), readers=("forward",))
    with pytest.raises(ValueError, match=r"`same` must have shape \(questions=2\); got \(1,\)"):
        bottleneck_rows(np.zeros((2, 3)), ["a", "b"], [True], np.zeros(2), readers=("forward",))
