"""The texts of a module for the translators.

In: a module. Out: what is given to `_`, `N_` and `ngettext`; of the core, also what it finishes itself
(errors, notes, titles), as forms with names in braces for what is filled in, as `ui.forms` looks for them.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

CONTEXT = "form"
# Whose errors are a programmer's, and no visitor's.
INTERNAL = (
    "dynamics",
    "figures",
    "keras_scripts",
    "lessons",
    "network",
    "payloads",
    "pretrained",
    "scratch",
    "slides",
    "statistics",
)
# What takes the words of an error, or a part of them.
REFUSES = {"refusal", "refuse", "_refused", "_unfit"}
MARKS = frozenset({"N_"})
ERROR = re.compile(r"; got\b|^`[^`]+` must ")
LETTERS = re.compile(r"[A-Za-z]{2}")
Found = tuple[int, str, str | None]


def translated_texts(path: Path, marks: frozenset[str]) -> list[tuple[int, str | tuple[str, str]]]:
    """Line and text of every call of `_` and the like; with `ngettext`, of both texts."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in marks:
            given = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if node.func.id == "ngettext":
                found[node.lineno, node.col_offset] = (node.lineno, (given[0], given[1]))
            elif given:
                found[node.lineno, node.col_offset] = (node.lineno, given[0])
    return [found[place] for place in sorted(found)]


def finished_texts(path: Path) -> list[Found]:
    """Line, text or form, and the context of a form, in the order of the module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    shown = not any(f"viz_core/{one}/" in path.as_posix() for one in INTERNAL)
    found = {}
    for node in _texts(tree, shown=shown):
        text, gaps = form(node)
        if LETTERS.search(re.sub(r"\{[^}]*\}", "", text)):
            found[node.lineno, node.col_offset] = (node.lineno, text, CONTEXT if gaps else None)
    return [found[place] for place in sorted(found)]


def gaps_alike(text: str) -> str:
    """A form without the names of its gaps."""
    return re.sub(r"\{\w+\}", "{}", text)


def _texts(tree: ast.Module, *, shown: bool) -> Iterator[ast.Constant | ast.JoinedStr]:
    for node in _not_translated_yet(tree):
        if isinstance(node, ast.Call) and _name(node.func) in MARKS:
            yield from _strings(node.args)
        if shown and isinstance(node, ast.Call) and _name(node.func) in REFUSES:
            yield from _strings(node.args)
        if shown and isinstance(node, ast.Raise) and _is_refusal(node.exc):
            yield from (one for one in _strings(node.exc.args) if " " in form(one)[0])
        if shown and not isinstance(node, ast.Expr | ast.JoinedStr):
            yield from (one for one in _strings(ast.iter_child_nodes(node)) if ERROR.search(form(one)[0]))


def _not_translated_yet(node: ast.AST) -> Iterator[ast.AST]:
    """Every node, but for what is in `_(...)`, which is translated before it is finished."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.Call) and _name(child.func) == "_"):
            yield from _not_translated_yet(child)


def _is_refusal(raised: ast.expr | None) -> bool:
    return isinstance(raised, ast.Call) and _name(raised.func) != "AttributeError"


def _name(node: ast.expr) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def _strings(nodes) -> list[ast.Constant | ast.JoinedStr]:
    return [
        one
        for one in nodes
        if isinstance(one, ast.JoinedStr) or (isinstance(one, ast.Constant) and isinstance(one.value, str))
    ]


def form(node: ast.Constant | ast.JoinedStr) -> tuple[str, bool]:
    """A text as the translators get it, and whether something is filled in."""
    if isinstance(node, ast.Constant):
        fields = [name for _literal, name, _format, _conversion in _parsed(node.value) if name is not None]
        return re.sub(r"\{(\w+)[^}]*\}", r"{\1}", node.value) if fields else node.value, bool(fields)
    names: list[str] = []
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(part.value.replace("{", "{{").replace("}", "}}"))
        else:
            names.append(_gap(part.value, names))
            parts.append(f"{{{names[-1]}}}")
    return "".join(parts), True


def _parsed(text: str):
    try:
        return list(Formatter().parse(text))
    except ValueError:
        return []


def _gap(value: ast.expr, taken: list[str]) -> str:
    """A name for what is filled in, after the expression it comes from."""
    names = [_name(one).lower().strip("_") for one in ast.walk(value) if _name(one)]
    telling = [one for one in names if one not in ("len", "join", "map", "str", "self", "name")]
    name = (telling or names or ["value"])[0]
    return name if name not in taken else f"{name}_{sum(one.startswith(name) for one in taken) + 1}"
