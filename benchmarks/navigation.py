"""`python -m benchmarks.navigation`: how long a person waits for a page, in a browser.

In: names of pages, or none for all. Out: a table on standard output; the same figures as JSON. The server has
visited its own pages before. *First visit*: by a browser that has fetched nothing yet, until the page can be
used: its script has run, and each of its pictures is drawn. *From another page*: the same by the sidebar. *A
control*: from a click on the first choice of the page until its script has run. *First point*: from a click
on Train until the page says that updates are done. Needs a Chromium, which draws in software here.
"""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.classroom.figures import machine
from benchmarks.classroom.server import running
from tests.browser import chromium
from tests.browser.waiting import MOUNTED, READY
from ui.page_list import page_names

WINDOW = {"width": 1280, "height": 720}
PATIENCE = 60_000
ROUNDS = 3
# A page that is left for another: no picture is drawn on it.
ELSEWHERE = "Lectures"
RESTS = 1_500  # milliseconds between two measurements
USABLE = f"""() => document.querySelector('{READY}') && document.querySelector('[data-testid=stMain] h1')
    && ({MOUNTED})()"""
# Milliseconds from an action until a condition, looked at before each picture that the browser paints.
TIMED = """() => new Promise((resolve) => {{
    const begun = performance.now(), done = {until};
    {act};
    const look = () => (done() ? resolve(performance.now() - begun) : requestAnimationFrame(look));
    requestAnimationFrame(look);
}})"""
HEADING = "document.querySelector('[data-testid=stMain] h1')?.innerText"
FOLLOW = (
    f"window.left = {HEADING}; "
    + "document.querySelector('[data-testid=stSidebar] a[href=\"{name}\"]').click()"
)
# Streamlit says that its script runs only some time after a click: what counts is that it has run and ended.
CHOOSE = """(() => {
    window.ran = false;
    const app = document.querySelector('[data-testid=stApp]');
    new MutationObserver(() => (window.ran ||= app.dataset.testScriptState !== 'notRunning'))
        .observe(app, { attributes: true, attributeFilter: ['data-test-script-state'] });
    document.querySelector('[data-testid=stMain] [role=radio][aria-checked=false]').click();
})()"""
CHOSEN = f"() => window.ran && ({USABLE})()"
ARRIVED = f"() => {HEADING} !== window.left && ({USABLE})()"
CHOICES = "[data-testid=stMain] [role=radio][aria-checked=false]"
TRAIN = "document.querySelector('.st-key-train button').click()"
LEARNS = "() => /update [1-9]/.test(document.querySelector('.st-key-status')?.innerText ?? '')"


def first_visit(browser: Any, address: str) -> float:
    """Milliseconds until a page can be used by a browser that has fetched nothing yet."""
    context = browser.new_context(viewport=WINDOW)
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function(USABLE, timeout=PATIENCE)
    took = page.evaluate("performance.now()")
    context.close()
    return float(took)


def timed(page: Any, act: str, until: str) -> float:
    """Milliseconds from an action until a condition, by the page's own clock."""
    page.wait_for_timeout(RESTS)
    return float(page.evaluate(TIMED.format(act=act, until=until)))


def go_to(page: Any, name: str) -> float:
    """Milliseconds until a page can be used that is chosen in the sidebar."""
    return timed(page, FOLLOW.format(name=name), ARRIVED)


def one_page(browser: Any, page: Any, server: str, name: str) -> dict[str, float]:
    """What a person waits for on one page, in milliseconds; the median of some rounds each.

    Args:
        browser: a Playwright browser.
        page: of it, that has visited these pages and stands on `ELSEWHERE`.
        server: the address of a server.
        name: of the page, '' for Home.
    """
    waits: dict[str, list[float]] = {"first": [], "again": [], "control": [], "point": []}
    for _ in range(ROUNDS):
        waits["first"].append(first_visit(browser, f"{server}/{name}"))
        if name == ELSEWHERE:
            continue
        waits["again"].append(go_to(page, name))
        if page.locator(CHOICES).count():
            waits["control"].append(timed(page, CHOOSE, CHOSEN))
        if name == "Train" and not waits["point"]:
            waits["point"].append(timed(page, TRAIN, LEARNS))
        go_to(page, ELSEWHERE)
    return {what: round(statistics.median(took)) for what, took in waits.items() if took}


def measure(browser: Any, server: str, names: list[str]) -> dict[str, Any]:
    """The waits of these pages.

    Args:
        browser: a Playwright browser.
        server: the address of a server.
        names: of pages, '' for Home.
    """
    context = browser.new_context(viewport=WINDOW)
    page = context.new_page()
    for name in (*names, ELSEWHERE):
        page.goto(f"{server}/{name}")
        page.wait_for_function(USABLE, timeout=PATIENCE)
    pages = {name or "Home": one_page(browser, page, server, name) for name in names}
    context.close()
    return {"machine": machine() | {"browser": browser.version}, "rounds": ROUNDS, "pages": pages}


def table(found: dict[str, Any]) -> str:
    """The figures as text to read."""
    lines = [
        "| page | first visit, s | from another page, s | a control, ms | first point, ms |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, one in found["pages"].items():
        cells = [f"{one[what] / 1000:.2f}" if what in one else "-" for what in ("first", "again")]
        cells += [f"{one[what]:.0f}" if what in one else "-" for what in ("control", "point")]
        lines.append(f"| {name.replace('_', ' ')} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", json.dumps(found["machine"])])


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    names = page_names()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.navigation", description=__doc__)
    parser.add_argument("--page", action="append", choices=[name or "Home" for name in names])
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    said = parser.parse_args(arguments)
    chosen = [name for name in names if not said.page or (name or "Home") in said.page]
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        server.settle()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
            found = measure(browser, server.address, chosen)
            browser.close()
    print(table(found))
    if said.json:
        said.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
