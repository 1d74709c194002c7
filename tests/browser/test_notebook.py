"""A notebook that watches its own training, run by nbconvert as anybody would, and opened in a browser."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.source_tree import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# An environment of its own beside this one's: `make .venv/notebook-ready`.
JUPYTER = Path(sys.prefix, "notebook", "Scripts" if sys.platform == "win32" else "bin", "python")
CELLS = (
    """\
import keras
import numpy as np
from keras import layers
from viz_core.watch import Watch

x = np.random.default_rng(0).random((64, 6, 1), dtype=np.float32)
y = (np.cumsum(x, axis=1) > 1.5).astype(np.float32)
reader = layers.Bidirectional(layers.LSTM(3, return_sequences=True))
model = keras.Sequential([keras.Input((6, 1)), reader, layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", run_eagerly=True)
watch = Watch(x[:1], name="in a notebook", targets=y[0])
model.fit(x, y, epochs=1, verbose=0, callbacks=[watch]);""",
    "watch",
)


def notebook(cells):
    code = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    return {
        "cells": [code | {"id": f"cell-{number}", "source": one} for number, one in enumerate(cells)],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def converted(folder):
    """The notebook as HTML, after all its cells were run."""
    (folder / "mine.ipynb").write_text(json.dumps(notebook(CELLS)), encoding="utf-8")
    paths = [str(ROOT), sysconfig.get_paths()["purelib"]]
    command = "-m nbconvert --to html --template basic --execute mine.ipynb"
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(paths),
        "BIRNN_WATCH": str(folder / "watched"),
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
    }
    subprocess.run([str(JUPYTER), *command.split()], cwd=folder, env=environment, check=True, timeout=200)
    return folder / "mine.html"


def test_a_notebook_run_by_nbconvert_shows_the_player(page, tmp_path):
    if not JUPYTER.exists():
        pytest.skip("no Jupyter: run `make .venv/notebook-ready`")
    page.goto(converted(tmp_path).as_uri())
    shown = page.frame_locator("iframe")
    shown.get_by_role("heading", name="in a notebook").wait_for()
    shown.locator(".player").focus()
    page.keyboard.press("End")
    shown.get_by_text("All 6 steps are read").first.wait_for()
