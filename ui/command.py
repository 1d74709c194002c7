"""The command `birnn-visualiser`: starts the app from anywhere.

In: the arguments of `streamlit run`. Out: the server's exit code.
"""

import os
import subprocess
import sys
from pathlib import Path

# Here lie `app.py`, its pages, static files and settings: the repository, or the installed copy of it.
FOLDER = Path(__file__).resolve().parents[1]


def main() -> None:
    """Become the server, or on Windows wait for it.

    It works in the app's own folder, where Streamlit looks for its settings and static files; the folder
    comes first on the path, so that no other package named `ui` or `models` is taken for ours.
    """
    paths = [str(FOLDER), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    os.chdir(FOLDER)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *sys.argv[1:]]
    if sys.platform == "win32":  # there, a process that replaces itself leaves its terminal at once
        sys.exit(subprocess.call(command))
    os.execv(sys.executable, command)
