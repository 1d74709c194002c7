"""Scripts take turns: two at once, clicks before pages, and nobody waits for a script that waits."""

import threading
import time
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from ui.server import turns
from ui.server.turns import Lately, Turns, scripts_take_turns
from viz_core.access.line import NOBODY, Asker, who_asks

PATIENCE = 30.0
FOR_EVER = 1e6


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
    visitors.arrive("page", later=FOR_EVER)
    visitors.arrive("click")
    visitors.arrive("next click")
    for before, after in (("at work", "click"), ("click", "next click"), ("next click", "page")):
        visitors.leave(before)
        assert visitors.begins(after)
    assert visitors.order == ["at work", "click", "next click", "page"]


@pytest.mark.parametrize("visitors", [{"at_once": 1, "longest": FOR_EVER}], indirect=True)
def test_a_crowd_from_one_machine_waits_behind_whoever_comes_from_another(visitors, monkeypatch):
    monkeypatch.setattr(turns, "CROWD_SECONDS", FOR_EVER)
    visitors.arrive("at work", address="a")
    crowd = [f"crowd {number}" for number in range(turns.CROWD + 3)]
    for name in crowd:
        visitors.arrive(name, address="a")
    visitors.arrive("other", address="b")
    expected = ["at work", *crowd[: turns.CROWD + 1], "other", *crowd[turns.CROWD + 1 :]]
    for before, after in pairwise(expected):
        visitors.leave(before)
        assert visitors.begins(after)
    assert visitors.order == expected


@pytest.mark.parametrize("visitors", [{"at_once": 1, "longest": 0.05}], indirect=True)
def test_nobody_waits_for_a_script_that_itself_waits(visitors):
    visitors.arrive("asks a worker")
    visitors.arrive("next")
    assert visitors.begins("next")


@pytest.mark.parametrize("visitors", [{"at_once": 1, "longest": FOR_EVER}], indirect=True)
def test_a_machine_whose_scripts_took_long_waits_behind_one_whose_took_little(visitors):
    visitors._turns._lately.add("greedy", 4.0, time.monotonic())
    visitors.arrive("at work", address="modest")
    visitors.arrive("greedy", address="greedy")
    visitors.arrive("modest", address="modest")
    for before, after in (("at work", "modest"), ("modest", "greedy")):
        visitors.leave(before)
        assert visitors.begins(after)


def test_what_a_machine_used_is_forgotten_by_half_in_a_half_life():
    lately = Lately(half_life=10.0)
    lately.add("one", 4.0, now=0.0)
    assert lately.of("one", now=10.0) == 2.0
    lately.add("one", 1.0, now=10.0)
    assert lately.of("one", now=20.0) == 1.5
    assert lately.of("another", now=0.0) == 0.0


def test_the_processor_time_of_a_turn_counts_for_its_machine():
    one = Turns()
    with one.turn(address="worker"):
        sum(range(200_000))
    with one.turn(address="sleeper"):
        time.sleep(0.01)
    now = time.monotonic()
    assert one._lately.of("worker", now) > one._lately.of("sleeper", now)


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
        def turn(self, *, later=0.0, address=""):
            taken.append((address, later))
            return super().turn(later=later, address=address)

    def run(runner: SimpleNamespace, data: RerunData) -> None:
        ran.append((who_asks(), data.page_name))

    monkeypatch.setattr(ScriptRunner, "_run_script", run)
    monkeypatch.setattr(turns, "_address", lambda runner: "::ffff:10.0.0.7")
    scripts_take_turns(Noting())
    runner = SimpleNamespace(_session_id="a tab")
    ScriptRunner._run_script(runner, RerunData(page_name="Train"))
    ScriptRunner._run_script(runner, RerunData(page_name="Train", fragment_id_queue=["body"]))
    assert ran == [(Asker(machine="10.0.0.7", tab="a tab"), "Train")] * 2
    assert taken[0] == ("10.0.0.7", turns.HEAD_START_SECONDS) and taken[1] == ("10.0.0.7", 0)
    assert who_asks() == NOBODY
