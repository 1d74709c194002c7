"""The web application around the pages: routes of its own, middleware, what happens at start and end.

In: the path of `app.py`. Out: the ASGI application that `streamlit run app.py` serves.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from ui.lecturer import announce
from ui.server.browser_cookie import BrowserCookie
from ui.server.upload_caps import UploadCaps


def application(script: str) -> st.App:
    """The application whose home page is `script`.

    Args:
        script: the path of `app.py`.
    """
    return st.App(script, lifespan=_lifespan, routes=_routes(), middleware=_middleware())


def _routes() -> list[BaseRoute]:
    return []


def _middleware() -> list[Middleware]:
    return [Middleware(BrowserCookie), Middleware(UploadCaps)]


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any] | None]:
    sys.stdout.write(f"\n  {announce()}\n\n")
    sys.stdout.flush()
    yield None
