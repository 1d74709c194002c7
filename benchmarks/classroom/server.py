"""A server of one's own: the app as a person starts it, on a free port, and what it writes to its log."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 300.0
STOP_SECONDS = 30.0
# What the app prints when it has visited its own pages (`ui.server.warm`).
SETTLED = "Every page is loaded."
COLOURS = re.compile(r"\x1b\[[\d;]*m")
TRACE = "Traceback (most recent call last)"
# What stands below a stack trace: the kind of the exception, and its sentence.
RAISED = re.compile(r"^[\w.]+(?:Error|Exception|Exit|Interrupt|Warning|Disconnect(?:ed)?)\b.*$")


class AppServer:
    """A running `streamlit run`.

    Attributes:
        address: `http://127.0.0.1:PORT`.
        folder: where its log and its runs are.
        pid: of the web process.
    """

    def __init__(
        self,
        folder: Path,
        *,
        script: Path = ROOT / "app.py",
        env: Mapping[str, str] | None = None,
        first_on_path: Path | None = None,
        everywhere: bool = False,
    ):
        """Start it, and return once it answers.

        Args:
            folder: for its log and its runs.
            script: the script to serve, beside its own `static/` and `.streamlit/`.
            env: further environment variables.
            first_on_path: where its Python looks for modules before the project's folder.
            everywhere: whether it listens to other machines, too, as in a hall.

        Raises:
            RuntimeError: it ended, or did not answer in time; the message holds its log.
        """
        self.address = f"http://127.0.0.1:{(port := free_port())}"
        self.folder, self._log = folder, folder / "server.log"
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless", "true"]
        command += ["--server.port", str(port), *([] if everywhere else ["--server.address", "127.0.0.1"])]
        path = [str(one) for one in (first_on_path, ROOT) if one is not None]
        with self._log.open("w") as out:
            self._process = subprocess.Popen(
                command,
                cwd=script.parent,
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(path),
                    "BIRNN_STORE": str(folder / "runs.sqlite"),
                    **(env or {}),
                },
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.pid = self._process.pid
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            if self.healthy():
                return
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"The server did not start:\n{self.log()}")

    def healthy(self, *, seconds: float = 1.0) -> bool:
        """Whether it answers within so many seconds."""
        try:
            with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=seconds):
                return True
        except OSError:
            return False

    def settle(self) -> None:
        """Wait until the server has visited its own pages.

        Raises:
            RuntimeError: it ended, or did not settle in time; the message holds its log.
        """
        deadline = time.monotonic() + START_SECONDS
        while SETTLED not in self.log():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The server did not settle:\n{self.log()}")
            time.sleep(0.1)

    def log(self) -> str:
        """All that it has written so far."""
        return COLOURS.sub("", self._log.read_text(encoding="utf-8", errors="replace"))

    def traces(self) -> list[str]:
        """The exception of each stack trace in its log: errors that nobody foresaw."""
        traced = self.log().split(TRACE)[1:]
        return [next(filter(RAISED.match, one.splitlines()), "an unknown exception") for one in traced]

    def stop(self) -> None:
        """End it, and all it started."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, *, env: Mapping[str, str] | None = None) -> Iterator[AppServer]:
    """A server for the length of a `with` block."""
    server = AppServer(folder, env=env)
    try:
        yield server
    finally:
        server.stop()
