import pytest

from tests.shown import layer_types, parts, payload
from ui.sets.tagging import EXAMPLES
from viz_core.data import own_tags, tag_set
from viz_core.data.sentences import split_words
from viz_core.lessons.tagging_beliefs import beliefs
from viz_core.lessons.tagging_squeezed import read_sentence
from viz_core.pretrained import load

PAGE = "pages/12_Tagging.py"
FILE = "".join(f"the\tD\nman{n % 5}\tN\nruns\tV\n\n" for n in range(30)).encode()


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("BIRNN_UPLOADS", str(tmp_path))
    for cached in (own_tags.kept, own_tags.tags_of, own_tags.vocabulary):
        cached.cache_clear()


def table(test):
    return next(one for one in parts(test) if "beliefs" in one)


def test_the_page_opens_on_three_pretrained_readers_of_a_garden_path(visit):
    test = visit(PAGE)
    assert test.title[0].value == "Tagging"
    assert payload(test)["inputs"]["symbols"] == ["the", "old", "man", "the", "boats"]
    assert payload(test)["classes"] == ["DET", "ADJ", "NOUN", "VERB", "ADV"]
    assert payload(test)["targets"] == [0, 2, 3, 0, 2]
    assert table(test).count("pretrained") == 5
    assert table(test).count("one vector") == 2
    assert "when the whole sentence has been read" in table(test)
    assert "0.866" in " ".join(one.value for one in test.markdown)


def lengths(test):
    return next((one.proto.body for one in test.get("html") if "lengths" in one.proto.body), "")


def test_what_one_vector_costs_stands_below_by_the_length_of_the_sentence(visit):
    small, web = lengths(visit(PAGE)), lengths(visit(PAGE, tags_set="English web"))
    assert small.count("through one vector") == 2 and "3</th>" in small
    assert web.count("word by word") == 3 and "31–40" in web
    assert not lengths(visit(PAGE, tags_set="Your file"))


def test_a_sentence_goes_through_one_vector_and_is_played_without_its_padding(visit):
    test = visit(PAGE, tags_squeezed="true")
    shown = payload(test)
    assert (shown["source"], shown["head"], shown["steps"]) == ("pretrained", "encoder_decoder", 5)
    assert shown["mask"] is None and len(shown["layers"]) == 2
    assert table(test).count("pretrained") == 5


def test_exact_beliefs_are_those_of_counting(visit):
    body = table(visit(PAGE, tags_beliefs="exact"))
    assert body.count("exact") == 3 and "pretrained" not in body
    assert "<b>VERB</b> 0.67" in body and "NOUN 0.33" in body


def test_the_exact_beliefs_of_a_sentence_outside_the_grammar_are_dashes(visit):
    test = visit(PAGE, tags_beliefs="exact", mini_sentences_sentence="the boats boats")
    assert "–</td>" in table(test)
    assert any("does not make this sentence" in one.value for one in test.caption)


def test_unknown_words_are_marked_and_markup_stays_text(visit):
    body = table(visit(PAGE, mini_sentences_sentence="the <b>zyx</b> man"))
    assert "unknown word" in body and "<b>zyx" not in body and ">zyx</th>" in body


def test_the_treebank_networks_read_any_english_sentence(visit):
    test = visit(PAGE, tags_set="English web", treebank_sentence="They don't know Zyxwv.")
    assert payload(test)["inputs"]["symbols"] == ["They", "do", "n't", "know", "Zyxwv", "."]
    assert payload(test)["source"] == "pretrained" and payload(test)["targets"] is None
    assert "<b>PROPN</b>" in table(test)


def test_questions_are_about_the_sentences_that_are_shown(visit):
    asked = {
        name: " ".join(one.label for one in visit(PAGE, tags_set=name).expander)
        for name in ("Grammar", "English web", "Your file")
    }
    assert "the old man the boats" in asked["Grammar"]
    assert "about that place" in asked["English web"] and "old man" not in asked["English web"]
    assert "your file" in asked["Your file"] and "old man" not in asked["Your file"]


@pytest.mark.parametrize(
    ("direction", "like", "that"),
    [("forward", "VERB", "PRON"), ("backward", "ADP", "DET"), ("bidirectional", "VERB", "DET")],
)
def test_the_treebank_networks_tag_the_example_as_its_questions_say(direction, like, that):
    network = load(f"treebank_{direction}")
    task = network.config.task
    words = split_words(EXAMPLES["treebank"], most=40)
    numbers = tag_set(task.name).vocabulary(task).numbers(words)
    seen = read_sentence(network.weights, network.config.model, numbers, task.length)["probabilities"][0]
    said = [one.tag for one in beliefs(seen, tag_set(task.name).tags(task), None)]
    assert (said[words.index("like")], said[words.index("that")]) == (like, that)


@pytest.mark.parametrize(("text", "got"), [("...", "got"), ("word " * 41, "got 41.")])
def test_a_sentence_that_is_none_or_too_long_gets_one_sentence(visit, text, got):
    test = visit(PAGE, mini_sentences_sentence=text)
    shown = [one.value for one in test.warning]
    assert (got in shown[0]) if len(text) > 10 else not shown


def test_a_file_is_read_described_and_trained_on(visit):
    test = visit(PAGE, tags_set="Your file")
    assert not test.get("bidi_component")
    test.get("file_uploader")[0].upload("own.tsv", FILE, "text/plain").run()
    assert not test.exception
    assert "**90 words** in 30 sentences: 24 to learn from" in " ".join(one.value for one in test.markdown)
    assert payload(test)["source"] == "untrained" and payload(test)["classes"] == ["D", "N", "V"]
    test.button(key="train").click().run()
    assert not test.exception
    test.session_state["runs"][-1].stop()


def test_a_wrong_file_gets_one_sentence_and_changes_nothing(visit):
    test = visit(PAGE, tags_set="Your file")
    test.get("file_uploader")[0].upload("own.tsv", b"\x80\x04\x95", "text/plain").run()
    assert [one.value for one in test.error] == [
        "`file` must be text in UTF-8; got another encoding at byte 0."
    ]
    assert not test.get("bidi_component")


def test_bad_values_in_a_link_fall_back_to_the_default(visit):
    test = visit(PAGE, tags_set="x", tags_cell="x", tags_direction="x", mini_sentences_epochs="-1")
    assert payload(test)["source"] == "pretrained"


def test_a_tagger_through_one_vector_shows_all_its_layers(visit):
    app = visit(PAGE, tags_squeezed="true")
    assert layer_types(app) == [
        "InputLayer",
        "Embedding",
        "Bidirectional(LSTM)",
        "RepeatVector",
        "Bidirectional(LSTM)",
        "TimeDistributed(Dense)",
    ]
    words = " ".join(one.value for one in app.markdown)
    assert "`bidirectional_0` is the **encoder**" in words and "`bidirectional_1`, the **decoder**" in words
    app.toggle(key="tags_squeezed").set_value(False).run()
    assert "RepeatVector" not in layer_types(app)
    assert "**encoder**" not in " ".join(one.value for one in app.markdown)
