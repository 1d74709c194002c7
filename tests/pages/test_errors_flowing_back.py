import numpy as np

from tests.shown import components, figures

PAGE = "pages/7_Errors_flowing_back.py"


def data(test, place):
    return components(test)[place]


def picture(test):
    return data(test, 0)["payload"]


def lines(test):
    figure = figures(test)[0]
    fresh = [one for one in figure["data"] if one["yaxis"] == "y" and "all networks" not in one["name"]]
    return {one["name"]: one["y"] for one in fresh}


def test_the_page_opens_with_its_title_and_one_thing(open_page):
    test = open_page()
    assert test.title[0].value == "Errors flowing back"
    assert test.markdown[-1].value
    assert len(test.expander) == 4


def test_errors_lie_left_of_the_loss_in_forward_and_right_of_it_in_backward(open_page):
    shown = picture(open_page(back_at="4"))
    assert shown["at"] == 3
    assert (np.array(shown["readers"]["forward"]["lengths"]) > 0).tolist() == [True] * 4 + [False] * 6
    assert (np.array(shown["readers"]["backward"]["lengths"]) > 0).tolist() == [False] * 3 + [True] * 7
    assert shown["source"] == "fresh weights"


def test_the_radius_changes_the_picture_and_the_long_lines(open_page):
    test = open_page()
    before = picture(test), lines(test)
    test.slider(key="back_radius").set_value(3.0).run()
    after = picture(test), lines(test)
    assert not test.exception
    assert after[0]["readers"]["forward"]["lengths"][0] > before[0]["readers"]["forward"]["lengths"][0]
    assert after[1]["SimpleRNN, forward"][0] > 100 * before[1]["SimpleRNN, forward"][0]


def test_all_steps_and_the_longest_sequence_come_from_a_link(open_page):
    test = open_page(back_at="every", back_length="200", back_cell="GRU")
    assert picture(test)["at"] is None
    assert {len(values) for values in lines(test).values()} == {200}
    assert all(value is not None for values in lines(test).values() for value in values)


def test_bad_values_in_a_link_fall_back_to_the_default(open_page):
    link = {"back_cell": "RNN", "back_at": "99", "back_radius": "1e9", "back_bias": "x", "back_length": "-5"}
    test = open_page(**link)
    assert picture(test) == picture(open_page())
    assert {len(values) for values in lines(test).values()} == {100}


def test_the_page_opens_where_gates_keep_and_a_kernel_without_gates_forgets(open_page):
    shown = lines(open_page())
    fall = {
        name: shown[f"{name}, forward"][0] / shown[f"{name}, forward"][66]
        for name in ("SimpleRNN", "LSTM c", "GRU")
    }
    assert fall["SimpleRNN"] < 1e-3
    assert fall["GRU"] > 0.1 and fall["LSTM c"] > 0.1


def test_the_table_says_the_slopes_of_the_picture(open_page):
    test = open_page()
    figure = figures(test)[0]
    table = next(one.value for one in test.markdown if "one step back multiplies by" in one.value)
    for row in table.splitlines()[2:]:
        kind, *numbers = [cell.strip() for cell in row.strip("| ").split("|")]
        found = []
        for axis in ("y", "y2"):
            for reader, end, gap in (("forward", 0, 66), ("backward", 99, 33)):
                line = next(
                    one["y"]
                    for one in figure["data"]
                    if one["name"] == f"{kind}, {reader}" and one["yaxis"] == axis
                )
                found.append((line[end] / line[66]) ** (1 / gap))
        # The table takes the median of the slopes, the picture that of the lengths.
        np.testing.assert_allclose([float(one) for one in numbers], found, atol=0.03)


def test_the_words_name_the_gates_of_the_bias(open_page):
    def words(test):
        return next(one.value for one in test.markdown if "**Look at** the slopes" in one.value)

    assert "f = 0.99" in words(open_page()) and "z = 0.98" in words(open_page())
    assert "f = 0.73" in words(open_page(back_bias="0.0")) and "z = 0.50" in words(open_page(back_bias="0.0"))
