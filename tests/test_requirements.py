"""The lock file names what was tested: one version, with hashes, of everything that the ranges ask for."""

import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKED = re.compile(
    r"^([\w.-]+)==([^\s;\\]+)(?: ; [^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M
)


def locked():
    return {
        canonicalize_name(name): version
        for name, version, _hashes in LOCKED.findall((ROOT / "requirements.lock").read_text())
    }


def wanted():
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


def test_every_range_holds_the_locked_version():
    versions = locked()
    for one in wanted():
        assert one.specifier.contains(versions[canonicalize_name(one.name)]), one


def test_every_locked_version_has_hashes_and_nothing_else_is_in_the_file():
    text = (ROOT / "requirements.lock").read_text()
    assert len(wanted()) < len(locked()) == text.count("==")
    assert LOCKED.sub("", text).strip() == ""
