"""Whether a WebSocket is opened by a page of this server, by Streamlit's own rule."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from streamlit.web.server.server_util import is_url_from_allowed_origins


def is_own_origin(headers: Headers) -> bool:
    """Whether a page of this server asks, or a program, which sends no Origin.

    Args:
        headers: of the request that opens a WebSocket.
    """
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc == headers.get("host") or is_url_from_allowed_origins(origin)
    except ValueError:  # an Origin that is no address
        return False
