"""What a browser may say: read exactly, and everything else refused in one sentence."""

import json
import random

import pytest

from viz_core.classroom import caps
from viz_core.classroom.messages import Hello, Moment, Place, Question, Vote, Wish, read

MOMENT = {"player": "train_player", "position": 2.5, "playing": True, "rate": 1, "schedule": "layers"}
ASK = {"text": "Which?", "options": ["past", "future"], "right": 1}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({"hello": ""}, Hello(token="")),
        ({"place": {"page": "", "query": ""}}, Place(page="", query="")),
        (
            {"place": {"page": "Merge", "query": "mg_mode=sum&x=%E5%BD%93"}},
            Place(page="Merge", query="mg_mode=sum&x=%E5%BD%93"),
        ),
        (
            {"moment": MOMENT},
            Moment(player="train_player", position=2.5, playing=True, rate=1.0, schedule="layers"),
        ),
        ({"ask": ASK}, Question(text="Which?", options=("past", "future"), right=1)),
        (
            {"ask_step": {"text": "Which?", "options": ["the"] * caps.MOST_STEPS, "right": None}},
            Question(text="Which?", options=("the",) * caps.MOST_STEPS, right=None, steps=True),
        ),
        ({"vote": {"question": 3, "option": 0}}, Vote(question=3, option=0)),
        ({"drive": True}, Wish(name="drive")),
        ({"close": True}, Wish(name="close")),
    ],
)
def test_each_message_is_read(said, meant):
    assert read(json.dumps(said)) == meant


def test_words_are_put_on_one_line_without_what_is_not_printed():
    asked = read(json.dumps({"ask": ASK | {"text": "  a\n\u202eb\x00c ", "options": ["<b>x</b>", "y"]}}))
    assert asked == Question(text="a b c", options=("<b>x</b>", "y"), right=1)


HOSTILE = [
    "",
    "x",
    "null",
    "[]",
    "{}",
    "1e999",
    '{"place"',
    "[" * 7_000,
    "x" * (caps.MESSAGE_BYTES + 1),
    *(
        json.dumps(one)
        for one in [
            {"drive": True, "close": True},
            {"drive": False},
            {"drive": 1},
            {"end": True},
            {"__class__": True},
            {"hello": None},
            {"hello": "x" * 101},
            {"place": "Merge"},
            {"place": {"page": "Merge"}},
            {"place": {"page": "Merge", "query": "", "more": ""}},
            {"place": {"page": "../x", "query": ""}},
            {"place": {"page": "//evil.example", "query": ""}},
            {"place": {"page": "javascript:alert(1)", "query": ""}},
            {"place": {"page": "x" * 41, "query": ""}},
            {"place": {"page": "Merge\n", "query": ""}},
            {"place": {"page": "", "query": "a#b"}},
            {"place": {"page": "", "query": "a b"}},
            {"place": {"page": "", "query": "当"}},
            {"place": {"page": "", "query": "x" * 4_001}},
            {"place": {"page": 3, "query": None}},
            {"moment": MOMENT | {"player": ""}},
            {"moment": MOMENT | {"player": "<x>"}},
            {"moment": MOMENT | {"player": 7}},
            {"moment": MOMENT | {"position": "1"}},
            {"moment": MOMENT | {"position": -1}},
            {"moment": MOMENT | {"position": float("nan")}},
            {"moment": MOMENT | {"position": float("inf")}},
            {"moment": MOMENT | {"position": True}},
            {"moment": MOMENT | {"position": 10**400}},
            {"moment": MOMENT | {"playing": 1}},
            {"moment": MOMENT | {"rate": 0}},
            {"moment": MOMENT | {"rate": 1e9}},
            {"moment": MOMENT | {"schedule": ["layers"]}},
            {"ask": ASK | {"text": ""}},
            {"ask": ASK | {"text": " \n"}},
            {"ask": ASK | {"text": "x" * 301}},
            {"ask": ASK | {"options": []}},
            {"ask": ASK | {"options": ["one"]}},
            {"ask": ASK | {"options": ["x"] * 7}},
            {"ask": ASK | {"options": ["a", ""]}},
            {"ask": ASK | {"options": ["a", "x" * 81]}},
            {"ask": ASK | {"options": ["a", 3]}},
            {"ask": ASK | {"options": "ab"}},
            {"ask": ASK | {"right": 2}},
            {"ask": ASK | {"right": -1}},
            {"ask": ASK | {"right": True}},
            {"ask_step": ASK | {"options": ["x"]}},
            {"ask_step": ASK | {"options": ["x"] * (caps.MOST_STEPS + 1)}},
            {"ask_step": ASK | {"options": ["a", "x" * (caps.STEP_CHARACTERS + 1)]}},
            {"ask_step": ASK | {"right": 2}},
            {"ask_step": ASK | {"steps": True}},
            {"vote": {"question": 1}},
            {"vote": {"question": 1, "option": caps.MOST_STEPS}},
            {"vote": {"question": "1", "option": 0}},
            {"vote": {"question": 1, "option": 0.5}},
            {"vote": {"question": 10**30, "option": 0}},
        ]
    ),
]


def test_the_longest_question_our_scripts_send_is_read_in_any_script_and_limits_count_bytes():
    steps = ["語" * caps.STEP_CHARACTERS] * caps.MOST_STEPS
    said = {"ask_step": {"text": "問" * caps.QUESTION_CHARACTERS, "options": steps, "right": None}}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    assert caps.MESSAGE_BYTES - 100 < len(text.encode()) <= caps.MESSAGE_BYTES
    assert read(text).options == tuple(steps)
    with pytest.raises(ValueError, match=f"at most {caps.MESSAGE_BYTES} bytes; got {3 * caps.MESSAGE_BYTES}"):
        read("語" * caps.MESSAGE_BYTES)


def test_half_of_a_surrogate_pair_becomes_a_space():
    said = '{"ask":{"text":"a\\ud83db","options":["\\udc00x","y"],"right":null}}'
    assert read(said) == Question(text="a b", options=("x", "y"), right=None)


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_else_is_refused_in_one_sentence(text):
    with pytest.raises(ValueError, match=r"^[^\n]{20,200}$"):
        read(text)


def test_a_message_that_is_cut_or_changed_anywhere_is_read_or_refused():
    chance = random.Random(1)
    for said in ({"moment": MOMENT}, {"ask": ASK}, {"place": {"page": "Merge", "query": "a=b"}}):
        text = json.dumps(said)
        for _ in range(500):
            place = chance.randrange(len(text))
            changed = (
                text[:place] + chance.choice(["", '"', "{", "}", "9", "null", "\x00"]) + text[place + 1 :]
            )
            try:
                read(changed)
            except ValueError as problem:
                assert "\n" not in str(problem)
