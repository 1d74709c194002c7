"""One name runs through all parts of a page: its file, its parts in `ui`, its numbers, pictures and tests.

`ELSEWHERE` and `SHARED` are the exceptions; `docs/architecture.md` says why.
"""

import pytest

from tests.source_tree import ROOT

NAMES = sorted(path.stem.partition("_")[2].lower() for path in (ROOT / "pages").glob("*.py"))
# Page -> where its parts in `ui` lie, if not under its own name.
ELSEWHERE = {"your_network": "ui/guests"}
# Folder -> modules that belong to no single page, or to the package whose name they begin with.
SHARED = {
    "ui/lessons": (),
    "ui/pictures": ("words",),
    "viz_core/lessons": (),
    "viz_core/figures": ("guest", "numerals", "palette", "primitives"),
    "static/pictures": (
        "elements",
        "mounting",
        "numbers",
        "pictures",
        "played",
        "tables",
        "transport",
        "unrolled",
    ),
}


def belongs(stem: str, folder: str) -> bool:
    """Whether a module of a folder is named as a page, or shared."""
    return stem == "__init__" or stem.startswith((*NAMES, *SHARED[folder]))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_its_parts_and_its_tests_under_its_name(name):
    places = (f"ui/{name}.py", f"ui/{name}", f"ui/lessons/{name}.py", f"ui/sets/{name}.py")
    found = [place for place in (*places, ELSEWHERE.get(name, "")) if place and (ROOT / place).exists()]
    assert len(found) == 1, found
    assert (ROOT / f"tests/pages/test_{name}.py").exists()


def test_pages_have_numbers_of_their_own():
    numbers = [path.stem.partition("_")[0] for path in (ROOT / "pages").glob("*.py")]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("folder", SHARED)
def test_modules_begin_with_the_name_of_their_page(folder):
    stems = [path.stem for path in (ROOT / folder).iterdir() if path.suffix in {".py", ".js"}]
    assert len(stems) > 5
    assert [stem for stem in stems if not belongs(stem, folder)] == []


def test_a_module_named_otherwise_is_caught():
    assert not belongs("backflow", "viz_core/lessons")
    assert not belongs("twins_words", "ui/pictures")
