"""The deck in a real browser: pictures come in, are ordered, and go home as files for other programs."""

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import PROJECTOR, tolerating_nothing
from tests.browser.deck_link import hash_of, wanted_of
from tests.browser.waiting import mounted
from tests.source_tree import ROOT
from viz_core.figures.palette import palette

pytestmark = pytest.mark.browser

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SHOWN = "{http://schemas.openxmlformats.org/presentationml/2006/main}"

# A card is written a moment after its words have changed.
CAPTION_IS_KEPT = """async (caption) => {
  const asked = indexedDB.open('birnn-deck');
  await new Promise((resolve) => (asked.onsuccess = resolve));
  const kept = asked.result.transaction('cards').objectStore('cards').getAll();
  await new Promise((resolve) => (kept.onsuccess = resolve));
  asked.result.close();
  return kept.result.some((card) => card.choice.caption === caption);
}"""


def add(page, address, name, button=".picture .save"):
    page.goto(f"{address}/{name}")
    mounted(page).locator(button).first.click()
    page.wait_for_selector("dialog[data-shown]")
    page.get_by_role("button", name="Add to deck").click()
    page.wait_for_selector("dialog[data-kept]")


def fill(page, address):
    """The page of a deck with a player, a lesson's picture and a table of code."""
    add(page, address, "Train", ".player .save")
    add(page, address, "Merge")
    add(page, address, "Inside_the_cell", ".stepper .save")
    page.goto(f"{address}/Deck")
    page.wait_for_selector(".deck li:nth-child(3)")
    return page


@pytest.fixture(scope="module")
def deck(server, browser):
    """A deck that is only read."""
    context = browser.new_context(**PROJECTOR)
    with tolerating_nothing(context.new_page()) as tab:
        yield fill(tab, server("app.py"))
        context.close()


def titles(page) -> list[str]:
    return [one.input_value() for one in page.locator(".deck li input").all()]


def taken(page, kind: str) -> bytes:
    with page.expect_download() as download:
        page.locator(f".deck [data-file={kind}]").click()
    return Path(download.value.path()).read_bytes()


def words(part: bytes) -> str:
    return " ".join(node.text or "" for node in ElementTree.fromstring(part).iter(f"{DRAWN}t"))


def test_an_empty_deck_says_how_it_is_filled(server, page):
    page.goto(f"{server('app.py')}/Deck")
    page.get_by_text("The deck is empty").wait_for()
    assert page.locator(".deck .files").is_hidden()


def test_cards_are_moved_by_keys_and_stay_so_after_a_reload(server, page):
    deck = fill(page, server("app.py"))
    assert titles(deck) == ["Train", "Two readers merged, step by step", "Inside the cell"]
    deck.locator(".deck li").nth(2).locator("input").press("Alt+ArrowUp")
    deck.locator(".deck li").first.get_by_role("button", name="Down").click()
    deck.locator(".deck li").first.locator("textarea").fill("Another caption")
    deck.locator(".deck li").first.locator("textarea").press("Tab")
    deck.wait_for_function(CAPTION_IS_KEPT, arg="Another caption")
    deck.reload()
    deck.wait_for_selector(".deck li:nth-child(3)")
    assert titles(deck) == ["Inside the cell", "Train", "Two readers merged, step by step"]
    assert deck.locator(".deck textarea").first.input_value() == "Another caption"
    deck.locator(".deck li").first.get_by_role("button", name="Take out").click()
    deck.wait_for_selector(".deck[data-cards='2']")


def test_cards_are_ordered_by_dragging(server, page):
    deck = fill(page, server("app.py"))
    deck.locator(".deck li img").nth(2).drag_to(deck.locator(".deck li img").first)
    expect(deck.locator(".deck li input").first).to_have_value("Inside the cell")
    assert titles(deck) == ["Inside the cell", "Train", "Two readers merged, step by step"]


def test_powerpoint_has_pictures_words_notes_links_and_alternative_texts(deck, tmp_path):
    content = taken(deck, "pptx")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    slides = [parts[f"ppt/slides/slide{number}.xml"] for number in (1, 2, 3)]
    assert [title in words(slide) for title, slide in zip(titles(deck), slides, strict=True)] == [True] * 3
    assert "All 10 steps are read" in words(slides[0])
    assert "pretrained" in words(slides[1])
    described = [node.get("descr") for node in ElementTree.fromstring(slides[0]).iter(f"{SHOWN}cNvPr")]
    assert any(text and text.startswith("Bidirectional(LSTM") for text in described)
    assert "/Train" in words(parts["ppt/notesSlides/notesSlide1.xml"])
    spoken = words(parts["ppt/notesSlides/notesSlide2.xml"])
    assert "Look at the bars" in spoken and "Healthy:" in spoken
    assert b"/Train" in parts["ppt/slides/_rels/slide1.xml.rels"]
    size = ElementTree.fromstring(parts["ppt/presentation.xml"]).find(f"{SHOWN}sldSz")
    assert int(size.get("cx")) / int(size.get("cy")) == pytest.approx(16 / 9, rel=1e-3)
    sizes = [
        int(node.get("sz"))
        for slide in slides
        for node in ElementTree.fromstring(slide).iter(f"{DRAWN}rPr")
        if node.get("sz")
    ]
    assert sizes and min(sizes) >= 1800
    for name in [one for one in parts if one.endswith(".png")]:
        picture = Image.open(io.BytesIO(parts[name]))
        left, top, right, bottom = picture.getchannel("A").getbbox()
        assert 0 < left < right < picture.width and 0 < top < bottom < picture.height  # nothing is cut off


def test_the_other_files_of_a_deck_hold_every_picture(deck, browser, tmp_path):
    with zipfile.ZipFile(io.BytesIO(taken(deck, "zip"))) as file:
        pictures = [
            Image.open(io.BytesIO(file.read(name))).size for name in file.namelist() if name.endswith("png")
        ]
        links = file.read("links.txt").decode().split()
        index = file.read("index.html").decode()
    assert pictures == [(3200, 1800)] * 3
    assert [re.split("[?#]", link.rsplit("/", 1)[1])[0] for link in links] == [
        "Train",
        "Merge",
        "Inside_the_cell",
    ]
    assert index.count("<figure>") == 3
    assert taken(deck, "pdf").count(b"/Type /Page ") == 3
    assert taken(deck, "txt").decode().split() == links
    (tmp_path / "deck.html").write_bytes(taken(deck, "html"))
    alone = browser.new_context(offline=True).new_page()
    alone.goto((tmp_path / "deck.html").as_uri())
    alone.locator(".player canvas").wait_for()
    expect(alone.locator("main > section")).to_have_count(3)
    alone.wait_for_function("[...document.images].every(one => one.complete)")
    assert alone.locator("img").evaluate_all("all => all.every(one => one.naturalWidth > 0)")
    alone.context.close()


def link_of(page) -> str:
    page.locator(".deck .files .link").click()
    field = page.locator(".deck .linking input")
    expect(field).to_have_value(re.compile("#cards=."))
    return field.input_value()


def filled(page, link: str, cards: int):
    """The deck of a page that a link has filled."""
    page.goto(link)
    page.get_by_role("button", name="Add them to the deck").click()
    page.get_by_text("of the link are in the deck").wait_for()
    assert page.locator(".deck").get_attribute("data-cards") == str(cards)
    assert "#" not in page.url
    return page


def sheets(page) -> list[str]:
    """The pictures of a deck, as lines and letters."""
    with zipfile.ZipFile(io.BytesIO(taken(page, "zip"))) as file:
        return [drawn(file.read(name).decode()) for name in file.namelist() if name.endswith("svg")]


def test_a_link_fills_the_deck_of_another_browser_with_the_same_pictures(server, page, first_page):
    deck = fill(page, server("app.py"))
    deck.locator(".deck li").first.locator("input").fill("Mine")
    deck.locator(".deck li").first.locator("input").press("Tab")
    link = link_of(deck)
    assert len(link) < 1000
    other = filled(first_page, link, 3)
    assert titles(other) == titles(deck) == ["Mine", "Two readers merged, step by step", "Inside the cell"]
    assert sheets(other) == sheets(deck)


def test_a_link_finds_a_figure_and_a_half_read_sequence_whatever_language_is_spoken(server, page):
    moment = {"position": 4, "schedule": "sequence"}
    wanted = [
        {"link": "Train?lang=ja#train_player", "dark": True, "moment": moment},
        {"link": "Errors_flowing_back?lang=ja#back_lengths", "dark": False},
    ]
    deck = filled(page, f"{server('app.py')}/Deck{hash_of(*wanted)}", 2)
    player, figure = sheets(deck)
    assert palette(dark=True).background in player and palette(dark=True).background not in figure
    assert wanted_of(link_of(deck))[0]["moment"] == moment


def test_foreign_words_of_a_link_stay_words(server, page):
    nasty = "<img src=nowhere onerror='window.touched = true'>"
    wanted = [
        {"link": "Merge#mg_column", "title": nasty, "caption": nasty, "dark": False},
        {"link": f"Deck?{nasty.replace(' ', '+')}#nowhere", "dark": False},
    ]
    page.goto(f"{server('app.py')}/Deck{hash_of(*wanted)}")
    page.get_by_role("button", name="Add them to the deck").click()
    page.get_by_text("show no such picture: Deck?<img+src=nowhere").wait_for()
    assert titles(page) == [nasty]
    assert page.locator("img[src=nowhere]").count() == 0
    assert page.evaluate("window.touched") is None


def test_a_link_that_cannot_be_read_gets_one_sentence(server, page):
    page.goto(f"{server('app.py')}/Deck#cards=AAAA")
    page.get_by_text("This link holds no deck that can be read.").wait_for()
    assert page.locator(".deck .question").is_hidden() and "#" not in page.url
    page.get_by_text("The deck is empty").wait_for()


def test_a_terminal_takes_the_pictures_that_a_list_of_links_names(server, page, tmp_path):
    add(page, server("app.py"), "How_it_reads", ".st-key-savable_read_teddy .save")
    page.goto(f"{server('app.py')}/Deck")
    (tmp_path / "links.txt").write_bytes(taken(page, "txt"))
    command = [sys.executable, "-m", "viz_core.slides", "--list", tmp_path / "links.txt"]
    command += ["--out", tmp_path / "slides"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stderr
    (picture,) = (tmp_path / "slides").glob("*.svg")
    assert [drawn(picture.read_text())] == sheets(page)


def test_a_terminal_makes_the_same_pictures_as_the_page(deck, server, tmp_path):
    links = [f"{server('app.py')}/{name}" for name in ("Train", "Merge")]
    command = [sys.executable, "-m", "viz_core.slides", *links, "--out", str(tmp_path / "slides")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(io.BytesIO(taken(deck, "zip"))) as file:
        ours = {name: file.read(name) for name in file.namelist() if name.endswith("svg")}
    for name in sorted(ours)[:2]:
        assert drawn((tmp_path / "slides" / name).read_text()) == drawn(ours[name].decode())


def drawn(picture):
    """A picture without its list of fonts, which grows when the theme of the page has come."""
    return re.sub(r'font-family="[^"]*"', "", picture)
