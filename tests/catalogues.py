"""The catalogues of translations in `locale/`, by Babel.

From the repository's top: `python -m tests.catalogues extract` collects the messages of the code into
`locale/birnn.pot` and brings every `birnn.po` up to date with it; `compile` writes the `birnn.mo` that the
app reads beside each of them; `count` says how much of each language is translated.
"""

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.finished_texts import MARKS, finished_texts, gaps_alike, translated_texts
from tests.source_tree import ROOT, files

LOCALE = ROOT / "locale"
TEMPLATE = LOCALE / "birnn.pot"
PLACES = ("app.py", "pages", "ui", "viz_core")
KEYWORDS = frozenset({"_", "N_", "ngettext"})
# No date of the day: the same code gives the same file.
FACTS = {
    "project": "birnn-visualiser",
    "version": "0.1.0",
    "header_comment": "# Words of the BiRNN visualiser. MIT licence.",
    "creation_date": datetime(2026, 11, 29, tzinfo=UTC),
    "msgid_bugs_address": "the issues of the repository",
    "last_translator": "the authors",
    "language_team": "the authors",
    "fuzzy": False,
}


def messages() -> Catalog:
    """What the code says to a reader, in the order of its files."""
    found = Catalog(**FACTS)
    forms: dict[str, str] = {}
    for path in files(*PLACES):
        place = path.relative_to(ROOT).as_posix()
        core = place.startswith("viz_core/")
        # In the core, what is marked is shown when it is finished.
        for line, text in translated_texts(path, KEYWORDS - MARKS if core else KEYWORDS):
            found.add(text, locations=[(place, line)])
        for line, text, context in finished_texts(path) if core else ():
            known = forms.setdefault(gaps_alike(text), text) if context else text
            found.add(known, locations=[(place, line)], context=context)
    return found


def languages() -> list[str]:
    """The languages that have a catalogue, as their folders are called."""
    return sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/birnn.po"))


def source(language: str) -> Path:
    """The catalogue that translators write."""
    return LOCALE / language / "LC_MESSAGES" / "birnn.po"


def read(path: Path, language: str | None = None) -> Catalog:
    """A catalogue or the template.

    Raises:
        PoFileError: it cannot be read.
    """
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def written(catalog: Catalog) -> bytes:
    """A catalogue as text: places are files without lines, so that few changes of code change it."""
    file = BytesIO()
    write_po(file, catalog, width=110, include_lineno=False, include_previous=True)
    return file.getvalue()


def compiled(language: str) -> bytes:
    """What the app reads; without what is not translated, or marked as fuzzy."""
    file = BytesIO()
    write_mo(file, read(source(language), language))
    return file.getvalue()


def _extract() -> None:
    template = messages()
    TEMPLATE.write_bytes(written(template))
    for language in languages():
        catalog = read(source(language), language)
        catalog.update(template, update_creation_date=False)
        source(language).write_bytes(written(catalog))


def _compile() -> None:
    for language in languages():
        source(language).with_suffix(".mo").write_bytes(compiled(language))


def _count() -> None:
    for language in languages():
        every = [one for one in read(source(language), language) if one.id]
        done = sum(bool(one.string and any(one.string)) and not one.fuzzy for one in every)
        print(f"{language}: {done} of {len(every)} messages, {sum(one.fuzzy for one in every)} fuzzy")


COMMANDS = {"extract": _extract, "compile": _compile, "count": _count}


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"Usage: python -m tests.catalogues {'|'.join(COMMANDS)}")
    COMMANDS[sys.argv[1]]()
