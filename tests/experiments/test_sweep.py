"""Sweeps on real workers, with trainers that need no TensorFlow: progress, stop, resume, trouble, a lab."""

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest

from benchmarks.classroom.server import free_port
from tests.running_jobs import light_cluster, until
from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.experiments.sweep import Sweep, SweepState
from viz_core.runs.store import Store
from viz_core.training.cluster import ROOT, Cluster
from viz_core.training.jobs import Jobs


def configs(count, steps=30, first=0):
    return [
        ExperimentConfig(
            task=TaskConfig(timesteps=4),
            model=ModelConfig(units=2, cell="SimpleRNN"),
            training=TrainingConfig(sequences=steps, batch_size=1, seed=seed),
        )
        for seed in range(first, first + count)
    ]


@pytest.fixture(scope="module")
def cluster():
    with light_cluster(workers=2) as cluster:
        yield cluster


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "runs.sqlite")


@pytest.fixture
def start(cluster, store):
    sweeps = []

    def make(wanted, trainer="Shaped"):
        jobs = Jobs(cluster, trainer=f"tests.fake_trainers:{trainer}")
        sweeps.append(Sweep(wanted, jobs=jobs, cluster=cluster, store=store))
        return sweeps[-1]

    yield make
    for sweep in sweeps:
        sweep.stop()
        sweep.wait(20)


def test_a_sweep_trains_grades_and_stores_every_run(start, store):
    wanted = configs(5)
    progress = start(wanted).wait(120)
    assert (progress.state, progress.done, progress.total) == (SweepState.FINISHED, 5, 5)
    found = store.metrics(wanted)
    assert set(found) == set(wanted)
    for figures in found.values():
        assert 0 < figures.fresh_accuracy < 1
        assert figures.accuracy == 0.5
        assert figures.parameters == 4 * (1 + 2 + 1) + 5
        assert figures.seconds > 0
    run = store.get(wanted[0])
    assert run.curve.steps[-1] == 30
    assert [array.shape for array in run.weights][:2] == [(1, 2), (2, 2)]


def test_what_is_stored_is_not_trained_again(start, store):
    wanted = configs(3)
    start(wanted).wait(120)
    when = finished_at(store)
    sweep = start(configs(4))
    assert sweep.wait(120).done == 4
    assert set(when) < set(finished_at(store))


def finished_at(store):
    with sqlite3.connect(store.path) as file:
        return file.execute("SELECT config, finished FROM runs").fetchall()


def test_a_stopped_sweep_keeps_what_is_done_and_goes_on_later(start, store):
    wanted = configs(40, steps=100)
    sweep = start(wanted)
    until(lambda: sweep.progress.done >= 3)
    sweep.stop()
    progress = sweep.wait(120)
    assert progress.state is SweepState.STOPPED
    assert 3 <= len(store.metrics(wanted)) < 40
    again = start(wanted)
    until(lambda: again.progress.done >= progress.done + 3)
    assert store.claim(wanted[-1], "other", seconds=1)


def test_both_workers_are_busy_and_the_time_left_is_known(start):
    sweep = start(configs(30, steps=200))
    until(lambda: sweep.progress.active == 2)
    until(lambda: sweep.progress.seconds_left is not None)
    assert 0 < sweep.progress.seconds_left < 120


def test_two_sweeps_of_one_experiment_share_the_work(start, store):
    wanted = configs(8)
    one, two = start(wanted), start(wanted)
    assert one.wait(120).state is two.wait(120).state is SweepState.FINISHED
    assert one.progress.done == two.progress.done == 8
    assert one._trained + two._trained == 8


def test_a_run_that_diverges_is_left_out_and_named(start, store):
    bad = configs(1, steps=400)
    good = configs(2, first=5)
    progress = start([*bad, *good], trainer="DivergingShaped").wait(120)
    assert progress.state is SweepState.FAILED
    assert progress.error.startswith("The loss is no longer a number")
    assert set(store.metrics([*bad, *good])) == set(good)


def test_a_full_disk_ends_the_sweep_in_one_sentence_and_keeps_what_was_stored(start, store, monkeypatch):
    wanted = configs(300, steps=5)
    connect = sqlite3.connect

    def small(*args, **options):
        file = connect(*args, **options)
        file.execute("PRAGMA max_page_count = 30")
        return file

    monkeypatch.setattr("viz_core.runs.store.sqlite3.connect", small)
    progress = start(wanted).wait(120)
    assert progress.state is SweepState.FAILED
    assert progress.error.endswith("database or disk is full.")
    monkeypatch.undo()
    assert len(store.metrics(wanted)) == progress.done > 0


KILLED = """
import sys
from pathlib import Path
from tests.experiments.test_sweep import configs
from viz_core.experiments.sweep import Sweep
from viz_core.runs.store import Store
from viz_core.training.cluster import Cluster
from viz_core.training.jobs import Jobs

cluster = Cluster(workers=1, preload="")
cluster.wait(120)
jobs = Jobs(cluster, trainer="tests.fake_trainers:Shaped")
sweep = Sweep(configs(1000), jobs=jobs, cluster=cluster, store=Store(Path(sys.argv[1])))
while sweep.progress.done < 3:
    sweep.wait(0.01)
sys.stdout.write("three\\n")
sys.stdout.flush()
sweep.wait(600)
"""


def test_a_killed_server_loses_no_finished_run(store):
    server = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(store.path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout.readline() == "three\n"
    server.kill()
    server.communicate()
    assert len(store.metrics(configs(1000))) >= 3


def lab(workers):
    """A scheduler and workers as somebody starts them by hand, each a process of its own."""
    port = free_port()
    module, quiet = [sys.executable, "-m"], {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    options = ["--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    commands = [[*module, "distributed.cli.dask_scheduler", *options]]
    options = [f"tcp://127.0.0.1:{port}", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    commands += [[*module, "distributed.cli.dask_worker", *options]] * workers
    return port, [
        subprocess.Popen(one, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, **quiet)
        for one in commands
    ]


def most_at_once(workers, monkeypatch, store, wanted):
    """How many runs of a sweep a lab of so many workers trains at the same time, at most."""
    port, processes = lab(workers)
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", f"tcp://127.0.0.1:{port}")
    cluster = Cluster.from_environment()
    assert cluster.wait(120)
    until(lambda: len(cluster.call(cluster.tasks()).result(60)) == workers, seconds=120)
    jobs = Jobs(cluster, trainer="tests.fake_trainers:Shaped")
    sweep, active = Sweep(wanted, jobs=jobs, cluster=cluster, store=store), [0]
    until(
        lambda: active.append(sweep.progress.active) or sweep.wait(0).state is not SweepState.RUNNING,
        seconds=120,
    )
    assert sweep.progress.state is SweepState.FINISHED
    cluster.close()
    for one in reversed(processes):
        one.kill()
        one.wait()
    return max(active)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_lab_trains_as_many_runs_at_once_as_it_has_workers(workers, monkeypatch, store):
    assert most_at_once(workers, monkeypatch, store, configs(6, steps=600)) == workers


def test_a_sweep_whose_workers_were_ended_says_so(store):
    cluster = Cluster(workers=1, preload="")
    assert cluster.wait(120)
    jobs = Jobs(cluster, trainer="tests.fake_trainers:Shaped")
    sweep = Sweep(configs(50, steps=200), jobs=jobs, cluster=cluster, store=store)
    until(lambda: sweep.progress.done > 0)
    cluster.close()
    until(lambda: sweep.progress.state is SweepState.FAILED, seconds=120)
    assert sweep.progress.error


def test_a_worker_that_dies_costs_no_run(start, store):
    wanted = [
        replace(one, training=replace(one.training, seed=seed))
        for one, seed in zip(configs(3), (1, 13, 2), strict=True)
    ]
    progress = start(wanted, trainer="DyingOnceShaped").wait(120)
    assert (progress.state, progress.done) == (SweepState.FINISHED, 3)
