"""A lecturer and those who follow: page, control, moment, question; let go, come late, lost and back."""

import json
import re
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import tolerating_nothing
from tests.browser.deck_link import hash_of
from tests.browser.train_page import press, wait_for
from tests.browser.waiting import PATIENCE, at_rest, mounted
from ui.language import LANGUAGES, translations
from ui.plans import stations

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(browser, server):
    """`tab(link)` is the tab of another person; of none a script error is tolerated."""
    with ExitStack() as people:

        def open_tab(link, *, width=1280, height=720):
            context = people.enter_context(browser.new_context(viewport={"width": width, "height": height}))
            page = people.enter_context(tolerating_nothing(context.new_page()))
            page.goto(f"{server('app.py')}/{link}")
            return mounted(page)

        yield open_tab


@pytest.fixture
def lecturer(tab):
    page = tab("Classroom")
    page.locator(".st-key-class_begin button").click()
    page.get_by_text("Leading").wait_for(timeout=PATIENCE)
    return page


@pytest.fixture
def code(lecturer):
    return lecturer.locator(".class-code").inner_text()


def wait_for_page(page, name):
    page.wait_for_selector(f"h1:has-text('{name}')", timeout=PATIENCE)
    mounted(page)


def visit(page, name):
    page.locator("[data-testid=stSidebar]").get_by_text(name, exact=True).click()
    wait_for_page(page, name)


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
    wait_for_page(first, "Classroom")
    visit(lecturer, "Merge")
    wait_for_page(first, "Merge")
    visit(second, "Classroom")
    second.get_by_label("Six letters from the board").fill(code.lower())
    pressed(second, "Enter the class")
    wait_for_page(second, "Merge")  # who comes late is where the others are
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
    wait_for_page(follower, "How it reads")
    mine, theirs = (page.locator(".player .bar input[type=range]").first for page in (lecturer, follower))
    theirs.wait_for(timeout=PATIENCE)
    mine.evaluate("one => { one.value = 3; one.dispatchEvent(new Event('input', {bubbles: true})); }")
    expect(theirs).to_have_value("3", timeout=PATIENCE)
    late = tab(f"?class={code}")
    wait_for_page(late, "How it reads")
    place = late.locator(".player .bar input[type=range]").first
    expect(place).to_have_value("3", timeout=PATIENCE)


CURVE = """() => Math.max(0, ...[...document.querySelectorAll('.st-key-train_curves .js-plotly-plot')]
    .flatMap(one => (one.data ?? []).map(line => line.x.length)))"""


def test_the_class_watches_the_lecturers_run_until_it_trains_itself(lecturer, code, tab):
    follower = tab(f"?class={code}")
    lecturer.goto(lecturer.url.replace("Classroom", "Train?units=5&sequences=4000"))
    wait_for_page(follower, "Train")
    press(lecturer, "train")
    follower.get_by_text("The lecturer's run.").wait_for(timeout=PATIENCE)
    expect(follower.locator(".st-key-train")).to_have_count(0, timeout=PATIENCE)
    follower.wait_for_function(f"({CURVE})() > 5", timeout=PATIENCE)
    late = tab(f"?class={code}")
    late.get_by_text("The lecturer's run.").wait_for(timeout=PATIENCE)
    for page in (lecturer, follower, late):
        wait_for(page, "Finished")
    points = at_rest(lecturer, lambda: lecturer.evaluate(CURVE))
    assert points > 5
    for page in (follower, late):
        page.wait_for_function(f"points => ({CURVE})() === points", arg=points, timeout=PATIENCE)
    pressed(follower, "Let go")
    press(follower, "train")
    follower.wait_for_function(f"({CURVE})() > 0", timeout=PATIENCE)
    pressed(follower, "Follow again")
    late.get_by_text("The lecturer's run.").wait_for(timeout=PATIENCE)


def test_who_was_cut_off_or_reloads_is_where_the_others_are(lecturer, code, tab):
    follower = tab(f"?class={code}")
    wait_for_page(follower, "Classroom")
    follower.evaluate("window.birnnClassroom.line.socket.close()")
    visit(lecturer, "Merge")
    wait_for_page(follower, "Merge")
    follower.reload()
    follower.get_by_text(f"Following {code}").wait_for(timeout=PATIENCE)
    lecturer.reload()
    lecturer.get_by_text(f"Leading {code}").wait_for(timeout=PATIENCE)
    choose(mounted(lecturer), "mg_mode", "sum")
    chosen(follower, "mg_mode", "sum")


def test_the_lead_is_handed_over_by_a_second_link_and_taken_back(lecturer, code, tab):
    lecturer.get_by_text("Hand over the lead").click()
    link = lecturer.locator("[data-testid=stCode] code").inner_text()
    other = tab(link.partition("/?")[2].join(["?", ""]))
    other.get_by_text(f"Leading {code}").wait_for(timeout=PATIENCE)
    assert "lead" not in other.url
    visit(other, "Merge")
    wait_for_page(lecturer, "Merge")
    pressed(lecturer, "Take the lead")
    lecturer.get_by_text(f"Leading {code}").wait_for(timeout=PATIENCE)
    visit(lecturer, "Alignment")
    wait_for_page(other, "Alignment")


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
    votes = lecturer.locator(".birnn-class .sheet:not([hidden]) .bars b")
    expect(votes).to_have_text(["0", "1", "1"], timeout=PATIENCE)
    pressed(lecturer, "Show the votes")
    for page in (lecturer, phone, laptop):
        page.get_by_text("✓ right").wait_for(timeout=PATIENCE)
        assert page.locator(".birnn-class .sheet:not([hidden]) .bars b").all_inner_texts() == ["0", "1", "1"]
    pressed(lecturer, "End the question")
    phone.get_by_text("✓ right").wait_for(state="hidden", timeout=PATIENCE)


def test_a_step_of_the_pages_sequence_is_pressed_on_phones_and_its_bars_are_kept_in_the_deck(
    lecturer, code, tab
):
    phone, laptop = tab(f"?class={code}", width=360, height=740), tab(f"?class={code}")
    visit(lecturer, "How it reads")
    for page in (phone, laptop):
        wait_for_page(page, "How it reads")
    lecturer.locator("[data-birnn-row]").first.wait_for(state="attached", timeout=PATIENCE)
    row = json.loads(lecturer.locator("[data-birnn-row]").first.get_attribute("data-birnn-row"))
    pressed(lecturer, "Ask")
    form = lecturer.locator(".birnn-class form")
    question = form.locator("button.option").first.inner_text()
    form.locator("button.which").first.click()
    steps = phone.locator("button.step")
    expect(steps).to_have_count(len(row), timeout=PATIENCE)
    for place, symbol in enumerate(row):
        assert steps.nth(place).inner_text().split() == [symbol, str(place + 1)]
        box = steps.nth(place).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert min(box["width"], box["height"]) >= 44
        assert steps.nth(place).evaluate("one => one.scrollWidth <= one.clientWidth")
    steps.nth(2).click()
    lecturer.get_by_text("Votes: 1").wait_for(timeout=PATIENCE)
    assert not phone.locator(".birnn-class .by-step").is_visible()
    # The row is one stop of the keyboard, and arrows walk it.
    laptop.locator("button.step").first.focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        laptop.keyboard.press(key)
    lecturer.get_by_text("Votes: 2").wait_for(timeout=PATIENCE)
    laptop.keyboard.press("End")
    laptop.keyboard.press("Enter")
    counts = [0] * len(row)
    counts[2] = counts[-1] = 1
    votes = lecturer.locator(".birnn-class .by-step b")
    expect(votes).to_have_text([str(one) for one in counts], timeout=PATIENCE)
    bars = lecturer.locator(".birnn-class .by-step .grown")
    heights = bars.evaluate_all("ones => ones.map(one => one.style.height)")
    assert heights == ["100%" if one else "0%" for one in counts]
    pressed(lecturer, "Show the votes")
    for page in (phone, laptop):
        bars = page.locator(".birnn-class .sheet:not([hidden]) .by-step b")
        expect(bars).to_have_text([str(one) for one in counts], timeout=PATIENCE)
        assert not page.locator("button.step").first.is_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    lecturer.locator(".birnn-class button.save").click()
    lecturer.wait_for_selector("dialog[data-shown]", timeout=PATIENCE)
    alt = lecturer.locator("dialog .preview").get_attribute("alt")
    assert alt.startswith(question)
    assert f"Step 3: {row[2]}: 1" in alt
    assert "Step 2:" not in alt
    lecturer.get_by_role("button", name="Add to deck").click()
    lecturer.wait_for_selector("dialog[data-kept='1']", timeout=PATIENCE)


def test_a_sequence_that_the_lecturer_writes_is_asked_about_on_any_page_with_its_right_step(
    lecturer, code, tab
):
    follower = tab(f"?class={code}")
    wait_for_page(follower, "Classroom")
    pressed(lecturer, "Ask")
    lecturer.get_by_label("Question").first.fill("Where does the sentence turn?")
    lecturer.get_by_role("radio", name="Which step?").check()
    assert not lecturer.get_by_label("Answer 1", exact=True).is_visible()
    lecturer.get_by_label("Sequence: a space between two steps").fill("good  but slow")
    lecturer.get_by_role("button", name="Step 2: but").click()
    pressed(lecturer, "Ask the class")
    follower.get_by_role("button", name="Step 2: but").click(timeout=PATIENCE)
    lecturer.get_by_text("Votes: 1").wait_for(timeout=PATIENCE)
    expect(follower.locator(".birnn-class em", has_text="right")).to_have_count(0)
    pressed(lecturer, "Show the votes")
    right = follower.locator(".birnn-class .by-step .step", has_text="✓ right")
    expect(right).to_have_count(1, timeout=PATIENCE)
    assert right.inner_text().split()[:2] == ["1", "but"]


def test_the_page_of_the_poll_proposes_its_question(lecturer, code, tab):
    follower = tab(f"?class={code}")
    lecturer.goto(lecturer.url.replace("Classroom", "Switchboard?board_view=Poll&board_asked=3"))
    wait_for_page(lecturer, "Switchboard")
    lecturer.get_by_text(f"Leading {code}").wait_for(timeout=PATIENCE)
    lecturer.locator("[data-birnn-question]").wait_for(state="attached", timeout=PATIENCE)
    pressed(lecturer, "Ask")
    assert "step 3" in lecturer.get_by_label("Question").first.input_value()
    pressed(lecturer, "Ask the class")
    assert follower.locator("button.option").nth(1).inner_text(timeout=PATIENCE)
    expect(follower.locator("button.option")).to_have_count(2, timeout=PATIENCE)


def test_a_question_of_any_page_is_asked_by_one_press_and_its_votes_are_kept_in_the_deck(lecturer, code, tab):
    follower = tab(f"?class={code}")
    visit(lecturer, "Merge")
    wait_for_page(follower, "Merge")
    lecturer.locator("[data-birnn-offer]").wait_for(state="attached", timeout=PATIENCE)
    pressed(lecturer, "Ask")
    offered = lecturer.locator(".birnn-class form button.option")
    offered.first.wait_for(timeout=PATIENCE)
    question = offered.first.inner_text()
    asked = lecturer.locator("[data-testid=stExpander] summary").filter(has_text=re.compile(r"\d\. "))
    assert offered.count() == asked.count()
    offered.first.click()
    expect(follower.locator(".birnn-class h2").last).to_have_text(question, timeout=PATIENCE)
    follower.locator("button.option", has_text="I have a guess").click(timeout=PATIENCE)
    lecturer.get_by_text("Votes: 1").wait_for(timeout=PATIENCE)
    lecturer.locator(".birnn-class button.save").click()
    lecturer.wait_for_selector("dialog[data-shown]", timeout=PATIENCE)
    assert lecturer.locator("dialog [data-name=heading]").input_value() == question
    alt = lecturer.locator("dialog .preview").get_attribute("alt")
    assert "I have a guess: 1" in alt
    assert "I do not know: 0" in alt
    lecturer.get_by_role("button", name="Add to deck").click()
    lecturer.wait_for_selector("dialog[data-kept='1']", timeout=PATIENCE)


# Where a page is, without what belongs to one browser.
PLACE = """() => {
    const query = new URLSearchParams(location.search);
    for (const own of ['lang', 'present']) query.delete(own);
    return `${location.pathname}?${query}`;
}"""


def test_a_class_of_three_languages_follows_a_whole_plan(lecturer, code, tab):
    followers = {spoken: tab(f"?class={code}&lang={spoken}") for spoken in LANGUAGES}
    lecturer.goto(lecturer.url.replace("Classroom", "Lectures?lecture_minutes=15&present=1"))
    lecturer.wait_for_function("window.birnnPresenting && window.birnnClassroom", timeout=PATIENCE)
    wait_for_page(followers["en"], "Lectures")
    lecturer.evaluate("document.activeElement.blur()")
    walked, before = [], lecturer.evaluate(PLACE)
    for station in stations(15):
        lecturer.keyboard.press("PageDown")
        lecturer.wait_for_function(f"before => ({PLACE})() !== before", arg=before, timeout=PATIENCE)
        before = place = at_rest(lecturer, lambda: lecturer.evaluate(PLACE))
        title = lecturer.locator("h1").text_content()
        for spoken, page in followers.items():
            page.wait_for_function(f"place => ({PLACE})() === place", arg=place, timeout=PATIENCE)
            wait_for_page(page, translations(spoken).gettext(title))
            assert page.evaluate("document.documentElement.lang") == spoken
            expect(page.locator("[data-testid=stException]")).to_have_count(0)
        walked.append(place.partition("?")[0].strip("/"))
        assert walked[-1] == station["page"]
    assert len(walked) >= 4


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


def test_pages_that_a_deck_opens_out_of_sight_take_no_part_in_the_class(lecturer):
    visit(lecturer, "Deck")
    joined = []
    lecturer.on("websocket", lambda one: "/class/" in one.url and joined.append(one.url))
    lecturer.evaluate("hash => (location.hash = hash)", hash_of({"link": "Merge#mg_column", "dark": False}))
    pressed(lecturer, "Add them to the deck")
    lecturer.wait_for_selector(".deck[data-cards='1']", timeout=PATIENCE)
    assert joined == []
