"""The gallery holds what its list says: pictures, and a deck of the same in the same order."""

import io
import zipfile
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from docs.build_gallery import GALLERY, SIZE, build, entries, index

WORD = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def words(part: bytes) -> str:
    return "".join(node.text or "" for node in ElementTree.fromstring(part).iter(WORD))


def test_the_gallery_teaches_a_lecture_in_sixteen_pictures():
    assert len(entries()) == 16
    assert (GALLERY / "README.md").read_text(encoding="utf-8") == index(entries())


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry["name"])
def test_every_picture_is_there_and_not_blank(entry):
    picture = Image.open(GALLERY / f"{entry['name']}.png")
    assert picture.size == SIZE
    assert len(picture.convert("RGB").getcolors(300)) > 40


def test_the_deck_has_the_same_pictures_in_the_same_order_with_notes_and_links():
    with zipfile.ZipFile(GALLERY / "deck.pptx") as deck:
        parts = {name: deck.read(name) for name in deck.namelist()}
    for number, entry in enumerate(entries(), 1):
        slide = words(parts[f"ppt/slides/slide{number}.xml"])
        assert entry["title"] in slide and entry["caption"] in slide
        assert b"http://localhost:8501/" in parts[f"ppt/slides/_rels/slide{number}.xml.rels"]
        assert entry["caption"] in words(parts[f"ppt/notesSlides/notesSlide{number}.xml"])
    assert f"ppt/slides/slide{len(entries()) + 1}.xml" not in parts


@pytest.mark.browser
def test_a_picture_built_anew_has_the_structure_of_the_one_that_is_kept(tmp_path):
    (wanted,) = [entry for entry in entries() if entry["name"] == "merge"]
    build([wanted], tmp_path)
    new, kept = (Image.open(folder / "merge.png").convert("RGB") for folder in (tmp_path, GALLERY))
    small = [np.asarray(one.resize((32, 18)), dtype=int) for one in (new, kept)]
    assert np.abs(small[0] - small[1]).mean() < 6
    with zipfile.ZipFile(io.BytesIO((tmp_path / "deck.pptx").read_bytes())) as deck:
        assert wanted["title"] in words(deck.read("ppt/slides/slide1.xml"))
