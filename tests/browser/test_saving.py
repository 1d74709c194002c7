"""What is saved from every kind of picture: opened by other programs, its type measured, nothing clipped."""

import io
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import READY
from viz_core.figures.palette import palette

pytestmark = pytest.mark.browser

# Kind of picture -> a page, and what is pressed there.
KINDS = {
    "player": ("Train", ".player .save"),
    "figure": ("Errors_flowing_back", None),
    "errors": ("Errors_flowing_back", ".picture .save"),
    "maps": ("Who_knows_what", ".picture .save"),
    "curtain": ("Who_knows_what?know_view=The+curtain", ".picture .save"),
    "arrival": ("Who_knows_what?know_view=Step+by+step", ".picture .save"),
    "merge": ("Merge", ".picture .save"),
    "alignment": ("Alignment", ".picture .save"),
    "twins": ("Switchboard?board_view=Twins", ".picture .save"),
    "cell": ("Inside_the_cell", ".stepper .save"),
    "code": ("From_scratch", ".stepper .save"),
    "equations": ("How_it_reads", ".equations .save"),
    "table": ("Tagging", ".live-part .save"),
}
LEAST = 30  # units of a sheet that is 1600 wide: 18 points where it is 13.33 inches
# Each word of a sheet: its size of type on it, and where it stands.
WORDS = """() => [...document.querySelectorAll('text:not([data-index])')].map((one) => {
    const {a, b} = one.getScreenCTM();
    const {left, right, top, bottom} = one.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(one).fontSize) * Math.hypot(a, b);
    return {text: one.textContent.trim(), size, left, right, top, bottom};
}).filter(({text}) => text)"""


def open_saving(server, page, kind):
    name, button = KINDS[kind]
    page.goto(f"{server('app.py')}/{name}")
    page.wait_for_selector(READY)
    if button is None:
        page.locator(".live-figure .main-svg").first.wait_for()
        page.locator(".live-figure").first.hover()
        button = ".modebar-btn[data-title='Save']"
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
    assert picture.text["Title"] and picture.text["Copyright"] == "MIT"
    assert len(picture.convert("RGB").resize((400, 225)).getcolors(100_000)) > 20  # it is not blank
    assert name.endswith(".svg") and len(name) > 8
    page.set_viewport_size({"width": 1600, "height": 900})
    page.set_content(f"<body style='margin: 0'>{svg.decode()}")
    words = page.evaluate(WORDS)
    assert words
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


def test_a_bare_picture_in_its_own_shape_shows_the_page_through(saving):
    page = saving("curtain")
    for label in ("the picture alone", "transparent background", "its own shape"):
        page.get_by_label(label).check()
    _, png = saved(page, "PNG")
    picture = Image.open(io.BytesIO(png))
    assert picture.mode == "RGBA" and picture.getpixel((2, 2))[3] == 0
    assert picture.width == 3200 and picture.height < 1500


def test_a_pdf_opens_as_one_page_of_a_slide(saving, tmp_path):
    if shutil.which("pdftoppm") is None:
        pytest.skip("no pdftoppm")
    page = saving("player")
    _, content = saved(page, "PDF")
    _, png = saved(page, "PNG")
    (tmp_path / "one.pdf").write_bytes(content)
    subprocess.run(["pdftoppm", "-r", "96", "-png", tmp_path / "one.pdf", tmp_path / "page"], check=True)
    (drawn,) = [Image.open(one).convert("RGB") for one in tmp_path.glob("page*.png")]
    assert drawn.size == (1280, 720)
    straight = Image.open(io.BytesIO(png)).convert("RGB").resize(drawn.size)
    small = [np.asarray(one.resize((64, 36)), dtype=int) for one in (drawn, straight)]
    assert np.abs(small[0] - small[1]).max() < 24


@pytest.mark.parametrize("kind", ["player", "twins"])
def test_a_gif_plays_from_the_start_to_the_end_in_two_megabytes(saving, kind):
    page = saving(kind)
    _, content = saved(page, "GIF")
    film = Image.open(io.BytesIO(content))
    assert film.size == (960, 540) and film.n_frames > 5
    assert len(content) < 2_000_000
    seen = []
    for at in (0, film.n_frames // 2, film.n_frames - 1):
        film.seek(at)
        seen.append(film.convert("RGB").tobytes())
    assert all(one != other for one, other in pairwise(seen))


def test_the_first_visit_of_home_loads_the_button_and_not_what_it_opens(server, first_page):
    asked = []
    first_page.on("request", lambda request: asked.append(request.url.rsplit("/", 2)[-2:]))
    first_page.goto(server("app.py"))
    first_page.wait_for_selector(READY)
    first_page.wait_for_selector(".player .save")
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
