import pytest

from tests.shown import components
from viz_core.config import ModelConfig
from viz_core.network.weights import count_parameters

PAGE = "pages/2_How_it_reads.py"


def sent(test):
    """What the players and the equations get, in the order of the page."""
    return [one for one in components(test) if {"payload", "equations"} & set(one)]


def test_the_page_opens_on_four_words_before_two_readers(open_page):
    test = open_page()
    play, lines = sent(test)
    assert test.title[0].value == "How it reads" and len(test.expander) == 3
    assert play["payload"]["inputs"]["symbols"] == ["He", "said", "Teddy", "bears"]
    assert play["payload"]["readers"] == ["forward", "backward"]
    assert play["payload"]["source"] == "set by hand"
    assert play["options"]["channel"] == lines["channel"] and not play["options"]["follower"]
    assert [len(lines["equations"]["layers"][0][one]) for one in ("forward", "backward")] == [4, 4]


def test_a_plain_network_is_compared_under_the_same_cursor(open_page):
    plain, both, lines = sent(open_page(read_readers="Compare"))
    assert plain["payload"]["readers"] == ["forward"] and plain["options"]["follower"]
    assert both["payload"]["readers"] == ["forward", "backward"] and not both["options"]["follower"]
    assert plain["options"]["channel"] == both["options"]["channel"] == lines["channel"]


def test_a_link_gives_twelve_numbers_and_three_random_layers(open_page):
    link = {"read_sequence": "Numbers", "read_steps": "12", "read_layers": "3", "read_weights": "Fresh"}
    play, lines = sent(open_page(**link))
    assert play["payload"]["steps"] == 12 and play["payload"]["source"] == "fresh weights"
    assert len(play["payload"]["layers"]) == len(lines["equations"]["layers"]) == 3


def test_the_counts_are_those_of_the_networks(open_page):
    test = open_page()
    test.segmented_control(key="read_units").set_value(3).run()
    counts = [
        count_parameters(ModelConfig(cell="SimpleRNN", units=3, **fields), features=1, outputs=1)
        for fields in ({"direction": "forward"}, {}, {"shared_weights": True})
    ]
    assert [one.value for one in test.metric] == [str(count) for count in counts]


def test_both_sentences_are_told_apart_by_two_readers_only(open_page):
    table = next(one.value for one in open_page().markdown if "| plain RNN |" in one.value)
    plain, both = (line.split("|")[2:4] for line in table.splitlines()[-2:])
    assert plain[0] == plain[1] and both[0] != both[1]


@pytest.mark.parametrize(
    "link",
    [{"read_sequence": "Poem"}, {"read_layers": "9"}, {"read_units": "x"}, {"read_steps": "400"}],
    ids=str,
)
def test_a_link_that_means_nothing_opens_the_usual_page(open_page, link):
    assert sent(open_page(**link)) == sent(open_page())


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_every_reader_of_every_layer_has_its_equation(open_page, layers):
    lines = sent(open_page(read_layers=str(layers)))[-1]["equations"]
    letters = ["".join(text for text, _hue in rule) for one in lines["rules"] for rule in one.values()]
    assert len(letters) == 2 * layers == len(set(letters))
    above = [text for text in letters if "xₜ" not in text]
    assert len(above) == 2 * (layers - 1)
    assert all("[h→" in text and "; h←" in text for text in above)
    answer = "".join(text for text, _hue in lines["answer"])
    assert answer == f"yₜ = σ( U [h→{raised(layers)}ₜ ; h←{raised(layers)}ₜ] + d )"


def raised(layer):
    return {1: "", 2: "⁽²⁾", 3: "⁽³⁾"}[layer]


def test_the_flag_of_the_backward_reader_is_named_where_it_is_first_met(open_page):
    def said(test):
        return " ".join(one.value for one in test.markdown)

    test = open_page(read_units="2")
    assert "`go_backwards=True`" in said(test)
    assert test.code[0].value == "layers.Bidirectional(layers.SimpleRNN(2, return_sequences=True))"
    assert "go_backwards" not in said(open_page(read_readers="Plain"))
