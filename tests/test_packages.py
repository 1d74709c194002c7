"""The packages of `viz_core`: what lies at the top, and which package may import which.

`TOP` and `BELOW` are the rules; whoever adds a package adds its line.
"""

import pytest

from tests.source_tree import ROOT, files, imports, is_within, module_name

# What an experiment is, the types of its arrays, words for readers: the only modules at the top.
TOP = {"viz_core.arrays", "viz_core.checks", "viz_core.config", "viz_core.seeds", "viz_core.words"}
# Package of `viz_core` -> the packages below it that it may import. There are no circles.
BELOW = {
    "access": set(),
    "classroom": {"access"},
    "tasks": set(),
    "network": {"tasks"},
    "data": {"access", "tasks"},
    "dynamics": {"network"},
    "figures": set(),
    "limits": {"data", "network"},
    "payloads": {"figures", "network"},
    "slides": {"figures", "network", "payloads"},
    "statistics": {"data", "limits", "network", "tasks"},
    "scratch": {"network", "tasks"},
    "keras_scripts": {"data", "network", "tasks"},
    "guests": {"data", "dynamics", "keras_files", "network", "payloads", "tasks"},
    "keras_files": {"data", "network", "tasks"},
    "training": {"access", "data", "guests", "limits", "network", "statistics", "tasks"},
    "runs": {"access", "guests", "keras_files", "network", "training"},
    "pretrained": {"data", "network", "statistics", "tasks", "training"},
    "experiments": {
        "access",
        "data",
        "figures",
        "limits",
        "network",
        "runs",
        "statistics",
        "tasks",
        "training",
    },
    "watch": {"access", "data", "guests", "slides"},
    "watching": {"access", "network", "statistics", "tasks", "training"},
    "lessons": {"data", "dynamics", "figures", "network", "pretrained", "scratch", "statistics", "tasks"},
}


def package(module: str) -> str:
    """The package of `viz_core` that a module belongs to; '' at the top."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and (ROOT / "viz_core" / parts[1]).is_dir() else ""


def arrows_upward(module: str, source: str) -> list[str]:
    """A sentence for every import from a package that does not lie below the module's own."""
    mine = package(module)
    allowed = {mine, *BELOW[mine]} if mine else {""}
    inside = {target for target, _ in imports(source) if is_within(target, "viz_core")}
    return [
        f"{module} must not import {target}"
        for target in sorted(inside - TOP)
        if package(target) not in allowed
    ]


def test_only_what_an_experiment_is_lies_at_the_top():
    loose = {module_name(path) for path in (ROOT / "viz_core").glob("*.py")} - {"viz_core"}
    assert loose == TOP


def test_every_package_has_its_place():
    folders = {path.parent.name for path in (ROOT / "viz_core").glob("*/__init__.py")}
    assert folders == set(BELOW)


def test_packages_lie_above_one_another_without_a_circle():
    placed: set[str] = set()
    while len(placed) < len(BELOW):
        free = {name for name, below in BELOW.items() if below <= placed} - placed
        assert free, set(BELOW) - placed
        placed |= free


def test_packages_import_only_what_lies_below_them():
    wrong = [
        one
        for path in files("viz_core")
        for one in arrows_upward(module_name(path), path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_every_arrow_that_is_allowed_is_there():
    drawn = {
        (package(module_name(path)), package(target))
        for path in files("viz_core")
        for target, _ in imports(path.read_text(encoding="utf-8"))
        if is_within(target, "viz_core")
    }
    assert {(mine, one) for mine, below in BELOW.items() for one in below} - drawn == set()


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("viz_core.config", "from viz_core.network.merges import MERGES"),
        ("viz_core.tasks.kinds", "from viz_core.figures.numerals import numeral"),
        ("viz_core.pretrained.sets", "from viz_core.lessons import merge"),
        ("viz_core.network.tracing", "from viz_core.training.events import TrainingEvent"),
    ],
)
def test_a_planted_arrow_upward_is_caught(module, source):
    assert len(arrows_upward(module, source)) == 1
