"""What several test modules share: rooms opened in-process, on training processes without TensorFlow."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui.frame import settle_process
from viz_core.training.cluster import Cluster
from viz_core.training.jobs import Jobs

FRONT_DOOR = Path(__file__).resolve().parent.parent / "app.py"


@pytest.fixture(scope="session", autouse=True)
def own_store(tmp_path_factory):
    """Runs kept by tests do not lie among a person's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BIRNN_STORE", str(tmp_path_factory.mktemp("store") / "runs.sqlite"))
        patch.setenv("BIRNN_UPLOADS", str(tmp_path_factory.mktemp("uploads")))
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
    settle_process.clear()

    def open_room(file: str, **link: str) -> AppTest:
        app = AppTest.from_file(FRONT_DOOR, default_timeout=60).run()
        app.query_params.update(link)
        app.switch_page(file).run()
        assert not app.exception, app.exception
        return app

    yield open_room
    settle_process.clear()
