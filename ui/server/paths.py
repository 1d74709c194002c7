"""Which of the application's paths a request names, wherever the application is mounted.

In: an ASGI scope. Out: the path as Streamlit's routes name it, for example `/static/js/index.js`.
"""

import streamlit as st
from starlette.types import Scope


def route_path(scope: Scope) -> str:
    """The path of a request without a proxy's prefix (`root_path`) and without `server.baseUrlPath`."""
    path: str = scope["path"]
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    for prefix in (str(scope.get("root_path", "")).rstrip("/"), f"/{base}" if base else ""):
        if prefix and (path == prefix or path.startswith(f"{prefix}/")):
            path = path[len(prefix) :] or "/"
    return path
