"""Whatever a link says to any control of any page, the page opens, as without it."""

import pytest

from tests.shown import link_values, payloads
from ui.page_list import PAGES

FILES = [page.file for page in PAGES]


@pytest.mark.parametrize("value", ["", "inf", "nan"])
@pytest.mark.parametrize("file", FILES)
def test_nothing_and_numbers_without_end_open_every_page_at_its_defaults(visit, file, value):
    usual = visit(file)
    names = link_values(usual)
    opened = visit(file, **dict.fromkeys(names, value))
    typed = {one.proto.query_param_key for kind in ("text_input", "text_area") for one in opened.get(kind)}
    standing = link_values(opened)
    assert {name: standing[name] for name in names.keys() - typed} == {
        name: names[name] for name in names.keys() - typed
    }
    assert len(payloads(opened)) == len(payloads(usual))


def test_a_text_that_was_emptied_stays_empty_while_the_page_is_open(visit):
    test = visit("pages/10_Reviews.py", reviews_text="A wonderful film!")
    test.text_area(key="reviews_text").set_value("").run()
    assert not test.exception
    test.run()
    assert test.text_area(key="reviews_text").value == ""
