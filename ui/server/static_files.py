"""Streamlit's scripts and ours, each compressed once and kept in memory.

Middleware. Streamlit sends its own scripts as they are, 3 to 7 MB for a first visit, and compresses ours
anew at each request. Here a file is packed at its first request and sent from memory from then on. Files
whose names hold a checksum may be kept by the browser for a year; ours are asked for again by each page with
the tag of what the browser has, and answered in a few bytes when it is the newest.
"""

import asyncio
import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

from ui.server.paths import route_path

PACKED: Final = (".css", ".js", ".json", ".svg")
# Packed already, with its version in its name; the page unpacks it.
READY: Final = ".gz"
LEVEL: Final = 9
FOR_A_YEAR: Final = "public, immutable, max-age=31536000"
# The loader asks for each file anew (`ui/component.py`); what it imports then comes from the browser's cache.
FOR_A_PAGE: Final = "max-age=60"
THEIRS, OURS = "/static/", "/app/static/"


@dataclass(frozen=True, kw_only=True)
class Packed:
    """A file as it is sent.

    Attributes:
        content: compressed with gzip.
        tag: the ETag, a checksum of the content, in its quotation marks.
        state: modification time (ns) and size of the file that was read.
    """

    content: bytes
    tag: str
    state: tuple[int, int]


def served_files(own: Path) -> dict[str, Path]:
    """The files that can be packed, by the path under which a browser asks for them.

    Args:
        own: the folder that Streamlit serves at `app/static`.
    """
    folders = {THEIRS: Path(file_util.get_static_dir(), "static"), OURS: own}
    return {
        place + path.relative_to(folder).as_posix(): path
        for place, folder in folders.items()
        for path in sorted(folder.rglob("*"))
        if path.suffix in (*PACKED, READY)
    }


class StaticFiles:
    """ASGI middleware that answers requests for files it knows, and passes on all others."""

    def __init__(self, app: ASGIApp, *, files: Mapping[str, Path]) -> None:
        """Remember which files there are.

        Args:
            app: what answers all other requests.
            files: as `served_files` gives them.
        """
        self._app = app
        self._files = files
        self._packed: dict[Path, Packed] = {}
        self._packing = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        file = self._files.get(route_path(scope)) if _asks_for_a_file(scope) else None
        headers = Headers(scope=scope) if file else None
        if file is None or headers is None or not _takes_gzip(headers):
            await self._app(scope, receive, send)
            return
        try:
            packed = await self._pack(file)
        except OSError:  # it is gone since the start
            await self._app(scope, receive, send)
            return
        await _response(route_path(scope), packed, headers)(scope, receive, send)

    async def _pack(self, file: Path) -> Packed:
        """A file as it is now; whoever asks while it is being packed waits for it."""
        if packed := self._fresh(file):
            return packed
        async with self._packing:
            if not (packed := self._fresh(file)):
                packed = self._packed[file] = await run_in_threadpool(pack, file)
            return packed

    def _fresh(self, file: Path) -> Packed | None:
        packed = self._packed.get(file)
        return packed if packed and packed.state == _state(file) else None


def pack(file: Path) -> Packed:
    """Read and compress a file.

    Raises:
        OSError: it cannot be read.
    """
    state = _state(file)
    content = file.read_bytes()
    if file.suffix != READY:
        content = gzip.compress(content, LEVEL, mtime=0)
    tag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
    return Packed(content=content, tag=tag, state=state)


def _state(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_size


def _asks_for_a_file(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD")


def _takes_gzip(headers: Headers) -> bool:
    return "gzip" in headers.get("accept-encoding", "") and "range" not in headers


def _response(path: str, packed: Packed, headers: Headers) -> Response:
    ready = path.endswith(READY)
    about = {
        "Cache-Control": FOR_A_YEAR if ready or path.startswith(THEIRS) else FOR_A_PAGE,
        "ETag": packed.tag,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if path.startswith(OURS):
        about["Access-Control-Allow-Origin"] = "*"
    if packed.tag in headers.get("if-none-match", ""):
        return Response(status_code=304, headers=about)
    if ready:
        return Response(packed.content, headers=about, media_type="application/gzip")
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return Response(packed.content, headers={**about, "Content-Encoding": "gzip"}, media_type=kind)
