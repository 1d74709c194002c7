"""Words for readers of any language: written in English where they belong, translated where they are shown.

Out: `N_`, which marks a text for the translators and leaves it as it is; `Translate`, the type of what a
function takes that writes words itself, `str` for English; `first_line` of an exception, for a visitor.

`N_` may also mark an f-string. Then the translators get its form, with numbers for what is filled in; whoever
shows the finished text finds the form in it again (`ui.language`).
"""

import re
from collections.abc import Callable

Translate = Callable[[str], str]
# The folders of a path, in quotes or from one space to the next; an address of the web has none before it.
_FOLDERS = re.compile(
    r"""(?<=['"])(?:[A-Za-z]:)?[/\\][^'"]*[/\\]|(?<![\w./:\\])(?:[A-Za-z]:)?[/\\](?:[^\s'"/\\]+[/\\])+"""
)


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a text for translation; whoever shows it translates it."""
    return text


def first_line(problem: BaseException) -> str:
    """The first line of an exception's message, empty if it has none; of a path only its last part stays.

    Where something lies on the server is nobody's business who visits it.
    """
    lines = str(problem).strip().splitlines()
    return _FOLDERS.sub("", lines[0]) if lines else ""
