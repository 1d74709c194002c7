"""Who is next: everybody before anybody's second, whoever was served last goes last, machines before tabs."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from viz_core.access import line as module
from viz_core.access.line import NOBODY, Asker, Line, NoPlace, Ticket, asking, in_fair_order, who_asks


class Hall:
    """People in a line, who note when they begin and when they are refused."""

    def __init__(self, *, places=1, most_waiting=1_000):
        self.line = Line(places=places, most_waiting=most_waiting)
        self.begun, self.refused, self._tickets = [], [], {}

    def come(self, name, machine, tab=None):
        ticket = Ticket(
            begin=lambda _: self.begun.append(name),
            refuse=lambda _: self.refused.append(name),
            asker=Asker(machine=machine, tab=tab or machine),
        )
        self._tickets[name] = ticket
        self.line.enter(ticket)

    def leave(self, name):
        self.line.leave(self._tickets.pop(name))

    def one_after_the_other(self):
        while len(self.line):
            for name in self.begun:
                if name in self._tickets:
                    self.leave(name)
        return self.begun


def test_a_visitor_with_many_wishes_lets_anothers_first_one_go_next():
    hall = Hall()
    for number in range(64):
        hall.come(f"a{number}", "a")
    hall.come("b", "b")
    hall.leave("a0")
    assert hall.begun == ["a0", "b"]


def test_one_for_everybody_comes_before_anybodys_second():
    hall = Hall()
    for name in ("a0", "a1", "a2", "b0", "b1", "c0"):
        hall.come(name, name[0])
    assert hall.one_after_the_other() == ["a0", "b0", "c0", "a1", "b1", "a2"]


def test_whoever_was_served_last_goes_last():
    hall = Hall()
    for name in "ab":
        hall.come(name, name)
    hall.leave("a")
    for name in ("b again", "a again", "c"):
        hall.come(name, name[0])
    hall.leave("b")
    hall.leave("c")
    hall.leave("a again")
    assert hall.begun == ["a", "b", "c", "a again", "b again"]


def test_a_hundred_tabs_of_one_machine_have_the_share_of_one():
    hall = Hall()
    for number in range(100):
        hall.come(f"crowd {number}", "a", tab=f"tab {number}")
    for number in range(3):
        hall.come(f"b{number}", "b")
    order = hall.one_after_the_other()
    assert [order.index(f"b{number}") for number in range(3)] == [1, 3, 5]


def test_behind_one_address_tabs_take_turns():
    hall = Hall()
    for number in range(9):
        hall.come(f"many {number}", "proxy", tab="a")
    hall.come("one", "proxy", tab="b")
    hall.leave("many 0")
    assert hall.begun == ["many 0", "one"]


def test_of_a_full_line_the_last_of_who_wants_most_is_refused_and_not_the_newcomer():
    hall = Hall(most_waiting=3)
    for number in range(5):
        hall.come(f"a{number}", "a")
    assert hall.refused == ["a4"]
    hall.come("b", "b")
    assert hall.refused == ["a4", "a3"]
    assert len(hall.line) == 4
    assert hall.one_after_the_other()[:2] == ["a0", "b"]


def test_more_places_let_more_begin():
    hall = Hall()
    for name in "abc":
        hall.come(name, name)
    hall.line.places = 3
    hall.come("d", "d")
    assert hall.begun == ["a", "b", "c"]


def test_who_leaves_at_once_lets_the_next_begin_however_many_do():
    line, begun = Line(places=1, most_waiting=5_000), []

    def begin(ticket):
        begun.append(ticket)
        line.leave(ticket)

    first = Ticket(begin=begun.append, refuse=begun.append)
    line.enter(first)
    for _ in range(500):
        line.enter(Ticket(begin=begin, refuse=begun.append))
    line.leave(first)
    assert (len(begun), len(line)) == (501, 0)


def test_a_thread_waits_for_its_place_and_gives_it_back_when_it_fails():
    line, order = Line(places=1, most_waiting=9), []

    def work(name):
        with asking(Asker(machine=name, tab=name)), line.place(60):
            order.append(name)
            raise ZeroDivisionError

    with ThreadPoolExecutor(4) as people:
        with line.place(0):
            works = [people.submit(work, name) for name in "ab"]
            while len(line) < 3:
                time.sleep(0.001)
            assert order == []
        assert all(isinstance(one.exception(60), ZeroDivisionError) for one in works)
    assert (sorted(order), len(line)) == (["a", "b"], 0)


@pytest.mark.parametrize("most_waiting", [0, 9])
def test_who_gets_no_place_in_time_or_is_refused_waits_no_longer(most_waiting):
    line = Line(places=1, most_waiting=most_waiting)
    with line.place(0):
        with pytest.raises(NoPlace), line.place(0.01):
            pass
        assert len(line) == 1
    assert len(line) == 0


def test_whom_a_thread_computes_for_is_its_own_and_ends_with_the_block():
    found = []
    with asking(Asker(machine="a", tab="b")):
        thread = threading.Thread(target=lambda: found.append(who_asks()))
        thread.start()
        thread.join()
        found.append(who_asks())
    assert [*found, who_asks()] == [NOBODY, Asker(machine="a", tab="b"), NOBODY]


def test_strangers_without_end_take_no_memory_without_end(monkeypatch):
    monkeypatch.setattr(module, "MOST_REMEMBERED", 10)
    hall = Hall(places=100)
    for number in range(50):
        hall.come(number, f"machine {number}")
    assert len(hall.line._served) == 10


def test_who_has_a_place_already_waits_behind_those_who_have_none():
    names = in_fair_order(["a1", "b1", "c1"], lambda one: one[0], having={"a": 1}, served={"b": 7.0})
    assert names == ["c1", "b1", "a1"]
