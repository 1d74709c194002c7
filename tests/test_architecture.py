"""The architecture: who may import whom, how long things may be, and where a thing may be named.

`WORKER_SIDE`, `FIGURE_SOURCES` and `MAY_IMPORT` are the rules; whoever adds a module to the worker side, or
lets figures read one more kind of value, adds its name here.
"""

import ast
import json
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source_tree import ROOT, all_modules, files, imports, is_within, module_name

SOURCE = ("app.py", "pages", "ui", "viz_core", "models")

# Runs on workers, and is never imported by the web process.
WORKER_SIDE = {
    "viz_core.guests.in_keras",
    "viz_core.guests.opening",
    "viz_core.guests.textbook",
    "viz_core.watch.callback",
    "viz_core.training.answering",
    "viz_core.training.compiled",
    "viz_core.training.cross_entropy",
    "viz_core.training.dense",
    "viz_core.training.embedding",
    "viz_core.training.engine",
    "viz_core.keras_files.conversion",
    "viz_core.keras_files.reading",
    "viz_core.keras_files.stored",
    "viz_core.training.keras_fit",
    "viz_core.training.keras_gradients",
    "viz_core.training.keras_guest",
    "viz_core.training.kernels",
    "viz_core.training.lanes",
    "viz_core.training.network",
    "viz_core.training.optimizers",
    "viz_core.training.parameters",
    "viz_core.training.plain",
    "viz_core.training.products",
    "viz_core.training.reader",
    "viz_core.training.scoring",
    "viz_core.training.sets",
    "viz_core.training.tiles",
}
# The packages that the worker side lies in.
WORKER_PACKAGES = {"viz_core.guests", "viz_core.keras_files", "viz_core.training", "viz_core.watch"}
# What a figure may be made of: types of arrays, colours, words, sentences for bad values.
FIGURE_SOURCES = {
    "viz_core.arrays",
    "viz_core.checks",
    "viz_core.figures.palette",
    "viz_core.words",
}
# Place -> the packages and modules it may import, besides Python's own.
MAY_IMPORT = {
    "front": {"streamlit", "ui", "viz_core"},
    "ui": {
        "streamlit",
        "starlette",
        "uvicorn",
        "google.protobuf",
        "plotly",
        "numpy",
        "segno",
        "threadpoolctl",
        "ui",
        "viz_core",
    },
    "figures": {"plotly", "numpy", "viz_core.figures", *FIGURE_SOURCES},
    "models": {"keras", "models", "viz_core.config", "viz_core.checks", "viz_core.network.weights"},
    "worker": {
        "numpy",
        "h5py",
        "numba",
        "llvmlite",
        "scipy",
        "threadpoolctl",
        "tensorflow",
        "keras",
        "models",
        "viz_core",
    },
    "core": {
        "numpy",
        "scipy",
        "plotly",
        "dask",
        "distributed",
        "platformdirs",
        "playwright",
        "viz_core",
    },
}

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
HEX_COLOUR = re.compile(r"(?<![\w&])#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b")


def place(module: str) -> str:
    if module in WORKER_SIDE:
        return "worker"
    if module.startswith("viz_core.figures"):
        return "figures"
    places = {"app": "front", "pages": "front", "ui": "ui", "models": "models", "viz_core": "core"}
    return places[module.split(".")[0]]


def forbidden_imports(module: str, source: str) -> list[str]:
    """A sentence for every import the rules do not allow."""
    mine = place(module)
    wrong = []
    for target, lazy in imports(source):
        standard = target.split(".")[0] in sys.stdlib_module_names
        allowed = standard or any(is_within(target, one) for one in MAY_IMPORT[mine])
        if target in WORKER_SIDE and mine != "worker":
            # These packages may name the worker side in a function that only workers call.
            allowed = lazy and any(is_within(module, one) for one in WORKER_PACKAGES)
        if not allowed:
            wrong.append(f"{module} ({mine}) must not import {target}")
    return wrong


# Who may import whom.


def test_every_import_follows_an_allowed_arrow():
    wrong = [
        one
        for path in files(*SOURCE)
        for one in forbidden_imports(module_name(path), path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("app", "import tensorflow as tf"),
        ("app", "from models import build_model"),
        ("pages.1_Train", "from viz_core.training.engine import Trainer"),
        ("pages.1_Train", "def show():\n    from viz_core.training import engine"),
        ("ui.controls", "import keras"),
        ("ui.train", "from viz_core.training import kernels"),
        ("viz_core.config", "import streamlit as st"),
        ("viz_core.network.tracing", "from models.build import build_model"),
        ("viz_core.network.tracing", "if True:\n    from tensorflow import constant"),
        ("viz_core.statistics.metrics", "import ui.session"),
        ("viz_core.training", "from viz_core.training.engine import Trainer"),
        ("viz_core.training.engine", "import streamlit"),
        ("viz_core.figures.inside_the_cell_states", "from viz_core.network.tracing import trace"),
        ("viz_core.figures.inside_the_cell_states", "from viz_core import recurrence"),
        ("models.build", "import tensorflow"),
        ("models.build", "from viz_core.tasks import TASKS"),
        ("models.build", "from . import heads"),
    ],
)
def test_a_planted_import_is_caught(module, source):
    assert len(forbidden_imports(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("app", "import gc\nimport streamlit as st\nfrom ui.frame import open_page"),
        ("pages.1_Train", "from viz_core.training.events import TrainingEvent"),
        ("viz_core.training", "def train():\n    from viz_core.training.engine import Trainer"),
        ("viz_core.training.engine", "import tensorflow\nfrom viz_core.training import kernels"),
        (
            "viz_core.figures.inside_the_cell_states",
            "import plotly.graph_objects as go\nfrom viz_core.arrays import Floats",
        ),
        ("models.build", "import keras\nfrom viz_core.network.weights import head_names"),
    ],
)
def test_an_allowed_import_passes(module, source):
    assert forbidden_imports(module, source) == []


def test_every_import_that_is_allowed_is_there():
    drawn = {
        (place(module_name(path)), target)
        for path in files(*SOURCE)
        for target, _ in imports(path.read_text(encoding="utf-8"))
    }
    allowed = {(mine, one) for mine, some in MAY_IMPORT.items() for one in some}
    used = {
        (mine, one) for mine, one in allowed for by, target in drawn if by == mine and is_within(target, one)
    }
    assert allowed - used == set()


def test_the_worker_side_is_there():
    assert all_modules() >= WORKER_SIDE


# What a fresh process loads.


def in_fresh_process(code: str, *arguments: str) -> dict:
    """Run code that prints JSON in its last line, in a new interpreter at the root of the tree."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=250,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


IMPORT_ALL = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps({name: name in sys.modules for name in ("tensorflow", "keras", "streamlit", "models")}))
"""

OPEN_ALL = """
import json, sys
import streamlit
from streamlit.testing.v1 import AppTest
streamlit.set_option("client.showErrorDetails", "full")
app = AppTest.from_file("app.py", default_timeout=100)
broken = {}
for path in ("app.py", *sys.argv[1:]):
    app.switch_page(path).run()
    if app.exception:
        broken[path] = [one.value for one in app.exception]
loaded = [name for name in ("tensorflow", "keras", "models") if name in sys.modules]
print(json.dumps({"broken": broken, "loaded": loaded}))
"""


def test_importing_viz_core_loads_neither_tensorflow_nor_streamlit():
    names = [module_name(path) for path in files("viz_core")]
    loaded = in_fresh_process(IMPORT_ALL, *(name for name in names if name not in WORKER_SIDE))
    assert loaded == {"tensorflow": False, "keras": False, "streamlit": False, "models": False}


def test_the_fresh_process_would_notice_keras():
    assert in_fresh_process(IMPORT_ALL, "models")["keras"] is True


def test_opening_every_page_loads_neither_tensorflow_nor_keras():
    opened = in_fresh_process(OPEN_ALL, *(str(path.relative_to(ROOT)) for path in files("pages")))
    assert opened == {"broken": {}, "loaded": []}


# Where a thing may be named.


def strings(tree: ast.Module) -> Iterator[str]:
    """Every string of a module but its docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def colours(source: str) -> list[str]:
    return [colour for text in strings(ast.parse(source)) for colour in HEX_COLOUR.findall(text)]


def test_colours_are_named_in_the_palette_only():
    named = {
        str(path.relative_to(ROOT)): found
        for path in files(*SOURCE)
        if (found := colours(path.read_text(encoding="utf-8")))
    }
    assert set(named) <= {"viz_core/figures/palette.py"}, named
    assert named


def test_a_planted_colour_is_caught():
    assert colours('"""Issue #123."""\nLINE = f"1px solid #0072b2"\nARROW = "&#8594;"') == ["#0072b2"]


def touches_session_state(source: str) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "session_state"
        for node in ast.walk(ast.parse(source))
    )


def test_session_state_is_touched_in_one_module_only():
    touching = {
        str(path.relative_to(ROOT))
        for path in files(*SOURCE)
        if touches_session_state(path.read_text(encoding="utf-8"))
    }
    assert touching == {"ui/session.py"}


def test_no_file_is_named_for_nothing_in_particular():
    named = [path for path in files(*SOURCE, "tests", "benchmarks") if path.stem in FORBIDDEN_NAMES]
    assert named == []


# How long a thing may be.


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("places", "limit"),
    [
        (("app.py",), 60),
        (("pages",), 120),
        ((*SOURCE, "tests", "benchmarks"), 400),
    ],
)
def test_files_are_short(places, limit):
    assert {str(path.relative_to(ROOT)): lines(path) for path in files(*places) if lines(path) > limit} == {}


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function after its signature and docstring."""
    body = function.body
    documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    body = body[1:] if documented else body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def functions() -> dict[str, int]:
    return {
        f"{module_name(path)}.{node.name}:{node.lineno}": body_length(node)
        for path in files(*SOURCE)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_functions_are_short():
    lengths = functions()
    assert {name: length for name, length in lengths.items() if length > 60} == {}
    assert statistics.quantiles(lengths.values(), n=10)[-1] <= 35
    assert statistics.median(lengths.values()) <= 10


def test_every_module_says_what_it_is():
    silent = [
        module_name(path)
        for path in files(*SOURCE)
        if lines(path) and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []
