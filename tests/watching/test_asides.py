"""What pages have workers compute: each result once, however many look, everybody's first before a second."""

import asyncio
import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.clock import Clock
from tests.running_jobs import until
from viz_core.access.line import Asker, Line, asking
from viz_core.lessons.resting_points_film import filmed
from viz_core.pretrained import film
from viz_core.training.aside import compute_aside
from viz_core.training.cluster import Cluster
from viz_core.watching.asides import ATTEMPTS, LEAST_AT_ONCE, MOST_WAITING, REST_SECONDS, Asides


class Workers:
    """Stands for the cluster: notes what it is asked, and answers when it is told to."""

    def __init__(self, size=100):
        self.size, self.closed = size, False
        self.asked, self.answers, self.lock = [], [], threading.Lock()

    async def ask_any(self, function, called, calls, *, worker):
        self.asked.append((function, called, calls, worker))

    def call(self, work):
        if self.closed:
            work.close()
            raise ConnectionError
        with self.lock:
            asyncio.run(work)
            self.answers.append(Future())
            return self.answers[-1]

    def arguments(self):
        """Of the first call of each request."""
        return [calls[0][0] for _, _, calls, _ in self.asked]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(clock):
    return Asides(kept=3, line=Line(places=LEAST_AT_ONCE, most_waiting=MOST_WAITING), clock=clock)


def ask_as(who, store, group, workers):
    with asking(Asker(machine=who, tab=who)):
        store.ask(group, workers, "", abs, {group: (group,)})


def test_sixty_who_look_have_it_computed_once(store):
    workers = Workers()
    with ThreadPoolExecutor(16) as people:
        looks = [people.submit(ask_as, str(number), store, "a", workers) for number in range(60)]
    assert all(one.exception() is None for one in looks)
    assert len(workers.answers) == 1
    assert (store.result("a"), store.is_open("a", "a")) == (None, True)
    workers.answers[0].set_result([1])
    ask_as("late", store, "a", workers)
    assert len(workers.answers) == 1
    assert (store.result("a"), store.is_open("a", "a")) == (1, False)


def test_the_function_and_the_arguments_go_to_the_worker_of_the_run(store):
    workers = Workers()
    store.ask("group", workers, "the worker", abs, {"a": (-1,), "b": (-2,)})
    assert workers.asked == [(compute_aside, abs, ((-1,), (-2,)), "the worker")]


def test_after_sixty_four_wishes_of_one_visitor_the_first_of_another_is_next(store):
    workers = Workers(size=2)
    for number in range(64):
        ask_as("hostile", store, number, workers)
    ask_as("student", store, "first", workers)
    ask_as("student", store, "second", workers)
    assert workers.arguments() == [0, 1]
    workers.answers[0].set_result([0])
    workers.answers[1].set_result([0])
    workers.answers[2].set_result([0])
    assert workers.arguments() == [0, 1, "first", 2, "second"]


def test_who_wants_what_a_crowd_wants_too_has_it_in_their_own_turn_and_once(store):
    workers = Workers(size=2)
    for number in range(64):
        ask_as("hostile", store, number, workers)
    ask_as("student", store, 63, workers)
    workers.answers[0].set_result([0])
    assert workers.arguments() == [0, 1, 63]
    for number in range(1, 64):
        workers.answers[number].set_result([0])
    assert sorted(workers.arguments()) == list(range(64))


def test_what_has_waited_is_computed_of_the_newest_moment_that_was_asked_for(store):
    workers = Workers(size=2)
    for number in range(2):
        ask_as("hostile", store, number, workers)
    for step in range(3):
        store.ask("run", workers, "", abs, {("run", step): (step,)})
    workers.answers[0].set_result([0])
    assert workers.arguments() == [0, 1, 2]
    assert len(store._line) == 2


def test_what_has_failed_once_is_tried_again_on_any_worker_and_not_on_that_of_a_run(store):
    workers = Workers()
    for attempt in range(ATTEMPTS):
        store.ask("run", workers, "its worker", abs, {"a": (-1,)})
        workers.answers[attempt].set_exception(OSError("gone"))
    assert [worker for *_, worker in workers.asked] == ["its worker", ""]


def test_as_many_are_at_work_as_there_are_workers_and_two_before_that_is_known(store):
    for size, most in ((0, 2), (5, 5)):
        workers = Workers(size=size)
        for number in range(9):
            ask_as("anybody", store, (size, number), workers)
        assert len(workers.answers) == most
        while len(workers.answers) < 9:
            next(one for one in workers.answers if not one.done()).set_result([0])
        for one in workers.answers:
            one.done() or one.set_result([0])


def test_who_is_turned_away_asks_again():
    workers, store = Workers(size=2), Asides(kept=3, line=Line(places=2, most_waiting=1))
    for name in "abcd":
        ask_as("anybody", store, name, workers)
    for answer in workers.answers[:2]:
        answer.set_result([0])
    assert workers.arguments() == ["a", "b", "c"]
    assert store.is_open("d", "d")
    ask_as("anybody", store, "d", workers)
    assert workers.arguments() == ["a", "b", "c", "d"]


def test_only_what_is_missing_is_asked_for_and_a_group_waits_for_its_answer(store):
    workers = Workers()
    store.ask("group", workers, "", abs, {"a": (-1,), "b": (-2,)})
    store.ask("group", workers, "", abs, {"c": (-3,)})
    workers.answers[0].set_result([1, 2])
    store.ask("group", workers, "", abs, {"a": (-1,), "c": (-3,)})
    workers.answers[1].set_result([3])
    assert [store.result(name) for name in "abc"] == [1, 2, 3]


@pytest.mark.parametrize("problem", [OSError("gone"), TimeoutError(), RuntimeError("odd")])
def test_after_trouble_with_the_worker_it_is_asked_once_more_and_then_rests(store, clock, problem):
    workers = Workers()
    for attempt in range(ATTEMPTS):
        assert store.is_open("a", "a")
        ask_as("anybody", store, "a", workers)
        workers.answers[attempt].set_exception(problem)
    ask_as("anybody", store, "a", workers)
    assert len(workers.answers) == ATTEMPTS
    assert (store.is_open("a", "a"), store.rests("a"), store.rests("b")) == (False, True, False)
    clock.now = REST_SECONDS + 1
    assert store.is_open("a", "a")
    ask_as("anybody", store, "a", workers)
    workers.answers[-1].set_result([1])
    assert (store.result("a"), store.rests("a")) == (1, False)


def test_every_moment_of_a_run_rests_when_two_of_them_have_ended_a_worker(store):
    workers = Workers()
    for step in range(9):
        store.ask("run", workers, "", abs, {("run", step): (step,)})
        for answer in workers.answers:
            answer.done() or answer.set_exception(OSError("gone"))
    assert len(workers.answers) == ATTEMPTS
    assert not store.is_open("run", ("run", 9))


@pytest.mark.parametrize("fail", [lambda one: one.set_exception(ConnectionError()), Future.cancel])
def test_without_a_worker_it_is_asked_as_often_as_somebody_looks(store, fail):
    workers = Workers()
    for number in range(9):
        ask_as("anybody", store, "a", workers)
        fail(workers.answers[number])
    assert store.is_open("a", "a")
    workers.closed = True
    ask_as("anybody", store, "a", workers)
    assert (store.is_open("a", "a"), len(store._line)) == (True, 0)


def test_what_the_request_makes_impossible_is_kept_and_not_tried_again(store, clock):
    workers = Workers()
    store.ask("group", workers, "", abs, {"a": ("x",), "b": (-2,)})
    workers.answers[0].set_result([ValueError("no"), 2])
    clock.now = 10 * REST_SECONDS
    store.ask("group", workers, "", abs, {"a": ("x",)})
    assert len(workers.answers) == 1
    assert (store.result("a"), store.is_open("group", "a"), store.result("b")) == (None, False, 2)


@pytest.mark.parametrize("problem", [MemoryError(), OSError("full"), TypeError("odd")])
def test_an_error_of_the_moment_is_nobodys_answer_and_the_rest_is_kept(store, problem):
    workers = Workers()
    store.ask("group", workers, "", abs, {"a": (-1,), "b": (-2,)})
    workers.answers[0].set_result([problem, 2])
    assert (store.is_open("group", "a"), store.result("b")) == (True, 2)
    store.ask("group", workers, "", abs, {"a": (-1,), "b": (-2,)})
    workers.answers[1].set_result([1])
    assert (workers.asked[1][2], store.result("a")) == (((-1,),), 1)


def test_the_results_that_were_looked_at_last_are_kept(store):
    workers = Workers()
    store.ask("group", workers, "", abs, {"a": (-1,), "b": (-2,), "c": (-3,)})
    workers.answers[0].set_result([1, 2, 3])
    store.result("a")
    store.ask("group", workers, "", abs, {"d": (-4,)})
    workers.answers[1].set_result([4])
    assert [store.result(name) for name in "abcd"] == [1, None, 3, 4]


def test_one_call_that_fails_leaves_the_others_their_results():
    found = asyncio.run(compute_aside(abs, ((-1,), ("x",), (-2,))))
    assert (found[0], found[2]) == (1, 2)
    assert isinstance(found[1], TypeError)


def test_what_ends_its_worker_is_tried_twice_and_others_are_computed_after_it(store):
    cluster = Cluster(workers=1, preload="")
    try:
        assert cluster.wait(120)
        deadly, other = {"deadly": (1,)}, {"other": (-1,)}
        until(lambda: store.ask("deadly", cluster, "", os._exit, deadly) or store.rests("deadly"), seconds=60)
        assert not store.is_open("deadly", "deadly")
        until(lambda: store.ask("other", cluster, "", abs, other) or store.result("other") == 1, seconds=60)
    finally:
        cluster.close()


def test_a_worker_sends_the_film_of_two_moments(light_jobs, store):
    seen, cluster = film("resting_flip_flop_2_GRU"), light_jobs.cluster
    assert cluster.wait(60)
    calls = {seen.steps[place]: (seen.config, seen.weights[place]) for place in (0, -1)}

    def is_over():
        store.ask("group", cluster, "gone", filmed, calls)
        return not store.is_open("group", 0)

    until(is_over, seconds=60)
    stable = [store.result(step).moment(step, None).stable for step in calls]
    assert stable == [1, 4]
