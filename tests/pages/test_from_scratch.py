from concurrent.futures import Future

import pytest

from tests.shown import components
from viz_core.scratch.training import UPDATES

PAGE = "pages/6_From_scratch.py"


class Asked:
    """Stands for the training processes: answers at once, in this process, or not at all."""

    def __init__(self):
        self.mode = "answer"

    def submit(self, function, *args, **options):
        future = Future()
        if self.mode == "answer":
            future.set_result(function(*args))
        if self.mode == "refuse":
            future.set_exception(ConnectionError("The training processes are not running."))
        return future


@pytest.fixture(autouse=True)
def processes(monkeypatch):
    made = Asked()
    monkeypatch.setattr("ui.session.cluster", lambda: made)
    return made


def data(test, place):
    return components(test)[place]


def columns(test):
    return list(test.table[0].value.columns)


def press(test, key):
    test.button(key=key).click().run()
    assert not test.exception


def test_the_page_opens_with_code_checks_and_questions(open_page):
    test = open_page()
    assert test.title[0].value == "From scratch"
    assert data(test, 0)["payload"]["frames"][0]["function"] == "TimeBiLSTM.forward"
    assert len(test.table[0].value) == 10
    assert test.success[0].value.startswith("Largest difference: ")
    assert len(test.expander) == 4
    assert len(test.code) == 0  # what nobody opens is not sent
    test.session_state["whole_file"] = True
    assert "class TimeBiLSTM" in test.run().code[0].value


def test_the_way_back_can_be_run(open_page):
    test = open_page()
    test.button_group(key="scratch_way").set_value("backward").run()
    assert data(test, 0)["payload"]["frames"][0]["function"] == "TimeBiLSTM.backward"


def test_keras_adds_a_column_when_asked(open_page):
    test = open_page()
    assert len(columns(test)) == 4
    press(test, "scratch_ask")
    assert columns(test)[-1] == "Keras / TensorFlow"
    assert test.success and not test.error


def test_an_answer_about_other_weights_is_not_shown(open_page):
    test = open_page()
    press(test, "scratch_ask")
    test.number_input(key="scratch_seed").set_value(4).run()
    assert len(columns(test)) == 4


def test_while_keras_computes_the_page_says_so(open_page, processes):
    processes.mode = "wait"
    test = open_page()
    press(test, "scratch_ask")
    assert test.status[0].label.startswith("Keras computes in a training process")
    assert len(columns(test)) == 4


def test_without_training_processes_one_sentence_says_so(open_page, processes):
    processes.mode = "refuse"
    test = open_page()
    press(test, "scratch_ask")
    assert test.warning[0].value == "The training processes are not ready yet; ask again in a few seconds."


def test_it_trains_in_slices_and_stops(open_page):
    test = open_page()
    press(test, "scratch_train")
    test.run()
    learner = test.session_state["scratch_learner"]
    assert 0 < learner.done < UPDATES
    press(test, "scratch_stop")
    kept = learner.done
    test.run()
    assert learner.done == kept
    assert any(">trained here</span>" in one.proto.body for one in test.get("html"))


def test_when_all_updates_are_done_it_is_examined(open_page):
    test = open_page()
    press(test, "scratch_train")
    learner = test.session_state["scratch_learner"]
    while learner.done < UPDATES - 1:
        learner.update()
    test.run()
    assert learner.finished
    (said,) = (one.value for one in test.success if one.value.startswith("On 500 fresh sequences "))
    assert float(said.split()[4].rstrip("%")) > 95
    assert not test.button(key="scratch_train").disabled


def test_values_out_of_range_in_a_link_fall_back(open_page):
    test = open_page(scratch_way="up", scratch_units="90", scratch_timesteps="x", scratch_seed="-1")
    assert data(test, 0)["payload"]["frames"][0]["function"] == "TimeBiLSTM.forward"
    assert [one.value for one in test.number_input] == [2, 3, 0]
