"""Files that wait in memory: few for each session, and none beyond what all may hold."""

import asyncio

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from ui.server import upload_caps
from ui.server.upload_caps import MOST_FILES, UploadCaps, held_by_all

SMALL = 1_000


@pytest.fixture
def files(monkeypatch):
    manager = MemoryUploadedFileManager("/_stcore/upload_file")

    class OnlyOne:
        uploaded_file_mgr = manager

    monkeypatch.setattr(upload_caps.Runtime, "exists", lambda: True)
    monkeypatch.setattr(upload_caps.Runtime, "instance", lambda: OnlyOne)
    return manager


def put(files, session, name, size=SMALL, method="PUT"):
    """Send one file as Streamlit's own route takes it; returns the status of the answer."""
    sent = []

    async def streamlit(scope, receive, send):
        files.add_file(session, UploadedFileRec(file_id=name, name=name, type="", data=b"x" * size))
        await send({"type": "http.response.start", "status": 204, "headers": []})

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": method, "path": f"/_stcore/upload_file/{session}/{name}"}
    asyncio.run(UploadCaps(streamlit)(scope, receive, send))
    return sent[0]["status"]


def names(files, session):
    return list(files.file_storage[session])


def test_the_oldest_files_of_the_same_session_go(files):
    put(files, "anne", "hers")
    for number in range(MOST_FILES + 3):
        assert put(files, "bert", f"b{number}") == 204
    assert names(files, "bert") == [f"b{number}" for number in range(3, MOST_FILES + 3)]
    assert names(files, "anne") == ["hers"]


def test_large_files_go_by_their_size_but_never_the_newest(files, monkeypatch):
    monkeypatch.setattr(upload_caps, "MOST_BYTES", 2_500)
    for number in range(4):
        put(files, "anne", f"a{number}")
    assert names(files, "anne") == ["a2", "a3"]
    put(files, "anne", "large", size=10_000)
    assert names(files, "anne") == ["large"]


def test_where_all_hold_too_much_a_file_is_refused_before_it_is_read(files, monkeypatch):
    monkeypatch.setattr(upload_caps, "MOST_BYTES_OF_ALL", 2 * SMALL)
    assert [put(files, session, "one") for session in ("anne", "bert", "carl")] == [204, 204, 204]
    assert put(files, "dora", "one") == 413
    assert held_by_all(files) == 3 * SMALL


def test_files_on_their_way_leave_places_to_others_and_may_not_take_for_ever(files, monkeypatch):
    monkeypatch.setattr(upload_caps, "MOST_COMING", 4)
    monkeypatch.setattr(upload_caps, "LONGEST_SECONDS", 0.05)
    statuses = []

    async def never_whole(scope, receive, send):
        await asyncio.Event().wait()

    async def send(message):
        statuses.extend([message["status"]] if "status" in message else [])

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": True}

    async def all_at_once():
        scope = {"type": "http", "method": "PUT", "path": "/_stcore/upload_file/anne/a"}
        caps = UploadCaps(never_whole)
        clients = [*[("10.0.0.7", number) for number in range(9)], ("10.0.0.8", 1)]
        await asyncio.gather(*(caps(scope | {"client": one}, receive, send) for one in clients))

    asyncio.run(all_at_once())
    assert sorted(statuses) == [408] * 3 + [429] * 7


def test_what_is_no_upload_passes(files):
    for number in range(MOST_FILES + 3):
        put(files, "anne", f"a{number}", method="DELETE")
    assert len(names(files, "anne")) == MOST_FILES + 3
