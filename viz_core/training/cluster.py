"""The processes that train: a scheduler and workers of our own, or a lab's.

In: nothing, or the address of a Dask scheduler (`DASK_SCHEDULER_ADDRESS`; TLS as in distributed's own
configuration, `distributed.comm.tls`). Out: a place to run functions.

Our own processes are started as `python -m viz_core.training.host`, never with `multiprocessing`: a child
that `multiprocessing` starts from a page runs the page's script again. They speak TLS with a certificate made
for this one start, which comes through the pipe between us: no other user of the computer gets in.
"""

import asyncio
import atexit
import ipaddress
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from viz_core.words import first_line

Result = TypeVar("Result")
log = logging.getLogger(__name__)

ROOT = Path(__file__).parents[2]
WARM = "viz_core.training.worker"
CONNECT_SECONDS = 5.0
RETRY_SECONDS = 2.0
CLOSING_SECONDS = 8.0
MESSAGES_KEPT = 10
# Set to 1, it allows a scheduler on another machine without TLS.
INSECURE = "BIRNN_INSECURE_SCHEDULER"
THREADS = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")


class Cluster:
    """Scheduler and workers, with one background thread that talks to them.

    Making one returns at once. If the scheduler goes away, it is started (a lab's: looked for) again.

    Attributes:
        loop: the thread's event loop.
        closing: whether `close` was called.
        size: how many workers there were when they were last asked for; 0 before.
        asked: worker address -> how many calls of `ask_any` it has not answered.
        error: one sentence while the scheduler cannot be started or reached, else empty.
    """

    def __init__(
        self, *, address: str | None = None, workers: int | None = None, preload: str = WARM
    ) -> None:
        """Start in the background.

        Args:
            address: a Dask scheduler's address; None starts one.
            workers: how many worker processes to start; None leaves it to the host. Unused with an address.
            preload: module that each worker loads first, '' for none. Unused with an address.
        """
        self._address, self._workers, self._preload = address, workers, preload
        self._process: subprocess.Popen[bytes] | None = None
        self._client: Any = None
        self._results: set[asyncio.Task[Any]] = set()
        self.closing = False
        self.size = 0
        self.asked: Counter[str] = Counter()
        self.error = ""
        self.loop = asyncio.new_event_loop()
        self._serving = self.loop.create_task(self._serve())
        self._thread = threading.Thread(target=self._work, name="training-cluster", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    @classmethod
    def from_environment(cls) -> "Cluster":
        """The lab's scheduler if `DASK_SCHEDULER_ADDRESS` names one, else one of our own."""
        return cls(address=os.environ.get("DASK_SCHEDULER_ADDRESS") or None)

    @property
    def ready(self) -> bool:
        """Whether the scheduler can be spoken to."""
        return self._client is not None and self._client.status == "running"

    def wait(self, seconds: float) -> bool:
        """Wait until the cluster is ready; for scripts and tests, never for a page."""
        deadline = time.monotonic() + seconds
        while not self.ready and time.monotonic() < deadline:
            time.sleep(0.01)
        return self.ready

    def call(self, work: Coroutine[Any, Any, Result]) -> "Future[Result]":
        """Run a coroutine on the cluster's thread.

        Raises:
            ConnectionError: the cluster was closed.
        """
        if self.closing:
            work.close()
            raise ConnectionError("The training processes were ended.")
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def submit(self, function: Callable[..., Result], *args: Any, **options: Any) -> "Future[Result]":
        """Run a function on a worker as soon as one is free.

        Args:
            function: anything importable on the workers.
            args: its arguments.
            options: as for `distributed.Client.submit`, for example `workers` or `priority`.

        Returns:
            A future; its error is a `ConnectionError` while the cluster is not ready.
        """
        return self.call(self._result(function, args, options))

    async def _result(self, function: Callable[..., Any], args: Any, options: dict[str, Any]) -> Any:
        return await asyncio.shield(self.result(self.task(function, *args, **options)))

    def task(self, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Like `submit`, on the cluster's thread; returns Dask's future."""
        return self._connected().submit(function, *args, pure=False, **options)

    def result(self, future: Any) -> "asyncio.Task[Any]":
        """The result of a Dask future, as a task; whoever stops waiting for it must leave it alone.

        Dask fetches results for all who wait in one asyncio task (`Client._gather` of distributed 2026.8).
        Cancelling a waiter cancels that task; if it has not begun by then, the client goes on handing it
        out, and every later result is cancelled at once.

        Args:
            future: from `task`.
        """
        result = self.loop.create_task(_awaited(future))
        # An error that nobody waits for any more is none.
        result.add_done_callback(lambda one: one.cancelled() or one.exception())
        self._results.add(result)
        result.add_done_callback(self._results.discard)
        return result

    async def ask(self, worker: str, function: Callable[..., Any], *args: Any) -> Any:
        """Run a short function on a worker's event loop at once, past its tasks."""
        return (await self._connected().run(function, *args, workers=[worker]))[worker]

    async def ask_any(self, function: Callable[..., Any], *args: Any, worker: str = "") -> Any:
        """Run a short function on some worker's event loop at once, past its tasks.

        Args:
            function: anything importable on the workers; a coroutine function is awaited there.
            args: its arguments.
            worker: address of the one to ask; where it is gone, or empty, the one with the fewest tasks and
                questions of this kind together.

        Raises:
            ConnectionError: there is no worker yet.
        """
        tasks = await self.tasks()
        if not tasks:
            raise ConnectionError("No worker is there yet; try again in a moment.")
        busy = {one: len(keys) + self.asked[one] for one, keys in tasks.items()}
        place = worker if worker in tasks else min(busy, key=busy.__getitem__)
        self.asked[place] += 1
        try:
            return await self.ask(place, function, *args)
        finally:
            self.asked -= Counter([place])

    async def tasks(self) -> dict[str, tuple[str, ...]]:
        """Worker address -> keys of the tasks it has, in the order of the workers' names."""
        client = self._connected()
        tasks, known = await client.processing(), await client.scheduler.identity(n_workers=-1)
        names = {address: str(worker["name"]) for address, worker in known["workers"].items()}
        self.size = len(tasks)
        return {address: tasks[address] for address in sorted(tasks, key=lambda one: names.get(one, one))}

    def _connected(self) -> Any:
        if not self.ready:
            raise ConnectionError("The training processes are not running.")
        return self._client

    def close(self) -> None:
        """End the processes that were started here; waits a few seconds at most."""
        if self.closing:
            return
        self.closing = True
        atexit.unregister(self.close)
        self.loop.call_soon_threadsafe(self._serving.cancel)
        self._thread.join(CLOSING_SECONDS)
        if self._process:
            _end(self._process)

    def _work(self) -> None:
        asyncio.set_event_loop(self.loop)
        with suppress(asyncio.CancelledError):
            self.loop.run_until_complete(self._serving)
        self.loop.run_until_complete(self._finish())
        self.loop.close()

    async def _finish(self) -> None:
        """Leave nothing half done on the loop: the connection first, then all that waited for it."""
        await self._disconnect()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await self.loop.shutdown_default_executor()

    async def _serve(self) -> None:
        """Keep a connection up, whatever happens to the other end."""
        while not self.closing:
            try:
                await self._connect()
                self.error = ""
                await self._until_lost()
            except (OSError, TypeError, ValueError) as problem:
                # The last two: an address or a TLS setting that Dask cannot make sense of.
                self._say(problem)
            await self._disconnect()
            await asyncio.sleep(RETRY_SECONDS)

    def _say(self, problem: Exception) -> None:
        error = f"The training processes could not be reached: {first_line(problem)}"
        if error != self.error:
            log.error("The training processes could not be reached: %s", problem)
        self.error = error

    async def _connect(self) -> None:
        if self._address:
            _check_address(self._address)
            address, secrets = self._address, None
        else:
            address, secrets = await self.loop.run_in_executor(None, self._start)
        # Half a second of Python: after the processes have begun to start, and the first page has been drawn.
        import dask
        from distributed import Client
        from distributed.security import Security

        options = {"asynchronous": True, "set_as_default": False, "timeout": CONNECT_SECONDS}
        if secrets:
            options["security"] = Security(require_encryption=True, **secrets)
        # Dask keeps the last thousand messages to the scheduler, with all the weights and states in them.
        dask.config.set({"distributed.admin.low-level-log-length": MESSAGES_KEPT})
        self._client = Client(address, name="birnn-visualiser", **options)
        await self._client

    def _start(self) -> tuple[str, dict[str, str]]:
        """Start the host process; returns its scheduler's address, and certificate and key for it."""
        if self._process:
            _end(self._process)
        command = [sys.executable, "-m", "viz_core.training.host", str(self._workers or 0), self._preload]
        self._process = subprocess.Popen(
            [part for part in command if part],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
            **_own_group(),
        )
        if self._process.stdout is None or not (line := self._process.stdout.readline()):
            raise ConnectionError("they ended while starting.")
        said = json.loads(line)
        return said["address"], said["secrets"]

    async def _until_lost(self) -> None:
        while self.ready and (self._process is None or self._process.poll() is None):
            await asyncio.sleep(0.5)

    async def _disconnect(self) -> None:
        client, self._client = self._client, None
        if client:
            await client.close(timeout=1)


async def _awaited(future: Any) -> Any:
    return await future


def _check_address(address: str) -> None:
    """Refuse a scheduler on another machine without TLS, unless that was asked for in so many words.

    Raises:
        ValueError: one sentence.
    """
    protocol, _, rest = address.rpartition("://")
    if protocol not in ("", "tcp") or _is_loopback(rest.rpartition(":")[0].strip("[]")):
        return
    if os.environ.get(INSECURE) != "1":
        raise ValueError(
            "the address of a scheduler on another machine must begin with tls:// (docs/lab.md), or "
            f"{INSECURE} must be 1; got {address!r}."
        )
    log.warning("The scheduler %s is used without TLS: whoever reaches it can run anything there.", address)


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _environment() -> dict[str, str]:
    """One thread per worker process, a quiet TensorFlow, and this code on the path."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return {
        **dict.fromkeys(THREADS, "1"),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        # Networks this small train faster without a GPU, and workers would contend for its memory.
        "CUDA_VISIBLE_DEVICES": "-1",
        # The host ends at once, and Python's helper process reports the semaphores it then tidies up.
        "PYTHONWARNINGS": "ignore::UserWarning:multiprocessing.resource_tracker",
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
    }


def _own_group() -> dict[str, Any]:
    """Ctrl-C in the server's terminal is for the server alone; it then ends these processes in order."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Close the pipe that keeps the host alive, and see to it that it is gone."""
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
    try:
        process.wait(CLOSING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
