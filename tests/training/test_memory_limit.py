"""The most memory that a training process may use."""

import subprocess
import sys

import psutil
import pytest

from viz_core.training.cluster import ROOT, Cluster
from viz_core.training.host import WORKER_BYTES, worker_count, worker_memory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the system sets no such limit")

HUGE = """
import re
from pathlib import Path
from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.training import worker
from viz_core.training.reports import Start

worker.limit_memory(2**30)
for name, batch, timesteps in [("huge", 4096, 200), ("next", 4, 10)]:
    training = TrainingConfig(sequences=batch, batch_size=batch)
    config = ExperimentConfig(
        task=TaskConfig(timesteps=timesteps), model=ModelConfig(units=64), training=training
    )
    worker.run_job(name, "viz_core.training.engine:Trainer", config, Start())
    update = worker._runs[name]._pack()
    print(update.state.value, update.error, sep=": ")
# The most this process has held, in kB; what `getrusage` says begins with its parent's.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) < 2**20)
"""


def test_a_run_beyond_the_limit_ends_with_a_sentence_and_the_process_trains_on():
    done = subprocess.run([sys.executable, "-c", HUGE], cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.stdout.splitlines() == [
        "failed: This run needs more memory than a training process may use. Choose fewer units, layers or "
        "timesteps, or a smaller batch size.",
        "finished: ",
        "True",
    ]


def limit():
    import resource

    return resource.getrlimit(resource.RLIMIT_DATA)[0]


def test_workers_together_may_use_less_than_the_machine_has():
    cluster = Cluster(workers=1)
    assert cluster.wait(120)
    most = cluster.submit(limit).result(120)
    cluster.close()
    assert most == worker_memory(1) < psutil.virtual_memory().total
    workers = worker_count()
    assert workers * worker_memory(workers) < psutil.virtual_memory().total
    assert workers == 1 or worker_memory(workers) >= WORKER_BYTES
