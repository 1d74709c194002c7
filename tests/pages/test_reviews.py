import pytest

from tests.shown import components, figures, parts, payload, told
from viz_core.pretrained.networks import FOLDER

PAGE = "pages/10_Reviews.py"


def component(test, number):
    return components(test)[number]


def figure(test, number=0):
    return figures(test)[number]


def test_the_page_opens_on_a_pretrained_network_reading_a_review(visit):
    test = visit(PAGE)
    assert test.title[0].value == "Reviews"
    shown = payload(test)
    assert (shown["source"], shown["readers"]) == ("pretrained", ["forward", "backward"])
    assert shown["inputs"]["symbols"][:4] == ["[start]", "the", "story", "is"]
    assert [one["name"] for one in figure(test)["data"]][:3] == ["both", "forward", "backward"]


def test_the_chart_the_heading_and_the_words_give_one_probability(visit):
    test = visit(PAGE)
    answer = next(one for one in figure(test)["data"] if one["name"] == "answer")
    value = f"{answer['y'][0]:.3f}"
    assert value in told(test)
    assert any(f"◆ {value}" in one for one in parts(test))


def test_the_test_accuracies_of_three_networks_are_those_of_their_cards(visit):
    table = next(one.value for one in visit(PAGE).markdown if "test accuracy" in one.value)
    for name in ("reviews_SimpleRNN_forward", "reviews_LSTM_forward", "reviews"):
        card = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
        value = float(card.split("as stored, by Keras: ")[1].split(".\n")[0])
        assert f"**{value:.3f}**" in table


def test_typed_words_are_read_in_the_plot_and_in_the_player(visit):
    test = visit(PAGE, reviews_text="What a wonderful, zyxwv film!")
    assert payload(test)["inputs"]["symbols"] == ["[start]", "what", "a", "wonderful", "zyxwv", "film"]
    assert figure(test)["layout"]["xaxis"]["ticktext"] == [
        "[start]",
        "what",
        "a",
        "wonderful",
        "zyxwv",
        "film",
        "<b>answer</b>",
    ]
    assert told(test).startswith("Positive")
    words = next(one.proto.body for one in test.get("html") if "zyxwv" in one.proto.body)
    assert "unknown word" in words.split("zyxwv")[0].rsplit("<span", 1)[1]
    assert words.count("unknown word") == 1


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("dull but moving", "Positive"),
        ("moving but dull", "Negative"),
        ("the story is moving although not good at all", "Positive"),
    ],
)
def test_mini_reviews_turn_with_the_order_of_their_words(visit, text, answer):
    test = visit(PAGE, reviews_set="Mini-reviews", reviews_cell="GRU", mini_reviews_text=text)
    assert payload(test)["source"] == "pretrained"
    assert told(test).startswith(f"{answer}")


@pytest.mark.parametrize(("text", "sentence"), [("!!!", "got 0."), ("word " * 201, "got 201.")])
def test_a_text_without_words_and_one_too_long_get_one_sentence(visit, text, sentence):
    test = visit(PAGE, reviews_text=text)
    assert sentence in test.warning[0].value


def test_markup_in_a_review_stays_text(visit):
    test = visit(PAGE, reviews_text="<script>alert(1)</script> good")
    shown = [*parts(test), *(one.proto.body for one in test.get("html"))]
    assert not any("<script>alert" in one for one in shown)


def test_a_network_that_was_never_trained_says_so(visit):
    test = visit(PAGE, reviews_cell="GRU", reviews_direction="backward")
    assert payload(test)["source"] == "untrained"
    assert "has not learned anything yet" in test.info[0].value


def test_bad_values_in_a_link_fall_back_to_the_default(visit):
    test = visit(PAGE, reviews_set="x", reviews_cell="x", reviews_direction="x", reviews_epochs="-1")
    assert payload(test)["source"] == "pretrained"


def test_a_run_starts_is_followed_and_its_epochs_are_drawn(visit):
    test = visit(PAGE, reviews_set="Mini-reviews", reviews_cell="GRU", mini_reviews_epochs="1")
    test.button(key="train").click().run()
    assert any("Validation" in one or "validation" in one for one in parts(test))
    assert len(figure(test, 1)["data"]) == 6
    test.session_state["runs"][-1].stop()
