"""Without TensorFlow and Keras every page opens, networks train, and whatever needs Keras says so."""

import json
import os
import subprocess
import sys

import pytest

from tests.source_tree import ROOT, files
from tests.test_architecture import OPEN_ALL

TRAIN = """
import json
from viz_core.config import ExperimentConfig, TrainingConfig
from viz_core.training import train
events = list(train(ExperimentConfig(training=TrainingConfig(sequences=200))))
print(json.dumps({"updates": events[-1].step, "done": events[-1].done}))
"""

ASK = """
import json
from viz_core.config import ExperimentConfig
from viz_core.pretrained import load
from viz_core.runs.keras_export import export
from viz_core.scratch.comparison import example
from viz_core.training.cluster import Cluster
from viz_core.training.second_opinion import second_opinion

cluster = Cluster(workers=1, preload="")
try:
    assert cluster.wait(120)
    given = example(units=2, timesteps=3, sequences=2, seed=0)
    network = load("cumulative_sum")
    asked = {
        "opinion": cluster.submit(second_opinion, given.weights, given.config, given.inputs, given.targets),
        "file": export(cluster, network.config, network.weights),
    }
    said = {name: str(future.exception(120)) for name, future in asked.items()}
finally:
    cluster.close()
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def without_keras(tmp_path_factory):
    """`without_keras(code, *arguments)` runs code where neither can be imported; returns its last line."""
    folder = tmp_path_factory.mktemp("blocked")
    for name in ("keras", "tensorflow"):
        sentence = f"No module named {name!r}"
        (folder / f"{name}.py").write_text(f"raise ModuleNotFoundError({sentence!r}, name={name!r})\n")

    def run(code: str, *arguments: str) -> dict:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])},
            capture_output=True,
            text=True,
            timeout=280,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.strip().splitlines()[-1])

    return run


IMPORT = """
import json
try:
    import keras
except ImportError as problem:
    print(json.dumps(str(problem)))
"""


def test_neither_can_be_imported_here(without_keras):
    assert without_keras(IMPORT) == "No module named 'keras'"


def test_every_page_opens(without_keras):
    opened = without_keras(OPEN_ALL, *(str(path.relative_to(ROOT)) for path in files("pages")))
    assert opened["broken"] == {}


def test_a_network_trains(without_keras):
    assert without_keras(TRAIN) == {"updates": 20, "done": True}


def test_whatever_needs_keras_says_how_to_install_it(without_keras):
    sentence = "Keras is not installed: pip install 'birnn-visualiser[keras]'"
    assert without_keras(ASK) == {"opinion": sentence, "file": sentence}
