"""The language of the pages: `_()` turns an English text into the reader's.

In: a text in English, written in place. Out: its translation, or the same text where there is none.
Translations live in `locale/<language>/LC_MESSAGES/birnn.mo`; the environment variable `BIRNN_LANGUAGE`
(for example `ja`) chooses one. Source: https://docs.python.org/3/library/gettext.html
"""

import gettext
import os
from functools import lru_cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
DEFAULT = "en"


@lru_cache(maxsize=16)
def translations(language: str, folder: Path = LOCALE) -> gettext.NullTranslations:
    """The catalogue of a language; an empty one, which keeps the English, where there is no such file."""
    return gettext.translation("birnn", folder, languages=[language], fallback=True)


def _(text: str) -> str:
    """`text` in the language of this server."""
    return translations(os.environ.get("BIRNN_LANGUAGE", DEFAULT)).gettext(text)


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a text of a table for translation; whoever shows it passes it through `_`."""
    return text
