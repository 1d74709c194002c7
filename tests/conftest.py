"""What several test modules share: rooms opened in-process, on training processes without TensorFlow."""

from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tests.shown import link_values
from ui.frame import start_server_once
from viz_core.training.cluster import Cluster
from viz_core.training.jobs import Jobs

ROOT = Path(__file__).resolve().parent.parent
FRONT_DOOR = ROOT / "app.py"
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
def room(light_jobs, monkeypatch):
    """`room("pages/1_Train.py", cell="GRU")` opens that page with that link, from the front door."""
    monkeypatch.setattr("ui.session.jobs", lambda: light_jobs)
    start_server_once.clear()
    opened = []

    def open_room(file: str, **link: str) -> AppTest:
        app = AppTest.from_file(FRONT_DOOR, default_timeout=120).run()
        opened.append(app)
        app.query_params.update(link)
        app.switch_page(file).run()
        assert not app.exception, app.exception
        assert_links(app, link)
        return app

    yield open_room
    for app in opened:
        stop_runs(app)
    start_server_once.clear()


@pytest.fixture
def open_room(request, monkeypatch):
    """`open_room(**link)` runs the module's `PAGE` on its own, without training processes, as a link does."""
    monkeypatch.setattr("streamlit.page_link", lambda file, **looks: None)
    monkeypatch.setattr("ui.session.jobs", lambda: None)

    def opened(**link: str) -> AppTest:
        test = AppTest.from_file(ROOT / request.module.PAGE, default_timeout=120)
        test.query_params.update(link)
        test.run()
        assert not test.exception, test.exception
        assert_links(test, link)
        return test

    return opened


def stop_runs(app: AppTest) -> None:
    """The one worker is for the next test."""
    if "runs" in app.session_state:
        for job in app.session_state["runs"]:
            job.stop()


def assert_links(app: AppTest, link: dict[str, str]) -> None:
    """A link that names what the page has not would test nothing: each of its names is that of a control."""
    unknown = link.keys() - link_values(app).keys() - UNBOUND
    assert not unknown, f"no control of the page is bound to {sorted(unknown)}"
