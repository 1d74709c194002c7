"""The route that sends the page of a player without its numbers, for a browser that makes a file of it.

Out: a route. What is played never comes here: the browser puts it in (`static/saving/player_page.js`).
"""

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from viz_core.slides.player_page import shell

PATH = "birnn/slides/player.html"


def player_shell_route() -> Route:
    """The route, below the server's base path."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return Route(f"{f'/{base}' if base else ''}/{PATH}", _send)


async def _send(_request: Request) -> Response:
    # As a download it is a page; opened here, it has nothing to play and is never run.
    return HTMLResponse(shell(), headers={"Content-Disposition": "attachment", "Cache-Control": "no-cache"})
