"""Lecture plans as files: their text, and their links in order.

In: `docs/lectures/`, and its folders for other languages. Out: Markdown; places, as a clicker walks them.
"""

import re
from functools import cache
from pathlib import Path

from ui.language import DEFAULT, N_

PLANS = Path(__file__).resolve().parents[1] / "docs" / "lectures"
USUAL = 45
MINUTES = {15: N_("15 minutes"), 45: N_("45 minutes"), 90: N_("90 minutes")}
# The first link of each part.
_LINK = re.compile(r"^\d+\. \*\*\[[^\]]+\]\(([^)]+)\)", re.MULTILINE)


@cache
def plan(minutes: int, language: str = DEFAULT) -> str:
    """The plan for a length, one of `MINUTES`, without its heading; in English where it is not translated."""
    name = f"{minutes}_minutes.md"
    translated = PLANS / language.replace("-", "_") / name
    text = (translated if translated.is_file() else PLANS / name).read_text(encoding="utf-8")
    return text.partition("\n")[2]


@cache
def stations(minutes: int) -> tuple[dict[str, str], ...]:
    """Where a plan leads, part by part: the `page`'s name, '' for Home, and the `query` of its link."""
    parts = (link.removeprefix("./").partition("?") for link in _LINK.findall(plan(minutes)))
    return tuple({"page": page, "query": query} for page, _, query in parts)
