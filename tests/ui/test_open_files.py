"""The server takes as many open files as the system allows."""

import subprocess
import sys

import pytest

pytest.importorskip("resource")

SCRIPT = """
import resource
from ui.server.open_files import raise_open_files

_, allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, ({before}, {hard} or allowed))
raise_open_files()
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.parametrize(("before", "hard", "after"), [(64, 500, 500), (400, 400, 400)])
def test_the_limit_of_open_files_is_raised_to_what_is_allowed(before, hard, after):
    script = SCRIPT.format(before=before, hard=hard)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(after), str(hard)]
