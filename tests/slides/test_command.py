"""Slides from a terminal: what it refuses, in one sentence."""

import pytest

from viz_core.slides.command import main


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out", "deck.pdf"], "Expected at least one link; got none."),
        (["http://here/Train", "--out", "deck.doc"], "got deck.doc"),
        (["Train", "--out", "deck.pdf"], "Expected links of one server that begin with http://"),
        (["http://here/Train", "http://there/Merge", "--out", "deck.pdf"], "Expected links of one server"),
        (["--list", "no-such-file.txt", "--out", "deck.pdf"], "no-such-file.txt cannot be read"),
    ],
)
def test_bad_input_gets_one_sentence(capsys, arguments, said):
    assert main(arguments) == 1
    written = capsys.readouterr().err.strip()
    assert said in written and "\n" not in written


def test_without_a_browser_it_says_what_is_missing(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("shutil.which", lambda name: str(tmp_path / "no-browser"))
    assert main(["http://localhost:1/Train", "--out", str(tmp_path / "deck.pdf")]) == 1
    assert "need a Chromium" in capsys.readouterr().err
