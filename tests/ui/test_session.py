"""What a tab that is open, or gone, means for its run: a real server, a tab that speaks its protocol."""

import contextlib
import json
import subprocess
import sys
import threading
import time
import urllib.request

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.classroom.server import free_port
from tests.running_jobs import until
from tests.tab import Tab
from ui import session
from viz_core.training.cluster import ROOT

# The app with a slow trainer, and leases of a second; says again and again which runs there are.
SERVER = """
import json, sys, threading, time
import ui.session
from viz_core.training.cluster import Cluster
from viz_core.training.jobs import Jobs, Leases

jobs = Jobs(
    Cluster(workers=1, preload=""),
    trainer="tests.fake_trainers:SlowShaped",
    leases=Leases(gone=1.0, silence=1.0),
)
ui.session.jobs = lambda: jobs

def tell():
    while True:
        states = [[job.state.value, job.updates] for job in jobs.active()]
        sys.stderr.write(json.dumps(states) + "\\n")
        sys.stderr.flush()
        time.sleep(0.2)

threading.Thread(target=tell, daemon=True).start()
from streamlit.web.cli import main
sys.argv = ["streamlit", "run", "app.py", *sys.argv[1:]]
main()
"""


class Server:
    """A running app; `runs` is the newest list of (state, updates)."""

    def __init__(self) -> None:
        self.port, self.runs = free_port(), []
        options = ["--server.headless", "true", "--server.address", "127.0.0.1", "--server.port"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVER, *options, str(self.port), "--server.fileWatcherType", "none"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()
        until(self._healthy, seconds=120)

    def _listen(self) -> None:
        for line in self._process.stderr:
            with contextlib.suppress(json.JSONDecodeError):
                self.runs = json.loads(line)

    def _healthy(self) -> bool:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_stcore/health", timeout=5).close()
            return True
        time.sleep(0.2)
        return False

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(60)
        self._listening.join(60)
        self._process.stderr.close()


@pytest.fixture(scope="module")
def server():
    made = Server()
    yield made
    made.close()


def test_a_run_goes_on_while_its_tab_is_open_on_a_lesson_and_ends_when_the_tab_is_closed(server):
    tab = Tab(server.port, "Train")
    tab.press("Train")
    until(lambda: server.runs and server.runs[0][1] > 0)
    tab.open("Alignment")
    deadline = time.monotonic() + 4
    while time.monotonic() < deadline:
        before = server.runs[0][1]
        until(lambda before=before: not server.runs or server.runs[0][1] > before)
        assert server.runs and server.runs[0][0] == "running"
    tab.close()
    until(lambda: server.runs == [])


def test_a_link_with_more_names_than_any_page_has_says_nothing():
    assert session._parsed("a=1&lang=ja") == {"a": ["1"], "lang": ["ja"]}
    assert session._parsed("&".join(f"a{number}=1" for number in range(100_000))) == {}


def test_what_is_found_for_a_run_of_a_page_is_found_once_in_it_and_anew_in_the_next():
    def script():
        import streamlit as st

        from ui import session

        calls = st.session_state.setdefault("calls", [])
        for _ in range(3):
            session.in_this_run("what", lambda: calls.append("found"))

    page = AppTest.from_function(script).run()
    assert page.session_state["calls"] == ["found"]
    assert page.run().session_state["calls"] == ["found"] * 2


def test_outside_a_page_it_is_found_each_time():
    calls: list[str] = []
    for _ in range(3):
        session.in_this_run("what", lambda: calls.append("found"))
    assert len(calls) == 3
