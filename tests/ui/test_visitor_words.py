"""A visitor's words are shown as words: the function, and every place of the pages that shows some."""

import json
import re
import unicodedata

import pytest

from tests.hostile_words import WORDS
from tests.pages.test_saved_runs import keep
from ui.visitor_words import code, plain, sentence
from viz_core.runs.saved_runs import SavedRuns
from viz_core.runs.store import Store

# What Streamlit's Markdown would make something of, were it not taken apart.
ALIVE = re.compile(
    r"(?<!\\)(?:!\[|\[|\]|\*\*|[_*`$~|<>#](?!\w*=)|:\w+\[|:[\w/-]+:)"
    r"|https?\\?://|www\.|\w@\w|<-|->|--|>=|<=|~=|[\u202a-\u202e]",
    re.IGNORECASE,
)


def seen(text):
    """What is left to see of Markdown without markup."""
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    return "".join(one for one in text if unicodedata.category(one) != "Cf")


@pytest.mark.parametrize("words", WORDS)
def test_words_are_seen_as_written_and_nothing_in_them_is_alive(words):
    shown = plain(words)
    assert not ALIVE.search(shown), shown
    assert seen(shown) == " ".join(seen(words.replace("\\", "\\\\")).split())
    assert "\n" not in shown


def test_the_pattern_of_what_is_alive_finds_it():
    only_first_in_a_line = {"- list", "+ list", "1. one", "7) one", "===", "    indented"}
    only_turned_or_escaped = {"שלום (a)", "\\[x\\] \\"}
    assert {one for one in WORDS if not ALIVE.search(one)} == only_first_in_a_line | only_turned_or_escaped


@pytest.mark.parametrize("words", ["- list", "+ list", "1. one", "7) one", "-", "="])
def test_words_at_the_beginning_of_a_line_make_no_list(words):
    assert re.match(r"\d*\\", plain(words))


@pytest.mark.parametrize("words", ["1.5", "-1", "a - b", "x (1) y", "20 000", "don't", "फिल्म", "👩‍🔬"])
def test_ordinary_words_are_left_as_they_are(words):
    assert plain(words) == words


def test_words_from_the_right_do_not_turn_the_sentence_around_them():
    assert plain("שלום") == "\N{FIRST STRONG ISOLATE}שלום\N{POP DIRECTIONAL ISOLATE}"
    assert plain("a\u202eb") == "ab"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a", "`a`"),
        ("a`b", "``a`b``"),
        ("`", "`` ` ``"),
        ("``x", "``` ``x ```"),
        ("a\nb", "`a b`"),
        ("", "` `"),
    ],
)
def test_inline_code_holds_whatever_it_is_given(words, shown):
    assert code(words).replace("`  `", "` `") == shown


def test_of_a_sentence_only_what_came_is_a_visitors():
    assert sentence("`file` must be *so*; got '*x*'; got y.") == "`file` must be *so*; got '\\*x\\*'; got y."
    assert sentence(ValueError("no *such* shape")) == "no \\*such\\* shape"


# The pages: whatever they show of a visitor's words in a place that reads Markdown is in its tame form.

HOSTILE = "![](http://x.yz/a.png) :red[w] :material/home: :smile: $x$ www.a.yz \u202eb"
SHORT = "[a](http://b.yz) :red[c] $x$"
MARKDOWN = ("markdown", "caption", "error", "warning", "info", "success", "table", "expander", "button")


def markdown(app):
    """Everything on a page that Streamlit reads as Markdown."""
    texts = []
    for kind in MARKDOWN:
        for one in app.get(kind):
            texts += [_written(getattr(one, name, None)) for name in ("value", "label", "help")]
    return texts


def _written(value):
    """Text, or the cells of a table; nothing for what only holds other elements."""
    if isinstance(value, str):
        return value
    if not hasattr(value, "itertuples"):
        return ""
    return " ".join(str(cell) for row in value.itertuples(index=False) for cell in row)


def assert_tame(app, *words):
    assert not app.exception
    texts = markdown(app)
    for one in texts:
        assert "http://" not in one and ":red[" not in one and ":material/home:" not in one, one
        assert "\u202e" not in one and "](" not in one.replace("\\](", ""), one
    for one in words:
        assert any(one in text for text in texts), (one, texts)


def own_table(label, name):
    rows = (f"s{n // 2},{n},{n % 3},{'x' if n // 2 % 2 else label}\n" for n in range(80))
    return (f"sequence,{name},y,label\n" + "".join(rows)).encode()


def test_names_and_labels_of_a_table(visit):
    app = visit("pages/14_Your_own.py", own_data="Your file")
    app.get("file_uploader")[0].upload("own.csv", own_table(SHORT, "a <b> [c](d)"), "text/csv").run()
    assert not app.error
    assert_tame_in_code = [one for one in markdown(app) if f"`{SHORT}`" in one]
    assert assert_tame_in_code, "shown as inline code among the labels"
    texts = [one for one in markdown(app) if f"`{SHORT}`" not in one]
    assert any(plain(SHORT) in one for one in texts), texts
    assert not any(":red[" in one or "http://" in one for one in texts), texts


@pytest.mark.parametrize("label", [SHORT, HOSTILE[:28]])
def test_words_of_a_refused_table(visit, label):
    app = visit("pages/14_Your_own.py", own_data="Your file")
    data = own_table("a", "x").replace(b"s9,19", f"s9,{label}".encode())
    app.get("file_uploader")[0].upload("own.csv", data, "text/csv").run()
    assert_tame(app, plain(repr(label))[1:12])


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("pages/1_Train.py", {"cumulative_sum_sequence": HOSTILE}),
        ("pages/10_Reviews.py", {"reviews_text": HOSTILE}),
        ("pages/12_Tagging.py", {"mini_sentences_sentence": HOSTILE}),
        ("pages/13_Translation.py", {"dates_question": HOSTILE}),
        ("pages/3_Inside_the_cell.py", {"cell_hand-set_inputs": HOSTILE}),
    ],
)
def test_what_somebody_typed(visit, page, link):
    assert_tame(visit(page, **link))


def test_the_name_of_a_saved_run(visit, monkeypatch, tmp_path):
    monkeypatch.setenv("BIRNN_STORE", str(tmp_path / "runs.sqlite"))
    runs = SavedRuns(Store(tmp_path / "runs.sqlite"))
    keep(runs, SHORT)
    assert_tame(visit("pages/21_Saved_runs.py"), plain(SHORT))
    with pytest.raises(ValueError, match="must be one that no saved run has") as taken:
        keep(runs, SHORT)
    assert ":red[" not in sentence(taken.value)


def test_no_page_shows_an_error_that_did_not_go_through_the_function():
    """`st.error(str(problem))` and its like would read a visitor's words as Markdown."""
    from tests.source_tree import files

    raw = re.compile(r"st\.(?:error|warning|info)\(str\(")
    mine = [path for path in files("ui", "pages") if raw.search(path.read_text(encoding="utf-8"))]
    assert mine == []


def test_figures_and_players_get_words_as_data(visit):
    app = visit("pages/10_Reviews.py", reviews_text="the film was <b>dull</b> but [good](http://x.yz)")
    for one in app.get("bidi_component"):
        assert "<b>dull" not in json.dumps(json.loads(one.proto.json))
