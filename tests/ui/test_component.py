import json
import re

import pytest
import streamlit as st

from tests.source_tree import ROOT, files
from ui.component import STATIC, base_path, loader, shared_words
from ui.pictures.words import words as picture_words
from ui.player.words import words as player_words
from viz_core.figures.palette import DARK, LIGHT, palettes

COMPONENTS = (
    "player",
    "stepper",
    "pictures",
    "equations",
    "canvas",
    "deck",
    "live_figure",
    "live_part",
    "savable",
)


@pytest.fixture
def below_a_path(monkeypatch):
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": "/lab/rnn/"}.get)


def fetched(js):
    return json.loads(re.search(r"Promise\.all\((\[.*?\])\.map\(newest\)", js)[1])


def mounts(folder):
    return re.compile(rf'\bcomponent\(\s*"{folder}"')


def a_script(folder):
    return folder if (STATIC / folder / f"{folder}.js").exists() else "errors_flowing_back"


@pytest.mark.parametrize("folder", COMPONENTS)
def test_every_script_and_the_style_sheet_of_a_component_are_asked_for_anew(folder):
    js = loader(folder, a_script(folder))
    here = {path.name for path in (STATIC / folder).iterdir() if path.suffix in (".js", ".css")}
    assert set(fetched(js)) == here
    assert fetched(js)[0] == f"{folder}.css"
    assert "cache: 'no-cache'" in js


@pytest.mark.parametrize("folder", COMPONENTS)
def test_a_component_is_fetched_from_below_the_servers_path(folder, below_a_path):
    assert base_path() == "/lab/rnn"
    assert f'new URL("/lab/rnn/app/static/{folder}/", document.baseURI)' in loader(folder, a_script(folder))


@pytest.mark.parametrize("folder", COMPONENTS)
def test_scripts_taken_from_another_folder_are_asked_for_anew_too(folder):
    imports = [
        name
        for path in (STATIC / folder).glob("*.js")
        for name in re.findall(r"^import .* from '(\.\./.*)'", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    python = (ROOT / "ui").rglob("*.py")
    mounted = [text for path in python if mounts(folder).search(text := path.read_text("utf-8"))]
    assert len(mounted) == 1
    for name in imports:
        assert f'"{name}"' in mounted[0]


def test_there_is_one_loader():
    loaders = [path.name for path in files("ui") if "document.baseURI" in path.read_text(encoding="utf-8")]
    registering = [path.name for path in files("ui") if "components.v2" in path.read_text(encoding="utf-8")]
    assert loaders == registering == ["component.py"]


@pytest.mark.parametrize("missing", [("nowhere", "nowhere"), ("player", "nobody")])
def test_a_component_whose_files_are_missing_stops_the_start(missing):
    with pytest.raises(FileNotFoundError):
        loader(*missing)


def test_both_themes_are_sent_at_once_and_as_plain_values():
    sent = json.loads(json.dumps(palettes()))
    assert sent["light"]["background"] == LIGHT.background
    assert sent["dark"]["background"] == DARK.background
    assert sent["dark"]["sources"] == dict(DARK.sources)
    assert palettes() is palettes()


def test_components_call_the_same_button_by_the_same_words():
    shared = shared_words()
    for table in (player_words(), picture_words("errors_flowing_back")):
        assert {name: table[name] for name in shared} == shared
