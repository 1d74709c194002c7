"""The catalogues in `locale/` hold what the code says, and their translations can be filled in.

`make messages` brings them up to date.
"""

import gettext
import re
from io import BytesIO
from string import Formatter

import pytest

from tests.catalogues import PLACES, TEMPLATE, compiled, languages, messages, read, source
from tests.source_tree import files
from ui.language import DEFAULT, LANGUAGES

MARKS = re.compile(r"`[^`]+`|\$[^$]+\$|</?\w+[^>]*>")
# Words at which a reader of English stops.
STOPPED_AT = (
    "as nearly as can be",
    "asked sequences",
    "by a name",
    "cannot be had",
    "half of Student",
    "is at it",
    "left the numbers",
    "not asked for",
    "one way only even",
    "stays so",
    "that there is not",
    "was heard",
)


def said(catalog):
    """Every message and its translations; a message with a plural has several."""
    return [
        (one, texts)
        for one in catalog
        if one.id and any(texts := [one.string] if isinstance(one.string, str) else list(one.string))
    ]


def entries(compiled):
    return gettext.GNUTranslations(BytesIO(compiled))._catalog


def fields(text):
    """What is filled in: the names in braces with their formats, and not the words between them."""
    return sorted(f"{name}!{how}" for _, name, _, how in Formatter().parse(text) if name is not None)


def wanted(message):
    """What the placeholders of a translation must be: those of the English, or of its plural."""
    return fields(message.id if isinstance(message.id, str) else message.id[1])


def test_no_text_of_the_code_has_words_at_which_a_reader_stops():
    texts = " ".join(path.read_text(encoding="utf-8") for path in files("app.py", *PLACES))
    assert [words for words in STOPPED_AT if words in " ".join(texts.split())] == []


def test_every_language_that_can_be_chosen_has_a_catalogue():
    assert set(languages()) == {code.replace("-", "_") for code in LANGUAGES} - {DEFAULT}


def test_the_template_holds_every_message_of_the_code():
    there = {one.id for one in read(TEMPLATE) if one.id}
    assert {one.id for one in messages() if one.id} == there, "run `make messages`"


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_holds_every_message_of_the_template(language):
    there = {one.id for one in read(source(language), language) if one.id}
    assert there == {one.id for one in read(TEMPLATE) if one.id}, "run `make messages`"


@pytest.mark.parametrize("language", languages())
def test_what_the_app_reads_is_what_the_translators_wrote(language):
    here = source(language).with_suffix(".mo").read_bytes()
    assert entries(here) == entries(compiled(language)), "run `make messages`"


def wrong(language, is_wrong):
    """The messages of a language and their translations that are wrong."""
    catalog = said(read(source(language), language))
    return [(one.id, text) for one, texts in catalog for text in texts if is_wrong(one, text)]


@pytest.mark.parametrize("language", languages())
def test_a_translation_has_the_placeholders_of_its_message(language):
    assert wrong(language, lambda one, text: fields(text) != wanted(one)) == []


@pytest.mark.parametrize("language", languages())
def test_code_formulas_and_markup_in_a_message_are_those_of_its_translation(language):

    def other_marks(one, text):
        return isinstance(one.id, str) and sorted(MARKS.findall(text)) != sorted(MARKS.findall(one.id))

    assert wrong(language, other_marks) == []


def test_a_placeholder_that_is_lost_or_renamed_is_found():
    assert fields("{count:,} of {total}") == ["count!None", "total!None"]
    assert fields("{total} 中の {count}") == fields("{count:,} of {total}")
    assert fields("{cuont}") != fields("{count}")
    assert fields("{{x}}") == []
