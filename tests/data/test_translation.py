"""The translation sets: days and numbers by hand, splits that share nothing, answers that must end."""

import numpy as np
import pytest

from viz_core.config import TaskConfig
from viz_core.data import DATA_SETS, translation_set
from viz_core.data.dates import WAYS, Dates
from viz_core.data.number_words import Numbers, french_symbols, in_english, in_french
from viz_core.data.recipes import TRANSLATED
from viz_core.data.translation import END, Pair, paired, until_end
from viz_core.data.vocabulary import Vocabulary
from viz_core.network.tracing import trace
from viz_core.pretrained import load


@pytest.mark.parametrize(
    ("number", "french"),
    [
        (0, "zéro"),
        (1, "un"),
        (17, "dix-sept"),
        (21, "vingt et un"),
        (61, "soixante et un"),
        (70, "soixante-dix"),
        (71, "soixante et onze"),
        (77, "soixante-dix-sept"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (97, "quatre-vingt-dix-sept"),
        (100, "cent"),
        (101, "cent un"),
        (200, "deux cents"),
        (201, "deux cent un"),
        (280, "deux cent quatre-vingts"),
        (1000, "mille"),
        (1100, "mille cent"),
        (2000, "deux mille"),
        (2580, "deux mille cinq cent quatre-vingts"),
        (9999, "neuf mille neuf cent quatre-vingt-dix-neuf"),
    ],
)
def test_french_numbers_by_hand(number, french):
    assert in_french(number) == french
    assert Numbers().joined(french_symbols(french)) == french


def test_no_two_numbers_share_their_words():
    assert len({in_french(one) for one in range(10_000)}) == 10_000
    assert len({in_english(one, joined=True) for one in range(10_000)}) == 10_000


def test_english_numbers_by_hand():
    assert in_english(0, joined=True) == "zero"
    assert in_english(97, joined=True) == "ninety seven"
    assert in_english(1_105, joined=True) == "one thousand one hundred and five"
    assert in_english(3_020, joined=False) == "three thousand twenty"
    assert in_english(4_000, joined=True) == "four thousand"


@pytest.mark.parametrize(
    "text",
    [
        "2 September 2026",
        "September 2, 2026",
        "2nd  september 2026",
        "2 Sep 2026",
        "Sep 2, 2026",
        "02/09/2026",
        "2.9.2026",
    ],
)
def test_every_way_of_writing_a_day_means_the_same(text):
    dates = Dates()
    assert dates.joined(dates.answer(dates.split(text))) == "2026-09-02"


@pytest.mark.parametrize("text", ["31 april 2000", "29 february 1900", "2 september 2126", "september"])
def test_what_is_no_day_of_the_set_has_no_answer(text):
    assert Dates().answer(Dates().split(text)) is None


def test_the_ends_of_the_teens_are_written_th():
    answers = {
        f"{day}{end} may 1950" for day, end in ((1, "st"), (11, "th"), (12, "th"), (22, "nd"), (23, "rd"))
    }
    assert all(Dates().answer(Dates().split(one)) for one in answers)


@pytest.mark.parametrize("name", TRANSLATED)
def test_nothing_asked_in_one_part_has_been_an_answer_in_another(name):
    config = TaskConfig(name=name)
    parts = DATA_SETS[name].parts(config)
    answers = [
        {row.tobytes() for row in part.targets} for part in (parts.train, parts.validation, parts.test)
    ]
    assert not answers[0] & answers[1] and not answers[0] & answers[2] and not answers[1] & answers[2]
    assert len(parts.train.inputs) >= DATA_SETS[name].training_sequences


@pytest.mark.parametrize("name", TRANSLATED)
def test_every_answer_ends_within_its_row_and_every_symbol_is_known(name):
    config, data_set = TaskConfig(name=name), translation_set(name)
    parts = data_set.parts(config)
    for part in (parts.train, parts.validation, parts.test):
        assert part.inputs.shape == part.targets.shape and part.inputs.shape[1] == config.length
        assert (part.targets[:, -1] == 0).all() and (part.targets >= 0).all()
        assert (part.inputs != 2).all() and part.inputs.max() < data_set.features
        assert part.targets.max() < data_set.outputs


def test_a_pair_is_padded_in_front_and_its_answer_filled_with_ends():
    one = paired([Pair(question=("a", "b"), answer=("y",))], Vocabulary(["a", "b"]), (END, "x", "y"), 4)
    assert one.inputs.tolist() == [[0, 0, 3, 4]]
    assert one.targets.tolist() == [[2, 0, 0, 0]]
    assert one.mask.tolist() == [[False, False, True, True]]
    assert until_end(("y", END, "x")) == ("y",)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("dates", "", "`date` must have 1 to 20 symbols; got 0."),
        ("dates", "the 14th of september 2026", "`date` must have 1 to 20 symbols; got 26."),
        ("dates", "14 sept ✓", "`date` must be written with the symbols of this set; got '✓'."),
        ("numbers", "one million", "`number` must be written with the symbols of this set; got 'million'."),
        ("numbers", "one " * 9, "`number` must have 1 to 7 symbols; got 9."),
    ],
)
def test_what_cannot_be_asked_gets_one_sentence(name, text, sentence):
    with pytest.raises(ValueError) as error:
        translation_set(name).split(text)
    assert str(error.value) == sentence


def test_a_hyphen_in_an_english_number_is_a_space():
    numbers = Numbers()
    assert numbers.joined(numbers.answer(numbers.split("Ninety-Seven"))) == "quatre-vingt-dix-sept"


def test_an_unknown_set_is_refused():
    with pytest.raises(ValueError, match="`data set` must be one of dates, numbers; got 'digits'"):
        translation_set("digits")


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_related_question_means_the_same_exactly_where_it_says_so(name):
    data_set = translation_set(name)
    asked = data_set.split({"dates": "14 September 2026", "numbers": "one hundred and ninety seven"}[name])
    related = data_set.related(asked)
    assert len(related) >= 4 and {one.same for one in related} == {True, False}
    for one in related:
        assert (data_set.answer(one.question) == data_set.answer(asked)) == one.same
    assert asked not in [one.question for one in related]


def test_the_last_day_and_what_is_none_have_few_relatives():
    assert all(one.same for one in Dates().related(Dates().split("31/12/2099")))
    assert Dates().related(tuple("may")) == ()
    assert Numbers().related(("and", "and")) == ()


@pytest.mark.parametrize("name", TRANSLATED)
def test_the_shipped_network_answers_what_it_has_never_seen(name):
    network = load(name)
    asked = DATA_SETS[name].parts(network.config.task).test.rows(slice(200))
    said = trace(network.weights, network.config.model, asked.inputs)["probabilities"].argmax(axis=-1)
    assert np.mean((said == asked.targets).all(axis=1)) >= 0.99


def test_there_are_seven_ways():
    day = Dates().split("14 september 2026")
    assert sum(one.same for one in Dates().related(day)) == len(WAYS) - 1
