import numpy as np

from tests.shown import components, figures

PAGE = "pages/7_Errors_flowing_back.py"


def data(test, place):
    return components(test)[place]


def picture(test):
    return data(test, 0)["payload"]


def lines(test):
    figure = figures(test)[0]
    return {line["name"]: line["y"] for line in figure["data"]}


def test_the_room_opens_with_its_title_and_one_thing(open_room):
    test = open_room()
    assert test.title[0].value == "Errors flowing back"
    assert test.markdown[-1].value
    assert len(test.expander) == 3


def test_errors_lie_left_of_the_loss_in_forward_and_right_of_it_in_backward(open_room):
    shown = picture(open_room(back_at="4"))
    assert shown["at"] == 3
    assert (np.array(shown["readers"]["forward"]["lengths"]) > 0).tolist() == [True] * 4 + [False] * 6
    assert (np.array(shown["readers"]["backward"]["lengths"]) > 0).tolist() == [False] * 3 + [True] * 7
    assert shown["source"] == "what-if"


def test_the_radius_changes_the_picture_and_the_long_lines(open_room):
    test = open_room()
    before = picture(test), lines(test)
    test.slider(key="back_radius").set_value(3.0).run()
    after = picture(test), lines(test)
    assert not test.exception
    assert after[0]["readers"]["forward"]["lengths"][0] > before[0]["readers"]["forward"]["lengths"][0]
    assert after[1]["SimpleRNN, forward"][0] > 100 * before[1]["SimpleRNN, forward"][0]


def test_all_steps_and_the_longest_sequence_come_from_a_link(open_room):
    test = open_room(back_at="every", back_length="200", back_cell="GRU")
    assert picture(test)["at"] is None
    assert {len(values) for values in lines(test).values()} == {200}
    assert all(value is not None for values in lines(test).values() for value in values)


def test_bad_values_in_a_link_fall_back_to_the_default(open_room):
    link = {"back_cell": "RNN", "back_at": "99", "back_radius": "1e9", "back_bias": "x", "back_length": "-5"}
    test = open_room(**link)
    assert picture(test) == picture(open_room())
    assert {len(values) for values in lines(test).values()} == {100}
