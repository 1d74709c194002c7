"""Builds `docs/gallery/`: `python -m docs.build_gallery`.

In: `docs/gallery/pictures.json`, one entry for each picture: name, link, title, caption. Out: the pictures,
a deck of them for PowerPoint, a page that shows them. A server of its own is started, and a Chromium presses
what a person would press.
"""

import io
import json
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from benchmarks.classroom.server import AppServer
from viz_core.slides.command import render
from viz_core.slides.pressing import Slide

GALLERY = Path(__file__).resolve().parent / "gallery"
SIZE = (1600, 900)
COLOURS = 256
# What the links of the deck point to: the app as it is started by hand.
USUAL = b"http://localhost:8501"


def entries() -> list[dict[str, Any]]:
    """What the gallery shows, in the order of a lecture."""
    found: list[dict[str, Any]] = json.loads((GALLERY / "pictures.json").read_text(encoding="utf-8"))
    return found


def build(shown: list[dict[str, Any]], folder: Path) -> None:
    """Render the entries into a folder, as PNG files named by them, `deck.pptx` and `README.md`."""
    with TemporaryDirectory() as made:
        server = AppServer(Path(made))
        try:
            _render(shown, Path(made), server.address)
        finally:
            server.stop()
        pictures = sorted(Path(made, "pictures").glob("*.png"))
        for entry, picture in zip(shown, pictures, strict=True):
            small = Image.open(picture).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
            small.quantize(COLOURS).save(folder / f"{entry['name']}.png", optimize=True)
        deck = _lighter(Path(made, "deck.pptx").read_bytes(), server.address.encode())
        (folder / "deck.pptx").write_bytes(deck)
    (folder / "README.md").write_text(index(shown), encoding="utf-8")


def _render(shown: list[dict[str, Any]], folder: Path, address: str) -> None:
    slides = [
        Slide(link=f"{address}/{one['link']}", title=one["title"], caption=one["caption"]) for one in shown
    ]
    render(slides, folder / "pictures", also=[folder / "deck.pptx"])


def _lighter(deck: bytes, address: bytes) -> bytes:
    """The same deck with 256 colours in each picture, and with links to a server as it is started by hand."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(deck)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            if name.endswith(".png"):
                small = io.BytesIO()
                Image.open(io.BytesIO(content)).quantize(COLOURS).save(small, "PNG", optimize=True)
                content = small.getvalue()
            elif name.endswith((".xml", ".rels")):
                content = content.replace(address, USUAL)
            after.writestr(name, content)
    return out.getvalue()


def index(shown: list[dict[str, Any]]) -> str:
    """The page of the gallery."""
    parts = [
        f"## {number}. {one['title']}\n\n![{one['title']}]({one['name']}.png)\n\n"
        f"{one['caption']} Room: `/{one['link']}`\n"
        for number, one in enumerate(shown, 1)
    ]
    head = (
        "# Gallery\n\nA lecture on bidirectional networks in pictures, in order; the same as slides: "
        "[`deck.pptx`](deck.pptx). Built by `python -m docs.build_gallery`.\n\n"
    )
    return head + "\n".join(parts)


if __name__ == "__main__":
    build(entries(), GALLERY)
