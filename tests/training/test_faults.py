"""What goes wrong around a run: the clock jumps, the disk is full, the store is broken or locked."""

import os
import signal
import sqlite3
import time

import pytest

from tests.running_jobs import experiment, until, until_state
from viz_core.config import ExperimentConfig, TrainingConfig
from viz_core.runs.store import Store, StoreError
from viz_core.training.cluster import Cluster
from viz_core.training.jobs import Jobs, JobState, Leases


class JumpingClock:
    """The time, as far off as it has jumped."""

    extra = 0.0

    def __call__(self):
        return time.monotonic() + self.extra

    def jump(self, seconds):
        self.extra += seconds


@pytest.mark.parametrize("seconds", [3_600.0, -3_600.0])
def test_a_clock_that_jumps_ends_no_run(seconds):
    clock, cluster = JumpingClock(), Cluster(workers=1, preload="")
    jobs = Jobs(
        cluster, trainer="tests.fake_trainers:Steady", leases=Leases(gone=60, silence=60), clock=clock
    )
    job = jobs.start(experiment())
    until(lambda: job.updates > 0)
    clock.jump(seconds)
    before = job.updates
    until(lambda: job.updates > before + 500)
    assert job.state is JobState.RUNNING
    cluster.close()


@pytest.fixture
def garbage(tmp_path, monkeypatch):
    """A file of the store that is none."""
    path = tmp_path / "runs.sqlite"
    path.write_bytes(b"not a database, and long enough to be read as one " * 100)
    monkeypatch.setenv("BIRNN_STORE", str(path))
    return path


def test_a_broken_store_is_said_in_one_sentence_and_left_as_it_is(garbage):
    before = garbage.read_bytes()
    with pytest.raises(StoreError, match=r"^The store .* cannot be used: file is not a database\.$"):
        Store()
    assert garbage.read_bytes() == before


def test_a_run_trains_while_the_store_is_broken(garbage, visit):
    app = visit("pages/1_Train.py", cumulative_sum_timesteps="5")
    assert not app.exception
    app.button(key="train").click().run()
    assert not app.exception
    job = app.session_state["runs"][-1]
    until(lambda: job.updates > 0)
    job.stop()
    until_state(job, JobState.STOPPED)


def test_a_person_whose_runs_worker_is_killed_reads_that_it_went_on(visit, light_jobs):
    app = visit("pages/1_Train.py", cumulative_sum_timesteps="6", epochs="50")
    app.button(key="train").click().run()
    job = app.session_state["runs"][-1]
    until(lambda: job.updates > 0)
    cluster = light_jobs.cluster
    os.kill(cluster.call(cluster.ask(job.worker, os.getpid)).result(60), signal.SIGKILL)
    until(lambda: job.note, seconds=120)
    app.run()
    assert any("this run went on from update" in one.value for one in app.info)
    job.stop()
    until_state(job, JobState.STOPPED)


def test_a_store_that_another_process_has_locked_is_said_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("viz_core.runs.store.BUSY_SECONDS", 0.2)
    store = Store(tmp_path / "runs.sqlite")
    config = ExperimentConfig(training=TrainingConfig(seed=3))
    other = sqlite3.connect(store.path, check_same_thread=False)
    try:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match=r"^The store .* cannot be used: database is locked\.$"):
            store.claim(config, "me", seconds=60)
        # What only reads is not held up.
        assert store.metrics([config]) == {}
        other.rollback()
        assert store.claim(config, "me", seconds=60)
    finally:
        other.close()
