"""Whatever a page draws through Streamlit itself as a table, a formula or words in colours has a Save."""

import ast
import re

import pytest

from tests.pages.views import OPENED
from tests.source_tree import ROOT, files

# What of Streamlit draws a picture.
DRAWS = re.compile(r"^(table|dataframe|data_editor|latex|image|pyplot|\w+_chart)$")
TABLE = re.compile(r"^\|.*\|$", re.MULTILINE)


def is_picture(element) -> bool:
    """Whether an element is a table, a formula or HTML with something of its own to look at."""
    if element.type == "html":
        return "<table" in element.proto.body or "font-size" in element.proto.body
    if element.type == "markdown":
        return bool(TABLE.search(element.value))
    return bool(DRAWS.match(element.type.removeprefix("arrow_"))) or element.type == "imgs"


def pictures(block, savable=False):
    """Every such element below a block, and whether it stands in a part of the page that can be saved."""
    savable = savable or "-savable_" in getattr(block.proto, "id", "")
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from pictures(child, savable)
        elif is_picture(child):
            yield child, savable


@pytest.mark.parametrize(("file", "link"), OPENED)
def test_nothing_on_a_page_is_without_a_save(visit, file, link):
    test = visit(file, **link)
    assert [found.type for found, savable in pictures(test.main) if not savable] == []


def drawn_bare(node, within=False):
    """The lines of a module that draw through Streamlit outside a `with savable(…)`."""
    if isinstance(node, ast.With):
        calls = [one.context_expr for one in node.items if isinstance(one.context_expr, ast.Call)]
        within = within or any(getattr(one.func, "id", "") == "savable" for one in calls)
    if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "st" and DRAWS.match(node.attr):
        if not within:
            yield node.lineno
    for child in ast.iter_child_nodes(node):
        yield from drawn_bare(child, within)


def test_nothing_is_drawn_without_a_save_in_a_view_that_no_link_opens():
    found = {path: list(drawn_bare(ast.parse(path.read_text("utf-8")))) for path in files("ui", "pages")}
    assert {str(path.relative_to(ROOT)): lines for path, lines in found.items() if lines} == {}


def test_what_is_drawn_bare_is_found():
    source = (
        "with savable('table', key='a'):\n    st.table(x)\nst.latex(y)\nwith st.form():\n    st.line_chart(z)"
    )
    assert list(drawn_bare(ast.parse(source))) == [3, 5]
