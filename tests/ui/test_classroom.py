"""The route of the classes: who may enter, how much is read of anybody; the link, and the picture of it."""

import asyncio
import json
import xml.etree.ElementTree as ElementTree
from contextlib import ExitStack, suppress
from urllib.parse import unquote

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.served_route import served
from ui.classroom import PATH, invitation, route
from viz_core.access.visitor import new_token
from viz_core.classroom import caps
from viz_core.classroom.classroom import Member
from viz_core.classroom.classrooms import classrooms

PATIENCE = 30
PLACE = {"place": {"page": "Merge", "query": "mg_mode=sum"}}


@pytest.fixture(scope="module")
def address():
    with served(route.class_route()) as server:
        yield f"{server}/{PATH}"
    classrooms.cache_clear()


@pytest.fixture
def classroom():
    return classrooms().open("somebody")


class Browser:
    """One connection, and the state of the class that it has been told."""

    def __init__(self, address, code, token="", cookie=None, **how):
        headers = {"Cookie": f"birnn_browser={cookie}"} if cookie else None
        self._open = ExitStack()
        self._socket = self._open.enter_context(
            connect(f"{address}/{code}", open_timeout=PATIENCE, additional_headers=headers, **how)
        )
        self.state = {}
        with suppress(ConnectionClosed):  # without a code there is nobody to greet
            self.say({"hello": token})

    def say(self, message):
        self._socket.send(message if isinstance(message, str | bytes) else json.dumps(message))

    def until(self, wanted):
        """Hear news until the state is as wanted."""
        while not wanted(self.state):
            self.state |= json.loads(self._socket.recv(timeout=PATIENCE))
        return self

    def end(self):
        """The code with which the server ends the connection."""
        with pytest.raises(ConnectionClosed) as ended:
            while True:
                self._socket.recv(timeout=PATIENCE)
        return ended.value.rcvd.code

    def close(self):
        self._open.close()


@pytest.fixture
def browser(address, classroom):
    """`browser(token)` enters the class."""
    opened = []

    def enter(token="", **how):
        opened.append(Browser(address, classroom.code, token, **how))
        return opened[-1]

    yield enter
    for one in opened:
        one.close()


def drives(state):
    return state.get("you", {}).get("drives")


def test_followers_are_where_the_lecturer_is_and_who_comes_late_too(browser, classroom):
    lecturer = browser(classroom.leads[0]).until(drives)
    early = browser().until(lambda state: state.get("led"))
    lecturer.say(PLACE)
    early.until(lambda state: state["place"] == PLACE["place"])
    browser().until(lambda state: state.get("place") == PLACE["place"])
    lecturer.until(lambda state: state.get("followers") == 2)


def test_the_class_hears_that_its_lecturer_is_gone_and_is_back(browser, classroom):
    lecturer = browser(classroom.leads[0]).until(drives)
    follower = browser().until(lambda state: state.get("led"))
    lecturer.close()
    follower.until(lambda state: not state["led"])
    browser(classroom.leads[0]).until(drives)
    follower.until(lambda state: state["led"])


def test_two_tabs_of_one_browser_have_one_vote(browser, classroom):
    lecturer = browser(classroom.leads[0]).until(drives)
    cookie = new_token()
    voters = [browser(cookie=cookie), browser(cookie=cookie), browser(), browser(cookie="x")]
    lecturer.say({"ask": {"text": "Which?", "options": ["past", "future"], "right": None}})
    for one in voters:
        one.until(lambda state: state.get("question"))
        one.say({"vote": {"question": 1, "option": 1}})
    lecturer.until(lambda state: state.get("counts") == [0, 3])


def test_a_class_that_is_ended_sends_everybody_away(browser, classroom, monkeypatch):
    monkeypatch.setattr(route, "LOOK_SECONDS", 0.05)
    lecturer = browser(classroom.leads[0]).until(drives)
    classrooms().end(classroom)
    assert lecturer.end() == route.UNKNOWN


@pytest.mark.parametrize("code", ["ABCDEF", "x", "%00", "A" * 2_000])
def test_without_a_code_nothing_is_told(address, code):
    one = Browser(address, code)
    assert (one.end(), one.state) == (route.UNKNOWN, {})
    one.close()


def test_a_wrong_token_is_refused(browser, classroom):
    one = browser("x" * 24)
    assert (one.end(), one.state) == (route.WRONG, {})


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://["])
def test_a_page_of_another_origin_is_refused(browser, origin):
    with pytest.raises(InvalidStatus, match="403"):
        browser(origin=origin)


@pytest.mark.parametrize(
    "message",
    ["", "x", "[]", b"{}", "x" * (caps.MESSAGE_BYTES + 1), "[" * 7_000, {"drive": True}, PLACE],
)
def test_who_says_what_a_follower_cannot_say_is_sent_away(browser, classroom, message):
    lecturer = browser(classroom.leads[0]).until(drives)
    follower = browser().until(lambda state: "you" in state)
    lecturer.until(lambda state: state.get("followers") == 1)
    follower.say(message)
    assert follower.end() == route.BAD
    lecturer.until(lambda state: state["followers"] == 0)


@pytest.mark.parametrize("first", [PLACE, "x", b"x", {"hello": "", "drive": True}])
def test_the_first_message_must_say_who_comes(address, classroom, first):
    with connect(f"{address}/{classroom.code}", open_timeout=PATIENCE) as one:
        one.send(first if isinstance(first, str | bytes) else json.dumps(first))
        with pytest.raises(ConnectionClosed) as ended:
            one.recv(timeout=PATIENCE)
    assert ended.value.rcvd.code == route.BAD


def test_who_says_nothing_is_sent_away(address, classroom, monkeypatch):
    monkeypatch.setattr(route, "HELLO_SECONDS", 0.05)
    with connect(f"{address}/{classroom.code}", open_timeout=PATIENCE) as one:
        with pytest.raises(ConnectionClosed) as ended:
            one.recv(timeout=PATIENCE)
    assert ended.value.rcvd.code == route.BAD
    assert classroom.present == ()


def test_beyond_the_limit_of_all_classes_nobody_enters(browser, monkeypatch):
    monkeypatch.setattr(caps, "MOST_MEMBERS", 1)
    browser().until(lambda state: "you" in state)
    assert browser().end() == route.FULL


def test_who_gives_way_is_told_that_the_class_is_full(browser, classroom):
    crowding = browser().until(lambda state: "you" in state)
    (member,) = classroom.present
    classroom.send_away(member)
    assert crowding.end() == route.FULL


def test_who_floods_a_class_is_sent_away_and_the_others_stay(browser, classroom, monkeypatch):
    monkeypatch.setattr(caps, "FOLLOWERS_RATE", 1e-3)
    monkeypatch.setattr(caps, "FOLLOWERS_BURST", 3.0)
    lecturer = browser(classroom.leads[0]).until(drives)
    lecturer.say({"ask": {"text": "Which?", "options": ["past", "future"], "right": None}})
    flooding = browser(cookie=new_token()).until(lambda state: state.get("question"))
    other = browser().until(lambda state: state.get("question"))
    with suppress(ConnectionClosed):
        for option in (0, 0, 1, *[0] * 500):
            flooding.say({"vote": {"question": 1, "option": option}})
    assert flooding.end() == route.BAD
    lecturer.until(lambda state: state.get("counts") == [0, 1] and state["followers"] == 1)
    other.say({"vote": {"question": 1, "option": 0}})
    lecturer.until(lambda state: state["counts"] == [1, 1])


@pytest.mark.parametrize(
    ("seen", "base", "outside", "link"),
    [
        ("http://localhost:8501/Classroom?x=1", "", "10.0.0.7", "http://10.0.0.7:8501/?class=ABCDEF"),
        ("http://127.0.0.1:80/", "", None, "http://127.0.0.1:80/?class=ABCDEF"),
        ("http://[::1]:8501/", "", "10.0.0.7", "http://10.0.0.7:8501/?class=ABCDEF"),
        (
            "https://rnn.example.org/lab/Classroom",
            "/lab",
            "10.0.0.7",
            "https://rnn.example.org/lab/?class=ABCDEF",
        ),
    ],
)
def test_the_link_is_one_that_others_can_open(seen, base, outside, link):
    assert invitation.class_link(seen, base, "ABCDEF", outside=outside) == link


def test_the_secret_link_is_the_other_one_with_a_token_that_no_server_is_sent():
    assert invitation.secret_link("http://h/?class=ABCDEF", "t") == "http://h/?class=ABCDEF#lead=t"


def test_the_qr_code_is_a_drawing_that_is_dark_on_light():
    kind, _, drawing = invitation.qr_code("http://10.0.0.7:8501/?class=ABCDEF").partition(",")
    assert kind.startswith("data:image/svg+xml")
    root = ElementTree.fromstring(unquote(drawing))
    _, _, width, height = map(int, root.get("viewBox").split())
    assert width == height == 29 + 2 * invitation.QUIET  # version 3 holds 42 letters at level M
    assert [path.get("fill") or path.get("stroke") for path in root] == ["#fff", "#000"]
    assert root.get("width") is None


@pytest.mark.parametrize("turns", range(6))
def test_a_connection_that_ends_as_news_comes_is_served_no_longer(classroom, turns):
    """Otherwise each one leaves a task that looks for news for ever, and the server never ends."""

    async def ends():
        news = asyncio.Event()
        member = Member(voter="somebody", wake=news.set)
        member.message()
        sending = asyncio.create_task(route._send_news(None, classroom, member, news))
        await asyncio.sleep(0.01)
        news.set()
        for _ in range(turns):
            await asyncio.sleep(0)
        sending.cancel()
        done, _ = await asyncio.wait({sending}, timeout=2 * route.LOOK_SECONDS)
        return sending in done

    assert asyncio.run(ends())
