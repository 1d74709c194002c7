"""Take a file that somebody brings along: each one is checked once, and a bad one changes nothing.

In: how a file is kept. Out: what the last good one was kept as. Used by: the rooms Tagging and Your own data.
"""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from ui import session
from ui.language import _
from ui.visitor import visitor
from viz_core.access.shares import SHARES
from viz_core.data.plain_text import MOST_BYTES
from viz_core.data.uploads import remove, size

Kept = TypeVar("Kept")

_MARKS = frozenset("\\`*_{}[]#$~|<>:")


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
            problem = _take(key, keep, file.getvalue())
            session.put({f"{key}_read": (file.file_id, problem)})
        if problem:
            # What came may be words of the file.
            expected, between, came = problem.partition("; got ")
            st.error(expected + between + plain(came))
    return session.get(f"{key}_kept", None)


def _take(key: str, keep: Callable[[bytes], Kept], data: bytes) -> str:
    """Check and keep a file; what is wrong with it in one sentence, or nothing."""
    try:
        kept = keep(data)
    except ValueError as error:
        return str(error)
    session.put({f"{key}_kept": kept})
    _share(kept if isinstance(kept, str) else getattr(kept, "source", ""))
    return ""


def _share(source: str) -> None:
    """Whoever has brought more files than one person may loses the oldest of their own."""
    for old in SHARES.add(visitor().name, source, size=size(source)):
        remove(old)


def plain(text: str) -> str:
    """Words of a file that cannot be taken for Markdown."""
    return "".join(f"\\{letter}" if letter in _MARKS else letter for letter in text)
