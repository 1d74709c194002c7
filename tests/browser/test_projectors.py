"""What a room shows on a projector: pictures whole in the window, names whole, one scale of type."""

import pytest

from tests.browser.conftest import PATIENCE, READY, at_rest
from ui.rooms import ROOMS
from viz_core.experiments import EXPERIMENTS

pytestmark = pytest.mark.browser

PROJECTORS = [(1280, 720), (1920, 1080)]
# Rooms with a player, and whether it is the first picture, seen without scrolling.
PLAYERS = {
    "": True,
    "Train": True,
    "Train?layers=4&units=8": True,
    "How_it_reads": True,
    "Reviews": False,
    "Digits": False,
    "Tagging": False,
    "Translation": False,
    "Your_own": False,
}
PLACES = """one => {
    const place = (part) => { const {top, bottom} = part.getBoundingClientRect(); return {top, bottom}; };
    return {picture: place(one.querySelector('canvas')), bar: place(one.querySelector('.bar'))};
}"""
CUT = """() => [...document.querySelectorAll('[data-testid=stSidebar] [data-testid=stPageLink-NavLink] *')]
    .filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0).map(one => one.innerText)"""


@pytest.fixture(params=PROJECTORS, ids=lambda size: f"{size[0]}x{size[1]}")
def projector(request, server, page):
    """`projector(link)` opens a room in a window of that size; the page, and the window's height."""

    def open_room(link: str):
        page.set_viewport_size({"width": request.param[0], "height": request.param[1]})
        page.goto(f"{server('app.py')}/{link}")
        page.wait_for_selector("h1", timeout=PATIENCE)
        page.wait_for_selector(READY, timeout=PATIENCE)
        return page, request.param[1]

    return open_room


# Pictures of the lessons, seen without scrolling: the room, and what is measured.
LESSONS = [
    ("Merge", ".picture"),
    ("State_space", ".picture"),
    ("State_space?space_view=Forward+against+backward", ".picture"),
    ("Merge?mg_view=Networks", ".st-key-mg_networks"),
    ("Merge?mg_view=XOR", ".st-key-mg_xor"),
    ("Merge?mg_view=Casino", ".st-key-mg_casino"),
    ("Alignment", ".picture"),
    ("Alignment?al_view=Last+state", ".st-key-al_last"),
    ("Alignment?al_view=Padding", ".st-key-al_padding_figure"),
    ("Errors_flowing_back", ".picture"),
    ("Who_knows_what", ".picture"),
    ("Who_knows_what?know_layers=2", ".picture"),
    ("Who_knows_what?know_view=The+curtain", ".picture"),
    ("Who_knows_what?know_view=Step+by+step", ".picture"),
    ("How_much_future", ".st-key-future_lines"),
    ("Switchboard", ".st-key-board_map"),
    ("Switchboard?board_view=Twins", ".picture"),
    ("Inside_the_cell", ".stepper .picture"),
    ("Inside_the_cell?cell_kind=GRU", ".stepper .picture"),
    ("From_scratch", ".stepper"),
    ("Resting_points", ".st-key-rest_plane"),
    ("Resting_points?rest_network=One+switch,+1+unit", ".st-key-rest_cobweb"),
]


@pytest.mark.parametrize(("link", "measured"), LESSONS)
def test_the_picture_of_a_lesson_is_whole_in_the_window(projector, link, measured):
    page, height = projector(link)
    picture = page.locator(measured).first
    picture.wait_for(timeout=PATIENCE)
    place = at_rest(page, picture.bounding_box)
    assert place["height"] > 200
    assert place["y"] >= 0
    assert place["y"] + place["height"] <= height


def settled(page):
    """Where the picture and the bar of the first player are, once they stay there."""
    player = page.locator(".player").first
    player.locator("canvas").wait_for(timeout=PATIENCE)
    return at_rest(page, lambda: player.evaluate(PLACES))


@pytest.mark.parametrize(("link", "at_once"), PLAYERS.items())
def test_the_network_is_whole_in_the_window_with_its_bar_below(projector, link, at_once):
    page, height = projector(link)
    settled(page)
    if not at_once:
        page.locator(".player").first.evaluate("one => one.scrollIntoView({block: 'start'})")
    places = settled(page)
    assert places["picture"]["bottom"] - places["picture"]["top"] > 200
    assert places["picture"]["top"] >= 0
    assert places["bar"]["top"] >= places["picture"]["bottom"]
    assert places["bar"]["bottom"] <= height


def test_every_room_stands_in_the_sidebar_with_its_whole_name(projector):
    page, _ = projector("")
    links = page.locator("[data-testid=stSidebar] [data-testid=stPageLink-NavLink]")
    links.nth(len(ROOMS) - 1).wait_for(timeout=PATIENCE)
    assert links.count() == len(ROOMS)
    assert page.evaluate(CUT) == []


def test_picture_and_page_have_one_scale(projector):
    page, _ = projector("Train")
    settled(page)
    root = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    words = page.locator(".player .moment").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert words == pytest.approx(root)
    assert root == pytest.approx(16 if page.viewport_size["width"] == 1280 else 20)


# Link -> where its choice is seen, and how it reads.
CHOICES = {
    "Merge?mg_mode=sum": (".st-key-mg_mode [aria-checked=true]", "sum"),
    "Digits?digits_direction=forward": (".st-key-digits_direction_words [aria-checked=true]", "forward"),
    "Lab?lab_experiment=4+%C2%B7+How+many+units+for+how+long+a+sequence%3F": (
        "[data-testid=stMain] strong",
        EXPERIMENTS["sizes"].question,
    ),
}


@pytest.mark.parametrize("link", CHOICES)
def test_back_returns_to_a_room_with_its_choices(projector, link):
    page, _ = projector(link)
    place, words = CHOICES[link]
    room = link.partition("?")[0]
    page.locator(place).get_by_text(words, exact=True).first.wait_for(timeout=PATIENCE)
    sidebar = page.locator("[data-testid=stSidebar]")
    sidebar.get_by_text("Alignment", exact=True).click(timeout=PATIENCE)
    page.wait_for_selector("h1:has-text('Alignment')", timeout=PATIENCE)
    page.go_back()
    page.wait_for_selector(f"h1:has-text('{room}')", timeout=PATIENCE)
    page.locator(place).get_by_text(words, exact=True).first.wait_for(timeout=PATIENCE)


@pytest.mark.parametrize(
    "room", ["Merge", "Alignment", "State_space", "Who_knows_what?know_view=The+curtain"]
)
def test_a_page_shows_one_cursor(projector, room):
    page, _ = projector(room)
    page.locator(".picture input[type=range]").first.wait_for(timeout=PATIENCE)
    page.wait_for_selector(READY, timeout=PATIENCE)
    shown = "ones => ones.filter(one => one.offsetParent !== null).length"
    assert page.locator("[data-testid=stMain] [data-testid=stSlider]").evaluate_all(shown) == 0
    assert page.locator(".picture input[type=range]").evaluate_all(shown) == 1


TYPE = """() => {
    const page = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const texts = [...document.querySelectorAll('*')].filter(one => one.shadowRoot)
        .flatMap(one => [...one.shadowRoot.querySelectorAll('.picture svg[role] text')]);
    return texts.map(one => one.getScreenCTM().a * parseFloat(getComputedStyle(one).fontSize) / page);
}"""


@pytest.mark.parametrize(
    "room", ["Merge", "Alignment", "Errors_flowing_back", "Switchboard?board_view=Twins"]
)
def test_the_type_of_a_picture_is_about_as_large_as_that_of_its_page(projector, room):
    page, _ = projector(room)
    page.locator(".picture svg[role] text").first.wait_for(timeout=PATIENCE)
    sizes = at_rest(page, lambda: page.evaluate(TYPE))
    assert sizes
    assert all(0.9 <= size <= 1.1 for size in sizes)


def test_the_mark_of_the_shown_room_covers_no_other_name(projector):
    page, _ = projector("Train")
    links = page.locator("[data-testid=stSidebar] [data-testid=stPageLink-NavLink]")
    links.nth(len(ROOMS) - 1).wait_for(timeout=PATIENCE)
    boxes = links.evaluate_all(
        "ones => ones.map(one => one.getBoundingClientRect()).map(({top, bottom}) => [top, bottom])"
    )
    assert len(boxes) == len(ROOMS)
    assert all(above[1] <= below[0] + 1 for above, below in zip(boxes, boxes[1:], strict=False))


def test_a_popover_leaves_the_sidebar_free(projector):
    page, height = projector("Train")
    for name in ("Task", "Model", "Training"):
        page.locator("[data-testid=stMain]").get_by_role("button", name=name, exact=True).click()
        body = page.locator("[data-testid=stPopoverBody]")
        body.wait_for(timeout=PATIENCE)
        box = at_rest(page, body.bounding_box)
        sidebar = page.locator("[data-testid=stSidebar]").bounding_box()
        assert box["x"] >= sidebar["x"] + sidebar["width"]
        assert box["y"] + box["height"] <= height
        page.keyboard.press("Escape")
        body.wait_for(state="detached", timeout=PATIENCE)
