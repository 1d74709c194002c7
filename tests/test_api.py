"""What `docs/api.md` promises to others is there, and packages export nothing that nobody takes."""

import ast
import re
from importlib import import_module

import pytest

from tests.source_tree import ROOT, files, module_name

# The first cell of a row, and the names in it; one that begins with a dot is of the module before it.
CELL = re.compile(r"^\| (`viz_core[^|]*)\|", re.MULTILINE)
NAME = re.compile(r"`(viz_core[\w.]+|\.\w+)")
PLACES = ("app.py", "pages", "ui", "viz_core", "models", "benchmarks")


def public_names(text: str) -> dict[str, set[str]]:
    """Module -> the names that the table in `docs/api.md` lists of it."""
    found: dict[str, set[str]] = {}
    for cell in CELL.findall(text):
        module = ""
        for one in NAME.findall(cell):
            before, _, name = one.rpartition(".")
            module = before or module
            found.setdefault(module, set()).add(name)
    return found


PUBLIC = public_names((ROOT / "docs" / "api.md").read_text(encoding="utf-8"))
PACKAGES = sorted(
    module_name(path)
    for path in files("viz_core")
    if path.name == "__init__.py" and "__all__" in path.read_text(encoding="utf-8")
)


def taken() -> set[tuple[str, str]]:
    """Every (module, name) that the project itself imports."""
    return {
        (node.module or "", one.name)
        for path in files(*PLACES)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    }


def test_every_name_of_a_row_is_read():
    cell = "| `viz_core.data.own_data(source)`, `.own_vocabulary(source)` † | tables |"
    assert public_names(cell) == {"viz_core.data": {"own_data", "own_vocabulary"}}
    assert len(PUBLIC) > 8


@pytest.mark.parametrize("module", PUBLIC)
def test_public_names_can_be_imported(module):
    found = import_module(module)
    # What needs Keras is imported only when it is asked for; its package lists it.
    lazy = set(getattr(found, "__all__", ()))
    assert {name for name in PUBLIC[module] - lazy if not hasattr(found, name)} == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_exports_what_is_public_or_taken_by_another(package):
    exported = set(import_module(package).__all__)
    assert exported >= PUBLIC.get(package, set())
    mine = {(package, name) for name in exported - PUBLIC.get(package, set())}
    assert mine <= taken()


@pytest.mark.parametrize("package", [one for one in PACKAGES if one != "viz_core.watch"])
def test_what_a_package_exports_is_there(package):
    found = import_module(package)
    assert [name for name in found.__all__ if not hasattr(found, name)] == []
