"""Six tabs at once: pictures stand in each of them where the protocol says that there is one."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.classroom.student import Student
from tests.browser.train_page import press, wait_for
from tests.browser.waiting import PATIENCE, mounted

pytestmark = pytest.mark.browser

TABS = 6
TRAINING = 3
LINK = "units=6&sequences=4000&seed=5{number}"  # a seed that is the usual one would not stay in the link
POINTS = """[...document.querySelectorAll('.st-key-train_curves .js-plotly-plot')].some(
    one => one.data?.some(line => line.x.length > 5))"""
# The drawing of each picture, and its size: a figure's svg, or a player's canvas (in a shadow tree).
SIZES = """keys => keys.map(key => {
    const places = [...document.querySelectorAll(`.st-key-${key}, .st-key-${key} *`)];
    const drawn = places.flatMap(one => [one, one.shadowRoot ?? []].flat())
        .map(one => one.querySelector('canvas, .main-svg')).find(Boolean);
    const box = drawn?.getBoundingClientRect();
    return box ? [key, Math.round(box.width), Math.round(box.height)] : [key, 0, 0];
})"""


async def _pictures(address, link):
    student = Student(address)
    await student.open("Train", link)
    await student.close()
    assert student.errors == []
    sent = {one.id.split("-", 2)[2]: json.loads(one.json) for one in student.page.of("bidi_component")}
    return [key for key, data in sent.items() if "figure" in data or "payload" in data]


def pictures(address, link):
    """The keys of all pictures on a page, as the server sends them."""
    with ThreadPoolExecutor(1) as own_thread:  # Playwright's loop runs in this one
        return own_thread.submit(lambda: asyncio.run(_pictures(address, link))).result()


@pytest.fixture
def tabs(browser):
    """Six visitors, each with a browser's memory of their own."""
    contexts = [browser.new_context(viewport={"width": 1280, "height": 720}) for _ in range(TABS)]
    opened = [context.new_page() for context in contexts]
    errors = []
    for tab in opened:
        tab.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def assert_drawn(tab, keys):
    mounted(tab)
    tab.wait_for_function(
        f"keys => ({SIZES})(keys).every(([, width, height]) => width > 100 && height > 50)",
        arg=keys,
        timeout=PATIENCE,
    )
    assert tab.get_by_text("cannot draw").count() == 0
    assert tab.locator("[data-testid=stException]").count() == 0


def test_pictures_stand_in_every_tab_before_and_after_three_have_trained(server, tabs):
    address = server("app.py")
    keys = pictures(address, LINK.format(number=90))
    assert len(keys) >= 2
    for number, tab in enumerate(tabs):
        tab.goto(f"{address}/Train?{LINK.format(number=number)}", wait_until="commit")
    for tab in tabs:
        assert_drawn(tab, keys)
    for tab in tabs[:TRAINING]:
        press(tab, "train")
    for tab in tabs[:TRAINING]:
        wait_for(tab, "Finished")
    for number, tab in enumerate(tabs):
        assert_drawn(tab, keys)
        if number < TRAINING:
            tab.wait_for_function(POINTS, timeout=PATIENCE)
        else:
            assert f"seed=5{number}" in tab.url
