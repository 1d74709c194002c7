import pytest

from tests.shown import layer_types, parts, payload, told

PAGE = "pages/13_Translation.py"


def written(test):
    return next(one for one in parts(test) if "written" in one)


def said(test):
    return told(test)


def test_the_page_opens_on_a_pretrained_network_that_writes_a_date(visit):
    test = visit(PAGE)
    assert test.title[0].value == "Translation"
    assert "2026-09-14 ✓" in said(test)
    shown = payload(test)
    assert (shown["source"], shown["head"], shown["steps"]) == ("pretrained", "encoder_decoder", 20)
    assert shown["inputs"]["symbols"][3:] == list("14␣september␣2026")
    assert shown["mask"] == [0] * 3 + [1] * 17
    assert len(shown["layers"]) == 2 and "merged" not in shown["layers"][0]
    assert written(test).count("<b>") == 11 and "<s>" not in written(test)
    assert len(test.expander) == 4
    assert len(test.code) == 0  # what nobody opens is not sent
    test.session_state["keras_script"] = True
    assert "layers.RepeatVector(TIMESTEPS)" in test.run().code[0].value


def test_a_number_is_said_in_french(visit):
    test = visit(PAGE, translation_set="Numbers", numbers_question="Ninety-seven")
    assert "quatre-vingt-dix-sept ✓" in said(test)
    assert payload(test)["inputs"]["symbols"][-2:] == ["ninety", "seven"]


def questions(test):
    return " ".join(f"{one.label} {one.markdown[0].value}" for one in test.expander if one.markdown)


def test_questions_are_about_the_set_that_is_shown(visit):
    dates, numbers = (questions(visit(PAGE, translation_set=name)) for name in ("Dates", "Numbers"))
    assert "the same day" in dates and "number" not in dates
    assert "two hundred and five" in numbers and "day" not in numbers


@pytest.mark.parametrize(
    ("link", "answer"),
    [
        ({"dates_question": "31 april 2000"}, "2000-04-31"),
        ({"translation_set": "Numbers", "numbers_question": "one one one"}, "un un"),
        ({"translation_set": "Numbers", "numbers_question": "two hundred and five"}, "deux cent cinq"),
        ({"translation_set": "Numbers", "numbers_question": "two hundred five"}, "deux cent cinq"),
        ({"translation_set": "Numbers", "numbers_question": "seventy one"}, "soixante et onze"),
    ],
)
def test_the_answers_that_the_questions_promise_are_written(visit, link, answer):
    test = visit(PAGE, **link)
    assert f"{answer} " in said(test)
    assert answer in questions(test)


def test_a_question_outside_the_set_is_answered_and_marked(visit):
    test = visit(PAGE, dates_question="31 april 2000")
    assert "the set has no such question" in said(test)
    assert payload(test)["targets"] is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("", "`date` must have 1 to 20 symbols; got 0."),
        ("<b>", "`date` must be written with the symbols of this set; got '\\<'."),
    ],
)
def test_what_cannot_be_asked_gets_one_sentence(visit, question, sentence):
    test = visit(PAGE)
    test.text_input(key="dates_question").set_value(question).run()
    assert [one.value for one in test.warning] == [sentence]
    assert not test.exception and payload(test) is None


def test_a_network_that_was_never_trained_says_so_and_gets_crossed_out(visit):
    test = visit(PAGE, translation_cell="SimpleRNN", translation_direction="forward")
    assert payload(test)["source"] == "untrained" and payload(test)["readers"] == ["forward"]
    assert "✗ (right: 2026-09-14)" in said(test)
    assert "<s>" in written(test)


def test_training_starts(visit):
    test = visit(PAGE, translation_cell="GRU")
    test.button(key="train").click().run()
    assert not test.exception
    test.session_state["runs"][-1].stop()


def test_bad_values_in_a_link_fall_back_to_the_default(visit):
    test = visit(PAGE, translation_set="x", translation_cell="x", dates_epochs="-1")
    assert payload(test)["source"] == "pretrained"


def test_all_layers_of_encoder_and_decoder_are_shown(visit):
    test = visit(PAGE)
    assert layer_types(test) == [
        "InputLayer",
        "Embedding",
        "Bidirectional(LSTM)",
        "RepeatVector",
        "Bidirectional(LSTM)",
        "TimeDistributed(Dense)",
    ]
    words = " ".join(one.value for one in test.markdown)
    assert "`bidirectional_0` is the **encoder**" in words and "`bidirectional_1`, the **decoder**" in words
