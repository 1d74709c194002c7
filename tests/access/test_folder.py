"""What is kept lies in a folder of its owner, closed to others."""

import os
import stat
import sys

import pytest

from viz_core.access.folder import data_folder, private_file, private_folder
from viz_core.data import MissingFile, uploads
from viz_core.runs.store import Store, StoreError, default_path

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no such modes")


def mode(path):
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture
def home(monkeypatch, tmp_path):
    """A home of one's own, and no folder named by hand."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.delenv("BIRNN_STORE", raising=False)
    monkeypatch.delenv("BIRNN_UPLOADS", raising=False)
    if sys.platform != "linux":
        pytest.skip("other systems have other places")
    return tmp_path / "share" / "birnn-visualiser"


@pytest.fixture
def loose_umask():
    before = os.umask(0)
    yield
    os.umask(before)


def test_folders_and_files_are_closed_to_others_whatever_the_umask(home, loose_umask):
    store = Store()
    with store.open() as file:
        file.execute("INSERT INTO claims VALUES ('one', 'two', 0)")
        beside = {path.name: mode(path) for path in home.iterdir()}
    uploads.store("word\ttag\n", ending="tsv")
    assert store.path.parent == home == data_folder()
    assert beside.keys() >= {"runs.sqlite", "runs.sqlite-wal"}
    assert set(beside.values()) == {0o600}
    assert {mode(home), mode(home / "uploads")} == {0o700}


def test_a_folder_that_was_open_is_closed(home):
    home.mkdir(parents=True, mode=0o755)
    (home / "runs.sqlite").touch(mode=0o644)
    Store()
    assert (mode(home), mode(home / "runs.sqlite")) == (0o700, 0o600)


def test_a_folder_named_by_hand_keeps_its_modes_and_its_file_is_closed(tmp_path):
    tmp_path.chmod(0o755)
    Store(tmp_path / "runs.sqlite")
    assert (mode(tmp_path), mode(tmp_path / "runs.sqlite")) == (0o755, 0o600)


def test_a_symbolic_link_in_place_of_the_store_is_refused_and_what_it_names_is_left_alone(tmp_path):
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "runs.sqlite").symlink_to(tmp_path / "precious")
    with pytest.raises(StoreError, match="must be a file; got a symbolic link"):
        Store(tmp_path / "runs.sqlite")
    assert (tmp_path / "precious").read_text() == "mine"


def test_a_symbolic_link_in_place_of_the_uploads_is_refused(home, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    home.mkdir(parents=True)
    (home / "uploads").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(MissingFile, match=r"^The folder for uploads cannot be used: .* symbolic link\.$"):
        uploads.store("word\ttag\n", ending="tsv")
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("make", [private_folder, private_file])
def test_what_belongs_to_somebody_else_is_refused(monkeypatch, tmp_path, make):
    make(tmp_path / "kept")
    another = os.geteuid() + 1
    monkeypatch.setattr("viz_core.access.folder.os.geteuid", lambda: another)
    with pytest.raises(PermissionError, match="must belong to the person who runs this server"):
        make(tmp_path / "kept")


def test_nothing_is_kept_among_temporary_files(home, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    assert uploads.folder() == home / "uploads"
    assert default_path() == home / "runs.sqlite"
