"""Whose turn it is, without a cluster."""

import pytest

from viz_core.config import ExperimentConfig
from viz_core.training.job import Job
from viz_core.training.turns import Record, giving_way, in_turn, may_use, waits


def record(name, *, owner=None, background=False, worker="", **more):
    job = Job(
        job_id=name,
        config=ExperimentConfig(),
        owner=owner,
        background=background,
        clock=lambda: 0.0,
        send=lambda job, command: None,
    )
    job.worker = worker
    return Record(job=job, **more)


def running(name, worker, *, since, **more):
    return record(name, worker=worker, waiting=False, turn=since, **{"arrived": 0, **more})


def names(records):
    return [one.job.id for one in records]


def test_strangers_are_served_in_the_order_they_came():
    waiting = [record(name, arrived=k) for k, name in enumerate("abc")]
    assert names(in_turn(reversed(waiting), {})) == ["a", "b", "c"]


def test_everybody_gets_one_run_before_anybodys_second():
    owners = ["ann", "ann", "ann", "bob", "cid", "bob"]
    waiting = [record(f"{owner}{k}", owner=owner, arrived=k) for k, owner in enumerate(owners)]
    assert names(in_turn(waiting, {})) == ["ann0", "bob3", "cid4", "ann1", "bob5", "ann2"]


def test_who_runs_already_waits_behind_those_who_do_not():
    under_way = running("ann0", "w", since=0.0, owner="ann")
    waiting = [record("ann1", owner="ann", arrived=1), record("bob2", owner="bob", arrived=2)]
    assert names(in_turn([under_way, *waiting], {})) == ["bob2", "ann1"]


def test_who_was_served_last_goes_last():
    waiting = [record(name, owner=name, arrived=k) for k, name in enumerate(["ann", "bob", "cid"])]
    assert names(in_turn(waiting, {"ann": 20.0, "bob": 10.0})) == ["cid", "bob", "ann"]


def test_among_ones_own_runs_the_one_served_last_goes_last():
    waiting = [record("a", owner="ann", arrived=0, served=5.0), record("b", owner="ann", arrived=1)]
    assert names(in_turn(waiting, {})) == ["b", "a"]


def test_runs_of_a_sweep_come_after_all_others():
    waiting = [record("sweep", background=True, arrived=0), record("live", arrived=1)]
    assert names(in_turn(waiting, {"live": 99.0})) == ["live", "sweep"]


def test_a_run_gives_way_when_its_slice_is_over_and_somebody_waits():
    under_way, waiting = running("a", "w", since=0.0), record("b", arrived=1)
    both = [under_way, waiting]
    assert giving_way(both, [waiting], now=9.9, slice=10) == []
    assert giving_way(both, [waiting], now=10.0, slice=10) == [under_way]
    assert giving_way([under_way], [], now=1e9, slice=10) == []


def test_one_run_gives_way_for_each_that_waits_the_longest_served_first():
    moving = [running(name, name, since=since) for name, since in [("a", 3.0), ("b", 1.0), ("c", 2.0)]]
    waiting = [record("d", arrived=1), record("e", arrived=2)]
    assert names(giving_way([*moving, *waiting], waiting, now=100, slice=10)) == ["b", "c"]


def test_nobody_is_asked_twice_and_nobody_gives_way_for_one_who_has_room_already():
    asked, other = running("a", "v", since=0.0, yielding=True), running("b", "w", since=0.0)
    waiting = record("c", arrived=1)
    assert giving_way([asked, other, waiting], [waiting], now=100, slice=10) == []


def test_a_run_that_was_on_a_worker_waits_for_that_one():
    here, there = running("a", "v", since=0.0), running("b", "w", since=5.0)
    waiting = record("c", worker="w", arrived=1)
    assert names(giving_way([here, there, waiting], [waiting], now=100, slice=10)) == ["b"]


def test_a_run_of_a_sweep_gives_way_at_once_and_never_takes_a_live_runs_place():
    sweep, live = running("s", "v", since=99.0, background=True), running("l", "w", since=0.0)
    waiting, other = record("a", arrived=1), record("t", background=True, arrived=2)
    assert names(giving_way([sweep, live, waiting], [waiting], now=100, slice=10)) == ["s"]
    assert giving_way([live, other], [other], now=100, slice=10) == []


def test_a_run_gives_way_to_another_server_when_its_slice_is_over():
    under_way = running("a", "w", since=0.0, wanted=True)
    assert giving_way([under_way], [], now=5, slice=10) == []
    assert giving_way([under_way], [], now=10, slice=10) == [under_way]


def test_a_run_that_lost_a_worker_goes_where_it_takes_nobody_with_it():
    suspect, other = record("a", arrived=0, attempt=2), running("b", "v", since=0.0)
    assert not may_use([suspect, other], suspect, "v")
    assert may_use([suspect, other], suspect, "w")
    assert may_use([suspect, running("c", "v", since=0.0, attempt=2)], suspect, "v")
    assert giving_way([suspect, other], [suspect], now=100, slice=10) == []


@pytest.mark.parametrize(
    ("free_in", "turns", "expected"),
    [
        ([0.0, 3.0], [5.0, 5.0, 5.0], [0.0, 3.0, 5.0]),
        ([2.0], [4.0, 1.0], [2.0, 6.0]),
        ([], [1.0, 1.0], [0.0, 1.0]),
        ([1.0], [], []),
    ],
)
def test_a_wait_is_counted_as_if_each_worker_takes_the_next_one(free_in, turns, expected):
    assert waits(free_in, turns) == expected
