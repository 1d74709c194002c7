"""Scripts take turns: two at once, clicks before pages, and nobody waits for a script that waits."""

import itertools
import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from ui.server import turns
from ui.server.turns import Turns, scripts_take_turns
from viz_core.access.line import NOBODY, Asker, who_asks

PATIENCE = 30.0
FOR_EVER = 1e6


def tab(machine: str, name: str) -> Asker:
    return Asker(machine=machine, tab=name)


class Visitors:
    """Threads that take their turn, note its beginning, and end it when they are let go."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self.order: list[str] = []
        self._begun, self._let_go = {}, {}
        self._threads: list[threading.Thread] = []

    def arrive(self, name: str, **how) -> None:
        self._begun[name], self._let_go[name] = threading.Event(), threading.Event()
        waiting = len(self._turns._waiting)
        thread = threading.Thread(target=self._visit, args=(name, how), daemon=True)
        thread.start()
        self._threads.append(thread)
        while len(self._turns._waiting) == waiting and not self._begun[name].wait(0.001):
            pass

    def _visit(self, name: str, how: dict[str, Any]) -> None:
        with self._turns.turn(**how):
            self.order.append(name)
            self._begun[name].set()
            assert self._let_go[name].wait(PATIENCE)

    def has_begun(self, name: str) -> bool:
        return self._begun[name].is_set()

    def begins(self, name: str) -> bool:
        return self._begun[name].wait(PATIENCE)

    def leave(self, name: str) -> None:
        self._let_go[name].set()

    def leave_in_order(self, *expected: str) -> None:
        """Each leaves once it has begun, and the next of these begins."""
        for before, after in itertools.pairwise(expected):
            self.leave(before)
            assert self.begins(after)
        assert self.order[-len(expected) :] == list(expected)

    def close(self) -> None:
        for name in self._let_go:
            self.leave(name)
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()


@pytest.fixture
def visitors(request):
    made = Visitors(Turns(**request.param))
    yield made
    made.close()


@pytest.fixture
def costly(monkeypatch):
    """Each turn takes two thirds of a page's head start, where one follows the other."""
    spent = itertools.count(step=turns.HEAD_START_SECONDS / 1.5)
    clock = SimpleNamespace(monotonic=time.monotonic, thread_time=lambda: next(spent))
    monkeypatch.setattr(turns, "time", clock)


@pytest.mark.parametrize("visitors", [{"at_once": 2, "longest": FOR_EVER}], indirect=True)
def test_the_third_waits_until_one_of_two_has_ended(visitors):
    for name in ("first", "second", "third"):
        visitors.arrive(name)
    assert visitors.begins("first") and visitors.begins("second")
    assert not visitors.has_begun("third")
    visitors.leave("second")
    assert visitors.begins("third")


@pytest.mark.parametrize("visitors", [{"at_once": 1, "longest": FOR_EVER}], indirect=True)
def test_a_click_that_comes_later_goes_before_a_page_and_clicks_keep_their_order(visitors):
    visitors.arrive("at work")
    visitors.arrive("page", who=tab("a", "1"), page=True)
    visitors.arrive("click", who=tab("b", "2"))
    visitors.arrive("next click", who=tab("a", "3"))
    visitors.leave_in_order("at work", "click", "next click", "page")


@pytest.mark.parametrize("visitors", [{"at_once": 1, "longest": FOR_EVER}], indirect=True)
def test_a_page_is_not_kept_waiting_by_clicks_for_ever(visitors, costly):
    visitors.arrive("at work", who=tab("a", "0"))
    visitors.arrive("page", who=tab("b", "1"), page=True)
    for number in range(3):
        visitors.arrive(f"click {number}", who=tab("c", "2"))
    visitors.leave_in_order("at work", "click 0", "click 1", "page", "click 2")


@pytest.mark.parametrize("visitors", [{"at_once": 1, "longest": FOR_EVER}], indirect=True)
def test_a_machine_that_asks_for_one_waits_for_one_of_a_machine_that_asks_for_many(visitors):
    visitors.arrive("at work", who=tab("a", "0"))
    crowd = [f"crowd {number}" for number in range(1, 6)]
    for number, name in enumerate(crowd, start=1):
        visitors.arrive(name, who=tab("a", str(number)))
    visitors.arrive("other", who=tab("b", "0"))
    visitors.leave_in_order("at work", "other", *crowd)


@pytest.mark.parametrize("visitors", [{"at_once": 1, "longest": FOR_EVER}], indirect=True)
def test_a_tab_that_asks_for_one_waits_for_one_of_a_tab_at_the_same_machine_that_asks_for_many(visitors):
    visitors.arrive("at work", who=tab("a", "0"))
    for number in range(3):
        visitors.arrive(f"many {number}", who=tab("a", "0"))
    visitors.arrive("other", who=tab("a", "1"))
    visitors.leave_in_order("at work", "other", "many 0", "many 1", "many 2")


@pytest.mark.parametrize("visitors", [{"at_once": 1, "longest": FOR_EVER}], indirect=True)
def test_the_servers_own_visits_wait_behind_those_of_people(visitors):
    visitors.arrive("at work", who=tab("a", "0"))
    visitors.arrive("own", who=tab("", "1"), page=True)
    visitors.arrive("page", who=tab("a", "2"), page=True)
    visitors.leave_in_order("at work", "page", "own")


@pytest.mark.parametrize("visitors", [{"at_once": 1, "longest": 0.05}], indirect=True)
def test_nobody_waits_for_a_script_that_itself_waits(visitors):
    visitors.arrive("asks a worker")
    visitors.arrive("next")
    assert visitors.begins("next")


@pytest.mark.parametrize("visitors", [{"at_once": 1, "longest": FOR_EVER}], indirect=True)
def test_whoever_used_much_waits_behind_those_who_used_little_as_long_as_anybody_waits(visitors, costly):
    visitors.arrive("at work", who=tab("greedy", "0"))
    visitors.arrive("waits", who=tab("third", "0"))
    visitors.leave_in_order("at work", "waits")
    visitors.arrive("greedy", who=tab("greedy", "0"))
    visitors.arrive("modest", who=tab("modest", "0"))
    visitors.leave_in_order("waits", "modest", "greedy")


def test_the_processor_time_of_a_turn_counts_for_its_machine_and_its_tab():
    one = Turns(at_once=2)
    with one.turn(tab("somebody", "0")):  # as long as anybody has a turn nothing is forgiven
        with one.turn(tab("worker", "1")):
            sum(range(2_000_000))
        with one.turn(tab("sleeper", "2")):
            time.sleep(0.05)
        used = {name: account.used for name, account in one._machines.items()}
        of_tabs = {who.machine: account.used for who, account in one._tabs.items()}
    assert used["worker"] > 0.01 > used["sleeper"] > 0
    assert of_tabs == used


def test_nothing_is_held_against_anybody_once_nobody_waits():
    one = Turns()
    with one.turn(tab("worker", "1")):
        pass
    with one.turn(tab("other", "1")):
        assert list(one._machines) == ["other"] and len(one._tabs) == 1


def test_of_many_tabs_those_are_remembered_that_used_something(monkeypatch):
    monkeypatch.setattr(turns, "MOST_REMEMBERED", 3)
    one = Turns(at_once=9)
    with one.turn(tab("somebody", "0")):
        for number in range(20):
            with one.turn(tab(f"machine {number}", "1")):
                one._clock += 0.1
            assert len(one._tabs) <= 4 and len(one._machines) <= 4


def test_a_turn_is_given_back_when_its_script_fails():
    taken = Turns(at_once=1, longest=FOR_EVER)
    with pytest.raises(ZeroDivisionError), taken.turn():
        _ = 1 / 0
    with taken.turn():
        pass


def test_a_page_gives_clicks_a_head_start_and_its_script_runs_in_its_turn_for_its_machine_and_tab(
    monkeypatch,
):
    taken, ran = [], []

    class Noting(Turns):
        def turn(self, who, *, page=False):
            taken.append((who, page))
            return super().turn(who, page=page)

    def run(runner: SimpleNamespace, data: RerunData) -> None:
        ran.append((who_asks(), data.page_name))

    monkeypatch.setattr(ScriptRunner, "_run_script", run)
    monkeypatch.setattr(turns, "_address", lambda runner: "::ffff:10.0.0.7")
    scripts_take_turns(Noting())
    runner = SimpleNamespace(_session_id="a tab")
    ScriptRunner._run_script(runner, RerunData(page_name="Train"))
    ScriptRunner._run_script(runner, RerunData(page_name="Train", fragment_id_queue=["body"]))
    who = tab("10.0.0.7", "a tab")
    assert ran == [(who, "Train")] * 2
    assert taken == [(who, True), (who, False)]
    assert who_asks() == NOBODY
