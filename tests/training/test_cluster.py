"""The embedded cluster and a lab's: start, preloading, death, and what is left behind."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from tests.lab import free_port, laboratory
from tests.training.test_jobs import FOREVER, experiment, until, until_state
from viz_core.training.cluster import ROOT, Cluster
from viz_core.training.host import worker_count
from viz_core.training.jobs import Jobs, JobState, Shares

SERVER = """
import signal, sys, time
from viz_core.training.cluster import Cluster
from viz_core.training.jobs import Jobs
from viz_core.config import ExperimentConfig

# A process started in the background may be told to ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
cluster = Cluster(workers=2, preload="")
cluster.wait(30)
jobs = Jobs(cluster, trainer="tests.fake_trainers:Steady")
job = jobs.start(ExperimentConfig())
while not job.updates:
    time.sleep(0.01)
sys.stdout.write("training\\n")
sys.stdout.flush()
{then}
"""


def start_server(then):
    command = [sys.executable, "-c", SERVER.format(then=then)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert server.stdout.readline() == "training\n"
    return server, psutil.Process(server.pid).children(recursive=True)


def alive(processes):
    return [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def test_nothing_outlives_a_server_that_is_killed():
    server, family = start_server("time.sleep(600)")
    assert len(family) >= 3
    os.kill(server.pid, signal.SIGKILL)
    server.communicate()
    until(lambda: not alive(family), seconds=15)


def test_nothing_outlives_a_server_that_ends_in_order_and_it_ends_quietly():
    server, family = start_server("")
    _, errors = server.communicate(timeout=20)
    assert not alive(family)
    assert server.returncode == 0
    assert errors == ""


def test_nothing_outlives_a_server_that_is_interrupted():
    server, family = start_server("time.sleep(600)")
    os.kill(server.pid, signal.SIGINT)
    server.communicate(timeout=20)
    until(lambda: not alive(family), seconds=15)


def test_making_a_cluster_returns_at_once():
    started = time.perf_counter()
    cluster = Cluster(workers=1, preload="")
    assert time.perf_counter() - started < 0.1
    assert not cluster.ready
    cluster.close()


def environment(name):
    return os.environ.get(name)


@pytest.fixture(scope="module")
def cluster():
    cluster = Cluster(workers=1, preload="")
    assert cluster.wait(30)
    yield cluster
    cluster.close()


def test_any_function_runs_on_a_worker(cluster):
    assert cluster.submit(pow, 2, 5).result(10) == 32
    assert cluster.submit(os.getpid).result(10) != os.getpid()


def test_an_error_in_a_function_comes_back(cluster):
    with pytest.raises(ZeroDivisionError):
        cluster.submit(divmod, 1, 0).result(10)


@pytest.mark.parametrize("name", ["OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"])
def test_workers_compute_in_one_thread(cluster, name):
    assert cluster.submit(environment, name).result(10) == os.environ.get(name, "1")


def test_the_scheduler_listens_on_loopback_only(cluster):
    host = psutil.Process(cluster._process.pid)
    family = [host, *host.children(recursive=True)]
    connections = [one for process in family for one in process.net_connections("inet")]
    listening = {one.laddr.ip for one in connections if one.status == psutil.CONN_LISTEN}
    assert listening == {"127.0.0.1"}


def test_a_closed_cluster_refuses_work():
    cluster = Cluster(workers=1, preload="")
    assert cluster.wait(30)
    cluster.close()
    with pytest.raises(ConnectionError, match="The training processes were ended"):
        cluster.submit(os.getpid)


def test_one_worker_per_core_at_most():
    assert 1 <= worker_count() <= os.cpu_count()


def test_a_run_whose_scheduler_dies_goes_on_once_and_fails_when_it_dies_again():
    cluster = Cluster(workers=1, preload="")
    jobs = Jobs(cluster, trainer="tests.fake_trainers:Steady")
    job = jobs.start(experiment())
    until(lambda: job.updates > 0)
    os.kill(cluster._process.pid, signal.SIGKILL)
    until(
        lambda: job.note.startswith("The training process ended unexpectedly; this run went on from update")
    )
    before = job.updates
    until(lambda: job.updates > before, seconds=120)
    os.kill(cluster._process.pid, signal.SIGKILL)
    until_state(job, JobState.FAILED)
    assert job.error.startswith("The training process ended unexpectedly")
    again = jobs.start(experiment(20))
    until(lambda: again.state is JobState.FINISHED, seconds=120)
    cluster.close()


@pytest.fixture
def lab(monkeypatch):
    with laboratory() as made:
        monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", made.address)
        yield made.processes


def test_a_lab_runs_the_same_jobs_and_survives_us(lab):
    cluster = Cluster.from_environment()
    jobs = Jobs(cluster, trainer="tests.fake_trainers:Steady", shares=Shares(slice=FOREVER))
    first, second, short = jobs.start(experiment()), jobs.start(experiment()), jobs.start(experiment(50))
    until(lambda: first.updates and second.updates)
    assert first.worker != second.worker
    until(lambda: short.queue_place == 1)
    lab[1].kill()
    until(lambda: first.note or second.note)
    lost, survivor = (first, second) if first.note else (second, first)
    before = lost.updates
    time.sleep(0.5)
    assert (survivor.state, lost.state) == (JobState.RUNNING, JobState.QUEUED)
    survivor.stop()
    until(lambda: lost.updates > before)
    lost.stop()
    until_state(short, JobState.FINISHED)
    cluster.close()
    assert lab[0].poll() is None and lab[2].poll() is None


def test_a_scheduler_that_is_not_there_is_named_in_the_job(monkeypatch):
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", f"tcp://127.0.0.1:{free_port()}")
    cluster = Cluster.from_environment()
    jobs = Jobs(cluster, trainer="tests.fake_trainers:Steady")
    job = jobs.start(experiment(FOREVER))
    until(lambda: job.error.startswith("The training processes could not be reached"), seconds=40)
    assert job.state is JobState.STARTING
    cluster.close()


@pytest.mark.parametrize("address", ["tls://127.0.0.1:9", "morse://127.0.0.1:1"])
def test_an_address_that_makes_no_sense_is_named_in_one_sentence(address):
    cluster = Cluster(address=address)
    until(lambda: cluster.error.startswith("The training processes could not be reached"))
    cluster.close()


def test_a_cluster_closed_while_it_looks_for_a_scheduler_leaves_no_warning():
    server = subprocess.run(
        [sys.executable, "-c", CLOSED_EARLY.format(port=free_port())],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert server.returncode == 0
    assert server.stderr == ""


CLOSED_EARLY = """
import time
from viz_core.training.cluster import Cluster

cluster = Cluster(address="tcp://127.0.0.1:{port}")
time.sleep(2)
cluster.close()
"""
