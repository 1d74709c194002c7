"""A route on a server of its own, without the pages."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

PATIENCE = 30


@contextmanager
def served(route: BaseRoute) -> Iterator[str]:
    """Serve a WebSocket route on a free port while the block runs; gives `ws://HOST:PORT`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = Starlette(routes=[route])
    settings = uvicorn.Config(app, port=port, log_level="error", ws="websockets-sansio", lifespan="off")
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + PATIENCE
    while not server.started:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    yield f"ws://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(PATIENCE)
