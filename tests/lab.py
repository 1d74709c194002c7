"""A lab: a Dask scheduler and workers started by hand, each a process of its own."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.classroom.server import free_port
from viz_core.training.cluster import ROOT


@dataclass(frozen=True, kw_only=True)
class Lab:
    """Its scheduler's address, and its processes: the scheduler, then the workers."""

    address: str
    processes: Sequence[subprocess.Popen]


@contextmanager
def laboratory(
    workers: int = 2,
    *,
    protocol: str = "tcp",
    options: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
) -> Iterator[Lab]:
    """Run a lab.

    Args:
        workers: how many.
        protocol: tcp or tls.
        options: for scheduler and workers alike.
        env: the environment of the processes; None hands ours on.
    """
    port = free_port()
    address = f"{protocol}://127.0.0.1:{port}"
    quiet = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env}
    listen = ["--host", "127.0.0.1", "--port", str(port), "--protocol", protocol, "--no-dashboard", *options]
    join = [address, "--nthreads", "1", "--no-dashboard", "--no-nanny", "--death-timeout", "60", *options]
    module = [sys.executable, "-m"]
    processes = [subprocess.Popen([*module, "distributed.cli.dask_scheduler", *listen], **quiet)]
    for _ in range(workers):
        processes.append(subprocess.Popen([*module, "distributed.cli.dask_worker", *join], **quiet))
    try:
        yield Lab(address=address, processes=processes)
    finally:
        for one in reversed(processes):
            one.kill()
            one.wait()
