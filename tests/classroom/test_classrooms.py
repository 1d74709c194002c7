"""All classes of a server: found by their codes, few, and not for ever; and how fast anybody is read."""

import pytest

from tests.clock import Clock
from viz_core.classroom import caps
from viz_core.classroom.classroom import Full, Member, WrongToken
from viz_core.classroom.classrooms import LETTERS, Classrooms
from viz_core.classroom.pacing import Pacing


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def classes(clock):
    return Classrooms(clock=clock)


def test_a_class_is_found_by_its_six_letters_however_they_are_typed(classes):
    made = classes.open("a")
    assert len(made.code) == 6
    assert set(made.code) <= set(LETTERS)
    assert classes.find(f" {made.code.lower()} ") is made
    for wrong in ("", "ABCDE", "x" * 500, "ſſſſſſ", made.code + "A"):
        assert classes.find(wrong) is None


def test_letters_are_not_taken_for_one_another():
    assert not set("ILO01") & set(LETTERS)


def test_a_class_has_an_owner_and_two_tokens_of_its_own(classes):
    one, other = classes.open("a"), classes.open("b")
    assert classes.of("a") is one
    assert classes.of("c") is None
    assert len({*one.leads, *other.leads, one.code, other.code}) == 6


def test_the_oldest_class_of_somebody_gives_way(classes):
    made = [classes.open("a") for _ in range(caps.CLASSES_OF_ONE + 1)]
    assert [one.over for one in made] == [True] + [False] * caps.CLASSES_OF_ONE
    assert classes.find(made[0].code) is None
    assert classes.of("a") is made[-1]


def test_beyond_the_limit_of_all_a_newcomer_is_refused(classes):
    for number in range(caps.MOST_CLASSES):
        classes.open(str(number))
    with pytest.raises(Full, match="at most 50 classes"):
        classes.open("late")
    classes.end(classes.of("7"))
    classes.open("late")


def member(address, token=""):
    return Member(voter="", wake=lambda: None, token=token, address=address)


def test_where_all_classes_are_full_the_crowd_of_one_address_gives_way(classes, monkeypatch):
    monkeypatch.setattr(caps, "MOST_MEMBERS", 4)
    crowded, other = classes.open("a"), classes.open("b")
    crowd = [member("a") for _ in range(4)]
    for one in crowd:
        classes.enter(crowded, one)
    with pytest.raises(WrongToken):
        classes.enter(other, member("b", token="wrong"))
    with pytest.raises(Full):
        classes.enter(other, member("a"))
    assert not any(one.sent_away for one in crowd)
    classes.enter(other, member("b"))
    assert (len(crowded.present), len(other.present)) == (3, 1)
    classes.enter(other, member("c", token=other.leads[0]))
    assert (len(crowded.present), len(other.present)) == (2, 2)


def test_a_class_that_nobody_leads_is_over_in_the_end(classes, clock):
    made = classes.open("a")
    clock.now = caps.IDLE_SECONDS - 1
    assert classes.find(made.code) is made
    clock.now = caps.IDLE_SECONDS + 1
    assert classes.find(made.code) is None
    assert made.over


def test_messages_may_come_at_once_until_there_are_too_many(clock):
    pacing = Pacing(2.0, 3.0, clock=clock)
    assert [pacing.allows() for _ in range(4)] == [True, True, True, False]
    clock.now = 100.0
    assert [pacing.allows() for _ in range(4)] == [True, True, True, False]
    clock.now = 101.0
    assert [pacing.allows() for _ in range(2)] == [True, False]
