"""A lecturer and those who follow: page, control, moment, question; let go, come late, lost and back."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY

pytestmark = pytest.mark.browser

PATIENCE = 60_000
SCRUB = "one => Number(one.value)"


@pytest.fixture
def tab(browser, server):
    """`tab(link)` is the tab of another person; of none a script error is tolerated."""
    contexts, errors = [], []

    def open_tab(link, *, width=1280, height=720):
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{server('app.py')}/{link}")
        page.wait_for_selector(READY, timeout=PATIENCE)
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def lecturer(tab):
    page = tab("Classroom")
    page.locator(".st-key-class_begin button").click()
    page.get_by_text("Leading").wait_for(timeout=PATIENCE)
    return page


@pytest.fixture
def code(lecturer):
    return lecturer.locator(".class-code").inner_text()


def room(page, name):
    page.wait_for_selector(f"h1:has-text('{name}')", timeout=PATIENCE)
    page.wait_for_selector(READY, timeout=PATIENCE)


def visit(page, name):
    page.locator("[data-testid=stSidebar]").get_by_text(name, exact=True).click()
    room(page, name)


def chosen(page, key, words):
    page.locator(f".st-key-{key} [aria-checked=true]").get_by_text(words, exact=True).wait_for(
        timeout=PATIENCE
    )


def choose(page, key, words):
    page.locator(f".st-key-{key}").get_by_text(words, exact=True).click()
    chosen(page, key, words)


def pressed(page, name):
    page.get_by_role("button", name=name, exact=True).click(timeout=PATIENCE)


def test_followers_see_the_lecturers_page_and_control_and_go_their_own_way(lecturer, code, tab):
    first, second = tab(f"?class={code}"), tab("Train")
    room(first, "Classroom")
    visit(lecturer, "Merge")
    room(first, "Merge")
    visit(second, "Classroom")
    second.get_by_label("Six letters from the board").fill(code.lower())
    pressed(second, "Enter the class")
    room(second, "Merge")  # who comes late is where the others are
    lecturer.get_by_text("2 here").wait_for(timeout=PATIENCE)
    choose(lecturer, "mg_mode", "sum")
    for page in (first, second):
        chosen(page, "mg_mode", "sum")
    pressed(first, "Let go")
    first.get_by_text("On your own").wait_for(timeout=PATIENCE)
    choose(lecturer, "mg_mode", "mul")
    chosen(second, "mg_mode", "mul")
    chosen(first, "mg_mode", "sum")
    choose(first, "mg_mode", "ave")
    pressed(first, "Follow again")
    chosen(first, "mg_mode", "mul")
    for page in (lecturer, first, second):
        assert "lead" not in page.url
        assert "class=" not in page.url


def test_a_player_is_at_the_lecturers_moment(lecturer, code, tab):
    follower = tab(f"?class={code}")
    visit(lecturer, "How it reads")
    room(follower, "How it reads")
    mine, theirs = (page.locator(".player .bar input[type=range]").first for page in (lecturer, follower))
    theirs.wait_for(timeout=PATIENCE)
    mine.evaluate("one => { one.value = 3; one.dispatchEvent(new Event('input', {bubbles: true})); }")
    moment = mine.evaluate(SCRUB)
    follower.wait_for_function(
        "([one, moment]) => Number(one.value) === moment",
        arg=[theirs.element_handle(), moment],
        timeout=PATIENCE,
    )
    late = tab(f"?class={code}")
    room(late, "How it reads")
    place = late.locator(".player .bar input[type=range]").first.element_handle(timeout=PATIENCE)
    late.wait_for_function(
        "([one, moment]) => Number(one.value) === moment", arg=[place, moment], timeout=PATIENCE
    )


CURVE = """() => Math.max(0, ...[...document.querySelectorAll('.st-key-train_curves .js-plotly-plot')]
    .flatMap(one => (one.data ?? []).map(line => line.x.length)))"""


def test_the_class_watches_the_lecturers_run_until_it_trains_itself(lecturer, code, tab):
    follower = tab(f"?class={code}")
    lecturer.goto(lecturer.url.replace("Classroom", "Train?units=5&sequences=4000"))
    room(follower, "Train")
    lecturer.locator(".st-key-train button:not([disabled])").click(timeout=PATIENCE)
    follower.get_by_text("The lecturer's run.").wait_for(timeout=PATIENCE)
    expect(follower.locator(".st-key-train")).to_have_count(0, timeout=PATIENCE)
    follower.wait_for_function(f"({CURVE})() > 5", timeout=PATIENCE)
    late = tab(f"?class={code}")
    late.get_by_text("The lecturer's run.").wait_for(timeout=PATIENCE)
    for page in (lecturer, follower, late):
        page.wait_for_function(
            "(document.querySelector('.st-key-status')?.innerText ?? '').includes('Finished')",
            timeout=PATIENCE,
        )
    lecturer.wait_for_function(f"({CURVE})() > 5", timeout=PATIENCE)
    for page in (follower, late):
        page.wait_for_function(
            f"points => ({CURVE})() === points", arg=lecturer.evaluate(CURVE), timeout=PATIENCE
        )
    pressed(follower, "Let go")
    follower.locator(".st-key-train button:not([disabled])").click(timeout=PATIENCE)
    follower.wait_for_function(f"({CURVE})() > 0", timeout=PATIENCE)
    pressed(follower, "Follow again")
    late.get_by_text("The lecturer's run.").wait_for(timeout=PATIENCE)


def test_who_was_cut_off_or_reloads_is_where_the_others_are(lecturer, code, tab):
    follower = tab(f"?class={code}")
    room(follower, "Classroom")
    follower.evaluate("window.birnnClassroom.line.socket.close()")
    visit(lecturer, "Merge")
    room(follower, "Merge")
    follower.reload()
    follower.get_by_text(f"Following {code}").wait_for(timeout=PATIENCE)
    lecturer.reload()
    lecturer.get_by_text(f"Leading {code}").wait_for(timeout=PATIENCE)
    choose(lecturer, "mg_mode", "sum")
    chosen(follower, "mg_mode", "sum")


def test_the_lead_is_handed_over_by_a_second_link_and_taken_back(lecturer, code, tab):
    lecturer.get_by_text("Hand over the lead").click()
    link = lecturer.locator("[data-testid=stCode] code").inner_text()
    other = tab(link.partition("/?")[2].join(["?", ""]))
    other.get_by_text(f"Leading {code}").wait_for(timeout=PATIENCE)
    assert "lead" not in other.url
    visit(other, "Merge")
    room(lecturer, "Merge")
    pressed(lecturer, "Take the lead")
    lecturer.get_by_text(f"Leading {code}").wait_for(timeout=PATIENCE)
    visit(lecturer, "Alignment")
    room(other, "Alignment")


def test_a_question_is_answered_on_phones_with_one_tap_and_shown(lecturer, code, tab):
    phone, laptop = tab(f"?class={code}", width=360, height=740), tab(f"?class={code}")
    for page in (phone, laptop):
        page.get_by_text("Following").wait_for(timeout=PATIENCE)
    pressed(lecturer, "Ask")
    lecturer.get_by_label("Question").first.fill("Which reader decides step 3?")
    for number, words in enumerate(
        ("forward", "backward", "both of them, once each has read all that is on its side")
    ):
        lecturer.get_by_label(f"Answer {number + 1}", exact=True).fill(words)
    lecturer.get_by_label("Answer 3 is right").check()
    pressed(lecturer, "Ask the class")
    options = phone.locator("button.option")
    options.nth(2).wait_for(timeout=PATIENCE)
    for place in range(3):
        box = options.nth(place).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert box["height"] >= 44
        assert options.nth(place).evaluate("one => one.scrollWidth <= one.clientWidth")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    options.nth(2).click()
    laptop.locator("button.option").nth(0).click()
    lecturer.get_by_text("Votes: 2").wait_for(timeout=PATIENCE)
    laptop.locator("button.option").nth(1).click()
    pressed(lecturer, "Show the votes")
    for page in (lecturer, phone, laptop):
        page.get_by_text("✓ right").wait_for(timeout=PATIENCE)
        assert page.locator(".birnn-class .sheet:not([hidden]) .bars b").all_inner_texts() == ["0", "1", "1"]
    pressed(lecturer, "End the question")
    phone.get_by_text("✓ right").wait_for(state="hidden", timeout=PATIENCE)


def test_the_room_of_the_poll_proposes_its_question(lecturer, code, tab):
    follower = tab(f"?class={code}")
    lecturer.goto(lecturer.url.replace("Classroom", "Switchboard?board_view=Poll&board_asked=3"))
    room(lecturer, "Switchboard")
    lecturer.get_by_text(f"Leading {code}").wait_for(timeout=PATIENCE)
    pressed(lecturer, "Ask")
    assert "step 3" in lecturer.get_by_label("Question").first.input_value()
    pressed(lecturer, "Ask the class")
    assert follower.locator("button.option").nth(1).inner_text(timeout=PATIENCE)
    expect(follower.locator("button.option")).to_have_count(2, timeout=PATIENCE)


def test_a_class_that_is_over_says_so_and_lets_go(lecturer, code, tab, server):
    follower = tab(f"?class={code}")
    follower.get_by_text("Following").wait_for(timeout=PATIENCE)
    pressed(lecturer, "End the class")
    for page in (follower, lecturer):
        page.get_by_text("The class is over").wait_for(timeout=PATIENCE)
    page = tab(f"Merge?class={code}")
    page.get_by_text(f"There is no class {code} now").wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="Leave the class").click()
    expect(page.locator(".birnn-class")).to_have_count(0, timeout=PATIENCE)
