"""Your network in-process: examples, a file of one's own, every way of feeding it, trainings elsewhere."""

import json

import numpy as np
import pytest

from tests.figure_json import unpacked
from tests.shown import figures, payload, status, until
from viz_core.access.visitor import Visitor
from viz_core.guests.examples import EXAMPLES
from viz_core.guests.kept import opened_network
from viz_core.payloads.playback import decode
from viz_core.runs.saved_runs import SavedRuns
from viz_core.runs.store import Store
from viz_core.watch import folder
from viz_core.watch.folder import About

PAGE = "pages/16_Your_network.py"


@pytest.fixture(autouse=True)
def place(monkeypatch, tmp_path):
    monkeypatch.setenv("BIRNN_WATCH", str(tmp_path / "watched"))
    monkeypatch.setenv("BIRNN_STORE", str(tmp_path / "runs.sqlite"))
    return tmp_path / "watched"


def words(test):
    texts = [one.value for kind in (test.markdown, test.caption, test.warning, test.info) for one in kind]
    return " ".join(texts)


def upload(test, data, name):
    return test.get("file_uploader")[0].upload(name, data, "application/octet-stream").run()


def answers(test):
    return decode(payload(test)["predictions"][0]["probabilities"])


def test_the_page_opens_on_an_example_that_answers_right(open_page):
    test = open_page()
    assert test.title[0].value == "Your network"
    shown = payload(test)
    assert (shown["source"], shown["cell"], shown["units"]) == ("pretrained", "LSTM", 20)
    assert (shown["readers"], shown["merge_mode"]) == (["forward", "backward"], "concat")
    assert (answers(test)[:, 0] > 0.5).astype(int).tolist() == shown["targets"]
    assert len(figures(test)) == 2
    assert list(test.table[0].value["Kind"])[1:] == ["Bidirectional(LSTM)", "TimeDistributed(Dense)"]


def test_a_text_is_read_with_its_padding_masked(open_page):
    test = open_page(guest="reviews")
    shown = payload(test)
    assert shown["inputs"]["symbols"][-1] == "all" and 0 in shown["mask"]
    assert shown["head"] == "final_state"
    before = answers(test)[0, 0]
    test.text_input(key="guest_text_mini_reviews").set_value("not bad at all but the film was dull").run()
    assert not test.exception and before > 0.5 > answers(test)[0, 0]


def test_each_recurrent_layer_can_be_chosen(open_page):
    test = open_page(guest="sorting")
    shown = payload(test)
    typed = [int(one) for one in test.text_input[0].value.split()]
    assert answers(test).argmax(axis=1).tolist() == sorted(typed)
    assert shown["inputs"]["symbols"] is None  # one vector at every step, none of the digits
    test.segmented_control(key="guest_layer_2_words").set_value("1").run()
    assert not test.exception and payload(test)["predictions"] == []
    shown = payload(test)["inputs"]
    assert shown["symbols"] == [str(one) for one in typed] and not shown["level"]


def test_typed_numbers_are_read_and_odd_ones_are_refused(open_page):
    test = open_page(reads_task_numbers_file_random_task="numbers")
    test.text_area[0].set_value("0.1 0.2 0.3").run()
    assert payload(test)["inputs"]["symbols"][-3:] == ["0.10", "0.20", "0.30"]
    test.text_area[0].set_value("0.1 many").run()
    assert "got 'many'" in test.warning[0].value and payload(test) is None
    assert len(test.table) == 1


def test_a_row_of_a_file_is_read(open_page):
    test = open_page(reads_task_numbers_file_random_task="file")
    assert "got none yet" in test.warning[0].value
    table = "\n".join(",".join(["0.5"] * 10) for _ in range(2)).encode()
    upload(test, table, "own.csv")
    assert payload(test)["inputs"]["symbols"] == ["0.50"] * 10
    test.number_input(key="guest_row").set_value(3).run()
    assert "from 1 to 2; got 3" in test.warning[0].value


def test_a_word_index_of_ones_own_numbers_the_words(open_page):
    test = open_page(guest="reviews", index_mini_reviews="file")
    assert "got none yet" in test.warning[0].value
    upload(test, json.dumps({"quick": 5, "fox": 6}).encode(), "index.json")
    assert not test.exception and not test.warning
    assert payload(test)["inputs"]["symbols"][-4:] == ["the", "quick", "brown", "fox"]


def test_a_file_of_ones_own_says_that_it_comes_from_a_file(open_page):
    test = open_page(guest="file")
    assert payload(test) is None and "Nothing in it is run" in words(test)
    upload(test, EXAMPLES["cumulative_sum"].path.read_bytes(), "mine.keras")
    assert not test.exception
    assert payload(test)["source"] == "from a file"


@pytest.mark.parametrize("data", [b"PK nothing", b"\x89HDF\r\n\x1a\n nothing"], ids=["keras", "h5"])
def test_a_foreign_file_gets_one_sentence_and_changes_nothing(open_page, data):
    test = open_page(guest="file")
    upload(test, EXAMPLES["cumulative_sum"].path.read_bytes(), "mine.keras")
    upload(test, data, "broken.keras")
    assert not test.exception
    assert "must be a .keras file" in test.error[0].value.replace("\\", "")
    assert payload(test)["source"] == "from a file"


def test_a_network_that_the_app_builds_becomes_a_run(open_page, tmp_path, monkeypatch):
    monkeypatch.setattr("ui.visitor.cookie", lambda: "ab" * 16)
    test = open_page()
    test.text_input(key="run_name").set_value("textbook").run()
    test.button(key="open_as_run").click().run()
    assert not test.exception and not test.error
    run = SavedRuns(Store(tmp_path / "runs.sqlite")).get("textbook")
    assert (run.config.model.cell, run.config.model.units, run.source) == ("LSTM", 20, "from a file")
    assert run.owner == Visitor.of("ab" * 16).name


def test_a_network_that_the_app_does_not_build_says_so(open_page):
    test = open_page(guest="sorting")
    assert "builds no network that computes the same" in words(test)
    assert not [one for one in test.button if one.key == "open_as_run"]


@pytest.mark.parametrize(
    "link", [{"guest": "nobody"}, {"guest_number": "-3"}, {"guest": "sorting", "guest_layer_2": "9"}]
)
def test_a_link_with_bad_values_opens_the_page(open_page, link):
    assert payload(open_page(**link)) is not None


def training(place, weights=True):
    """A training elsewhere as `Watch` writes it, of an example."""
    one = folder.new_folder(place, 1_000_000.0)
    data = EXAMPLES["cumulative_sum"].path.read_bytes()
    folder.write(one / folder.NETWORK, data)
    folder.write(one / folder.SAMPLE, np.full((1, 10, 1), 0.5).tobytes())
    folder.append_curve(one, [{"step": 1, "epoch": 0, "loss": 0.7}, {"step": 2, "epoch": 0, "loss": 0.5}])
    if weights:
        arrays = opened_network("cumulative_sum").guest.arrays.values()
        folder.write(one / folder.WEIGHTS, b"".join(array.astype(np.float32).tobytes() for array in arrays))
    folder.write_about(one, About(name="my <run>", sample=((1, 10, 1),), targets=(0,) * 4 + (1,) * 6))
    return one


def test_without_a_training_elsewhere_the_page_says_how_to_watch_one(open_page):
    test = open_page(guest="elsewhere")
    assert "from viz_core.watch import Watch" in test.code[0].value
    assert "No training is being watched yet" in words(test)


def test_a_training_elsewhere_is_listed_with_its_curves_and_its_player(open_page, place):
    training(place)
    test = open_page(guest="elsewhere")
    assert test.selectbox(key="watched_training").options == ["my <run> · running"]
    shown = payload(test)
    assert shown["source"] == "from a file" and shown["targets"] == [0] * 4 + [1] * 6
    (curves,) = figures(test)
    assert curves["data"][0]["y"] == [0.7, 0.5]
    assert "my \\<run\\>" in words(test)


def test_of_a_training_without_weights_one_sentence_and_the_curves_are_shown(open_page, place):
    training(place, weights=False)
    test = open_page(guest="elsewhere")
    assert payload(test) is None and len(figures(test)) == 1
    assert "`weights` must be there; got none" in words(test).replace("\\", "")


@pytest.fixture
def training_page(visit):
    return lambda **link: visit(PAGE, **link)


def test_a_network_is_trained_here_paused_stepped_and_stopped(training_page):
    app = training_page(guest_seed="1", guest_sequences="40000")
    assert payload(app)["source"] == "pretrained"
    app.button(key="train").click().run()
    until(app, lambda app: "update" in status(app) and payload(app)["source"] == "trained here")
    assert len(figures(app)) == 1  # curves alone: the maps are of a network that rests
    app.button(key="pause").click().run()
    # It may pause while the page is drawn, when its buttons stand there already.
    until(app, lambda app: "Paused" in status(app) and not app.button(key="step").disabled)
    before = status(app)
    app.button(key="step").click().run()
    until(app, lambda app: status(app) != before)
    app.button(key="stop").click().run()
    until(app, lambda app: "Stopped" in status(app) and len(figures(app)) == 3)
    assert payload(app)["source"] == "trained here"


def test_a_run_of_a_network_from_elsewhere_is_none_of_the_train_page(training_page):
    app = training_page(guest_seed="2", guest_sequences="40000")
    app.button(key="train").click().run()
    until(app, lambda app: "update" in status(app))
    app.switch_page("pages/1_Train.py").run()
    assert not app.button(key="train").disabled and payload(app)["source"] == "pretrained"


def test_a_table_is_what_it_learns_from_and_one_that_does_not_fit_is_said(training_page):
    app = training_page(guest="reviews", guest_learns_0="table", guest_table="short_reviews")
    assert not app.info and not app.button(key="train").disabled
    app.segmented_control(key="guest_table_words").set_value("leaks").run()
    assert "`table` must have numbers for a network that reads numbers" in words(app).replace("\\", "")
    assert not [one for one in app.button if one.key == "train"]


def test_what_costs_too_much_is_said_before_it_begins(training_page):
    app = training_page(guest_sequences="1000000", guest_epochs="1000")
    assert "must be" in app.error[0].value and app.button(key="train").disabled


def test_a_network_whose_answers_are_no_probabilities_is_not_trained(open_page, monkeypatch):
    monkeypatch.setattr("viz_core.guests.learning.last_activation", lambda guest: "tanh")
    test = open_page()
    assert "must have one output that ends in a softmax" in words(test)
    assert payload(test)["source"] == "pretrained"


def rest(test):
    """The figures of the resting points: the points, their eigenvalues, the radii."""
    return [one for one in figures(test) if one["data"][0]["type"] == "scatter"]


def test_resting_points_are_looked_for_when_somebody_asks(open_page):
    test = open_page()
    assert rest(test) == []
    test.toggle(key="guest_rest").set_value(True).run()
    assert not test.exception and not test.info
    points, circle, radii = rest(test)
    assert len(unpacked(points["data"][0]["x"])) == len(radii["data"][0]["x"]) == 10
    assert len(unpacked(circle["data"][1]["x"])) == 40  # h and c of 20 units
    moduli = test.table[0].value["|λ|"].astype(float)
    assert len(moduli) == 6 and moduli.is_monotonic_decreasing
    assert "points are stable" in words(test) and "index sum" in str(points["layout"]["annotations"])


def test_each_reader_and_the_input_of_each_step_can_be_chosen(open_page):
    test = open_page(guest="sorting", guest_rest="true")
    silent = rest(test)
    assert test.selectbox(key="guest_rest_reader_2").options == ["1", "2"]
    assert "Zero may be an input that never occurs" in words(test)
    test.segmented_control(key="guest_rest_input_words").set_value("step").run()
    test.number_input(key="guest_rest_step_7").set_value(3).run()
    assert not test.exception and rest(test)[0] != silent[0]
    assert "Zero may be an input" not in words(test)


def test_of_a_layer_without_a_written_jacobian_one_sentence_is_shown(open_page, monkeypatch):
    monkeypatch.setattr("viz_core.guests.resting.WRITTEN_OUT", {"activation": "relu"})
    test = open_page(guest_rest="true")
    assert "`layer` must have activation='tanh'" in words(test).replace("\\", "")
    assert rest(test) == [] and payload(test) is not None


def test_in_the_map_the_past_moves_the_fifth_answer_and_nothing_moves_the_first(
    open_page,
):
    test = open_page()
    moved = next(unpacked(one["data"][0]["z"]) for one in figures(test) if "|dy/dx|" in str(one["layout"]))
    assert moved[4, :5].min() > 10 * moved[4, 5:].max()
    assert moved[0].max() < 0.001 * moved.max()
    assert any("fifth answer" in one.label for one in test.expander)
