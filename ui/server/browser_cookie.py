"""Gives every browser a token with its first page, by which it is known again.

Middleware. The token is a cookie that scripts cannot read and that other sites cannot have sent.
"""

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.visitor import COOKIE
from viz_core.access.visitor import is_token, new_token

YEAR_SECONDS = 365 * 24 * 3600


class BrowserCookie:
    """ASGI middleware: sets the cookie with pages for browsers that have none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or connection."""
        if scope["type"] != "http" or _known(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", _cookie(secure=scope.get("scheme") == "https"))
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _known(headers: Headers) -> bool:
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return False
    return COOKIE in cookies and is_token(cookies[COOKIE].value)


def _cookie(*, secure: bool) -> str:
    parts = [f"{COOKIE}={new_token()}", "Path=/", f"Max-Age={YEAR_SECONDS}", "HttpOnly", "SameSite=Lax"]
    return "; ".join([*parts, *(["Secure"] if secure else [])])
