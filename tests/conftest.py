"""What several test modules share: pages opened in-process, on training processes without TensorFlow."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tests.shown import link_values
from ui.asides import large_results, small_results
from ui.frame import start_server_once
from viz_core.training.cluster import Cluster
from viz_core.training.jobs import Jobs

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "app.py"
# Names in a link that a page reads without a control.
UNBOUND = {"saved_run", "run"}


@pytest.fixture(scope="session", autouse=True)
def own_store(tmp_path_factory):
    """Runs kept by tests do not lie among a person's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BIRNN_STORE", str(tmp_path_factory.mktemp("store") / "runs.sqlite"))
        patch.setenv("BIRNN_UPLOADS", str(tmp_path_factory.mktemp("uploads")))
        yield


@pytest.fixture(scope="session", autouse=True)
def workers_take_their_part():
    """Training processes have no lower priority than a test that waits for them: others may be busy, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BIRNN_WORKER_NICE", "0")
        yield


@pytest.fixture(scope="session", autouse=True)
def installed_components():
    """Each `AppTest` looks for components among all installed packages, which stay the same meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        found = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(scope="session")
def light_jobs():
    """Real jobs on one real worker, whose trainer has weights of the right shapes but learns nothing."""
    jobs = Jobs(Cluster(workers=1, preload=""), trainer="tests.fake_trainers:Shaped")
    yield jobs
    jobs.close()


@pytest.fixture
def visit(light_jobs, monkeypatch):
    """`visit("pages/1_Train.py", cell="GRU")` opens that page of the app with that link."""
    monkeypatch.setattr("ui.session.jobs", lambda: light_jobs)
    monkeypatch.setattr("ui.session.cluster", lambda: light_jobs.cluster)
    start_server_once.clear()
    apps = []

    def opened(file: str, **link: str) -> AppTest:
        app = AppTest.from_file(HOME, default_timeout=120)
        apps.append(app)
        app.query_params.update(link)
        app.switch_page(file).run()
        assert not app.exception, app.exception
        assert_links(app, link)
        return app

    yield opened
    for app in apps:
        stop_runs(app)
    start_server_once.clear()


@pytest.fixture
def eager(monkeypatch):
    """TensorFlow takes seconds to compile an update of a network, and milliseconds to do one without."""
    import keras

    compiled = keras.Model.compile
    monkeypatch.setattr(
        keras.Model, "compile", lambda *given, **words: compiled(*given, **words, run_eagerly=True)
    )


@pytest.fixture
def processes(monkeypatch):
    """Stands for the training processes where a page asks them."""
    monkeypatch.setattr("ui.session.cluster", AtOnce)


@pytest.fixture
def open_page(request, monkeypatch, processes):
    """`open_page(**link)` runs the module's `PAGE` on its own, without training processes, as a link does."""
    monkeypatch.setattr("streamlit.page_link", lambda file, **looks: None)
    monkeypatch.setattr("ui.session.jobs", lambda: None)
    small_results.clear()
    large_results.clear()

    def opened(**link: str) -> AppTest:
        test = AppTest.from_file(ROOT / request.module.PAGE, default_timeout=120)
        test.query_params.update(link)
        test.run()
        assert not test.exception, test.exception
        assert_links(test, link)
        return test

    return opened


class AtOnce:
    """Stands for the training processes that a page asks to compute something: it is there at once."""

    error, size, asked = "", 1, Counter[str]()
    ask_any = Cluster.ask_any

    async def tasks(self) -> dict[str, tuple[str, ...]]:
        return {"worker": ()}

    async def ask(self, worker: str, function: Callable[..., Any], *arguments: Any) -> Any:
        return await function(*arguments)

    def call(self, work: Coroutine[Any, Any, Any]) -> "Future[Any]":
        with ThreadPoolExecutor(1) as thread:
            answer = thread.submit(asyncio.run, work)
        return answer


def stop_runs(app: AppTest) -> None:
    """The one worker is for the next test."""
    if "runs" in app.session_state:
        for job in app.session_state["runs"]:
            job.stop()


def assert_links(app: AppTest, link: dict[str, str]) -> None:
    """A link that names what the page has not would test nothing: each of its names is that of a control."""
    unknown = link.keys() - link_values(app).keys() - UNBOUND
    assert not unknown, f"no control of the page is bound to {sorted(unknown)}"
