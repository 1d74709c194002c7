import pytest

from tests.shown import parts, payload, until
from viz_core.data import own_sets
from viz_core.data.apart import BUSY, Busy
from viz_core.data.own_examples import EXAMPLES
from viz_core.data.own_numbers import MOST_SEQUENCES
from viz_core.data.own_sets import keep_table

PAGE = "pages/14_Your_own.py"


@pytest.fixture(autouse=True)
def nothing_read_before():
    # Files are kept in the folder of all tests: the training process of all tests looks there too.
    for cached in (own_sets.own_data, own_sets.division, own_sets.own_vocabulary):
        cached.cache_clear()


def words(test):
    texts = [one.value for one in [*test.markdown, *test.caption]]
    return " ".join(texts + parts(test) + [one.label for one in test.expander])


def upload(test, data, name="own.csv"):
    return test.get("file_uploader")[0].upload(name, data, "text/csv").run()


def table(count, labels="ab"):
    rows = (f"s{n},{n},{labels[n % 2]}\ns{n},{n * n},{labels[0]}\n" for n in range(count))
    return ("sequence,speed,label\n" + "".join(rows)).encode()


def test_the_page_opens_on_an_example_with_a_label_for_each_step(visit):
    test = visit(PAGE)
    assert test.title[0].value == "Your own data"
    assert payload(test)["source"] == "untrained" and payload(test)["classes"] == ["leak", "normal"]
    assert len(payload(test)["targets"]) == payload(test)["steps"]
    assert "**400 sequences**" in words(test) and "label for **each step**" in words(test)
    assert not test.get("file_uploader")


@pytest.mark.parametrize(
    ("name", "says", "outputs"),
    [("gestures", "label for **each sequence**", 3), ("short_reviews", "**2,000 texts**", 1)],
)
def test_examples_with_one_label_end_in_a_verdict(visit, name, says, outputs):
    test = visit(PAGE, own_data=EXAMPLES[name].title)
    assert says in words(test)
    assert "It says" in words(test) and len(payload(test)["targets"]) == 1
    assert payload(test)["predictions"][0]["probabilities"]["shape"] == [1, outputs]


def test_limits_are_stated_before_anything_is_uploaded(visit):
    test = visit(PAGE, own_data="Your file")
    assert payload(test) is None
    for limit in ("10 MB", f"{MOST_SEQUENCES:,} sequences", "200 steps", "16 columns", "16 different labels"):
        assert limit in words(test)


def test_a_good_file_is_described_and_ready_to_train(visit):
    test = upload(visit(PAGE, own_data="Your file"), table(30))
    assert not test.error
    assert "**30 sequences** of 2 steps" in words(test) and "one number: `speed`" in words(test)
    assert payload(test)["inputs"]["symbols"] is not None
    frame = test.table[0].value
    assert list(frame.columns) == ["sequence", "speed", "label"] and frame["speed"][1] == "0"
    test.button(key="train").click().run()
    assert not test.exception
    test.session_state["runs"][-1].stop()


def test_a_wrong_file_gets_one_sentence_and_changes_nothing(visit):
    test = upload(visit(PAGE, own_data="Your file"), table(30))
    before = words(test)
    test = upload(test, b"\x80\x04\x95", "other.csv")
    assert [one.value for one in test.error] == [
        "`file` must be text in UTF-8; got another encoding at byte 0."
    ]
    assert words(test) == before and payload(test)["classes"] == ["a", "b"]


def test_a_file_that_had_no_turn_is_read_by_the_next_run_without_another_upload(visit, monkeypatch):
    asked = []

    def busy_once(data):
        asked.append(data)
        if len(asked) == 1:
            raise Busy(BUSY)
        return keep_table(data)

    monkeypatch.setattr("ui.sets.your_own_table.keep_table", busy_once)
    test = upload(visit(PAGE, own_data="Your file"), table(30))
    assert test.error[0].value.startswith("`file` must wait until this server has read other files")
    test.run()
    assert not test.error and payload(test)["classes"] == ["a", "b"]
    test.run()
    assert len(asked) == 2


def test_names_and_labels_are_shown_as_they_are_written(visit):
    data = table(30, labels=("**x**", "[y](z)")).replace(b"speed", b"<b>`sp`")
    test = upload(visit(PAGE, own_data="Your file"), data)
    assert "`` <b>`sp` ``" in words(test) and "`**x**`" in words(test)
    assert payload(test)["classes"] == ["**x**", "[y](z)"]


def test_words_of_a_wrong_file_are_no_markup(visit):
    test = upload(visit(PAGE, own_data="Your file"), table(30).replace(b"s9,9", b"s9,![](http://x.yz/)"))
    assert "got '!\\[\\](http\\:\N{WORD JOINER}//x.yz/)' in line 20" in test.error[0].value


def test_texts_whose_words_never_come_twice_are_told_so(visit):
    rows = "".join(f"这部电影{chr(0x4E00 + n)},{'ab'[n % 2]}\n" for n in range(24))
    test = upload(visit(PAGE, own_data="Your file"), f"text,label\n{rows}".encode())
    assert "**24 texts** of one word, 2 labels" in words(test)
    assert "No word comes twice in the texts to learn from" in test.warning[0].value
    rows = "".join(f"good film {n % 3},{'ab'[n % 2]}\n" for n in range(24))
    test = upload(visit(PAGE, own_data="Your file"), f"text,label\n{rows}".encode())
    assert "Known words, which come at least twice: 5. Unknown: 0.0%" in words(test)
    assert not test.warning


def test_guessing_stands_beside_the_directions(visit):
    test = visit(PAGE)
    shown = test.table[1].value
    assert shown.iloc[:, 1].tolist()[1:] == ["not trained yet"] * 3
    assert "normal" in shown.iloc[0, 0] and float(shown.iloc[0, 1]) == pytest.approx(0.631)
    assert "Right answers in validation: always guessing “normal”: 0.631." in words(test)


def ended(test):
    """The page, run again until nothing trains and nothing waits."""
    until(test.run(), lambda one: all(job.state.over for job in one.session_state["runs"]))
    return test


def test_one_press_trains_the_three_directions_one_after_the_other(visit):
    test = visit(PAGE, own_epochs="2")
    test.button(key="own_all").click().run()
    for count in (1, 2, 3):
        while True:  # a run may end between the page's look at it and this test's
            test = ended(test)
            directions = [job.config.model.direction for job in test.session_state["runs"]]
            assert directions == ["forward", "backward", "bidirectional"][: len(directions)]
            if count <= len(directions):
                break
            assert test.session_state["own_waiting"], "others still wait for their turn"
    assert all(job.state.value == "finished" for job in test.session_state["runs"])
    assert test.button(key="own_all").disabled


def test_a_run_that_was_stopped_ends_the_row(visit):
    test = visit(PAGE, own_epochs="200")
    test.button(key="own_all").click().run()
    test.button(key="stop").click().run()
    test = ended(test).run()
    assert [job.config.model.direction for job in test.session_state["runs"]] == ["forward"]
    assert not test.button(key="own_all").disabled


def test_bad_values_in_a_link_fall_back_to_the_default(visit):
    test = visit(PAGE, own_data="x", own_cell="x", own_direction="x", own_epochs="-1")
    assert payload(test)["classes"] == ["leak", "normal"]


def test_another_sequence_is_another_picture(visit):
    test = visit(PAGE)
    before = payload(test)["inputs"]["values"]["data"]
    assert len(set(payload(test)["targets"])) == 2
    test.number_input(key=next(one.key for one in test.number_input if one.label == "Sequence")).set_value(
        400
    ).run()
    assert payload(test)["inputs"]["values"]["data"] != before
    test.segmented_control(key="own_data").set_value("gestures").run()
    assert not test.exception and payload(test)["classes"][0] == "anticlockwise"
