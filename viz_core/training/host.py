"""The embedded cluster: `python -m viz_core.training.host WORKERS [PRELOAD]`.

In: how many worker processes (0: as many as the machine can serve), and the name of a module each of them
loads first. Out: one line of JSON with the scheduler's address, and certificate and key for it, on standard
output; then it serves until its standard input closes.

`viz_core.training.cluster` holds the other end of that standard input. When the server ends, however it ends,
the operating system closes the pipe, and scheduler and workers go with it.
"""

import asyncio
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import threading
import time
from typing import Any

import dask
from dask.system import CPU_COUNT
from distributed import LocalCluster
from distributed.security import Security
from distributed.system import MEMORY_LIMIT

# A run takes about this much memory at most, with Keras for its file.
WORKER_BYTES = 2**30
# The workers' part of the machine's memory; the rest is for the web process and the system.
SHARE = 0.8
SECRETS = ("tls_ca_file", "tls_client_cert", "tls_client_key")

SETTINGS: dict[str, Any] = {
    # A training run that took its worker down must not do so again elsewhere.
    "distributed.scheduler.allowed-failures": 0,
    # Workers that died are noticed by their connection; a time-out would also kill them after a laptop slept.
    "distributed.scheduler.worker-ttl": None,
    # Every question to a worker goes through the scheduler; a new TLS connection for each would cost more.
    "distributed.scheduler.reuse-broadcast-comm": True,
    # A worker that uses more than its limit is ended; Dask would also hold it back below that.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": 1.0,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    # Each event loop looks fifty times a second how late it is: a tenth of a core for a server at rest.
    "distributed.admin.tick.interval": "1s",
    # What Dask logs holds the arguments of the last functions, such as weights.
    "distributed.admin.low-level-log-length": 10,
}


def worker_count() -> int:
    """One worker for each core this process may use, fewer where memory is short."""
    return int(max(1, min(CPU_COUNT, SHARE * MEMORY_LIMIT // WORKER_BYTES)))


def worker_memory(workers: int) -> int:
    """Bytes that one of so many workers may use: together they leave memory to the rest of the machine."""
    return int(SHARE * MEMORY_LIMIT / workers)


def _take_stdout() -> int:
    """Keep standard output for the address alone: what workers print goes to standard error."""
    kept = os.dup(1)
    os.dup2(2, 1)
    return kept


def _end_with_stdin(loop: asyncio.AbstractEventLoop, scratch: str) -> None:
    """When standard input ends, end everything: there is nobody left to hand results to."""
    while os.read(0, 4096):
        pass
    loop.call_soon_threadsafe(_end, scratch)


def _end(scratch: str) -> None:
    """Kill the workers; holds the event loop, so that none is started again."""
    for worker in multiprocessing.active_children():
        worker.kill()
    # A worker that is still dying may write once more.
    for _ in range(20):
        shutil.rmtree(scratch, ignore_errors=True)
        if not os.path.exists(scratch):
            break
        time.sleep(0.05)
    os._exit(0)


async def serve(workers: int, preload: list[str]) -> None:
    """Run scheduler and workers on loopback until standard input closes."""
    address_line = _take_stdout()
    scratch = tempfile.mkdtemp(prefix="birnn-workers-")
    watch = (asyncio.get_running_loop(), scratch)
    threading.Thread(target=_end_with_stdin, args=watch, daemon=True).start()
    security = Security.temporary()
    async with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
        local_directory=scratch,
        memory_limit=worker_memory(workers),
        security=security,
        preload=preload,
        asynchronous=True,
    ) as cluster:
        secrets = {name: getattr(security, name) for name in SECRETS}
        line = json.dumps({"address": cluster.scheduler_address, "secrets": secrets})
        os.write(address_line, f"{line}\n".encode())
        os.close(address_line)
        await asyncio.Event().wait()


if __name__ == "__main__":
    dask.config.set(SETTINGS)
    asyncio.run(serve(int(sys.argv[1]) or worker_count(), sys.argv[2:]))
