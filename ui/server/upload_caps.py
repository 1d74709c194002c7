"""Limits the files that browsers have sent and that wait in memory for a page to read them.

Middleware. Streamlit limits the size of one file, not how many: whoever sends files without a page's control
could fill the memory. After each file the oldest of the same session go until it is within its limits; when
all sessions together hold too much, a new file is refused before it is read. So it is when too many are on
their way, which lie on the disk until they are whole; one that takes too long is given up.
"""

import asyncio
from typing import cast

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from viz_core.access.crowding import Places, machine_of

PLACE = "/_stcore/upload_file/"
MOST_FILES, MOST_BYTES = 4, 20 * 2**20
MOST_BYTES_OF_ALL = 512 * 2**20
# Files on their way at once, each of at most 11 MB, and how long one may take.
MOST_COMING, LONGEST_SECONDS = 100, 180.0
LATER = "Too many files wait on this server; try again in a minute."


class UploadCaps:
    """ASGI middleware around `PUT /_stcore/upload_file/{session}/{file}`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._coming = Places(MOST_COMING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or connection."""
        session = _session(scope)
        if not session or not Runtime.exists():
            await self._app(scope, receive, send)
            return
        files = cast(MemoryUploadedFileManager, Runtime.instance().uploaded_file_mgr)
        machine = machine_of((scope.get("client") or ("",))[0])
        if held_by_all(files) > MOST_BYTES_OF_ALL:
            await PlainTextResponse(LATER, status_code=413)(scope, receive, send)
        elif not self._coming.take(machine):
            await PlainTextResponse(LATER, status_code=429)(scope, receive, send)
        else:
            try:
                await self._take(scope, receive, send, session, files)
            finally:
                self._coming.give_back(machine)

    async def _take(
        self, scope: Scope, receive: Receive, send: Send, session: str, files: MemoryUploadedFileManager
    ) -> None:
        """Let one file come, and have older ones go."""

        async def trim_then_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                trim(files, session)
            await send(message)

        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await self._app(scope, receive, trim_then_send)
        except TimeoutError:
            await PlainTextResponse("This file took too long.", status_code=408)(scope, receive, send)


def trim(files: MemoryUploadedFileManager, session: str) -> None:
    """Remove a session's oldest files until it is within its limits; the newest always stays."""
    kept = list(files.file_storage.get(session, {}).values())
    while len(kept) > 1 and (len(kept) > MOST_FILES or sum(len(one.data) for one in kept) > MOST_BYTES):
        files.remove_file(session, kept.pop(0).file_id)


def held_by_all(files: MemoryUploadedFileManager) -> int:
    """Bytes of all files of all sessions."""
    sessions = list(files.file_storage.values())
    return sum(len(one.data) for files_of_one in sessions for one in list(files_of_one.values()))


def _session(scope: Scope) -> str:
    """Whose file comes; empty if this is no file."""
    if scope["type"] != "http" or scope["method"] != "PUT":
        return ""
    _before, place, rest = scope["path"].partition(PLACE)
    return rest.partition("/")[0] if place else ""
