"""Each browser gets a token with its first page, and keeps it."""

import asyncio

import pytest

from ui.server.browser_cookie import BrowserCookie
from ui.visitor import COOKIE
from viz_core.access.visitor import Visitor, colour_of, is_token


def cookies(*, sent="", content="text/html; charset=utf-8", scheme="http"):
    """The `set-cookie` headers of an answer to a browser that sent this cookie."""
    answered = []

    async def page(scope, receive, send):
        headers = [(b"content-type", content.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def send(message):
        answered.append(message)

    headers = [(b"cookie", sent.encode())] if sent else []
    scope = {"type": "http", "method": "GET", "path": "/Train", "scheme": scheme, "headers": headers}
    asyncio.run(BrowserCookie(page)(scope, None, send))
    return [value.decode() for name, value in answered[0]["headers"] if name == b"set-cookie"]


def test_a_new_browser_gets_a_token_that_scripts_and_other_sites_cannot_use():
    (first,), (second,) = cookies(), cookies()
    token = first.partition(";")[0].removeprefix(f"{COOKIE}=")
    assert is_token(token)
    assert first.split("; ")[1:] == ["Path=/", "Max-Age=31536000", "HttpOnly", "SameSite=Lax"]
    assert first != second


def test_behind_https_the_cookie_travels_over_https_only():
    assert cookies(scheme="https")[0].endswith("; Secure")


def test_a_browser_that_has_one_keeps_it():
    assert cookies(sent=f"other=1; {COOKIE}={'ab' * 16}") == []


@pytest.mark.parametrize("sent", [f"{COOKIE}=short", f"{COOKIE}=", "other=1", f"{COOKIE}={'G' * 32}"])
def test_what_is_no_token_is_replaced(sent):
    assert len(cookies(sent=sent)) == 1


def test_only_pages_carry_it():
    assert cookies(content="application/javascript") == []


def test_the_name_of_a_visitor_does_not_tell_the_token():
    token = "ab" * 16
    one = Visitor.of(token)
    assert one == Visitor.of(token) != Visitor.of("cd" * 16)
    assert one.name not in token and token not in one.name
    assert colour_of(one.name) == colour_of(Visitor.of(token).name)
    assert colour_of("") == "gray"
