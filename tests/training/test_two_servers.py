"""Two servers on one scheduler with two workers, five processes in all."""

import json
import os
import signal
import subprocess
import sys
import time
from subprocess import PIPE

import pytest

from tests.lab import laboratory
from viz_core.training.cluster import ROOT

# Starts so many runs of so many updates, once it is told to; says when it is ready, when the first of them
# runs, and, run by run, how each ended.
SERVER = """
import json, sys, time
from viz_core.config import ExperimentConfig, TrainingConfig
from viz_core.training.cluster import Cluster
from viz_core.training.jobs import Jobs, Shares

address, count, updates = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
cluster = Cluster(address=address)
assert cluster.wait(100), cluster.error
jobs = Jobs(cluster, trainer="tests.fake_trainers:Alone", shares=Shares(slice=1.0))
training = TrainingConfig(sequences=updates, batch_size=1)
print(json.dumps("ready"), flush=True)
sys.stdin.readline()
left = [jobs.start(ExperimentConfig(training=training)) for _ in range(count)]
while not any(job.updates for job in left):
    time.sleep(0.01)
print(json.dumps("running"), flush=True)
while left:
    for job in [job for job in left if job.state.over]:
        left.remove(job)
        print(json.dumps([job.state.value, job.updates, job.error, time.time()]), flush=True)
    time.sleep(0.01)
cluster.close()
"""


@pytest.fixture
def servers():
    """`servers((count, updates), ...)` are servers of the lab, ready to start so many runs each."""
    made = []
    with laboratory(2) as lab:

        def ready(*plans):
            for plan in plans:
                command = [sys.executable, "-c", SERVER, lab.address, *map(str, plan)]
                made.append(subprocess.Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True))
            assert [told(one) for one in made] == ["ready"] * len(plans)
            return made

        yield ready
        for one in made:
            one.kill()
            one.communicate()


def told(server):
    return json.loads(server.stdout.readline())


def begin(server):
    """Returns when its first run is under way."""
    server.stdin.write("\n")
    server.stdin.flush()
    assert told(server) == "running"


def results(server):
    """(state, updates, error, when) of each run, in the order in which they ended."""
    ended = [json.loads(line) for line in server.stdout]
    assert server.wait(60) == 0
    return ended


def test_two_servers_share_the_workers_lose_no_run_and_starve_nobody(servers):
    many, few = servers((8, 1_500), (2, 300))
    begin(many)
    begin(few)
    ended = {"few": results(few), "many": results(many)}
    assert [one[:3] for one in ended["few"]] == [["finished", 300, ""]] * 2
    assert [one[:3] for one in ended["many"]] == [["finished", 1_500, ""]] * 8
    # Those who came later with little were through before those who were there first with much.
    assert ended["few"][-1][3] < ended["many"][-3][3]


def test_a_server_that_is_killed_leaves_its_workers_to_the_others_at_once(servers):
    killed, other = servers((2, 1_000_000), (2, 200))
    begin(killed)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    began = time.monotonic()
    begin(other)
    assert [one[:3] for one in results(other)] == [["finished", 200, ""]] * 2
    # A run that nobody asks about goes on for a minute, unless somebody else wants its worker.
    assert time.monotonic() - began < 55


def test_the_trainer_of_these_tests_would_notice_two_runs_at_once():
    from tests.fake_trainers import Alone
    from tests.running_jobs import experiment

    with Alone.updating, pytest.raises(RuntimeError, match="two runs at once"):
        Alone(experiment()).advance(1)
