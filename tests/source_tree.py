"""The source tree as the tests of its structure read it: files, modules, imports."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent


def files(*places: str) -> list[Path]:
    found = []
    for place in places:
        path = ROOT / place
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return found


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def all_modules() -> frozenset[str]:
    return frozenset(module_name(path) for path in files("ui", "viz_core", "models"))


def imports(source: str) -> Iterator[tuple[str, bool]]:
    """Every imported module, with True where the import waits inside a function."""
    yield from _imports(ast.parse(source), lazy=False)


def _imports(node: ast.AST, *, lazy: bool) -> Iterator[tuple[str, bool]]:
    if isinstance(node, ast.Import):
        yield from ((one.name, lazy) for one in node.names)
    if isinstance(node, ast.ImportFrom):
        for one in node.names:
            inner = f"{node.module}.{one.name}"
            yield (inner if inner in all_modules() else node.module or "."), lazy
    lazy = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    for child in ast.iter_child_nodes(node):
        yield from _imports(child, lazy=lazy)


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
