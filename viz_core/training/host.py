"""The embedded cluster: `python -m viz_core.training.host WORKERS [PRELOAD]`.

In: how many worker processes, and the name of a module each of them loads first. Out: one line with the
scheduler's address on standard output; then it serves until its standard input closes.
Used by: `viz_core.training.cluster`, which holds the other end of that standard input. When the server
ends, however it ends, the operating system closes the pipe, and scheduler and workers go with it.
"""

import asyncio
import os
import shutil
import sys
import tempfile
import threading
from typing import Any

import dask
import psutil
from distributed import LocalCluster

SETTINGS: dict[str, Any] = {
    # A training run that took its worker down must not do so again elsewhere.
    "distributed.scheduler.allowed-failures": 0,
    # Workers that died are noticed by their connection; a time-out would also kill them after a laptop slept.
    "distributed.scheduler.worker-ttl": None,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    "distributed.admin.low-level-log-length": 100,
}


def _take_stdout() -> int:
    """Keep standard output for the address alone: what workers print goes to standard error."""
    kept = os.dup(1)
    os.dup2(2, 1)
    return kept


def _end_with_stdin(scratch: str) -> None:
    """When standard input ends, end everything: there is nobody left to hand results to."""
    while os.read(0, 4096):
        pass
    for child in psutil.Process().children(recursive=True):
        child.kill()
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(0)


async def serve(workers: int, preload: list[str], scratch: str) -> None:
    """Run scheduler and workers on loopback, for ever."""
    address_line = _take_stdout()
    async with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
        local_directory=scratch,
        # Dask would hold back or end workers by its own idea of a fair share of memory.
        memory_limit=None,
        preload=preload,
        asynchronous=True,
    ) as cluster:
        os.write(address_line, f"{cluster.scheduler_address}\n".encode())
        os.close(address_line)
        await asyncio.Event().wait()


def main() -> None:
    """Serve until standard input closes."""
    scratch = tempfile.mkdtemp(prefix="birnn-workers-")
    threading.Thread(target=_end_with_stdin, args=[scratch], daemon=True).start()
    dask.config.set(SETTINGS)
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2:], scratch))


if __name__ == "__main__":
    main()
