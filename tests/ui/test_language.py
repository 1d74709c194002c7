import struct

import pytest

from ui.language import N_, _, translations


def catalogue(pairs):
    """The bytes of a `.mo` file (GNU gettext manual, section 'The Format of GNU MO Files')."""
    pairs = {"": "Content-Type: text/plain; charset=UTF-8\n", **pairs}
    keys = sorted(pairs)
    texts = [key.encode() for key in keys] + [pairs[key].encode() for key in keys]
    at = 28 + 8 * len(texts)
    table, body = b"", b""
    for text in texts:
        table += struct.pack("<II", len(text), at + len(body))
        body += text + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0) + table + body


@pytest.fixture
def locale(tmp_path):
    place = tmp_path / "ja" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "birnn.mo").write_bytes(catalogue({"Train": "学習"}))
    return tmp_path


def test_english_stays_in_place():
    assert _("Train") == "Train"


def test_a_language_without_a_catalogue_keeps_the_english(monkeypatch):
    monkeypatch.setenv("BIRNN_LANGUAGE", "tlh")
    assert _("Train") == "Train"


def test_a_catalogue_translates_what_it_knows_and_keeps_the_rest(locale):
    japanese = translations("ja", locale)
    assert japanese.gettext("Train") == "学習"
    assert japanese.gettext("Merge") == "Merge"


def test_the_environment_chooses_the_language(locale, monkeypatch):
    monkeypatch.setenv("BIRNN_LANGUAGE", "ja")
    monkeypatch.setattr("ui.language.translations", lambda language: translations(language, locale))
    assert _("Train") == "学習"


def test_marked_texts_are_kept_as_written():
    assert N_("Lessons") == "Lessons"
