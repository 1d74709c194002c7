"""`python -m benchmarks.saved_pictures FOLDER`: saves every picture of every page, and opens each file again.

In: a folder; a running app, or none (one is started); names of pages. Out: the files; contact sheets of them;
on standard output how many there are of each kind, and what is wrong with one: blank, clipped, type below 18
points on a slide of 13.3 inches, another size, no words about itself. A deck of all of them, too, where it is
asked for (`--way deck`). Needs a Chromium, pdftoppm and Pillow.
"""

import argparse
import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

from PIL import Image
from playwright.sync_api import Error, sync_playwright

from benchmarks.classroom.server import running
from benchmarks.contact_sheet import contact_sheet
from tests.browser import chromium
from tests.browser.waiting import drawn
from tests.pages.views import OPENED
from viz_core.slides.pressing import PATIENCE, READY, all_buttons, export

# Way of saving -> the button that saves, and what is ticked before.
WAYS = {
    "png": ("PNG", ()),
    "svg": ("SVG", ()),
    "pdf": ("PDF", ()),
    "transparent": ("PNG", ("transparent background",)),
    "bare": ("PNG", ("the picture alone", "its own shape instead of 16:9")),
    "other-theme": ("PNG", ("dark",)),
    "gif": ("GIF", ()),
    "clip": ("Clip", ()),
    "html": ("HTML that plays", ()),
    "deck": ("Add to deck", ()),
}
DECK = ("pptx", "pdf", "html", "zip")
DRAWN_PART = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SHOWN_PART = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
LEAST = 30  # units of a sheet that is 1600 wide: 18 points where it is 13.33 inches
# Each word that is seen: its size of type on the sheet, and where it stands.
WORDS = """() => [...document.querySelectorAll('text:not([data-index])')].map((one) => {
    const { a, b } = one.getScreenCTM(), { left, right, top, bottom } = one.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(one).fontSize) * Math.hypot(a, b);
    return { text: one.textContent.trim(), size, left, right, top, bottom };
}).filter(({ text }) => text)"""
# Words that are wider than the box or disc in whose middle they stand.
SQUEEZED = """() => {
    const box = (one) => one.getBoundingClientRect();
    const all = [...document.querySelectorAll('svg circle, svg rect')].map(box);
    const shapes = all.filter(({ width }) => width > 20);
    const holds = (shape, { left, right, top, bottom, height }) =>
        Math.abs(shape.left + shape.right - left - right) < 4
        && shape.top < top + height / 4 && shape.bottom > bottom - height / 4;
    return [...document.querySelectorAll('text:not([data-index])')].filter((one) => {
        const words = box(one);
        return shapes.some((shape) => holds(shape, words) && shape.width < words.width);
    }).map((one) => one.textContent.trim());
}"""
# A recorded clip does not know how long it is before its end was looked for.
SOUGHT = """async (share) => {
    const film = document.querySelector('video');
    if (film.readyState < 1) await new Promise((read) => (film.onloadedmetadata = read));
    Object.assign(film, { controls: false, autoplay: false });
    film.pause();
    const to = (time) => new Promise((found) => {
        film.onseeked = found;
        film.currentTime = time;
    });
    if (!Number.isFinite(film.duration)) await to(1e6);
    await to(share * film.duration);
}"""
FOLDED = "[data-testid=stMain] details:not([open]) > summary"
THUMBNAIL, ACROSS, DOWN = (640, 360), 3, 4


def views(names: Sequence[str], *, every: bool) -> Iterator[tuple[str, str]]:
    """A name for the files of each view, and its link behind the server's address.

    Args:
        names: of pages, 'Home' among them; none takes all.
        every: also what links show more of a page.
    """
    for file, link in OPENED:
        page = "" if file == "app.py" else Path(file).stem.partition("_")[2]
        if (names and (page or "Home") not in names) or (link and not every):
            continue
        name = "-".join([page or "Home", *link.values()])
        yield re.sub(r"[^\w-]+", "_", name), f"{page}?{urlencode(link)}"


def save_view(page: Any, name: str, ways: Sequence[str], folder: Path) -> None:
    """Save every picture of the view that is open.

    Args:
        page: of a browser.
        name: of the view.
        ways: keys of `WAYS`; what a picture does not offer is left out.
        folder: for the files.
    """
    page.locator(FOLDED).evaluate_all("folds => folds.forEach((one) => one.click())")
    for number, button in enumerate(all_buttons(drawn(page)), start=1):
        button.evaluate("one => one.click()")
        page.wait_for_selector("dialog[data-shown]", timeout=PATIENCE)
        for way in ways:
            _save(page, way, folder / f"{name}.{number}.{way}")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")


def _save(page: Any, way: str, out: Path) -> None:
    label, ticked = WAYS[way]
    button = page.locator("dialog .formats").get_by_role("button", name=label, exact=True)
    if not button.count():
        return
    if way == "deck":
        button.click()
        page.wait_for_selector("dialog[data-kept]", timeout=PATIENCE)
        return
    boxes = [page.locator("dialog").get_by_label(one, exact=True) for one in ticked]
    for box in boxes:
        box.set_checked(not box.is_checked())
    with page.expect_download(timeout=PATIENCE) as download:
        button.click()
    page.wait_for_selector("dialog:not(.busy)")
    download.value.save_as(f"{out}{Path(download.value.suggested_filename).suffix}")
    for box in boxes:
        box.set_checked(not box.is_checked())


def wrong(file: Path, page: Any) -> list[str]:
    """What is wrong with a saved file, in words.

    Args:
        file: of any of `WAYS`.
        page: of a browser, 1600 pixels wide.
    """
    kinds = {
        ".png": _wrong_png,
        ".pdf": _wrong_pdf,
        ".gif": _wrong_gif,
        ".svg": lambda one: _wrong_svg(one, page),
        ".html": lambda one: _wrong_page(one, page),
        ".mp4": lambda one: _wrong_clip(one, page),
        ".webm": lambda one: _wrong_clip(one, page),
        ".pptx": _wrong_slides,
    }
    return kinds[file.suffix](file) if file.suffix in kinds else []


def _wrong_png(file: Path) -> list[str]:
    picture = Image.open(file)
    picture.load()
    found = ["blank"] if _blank(picture) else []
    if picture.width != 3200 or (".bare" not in file.name and picture.height != 1800):
        found.append(f"{picture.width} x {picture.height}")
    found += [
        f"no {name}" for name in ("Title", "Description", "Source", "Copyright") if name not in picture.text
    ]
    if ".transparent" in file.name and (picture.mode != "RGBA" or picture.getpixel((2, 2))[3]):
        found.append("not transparent")
    return found


def _wrong_pdf(file: Path) -> list[str]:
    if shutil.which("pdftoppm") is None:
        return ["not opened: there is no pdftoppm"]
    done = subprocess.run(["pdftoppm", "-r", "48", "-png", file], capture_output=True, check=False)
    if done.returncode or done.stderr:
        return [done.stderr.decode(errors="replace").strip() or "pdftoppm fails"]
    picture = Image.open(io.BytesIO(done.stdout))
    return (["blank"] if _blank(picture) else []) + (
        [] if picture.size == (640, 360) else [f"{picture.size}"]
    )


def _wrong_gif(file: Path) -> list[str]:
    film = Image.open(file)
    seen = set()
    for at in {0, film.n_frames // 2, film.n_frames - 1}:
        film.seek(at)
        seen.add(film.convert("RGB").tobytes())
    found = [] if len(seen) > 1 else ["does not move"]
    found += ["blank"] if _blank(film) else []
    found += [] if b"Source: http" in film.info.get("comment", b"") else ["no Source"]
    return found + ([] if file.stat().st_size < 2_000_000 else ["over 2 MB"])


def _wrong_svg(file: Path, page: Any) -> list[str]:
    page.set_content(f"<body style='margin: 0'>{file.read_text(encoding='utf-8')}")
    words = page.evaluate(WORDS)
    small = {one["text"] for one in words if one["size"] < LEAST - 0.1}
    outside = {
        one["text"]
        for one in words
        if one["left"] < -1 or one["right"] > 1601 or one["top"] < -1 or one["bottom"] > 901
    }
    found = [] if words else ["no words"]
    found += [f"type too small: {sorted(small)[:5]}"] if small else []
    found += [f"clipped: {sorted(outside)[:5]}"] if outside else []
    squeezed = set(page.evaluate(SQUEEZED))
    return found + ([f"wider than its box: {sorted(squeezed)[:5]}"] if squeezed else [])


def _wrong_clip(file: Path, page: Any) -> list[str]:
    """A clip at its start, in its middle and at its end, as a browser plays the file."""
    page.goto(file.resolve().as_uri())
    seen = []
    for share in (0, 0.5, 1):
        page.evaluate(SOUGHT, share)
        seen.append(Image.open(io.BytesIO(page.locator("video").screenshot())))
    moves = any(one.tobytes() != other.tobytes() for one, other in pairwise(seen))
    return ([] if moves else ["does not move"]) + (["blank"] if _blank(seen[-1]) else [])


def _wrong_slides(file: Path) -> list[str]:
    """A deck by the structure of its file: what stands on its slides, and their pictures."""
    found = []
    with zipfile.ZipFile(file) as deck:
        names = deck.namelist()
        size = ElementTree.fromstring(deck.read("ppt/presentation.xml")).find(f"{SHOWN_PART}sldSz")
        for name in sorted(one for one in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", one)):
            slide = ElementTree.fromstring(deck.read(name))
            found += [f"{name}: {one}" for one in _wrong_slide(slide, size)]
        for name in (one for one in names if one.endswith(".png")):
            picture = Image.open(io.BytesIO(deck.read(name)))
            found += [f"{name}: blank"] if _blank(picture) else []
            found += [f"{name}: cut off"] if _cut_off(picture) else []
    return found


def _wrong_slide(slide: Any, size: Any) -> list[str]:
    found = []
    for place in slide.iter(f"{DRAWN_PART}xfrm"):
        begin, extent, *_ = place
        ends = [int(begin.get(one)) + int(extent.get(f"c{one}")) for one in "xy"]
        if any(end > int(size.get(f"c{one}")) for one, end in zip("xy", ends, strict=True)):
            found.append("a part leaves the slide")
    if any(int(one.get("sz", 1800)) < 1800 for one in slide.iter(f"{DRAWN_PART}rPr")):
        found.append("type too small")
    pictures = [one.find(f".//{SHOWN_PART}cNvPr") for one in slide.iter(f"{SHOWN_PART}pic")]
    if not pictures or not all(one.get("descr") for one in pictures):
        found.append("no picture, or one without words")
    return found


def _wrong_page(file: Path, page: Any) -> list[str]:
    """A page that plays, opened from its file by a browser that has no network."""
    small = file.stat().st_size < 250_000 or ".deck." in file.name
    found = [] if small else ["over 250 kB"]
    context = page.context.browser.new_context(offline=True)
    alone = context.new_page()
    asked: list[str] = []
    alone.on("pageerror", lambda problem: found.append(str(problem)))
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(file.resolve().as_uri())
    try:
        alone.locator(".player canvas, .picture svg[role]").first.wait_for(timeout=PATIENCE)
    except Error:
        found.append("shows nothing")
    context.close()
    return found + [f"asks for {one}" for one in asked if one.startswith("http")]


def _cut_off(picture: Image.Image) -> bool:
    """A picture without background reaches its own edge."""
    left, top, right, bottom = picture.convert("RGBA").getchannel("A").getbbox() or (0, 0, 0, 0)
    return left == 0 or top == 0 or right == picture.width or bottom == picture.height


def _blank(picture: Image.Image) -> bool:
    # A transparent picture is looked at on a ground of its own.
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    colours = ground.convert("RGB").resize((400, 225)).getcolors(100_000)
    return colours is not None and len(colours) < 15


def contact_sheets(folder: Path) -> list[Path]:
    """Twelve pictures on each sheet, by way of saving, each under its name."""
    sheets = []
    for way in WAYS:
        files = sorted(folder.glob(f"*.{way}.png"))
        for start in range(0, len(files), ACROSS * DOWN):
            sheets.append(folder / f"sheet-{way}-{start // (ACROSS * DOWN) + 1:02d}.png")
            shown = files[start : start + ACROSS * DOWN]
            contact_sheet(shown, across=ACROSS, within=THUMBNAIL).save(sheets[-1])
    return sheets


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.saved_pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--server", help="address of a running app")
    parser.add_argument("--page", action="append", default=[], help="by its name in the address; 'Home'")
    parser.add_argument("--every", action="store_true", help="also the views that links open")
    parser.add_argument("--way", action="append", choices=WAYS, help="of saving; all where none is named")
    parser.add_argument("--dark", action="store_true", help="the theme of the page")
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as logs, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        scheme = "dark" if asked.dark else "light"
        context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", accept_downloads=True)
        with _address(asked.server, Path(logs)) as address:
            _save_all(context.new_page(), asked, address)
        page = browser.new_page(viewport={"width": 1600, "height": 900})
        troubles = _checked(asked.folder, page)
        browser.close()
    contact_sheets(asked.folder)
    return 1 if troubles else 0


@contextmanager
def _address(given: str | None, logs: Path) -> Iterator[str]:
    """Of the app that is asked for, else of one that is started."""
    if given:
        yield given
        return
    with running(logs) as server:
        yield server.address


def _save_all(page: Any, asked: argparse.Namespace, address: str) -> None:
    for name, link in views(asked.page, every=asked.every):
        page.goto(f"{address}/{link}")
        page.wait_for_selector(READY, timeout=PATIENCE)
        try:
            save_view(page, name, asked.way or list(WAYS), asked.folder)
        except Error as problem:
            sys.stdout.write(f"{name}: {problem.message.splitlines()[0]}\n")
    for kind in DECK if "deck" in (asked.way or WAYS) else ():
        try:
            export(page, f"{address}/Deck", kind, asked.folder / f"all.deck.{kind}")
        except Error as problem:
            sys.stdout.write(f"deck as {kind}: {problem.message.splitlines()[0]}\n")


def _checked(folder: Path, page: Any) -> int:
    """Writes what there is and what is wrong; gives how many files are wrong."""
    files = [one for one in sorted(folder.iterdir()) if not one.name.startswith("sheet-")]
    troubles = {file.name: found for file in files if (found := wrong(file, page))}
    counts = Counter(file.name.split(".")[-2] for file in files)
    lines = [f"{way}: {count}" for way, count in sorted(counts.items())]
    lines += [f"{name}: {'; '.join(found)}" for name, found in troubles.items()]
    sys.stdout.write("\n".join(lines) + "\n")
    return len(troubles)


if __name__ == "__main__":
    sys.exit(main())
