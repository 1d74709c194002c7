"""The wheel, as it is installed: unpacked into an empty folder and used from another one."""

import subprocess
import sys
import time
import tomllib
import urllib.request
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from benchmarks.classroom.server import free_port
from tests.source_tree import ROOT
from ui.language import DEFAULT, LANGUAGES, translations

pytest.importorskip("hatchling", reason="no hatchling: `make test` installs it")

USE = """
import site, sys
site.addsitedir(sys.argv.pop(1))
"""
CORE = (
    USE
    + """
import viz_core
from viz_core.config import ExperimentConfig
from viz_core.network import MERGES, Trace, trace
from viz_core.pretrained import load
network = load("cumulative_sum")
print(viz_core.__file__, len(MERGES), network.config == ExperimentConfig())
"""
)
COMMAND = USE + "from ui.command import main\nmain()"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder that stands for `site-packages`."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", str(ROOT)]
    subprocess.run([*build, "--wheel-dir", str(folder)], check=True, cwd=folder, timeout=250)
    (wheel,) = folder.glob("*.whl")
    target = folder / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def test_it_holds_everything_the_app_needs(installed):
    inside = installed / "birnn_visualiser"
    for folder in ("pages", "ui", "viz_core", "models", "static", "locale", "docs/lectures"):
        here = {path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file()}
        here = {path for path in here if "__pycache__" not in path.parts}
        missing = {path for path in here if not (inside / path).is_file()}
        assert missing == set()
    assert (inside / ".streamlit" / "config.toml").is_file()
    assert (inside / "app.py").is_file()


def test_each_language_comes_with_its_words(installed):
    for language in set(LANGUAGES) - {DEFAULT}:
        assert translations(language, installed / "birnn_visualiser" / "locale").gettext("Train") != "Train"


def test_the_command_is_the_one_that_is_started_below(installed):
    (entry,) = installed.glob("*.dist-info/entry_points.txt")
    assert "birnn-visualiser = ui.command:main" in entry.read_text(encoding="utf-8")


def test_the_core_works_in_another_folder(installed, tmp_path):
    asked = [sys.executable, "-c", CORE, str(installed)]
    said = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120).stdout
    file, merges, same = said.split()
    assert Path(file).is_relative_to(installed)
    assert (merges, same) == ("4", "True")


def test_the_command_starts_the_app_from_another_folder(installed, tmp_path):
    port = str(free_port())
    options = ["--server.headless", "true", "--server.address", "127.0.0.1", "--server.port", port]
    started = [sys.executable, "-c", COMMAND, str(installed), *options]
    with subprocess.Popen(
        started, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            assert answers(f"http://127.0.0.1:{port}/app/static/player/player.js").startswith(b"//")
        finally:
            server.terminate()
            server.wait(timeout=30)


def answers(address: str) -> bytes:
    """What a server says once it is there."""
    for attempt in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return response.read()
        except OSError:
            if attempt == 99:
                raise
            time.sleep(0.5)
    raise AssertionError


def test_its_dependencies_are_those_of_the_requirements():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    packed = [*project["dependencies"], *project["optional-dependencies"]["keras"]]
    assert {Requirement(one) for one in packed} == {Requirement(one) for one in listed}
