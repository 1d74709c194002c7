"""The page of a class: begin one, see its code, end it; enter one by its letters."""

import pytest

from viz_core.classroom import caps
from viz_core.classroom.classrooms import classrooms

PAGE = "pages/19_Classroom.py"


@pytest.fixture(autouse=True)
def no_classes():
    classrooms.cache_clear()
    yield
    classrooms.cache_clear()


def written(test):
    return " ".join(one.body for one in test.get("html"))


def press(test, key):
    return test.button(key=key).click().run()


def test_a_press_begins_a_class_with_its_code_link_and_picture(visit):
    test = press(visit(PAGE), "class_begin")
    assert not test.exception
    (code,) = [text for text in written(test).split(">") if text.endswith("</p") and len(text) == 9][:1]
    code = code.removesuffix("</p")
    assert classrooms().find(code)
    assert f"class={code}" in written(test)
    assert "data:image/svg+xml" in written(test)


def test_the_token_is_in_no_link_but_the_secret_one(visit):
    test = press(visit(PAGE), "class_begin")
    mine = classrooms().find(test.code[0].value.partition("class=")[2][:6])
    assert test.code[0].value.endswith(f"#lead={mine.leads[1]}")
    # The page's script gets the token of this browser once, and later runs of the page do not send it.
    assert mine.leads[0] in written(test)
    assert mine.leads[0] not in written(test.run())


def test_another_visitor_sees_nothing_of_the_class(visit):
    press(visit(PAGE), "class_begin")
    other = visit(PAGE)
    assert other.button(key="class_begin")
    assert not other.code
    assert 'class="class-code"' not in written(other)


def test_a_class_ends_when_its_lecturer_says_so(visit):
    test = press(visit(PAGE), "class_begin")
    code = test.code[0].value.partition("class=")[2][:6]
    assert classrooms().find(code)
    test = press(test, "class_end")
    assert not test.exception
    assert classrooms().find(code) is None
    assert test.button(key="class_begin")


def test_letters_of_a_class_let_this_browser_follow(visit):
    made = classrooms().open("somebody")
    test = visit(PAGE)
    test.text_input(key="class_code").set_value(f" {made.code.lower()} ")
    enter = next(one for one in test.button if one.label == "Enter the class")
    enter.click().run()
    assert not test.error
    assert f'"code": "{made.code}", "token": ""' in written(test)


@pytest.mark.parametrize("letters", ["", "ABCDEF", "<b>", "../../x"])
def test_letters_of_no_class_get_a_sentence(visit, letters):
    test = visit(PAGE)
    test.text_input(key="class_code").set_value(letters)
    next(one for one in test.button if one.label == "Enter the class").click().run()
    assert "There is no class with these letters now" in test.error[0].value
    assert "enter(" not in written(test)


def test_a_server_with_too_many_classes_says_so(visit):
    for number in range(caps.MOST_CLASSES):
        classrooms().open(str(number))
    test = press(visit(PAGE), "class_begin")
    assert "at most 50 classes" in test.error[0].value
