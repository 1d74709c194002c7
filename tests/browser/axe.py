"""axe-core in a page: which elements break a rule of WCAG or of good practice.

It comes with the tools for `static/` (`python -m tests.node install`). Source: https://github.com/dequelabs/axe-core
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from tests.source_tree import ROOT

SCRIPT = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async (rules) => (await axe.run(document, {
    resultTypes: ['violations'], ...(rules && {runOnly: {type: 'rule', values: rules}})
})).violations.flatMap(
    ({id: rule, impact, nodes}) => nodes.map(({target, html, failureSummary: said}) => (
        {rule, impact, target: target.flat().join(' '), html: html.slice(0, 200), said})))"""
# The rules that a theme can break; all others are about what is on the page, whatever its colours.
OF_COLOURS = ("color-contrast", "link-in-text-block")
GRAVE = ("moderate", "serious", "critical")


@cache
def _source() -> str:
    if not SCRIPT.exists():
        pytest.fail("axe-core is missing: run `python -m tests.node install`", pytrace=False)
    return SCRIPT.read_text(encoding="utf-8")


def violations(page: Any, rules: Sequence[str] | None = None) -> list[str]:
    """What is at least a moderate hindrance to somebody on a page as it stands now, one line each.

    Args:
        page: of a browser.
        rules: of axe-core; None for all that are on by default.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    grave = [one for one in page.evaluate(RUN, rules) if one["impact"] in GRAVE]
    return [f"{one['rule']} ({one['impact']}) {one['target']}: {one['html']} {one['said']}" for one in grave]
