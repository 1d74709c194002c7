"""One class: who gets what, who may send what."""

import json

import pytest

from viz_core.classroom import caps
from viz_core.classroom.classroom import Classroom, Full, Member, Over, Refused, WrongToken
from viz_core.classroom.messages import Moment, Place, Question, Vote, Wish

MERGE = Place(page="Merge", query="mg_mode=sum")
TRAIN = Place(page="Train", query="")
MOMENT = Moment(player="p", position=1.5, playing=False, rate=1.0, schedule="layers")
QUESTION = Question(text="Which?", options=("past", "future", "both"), right=2)


def entered(classroom, token="", voter="somebody", address=""):
    member = Member(voter=voter, wake=lambda: None, token=token, address=address)
    classroom.enter(member)
    return member


def news_of(member):
    text = member.message()
    return {} if text is None else json.loads(text)


@pytest.fixture
def classroom():
    return Classroom("ABCDEF", "owner")


@pytest.fixture
def lecturer(classroom):
    return entered(classroom, classroom.leads[0])


@pytest.fixture
def class_of_two(classroom, lecturer):
    both = entered(classroom, voter="a"), entered(classroom, voter="b")
    for one in (lecturer, *both):
        news_of(one)
    return both


def test_who_opens_a_class_drives_it_and_counts_its_followers(classroom, lecturer):
    assert news_of(lecturer)["you"] == {"leads": True, "drives": True}
    entered(classroom)
    entered(classroom)
    assert news_of(lecturer) == {"followers": 2}


def test_every_follower_is_told_where_the_lecturer_is(classroom, lecturer, class_of_two):
    classroom.receive(lecturer, MERGE)
    for one in class_of_two:
        assert news_of(one) == {"place": {"page": "Merge", "query": "mg_mode=sum"}}
        assert news_of(one) == {}
    assert news_of(lecturer) == {}


def test_who_is_slow_is_told_the_newest_place_only(classroom, lecturer, class_of_two):
    for step in range(50):
        classroom.receive(lecturer, Place(page="Merge", query=f"step={step}"))
    assert news_of(class_of_two[0]) == {"place": {"page": "Merge", "query": "step=49"}}


def test_who_comes_late_is_told_the_present_state(classroom, lecturer):
    classroom.receive(lecturer, MERGE)
    classroom.receive(lecturer, MOMENT)
    classroom.receive(lecturer, QUESTION)
    state = news_of(entered(classroom))
    assert state["you"] == {"leads": False, "drives": False}
    assert state["led"] is True
    assert state["place"]["page"] == "Merge"
    assert state["moment"]["position"] == 1.5
    assert state["question"]["options"] == ["past", "future", "both"]
    assert "counts" not in state


def test_a_moment_belongs_to_its_page(classroom, lecturer, class_of_two):
    classroom.receive(lecturer, MERGE)
    classroom.receive(lecturer, MOMENT)
    classroom.receive(lecturer, Place(page="Merge", query=""))
    assert news_of(entered(classroom))["moment"] is not None
    classroom.receive(lecturer, TRAIN)
    assert news_of(class_of_two[0])["moment"] is None
    assert news_of(entered(classroom))["moment"] is None


@pytest.mark.parametrize("message", [MERGE, MOMENT, QUESTION, Wish(name="drive"), Wish(name="close")])
def test_a_follower_moves_nobody(classroom, lecturer, class_of_two, message):
    with pytest.raises(Refused, match="must lead the class"):
        classroom.receive(class_of_two[0], message)
    assert news_of(class_of_two[1]) == {}


@pytest.mark.parametrize("token", ["x", "ä", "\x00", "ABCDEF"])
def test_a_wrong_token_does_not_enter(classroom, lecturer, token):
    news_of(lecturer)
    with pytest.raises(WrongToken):
        entered(classroom, token)
    assert news_of(lecturer) == {}
    assert len(classroom.present) == 1


def test_no_token_is_ever_told(classroom, lecturer):
    follower = entered(classroom)
    classroom.receive(lecturer, MERGE)
    for text in (lecturer.message(), follower.message()):
        assert not any(token in text for token in classroom.leads)


def test_what_the_class_sees_stays_when_its_lecturer_is_gone(classroom, lecturer, class_of_two):
    classroom.receive(lecturer, MERGE)
    classroom.leave(lecturer)
    assert news_of(class_of_two[0]) == {"place": {"page": "Merge", "query": "mg_mode=sum"}, "led": False}
    assert news_of(entered(classroom))["led"] is False
    again = entered(classroom, classroom.leads[0])
    assert news_of(again)["you"]["drives"] is True
    assert news_of(class_of_two[0])["led"] is True


def test_the_lead_is_handed_over_and_taken_back(classroom, lecturer, class_of_two):
    second = entered(classroom, classroom.leads[1])
    assert news_of(second)["you"] == {"leads": True, "drives": False}
    classroom.receive(second, MERGE)
    assert news_of(class_of_two[0]) == {}
    classroom.receive(second, Wish(name="drive"))
    assert news_of(lecturer)["you"] == {"leads": True, "drives": False}
    classroom.receive(second, MERGE)
    classroom.receive(lecturer, TRAIN)
    assert news_of(class_of_two[0])["place"]["page"] == "Merge"
    assert news_of(lecturer)["place"]["page"] == "Merge"
    classroom.receive(lecturer, Wish(name="drive"))
    assert news_of(second)["you"]["drives"] is False


def test_a_browser_that_comes_back_before_it_was_missed_drives_again(classroom, lecturer):
    again = entered(classroom, classroom.leads[0])
    assert news_of(again)["you"]["drives"] is True
    assert news_of(lecturer)["you"]["drives"] is False
    classroom.leave(lecturer)
    assert news_of(entered(classroom))["led"] is True


def test_votes_are_counted_for_who_leads_and_told_to_the_class_when_shown(classroom, lecturer, class_of_two):
    classroom.receive(lecturer, QUESTION)
    shown = news_of(class_of_two[0])["question"]
    assert (shown["number"], shown["counts"], shown["right"]) == (1, None, None)
    classroom.receive(class_of_two[0], Vote(question=1, option=0))
    classroom.receive(class_of_two[1], Vote(question=1, option=2))
    assert news_of(lecturer)["counts"] == [1, 0, 1]
    assert "counts" not in news_of(class_of_two[1])
    classroom.receive(lecturer, Wish(name="reveal"))
    shown = news_of(class_of_two[0])["question"]
    assert (shown["counts"], shown["right"], shown["revealed"]) == ([1, 0, 1], 2, True)
    classroom.receive(lecturer, Wish(name="close"))
    assert news_of(class_of_two[0]) == {"question": None}


def test_votes_for_the_steps_of_a_sequence_are_counted_step_by_step(classroom, lecturer, class_of_two):
    classroom.receive(lecturer, Question(text="Which?", options=tuple("abcdefgh"), right=None, steps=True))
    assert news_of(class_of_two[0])["question"]["steps"] is True
    for voter, step in zip(class_of_two, (6, 7), strict=True):
        classroom.receive(voter, Vote(question=1, option=step))
    classroom.receive(class_of_two[0], Vote(question=1, option=8))
    assert news_of(lecturer)["counts"] == [0, 0, 0, 0, 0, 0, 1, 1]
    classroom.receive(lecturer, QUESTION)
    assert news_of(class_of_two[0])["question"]["steps"] is False


def test_a_browser_has_one_vote_and_may_change_it(classroom, lecturer, class_of_two):
    classroom.receive(lecturer, QUESTION)
    again = entered(classroom, voter="a")
    for member, option in ((class_of_two[0], 0), (class_of_two[0], 1), (again, 2)):
        classroom.receive(member, Vote(question=1, option=option))
    assert news_of(lecturer)["counts"] == [0, 0, 1]


@pytest.mark.parametrize("character", ["é", "語", "🙂"])
def test_a_question_is_sent_in_the_bytes_it_has(classroom, lecturer, class_of_two, character):
    words = 100 * character
    classroom.receive(lecturer, Question(text=words, options=(words, words), right=None))
    sent = class_of_two[0].message()
    assert sent.count(words) == 3
    assert len(sent.encode()) < 3 * len(words.encode()) + 150


def test_votes_that_come_too_late_or_for_nothing_do_not_count(classroom, lecturer, class_of_two):
    voter = class_of_two[0]
    classroom.receive(voter, Vote(question=1, option=0))
    classroom.receive(lecturer, QUESTION)
    classroom.receive(voter, Vote(question=2, option=0))
    classroom.receive(voter, Vote(question=1, option=3))
    classroom.receive(lecturer, Wish(name="reveal"))
    classroom.receive(voter, Vote(question=1, option=0))
    classroom.receive(lecturer, QUESTION)
    classroom.receive(voter, Vote(question=1, option=0))
    assert news_of(lecturer)["counts"] == [0, 0, 0]


def test_votes_have_a_limit(classroom, lecturer, class_of_two, monkeypatch):
    monkeypatch.setattr(caps, "MOST_VOTES", 1)
    classroom.receive(lecturer, QUESTION)
    for one in class_of_two:
        classroom.receive(one, Vote(question=1, option=1))
    classroom.receive(class_of_two[0], Vote(question=1, option=0))
    assert news_of(lecturer)["counts"] == [1, 0, 0]


def test_a_machine_has_as_many_votes_as_browsers_it_had_here_at_once(classroom, lecturer):
    classroom.receive(lecturer, QUESTION)
    for number in range(50):
        stuffing = entered(classroom, voter=f"cookie {number}", address="127.0.0.1")
        classroom.receive(stuffing, Vote(question=1, option=0))
        classroom.leave(stuffing)
    both = [entered(classroom, voter=name, address="10.0.0.7") for name in "ab"]
    classroom.leave(both[0])
    back = entered(classroom, voter="a", address="10.0.0.7")
    for one in (both[1], back):
        classroom.receive(one, Vote(question=1, option=1))
    assert news_of(lecturer)["counts"] == [1, 2, 0]


def test_a_full_class_lets_its_lecturer_in(classroom, lecturer, monkeypatch):
    monkeypatch.setattr(caps, "MOST_FOLLOWERS", 2)
    first = entered(classroom)
    entered(classroom)
    with pytest.raises(Full):
        entered(classroom)
    entered(classroom, classroom.leads[1])
    classroom.leave(first)
    entered(classroom)


def test_few_may_lead_at_once(classroom):
    for _ in range(caps.MOST_LEADERS):
        entered(classroom, classroom.leads[1])
    with pytest.raises(Full):
        entered(classroom, classroom.leads[1])


def test_nobody_enters_or_speaks_in_a_class_that_is_over(classroom, lecturer):
    classroom.over = True
    with pytest.raises(Over):
        entered(classroom)
    with pytest.raises(Over):
        classroom.receive(lecturer, MERGE)


def test_in_a_full_class_the_crowd_of_one_address_gives_way_to_another(classroom, monkeypatch):
    monkeypatch.setattr(caps, "MOST_FOLLOWERS", 4)
    crowd = [entered(classroom, address="a") for _ in range(4)]
    with pytest.raises(Full):
        entered(classroom, address="a")
    comes = [entered(classroom, address=address) for address in ("b", "b")]
    assert [one.sent_away for one in crowd].count(True) == 2
    assert not any(one.sent_away for one in comes)
    assert classroom.followers == 4
    with pytest.raises(Full):
        entered(classroom, address="b")
    entered(classroom, address="c")


def test_who_leads_gives_way_to_nobody(classroom, lecturer, monkeypatch):
    monkeypatch.setattr(caps, "MOST_FOLLOWERS", 2)
    crowd = [entered(classroom, address="a") for _ in range(2)]
    entered(classroom, address="b")
    assert not lecturer.sent_away
    assert any(one.sent_away for one in crowd)
