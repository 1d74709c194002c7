"""Jobs on a real cluster of two worker processes, with trainers that need no TensorFlow."""

import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from tests.clock import Clock
from tests.running_jobs import (
    FOREVER,
    experiment,
    goes_on,
    jobs_on,
    light_cluster,
    paused,
    running,
    until,
    until_state,
)
from viz_core.training.jobs import JobState, Leases, Shares


@pytest.fixture(scope="module")
def cluster():
    with light_cluster(workers=2) as cluster:
        yield cluster


@pytest.fixture
def jobs(cluster):
    with jobs_on(cluster) as make:
        yield make


def test_importing_jobs_imports_neither_tensorflow_nor_dask():
    code = (
        "import sys, viz_core.training.jobs; "
        "print([name for name in ('tensorflow', 'keras', 'distributed', 'streamlit') if name in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_a_run_tells_every_step_in_order_and_finishes(jobs):
    job = jobs().start(experiment(300))
    until_state(job, JobState.FINISHED)
    curve = job.curve
    assert curve.steps[0] == 0
    assert curve.steps[-1] == 300
    assert (np.diff(curve.steps) > 0).all()
    np.testing.assert_allclose(curve.losses, 1 / (curve.steps + 1))
    assert job.progress == 1
    assert job.seconds_left == 0
    assert job.error == ""


def test_snapshots_hold_the_weights_of_their_step_from_step_0_to_the_last(jobs):
    job = jobs().start(experiment(300))
    until_state(job, JobState.FINISHED)
    steps = [one.step for one in job.snapshots]
    assert (steps[0], steps[-1]) == (0, 300)
    assert all((one.weights[0] == one.step).all() for one in job.snapshots)


def test_events_come_about_twenty_times_a_second_however_short_an_update(jobs):
    job = jobs().start(experiment(2_000))
    until_state(job, JobState.FINISHED)
    # The usual distance: on a busy machine a few come late.
    assert 1 / 40 < np.median(np.diff(job.curve.seconds)) < 1 / 5


def test_a_paused_run_stands_still_and_goes_on_where_it_was(jobs):
    job = paused(jobs())
    before, version = job.updates, job.version
    time.sleep(0.3)
    assert (job.updates, job.version) == (before, version)
    assert job.snapshots[-1].step == before
    job.resume()
    until(lambda: job.updates > before)
    assert job.state is JobState.RUNNING


def test_a_step_is_exactly_one_update(jobs):
    job = paused(jobs())
    before = job.updates
    for count in (1, 2, 3):
        job.step()
        until(lambda count=count: job.updates >= before + count)
    time.sleep(0.2)
    assert job.updates == before + 3
    assert job.state is JobState.PAUSED
    assert job.snapshots[-1].step == before + 3


def test_steps_pressed_quickly_all_count(jobs):
    job = paused(jobs())
    before = job.updates
    for _ in range(5):
        job.step()
    until(lambda: job.updates == before + 5)


def test_a_step_without_a_pause_does_nothing(jobs):
    job = running(jobs())
    job.step()
    before = job.updates
    until(lambda: job.updates > before + 50)
    job.pause()
    until_state(job, JobState.PAUSED)
    before = job.updates
    time.sleep(0.2)
    assert job.updates == before


def test_pause_and_resume_pressed_quickly_end_in_the_last_one(jobs):
    job = running(jobs())
    for _ in range(10):
        job.pause()
        job.resume()
    job.pause()
    until_state(job, JobState.PAUSED)
    time.sleep(0.4)
    assert job.state is JobState.PAUSED


@pytest.mark.parametrize("state", [running, paused])
def test_stop_keeps_what_was_learned(jobs, state):
    job = state(jobs())
    job.stop()
    until_state(job, JobState.STOPPED)
    assert job.snapshots[-1].step == job.updates > 0
    assert job.curve.steps[-1] == job.updates
    assert job.error == ""


def test_waiting_jobs_know_their_place_and_are_served_in_order(jobs):
    pool = jobs()
    first, second = running(pool), running(pool)
    assert first.worker != second.worker
    third, fourth, fifth = (pool.start(experiment()) for _ in range(3))
    until(lambda: [job.queue_place for job in (third, fourth, fifth)] == [1, 2, 3])
    assert {job.state for job in (third, fourth, fifth)} == {JobState.QUEUED}
    assert first.queue_place is None
    fourth.stop()
    until(lambda: (fourth.state, fifth.queue_place) == (JobState.STOPPED, 2))
    first.stop()
    until(lambda: third.updates > 0)
    until(lambda: fifth.queue_place == 1)
    assert third.worker == first.worker


def test_a_paused_run_makes_room_and_waits_for_its_worker_when_resumed(jobs):
    pool = jobs()
    first, second, third = paused(pool), running(pool), running(pool)
    assert third.worker == first.worker != second.worker
    first.resume()
    until(lambda: first.queue_place == 1)
    before = first.updates
    time.sleep(0.3)
    assert first.updates == before
    third.stop()
    until(lambda: first.updates > before)


class Tab:
    """A browser tab that may be connected or not."""

    def __init__(self):
        self.connected, self.asked = True, 0

    def __call__(self):
        self.asked += 1
        return self.connected

    def is_looked_at(self):
        """Wait until what is true now was seen: a look may be under way already."""
        seen = self.asked + 2
        until(lambda: self.asked >= seen)


def test_a_run_whose_tab_is_gone_stops_and_one_whose_tab_comes_back_goes_on(jobs):
    clock, gone, back = Clock(), Tab(), Tab()
    pool = jobs(leases=Leases(gone=1.0), clock=clock)
    lost, found = running(pool, present=gone), running(pool, present=back)
    gone.connected = back.connected = False
    clock.now += 0.6
    gone.is_looked_at()
    back.connected = True
    back.is_looked_at()
    assert goes_on(lost)
    clock.now += 0.6
    until_state(lost, JobState.STOPPED)
    assert goes_on(found)


def test_a_run_whose_tab_stays_connected_outlives_every_silence(jobs):
    clock, tab = Clock(), Tab()
    pool = jobs(leases=Leases(gone=1.0, silence=1.0), clock=clock)
    job, silent = running(pool, present=tab), running(pool)
    for _ in range(3):
        clock.now += 1.5
        tab.is_looked_at()
    until_state(silent, JobState.STOPPED)
    assert goes_on(job)


def test_a_waiting_run_whose_tab_is_gone_leaves_the_queue(jobs):
    pool, tab = jobs(leases=Leases(gone=0.3)), Tab()
    running(pool), running(pool)
    waiting = pool.start(experiment(), present=tab)
    until(lambda: waiting.queue_place == 1)
    tab.connected = False
    until_state(waiting, JobState.STOPPED)
    assert len(waiting.curve.steps) == 0


@pytest.mark.parametrize("state", [running, paused])
def test_a_run_of_which_no_page_is_heard_stops(jobs, state):
    clock = Clock()
    pool = jobs(leases=Leases(silence=1.0), clock=clock)
    silent, watched = state(pool), running(pool)
    clock.now += 0.6
    watched.renew()
    clock.now += 0.6
    until_state(silent, JobState.STOPPED)
    assert goes_on(watched)


def test_a_loss_that_is_no_number_ends_the_run_with_the_reason(jobs):
    job = jobs("Diverging").start(experiment(learning_rate=5))
    until_state(job, JobState.FAILED)
    assert job.error.startswith("The loss is no longer a number at step 240: the learning rate 5 is too high")
    assert np.isfinite(job.curve.losses).all()
    assert job.snapshots[-1].step == job.updates < 240


def test_an_error_in_the_trainer_becomes_one_sentence(jobs):
    job = jobs("Broken").start(experiment())
    until_state(job, JobState.FAILED)
    assert job.error == "Training ended with an error (RuntimeError): the matrix is not square"


def test_a_trainer_that_is_not_there_becomes_one_sentence(jobs):
    job = jobs("Nowhere").start(experiment())
    until_state(job, JobState.FAILED)
    assert "Nowhere" in job.error


def test_a_run_that_ends_its_worker_twice_fails_and_the_next_is_served(jobs):
    pool = jobs("Dying", shares=Shares(slice=FOREVER))
    bystander = running(pool)
    job = pool.start(experiment(seed=13))
    until_state(job, JobState.FAILED)
    assert job.error == (
        "The training process ended unexpectedly; it was restarted. Press Train to run again."
    )
    again = running(pool)
    assert again.worker not in (job.worker, bystander.worker)
    assert bystander.state is JobState.RUNNING


def test_everybodys_jobs_that_are_not_over_are_known_oldest_first(jobs):
    pool = jobs()
    mine, other = running(pool, owner="me"), running(pool, owner="you")
    assert pool.active() == (mine, other)
    mine.stop()
    until_state(mine, JobState.STOPPED)
    assert pool.active() == (other,)


def test_commands_wait_for_nobody(cluster, jobs):
    job, pressed, in_time = running(jobs()), threading.Event(), []
    # Whoever would answer is busy until all are pressed.
    cluster.loop.call_soon_threadsafe(lambda: in_time.append(pressed.wait(20)))
    for press in (job.pause, job.step, job.resume, job.stop):
        press()
    pressed.set()
    until(lambda: in_time)
    assert in_time == [True]


def test_the_version_grows_with_each_change(jobs):
    job = jobs().start(experiment(200))
    seen = []
    until(lambda: seen.append((job.version, job.updates)) or job.state.over)
    versions, updates = np.transpose(seen)
    assert (np.diff(versions) >= 0).all()
    assert (np.diff(versions)[np.diff(updates) > 0] > 0).all()


def test_many_short_jobs_leave_nothing_behind(cluster, jobs):
    pool = jobs()
    made = [pool.start(experiment(5)) for _ in range(30)]
    until(lambda: all(job.state is JobState.FINISHED for job in made))
    until(lambda: not (pool._records or pool.active()))
    until(lambda: not any(cluster.call(cluster.tasks()).result(60).values()))
    for worker in cluster.call(cluster.tasks()).result(60):
        assert cluster.call(cluster.ask(worker, runs_held)).result(60) == 0


def runs_held():
    from viz_core.training import worker

    return len(worker._runs)


def test_threads_do_not_grow_with_jobs(jobs):
    pool = jobs()
    before = threading.active_count()
    for _ in range(3):
        until_state(pool.start(experiment(5)), JobState.FINISHED)
    assert threading.active_count() <= before + 1
