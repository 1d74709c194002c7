"""The language of a visitor: where it comes from, what keeps it, and that visitors do not share it."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.shown import PATIENCE
from ui.frame import start_server_once
from ui.language import LANGUAGES, in_language, known, language


def page():
    import streamlit as st

    from ui.frame import open_page
    from ui.language import language

    before = language()
    open_page("A page")
    st.text(f"{before} {language()}")


@pytest.fixture
def visit(monkeypatch):
    monkeypatch.setattr("ui.session.jobs", lambda: None)
    links = []
    monkeypatch.setattr("streamlit.page_link", lambda file, **looks: links.append(looks["query_params"]))
    start_server_once.clear()

    def visited(locale=None, **link):
        test = AppTest.from_function(page, default_timeout=PATIENCE)
        test.context = {"locale": locale} if locale else {}
        test.query_params.update(link)
        test.run()
        assert not test.exception, test.exception
        test.links = links
        return test

    yield visited
    start_server_once.clear()


def spoken(test):
    return test.text[0].value


def test_without_a_choice_a_page_is_english(visit):
    assert spoken(visit()) == "en en"


@pytest.mark.parametrize(
    ("said", "code"), [("ja", "ja"), ("zh-CN", "zh-CN"), ("zh_CN", "zh-CN"), ("zh", "zh-CN"), ("tlh", "en")]
)
def test_the_link_chooses_the_language_before_anything_is_drawn(visit, said, code):
    test = visit(lang=said)
    assert spoken(test) == f"{code} {code}"
    assert test.selectbox(key="lang").value == code
    assert test.selectbox(key="lang_words").value == code


@pytest.mark.parametrize(
    ("locale", "code"), [("ja-JP", "ja"), ("zh-Hans-SG", "zh-CN"), ("zh-TW", "en"), ("fr", "en")]
)
def test_the_browser_chooses_where_nobody_has(visit, locale, code):
    assert spoken(visit(locale)) == f"{code} {code}"
    assert spoken(visit(locale, lang="en")) == "en en"


def test_the_server_chooses_for_browsers_whose_language_is_not_there(visit, monkeypatch):
    monkeypatch.setenv("BIRNN_LANGUAGE", "ja")
    assert spoken(visit("fr")) == "ja ja"
    assert spoken(visit("zh-CN")) == "zh-CN zh-CN"
    assert language() == "ja"


def test_what_is_chosen_in_the_sidebar_is_kept_and_stands_in_the_link(visit):
    test = visit(lang="ja")
    test.selectbox(key="lang_words").set_value("zh-CN").run()
    assert spoken(test) == "zh-CN zh-CN"
    assert test.selectbox(key="lang").value == "zh-CN"
    test.run()
    assert spoken(test) == "zh-CN zh-CN"
    assert test.links[-1] == {"lang": "zh-CN"}
    test.selectbox(key="lang_words").set_value("en").run()
    assert spoken(test) == "en en"
    assert test.links[-1] is None


def test_visitors_do_not_share_a_language(visit):
    japanese, chinese = visit(lang="ja"), visit("zh-CN")
    japanese.run()
    assert (spoken(japanese), spoken(chinese)) == ("ja ja", "zh-CN zh-CN")


def test_the_browser_is_told(visit):
    assert 'lang = "ja"' in visit(lang="ja").sidebar.get("html")[-1].proto.body


def test_what_is_drawn_without_a_visitor_is_in_the_language_of_those_who_watch():
    with in_language("ja"):
        assert language() == "ja"
        with in_language("zh-CN"):
            assert language() == "zh-CN"
    assert language() == "en"


def test_names_of_languages_are_known_in_every_spelling():
    assert all(known(code) == code for code in LANGUAGES)
    assert [known(one) for one in ("JA", "zh-Hans-CN", "en_GB", "", None, "C", "zh_HK")] == [
        "ja",
        "zh-CN",
        "en",
        None,
        None,
        None,
        None,
    ]
