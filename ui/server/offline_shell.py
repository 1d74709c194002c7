"""The route that sends the page of a play without its numbers, for a browser that makes a file of it.

Out: a route. What is played never comes here: the browser puts it in (`static/saving/offline_page.js`).
"""

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from viz_core.slides.offline_page import SCRIPTS, shell

PATH = "birnn/slides/shell.html"


def offline_shell_route() -> Route:
    """The route, below the server's base path."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return Route(f"{f'/{base}' if base else ''}/{PATH}", _send)


async def _send(request: Request) -> Response:
    scripts = frozenset(request.query_params.getlist("script"))
    if not scripts <= set(SCRIPTS):
        return PlainTextResponse("Not Found", status_code=404)
    # As text it is read by a script, and never opened as a page of this server.
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return PlainTextResponse(shell(scripts), headers=headers)
