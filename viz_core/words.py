"""Words for readers of any language: written in English where they belong, translated where they are shown.

Out: `N_`, which marks a text for the translators and leaves it as it is; `Translate`, the type of what a
function takes that writes words itself, `str` for English.

`N_` may also mark an f-string. Then the translators get its form, with numbers for what is filled in; whoever
shows the finished text finds the form in it again (`ui.language`).
"""

from collections.abc import Callable

Translate = Callable[[str], str]


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a text for translation; whoever shows it translates it."""
    return text
