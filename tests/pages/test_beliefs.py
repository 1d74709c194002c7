from dataclasses import replace

import pytest

from tests.conftest import AtOnce
from tests.figure_json import traces
from tests.finished_runs import finished_run
from tests.shown import components, figures
from viz_core.config import TaskConfig
from viz_core.lessons.beliefs_training import shipped_curve
from viz_core.pretrained import film

PAGE = "pages/24_Beliefs.py"


def words(test):
    return " ".join(one.value for one in test.markdown)


def drawn(test):
    """The traces of the figures, by key."""
    return {data["name"]: traces(data["figure"]) for data in components(test, "figure")}


def test_the_page_opens_on_bits_over_training_with_a_logarithmic_axis(open_page):
    test, told = open_page(), shipped_curve("GRU16")
    assert test.title[0].value == "Beliefs"
    assert len(test.expander) == 3
    bits, accuracy = drawn(test)["belief_training"]
    assert list(bits["y"]) == list(told.bits)
    assert list(accuracy["y"]) == list(told.accuracy)
    layout = figures(test)[0]["layout"]
    assert layout["yaxis"]["type"] == "log"
    ceiling = layout["shapes"][2]["y0"]
    assert max(told.accuracy) < ceiling < told.accuracy[-1] + 0.001
    assert f"**{told.bits[-1]:.4f} bits**" in words(test)


def test_an_earlier_moment_is_marked_and_told(open_page):
    test, told = open_page(belief_network="GRU2"), shipped_curve("GRU2")
    test.select_slider(key="belief_moment_GRU2").set_value(told.steps[5]).run()
    assert not test.exception
    assert f"After {told.steps[5]:,} updates: **{told.bits[5]:.4f} bits**" in words(test)
    assert figures(test)[0]["layout"]["shapes"][-1]["x0"] == told.steps[5]


@pytest.mark.parametrize("network", ["GRU16", "GRU2"])
def test_where_the_curve_of_bits_ends_above_its_least_the_words_say_so(open_page, network):
    test, told = open_page(belief_network=network), shipped_curve(network)
    place = told.bits.index(min(told.bits))
    turned = f"fewest after {told.steps[place]:,} updates, {told.bits[place]:.4f}, and {told.bits[-1]:.4f}"
    assert (turned in words(test)) == (told.bits[-1] > min(told.bits))
    bits, accuracy = drawn(test)["belief_training"]
    assert list(bits["x"])[1:] == list(accuracy["x"])[1:] == list(told.steps[1:])
    across = figures(test)[0]["layout"]["xaxis"]
    assert (across["type"], across["title"]["text"]) == ("log", "updates, logarithmic")


def test_a_typed_sequence_has_no_hidden_states(open_page):
    test = open_page(belief_view="sequence")
    assert len(drawn(test)["belief_sequence"]) == 4
    test.text_input(key="casino_sequence").set_value("1" * 20).run()
    assert not test.exception
    past, exact, network = drawn(test)["belief_sequence"]
    assert past["y"][-1] == pytest.approx(0.962, abs=1e-3)
    assert abs(exact["y"] - network["y"]).max() < 0.1


def test_calibration_lies_on_the_diagonal_once_learned_and_not_before(open_page):
    def apart(**link):
        happened, _ = drawn(open_page(belief_view="calibration", **link))["belief_calibration"]
        return abs(happened["x"] - happened["y"]).max()

    assert apart() < 0.06
    assert apart(belief_moment_GRU16="60") > 0.1


def test_the_plane_of_two_units_stands_beside_that_of_the_first_weights(open_page):
    test = open_page(belief_view="plane", belief_network="GRU2")
    trained, untrained = drawn(test)["belief_plane"]
    assert len(trained["x"]) == len(untrained["x"]) > 500
    test.segmented_control(key="belief_reader_2_words").set_value("backward").run()
    assert not test.exception
    assert list(drawn(test)["belief_plane"][0]["x"]) != list(trained["x"])


def test_more_units_are_seen_along_their_principal_components(open_page):
    test = open_page(belief_view="plane")
    trained, untrained = drawn(test)["belief_plane"]
    assert len(trained["x"]) == len(untrained["x"]) > 500
    layout = figures(test)[0]["layout"]
    assert "PC1" in layout["xaxis"]["title"]["text"]
    assert all("in all 16 units" in one["text"] for one in layout["annotations"])
    assert "(PC1 and PC2" in words(test)


def test_a_run_on_the_casino_is_shown_with_its_moments(open_page, monkeypatch):
    seen = film("beliefs_2")
    moments = list(zip(seen.steps, seen.weights, strict=True))
    other = replace(seen.config, task=TaskConfig(name="balance"))
    runs = [finished_run(config, moments) for config in (seen.config, other)]
    monkeypatch.setattr("ui.session.runs", lambda: runs)
    bits, _ = drawn(open_page(belief_network="live"))["belief_training"]
    assert len(moments) > len(bits["y"]) > 10
    assert bits["y"][0] > 0.3 > 0.05 > bits["y"][-1]


def test_answers_of_a_run_are_asked_of_its_own_worker(open_page, monkeypatch):
    seen, asked = film("beliefs_2"), []
    run = finished_run(seen.config, list(zip(seen.steps, seen.weights, strict=True)))
    run.worker = "its worker"
    ask_any = AtOnce.ask_any

    def noting(self, function, *arguments, worker):
        asked.append(worker)
        return ask_any(self, function, *arguments, worker=worker)

    monkeypatch.setattr(AtOnce, "ask_any", noting)
    monkeypatch.setattr("ui.session.runs", lambda: [run])
    open_page(belief_network="live", belief_view="calibration")
    assert len(asked) > 1
    assert set(asked) == {"its worker"}


def test_without_a_run_that_fits_the_page_says_how_to_make_one(open_page):
    assert "on the casino" in open_page(belief_network="live").info[0].value


def test_a_link_with_bad_values_opens_the_page(open_page):
    open_page(belief_network="none", belief_view="up", belief_moment_GRU16="7")
