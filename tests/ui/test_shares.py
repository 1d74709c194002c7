"""Whoever brings many files pushes out their own."""

from viz_core.access import shares
from viz_core.access.shares import Shares
from viz_core.data import uploads


def test_beyond_the_number_the_oldest_of_the_same_visitor_goes(monkeypatch):
    monkeypatch.setattr(shares, "MOST_FILES", 2)
    files = Shares()
    assert files.add("anne", "a1", size=1) == []
    for source in ("b1", "b2", "b1"):
        assert files.add("bert", source, size=1) == []
    assert files.add("bert", "b3", size=1) == ["b2"]
    assert files.add("bert", "b4", size=1) == ["b1"]
    assert files.add("anne", "a2", size=1) == []


def test_beyond_the_size_too_but_never_the_newest(monkeypatch):
    monkeypatch.setattr(shares, "MOST_BYTES", 100)
    files = Shares()
    files.add("anne", "a1", size=60)
    assert files.add("anne", "a2", size=60) == ["a1"]
    assert files.add("anne", "a3", size=1_000) == ["a2"]


def test_a_file_that_somebody_else_has_brought_too_stays(monkeypatch):
    monkeypatch.setattr(shares, "MOST_FILES", 1)
    files = Shares()
    files.add("anne", "both", size=1)
    files.add("bert", "both", size=1)
    assert files.add("bert", "b1", size=1) == []


def test_what_must_go_is_removed_from_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("BIRNN_UPLOADS", str(tmp_path))
    one, two = (uploads.store(text, ending="csv") for text in ("one", "other"))
    assert uploads.size(two) == 5
    uploads.remove(one)
    uploads.remove("0" * 16)
    assert [path.stem for path in tmp_path.iterdir()] == [two]
