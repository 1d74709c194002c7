"""Where files are kept: written once, whole, whoever comes at the same time."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from viz_core.data import MissingFile, own_sets, uploads
from viz_core.data.uploads import folder, holds, store, stored


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("BIRNN_UPLOADS", str(tmp_path / "kept"))


def test_thirty_at_once_all_succeed_and_nobody_reads_a_half():
    text = "sequence,x,label\n" + "1,0.5,a\n" * 50_000
    source, together = uploads.digits_of(text.encode()), threading.Barrier(30)

    def visit(_number):
        together.wait()
        for _ in range(6):
            assert store(text, ending="csv") == source
            assert stored(source, ending="csv") == text.encode()

    with ThreadPoolExecutor(30) as visitors:
        assert len(list(visitors.map(visit, range(30)))) == 30
    assert [path.name for path in folder().iterdir()] == [f"{source}.csv"]


def test_thirty_different_files_at_once_while_old_ones_give_way(monkeypatch):
    monkeypatch.setattr(uploads, "KEPT", 5)
    together = threading.Barrier(30)

    def visit(number):
        together.wait()
        return [store(f"{number} {k}", ending="csv") for k in range(6)]

    with ThreadPoolExecutor(30) as visitors:
        assert len({one for each in visitors.map(visit, range(30)) for one in each}) == 180
    store("last", ending="csv")
    assert len(list(folder().iterdir())) == 5


def test_what_is_there_is_not_written_again(monkeypatch):
    source = store("text", ending="csv")
    before = (folder() / f"{source}.csv").stat()
    monkeypatch.setattr(uploads, "_write", lambda *_: pytest.fail("written again"))
    assert store("text", ending="csv") == source
    after = (folder() / f"{source}.csv").stat()
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size)
    assert after.st_mtime >= before.st_mtime


def test_a_half_that_a_crash_left_is_written_whole():
    source = store("the whole text", ending="csv")
    (folder() / f"{source}.csv").write_text("the wh")
    store("the whole text", ending="csv")
    assert stored(source, ending="csv") == b"the whole text"


def test_a_full_disk_leaves_nothing_behind(monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(uploads.Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        store("text", ending="csv")
    assert list(folder().iterdir()) == []


def test_unfinished_files_of_an_ended_server_are_removed(monkeypatch):
    folder().mkdir(parents=True)
    old = folder() / "0123.abc.part"
    old.write_text("half")
    store("text", ending="csv")
    assert old.exists(), "somebody may be writing it"
    monkeypatch.setattr(uploads, "UNFINISHED_SECONDS", -1.0)
    store("other", ending="csv")
    assert not old.exists()


def test_files_are_their_owners_alone():
    source = store("text", ending="csv")
    assert (folder() / f"{source}.csv").stat().st_mode & 0o077 == 0


def test_an_example_is_written_once_and_again_when_it_is_gone(monkeypatch):
    task = own_sets.keep_example("leaks")
    written = []
    monkeypatch.setattr(own_sets, "store", lambda text, *, ending: written.append(text))
    for _ in range(3):
        assert own_sets.keep_example("leaks") == task
    assert written == []
    (folder() / f"{task.source}.csv").unlink()
    assert not holds(task.source, ending="csv")
    with pytest.raises(MissingFile):
        stored(task.source, ending="csv")
    own_sets.keep_example("leaks")
    assert len(written) == 1
