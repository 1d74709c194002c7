"""Who gets a connection to the training processes: real processes, real certificates."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.classroom.server import free_port
from tests.lab import laboratory
from tests.running_jobs import experiment, light_cluster, until, until_state
from viz_core.training.cluster import ROOT, Cluster
from viz_core.training.jobs import Jobs, JobState

# What another user of the computer would try.
STRANGER = """
import sys
from distributed import Client
from distributed.security import Security

security = Security.temporary() if sys.argv[2] == "own certificate" else None
try:
    client = Client(sys.argv[1], timeout=5, security=security)
    print("in:", client.run_on_scheduler(lambda: "anything"))
except Exception as problem:
    print("out:", type(problem).__name__)
"""


def stranger(address, how):
    command = [sys.executable, "-c", STRANGER, address, how]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120).stdout


@pytest.fixture(scope="module")
def cluster():
    with light_cluster() as cluster:
        yield cluster


@pytest.mark.parametrize("how", ["no certificate", "own certificate"])
@pytest.mark.parametrize("protocol", ["tls", "tcp"])
def test_a_stranger_gets_no_connection_to_the_scheduler(cluster, how, protocol):
    address = cluster._client.scheduler.address
    assert address.startswith("tls://127.0.0.1:")
    assert stranger(address.replace("tls", protocol), how).startswith("out:")


def test_a_stranger_would_get_into_a_scheduler_without_tls():
    with laboratory(0) as lab:
        assert stranger(lab.address, "no certificate") == "in: anything\n"


def test_workers_speak_tls_too(cluster):
    workers = cluster.call(cluster.tasks()).result(60)
    assert [address.split(":")[0] for address in workers] == ["tls"]


def test_the_key_is_in_nobodys_command_line_or_environment(cluster):
    process = Path("/proc", str(cluster._process.pid))
    for name in ("cmdline", "environ"):
        assert b"PRIVATE KEY" not in (process / name).read_bytes()


@pytest.mark.parametrize("address", ["tcp://192.0.2.7:8786", "192.0.2.7:8786", "tcp://lab.example:8786"])
def test_another_machine_without_tls_is_refused_in_one_sentence(address):
    cluster = Cluster(address=address)
    until(lambda: cluster.error)
    cluster.close()
    assert cluster.error == (
        "The training processes could not be reached: the address of a scheduler on another machine must "
        f"begin with tls:// (docs/lab.md), or BIRNN_INSECURE_SCHEDULER must be 1; got {address!r}."
    )


def test_another_machine_without_tls_is_used_and_logged_when_asked_for(monkeypatch, caplog):
    monkeypatch.setenv("BIRNN_INSECURE_SCHEDULER", "1")
    with caplog.at_level(logging.WARNING, "viz_core.training.cluster"):
        cluster = Cluster(address=f"tcp://127.0.0.2.example:{free_port()}")
        until(lambda: cluster.error)
        cluster.close()
    assert "is used without TLS" in caplog.text
    assert "must begin with tls" not in cluster.error


def commands(heading):
    """The first block of commands under a heading of docs/lab.md."""
    text = (ROOT / "docs/lab.md").read_text(encoding="utf-8")
    return re.search(r"```\n(.*?)```", text.split(heading)[1], re.DOTALL)[1]


@pytest.fixture
def certificates(tmp_path):
    """What the commands of docs/lab.md make."""
    script = commands("### Certificates")
    subprocess.run(["bash", "-euc", script], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    return tmp_path


def test_a_lab_with_the_certificates_of_its_docs_trains_and_keeps_strangers_out(certificates, monkeypatch):
    exports = re.findall(r"export (\w+)=(\S+)", commands("### On the server"))
    assert len(exports) == 4
    for name, value in exports:
        monkeypatch.setenv(name, value.replace("$PWD", str(certificates)))
    files = {"ca-file": "ca.pem", "cert": "cert.pem", "key": "key.pem"}
    options = [word for name, file in files.items() for word in (f"--tls-{name}", str(certificates / file))]
    outside = {name: value for name, value in os.environ.items() if not name.startswith("DASK_")}
    with laboratory(2, protocol="tls", options=options, env=outside) as lab:
        script = (
            "import dask, sys; from viz_core.training.cluster import Cluster; "
            "from tests.training.test_secure_cluster import train_there; train_there(sys.argv[1])"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, lab.address], cwd=ROOT, capture_output=True, text=True, timeout=240
        )
        assert done.stdout == "finished finished\n", done.stderr
        monkeypatch.undo()
        assert stranger(lab.address, "own certificate").startswith("out:")


def train_there(address):
    """Two runs on a lab, in a process of its own: Dask reads its settings once, at its import."""
    cluster = Cluster(address=address)
    assert cluster.wait(120), cluster.error
    jobs = Jobs(cluster, trainer="tests.fake_trainers:Steady")
    both = [jobs.start(experiment(100)) for _ in range(2)]
    for job in both:
        until_state(job, JobState.FINISHED)
    sys.stdout.write(" ".join(job.state.value for job in both) + "\n")
    cluster.close()
