"""What visitors may ask of Streamlit's server, and from where.

Middleware. Of Streamlit's own endpoints only those answer that a browser with these pages needs; a
WebSocket, ours included, is for pages of this server; of the messages a browser may send, those for
developers are dropped: emptying the caches of all visitors, asking for the state of the Git repository,
installing files for coding tools. So are those that no page makes so large: Streamlit answers one on the
thread that serves everybody.
"""

import logging
from typing import Any, Final

from google.protobuf.message import DecodeError
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from ui.origin import is_own_origin
from ui.server.paths import route_path

STREAM: Final = "/_stcore/stream"
# Below `/_stcore/` only these answer: what a later Streamlit adds stays closed until somebody looks at it.
OPEN: Final = ("/_stcore/health", "/_stcore/host-config", "/_stcore/upload_file/", STREAM)
CLOSED: Final = ("/_stcore", "/auth", "/oauth2callback", "/component")
MESSAGES: Final = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request")
# Of these, what a download button asks for.
OPERATIONS, DOWNLOAD = "backend_operation_request", "deferred_file"
# Bytes of a message, files asked for and controls set with one: several times what any page sends.
MOST_BYTES, MOST_FILES, MOST_CONTROLS = 2**19, 100, 1_000
TOO_LARGE: Final = "too large"
UNREADABLE: Final = "unreadable"
TEXT: Final = "text"
POLICY_VIOLATION: Final = 1008

_log = logging.getLogger(__name__)


class Guard:
    """ASGI middleware that refuses what no visitor's browser needs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or connection."""
        path = route_path(scope) if scope["type"] in ("http", "websocket") else ""
        if scope["type"] == "http" and _is_closed(path):
            await PlainTextResponse("Not Found", status_code=404)(scope, receive, send)
        elif scope["type"] == "websocket" and not is_own_origin(Headers(scope=scope)):
            await receive()  # the request to connect
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        elif scope["type"] == "websocket":
            await self._connection(scope, _Visitor(receive) if path == STREAM else receive, _Sender(send))
        else:
            await self._app(scope, receive, send)

    async def _connection(self, scope: Scope, receive: Receive, send: "_Sender") -> None:
        try:
            await self._app(scope, receive, send)
        except RuntimeError:  # Starlette's, when somebody goes on with a connection that is closed
            if not send.too_late:
                raise


def _is_closed(path: str) -> bool:
    return _is_below(path, CLOSED) and not any(path.startswith(one) for one in OPEN)


def _is_below(path: str, places: tuple[str, ...]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in places)


class _Sender:
    """What is sent after Uvicorn has closed a silent connection has come too late; it is no error of ours.

    Attributes:
        too_late: whether anything was.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self.too_late = False

    async def __call__(self, message: Message) -> None:
        """Send a message."""
        try:
            await self._send(message)
        except RuntimeError as closed:
            if message["type"] not in ("websocket.send", "websocket.close"):
                raise
            self.too_late = True
            if message["type"] == "websocket.send":
                raise OSError("The connection is closed.") from closed


class _Visitor:
    """The messages of one visitor, without those that no page sends or that come from a page already left."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._warned = False
        self._page = ""  # the hash of the page asked for last; empty where the browser named it otherwise

    async def __call__(self) -> Message:
        """The next message that the server may see."""
        while True:
            message = await self._receive()
            asked, kind = _read(message.get("bytes"))
            if message.get("text") is not None:
                kind = TEXT
            if kind is None and not self._comes_late(asked):
                return message
            if kind is not None and not self._warned:
                self._warned = True
                _log.warning("A visitor's message of the kind %s was dropped.", kind)

    def _comes_late(self, asked: BackMsg) -> bool:
        """Whether a control asks for its part of a page that its person has left in the meantime.

        The browser sends such a message until the next page answers. Streamlit would take it for a way back:
        the page just asked for would be lost, or its window emptied after it was drawn.
        """
        rerun = asked.rerun_script
        if rerun.fragment_id:
            return self._page not in ("", rerun.page_script_hash)
        if asked.HasField("rerun_script"):
            self._page = rerun.page_script_hash
        return False


def refused_kind(content: Any) -> str | None:
    """The kind of a message that no page sends; None for one that may pass.

    Args:
        content: a serialised `BackMsg`; None for what is no message.

    Returns:
        The field of the message, `TOO_LARGE` by its size, `UNREADABLE` for what is no `BackMsg`.
    """
    return _read(content)[1]


def _read(content: Any) -> tuple[BackMsg, str | None]:
    """The message, empty where it is none or is not read, and the kind by which it is refused."""
    message = BackMsg()
    if not content:
        return message, None
    if len(content) > MOST_BYTES:
        return message, TOO_LARGE
    try:
        message.ParseFromString(content)
    except DecodeError:
        return message, UNREADABLE
    kind = message.WhichOneof("type")
    files, controls = message.file_urls_request.file_names, message.rerun_script.widget_states.widgets
    if len(files) > MOST_FILES or len(controls) > MOST_CONTROLS:
        return message, TOO_LARGE
    if kind == OPERATIONS and message.backend_operation_request.WhichOneof("payload") == DOWNLOAD:
        return message, None
    return message, None if kind is None or kind in MESSAGES else str(kind)
