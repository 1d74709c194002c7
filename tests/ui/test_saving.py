"""What the window for saving needs from Python's side: colours, words, its place in every picture."""

import asyncio
import json
import tomllib
from urllib.parse import urlencode

import pytest
from starlette.requests import Request

from tests.source_tree import ROOT
from ui.badge import badge_html
from ui.component import STATIC
from ui.saving_words import VERSION, saving_words
from ui.server.offline_shell import offline_shell_route
from viz_core.figures.palette import SOURCES, palettes
from viz_core.slides.offline_page import PLACE, PLAYER


def test_the_browser_has_the_colours_of_the_palette():
    kept = json.loads((STATIC / "saving" / "palettes.json").read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(palettes()))


def test_every_source_has_its_words_and_its_name_on_the_badge():
    assert set(saving_words()["sources"]) == set(SOURCES)
    assert 'data-source="what-if"' in badge_html("what-if", dark=False)


def test_a_file_names_the_version_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION


@pytest.mark.parametrize(
    "folder", ["player", "pictures", "live_figure", "equations", "stepper", "live_part", "savable"]
)
def test_every_kind_of_picture_offers_the_same_button(folder):
    scripts = [path.read_text(encoding="utf-8") for path in (STATIC / folder).glob("*.js")]
    assert any("saving/button.js" in text for text in scripts)


def sent(script):
    """What the route answers to a browser that wants the page for this script."""
    asked = {"type": "http", "headers": [], "query_string": urlencode({"script": script}).encode()}
    return asyncio.run(offline_shell_route().endpoint(Request(asked)))


def test_the_page_of_a_play_is_sent_without_numbers_and_only_for_scripts_that_play():
    answer = sent(PLAYER)
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert PLACE in answer.body.decode()
    assert sent("../app.py").status_code == 404
