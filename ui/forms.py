"""Finished English texts in another language, found by the form that they were made of.

In: a text like "`units` must be a whole number from 1 to 512; got 0." and a catalogue. Out: the same in its
language, with the same values.

The core writes errors, notes and titles in English and fills in numbers and names at once; some of them come
from other processes. The catalogue has their forms, with names in braces for what is filled in, under
the context `form` (`tests.catalogues` finds them in the code). What is filled in is translated in its turn,
unless it stands in backticks, where names of the code are.
"""

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter

# How gettext writes a message in a context: 'context\4message'.
FORM = "form\4"
CAME = "; got "


@dataclass(frozen=True, kw_only=True)
class Form:
    """A text with gaps.

    Attributes:
        literals: what stands between the gaps; one more than there are gaps.
        names: of the gaps, in order.
        translation: the text in another language, with the same names in braces.
    """

    literals: tuple[str, ...]
    names: tuple[str, ...]
    translation: str

    @classmethod
    def of(cls, text: str, translation: str) -> "Form":
        """The form that is written like this, as for `str.format`."""
        literals, names, before = [], [], ""
        for literal, name, _format, _conversion in Formatter().parse(text):
            before += literal
            if name is not None:
                literals.append(before)
                names.append(name)
                before = ""
        return cls(literals=(*literals, before), names=tuple(names), translation=translation)

    def values(self, text: str) -> list[str] | None:
        """What fills the gaps in a text; None for a text of another form."""
        first, *between = self.literals
        last = between.pop() if between else ""
        if not (text.startswith(first) and text.endswith(last)):
            return None
        found, at, end = [], len(first), len(text) - len(last)
        for literal in between:
            place = text.find(literal, at, end)
            if place < 0:
                return None
            found.append(text[at:place])
            at = place + len(literal)
        return [*found, text[at:end]] if at <= end else None


@lru_cache(maxsize=16)
def forms(catalogue: gettext.NullTranslations) -> tuple[Form, ...]:
    """All forms of a catalogue, those that say most of a text first."""
    # Python offers no public way to what is in a catalogue.
    entries: Mapping[object, str] = getattr(catalogue, "_catalog", {})
    found = [
        Form.of(key.removeprefix(FORM), text)
        for key, text in entries.items()
        if isinstance(key, str) and key.startswith(FORM)
    ]
    return tuple(sorted(found, key=lambda one: -sum(map(len, one.literals))))


def translated(
    text: str, catalogue: gettext.NullTranslations, came: Callable[[str], str] = str
) -> str | None:
    """A text in the language of a catalogue; None if neither it nor its form is there.

    Args:
        text: in English, finished.
        catalogue: of the language.
        came: makes what may be a visitor's fit to be shown: what fills a gap after "; got ".
    """
    whole = catalogue.gettext(text) if text else text
    if whole != text:
        return whole
    for form in forms(catalogue):
        found = form.values(text)
        if found is not None:
            return form.translation.format(**_filled(form, found, catalogue, came))
    return None


def _filled(
    form: Form, values: list[str], catalogue: gettext.NullTranslations, came: Callable[[str], str]
) -> dict[str, str]:
    """The values in the language of the catalogue, by the names of the gaps."""
    filled, before = {}, ""
    for literal, name, value in zip(form.literals, form.names, values, strict=False):
        before += literal
        words = value if literal.endswith("`") else translated(value, catalogue) or value
        filled[name] = came(words) if CAME in before else words
    return filled
