"""What is computed once for all visitors holds no words, or those of a language that it is asked for."""

import ast
from pathlib import Path

from tests.source_tree import files, module_name

KEEPING = {"cache", "lru_cache", "cache_data", "cache_resource", "once"}
SPEAKS = {"_", "ngettext", "language"}
ASKED = "spoken"


def functions() -> dict[str, ast.FunctionDef]:
    """Every function of the pages, by module and name."""
    found = {}
    for path in files("app.py", "pages", "ui"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found[f"{module_name(path)}.{node.name}"] = node
    return found


def known_names(path: Path) -> dict[str, str]:
    """What the names of a module stand for: its own functions, and those it imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = module_name(path)
    names = {one.name: f"{module}.{one.name}" for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
    for one in ast.walk(tree):
        if isinstance(one, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{one.module}.{alias.name}" for alias in one.names}
    return names


def keeps(function: ast.FunctionDef) -> bool:
    decorators = [one.func if isinstance(one, ast.Call) else one for one in function.decorator_list]
    return any(getattr(one, "id", getattr(one, "attr", "")) in KEEPING for one in decorators)


def named(function: ast.FunctionDef) -> set[str]:
    """Every name that its body mentions."""
    return {one.id for part in function.body for one in ast.walk(part) if isinstance(one, ast.Name)}


def speaking() -> set[str]:
    """The functions that speak the language of whoever looks, themselves or through others."""
    every = functions()
    names = {module_name(path): known_names(path) for path in files("app.py", "pages", "ui")}
    calls = {
        name: {names[name.rpartition(".")[0]].get(one, one) for one in named(function)}
        for name, function in every.items()
    }
    found = {f"ui.language.{one}" for one in SPEAKS}
    while more := {name for name, called in calls.items() if called & found} - found:
        found |= more
    return found


def test_nothing_that_is_kept_for_all_speaks_the_language_of_one():
    speak = speaking() - {"ui.language.translations"}
    frozen = [
        name
        for name, function in functions().items()
        if keeps(function)
        and name in speak
        and ASKED not in [one.arg for one in function.args.args + function.args.kwonlyargs]
    ]
    assert frozen == []


def test_what_speaks_through_others_is_found():
    speak = speaking()
    assert {"ui.lessons.state_space._clouds", "ui.run_status.status_html", "ui.player_payload.view"} <= speak
    assert not {"ui.lessons.state_space._space", "ui.shown_weights.shown_weights"} & speak


def test_no_text_is_translated_while_a_module_is_imported():
    """It would be that of the first visitor, or of none."""
    early = [
        f"{module_name(path)}: {ast.unparse(one)}"
        for path in files("ui", "viz_core")
        for one in outside_functions(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.Call) and getattr(one.func, "id", "") in SPEAKS
    ]
    assert early == []


def outside_functions(node: ast.AST):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.Lambda):
            continue
        yield child
        yield from outside_functions(child)
