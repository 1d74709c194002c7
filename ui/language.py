"""The language of a page: `_()` turns an English text into the reader's.

In: a text in English, written in place. Out: its translation, or the same text where there is none.
Translations live in `locale/<language>/LC_MESSAGES/birnn.mo`. On a page they are its visitor's: chosen in the
sidebar or by the link (`lang=ja`), else the browser's; in pictures that are drawn without a script, those of
whoever watches them (`in_language`); everywhere else, and where none of these languages is one of ours, the
server's: the environment variable `BIRNN_LANGUAGE`, or English.
Source: https://docs.python.org/3/library/gettext.html
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from ui import session
from ui.forms import translated
from viz_core.words import N_ as N_

LOCALE = Path(__file__).resolve().parent.parent / "locale"
DEFAULT = "en"
# As links and browsers write them (BCP 47) -> as their speakers call them.
LANGUAGES = {"en": "English", "ja": "日本語", "zh-CN": "简体中文"}
# The name of the choice in the link, and of its control.
CHOICE = "lang"

_drawn_in: ContextVar[str | None] = ContextVar("drawn_in", default=None)


@lru_cache(maxsize=16)
def translations(language: str, folder: Path = LOCALE) -> gettext.NullTranslations:
    """The catalogue of a language; an empty one, which keeps the English, where there is no such file."""
    names = [language.replace("-", "_")]
    return gettext.translation("birnn", folder, languages=names, fallback=True)


def known(tag: str | None) -> str | None:
    """Which of ours a language is (`ja`, `ja-JP`, `zh_Hans_SG`); None for any other, and for no language."""
    first, *rest = (tag or "").replace("_", "-").lower().split("-")
    if first == "zh":
        return None if {"hant", "tw", "hk", "mo"} & set(rest) else "zh-CN"
    return first if first in LANGUAGES else None


def language() -> str:
    """The one that `_` translates into now; one of `LANGUAGES`."""
    return _drawn_in.get() or session.in_this_run("language", _visitors)


def usual_language() -> str:
    """That of a visitor who has chosen none."""
    return session.in_this_run("usual_language", lambda: known(session.browser_locale()) or _servers())


def _visitors() -> str:
    """Chosen in this session or by the link; the control may still be to come in this run."""
    if not session.is_visit():
        return _servers()
    before = None if session.came_by_history() else session.get(CHOICE)
    return before or known(session.linked(CHOICE)) or usual_language()


def _servers() -> str:
    return known(os.environ.get("BIRNN_LANGUAGE")) or DEFAULT


@contextmanager
def in_language(spoken: str) -> Iterator[None]:
    """Use a language while something is drawn that has no script, and so no visitor, of its own."""
    token = _drawn_in.set(spoken)
    try:
        yield
    finally:
        _drawn_in.reset(token)


def _(text: str) -> str:
    """`text` in the language of whoever reads it; it may be finished, made of a form that is marked."""
    return translated(text, translations(language())) or text


def ngettext(one: str, many: str, count: int) -> str:
    """The text for this count, in the language of whoever reads it; a `{count}` is still to be filled in."""
    return translations(language()).ngettext(one, many, count)
