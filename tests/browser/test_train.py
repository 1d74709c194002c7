"""The whole journey on the running app, with the real engine."""

import pytest
from playwright.sync_api import expect

from tests.browser.train_page import PLAYER, STATUS, UPDATE, press, wait_for
from tests.browser.waiting import PATIENCE, at_rest, mounted
from viz_core.training.host import worker_count

pytestmark = pytest.mark.browser

# Five million updates: on any machine the run is there when Pause or Stop comes.
LONG = "sequences=1000000&epochs=50&batch_size=10"
HISTORY = "document.querySelector('[class*=st-key-history_] input')"


@pytest.fixture
def train(server, page):
    """Opens the Train page with a link."""

    def open_page(link=""):
        page.goto(f"{server('app.py')}/Train?{link}")
        page.wait_for_selector(".st-key-train button:not([disabled])", timeout=PATIENCE)
        return mounted(page)

    yield open_page
    assert page.locator("[data-testid=stException]").count() == 0


def update(page):
    """How many updates the status line says are done."""
    return page.evaluate(UPDATE)


def test_the_whole_journey(train):
    page = train(f"units=12&cumulative_sum_timesteps=10&seed=1&{LONG}")
    press(page, "train")
    page.wait_for_function(f"{UPDATE} > 0", timeout=PATIENCE)
    page.wait_for_selector(".st-key-train_curves .main-svg", timeout=PATIENCE)

    press(page, "pause")
    wait_for(page, "Paused")
    paused_at = at_rest(page, lambda: update(page))
    press(page, "step")
    page.wait_for_function(f"{UPDATE} === {paused_at + 1}", timeout=PATIENCE)

    press(page, "pause")  # it says Resume now
    wait_for(page, "left")
    page.wait_for_function(f"{UPDATE} > {paused_at + 100}", timeout=PATIENCE)
    press(page, "stop")
    wait_for(page, "Stopped")

    slider = page.locator("[class*=st-key-history_] input")
    newest = at_rest(page, lambda: slider.get_attribute("aria-valuetext"))
    slider.press("Home")
    page.wait_for_function(f"{HISTORY}.getAttribute('aria-valuetext') === '0 updates'")
    assert newest not in ("0 updates", None)

    page.get_by_role("button", name="Model").click()
    page.locator(".st-key-merge_mode").get_by_text("mul", exact=True).click()
    page.wait_for_function("location.search.includes('merge_mode=mul')")
    page.keyboard.press("Escape")
    mounted(page)
    press(page, "train")
    page.wait_for_function(f"!{STATUS}.includes('Stopped') && {UPDATE} > 0", timeout=PATIENCE)
    press(page, "stop")
    wait_for(page, "Stopped")

    link = page.url
    assert "merge_mode=mul" in link
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector(f"{PLAYER} canvas, {PLAYER} svg", timeout=PATIENCE)
    page.get_by_role("button", name="Model").click()
    assert page.locator(".st-key-units input").input_value() == "12"


def test_the_network_is_read_while_it_learns_and_comes_to_rest_after_it(train):
    page = train(f"units=4&{LONG}")
    page.wait_for_selector(f"{PLAYER} [data-playing=false]")
    top = at_rest(page, lambda: page.locator(PLAYER).bounding_box()["y"])
    press(page, "train")
    page.wait_for_selector(f"{PLAYER} [data-playing=true]", timeout=PATIENCE)
    press(page, "stop")
    wait_for(page, "Stopped")
    page.wait_for_selector(f"{PLAYER} [data-playing=false]", timeout=PATIENCE)
    assert at_rest(page, lambda: page.locator(PLAYER).bounding_box()["y"]) == top


def test_enter_in_the_name_keeps_the_run_as_the_one_button_of_its_form_does(train):
    page = train("units=2&sequences=400&epochs=1")
    press(page, "train")
    wait_for(page, "Finished")
    mounted(page).get_by_role("button", name="Keep").click()
    name = page.get_by_role("textbox", name="Name")
    name.fill("kept with Enter")
    name.press("Enter")
    page.get_by_text("Kept: see Saved runs.").wait_for(timeout=PATIENCE)
    form = page.locator("[data-testid=stForm]", has=name)
    expect(form.get_by_role("button")).to_have_text(["Keep this run"])


@pytest.mark.parametrize("paused", [False, True], ids=["active", "paused"])
def test_the_browser_asks_before_a_reload_loses_a_run(train, paused):
    page = train(f"units=4&{LONG}")
    asks = "window.onbeforeunload !== null"
    page.wait_for_function(f"!({asks})", timeout=PATIENCE)
    press(page, "train")
    page.wait_for_function(asks, timeout=PATIENCE)
    if paused:
        press(page, "pause")
        wait_for(page, "Paused")
        mounted(page)
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]


def test_a_link_with_nonsense_opens_on_the_textbook_run(train):
    page = train("cell=Perceptron&units=-4&seed=x&task=poetry")
    assert page.locator("[data-testid=stException]").count() == 0
    page.get_by_role("button", name="Model").click()
    assert page.locator(".st-key-units input").input_value() == "50"


def test_a_newcomer_has_a_turn_while_everybody_elses_long_runs_go_on(browser, server):
    contexts = [browser.new_context() for _ in range(worker_count())]
    tabs = [context.new_page() for context in contexts]
    for seed, tab in enumerate(tabs):
        tab.goto(f"{server('app.py')}/Train?units=9&sequences=900000&epochs=500&seed={seed}")
        press(tab, "train")
        tab.wait_for_function(f"{UPDATE} > 0", timeout=PATIENCE)
    newcomer = browser.new_context().new_page()
    newcomer.goto(f"{server('app.py')}/Train?units=9&sequences=2000&seed=99")
    press(newcomer, "train")
    wait_for(newcomer, "Finished")
    for tab in tabs:
        assert "Stopped" not in tab.evaluate(STATUS)
    for context in [*contexts, newcomer.context]:
        context.close()
