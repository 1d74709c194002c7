"""The example that `docs/api.md` names."""

import subprocess
import sys

from tests.source_tree import ROOT


def test_the_example_finds_points_of_both_readers():
    done = subprocess.run(
        [sys.executable, "docs/examples/fixed_points.py"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=250,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "forward: " in done.stdout
    assert "backward: " in done.stdout
    assert done.stdout.count("proved to be all") == 2
