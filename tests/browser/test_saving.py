"""What is saved from every kind of picture: opened by other programs, its type measured, nothing clipped."""

import io
from itertools import pairwise
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from playwright.sync_api import expect

from benchmarks.saved_pictures import LEAST, SQUEEZED, WORDS
from tests.browser.waiting import at_rest, drawn, mounted
from ui.saving_words import VERSION
from viz_core.figures.palette import palette

pytestmark = pytest.mark.browser

# Kind of picture -> a page, and what is pressed there.
KINDS = {
    "player": ("Train", ".player .save"),
    "figure": ("Errors_flowing_back", None),
    "heat_map": ("Alignment?al_view=padding", None),
    "errors": ("Errors_flowing_back", ".picture .save"),
    "maps": ("Who_knows_what", ".picture .save"),
    "curtain": ("Who_knows_what?know_view=The+curtain", ".picture .save"),
    "arrival": ("Who_knows_what?know_view=Step+by+step", ".picture .save"),
    "merge": ("Merge", ".picture .save"),
    "alignment": ("Alignment", ".picture .save"),
    "twins": ("Switchboard?board_view=Twins", ".picture .save"),
    "states": ("State_space", ".picture .save"),
    "cell": ("Inside_the_cell", ".stepper .save"),
    "code": ("From_scratch", ".stepper .save"),
    "equations": ("How_it_reads", ".equations .save"),
    "table": ("Tagging", ".live-part .save"),
    "table_of_streamlit": ("From_scratch", ".st-key-savable_scratch_gradients .save"),
    "table_in_markdown": ("How_it_reads", ".st-key-savable_read_teddy .save"),
    "formula": ("Errors_flowing_back", ".st-key-savable_back_rules .save"),
    "words": ("Reviews", ".st-key-savable_review_swung .save"),
}
MOMENT = ".picture [data-last], .player"
KINDS_OF_FILM = {"long": ("Train?cumulative_sum_timesteps=40", ".player .save")}
# Words whose outline is drawn over them.
COVERED = """() => [...document.querySelectorAll('text')].filter((one) => {
    const {stroke, paintOrder} = getComputedStyle(one);
    return stroke !== 'none' && !paintOrder.startsWith('stroke');
}).map((one) => one.textContent)"""


def open_saving(server, page, kind):
    name, button = (KINDS | KINDS_OF_FILM)[kind]
    page.goto(f"{server('app.py')}/{name}")
    mounted(page)
    if button is None:
        page.locator(".live-figure").first.hover()
        button = ".modebar-btn[data-attr='save']"
    page.locator(button).first.click()
    page.wait_for_selector("dialog[data-shown]")
    return page


@pytest.fixture
def saving(server, page):
    """Opens the window in which a kind of picture is saved."""
    return lambda kind: open_saving(server, page, kind)


def saved(page, label: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name=label, exact=True).click()
    page.wait_for_selector("dialog:not(.busy)")
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_picture_is_saved_in_type_for_the_last_row(saving, kind):
    page = saving(kind)
    name, svg = saved(page, "SVG")
    _, png = saved(page, "PNG")
    picture = Image.open(io.BytesIO(png))
    assert picture.size == (3200, 1800)
    assert picture.text["Source"] == page.url
    assert picture.text["Title"] and picture.text["Description"] and picture.text["Copyright"] == "MIT"
    assert picture.text["Software"] == f"birnn-visualiser {VERSION}"
    assert len(picture.convert("RGB").resize((400, 225)).getcolors(100_000)) > 20  # it is not blank
    assert name.endswith(".svg") and len(name) > 8
    page.set_viewport_size({"width": 1600, "height": 900})
    page.set_content(f"<body style='margin: 0'>{svg.decode()}")
    words = page.evaluate(WORDS)
    assert words
    assert page.evaluate(COVERED) == []
    assert page.evaluate(SQUEEZED) == []
    assert [one["text"] for one in words if one["size"] < LEAST - 0.1] == []
    clipped = [
        one
        for one in words
        if one["left"] < 0 or one["right"] > 1600 or one["top"] < 0 or one["bottom"] > 900
    ]
    assert clipped == []


@pytest.mark.parametrize("kind", ["player", "merge", "figure", "equations"])
def test_a_picture_is_saved_in_the_other_theme(saving, kind):
    page = saving(kind)
    page.get_by_label("dark", exact=True).check()
    name, png = saved(page, "PNG")
    ground = palette(dark=True).background.lstrip("#")
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert "dark" in name
    assert picture.getpixel((4, 4)) == tuple(bytes.fromhex(ground))
    dark = sum(count for count, colour in picture.resize((320, 180)).getcolors(100_000) if sum(colour) < 240)
    assert dark > 0.5 * 320 * 180  # the picture itself too, not only the sheet


def test_a_heat_map_in_the_other_theme_is_that_of_a_page_in_this_theme(saving, page):
    light = saving("heat_map")
    light.get_by_label("dark", exact=True).check()
    asked = saved(light, "PNG")[1]
    page.emulate_media(color_scheme="dark")
    own = saved(saving("heat_map"), "PNG")[1]
    one, other = (
        np.asarray(Image.open(io.BytesIO(png)).convert("RGB").resize((160, 90)), dtype=float)
        for png in (asked, own)
    )
    assert np.abs(one - other).mean() < 1


@pytest.mark.parametrize("kind", ["table_of_streamlit", "formula"])
def test_what_streamlit_draws_on_a_dark_page_is_saved_dark(saving, page, kind):
    page.emulate_media(color_scheme="dark")
    _, png = saved(saving(kind), "PNG")
    picture = Image.open(io.BytesIO(png)).convert("L").resize((640, 360))
    assert picture.getpixel((2, 2)) < 60
    light = sum(picture.histogram()[160:])
    assert 400 < light < 0.2 * 640 * 360  # its words are light; they are there


def test_a_bare_picture_in_its_own_shape_shows_the_page_through(saving):
    page = saving("curtain")
    for label in ("the picture alone", "transparent background", "its own shape"):
        page.get_by_label(label).check()
    _, png = saved(page, "PNG")
    picture = Image.open(io.BytesIO(png))
    assert picture.mode == "RGBA" and picture.getpixel((2, 2))[3] == 0
    assert picture.width == 3200 and picture.height < 1500


def test_a_pdf_opens_as_one_page_of_a_slide(saving):
    page = saving("player")
    _, content = saved(page, "PDF")
    _, png = saved(page, "PNG")
    (sheet,) = pdfium.PdfDocument(content)
    drawn = sheet.render(scale=96 / 72).to_pil().convert("RGB")
    assert drawn.size == (1280, 720)
    straight = Image.open(io.BytesIO(png)).convert("RGB").resize(drawn.size)
    small = [np.asarray(one.resize((64, 36)), dtype=int) for one in (drawn, straight)]
    assert np.abs(small[0] - small[1]).max() < 24


@pytest.mark.parametrize("kind", ["player", "twins", "merge"])
def test_a_gif_plays_from_the_start_to_the_end_in_two_megabytes(saving, kind):
    page = saving(kind)
    before = page.locator(MOMENT).first.evaluate("one => one.dataset.frame ?? one.dataset.position")
    _, content = saved(page, "GIF")
    after = page.locator(MOMENT).first.evaluate("one => one.dataset.frame ?? one.dataset.position")
    assert after == before  # the next file is of the same moment
    film = Image.open(io.BytesIO(content))
    assert film.size == (960, 540) and film.n_frames > 5
    assert len(content) < 2_000_000
    assert page.url.encode() in film.info["comment"]
    seen = []
    for at in (0, film.n_frames // 2, film.n_frames - 1):
        film.seek(at)
        seen.append(film.convert("RGB").tobytes())
    assert all(one != other for one, other in pairwise(seen))


def test_a_gif_of_eight_seconds_stays_below_two_megabytes(saving):
    page = saving("long")
    film = Image.open(io.BytesIO(saved(page, "GIF")[1]))
    length = 0
    for at in range(film.n_frames):
        film.seek(at)
        length += film.info["duration"]
    assert length >= 8000
    assert film.fp.seek(0, io.SEEK_END) < 2_000_000


def test_what_is_saved_and_collected_is_never_sent(server, page):
    sent = []
    page.on("request", lambda one: one.post_data_buffer and sent.append(one.url))
    page.on(
        "websocket", lambda one: one.on("framesent", lambda text: sent.append(f"{one.url}: {text[:200]}"))
    )
    open_saving(server, page, "merge")
    page.get_by_label("Caption").fill("A caption of my own")
    at_rest(page, lambda: len(sent))
    sent.clear()
    saved(page, "PNG")
    page.get_by_role("button", name="Add to deck").click()
    page.wait_for_selector("dialog[data-kept]")
    assert sent == []


def test_the_first_visit_of_home_loads_the_button_and_not_what_it_opens(server, first_page):
    asked = []
    first_page.on("request", lambda request: asked.append(request.url.rsplit("/", 2)[-2:]))
    first_page.goto(server("app.py"))
    drawn(first_page).wait_for_selector(".player .save")
    assert {name for folder, name in asked if folder == "saving"} == {"button.js", "elements.js"}
    assert not [name for folder, name in asked if folder == "vendor"]


def test_keys_in_the_window_do_not_reach_the_player(saving):
    page = saving("player")
    before = page.locator(".player").get_attribute("data-position")
    page.get_by_label("Title").fill("Both ways")
    page.get_by_label("Title").press("Home")
    assert page.locator(".player").get_attribute("data-position") == before
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_a_lessons_picture_as_a_file_plays_without_a_network(saving, browser, tmp_path):
    page = saving("twins")
    _, content = saved(page, "HTML that plays")
    assert len(content) < 250_000
    (tmp_path / "twins.html").write_bytes(content)
    context = browser.new_context(offline=True, reduced_motion="reduce")
    alone = context.new_page()
    asked = []
    alone.on("request", lambda request: request.url.startswith("http") and asked.append(request.url))
    alone.goto((tmp_path / "twins.html").as_uri())
    place = alone.locator(".picture [data-last]").first
    place.wait_for()
    last = place.get_attribute("data-frame")
    alone.locator(".picture input[type=range]").first.press("Home")
    assert place.get_attribute("data-frame") == "0" != last
    assert asked == []
    context.close()


def test_the_player_as_a_file_plays_without_a_network(saving, browser, tmp_path):
    page = saving("player")
    name, content = saved(page, "HTML that plays")
    assert name.endswith(".html") and len(content) < 250_000
    (tmp_path / "player.html").write_bytes(content)
    context = browser.new_context(offline=True, color_scheme="dark")
    alone = context.new_page()
    troubles = []
    alone.on("pageerror", lambda error: troubles.append(str(error)))
    alone.on("request", lambda request: request.url.startswith("http") and troubles.append(request.url))
    alone.goto((tmp_path / "player.html").as_uri())
    alone.locator(".player canvas").wait_for()
    player = alone.locator(".player")
    assert (
        player.evaluate("one => one.style.getPropertyValue('--background')") == palette(dark=True).background
    )
    player.focus()
    alone.keyboard.press("Home")
    assert alone.locator(".moment").inner_text().startswith("Nothing has been read yet")
    alone.keyboard.press(" ")
    alone.wait_for_function("one => one.dataset.position > 1", arg=player.element_handle())
    assert troubles == []
    assert alone.evaluate("fetch('https://example.org').then(() => true, () => false)") is False
    context.close()
