"""The frame in a real browser: all of it on a projector's screen, in type that can be read."""

import pytest

from tests.browser.waiting import at_rest, drawn

pytestmark = pytest.mark.browser

SIZES = "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"

# The page's own type is there: the heading no longer has Streamlit's size.
STYLED = """() => {
    const heading = document.querySelector("[data-testid=stMainBlockContainer] h1");
    return heading && getComputedStyle(heading).fontSize === "28px";
}"""


@pytest.fixture
def visit(server, page):
    def visit(name):
        page.goto(f"{server('app.py')}/{name}")
        page.locator("[data-testid=stSidebar]").get_by_text("Saved runs").wait_for()
        page.wait_for_function(STYLED)
        return drawn(page)

    return visit


def test_the_last_page_stands_on_a_projectors_screen(visit):
    page = visit("Merge")
    box = at_rest(page, page.locator("[data-testid=stSidebar] a").last.bounding_box)
    assert box["y"] + box["height"] <= 720


def test_what_is_written_beside_a_picture_is_16_pixels_high(visit):
    page = visit("Inside_the_cell")
    beside = page.locator("[data-testid=stMain] [data-testid=stCaptionContainer] p")
    beside.first.wait_for()
    assert min(beside.evaluate_all(SIZES)) >= 16
    assert min(page.locator("[data-testid=stMain] p code").evaluate_all(SIZES)) >= 14


def test_the_labels_of_a_row_of_controls_stand_on_one_line(visit):
    page = visit("Merge")
    labels = page.locator("[data-testid=stMain] [data-testid=stWidgetLabel]")
    for name in (names := ["Show", "Task", "Merge mode", "Sequence"]):
        labels.get_by_text(name, exact=True).wait_for()
    # All at one moment: the page may still be moving down what stands above them.
    tops = labels.evaluate_all(
        "(all, names) => all.filter(one => names.includes(one.innerText.trim()))"
        ".map(one => Math.round(one.getBoundingClientRect().top))",
        names,
    )
    assert len(tops) == 4
    assert len(set(tops)) == 1
