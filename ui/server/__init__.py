"""The web application around the pages: routes of its own, middleware, what happens at start and end.

In: the path of `app.py`. Out: what its `st.App`, the ASGI application that `streamlit run app.py` serves,
is made of.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from ui.channel.route import watch_route
from ui.classroom.route import class_route
from ui.lecturer import announce
from ui.server.addresses import forget_external_address, print_addresses, print_settled
from ui.server.browser_cookie import BrowserCookie
from ui.server.connections import (
    Connections,
    count_connections,
    most_connections,
    silent_ones_end,
)
from ui.server.errors import explain_error, keep_words_out_of_the_log
from ui.server.guard import Guard
from ui.server.log_caps import LogCap, cap_the_log
from ui.server.memory import memory_given_back, share_arenas
from ui.server.offline_shell import offline_shell_route
from ui.server.open_files import raise_open_files
from ui.server.static_files import StaticFiles, served_files
from ui.server.turns import Turns, scripts_take_turns
from ui.server.upload_caps import UploadCaps
from ui.server.warm import Warm


def settings(script: str) -> dict[str, Any]:
    """The keyword arguments of the `st.App` whose home page is `script`.

    `app.py` calls `st.App` itself: that call is what `streamlit run` looks for in the file.

    Args:
        script: the path of `app.py`.
    """
    warm = Warm()
    return {
        "lifespan": partial(_lifespan, warm),
        "routes": _routes(),
        "middleware": _middleware(warm, Path(script).resolve().parent / "static"),
        "on_script_error": explain_error,
    }


def _routes() -> list[BaseRoute]:
    return [watch_route(), class_route(), offline_shell_route()]


def _middleware(warm: Warm, static: Path) -> list[Middleware]:
    """The first sees every request first."""
    return [
        Middleware(StaticFiles, files=served_files(static)),
        Middleware(Guard),
        Middleware(BrowserCookie),
        Middleware(UploadCaps),
        Middleware(warm.gate),
    ]


@asynccontextmanager
async def _lifespan(warm: Warm, _app: st.App) -> AsyncIterator[dict[str, Any] | None]:
    raise_open_files()
    share_arenas()
    forget_external_address()
    keep_words_out_of_the_log()
    log_cap, connections = LogCap(), Connections(most_connections())
    cap_the_log(log_cap)
    count_connections(connections)
    scripts_take_turns(Turns())
    print_addresses()
    sys.stdout.write(f"\n  {announce()}\n\n")
    sys.stdout.flush()

    def settled() -> None:
        cap_the_log(log_cap)  # the pages' modules have brought loggers of their own
        print_settled()

    async with memory_given_back(), silent_ones_end(connections), warm.running(settled=settled):
        yield None
