"""The page Your own data in a real browser: a table is brought, described, learned, and played to its end."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import at_rest, drawn, mounted

pytestmark = pytest.mark.browser

# The label of a step is that of the step after it: only the backward reader can know.
ROWS = [
    (number, step, (number * 7 + step * step + number // 3) % 2) for number in range(60) for step in range(6)
]
TABLE = "sequence;signal;label\n" + "".join(
    f"s{number};{bit};{'on' if step < 5 and ROWS[place + 1][2] else 'off'}\n"
    for place, (number, step, bit) in enumerate(ROWS)
)


def bring(page, name, data):
    file = {"name": name, "mimeType": "text/csv", "buffer": data}
    page.locator("input[type=file]").set_input_files(file)


@pytest.fixture
def your_own(server, page):
    page.goto(f"{server('app.py')}/Your_own?own_data=Your+file&own_direction=backward&own_cell=GRU")
    page.get_by_text("What a file may be").wait_for()
    return drawn(page)


def test_a_wrong_file_gets_a_sentence_and_a_good_one_is_learned_and_played(your_own):
    bring(your_own, "wrong.xlsx", b"PK\x03\x04 and so on")
    your_own.get_by_text("must be text in UTF-8; got a ZIP or Excel file.").wait_for()
    assert your_own.locator(".player").count() == 0

    bring(your_own, "own.csv", TABLE.encode())
    your_own.wait_for_selector(".player")
    expect(your_own.get_by_text("60 sequences of 6 steps")).to_have_count(1)
    your_own.get_by_role("button", name="Train", exact=True).click()
    your_own.get_by_text("Finished").wait_for()
    answered = your_own.locator("table tr", has_text="backward").locator("td").last
    # Before the last evaluation is there, the table has that of an earlier moment.
    expect(answered).to_have_text(re.compile(r"^(0\.9[5-9]|1\.0)"))

    player = your_own.locator(".player")
    player.focus()
    your_own.keyboard.press("End")
    your_own.get_by_text("All 6 steps are read").wait_for()


def test_one_press_shows_that_leaks_need_both_sides(your_own):
    your_own.get_by_text("Leaks", exact=True).first.click()
    mounted(your_own).wait_for_selector(".player")
    your_own.get_by_role("button", name="Train what is missing").click()
    your_own.get_by_text("not trained yet").first.wait_for(state="detached")
    your_own.get_by_text("Finished").wait_for()
    cells = your_own.locator(".st-key-savable_own_compared table tr td:last-child")
    guessing, forward, backward, both = map(float, at_rest(your_own, cells.all_inner_texts))
    assert guessing < min(forward, backward) and max(forward, backward) + 0.08 < both


def test_examples_can_be_taken_home(your_own):
    with your_own.expect_download() as download:
        your_own.get_by_role("button", name="Gestures").last.click()
    assert download.value.suggested_filename == "gestures.csv"
    text = download.value.path().read_text()
    assert text.startswith("sequence,x,y,label\n") and len(text.splitlines()) > 400
