"""One place at a worker, several servers that want it."""

import pytest

from tests.clock import Clock
from viz_core.training.seat import CLAIM_SECONDS, WAIT_SECONDS, Seat


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def seat(clock):
    return Seat(clock=clock)


def test_of_two_servers_that_ask_at_once_one_gets_the_worker(seat):
    assert [seat.claim("a", "one", busy=False), seat.claim("b", "two", busy=False)] == [True, False]


def test_a_busy_worker_refuses_and_remembers_who_waits(seat):
    assert not seat.claim("b", "two", busy=True)
    assert seat.wanted_besides("a")
    assert not seat.wanted_besides("b")


def test_a_server_that_does_not_ask_again_waits_no_longer(seat, clock):
    seat.claim("b", "two", busy=True)
    clock.now += WAIT_SECONDS
    assert not seat.wanted_besides("a")


def test_a_claim_whose_run_never_begins_lapses(seat, clock):
    assert seat.claim("a", "one", busy=False)
    clock.now += CLAIM_SECONDS
    assert seat.claim("b", "two", busy=False)


def test_a_run_that_is_over_leaves_its_place_at_once(seat):
    seat.claim("a", "one", busy=False)
    seat.release("one")
    assert seat.claim("b", "two", busy=False)


def test_the_server_that_was_served_last_goes_last(seat, clock):
    order = []
    for _ in range(6):
        clock.now += 0.1
        for server in ("a", "b"):
            seat.claim(server, server, busy=True)
        for server in ("a", "b"):
            if seat.claim(server, server, busy=False):
                order.append(server)
                seat.release(server)
                break
    assert order in (list("ababab"), list("bababa"))


def test_a_server_alone_is_never_held_up(seat):
    for k in range(5):
        assert seat.claim("a", f"run {k}", busy=False)
        seat.release(f"run {k}")
