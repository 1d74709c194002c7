"""What visitors leave behind is freed when their sessions are over, and the memory returned."""

import asyncio
import ctypes
import gc
import subprocess
import sys
import weakref
from types import SimpleNamespace

import pytest
from streamlit import runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from tests.source_tree import ROOT
from ui.server import memory


class Visitor:
    """Refers to itself, as a session's parts refer to each other."""

    def __init__(self, name):
        self.session = SimpleNamespace(id=name)
        self.itself = self


@pytest.fixture
def server():
    """A server that keeps sessions for no time at all, and one that keeps them."""

    def make(seconds: int):
        storage = MemorySessionStorage(ttl_seconds=seconds)
        return SimpleNamespace(_session_mgr=SimpleNamespace(_session_storage=storage)), storage

    return make


def test_a_session_is_kept_for_those_who_come_back_and_then_dropped(server):
    kept, storage = server(1000)
    storage.save(Visitor("one"))
    assert memory.kept_sessions(kept) == {"one"}
    over, storage = server(0)
    storage.save(Visitor("one"))
    assert memory.kept_sessions(over) == set()


def test_memory_is_given_back_when_a_kept_session_is_over_and_only_then(server, monkeypatch):
    kept, storage = server(1000)
    monkeypatch.setattr(runtime, "get_instance", lambda: kept)
    given = []
    monkeypatch.setattr(memory, "give_back", lambda: given.append(1))

    async def looks(count: int) -> None:
        for _ in range(count):
            await asyncio.sleep(0.02)

    async def day() -> None:
        async with memory.memory_given_back(every=0.001):
            storage.save(Visitor("one"))
            await looks(5)
            assert not given
            storage.delete("one")
            while not given:
                await looks(1)
            await looks(5)

    asyncio.run(day())
    assert given == [1]


def test_what_refers_only_to_itself_is_freed():
    gc.collect()
    gc.disable()
    try:
        gone = weakref.ref(Visitor("one"))
        assert gone() is not None
        memory.give_back()
        assert gone() is None
    finally:
        gc.enable()


ARENAS_OF_THREADS = """
import ctypes, sys, threading
from tests.source_tree import ROOT
from ui.server import memory
if sys.argv[2] == "shared":
    memory.share_arenas()
libc, together, pieces = ctypes.CDLL(None), threading.Barrier(8), []
libc.malloc.restype = ctypes.c_void_p
def allocate():
    together.wait()
    pieces.append(libc.malloc(50_000))
    together.wait()
threads = [threading.Thread(target=allocate) for _ in range(8)]
for one in threads: one.start()
for one in threads: one.join()
libc.fopen.restype, libc.fclose.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
file = libc.fopen(sys.argv[1].encode(), b"w")
libc.malloc_info(0, file)
libc.fclose(file)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_info"), reason="not glibc"
)
def test_threads_share_their_arenas(tmp_path):
    counts = {}
    for how in ("apart", "shared"):
        file = tmp_path / how
        subprocess.run([sys.executable, "-c", ARENAS_OF_THREADS, file, how], check=True, cwd=ROOT)
        counts[how] = file.read_text().count("<heap nr=")
    assert counts["shared"] <= memory.ARENAS < counts["apart"]
