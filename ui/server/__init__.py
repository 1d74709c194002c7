"""The web application around the pages: routes of its own, middleware, what happens at start and end.

In: the path of `app.py`. Out: the ASGI application that `streamlit run app.py` serves.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from ui.channel.route import watch_route


def settings(script: str) -> dict[str, Any]:
    """The keyword arguments of the `st.App` whose home page is `script`.

    `app.py` calls `st.App` itself: that call is what `streamlit run` looks for in the file.

    Args:
        script: the path of `app.py`.
    """
    return {"lifespan": _lifespan, "routes": _routes(), "middleware": _middleware()}


def _routes() -> list[BaseRoute]:
    return [watch_route()]


def _middleware() -> list[Middleware]:
    return []


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any] | None]:
    yield None
