"""What a page shows on a projector: pictures whole in the window, names whole, one scale of type."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.touching import touching
from tests.browser.waiting import PATIENCE, at_rest, mounted
from ui.page_list import PAGES
from viz_core.experiments import EXPERIMENTS

pytestmark = pytest.mark.browser

PROJECTORS = [(1280, 720), (1920, 1080)]
# Pages with a player, and whether it is the first picture, seen without scrolling.
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
EDGES = "ones => ones.map(one => one.getBoundingClientRect()).map(({top, bottom}) => [top, bottom])"
CUT = """() => [...document.querySelectorAll('[data-testid=stSidebar] [data-testid=stPageLink-NavLink] *')]
    .filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0).map(one => one.innerText)"""


@pytest.fixture
def visit(server, page):
    """`visit(link)` opens a page in the smaller window."""

    def opened(link: str):
        resize(page, *PROJECTORS[0])
        page.goto(f"{server('app.py')}/{link}")
        page.wait_for_selector("h1", timeout=PATIENCE)
        return mounted(page)

    return opened


def resize(page, width, height):
    page.set_viewport_size({"width": width, "height": height})


def on_each_projector(page) -> Iterator[int]:
    """The height of each window, with the page in it: what is drawn follows the window."""
    for size in PROJECTORS:
        resize(page, *size)
        yield size[1]


# Pictures of the lessons, seen without scrolling: the page, and what is measured.
LESSONS = [
    ("Merge", ".picture"),
    ("State_space", ".picture"),
    ("State_space?space_view=Forward+against+backward", ".picture"),
    ("State_space?space_view=solid", ".picture"),
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
    ("Units", ".st-key-units_maps"),
    ("Beliefs", ".st-key-belief_training"),
    ("Beliefs?belief_view=sequence", ".st-key-belief_sequence"),
    ("Beliefs?belief_view=calibration", ".st-key-belief_answers"),
    ("Beliefs?belief_view=plane", ".st-key-belief_plane"),
    ("Beliefs?belief_view=plane&belief_network=GRU2", ".st-key-belief_plane"),
    ("Switchboard", ".st-key-board_map"),
    ("Switchboard?board_view=Twins", ".picture"),
    ("Inside_the_cell", ".stepper .picture"),
    ("Inside_the_cell?cell_kind=GRU", ".stepper .picture"),
    ("From_scratch", ".stepper"),
    ("Reviews", ".st-key-review_running"),
    ("Resting_points", ".st-key-rest_plane"),
    ("Resting_points?rest_network=One+switch,+1+unit", ".st-key-rest_cobweb"),
]


# Rows of options of which some are only seen by scrolling them.
ROWS_CUT = """() => [...document.querySelectorAll('[data-testid=stMain] [data-testid=stButtonGroup] *')]
    .filter(one => one.role === 'radiogroup' && one.checkVisibility())
    .filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => one.innerText)"""


# Lessons whose pictures are drawn in the scale of the page: about as large as its type are the words in them.
SCALED = {"Merge", "Alignment", "Errors_flowing_back", "Switchboard?board_view=Twins"}
TYPE = """() => {
    const page = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const texts = [...document.querySelectorAll('*')].filter(one => one.shadowRoot)
        .flatMap(one => [...one.shadowRoot.querySelectorAll('.picture svg[role] text')]);
    return texts.map(one => one.getScreenCTM().a * parseFloat(getComputedStyle(one).fontSize) / page);
}"""


def test_what_is_scaled_is_among_the_lessons():
    assert SCALED < {link for link, _ in LESSONS}


@pytest.mark.parametrize(("link", "measured"), LESSONS)
def test_the_picture_of_a_lesson_is_whole_in_the_window_with_large_words_apart_and_no_option_above_it_hidden(
    visit, link, measured
):
    page = visit(link)
    picture = page.locator(measured).first
    picture.wait_for(timeout=PATIENCE)
    for height in on_each_projector(page):
        place = at_rest(page, picture.bounding_box)
        assert place["height"] > 200
        assert place["y"] >= 0
        assert place["y"] + place["height"] <= height
        assert touching(page) == []
        assert page.evaluate(ROWS_CUT) == []
        if link in SCALED:
            sizes = page.evaluate(TYPE)
            assert sizes
            assert all(0.9 <= size <= 1.1 for size in sizes)


# Links to pictures whose scripts may come late.
LATE = (
    "",
    "Train",
    "How_it_reads",
    "Inside_the_cell",
    "Merge",
    "Merge?mg_view=networks",
    "Alignment",
    "State_space",
    "Errors_flowing_back",
    "Who_knows_what",
    "Who_knows_what?know_view=curtain",
    "Who_knows_what?know_view=arrival",
    "How_much_future",
    "Switchboard?board_view=twins",
)
# Of these, some whose height follows the window's width.
STRETCHED = ("Merge", "State_space", "Errors_flowing_back", "Who_knows_what")
# How high the place of each component is that begins in a window of that height, with its margin below.
HEIGHTS = """(window) => Object.fromEntries(
    [...document.querySelectorAll('[data-testid=stMain] [data-testid=stElementContainer]')]
    .filter(one => one.querySelector(':scope > .stBidiComponent'))
    .map(one => [[...one.classList].find(name => name.startsWith('st-key-')), one.getBoundingClientRect(),
        parseFloat(getComputedStyle(one).marginBottom)])
    .filter(([, {top, height}]) => height > 100 && top < window)
    .map(([name, {height}, margin]) => [name, height + margin]))"""


LATE_BY_SIZE = [(link, PROJECTORS[0]) for link in LATE] + [(link, PROJECTORS[1]) for link in STRETCHED]


@pytest.mark.parametrize(("link", "size"), LATE_BY_SIZE)
def test_what_stands_below_a_picture_hardly_moves_when_the_picture_comes(server, page, link, size):
    page.route(re.compile(r"/static/(pictures|player|stepper|live_figure)/"), lambda held: None)
    resize(page, *size)
    page.goto(f"{server('app.py')}/{link}")
    height = size[1]
    page.wait_for_selector("[data-testid=stMain] .stBidiComponent", state="attached", timeout=PATIENCE)
    before = at_rest(page, lambda: page.evaluate(HEIGHTS, height), pictures=False)
    page.unroute_all()  # what was held goes on its way
    after = at_rest(page, lambda: page.evaluate(HEIGHTS, 10 * height))
    assert before
    assert {name: after.get(name) for name in before} == pytest.approx(before, abs=120)


def settled(page):
    """Where the picture and the bar of the first player are, once they stay there."""
    player = page.locator(".player").first
    player.locator("canvas").wait_for(timeout=PATIENCE)
    return at_rest(page, lambda: player.evaluate(PLACES))


@pytest.mark.parametrize(("link", "at_once"), PLAYERS.items())
def test_the_network_is_whole_in_the_window_with_its_bar_below(visit, link, at_once):
    page = visit(link)
    for height in on_each_projector(page):
        if not at_once:
            settled(page)
            page.locator(".player").first.evaluate("one => one.scrollIntoView({block: 'start'})")
        places = settled(page)
        assert places["picture"]["bottom"] - places["picture"]["top"] > 200
        assert places["picture"]["top"] >= 0
        assert places["bar"]["top"] >= places["picture"]["bottom"]
        assert places["bar"]["bottom"] <= height


def test_picture_and_page_have_one_scale(visit):
    page = visit("Train")
    for height in on_each_projector(page):
        settled(page)
        root = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        words = page.locator(".player .moment").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        assert words == pytest.approx(root)
        assert root == pytest.approx(16 if height == 720 else 20)


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
def test_back_returns_to_a_page_with_its_choices(visit, link):
    page = visit(link)
    place, words = CHOICES[link]
    name = link.partition("?")[0]
    page.locator(place).get_by_text(words, exact=True).first.wait_for(timeout=PATIENCE)
    sidebar = page.locator("[data-testid=stSidebar]")
    sidebar.get_by_text("Alignment", exact=True).click(timeout=PATIENCE)
    page.wait_for_selector("h1:has-text('Alignment')", timeout=PATIENCE)
    mounted(page).go_back()
    page.wait_for_selector(f"h1:has-text('{name}')", timeout=PATIENCE)
    page.locator(place).get_by_text(words, exact=True).first.wait_for(timeout=PATIENCE)


# Page -> what is pressed there.
PRESSED = {
    "Merge": "Casino",
    "State_space": "Forward against backward",
    "Switchboard": "Twins",
    "Beliefs": "Plane",
    "Digits": "LSTM",
}


@pytest.mark.parametrize("link", PRESSED)
def test_what_was_pressed_is_there_after_back_forward_and_back(visit, link):
    page = visit(link)
    title = page.locator("h1").inner_text()
    pressed = page.locator("[data-testid=stMain]").get_by_role("radio", name=PRESSED[link], exact=True)
    pressed.click(timeout=PATIENCE)
    chosen = page.locator("[data-testid=stMain] [role=radio][aria-checked=true]:visible")
    before = at_rest(page, chosen.all_inner_texts)
    assert PRESSED[link] in before
    page.locator("[data-testid=stSidebar]").get_by_text("Alignment", exact=True).click(timeout=PATIENCE)
    page.wait_for_selector("h1:has-text('Alignment')", timeout=PATIENCE)
    for move, heading in (("back", title), ("forward", "Alignment"), ("back", title)):
        mounted(page).evaluate(f"history.{move}()")
        page.wait_for_selector(f"h1:has-text('{heading}')", timeout=PATIENCE)
    assert at_rest(page, chosen.all_inner_texts) == before


@pytest.mark.parametrize(
    "link", ["Merge", "Alignment", "State_space", "Who_knows_what?know_view=The+curtain"]
)
def test_a_page_shows_one_cursor(visit, link):
    page = visit(link)
    shown = "ones => ones.filter(one => one.offsetParent !== null).length"
    kinds = ("[data-testid=stMain] [data-testid=stSlider]", ".picture input[type=range]")
    cursors = at_rest(page, lambda: [page.locator(one).evaluate_all(shown) for one in kinds])
    assert cursors == [0, 1]


def test_every_page_stands_in_the_sidebar_with_its_whole_name_that_no_mark_covers(visit):
    page = visit("Train")
    links = page.locator("[data-testid=stSidebar] [data-testid=stPageLink-NavLink]")
    expect(links).to_have_count(len(PAGES))
    for _ in on_each_projector(page):
        boxes = at_rest(page, lambda: links.evaluate_all(EDGES))
        assert all(above[1] <= below[0] + 1 for above, below in zip(boxes, boxes[1:], strict=False))
        assert page.evaluate(CUT) == []


def test_a_popover_leaves_the_sidebar_free(visit):
    page = visit("Train")
    for height in on_each_projector(page):
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
