"""Large files are read in another process: with the same result, the same sentences, and limits."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import numpy as np
import pytest

from tests.running_jobs import until
from viz_core.access.line import Asker, Line, asking
from viz_core.data import apart, own_tags
from viz_core.data.own_sets import read_own, understood
from viz_core.data.recent import Recent
from viz_core.data.tagged_file import sentences_of

ROWS = "sequence,x,label\n" + "".join(f"s{n // 20},{n % 7}.5,{'ab'[n % 2]}\n" for n in range(400))


def process(_text):
    return os.getpid()


def never_ends(_text):
    while True:
        pass


def takes_everything(_text):
    return len(bytearray(8 * 2**30))


def wrong(text):
    raise ValueError(f"`file` must be right; got {text[:3]!r}.")


@pytest.fixture
def always(monkeypatch):
    monkeypatch.setattr(apart, "LARGE", 0)
    read_own.cache_clear()


def test_small_texts_are_read_here_and_large_ones_elsewhere(monkeypatch):
    monkeypatch.setattr(apart, "LARGE", 10)
    assert apart.read(process, "x" * 10) == os.getpid()
    assert apart.read(process, "x" * 11) != os.getpid()


def test_a_table_is_the_same_wherever_it_is_read(always):
    here, there = understood(ROWS), read_own(ROWS)
    assert (there.ids, there.classes, there.features) == (here.ids, here.classes, here.features)
    assert all(np.array_equal(one, other) for one, other in zip(there.values, here.values, strict=True))
    texts = "text,label\n" + "".join(f"wort {n} für,{'ab'[n % 2]}\n" for n in range(40))
    assert [list(one) for one in read_own(texts).values] == [list(one) for one in understood(texts).values]


def test_sentences_are_the_same_wherever_they_are_read(always):
    text = "".join(f"the\tD\nbóat{n}\tN\n\n" for n in range(30))
    assert apart.read(sentences_of, text) == sentences_of(text)
    assert apart.read(own_tags.sentences_again, "# a\tX\nb\tY\n")[0].words == ("# a", "b")


def test_a_refusal_is_the_same_sentence(always):
    with pytest.raises(ValueError, match=r"^`file` must be right; got 'abc'\.$"):
        apart.read(wrong, "abcdef")
    with pytest.raises(ValueError, match="20 to 5,000 sequences; got 0"):
        read_own("sequence,x,label\n")


@pytest.mark.parametrize("reader", [takes_everything, never_ends])
def test_what_takes_too_much_is_refused_in_one_sentence(always, monkeypatch, reader):
    monkeypatch.setattr(apart, "PATIENCE", 20.0)
    with pytest.raises(
        ValueError, match=r"^`file` must be one that can be read in 30 s and 1024 MB; got one"
    ):
        apart.read(reader, "text")


def test_whoever_finds_every_place_taken_is_told(always, monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE", 0.01)
    with ExitStack() as taken:
        for _ in range(apart.AT_ONCE):
            taken.enter_context(apart._line.place(0))
        with pytest.raises(ValueError, match="must wait until this server has read other files; got no turn"):
            apart.read(process, "text")


def test_who_has_brought_many_files_lets_somebody_elses_first_one_go_before_the_rest(always, monkeypatch):
    order, hold = [], threading.Event()

    def elsewhere(name, data, words):
        order.append(data.decode())
        assert hold.wait(60)
        return None, ""

    def bring(who, name):
        with asking(Asker(machine=who, tab=who)):
            apart.read(process, name)

    monkeypatch.setattr(apart, "_elsewhere", elsewhere)
    monkeypatch.setattr(apart, "_line", Line(places=1, most_waiting=apart.MOST_WAITING))
    with ThreadPoolExecutor(8) as people:
        for number in range(6):
            people.submit(bring, "hostile", f"hostile {number}")
        until(lambda: len(apart._line) == 6)
        people.submit(bring, "student", "student")
        until(lambda: len(apart._line) == 7)
        hold.set()
    assert (len(order), order[1]) == (7, "student")


def test_recent_results_are_kept_up_to_so_many_bytes():
    made = []

    def make(key):
        made.append(key)
        return key

    recent = Recent(make, size=len, most=10)
    for key in ("aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb"):
        assert recent(key) == key
    assert made == ["aaaa", "bbbb", "cccc", "bbbb"]
    assert recent("x" * 50) == recent("x" * 50)
    assert made.count("x" * 50) == 1
    recent.cache_clear()
    recent("aaaa")
    assert made[-1] == "aaaa"
