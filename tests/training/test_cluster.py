"""The embedded cluster and a lab's: start, preloading, death, and what is left behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import psutil
import pytest

from tests.lab import free_port, laboratory
from tests.running_jobs import FOREVER, experiment, light_cluster, until, until_state
from viz_core.training.cluster import MESSAGES_KEPT, ROOT, Cluster
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
cluster.wait(120)
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
    until(lambda: not alive(family))


def test_nothing_outlives_a_server_that_ends_in_order_and_it_ends_quietly():
    server, family = start_server("")
    _, errors = server.communicate(timeout=60)
    assert not alive(family)
    assert server.returncode == 0
    assert errors == ""


def test_nothing_outlives_a_server_that_is_interrupted():
    server, family = start_server("time.sleep(600)")
    os.kill(server.pid, signal.SIGINT)
    server.communicate(timeout=60)
    until(lambda: not alive(family))


def test_making_a_cluster_waits_for_no_process(monkeypatch):
    async def never(cluster):
        await asyncio.Event().wait()

    monkeypatch.setattr(Cluster, "_connect", never)
    cluster = Cluster(workers=1, preload="")
    assert not cluster.ready
    cluster.close()


def environment(name):
    return os.environ.get(name)


@pytest.fixture(scope="module")
def cluster():
    with light_cluster() as cluster:
        yield cluster


def test_any_function_runs_on_a_worker(cluster):
    assert cluster.submit(pow, 2, 5).result(60) == 32
    assert cluster.submit(os.getpid).result(60) != os.getpid()


def test_an_error_in_a_function_comes_back(cluster):
    with pytest.raises(ZeroDivisionError):
        cluster.submit(divmod, 1, 0).result(60)


def test_what_was_sent_to_workers_is_not_kept(cluster):
    for _ in range(2 * MESSAGES_KEPT):
        assert cluster.call(cluster.ask_any(abs, -1)).result(60) == 1
    assert 0 < len(cluster._client.scheduler_comm.recent_message_log) <= MESSAGES_KEPT


def test_whoever_gives_up_waiting_leaves_later_results_alone(cluster):
    """Dask fetches results for all who wait in one task, which must not be cancelled at any moment."""

    async def give_up_after(turns):
        future = cluster.task(pow, 2, 5)
        while future.status != "finished":
            await asyncio.sleep(0.01)
        waiter = asyncio.ensure_future(give_up_on(future))
        for _ in range(turns):
            await asyncio.sleep(0)
        waiter.cancel()
        return await asyncio.wait_for(cluster.result(cluster.task(pow, 3, 2)), 10)

    async def give_up_on(future):
        await asyncio.shield(cluster.result(future))

    for turns in range(12):
        assert cluster.call(give_up_after(turns)).result(20) == 9


@pytest.mark.parametrize("name", ["OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"])
def test_workers_compute_in_one_thread(cluster, name):
    assert cluster.submit(environment, name).result(60) == os.environ.get(name, "1")


def test_the_scheduler_listens_on_loopback_only(cluster):
    host = psutil.Process(cluster._process.pid)
    family = [host, *host.children(recursive=True)]
    connections = [one for process in family for one in process.net_connections("inet")]
    listening = {one.laddr.ip for one in connections if one.status == psutil.CONN_LISTEN}
    assert listening == {"127.0.0.1"}


class TwoWorkers:
    """Stands for a cluster whose workers have some tasks; notes which one is asked."""

    def __init__(self, tasks):
        self.known, self.order, self.asked = tasks, [], Counter()

    async def tasks(self):
        return self.known

    async def ask(self, worker, function, *arguments):
        self.order.append(worker)
        await asyncio.sleep(0)
        return function(*arguments)


@pytest.mark.parametrize(("worker", "asked"), [("two", "two"), ("gone", "one"), ("", "one")])
def test_the_worker_that_is_named_is_asked_or_the_one_with_the_fewest_tasks(worker, asked):
    cluster = TwoWorkers({"two": ("a task",), "one": ()})
    assert asyncio.run(Cluster.ask_any(cluster, pow, 2, 5, worker=worker)) == 32
    assert (cluster.order, cluster.asked.total()) == ([asked], 0)


def test_questions_at_the_same_time_go_to_different_workers():
    cluster = TwoWorkers({"one": (), "two": (), "busy": ("a", "b", "c")})

    async def ask_four():
        await asyncio.gather(*(Cluster.ask_any(cluster, pow, 2, 5) for _ in range(4)))

    asyncio.run(ask_four())
    assert (cluster.order, cluster.asked.total()) == (["one", "two", "one", "two"], 0)


def test_where_no_worker_is_there_none_is_asked():
    with pytest.raises(ConnectionError, match=r"^No worker is there yet; try again in a moment\.$"):
        asyncio.run(Cluster.ask_any(TwoWorkers({}), pow, 2, 5))


def test_asking_any_worker_counts_them(cluster):
    assert cluster.call(cluster.ask_any(os.getpid)).result(60) != os.getpid()
    assert cluster.size == 1


def test_a_closed_cluster_refuses_work():
    cluster = Cluster(workers=1, preload="")
    assert cluster.wait(120)
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
    until(lambda: job.error.startswith("The training processes could not be reached"), seconds=120)
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
        timeout=120,
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
