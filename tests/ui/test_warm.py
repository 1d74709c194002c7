"""A cold server is a warm one: nothing is left to be imported when visitors come."""

import asyncio
import json
import subprocess
import sys

import pytest

from tests.source_tree import ROOT
from ui.page_list import PAGES, page_names
from ui.server.warm import Warm

# A server without a port: imports everything, then visits each page twice, and says what each step imported
# besides the connection to the training processes, which goes on in a thread of its own.
VISITS = """
import asyncio, json, sys, threading

class Noted:
    names = []

    def find_spec(self, name, path, target=None):
        if threading.current_thread().name != "training-cluster":
            self.names.append(name)

def taken():
    names = sorted(set(Noted.names) & set(sys.modules))  # not what is looked for and not installed
    Noted.names.clear()
    return names

async def main():
    from app import app
    from streamlit import runtime
    from ui.page_list import page_names
    from ui.server.visit import visit
    from ui.server.warm import import_everything
    app._user_lifespan = None  # what follows is what it does, one step after the other
    async with app.lifespan()(app):
        await asyncio.to_thread(import_everything)
        sys.meta_path.insert(0, Noted())
        imported = {}
        for number in (1, 2):
            for page in page_names():
                taken()
                await visit(runtime.get_instance(), page)
                imported[f"{page or 'Home'} {number}"] = taken()
    print(json.dumps(imported))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Page and visit -> names of the modules that this visit looked for."""
    store = tmp_path_factory.mktemp("warm") / "runs.sqlite"
    done = subprocess.run(
        [sys.executable, "-c", VISITS],
        cwd=ROOT,
        env={"PATH": "", "HOME": str(store.parent), "BIRNN_STORE": str(store)},
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "A page failed" not in done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


def test_a_first_visit_imports_nothing_that_scripts_could_see_half_of(imported):
    """A name found here belongs into `ui.server.warm.LAZY`; Plotly's parts import one another in order."""
    late = {
        page: names
        for page, found in imported.items()
        if (names := [one for one in found if not one.startswith("plotly.graph_objs.")])
    }
    assert late == {}


def test_once_the_server_has_visited_its_pages_no_page_imports_anything(imported):
    second = {page: names for page, names in imported.items() if page.endswith(" 2")}
    assert len(second) == len(PAGES)
    assert second == dict.fromkeys(second, [])


def test_pages_are_visited_by_the_names_in_their_addresses():
    names = page_names()
    assert names[0] == ""
    assert {"Train", "How_it_reads", "Saved_runs"} < set(names)
    assert len(set(names)) == len(PAGES)


def test_connections_that_run_scripts_wait_until_everything_is_imported(monkeypatch):
    order = []
    monkeypatch.setattr("ui.server.warm.import_everything", lambda: order.append("imported"))
    monkeypatch.setattr("ui.server.warm.start_server_once", lambda: order.append("settled"))
    monkeypatch.setattr("ui.server.warm.page_names", list)

    async def served(scope, receive, send):
        order.append(scope["type"])

    async def scenario():
        warm = Warm()
        gate = warm.gate(served)
        waiting = asyncio.create_task(gate({"type": "websocket", "path": "/_stcore/stream"}, None, None))
        await gate({"type": "http", "path": "/static/js/index.js"}, None, None)
        await asyncio.sleep(0)
        assert not waiting.done()
        async with warm.running(settled=lambda: order.append("ready")):
            await waiting
            while "ready" not in order:
                await asyncio.sleep(0.01)

    asyncio.run(scenario())
    assert order[:3] == ["http", "imported", "settled"]
    assert sorted(order[3:]) == ["ready", "websocket"]


def test_a_server_that_cannot_import_everything_still_serves(monkeypatch, caplog):
    def fail():
        raise ImportError("half an installation")

    monkeypatch.setattr("ui.server.warm.import_everything", fail)
    monkeypatch.setattr("ui.server.warm.page_names", list)
    served = []

    async def serve(scope, receive, send):
        served.append(scope["type"])

    async def scenario():
        warm = Warm()
        async with warm.running(settled=lambda: None):
            await warm.gate(serve)({"type": "websocket", "path": "/_stcore/stream"}, None, None)

    asyncio.run(scenario())
    assert served == ["websocket"]
    assert "modules could be imported" in caplog.text
