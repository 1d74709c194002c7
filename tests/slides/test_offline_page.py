"""A play as one file: small, closed to the network, and never broken out of by what it shows."""

import base64
import json
import re

import numpy as np
import pytest

from viz_core.config import ModelConfig, TaskConfig
from viz_core.network.tracing import trace
from viz_core.network.weights import initial_weights
from viz_core.slides import html
from viz_core.slides.offline_page import PLACE, PLAYER, SCRIPTS, STATIC, _short, shell
from viz_core.tasks import TASKS

MODEL = ModelConfig(cell="LSTM", units=32)


def page(**shown):
    batch = TASKS["cumulative_sum"].sample(1, TaskConfig(timesteps=40), np.random.default_rng(0))
    weights = initial_weights(MODEL, features=1, outputs=1, rng=np.random.default_rng(1))
    asked = {"classes": ("below", "reached"), "source": "untrained"} | shown
    return html(trace(weights, MODEL, batch.inputs), MODEL, **asked)


def played(text):
    (found,) = re.findall(r'<script type="application/json" id="played">(.*?)</script>', text, re.DOTALL)
    return json.loads(found)


def test_a_long_sequence_fits_into_250_kilobytes():
    assert len(page().encode()) < 250_000


def test_its_policy_allows_no_connection():
    (policy,) = re.findall(
        r'http-equiv="Content-Security-Policy" content="([^"]*)"', shell(frozenset(SCRIPTS))
    )
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy and "connect-src" not in policy


def test_every_script_that_a_script_imports_is_in_the_file():
    (imports,) = re.findall(r'<script type="importmap">(.*?)</script>', shell(frozenset(SCRIPTS)))
    modules = json.loads(imports)["imports"]
    assert "player/player.js" in modules and "watching/watch.js" in modules
    texts = [base64.b64decode(one.partition(",")[2]).decode() for one in modules.values()]
    asked = {name for text in texts for name in re.findall(r"(?:from |import )'([^']+)'", text)}
    assert asked <= set(modules)


def test_no_line_of_code_is_lost_with_the_remarks():
    script = "/** One. */ first;\n/** Two.\n * lines */\nsecond;\n  // Three.\n  third; // four\n"
    assert _short(script) == "/** One. */ first;\nsecond;\nthird; // four\n"


def test_what_is_shown_stands_in_the_page_as_it_was_given():
    (slide,) = played(page(title="Both ways", caption="Caption", link="http://here/Train?units=8"))
    assert [slide[name] for name in ("title", "caption", "link")] == [
        "Both ways",
        "Caption",
        "http://here/Train?units=8",
    ]
    assert slide["data"]["payload"]["steps"] == 40


def test_the_file_says_its_title_description_link_licence_and_program():
    text = page(title="Both <ways>", caption='A "caption"', link="http://here/Train?units=8")
    assert "<title>Both &lt;ways&gt;</title>" in text
    said = dict(re.findall(r'<meta name="([\w.]+)" content="([^"]*)">', text))
    assert said["description"] == "A &quot;caption&quot;"
    assert said["dcterms.source"] == "http://here/Train?units=8"
    assert said["license"] == "MIT" and said["generator"].startswith("birnn-visualiser")


def test_words_never_end_the_script_they_stand_in():
    text = page(title="</script><script>alert(1)</script>")
    assert "<script>alert" not in text
    assert played(text)[0]["title"] == "</script><script>alert(1)</script>"


def test_a_notebook_shows_the_page_in_a_frame_of_its_own():
    shown = page()._repr_html_()
    assert shown.startswith('<iframe srcdoc="<!doctype html>')
    assert shown.count('"') == 4


def test_an_unknown_source_is_refused():
    with pytest.raises(ValueError, match="source"):
        page(source="guessed")


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_page_of_one_kind_leaves_more_than_half_of_its_size_to_the_numbers(script):
    assert len(shell(frozenset([script])).encode()) < 150_000


def test_an_unknown_script_is_refused():
    with pytest.raises(ValueError, match="script"):
        shell(frozenset(["app.py"]))


def test_the_shell_has_one_place_for_what_is_played():
    assert shell(frozenset([PLAYER])).count(PLACE) == 1


def test_a_browser_finds_the_title_that_it_replaces():
    script = (STATIC / "saving" / "offline_page.js").read_text(encoding="utf-8")
    (title,) = re.findall(r"const TITLE = '([^']*)'", script)
    assert shell(frozenset([PLAYER])).count(title) == 1
