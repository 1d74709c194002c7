"""A page as a hall sees it: no frame, larger type, the first picture whole; a clicker walks the plan."""

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import PATIENCE, at_rest, mounted
from ui.page_list import page_names

pytestmark = pytest.mark.browser

# Window -> the least size of type.
PROJECTORS = {(1280, 720): 20, (1920, 1080): 25}
# Pages that open without a picture.
WORDS = {"Classroom", "Deck", "Lectures", "Saved_runs"}
# The first picture of each other page.
PICTURES = {
    "": ".player",
    "Train": ".player",
    "How_it_reads": ".player",
    "Inside_the_cell": ".stepper .picture",
    "Merge": ".picture",
    "Alignment": ".picture",
    "From_scratch": ".stepper",
    "Errors_flowing_back": ".picture",
    "Who_knows_what": ".picture",
    "Switchboard": ".js-plotly-plot",
    "Resting_points": ".js-plotly-plot",
    "State_space": ".picture",
    "Units": ".js-plotly-plot",
    "Beliefs": ".js-plotly-plot",
    "Reviews": ".js-plotly-plot",
    "Digits": "canvas",
    "Tagging": ".player",
    "Translation": ".player",
    "Your_own": ".player",
    "Your_network": ".player",
    "Lab": ".js-plotly-plot",
    "How_much_future": ".js-plotly-plot",
}
PLACE = """one => {
    const { top, bottom, height } = one.getBoundingClientRect();
    return { top, bottom, height, window: window.innerHeight };
}"""
# Controls and lines of text that an edge of the window cuts, or the cover over it.
CUT = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const cover = part => parseFloat(getComputedStyle(app, part).height) || 0;
    const edges = [cover('::before'), window.innerHeight - cover('::after')];
    const all = root => [...root.querySelectorAll('*')].flatMap(
        one => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
    const main = document.querySelector('[data-testid=stMain]');
    const lines = one => {
        const words = document.createRange();
        words.selectNodeContents(one);
        return [...words.getClientRects()];
    };
    const shown = {opacityProperty: true, visibilityProperty: true};
    const seen = all(main).filter(one => one.checkVisibility(shown));
    const boxes = seen.flatMap(one => one.matches('button, input, [role=slider]')
        ? [[one, one.getBoundingClientRect()]]
        : one.matches('p, li, label, summary') ? lines(one).map(box => [one, box]) : []);
    const crossed = ({top, bottom}) => edges.some(edge => top < edge - 2 && bottom > edge + 2);
    return boxes.filter(([, box]) => crossed(box))
        .map(([one]) => `${one.tagName}: ${one.innerText?.slice(0, 40)}`);
}"""
FULL = "document.fullscreenElement === document.documentElement"
ROOT = "parseFloat(getComputedStyle(document.documentElement).fontSize)"


def shown(page):
    return page.evaluate("'presenting' in document.documentElement.dataset")


def is_whole(place):
    return place["height"] > 100 and place["top"] >= 0 and place["bottom"] <= place["window"]


def test_every_page_is_measured():
    assert set(page_names()) == PICTURES.keys() | WORDS


def came_to_rest(page, picture):
    """Where a picture is once it is whole, or for good."""
    for _ in range(20):
        if is_whole(place := at_rest(page, lambda: picture.evaluate(PLACE))):
            break
    return place


@pytest.mark.parametrize(("name", "picture"), PICTURES.items())
def test_the_first_picture_of_a_page_is_whole_on_each_projector_and_no_row_is_cut(
    server, page, name, picture
):
    page.goto(f"{server('app.py')}/{name}?present=1")
    mounted(page)
    page.wait_for_function("window.birnnPresenting", timeout=PATIENCE)
    first = page.locator("[data-testid=stMain]").locator(picture).first
    first.wait_for(timeout=PATIENCE)
    for (width, height), type_size in PROJECTORS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("window.birnnPresenting.arrive()")  # as when it is opened in this window
        place = came_to_rest(page, first)
        assert is_whole(place), place
        assert at_rest(page, lambda: page.evaluate(CUT)) == []
        expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
        expect(page.locator("[data-testid=stHeader]")).to_be_hidden()
        assert page.evaluate(ROOT) >= type_size


@pytest.mark.parametrize("projector", PROJECTORS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_letters_the_link_and_the_picture_of_a_class_are_whole(server, page, projector):
    width, height = projector
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server('app.py')}/Classroom?present=1")
    mounted(page)
    page.locator(".st-key-class_begin button").click(timeout=PATIENCE)
    page.get_by_text("Leading").wait_for(timeout=PATIENCE)
    bar = at_rest(page, page.locator(".birnn-class .bar").bounding_box)
    for one in (".class-code", ".class-link", ".class-qr"):
        box = at_rest(page, page.locator(one).bounding_box)
        assert box["x"] >= 0
        assert box["y"] >= bar["y"] + bar["height"]
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height


def test_the_key_p_presents_and_ends_it_but_not_where_somebody_types(server, page):
    page.goto(f"{server('app.py')}/Classroom")
    mounted(page)
    page.get_by_label("Six letters from the board").press("p")
    assert not shown(page)
    page.wait_for_function("window.birnnPresenting", timeout=PATIENCE)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("p")
    page.wait_for_function("'presenting' in document.documentElement.dataset", timeout=PATIENCE)
    page.keyboard.press("p")
    assert not shown(page)
    expect(page.locator("[data-testid=stSidebar]")).to_be_visible()


def test_a_clicker_walks_the_plan_and_back_in_full_view(server, page):
    page.goto(f"{server('app.py')}/Lectures?lecture_minutes=15")
    mounted(page)
    page.wait_for_function("window.birnnPresenting", timeout=PATIENCE)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("PageDown")
    page.wait_for_timeout(500)
    assert "Lectures" in page.url  # a page that is not presented scrolls
    page.keyboard.press("p")
    page.wait_for_function(FULL, timeout=PATIENCE)
    for key, link in [
        ("PageDown", "/"),
        ("PageDown", "Who_knows_what"),
        ("PageDown", "The+curtain"),
        ("PageDown", "Merge"),
        ("PageDown", "Merge"),
        ("PageUp", "The+curtain"),
    ]:
        page.keyboard.press(key)
        page.wait_for_function(
            "link => link === '/' ? location.pathname === link : location.href.includes(link)",
            arg=link,
            timeout=PATIENCE,
        )
        at_rest(page, lambda: page.url)
        assert shown(page)
        assert page.evaluate(FULL)
    page.reload()
    page.wait_for_function("'presenting' in document.documentElement.dataset", timeout=PATIENCE)
