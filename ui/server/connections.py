"""How many connections there may be, and how long one may be open without a request.

Uvicorn accepts as many as there are open files, and waits for a request for ever: one machine with idle
connections could keep everybody else out. Each connection of a page costs four open files, since Streamlit
makes an event loop for each session.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from ui.server.beside import beside
from viz_core.access.crowding import Places, machine_of

MOST: Final = 4_000
FILES_OF_ONE: Final = 5
# Without a request at two looks in a row, a connection is closed.
LOOK_SECONDS: Final = 15.0

HTTP: Any = AutoHTTPProtocol
WEBSOCKET: Any = WebSocketsSansIOProtocol


def most_connections() -> int:
    """How many this process may accept: by its limit of open files, and `MOST` at the most."""
    if sys.platform == "win32":
        return MOST
    import resource

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if files == resource.RLIM_INFINITY else min(MOST, files // FILES_OF_ONE)


class Connections:
    """The open connections of a server; lives on its event loop."""

    def __init__(self, most: int) -> None:
        """None yet.

        Args:
            most: how many there may be.
        """
        self._places = Places(most)
        self._open: dict[Any, str] = {}  # transport -> machine
        self._idle: set[Any] = set()

    def made(self, transport: Any) -> None:
        """Somebody has connected; without a place for its machine, the connection ends."""
        peer = transport.get_extra_info("peername")
        machine = machine_of(str(peer[0])) if isinstance(peer, tuple) else ""
        if self._places.take(machine):
            self._open[transport] = machine
        else:
            transport.abort()

    def lost(self, transport: Any) -> None:
        """A connection has ended."""
        machine = self._open.pop(transport, None)
        if machine is not None:
            self._places.give_back(machine)

    def look(self) -> None:
        """Close what has had no request since the last look but one."""
        idle = {one for one in self._open if _is_idle(one.get_protocol())}
        for one in idle & self._idle:
            one.close()
        self._idle = idle


def _is_idle(protocol: Any) -> bool:
    """Whether no request is being answered; a WebSocket has one as long as it lives."""
    return isinstance(protocol, HTTP) and (protocol.cycle is None or protocol.cycle.response_complete)


def count_connections(connections: Connections) -> None:
    """Have every connection of this process counted. Uvicorn has no setting or hook for it."""
    made, lost, socket_lost = HTTP.connection_made, HTTP.connection_lost, WEBSOCKET.connection_lost

    def connection_made(self: Any, transport: Any) -> None:
        made(self, transport)
        connections.made(transport)

    def connection_lost(self: Any, problem: Exception | None) -> None:
        connections.lost(self.transport)
        lost(self, problem)

    def websocket_lost(self: Any, problem: Exception | None) -> None:
        connections.lost(self.transport)
        socket_lost(self, problem)

    HTTP.connection_made, HTTP.connection_lost = connection_made, connection_lost
    WEBSOCKET.connection_lost = websocket_lost


@asynccontextmanager
async def silent_ones_end(connections: Connections, every: float = LOOK_SECONDS) -> AsyncIterator[None]:
    """Look again and again for connections without a request, while the block runs.

    Args:
        connections: those of this server.
        every: seconds between two looks.
    """
    async with beside(_look(connections, every), name="connections"):
        yield


async def _look(connections: Connections, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        connections.look()
