"""Uploads: each file is checked once, and a bad one changes nothing.

In: how a file is kept. Out: what the last good one was kept as.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from ui import session
from ui.language import _
from ui.visitor import visitor
from ui.visitor_words import sentence
from viz_core.access.shares import SHARES
from viz_core.data.apart import Busy
from viz_core.data.plain_text import MOST_BYTES
from viz_core.data.uploads import remove, size

Kept = TypeVar("Kept")

log = logging.getLogger(__name__)


def uploaded(key: str, keep: Callable[[bytes], Kept]) -> Kept | None:
    """Ask for a file; what is wrong with it is said in one sentence.

    Args:
        key: of the widget, and of what this person has brought.
        keep: checks and keeps the bytes; its `ValueError` is the sentence.

    Returns:
        What `keep` gave for the last good file of this person; None before the first.
    """
    file = st.file_uploader(
        _("File"), key=f"{key}_file", label_visibility="collapsed", max_upload_size=MOST_BYTES // 2**20
    )
    if file is not None:
        read, problem = session.get(f"{key}_read", ("", ""))
        if read != file.file_id:
            try:
                with st.spinner(_("Reading the file…")):
                    problem = _take(key, keep, file.getvalue())
                session.put({f"{key}_read": (file.file_id, problem)})
            except Busy as busy:  # the next run of the page tries again
                problem = str(busy)
        if problem:
            st.error(sentence(problem))
    return session.get(f"{key}_kept", None)


def _take(key: str, keep: Callable[[bytes], Kept], data: bytes) -> str:
    """Check and keep a file; what is wrong with it in one sentence, or nothing.

    Raises:
        Busy: it could not be checked yet.
    """
    try:
        kept = keep(data)
    except Busy:
        raise
    except ValueError as error:
        return str(error)
    except OSError:
        log.exception("a file could not be kept")
        return _("`file` must be kept on this server's disk; got no place there. Nothing has changed.")
    session.put({f"{key}_kept": kept})
    _share(kept if isinstance(kept, str) else getattr(kept, "source", ""))
    return ""


def _share(source: str) -> None:
    """Whoever has brought more files than one person may loses the oldest of their own."""
    if not source:
        return
    for old in SHARES.add(visitor().name, source, size=size(source)):
        remove(old)
