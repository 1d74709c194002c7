"""`python -m benchmarks.deck_pages DECK.pptx FOLDER`: a deck as LibreOffice shows it.

In: a deck. Out: its pages as PNG and a contact sheet of them, to be looked at; on standard output what is
wrong with one: blank, a title that is missing or in two lines, no link, no notes, a picture without words.
Needs LibreOffice.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2 as pdfium
from PIL import Image

from benchmarks.contact_sheet import contact_sheet

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SHOWN = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
PIXELS_PER_POINT = 96 / 72
ACROSS, THUMBNAIL = 2, (800, 450)
SECONDS = 300


def opened(deck: Path, folder: Path) -> Path:
    """The deck as a PDF, by LibreOffice.

    Raises:
        subprocess.SubprocessError: LibreOffice fails or takes too long.
        FileNotFoundError: there is no LibreOffice.
    """
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), str(deck)]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return folder / f"{deck.stem}.pdf"


def slides(deck: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Of each slide its title, its speaker notes and what its pictures say to those who do not see them."""
    with zipfile.ZipFile(deck) as file:
        count = sum(bool(re.fullmatch(r"ppt/slides/slide\d+\.xml", name)) for name in file.namelist())
        for number in range(1, count + 1):
            slide = ElementTree.fromstring(file.read(f"ppt/slides/slide{number}.xml"))
            notes = ElementTree.fromstring(file.read(f"ppt/notesSlides/notesSlide{number}.xml"))
            pictures = [one.find(f".//{SHOWN}cNvPr") for one in slide.iter(f"{SHOWN}pic")]
            described = [one.get("descr", "") for one in pictures if one is not None]
            yield next(_words(slide), ""), " ".join(_words(notes)), described


def _words(part: ElementTree.Element) -> Iterator[str]:
    return (node.text for node in part.iter(f"{DRAWN}t") if node.text)


def wrong(page: pdfium.PdfPage, picture: Image.Image, slide: tuple[str, str, list[str]]) -> list[str]:
    """What is wrong with a page, in words.

    Args:
        page: of the PDF.
        picture: the page as pixels.
        slide: the same slide as `slides` gives it.
    """
    title, notes, described = slide
    colours = picture.resize((400, 225)).getcolors(100_000)
    lines = page.get_textpage().get_text_bounded().splitlines()
    found = ["blank"] if colours is not None and len(colours) < 15 else []
    found += [] if title in lines else [f"its title is not one line: {title}"]
    found += [] if "http" in notes else ["no link in its notes"]
    return found + ([] if described and all(described) else ["a picture without words"])


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.deck_pages", description=__doc__)
    parser.add_argument("deck", type=Path)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    if shutil.which("soffice") is None:
        parser.error("there is no LibreOffice (soffice)")
    made, troubles = [], 0
    with pdfium.PdfDocument(opened(asked.deck, asked.folder)) as pages:
        for number, (page, slide) in enumerate(zip(pages, slides(asked.deck), strict=True), start=1):
            picture = page.render(scale=PIXELS_PER_POINT).to_pil().convert("RGB")
            made.append(asked.folder / f"page-{number:02d}.png")
            picture.save(made[-1])
            found = wrong(page, picture, slide)
            troubles += bool(found)
            sys.stdout.write(f"page {number}: {'; '.join(found) or 'as it should be'}\n")
    contact_sheet(made, across=ACROSS, within=THUMBNAIL).save(asked.folder / "sheet.png")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
