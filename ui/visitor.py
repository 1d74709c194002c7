"""Who is using this browser.

In: the cookie that the server gave to the browser with its first page. Out: a `Visitor`.

A cookie that scripts cannot read, because it is the one thing a browser sends by itself with every
connection, that survives a reload, and that no link carries. A browser without cookies has a token for each
tab: what is kept there is its owner's until the tab is closed.
"""

import streamlit as st

from ui import session
from ui.language import _
from viz_core.access.visitor import Visitor, colour_of, is_token, new_token

COOKIE = "birnn_browser"


def visitor() -> Visitor:
    """Whoever looks at this page."""
    return Visitor.of(_token(), lecturer=bool(session.get("lecturer", False)))


def badge_of(owner: str) -> str:
    """An owner as a coloured badge in Markdown: the same colour and digits for the same browser."""
    if owner and owner == visitor().name:
        return f":{colour_of(owner)}-badge[{_('you')}]"
    name = _("visitor {digits}").format(digits=owner[:4]) if owner else _("nobody in particular")
    return f":{colour_of(owner)}-badge[{name}]"


def _token() -> str:
    given = cookie()
    if is_token(given):
        return given
    if not is_token(session.get("browser_token", "")):
        session.put({"browser_token": new_token()})
    return str(session.get("browser_token"))


def cookie() -> str:
    """What this browser sent; empty if nothing."""
    return str(st.context.cookies.get(COOKIE, ""))
