"""A run is followed over its own channel without the page's script; with it where there is no channel."""

import pytest
from playwright.sync_api import expect

from tests.browser.train_page import PLAYER, STATUS, UPDATE, press, wait_for
from tests.browser.waiting import PATIENCE, at_rest, mounted

pytestmark = pytest.mark.browser

POINTS = "(document.querySelector('.st-key-train_curves .live-figure')?.data?.at(-1)?.x?.length ?? 0)"
LINK = "units=6&sequences=1000000&cumulative_sum_timesteps=8&epochs=100&seed=3"
# The channel's address leads nowhere, as behind a proxy that does not know the route.
NOWHERE = """
const Real = window.WebSocket;
window.WebSocket = class extends Real {
  constructor(address, ...rest) {
    super(String(address).includes('birnn/watch') ? 'ws://127.0.0.1:9/' : address, ...rest);
  }
};
"""


def train(server, page, link=LINK):
    page.goto(f"{server('app.py')}/Train?{link}")
    page.wait_for_selector(".st-key-train button:not([disabled])", timeout=PATIENCE)
    mounted(page)
    press(page, "train")


def test_curve_player_and_words_move_while_the_script_rests(server, page):
    asked = []

    def opened(socket):
        if "_stcore/stream" in socket.url:
            socket.on("framesent", lambda frame: asked.append(frame))

    page.on("websocket", opened)
    train(server, page)
    page.wait_for_function(f"{UPDATE} > 0 && {POINTS} > 2", timeout=PATIENCE)
    page.wait_for_selector(".st-key-pause button:not([disabled])", timeout=PATIENCE)
    before = at_rest(page, lambda: len(asked))
    assert before > 0
    points, update = page.evaluate(POINTS), page.evaluate(UPDATE)
    page.evaluate(
        f"""window.pictures = new Set();
        const inside = [...document.querySelectorAll('{PLAYER}, {PLAYER} *')];
        const canvas = inside.map((one) => (one.shadowRoot ?? one).querySelector('canvas')).find(Boolean);
        window.watching = setInterval(() => window.pictures.add(canvas.toDataURL()), 200);"""
    )
    page.wait_for_function(f"{POINTS} > {points + 20} && {UPDATE} > {update + 20}", timeout=PATIENCE)
    page.wait_for_function("window.pictures.size > 2", timeout=PATIENCE)
    assert len(asked) == before
    press(page, "stop")
    wait_for(page, "Stopped")
    page.wait_for_selector("[class*=st-key-history_] input", timeout=PATIENCE)


def test_a_run_that_ends_by_itself_runs_the_page_once_more(server, page):
    train(server, page, "units=4&sequences=3000&cumulative_sum_timesteps=6&seed=5")
    wait_for(page, "Finished")
    page.wait_for_selector(".st-key-train button:not([disabled])", timeout=PATIENCE)
    expect(page.locator(".st-key-pause button")).to_be_disabled()


def test_where_the_channel_is_blocked_the_page_goes_on_slowly_and_says_so(server, page):
    page.add_init_script(NOWHERE)
    train(server, page)
    wait_for(page, "live updates are blocked on the way: every 5 s")
    words = page.locator(".run-words").first
    assert words.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert words.evaluate("one => one.offsetHeight <= 2.5 * parseFloat(getComputedStyle(one).fontSize)")
    page.wait_for_function(f"{UPDATE} > 0", timeout=PATIENCE)
    first = page.evaluate(UPDATE)
    page.wait_for_function(f"{UPDATE} > {first}", timeout=PATIENCE)
    press(page, "stop")
    wait_for(page, "Stopped")
    page.wait_for_function(f"!{STATUS}.includes('blocked')", timeout=PATIENCE)


def test_a_page_with_real_sequences_is_followed_over_the_channel(server, page):
    # Minutes on any machine: the run is there when Stop comes.
    page.goto(f"{server('app.py')}/Digits?digits_set=5,000+digits&digits_5000_epochs=50")
    page.get_by_text("has not learned anything yet").wait_for(timeout=PATIENCE)
    press(page, "train")
    figure = "document.querySelector('.st-key-set_curves .live-figure')"
    page.wait_for_function(f"{figure}?.data?.[0].x.length > 2", timeout=PATIENCE)
    points = page.evaluate(f"{figure}.data[0].x.length")
    page.wait_for_function(f"{figure}.data[0].x.length > {points + 3}", timeout=PATIENCE)
    assert page.locator(".live-figure-words:visible").count() == 0
    press(page, "stop")
    page.get_by_text("Stopped", exact=False).first.wait_for(timeout=PATIENCE)
