"""Draws the gallery: `python -m docs.draw_gallery`.

In: `GALLERY`, sixteen links in the order of a lecture. Out: `docs/gallery/`: a picture of each, a list of
them, and a deck. Needs Playwright and a Chromium; without `--server` it starts a server of its own.
"""

import argparse
import io
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from benchmarks.classroom.server import running
from viz_core.slides.command import render
from viz_core.slides.pressing import Slide

TARGET = Path(__file__).resolve().parent / "gallery"
DECK = "bidirectional-rnns.pptx"
# Where `make run` serves the app: the links of the gallery.
ADDRESS = "http://localhost:8501"
# Of a picture in pixels, and of one as it is saved; a drawing needs no more colours.
WIDTH, DRAWN, COLOURS = 1600, 3200, 128


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """A picture of the gallery.

    Attributes:
        link: behind the server's address.
        part: where on the page its Save is found, in CSS.
        title: what it is called on its slide.
        caption: one or two lines below it.
    """

    link: str
    part: str
    title: str
    caption: str


GALLERY: tuple[Exhibit, ...] = (
    Exhibit(
        link="",
        part=".player",
        title="One sequence, two readers, one answer for each step",
        caption="Blue reads from the left, orange from the right; purple answers once both have read a step.",
    ),
    Exhibit(
        link="How_it_reads",
        part=".equations",
        title="Three equations are the whole network",
        caption="The same W, V and b serve at every step; the backward reader's step before is t + 1.",
    ),
    Exhibit(
        link="How_it_reads",
        part=".st-key-savable_read_teddy",
        title="An early word needs the later ones",
        caption="A plain RNN says the same of “Teddy” whatever follows; two readers tell them apart.",
    ),
    Exhibit(
        link="Inside_the_cell?cell_kind=LSTM",
        part=".stepper",
        title="Inside an LSTM",
        caption="A gate is a number between 0 and 1 that multiplies: what is forgotten, written and shown.",
    ),
    Exhibit(
        link="Alignment",
        part=".picture",
        title="The backward states are flipped before they are joined",
        caption="They are written in the order of reading, last input first; entry t has to meet input t.",
    ),
    Exhibit(
        link="Alignment?al_forget=true",
        part=".picture",
        title="A mistake that no shape reveals",
        caption="Without the flip every state stands beside the wrong input: no error, many wrong answers.",
    ),
    Exhibit(
        link="Merge?mg_mode=concat",
        part=".picture",
        title="Two witnesses become one answer",
        caption="With concat the logit is what the past says plus what the future says plus a bias.",
    ),
    Exhibit(
        link="Merge?mg_view=xor",
        part=".st-key-mg_xor",
        title="What a sum of witnesses cannot say",
        caption="Does left differ from right? A product, a hidden layer or a second layer can tell.",
    ),
    Exhibit(
        link="Errors_flowing_back",
        part=".picture",
        title="Errors run against each reader",
        caption="From a loss in the middle they reach the first step in blue and the last in orange.",
    ),
    Exhibit(
        link="Errors_flowing_back",
        part=".st-key-back_lengths",
        title="Over a hundred steps, gates keep an error alive",
        caption="Without a gate it shrinks or grows by a factor at every step, in either direction.",
    ),
    Exhibit(
        link="Who_knows_what?know_layers=1",
        part=".picture",
        title="Who knows what",
        caption="How much each answer moves with each input: forward below the diagonal, backward above it.",
    ),
    Exhibit(
        link="Who_knows_what?know_view=curtain",
        part=".picture",
        title="Answers that wait for the future",
        caption="Behind the curtain is another future; the answers that turn are those that needed it.",
    ),
    Exhibit(
        link="How_much_future",
        part=".st-key-future_lines",
        title="How much future is enough?",
        caption="A reader that looks k steps ahead, between the forward and the bidirectional one.",
    ),
    Exhibit(
        link="Switchboard?board_view=twins",
        part=".picture",
        title="Four networks, one sequence",
        caption="One task: one reader, the other, both, and one with as many parameters as both.",
    ),
    Exhibit(
        link="State_space",
        part=".picture",
        title="What the readers remember, seen in a plane",
        caption="Every state of many sequences in the two directions in which they differ most.",
    ),
    Exhibit(
        link="Tagging",
        part=".live-part",
        title="With words: a tag may turn when the sentence goes on",
        caption="Each reader's belief about each word: faint in one row, strong in another.",
    ),
)


def slides(server: str) -> list[Slide]:
    """The slides of the gallery on a server."""
    return [
        Slide(link=f"{server}/{one.link}", part=one.part, title=one.title, caption=one.caption)
        for one in GALLERY
    ]


def draw(server: str, target: Path) -> None:
    """Write the whole gallery.

    Args:
        server: address of a running app.
        target: a folder; pictures and deck of an earlier gallery are replaced.
    """
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.p*"):
        old.unlink()
    with TemporaryDirectory() as folder:
        pictures, deck = Path(folder, "pictures"), Path(folder, DECK)
        render(slides(server), pictures, also=[deck])
        drawn = sorted(pictures.glob("*.png"))
        for file in drawn:
            (target / file.name).write_bytes(smaller(file.read_bytes(), server))
        (target / DECK).write_bytes(lighter(deck, server))
    (target / "README.md").write_text(listed([file.name for file in drawn]), encoding="utf-8")


def smaller(png: bytes, server: str) -> bytes:
    """A picture of a slide, half as wide, in few colours, with all it says of itself."""
    picture = Image.open(io.BytesIO(png))
    said = PngInfo()
    for name, text in picture.text.items():
        said.add_itxt(name, text.replace(server, ADDRESS))
    return _few_colours(picture.convert("RGB"), Image.Quantize.MAXCOVERAGE, said)


def lighter(deck: Path, server: str) -> bytes:
    """The same deck, its pictures half as wide and in few colours."""
    file = io.BytesIO()
    with zipfile.ZipFile(deck) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".png"):
                picture = Image.open(io.BytesIO(content)).convert("RGBA")
                content = _few_colours(picture, Image.Quantize.FASTOCTREE)
            elif name.endswith((".xml", ".rels")):
                # Printed links have no `http://`.
                content = content.replace(_host(server), _host(ADDRESS))
            # Without the time: the same slides make the same file.
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _host(address: str) -> bytes:
    return address.partition("://")[2].encode()


def _few_colours(picture: Image.Image, method: Image.Quantize, said: PngInfo | None = None) -> bytes:
    size = (round(picture.width * WIDTH / DRAWN), round(picture.height * WIDTH / DRAWN))
    few = picture.resize(size, Image.Resampling.LANCZOS).quantize(COLOURS, method, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, "PNG", optimize=True, pnginfo=said)
    return file.getvalue()


def listed(names: list[str]) -> str:
    """The gallery as a page."""
    lines = [
        "# Gallery",
        "",
        f"{len(names)} pictures that teach a lecture on bidirectional networks, in order. As slides, with",
        f"speaker notes: [`{DECK}`]({DECK}). Each picture leads to its page in a running app (`make run`).",
        "Drawn by `python -m docs.draw_gallery`.",
    ]
    for name, one in zip(names, GALLERY, strict=True):
        picture = f"[![{one.title}]({name})]({ADDRESS}/{one.link})"
        lines += ["", f"## {one.title}", "", picture, "", one.caption]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Draw it."""
    parser = argparse.ArgumentParser(prog="python -m docs.draw_gallery", description=__doc__)
    parser.add_argument("--server", help="address of a running app; without it one is started")
    parser.add_argument("--out", type=Path, default=TARGET, help="a folder")
    asked = parser.parse_args()
    if asked.server:
        draw(asked.server, asked.out)
    else:
        with TemporaryDirectory() as folder, running(Path(folder)) as server:
            draw(server.address, asked.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
