import ast
import gc
import re
import tomllib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.shown import PATIENCE
from ui.frame import ICON, start_server_once
from ui.page_list import GROUPS, PAGES
from viz_core.figures.palette import LIGHT

ROOT = Path(__file__).resolve().parents[2]


def page():
    from ui.frame import is_dark, open_page

    open_page("How it reads", lead="Watch the two readers meet.")
    import streamlit as st

    st.text("dark" if is_dark() else "light")


@pytest.fixture(autouse=True)
def jobs(monkeypatch):
    """Counts the calls that would start training processes; none is started."""
    calls = []
    monkeypatch.setattr("ui.session.jobs", lambda: calls.append(1))
    start_server_once.clear()
    yield calls
    start_server_once.clear()
    gc.unfreeze()


@pytest.fixture
def opened(monkeypatch):
    """A page run on its own, as a deep link does; the links of the sidebar are only recorded."""
    links = []
    monkeypatch.setattr("streamlit.page_link", lambda file, **looks: links.append((file, looks)))
    test = AppTest.from_function(page, default_timeout=PATIENCE).run()
    assert not test.exception
    return test, links


def test_the_listed_pages_are_those_that_exist():
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").glob("*.py")}
    assert {page.file for page in PAGES} == pages | {"app.py"}
    assert len({page.title for page in PAGES}) == len(PAGES)


def test_every_page_stands_in_a_group_and_says_what_it_is_for():
    for page in PAGES:
        assert page.group in GROUPS
        assert page.sentence.endswith(".")
        assert re.fullmatch(r":material/[a-z_]+:", page.icon)


def test_a_page_has_its_title_lead_and_sidebar(opened):
    test, links = opened
    assert [title.value for title in test.title] == ["How it reads"]
    assert ":gray[Watch the two readers meet.]" in [one.value for one in test.markdown]
    assert [file for file, _ in links] == [page.file for page in PAGES]
    assert test.sidebar.caption[0].value == "Start"


def test_a_page_can_be_opened_again_and_again(opened):
    test, links = opened
    once = len(links)
    test.run()
    assert not test.exception
    assert len(links) == 2 * once
    assert len(test.title) == 1


def test_a_page_knows_the_theme_of_its_reader(monkeypatch):
    monkeypatch.setattr("streamlit.page_link", lambda file, **looks: None)
    dark = AppTest.from_function(page, default_timeout=PATIENCE)
    dark.context = {"theme": "dark"}
    assert dark.run().text[0].value == "dark"


def test_modules_are_frozen_once_out_of_later_collections():
    gc.unfreeze()
    start_server_once()
    frozen = gc.get_freeze_count()
    kept = [[] for _ in range(5_000)]
    start_server_once()
    assert frozen > 10_000
    # Other threads may free a few objects meanwhile; freezing again would have taken the new ones.
    assert gc.get_freeze_count() < frozen + len(kept) / 2


def test_training_processes_are_started_by_the_first_page_of_a_server_only(jobs, opened):
    test, _ = opened
    test.run()
    assert jobs == [1]


def test_settings_suit_a_classroom_without_a_network():
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert settings["runner"]["postScriptGC"] is False
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["enableStaticServing"] is True
    assert settings["client"] == {
        "toolbarMode": "viewer",
        "showSidebarNavigation": False,
        "showErrorDetails": "none",
        "showErrorLinks": False,
    }


def test_the_icon_of_the_tab_needs_no_network_and_wears_the_colour_of_both_readers():
    drawing = ICON.read_text(encoding="utf-8")
    assert LIGHT.merged in drawing
    assert re.findall('https?://[^"]+', drawing) == ["http://www.w3.org/2000/svg"]


def test_home_links_to_every_other_page(monkeypatch):
    links = []
    monkeypatch.setattr("streamlit.page_link", lambda file, **looks: links.append(file))

    def door():
        from ui.page_list import page_links

        page_links()

    test = AppTest.from_function(door, default_timeout=PATIENCE).run()
    assert not test.exception
    assert links == [page.file for page in PAGES if page.file != "app.py"]
    assert [one.value for one in test.markdown] == [page.sentence for page in PAGES if page.file != "app.py"]


def _keywords(call: ast.Call) -> dict[str, bool | None]:
    return {one.arg: getattr(one.value, "value", None) for one in call.keywords if one.arg}


def _linked(call: ast.Call) -> bool:
    """Whether this call writes a heading with a link to itself, which the Tab key would stop at."""
    name = getattr(call.func, "attr", "")
    if name in ("title", "header", "subheader"):
        return _keywords(call).get("anchor") is not False
    written = ast.unparse(call.args[0]) if call.args else ""
    heading = name == "markdown" and re.match(r"(?:_\()?f?['\"]#+ ", written)
    return bool(heading) and _keywords(call).get("anchors") is not False


@pytest.mark.parametrize("folder", ["pages", "ui"])
def test_no_heading_stops_the_tab_key(folder):
    for path in (ROOT / folder).rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        assert [ast.unparse(one) for one in calls if _linked(one)] == []
