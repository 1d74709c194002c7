"""The memory of visitors who have gone goes back to the system.

Streamlit keeps the session of a closed tab for two minutes (`server.disconnectedSessionTTL`), for a person
whose connection comes back, and then until the next tab is closed; its parts refer to each other, so that
only Python's collector frees them; and the C library keeps what is freed in pieces below 128 kB, as the
weights of a run are. A class of sixty would leave 300 MiB behind.
"""

import asyncio
import ctypes
import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from streamlit import runtime

from ui.server.beside import beside

EVERY_SECONDS: Final = 30.0
# glibc's `mallopt` knows the number of its arenas by this one (malloc.h).
M_ARENA_MAX: Final = -8
ARENAS: Final = 2


def share_arenas() -> None:
    """Have all threads allocate from a few arenas, where the C library is glibc.

    It gives each of the many threads that run scripts an arena, up to eight a core. Pieces that live long lie
    in all of them, and keep what is freed around them from going back.
    """
    if sys.platform == "linux" and (option := getattr(ctypes.CDLL(None), "mallopt", None)):
        option(M_ARENA_MAX, ARENAS)


@asynccontextmanager
async def memory_given_back(every: float = EVERY_SECONDS) -> AsyncIterator[None]:
    """Look again and again for sessions that have ended, while the block runs.

    Args:
        every: seconds between two looks.
    """
    async with beside(_look(every), name="memory"):
        yield


async def _look(every: float) -> None:
    before: frozenset[str] = frozenset()
    while True:
        await asyncio.sleep(every)
        now = kept_sessions(runtime.get_instance())
        if before - now:
            await asyncio.to_thread(give_back)
        before = now


def kept_sessions(server: Any) -> frozenset[str]:
    """The ids of the sessions that are kept for those who may come back; drops those whose time is over.

    Args:
        server: Streamlit's `Runtime`, which has no call for this.
    """
    kept = server._session_mgr._session_storage._cache
    kept.expire()
    return frozenset(kept)


def give_back() -> None:
    """Free what nothing refers to, and return free memory to the system where its C library can (glibc)."""
    gc.collect()
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)
