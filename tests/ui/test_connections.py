"""A server whose connections are counted: one machine leaves some to others, and silence ends."""

import asyncio
import socket
import time
from contextlib import ExitStack

import pytest
from starlette.routing import WebSocketRoute
from websockets.sync.client import connect

from tests.served_route import served
from ui.server import connections
from ui.server.connections import Connections, count_connections

PATIENCE = 30
MOST = 8


async def _echo(websocket):
    await websocket.accept()
    while True:
        await websocket.send_text(await websocket.receive_text())


class OnItsLoop(Connections):
    def made(self, transport):
        self.loop = asyncio.get_running_loop()
        super().made(transport)

    def wait_for(self, count):
        deadline = time.monotonic() + PATIENCE
        while len(self._open) < count:
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def look_twice(self):
        for _ in range(2):
            self.loop.call_soon_threadsafe(self.look)


@pytest.fixture
def counted(monkeypatch):
    """The connections of a server, and `(host, port)` of it."""
    for kind in (connections.HTTP, connections.WEBSOCKET):
        for name in ("connection_made", "connection_lost"):
            monkeypatch.setattr(kind, name, getattr(kind, name))
    ours = OnItsLoop(MOST)
    count_connections(ours)
    with served(WebSocketRoute("/echo", _echo)) as address:
        host, port = address.removeprefix("ws://").split(":")
        yield ours, (host, int(port))


def opened(place, source="127.0.0.1"):
    return socket.create_connection(place, timeout=PATIENCE, source_address=(source, 0))


def answers(connection):
    """Whether a request is answered, and the connection kept."""
    try:
        connection.sendall(b"GET /none HTTP/1.1\r\nHost: x\r\n\r\n")
        return connection.recv(100).startswith(b"HTTP/1.1 404")
    except ConnectionError:
        return False


def test_one_machine_has_half_of_the_connections_however_many_it_wants(counted):
    _, place = counted
    with ExitStack() as stack:
        crowd = [stack.enter_context(opened(place, f"127.0.0.{1 + number}")) for number in range(2 * MOST)]
        assert sum(map(answers, crowd)) == MOST // 2


def test_connections_that_have_ended_make_room_for_others_also_those_of_websockets(counted):
    _, (host, port) = counted
    for _ in range(3 * MOST):
        with connect(f"ws://{host}:{port}/echo", open_timeout=PATIENCE) as one:
            one.send("here")
            assert one.recv(timeout=PATIENCE) == "here"
        with opened((host, port)) as one:
            assert answers(one)
            one.shutdown(socket.SHUT_WR)
            while one.recv(1_000):
                pass


def test_a_connection_without_a_request_ends_and_a_websocket_without_a_message_stays(counted):
    ours, (host, port) = counted
    with (
        connect(f"ws://{host}:{port}/echo", open_timeout=PATIENCE) as kept,
        opened((host, port)) as silent,
        opened((host, port)) as slow,
    ):
        slow.sendall(b"GET /none HTTP/1.1\r\nHost: x\r\nX-")
        ours.wait_for(3)
        ours.look_twice()
        assert (silent.recv(1), slow.recv(1)) == (b"", b"")
        kept.send("still here")
        assert kept.recv(timeout=PATIENCE) == "still here"
