"""Texts that the core has finished in English are shown in the language of whoever reads them."""

import gettext
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tests.catalogues import TEMPLATE, read
from ui.forms import Form, forms, translated
from ui.language import in_language
from ui.visitor_words import sentence
from viz_core.checks import check_integer, check_one_of
from viz_core.keras_files.archive import refusal

ENTRIES = {
    "`{name}` must be one of {options}; got {value}.": "`{name}`は{options}のどれか。来たのは{value}。",
    "`{name}` must be a whole number from {low} to {high}; got {value}.": "{value}:{low}–{high}外 (`{name}`)",
    "`file` must be a .keras file of a network that this app can read; got {what}.": "`file`: {what}は不可。",
    "a layer `{kind}` that is wider than the sequence": "系列より広い`{kind}`層",
    "{title}, equal parameters": "{title}（パラメータ数同じ）",
    "The store of runs cannot be used: {problem}.": "保存場所が使えない: {problem}。",
}
PLAIN = {"forward": "順方向", "name": "名前", "`file` must wait; got no turn.": "`file`は待つ。"}


@pytest.fixture
def catalogue():
    made = Catalog(locale="ja")
    for text, said in ENTRIES.items():
        made.add(text, said, context="form")
    for text, said in PLAIN.items():
        made.add(text, said)
    file = BytesIO()
    write_mo(file, made)
    return gettext.GNUTranslations(BytesIO(file.getvalue()))


@pytest.fixture
def japanese(catalogue, monkeypatch):
    monkeypatch.setattr("ui.visitor_words.translations", lambda spoken: catalogue)
    with in_language("ja"):
        yield


def problem_of(check, *given):
    with pytest.raises(ValueError) as problem:
        check(*given)
    return problem.value


def test_an_error_is_found_by_its_form_and_keeps_its_values(japanese):
    problem = problem_of(check_integer, "name", 0, 1, 4096)
    assert sentence(problem) == "0:1–4,096外 (`name`)"


def test_what_a_visitor_wrote_stays_tame_in_every_language(japanese):
    problem = problem_of(check_one_of, "cell", ":red[x] [a](http://b.yz)", ["LSTM", "GRU"])
    said = sentence(problem)
    assert said.startswith("`cell`はLSTM, GRUのどれか。")
    assert "](" not in said.replace("\\](", "") and ":red[" not in said and "http://" not in said


def test_a_part_of_an_error_is_translated_in_its_turn(japanese, catalogue):
    problem = refusal("a layer `Conv1D` that is wider than the sequence")
    assert translated(str(problem), catalogue) == "`file`: 系列より広い`Conv1D`層は不可。"
    assert sentence(problem) == "`file`: 系列より広い\\`Conv1D\\`層は不可。"


def test_names_of_the_code_are_left_in_backticks(catalogue):
    assert translated("`name` must be one of a, b; got 'forward'.", catalogue).startswith("`name`は")


def test_titles_that_are_made_of_others_are_translated_whole(catalogue):
    assert translated("forward, equal parameters", catalogue) == "順方向（パラメータ数同じ）"
    assert translated("forwards", catalogue) is None
    assert translated("", catalogue) is None


def test_a_sentence_that_does_not_say_what_came_is_tame_as_a_whole(japanese):
    assert sentence("The store of runs cannot be used: *disk*.") == "保存場所が使えない\\: \\*disk\\*。"


def test_english_needs_no_catalogue():
    assert forms(gettext.NullTranslations()) == ()
    assert translated("anything", gettext.NullTranslations()) is None


def test_values_are_what_stands_between_the_words_of_a_form():
    form = Form.of("a {x} b {y}", "")
    assert form.values("a 1 b 2") == ["1", "2"]
    assert form.values("a 1 b 2 b 3") == ["1", "2 b 3"]
    assert form.values("a 1 c 2") is None
    assert Form.of("{x}{{}} end", "").values("1{} end") == ["1"]
    assert Form.of("ab{x}ba", "").values("aba") is None


def test_every_form_says_enough_to_be_found():
    for one in read(TEMPLATE):
        if one.context:
            said = "".join(Form.of(one.id, "").literals)
            assert sum(map(str.isalpha, said)) >= 2, one.id
