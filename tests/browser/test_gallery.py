"""The gallery in `docs/`: what is kept is what its command draws, picture by picture and slide by slide."""

import io
import re
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from docs.draw_gallery import ADDRESS, DECK, GALLERY, TARGET, smaller
from tests.source_tree import ROOT

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SHOWN = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
NUMBERS = range(1, len(GALLERY) + 1)


def pictures(folder):
    return sorted(folder.glob("*.png"))


def facts(file):
    """What a picture says of itself, but for the program and its version."""
    with Image.open(file) as picture:
        return {name: text for name, text in picture.text.items() if name != "Software"}


def page_of(one):
    """Its address without the settings: a page leaves out of its link what is usual."""
    return f"{ADDRESS}/{one.link.partition('?')[0]}"


def seen(file):
    """A picture from afar, as numbers from 0 to 255."""
    with Image.open(file) as picture:
        return np.asarray(picture.convert("L").resize((64, 36)), dtype=float)


def words(part):
    return [node.text for node in ElementTree.fromstring(part).iter(f"{DRAWN}t")]


def slides(deck):
    """Of each slide its words, its speaker notes, the alternative text of its picture and where it leads."""
    with zipfile.ZipFile(deck) as file:
        for number in NUMBERS:
            slide = file.read(f"ppt/slides/slide{number}.xml")
            notes = words(file.read(f"ppt/notesSlides/notesSlide{number}.xml"))
            described = [one.get("descr") for one in ElementTree.fromstring(slide).iter(f"{SHOWN}cNvPr")]
            yield words(slide), notes, described


def test_sixteen_pictures_are_small_and_say_what_they_are():
    files = pictures(TARGET)
    assert len(files) == len(GALLERY) == 16
    for number, file, one in zip(NUMBERS, files, GALLERY, strict=True):
        assert file.name.startswith(f"{number:02d}-")
        with Image.open(file) as picture:
            assert picture.size == (1600, 900)
        said = facts(file)
        assert said["Title"] == one.title and said["Source"].startswith(page_of(one))
        assert said["Description"].startswith(one.caption)
    assert sum(file.stat().st_size for file in TARGET.iterdir()) < 3_000_000


def test_the_deck_has_every_picture_with_its_words_and_what_to_say():
    for (shown, notes, described), one in zip(slides(TARGET / DECK), GALLERY, strict=True):
        assert one.title in shown and one.caption in shown
        assert any(page_of(one) in line for line in notes)
        assert any(described)
    with zipfile.ZipFile(TARGET / DECK) as file:
        drawn = [Image.open(io.BytesIO(file.read(name))) for name in file.namelist() if name.endswith(".png")]
    assert len(drawn) == len(GALLERY) and all(len(one.convert("RGBA").getcolors(300)) > 20 for one in drawn)


def test_every_picture_is_listed_and_the_front_page_shows_four():
    listed = (TARGET / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((\d\d-[^)]+\.png)\)", listed) == [file.name for file in pictures(TARGET)]
    shown = re.findall(r"docs/gallery/([\w-]+\.png)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(set(shown)) == 4 and all((TARGET / name).is_file() for name in shown)


def test_a_word_in_a_rare_colour_keeps_it_in_few_colours():
    violet, orange = (208, 163, 239), (193, 73, 1)
    drawn = np.full((1800, 3200, 3), violet, dtype=np.uint8)
    shades = np.random.default_rng(0).integers(-40, 16, (900, 3200, 3))
    drawn[900:] = np.clip(np.array(violet) + shades, 0, 255)
    drawn[200:220, 200:600] = orange
    file = io.BytesIO()
    Image.fromarray(drawn).save(file, "PNG", compress_level=1)
    with Image.open(io.BytesIO(smaller(file.getvalue(), ""))) as small:
        kept = small.convert("RGB").getpixel((200, 105))
    assert np.abs(np.subtract(kept, orange)).max() < 16


@pytest.mark.browser
def test_the_command_draws_what_is_kept(server, tmp_path):
    command = [
        sys.executable,
        "-m",
        "docs.draw_gallery",
        "--server",
        server("app.py"),
        "--out",
        str(tmp_path),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=550)
    assert done.returncode == 0, done.stderr
    assert [one.name for one in pictures(tmp_path)] == [one.name for one in pictures(TARGET)]
    for kept, drawn in zip(pictures(TARGET), pictures(tmp_path), strict=True):
        assert facts(drawn) == facts(kept)
        assert np.abs(seen(drawn) - seen(kept)).mean() < 6, kept.name
    assert list(slides(tmp_path / DECK)) == list(slides(TARGET / DECK))
    assert (tmp_path / "README.md").read_text("utf-8") == (TARGET / "README.md").read_text("utf-8")
