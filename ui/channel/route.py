"""The WebSocket route of the channel: who may connect, and to what.

A page of another origin is refused as Streamlit refuses it; without the id of a topic nothing is sent.
What a browser sends has one meaning only: it lacks the version that the last message builds upon.
"""

import asyncio
from contextlib import suppress
from functools import cache

import streamlit as st
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from ui.channel import PATH, topics
from ui.channel.broadcast import Broadcast, Watcher
from ui.origin import is_own_origin

# Why a connection ends: the run is over; nothing is known of the topic; another origin; too many watch.
DONE, UNKNOWN, FOREIGN, FULL = 1000, 4404, 1008, 1013
# A browser gets the whole of a version no more often than this.
AGAIN_SECONDS = 0.5


def watch_route() -> WebSocketRoute:
    """The route, below the server's base path."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return WebSocketRoute(f"{f'/{base}' if base else ''}/{PATH}/{{topic}}", _watch)


@cache
def broadcast() -> Broadcast:
    """All connections of this server."""
    return Broadcast()


async def _watch(socket: WebSocket) -> None:
    if not is_own_origin(socket.headers):
        await socket.close(FOREIGN)
        return
    await socket.accept()
    topic = topics().find(socket.path_params["topic"])
    if topic is None:
        await socket.close(UNKNOWN)
        return
    newest = topic.version.number if topic.version else None
    address = socket.client.host if socket.client else ""
    watcher = Watcher(topic=topic, has=_has(socket, newest), address=address)
    with suppress(WebSocketDisconnect):
        await _until_over(socket, watcher)


def _has(socket: WebSocket, newest: int | None) -> int:
    """The version that the browser says it has; -1 for one that cannot be."""
    said = socket.query_params.get("has", "")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 16 else -1
    return number if newest is not None and number <= newest else -1


async def _until_over(socket: WebSocket, watcher: Watcher) -> None:
    """Serve until the run is over, or the browser goes."""
    serving = asyncio.create_task(broadcast().serve(watcher, socket.send_text))
    receiving = asyncio.create_task(_receive(socket, watcher))
    try:
        await asyncio.wait((serving, receiving), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (serving, receiving):
            task.cancel()
        ends = await asyncio.gather(serving, receiving, return_exceptions=True)
    if ends[0] is None and socket.client_state is WebSocketState.CONNECTED:
        await socket.close(FULL if watcher.sent_away else DONE)


async def _receive(socket: WebSocket, watcher: Watcher) -> None:
    while True:
        await socket.receive_text()
        watcher.again()
        await asyncio.sleep(AGAIN_SECONDS)
