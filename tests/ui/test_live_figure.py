import gzip
import json
import re
import threading
from importlib.resources import files

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from ui.live_figure.library import FLAT, FLAT_TRACES, STATIC, library_address, whole_library
from viz_core.figures.palette import DARK, LIGHT


@pytest.fixture(autouse=True)
def fresh():
    whole_library.cache_clear()
    yield
    whole_library.cache_clear()


def page():
    import plotly.graph_objects as go

    from ui.live_figure import live_figure

    live_figure(go.Figure(go.Scatter(y=[1, 2]), layout={"height": 240}), key="curves", alt="Two points")
    live_figure(go.Figure(layout={"height": 240}), key="other", alt="Nothing", height=300)


def sent(theme):
    test = AppTest.from_function(page, default_timeout=60)
    test.context = {"theme": theme}
    test.run()
    assert not test.exception
    return [json.loads(one.proto.json) for one in test.get("bidi_component")]


def test_a_figure_is_sent_with_its_words_and_its_height():
    first, second = sent("light")
    assert json.loads(first["figure"])["data"][0]["y"] == [1, 2]
    assert (first["alt"], first["height"], first["name"]) == ("Two points", 240, "curves")
    assert second["height"] == 300
    assert set(first["words"]) == {"numbers", "saving", "failed", "again"}


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_exports_are_painted_on_the_page_of_their_theme(theme, colours):
    assert sent(theme)[0]["background"] == colours.background


def test_the_library_served_is_the_one_that_is_installed(tmp_path):
    address = whole_library(tmp_path / "static")
    (copy,) = (tmp_path / "static").iterdir()
    assert address == f"app/static/{copy.name}"
    assert (
        gzip.decompress(copy.read_bytes())
        == files("plotly").joinpath("package_data/plotly.min.js").read_bytes()
    )


def test_the_library_is_written_once(tmp_path):
    address = whole_library(tmp_path)
    (copy,) = tmp_path.iterdir()
    copy.write_bytes(b"mine")
    whole_library.cache_clear()
    assert whole_library(tmp_path) == address
    assert copy.read_bytes() == b"mine"


def test_a_flat_figure_is_drawn_by_the_small_library():
    flat = go.Figure([go.Scatter(y=[1]), go.Bar(y=[1]), go.Heatmap(z=[[1]])])
    assert library_address(flat) == library_address(flat.to_plotly_json()) == f"app/static/{FLAT}"
    assert library_address({"data": [{"y": [1]}], "layout": {}}) == f"app/static/{FLAT}"
    assert (STATIC / FLAT).stat().st_size < 600_000


def test_a_figure_with_depth_is_drawn_by_the_whole_library(monkeypatch, tmp_path):
    monkeypatch.setattr("ui.live_figure.library.whole_library", lambda: "app/static/whole")
    assert library_address(go.Figure(go.Scatter3d(x=[1], y=[1], z=[1]))) == "app/static/whole"


def test_the_small_library_knows_its_traces_and_is_as_old_as_the_whole():
    small = gzip.decompress((STATIC / FLAT).read_bytes()).decode()
    for trace in FLAT_TRACES:
        assert f'"{trace}"' in small
    assert '"scatter3d"' not in small
    whole = files("plotly").joinpath("package_data/plotly.min.js").read_text(encoding="utf-8")
    version = re.compile(r"plotly\.js (?:\([^)]*\) )?v(\d+)\.")
    assert version.search(small[:300])[1] == version.search(whole[:300])[1]


def test_two_servers_starting_at_once_leave_one_whole_file(tmp_path):
    def start():
        whole_library.__wrapped__(tmp_path)

    servers = [threading.Thread(target=start) for _ in range(3)]
    for one in servers:
        one.start()
    for one in servers:
        one.join()
    (copy,) = tmp_path.iterdir()
    assert len(gzip.decompress(copy.read_bytes())) > 1_000_000
