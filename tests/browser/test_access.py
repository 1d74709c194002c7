"""Pages for those who do not see them, have other colours or larger type, only a keyboard, or a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import OF_COLOURS, violations
from tests.browser.conftest import PROJECTOR, open_at
from tests.browser.cut import cut_off
from tests.browser.touching import touching
from tests.browser.waiting import PATIENCE, at_rest, drawn
from ui.language import LANGUAGES
from viz_core.figures.palette import LIGHT

pytestmark = pytest.mark.browser

MAIN = "[data-testid=stMain]"
PHONE = {"width": 390, "height": 844}
# A window of 1280 x 720 at 200 %.
ZOOMED = {"width": 640, "height": 360}
# Where the keyboard is on a picture of each kind.
PICTURES = (
    ".player, .stepper, .picture .stage[tabindex], .picture .map, .picture .handle, "
    ".js-plotly-plot .modebar-btn"
)
WORDS = {"Classroom", "Deck", "Lectures", "Saved_runs"}
# Pages on which nothing can be pressed before somebody has put something there.
EMPTY = {"Deck"}
# Elements of the page that stand beside its window; what scrolls in a place of its own counts with its place.
BESIDE = """() => {
    const page = document.querySelector('[data-testid=stMain]');
    const wide = window.innerWidth + 1;
    const scrolls = one => one && one !== page && (['auto', 'scroll', 'hidden', 'clip'].includes(
        getComputedStyle(one).overflowX) || scrolls(one.parentElement ?? one.getRootNode().host));
    const all = root => [...root.querySelectorAll('*')].flatMap(
        one => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
    const out = all(page).filter(one => one.checkVisibility() && !scrolls(one.parentElement)
        && one.getBoundingClientRect().width > 0 && one.getBoundingClientRect().right > wide);
    return out.map(one => [one.tagName, one.getAttribute('class'), one.dataset?.testid].join(' '));
}"""
# Whatever has the focus, inside components too: whether it is seen (a field by its own frame), and in which
# of the parts of the page, which stand below each other.
FOCUSED = """() => {
    let one = document.activeElement;
    const outer = one;
    while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    const marked = ({outlineStyle, outlineWidth, boxShadow}) =>
        (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
    const framed = one.matches('input, [role=combobox]') && one.closest('[data-baseweb], [data-testid]');
    const parts = [...document.querySelectorAll('[data-testid=stMainBlockContainer] > * > *')];
    return {
        tag: one.tagName, name: (one.getAttribute('aria-label') ?? one.innerText ?? '').trim().slice(0, 60),
        seen: Boolean(marked(getComputedStyle(one)) || framed),
        part: parts.findIndex(part => part.contains(outer)),
        main: outer.closest('[data-testid=stMain]') !== null && outer.tagName !== 'BODY',
    };
}"""
# The keyboard goes on from the page's title.
BEGIN = """() => {
    const title = document.querySelector('[data-testid=stMain] h1');
    title.tabIndex = -1;
    title.focus();
    title.removeAttribute('tabindex');
}"""

# One stop of the keyboard of each kind, from the page's title on.
KINDS = """() => {
    const all = root => [...root.querySelectorAll('*')].flatMap(
        one => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
    const kinds = {};
    for (const one of all(document.querySelector('[data-testid=stMain]')))
        if (one.tabIndex >= 0 && one.checkVisibility() && !one.matches('textarea, :disabled'))
            kinds[[one.tagName, one.type, one.getAttribute('role')]] ??= one;
    window.kinds = Object.values(kinds);
    return window.kinds.length;
}"""
LISTEN = """() => {
    window.turned = 0;
    window.birnnPresenting.show(true);
    window.birnnPresenting.turn = () => { window.turned += 1; return true; };
}"""
UNLISTEN = "() => { delete window.birnnPresenting.turn; window.birnnPresenting.show(false); }"
# What would still move by itself or at a touch, inside components too.
MOVING = """() => {
    const roots = root => [root, ...[...root.querySelectorAll('*')].filter(one => one.shadowRoot)
        .flatMap(one => roots(one.shadowRoot))];
    const ours = one => one.getRootNode() !== document || one.closest('.birnn-class, .birnn-numbers');
    const moves = one => [one.transitionDuration, one.animationDuration].some(
        times => times.split(',').some(time => parseFloat(time) > 0)) && (one.animationName !== 'none'
        || one.transitionProperty !== 'all');
    return roots(document).flatMap(root => [...root.querySelectorAll('*')])
        .filter(one => ours(one) && moves(getComputedStyle(one)))
        .map(one => [one.tagName, one.getAttribute('class')].join(' '));
}"""


def numbers_of(page, place):
    """The window of numbers that the key N opens where a picture has the focus."""
    place.focus()
    page.keyboard.press("n")
    window = page.locator(".birnn-numbers dialog")
    window.locator("td").first.wait_for(timeout=PATIENCE)
    return window


def test_nothing_of_ours_hinders_anybody(opened):
    assert violations(opened.tab) == []


def test_the_first_picture_says_what_it_shows_and_has_its_numbers_one_key_away(opened):
    if opened.name in WORDS:
        assert opened.tab.locator(MAIN).locator(PICTURES).count() == 0
        return
    window = numbers_of(opened.tab, opened.tab.locator(MAIN).locator(PICTURES).first)
    assert window.locator(".sentence").inner_text()
    assert window.locator("th[scope=col]").count() >= 2
    opened.tab.keyboard.press("Escape")
    expect(window).to_have_count(0)


def test_a_clicker_works_wherever_the_keyboard_is(opened):
    tab = opened.tab
    tab.wait_for_function("window.birnnPresenting", timeout=PATIENCE)
    tab.evaluate(LISTEN)
    kinds = tab.evaluate(KINDS)
    for place in range(kinds):
        tab.evaluate("place => window.kinds[place].focus()", place)
        tab.keyboard.press("PageDown")
    turned = tab.evaluate("window.turned")
    tab.evaluate(UNLISTEN)
    assert bool(kinds) == (opened.name not in EMPTY)
    assert turned == kinds


def test_the_keyboard_is_seen_at_every_stop_and_goes_down_the_page(opened):
    stops = walked(opened.tab)
    assert bool(stops) == (opened.name not in EMPTY)
    assert [one for one in stops if not one["seen"]] == []
    # From one part of the page to the next, none is gone back to.
    parts = [one["part"] for one in stops]
    assert parts == sorted(parts)


def test_less_motion_is_asked_for_and_nothing_of_ours_moves(opened):
    opened.tab.emulate_media(reduced_motion="reduce")
    moving = at_rest(opened.tab, lambda: opened.tab.evaluate(MOVING))
    opened.tab.emulate_media(reduced_motion="no-preference")
    assert moving == []


def test_words_are_read_where_somebody_lays_colours_over_the_page(opened):
    opened.tab.emulate_media(forced_colors="active")
    found = violations(drawn(opened.tab), OF_COLOURS)
    opened.tab.emulate_media(forced_colors="none")
    assert found == []


@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=["phone", "200 %"])
def test_nothing_stands_beside_a_narrow_window(opened, size):
    opened.tab.set_viewport_size(size)
    beside = at_rest(opened.tab, lambda: opened.tab.evaluate(BESIDE))
    cut = cut_off(opened.tab)
    opened.tab.set_viewport_size(PROJECTOR["viewport"])
    assert beside == []
    assert cut == []


def test_no_words_of_a_picture_cover_others_on_a_phone(opened):
    if opened.name in ("Lab", "Translation"):
        pytest.xfail("Names of columns and of axes have no room for the type of a phone.")
    opened.tab.set_viewport_size(PHONE)
    found = at_rest(opened.tab, lambda: touching(opened.tab))
    opened.tab.set_viewport_size(PROJECTOR["viewport"])
    assert found == []


def test_no_words_are_cut_off_on_a_projector(opened):
    assert at_rest(opened.tab, lambda: cut_off(opened.tab)) == []


def test_no_colour_of_ours_hinders_anybody_in_the_dark(opened):
    opened.tab.emulate_media(color_scheme="dark")
    found = violations(drawn(opened.tab), OF_COLOURS)
    opened.tab.emulate_media(color_scheme="light")
    assert found == []


@pytest.mark.parametrize("spoken", [one for one in LANGUAGES if one != "en"])
@pytest.mark.parametrize("name", ["Train", "Who_knows_what", "Tagging"])
def test_nothing_of_ours_hinders_anybody_in_another_language(server, page, name, spoken):
    page.goto(f"{server('app.py')}/{name}?lang={spoken}")
    assert violations(drawn(page)) == []
    for size in (PROJECTOR["viewport"], PHONE):
        page.set_viewport_size(size)
        assert at_rest(page, lambda: cut_off(page)) == []


@pytest.mark.parametrize(
    "link",
    [
        "Who_knows_what?know_view=The+curtain",
        "Who_knows_what?know_view=Step+by+step",
        "Switchboard?board_view=Twins",
        "How_it_reads",
    ],
)
def test_a_picture_that_plays_tells_the_numbers_of_its_moment(server, page, link):
    page.goto(f"{server('app.py')}/{link}")
    place = drawn(page).locator(MAIN).locator(PICTURES).first
    at_end = numbers_of(page, place).locator(".tables").inner_text()
    page.keyboard.press("Escape")
    expect(page.locator(".birnn-numbers")).to_have_count(0)
    bar = page.locator(f"{MAIN} .bar input[type=range]").first
    bar.focus()
    bar.press("Home" if "curtain" in link else "ArrowLeft")
    before = numbers_of(page, place).locator(".tables").inner_text()
    assert before != at_end


def test_the_numbers_of_a_picture_hinder_nobody(server, page):
    open_at(page, f"{server('app.py')}/Merge", ".picture .stage[data-frame]")
    window = numbers_of(page, drawn(page).locator(".picture .stage").first)
    assert violations(page) == []
    assert window.locator("button").evaluate("one => one === one.getRootNode().activeElement")


def test_an_open_popover_is_the_next_stop_after_its_button_and_leads_on(server, page):
    page.goto(f"{server('app.py')}/Train")
    drawn(page).wait_for_function("window.birnnPresenting", timeout=PATIENCE)
    button = page.locator(MAIN).get_by_role("button", name="Model", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    body = page.locator("[data-testid=stPopoverBody]")
    body.get_by_label("Units", exact=True).wait_for(timeout=PATIENCE)
    inside = "document.activeElement.closest('[data-testid=stPopoverBody]') !== null"
    page.keyboard.press("Tab")
    assert page.evaluate(inside)
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUSED)["name"].startswith("Model")
    # Streamlit hides what is in the popover for a moment when its button gets the focus back: open it anew.
    page.keyboard.press("Escape")
    body.wait_for(state="detached", timeout=PATIENCE)
    button.focus()
    page.keyboard.press("Enter")
    body.get_by_label("Units", exact=True).wait_for(timeout=PATIENCE)
    page.keyboard.press("Tab")
    assert page.evaluate(inside)
    for _ in range(30):
        page.keyboard.press("Tab")
        if not page.evaluate(inside):
            break
    assert page.evaluate(FOCUSED)["name"].startswith("Training")


def walked(page):
    """What has the focus at each Tab in the main part of a page, from its beginning."""
    page.evaluate(BEGIN)
    stops = []
    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if not stop["main"]:
            break
        stops.append(stop)
    return stops


def test_the_controls_of_a_picture_are_reached_in_their_order(server, page):
    page.goto(f"{server('app.py')}/Merge")
    names = [stop["name"] for stop in walked(drawn(page))]
    order = ["Column", "concat", "One step back", "Play", "One step forward", "Moment"]
    assert [name for name in names if name in order] == order


def test_colours_that_mean_something_stay_where_somebody_lays_others_over_the_page(server, page):
    page.emulate_media(forced_colors="active", color_scheme="light")
    drawn(open_at(page, f"{server('app.py')}/Merge", ".picture .stage[data-frame]"))
    fill = "one => getComputedStyle(one).fill"
    shown = {
        name: page.locator(f".picture .part.{name}").first.evaluate(fill) for name in ("forward", "backward")
    }
    expected = {name: "rgb({}, {}, {})".format(*bytes.fromhex(getattr(LIGHT, name)[1:])) for name in shown}
    assert shown == expected
    ground = "one => getComputedStyle(one).backgroundColor"
    assert page.locator(".picture").first.evaluate(ground) == "rgb(255, 255, 255)"


def test_a_digit_is_drawn_by_keyboard(server, page):
    open_at(page, f"{server('app.py')}/Digits", ".digit-canvas canvas")
    answer = drawn(page).locator(".headline h2")
    expect(answer).not_to_contain_text("It reads 1")
    page.locator(".digit-canvas canvas").focus()
    for key in (" ", *["ArrowDown"] * 8, " "):
        page.keyboard.press(key)
    expect(answer).to_contain_text("It reads 1")


def test_the_player_is_legible_on_a_phone(server, page):
    page.set_viewport_size(PHONE)
    open_at(page, f"{server('app.py')}/How_it_reads", ".player canvas")
    canvas = drawn(page).locator(".player canvas").first.bounding_box()
    assert canvas["x"] >= 0
    assert canvas["width"] >= 0.85 * PHONE["width"]
    words = page.locator(".player .moment").first
    assert words.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 16
    for button in page.locator(".player .bar :is(button, select)").all():
        if button.is_visible():
            box = button.bounding_box()
            assert box["x"] + box["width"] <= PHONE["width"]
            assert min(box["width"], box["height"]) >= 40
