"""Where the server's own files are, on disk and in addresses."""

from pathlib import Path

import streamlit as st

STATIC = Path(__file__).resolve().parents[1] / "static"


def base_path() -> str:
    """Where the app stands on its server, `/lab/rnn` for example; empty at the top."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""
