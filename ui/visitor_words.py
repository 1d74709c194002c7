"""Words of a visitor on a page, shown as they were written: names, labels, columns, what was typed, errors.

In: any text. Out: Markdown that shows this text and does nothing else.

Whatever a visitor wrote goes through `plain`, `code` or `sentence` before Streamlit renders it as Markdown
(`st.markdown`, `st.caption`, `st.error`, `st.table`, labels, `help=`). A backslash keeps marks from being
Markdown, but Streamlit looks for addresses, icons and arrows in the finished text, where backslashes are
gone: there a word joiner, which nobody sees, takes their parts apart.
"""

import re
import unicodedata

from ui.forms import CAME, translated
from ui.language import language, translations
from viz_core.data.plain_text import visible

_MARKS = frozenset("\\`*_{}[]#$~|<>:&")
_JOINER = "\N{WORD JOINER}"
# Behind `:` and `@` (addresses, `:icons:`), between `www` and its dot, within arrows and comparisons.
_APART = re.compile(r"(?<=[:@])(?=\S)|(?<=www)(?=\.)|(?<=[<>~=-])(?=[<>=-])", re.IGNORECASE)
# What makes a list or a heading at the beginning of a line.
_FIRST = re.compile(r"^(\d*)([-+=.)])(?=\s|$)")
_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))


def plain(text: str) -> str:
    """A visitor's words where Markdown is read: none of it is markup, link, picture, icon or formula."""
    return _isolated(_FIRST.sub(r"\1\\\2", _tame(_one_line(text))))


def code(text: str) -> str:
    """A visitor's words as inline code."""
    words = _one_line(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", words)), default=0))
    space = " " if words[:1] == "`" or words[-1:] == "`" or not words else ""
    return _isolated(f"{fence}{space}{words}{space}{fence}")


def sentence(problem: object) -> str:
    """A sentence about something wrong: what was expected is ours, what came may be a visitor's."""
    expected, between, came = str(problem).partition(CAME)
    spoken = translated(str(problem), translations(language()), came=_came)
    if spoken is not None and between:
        return spoken
    return expected + between + _came(came) if between else plain(spoken or expected)


def _came(words: str) -> str:
    return _isolated(_tame(_one_line(words)))


def _tame(words: str) -> str:
    apart = _APART.sub(_JOINER, words)
    return "".join(f"\\{letter}" if letter in _MARKS else letter for letter in apart)


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())


def _isolated(text: str) -> str:
    """Words that are read from the right leave the order of the sentence around them alone."""
    if any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text):
        return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
    return text
