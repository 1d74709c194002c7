"""A real server for tests, started as a person starts it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_server(
    script: Path, log: Path, *, address: str | None = "127.0.0.1", **environment: str
) -> tuple[str, subprocess.Popen]:
    """`streamlit run script` on a free port, headless; returns its address as soon as it answers.

    Args:
        script: beside its own `static/` and `.streamlit/`.
        log: where its output goes.
        address: that it listens on; None for all.
        environment: what to add to the server's environment.
    """
    own = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless", "true"]
    command += ["--server.port", str(port), *(["--server.address", address] if address else [])]
    path = os.pathsep.join([*environment.pop("first_on_path", "").split(), str(ROOT)])
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            cwd=script.parent,
            env={**os.environ, "PYTHONPATH": path, **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    _wait_for(own, process, log)
    return own, process


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")


def wait_until_settled(log: Path) -> None:
    """Wait until the server has visited its own pages."""
    for _ in range(1200):
        if "Every page is loaded." in log.read_text():
            return
        time.sleep(0.1)
    raise RuntimeError(f"The server did not settle:\n{log.read_text()}")
