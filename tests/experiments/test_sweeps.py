"""The sweeps of a server: whose they are, how many there may be."""

from dataclasses import replace

import pytest

from viz_core.access.visitor import Visitor
from viz_core.config import ModelConfig
from viz_core.experiments import EXPERIMENTS, sweeps
from viz_core.experiments.sweep import Progress, SweepState
from viz_core.experiments.sweeps import NotTheirs, Sweeps, TooManySweeps
from viz_core.limits.budget import TooExpensive

ANNE, BERT, LECTURER = Visitor.of("a" * 32), Visitor.of("b" * 32), Visitor(lecturer=True)
ONE, TWO, THREE = (EXPERIMENTS[name] for name in ("directions", "merges", "cells"))


class Idle:
    """Stands for a sweep: goes on until it is stopped, and trains nothing."""

    def __init__(self, configs, *, jobs, cluster, store):
        self.state, self.total = SweepState.RUNNING, len(configs)

    @property
    def progress(self):
        return Progress(state=self.state, done=0, total=self.total)

    def stop(self):
        self.state = SweepState.STOPPED


class NoJobs:
    cluster = None


@pytest.fixture
def all_sweeps(monkeypatch):
    monkeypatch.setattr(sweeps, "Sweep", Idle)
    return Sweeps()


def start(all_sweeps, experiment, by):
    all_sweeps.start(experiment, range(2), by=by, jobs=NoJobs(), store=None)
    return all_sweeps.of(experiment)


def test_a_sweep_is_listed_with_its_owner_until_it_ends(all_sweeps):
    started = start(all_sweeps, ONE, ANNE)
    assert [(one.title, one.owner) for one in all_sweeps.going_on()] == [(ONE.title, ANNE.name)]
    all_sweeps.stop(started, by=ANNE)
    assert not all_sweeps.going_on()
    assert all_sweeps.of(ONE) is started


def test_only_the_owner_and_the_lecturer_may_stop_it(all_sweeps):
    started = start(all_sweeps, ONE, ANNE)
    with pytest.raises(NotTheirs, match="`sweep` must be one of yours, or the lecturer's key"):
        all_sweeps.stop(started, by=BERT)
    assert started.going_on
    all_sweeps.stop(started, by=LECTURER)
    assert not started.going_on


def test_a_sweep_that_goes_on_is_not_started_again_by_anybody(all_sweeps):
    started = start(all_sweeps, ONE, ANNE)
    assert start(all_sweeps, ONE, BERT) is started
    assert started.owner == ANNE.name


def test_one_visitor_has_at_most_two_at_once_and_others_still_start_theirs(all_sweeps):
    start(all_sweeps, ONE, ANNE)
    second = start(all_sweeps, TWO, ANNE)
    with pytest.raises(TooManySweeps, match="Sweeps of one visitor must be at most 2 at once"):
        start(all_sweeps, THREE, ANNE)
    start(all_sweeps, THREE, BERT)
    second.sweep.stop()
    start(all_sweeps, EXPERIMENTS["sizes"], ANNE)
    assert len(all_sweeps.going_on()) == 3


def test_all_together_have_a_limit(all_sweeps, monkeypatch):
    monkeypatch.setattr(sweeps, "MOST_OF_ALL", 1)
    start(all_sweeps, ONE, ANNE)
    with pytest.raises(TooManySweeps, match="Sweeps on this server must be at most 1 at once"):
        start(all_sweeps, TWO, BERT)


def test_every_ready_experiment_may_run_with_the_most_seeds_the_page_offers(all_sweeps):
    for number, experiment in enumerate(EXPERIMENTS.values()):
        by = Visitor.of(f"{number:032x}")
        all_sweeps.start(experiment, range(100), by=by, jobs=NoJobs(), store=None)
    assert len(all_sweeps.going_on()) == len(EXPERIMENTS)


def test_a_sweep_beyond_the_limit_of_work_is_refused(all_sweeps, monkeypatch):
    monkeypatch.setattr(sweeps, "MOST_SWEEP_WORK", 10**9)
    with pytest.raises(TooManySweeps, match="A sweep must take at most 0 trillion multiplications; got 0"):
        start(all_sweeps, ONE, ANNE)


def test_one_run_beyond_its_budget_refuses_the_sweep(light_jobs):
    large = replace(ONE, base=replace(ONE.base, model=ModelConfig(units=512, layers=4)))
    with pytest.raises(TooExpensive, match="4,000,000 parameters"):
        Sweeps().start(large, range(1), by=ANNE, jobs=light_jobs, store=None)


def test_finished_sweeps_are_forgotten_the_oldest_first(all_sweeps, monkeypatch):
    monkeypatch.setattr(sweeps, "KEPT_SWEEPS", 2)
    for experiment in (ONE, TWO, THREE):
        start(all_sweeps, experiment, ANNE).sweep.stop()
    start(all_sweeps, EXPERIMENTS["sizes"], ANNE)
    assert all_sweeps.of(ONE) is None
    assert all_sweeps.of(EXPERIMENTS["sizes"]).going_on
