"""The channel: who may connect, what is sent, and that nothing happens without news."""

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.served_route import served
from tests.watched_jobs import Drawing, learn, make_job
from ui import channel
from ui.channel import route
from ui.channel.broadcast import Broadcast, Watcher
from viz_core.training.reports import JobState
from viz_core.watching.topics import Topics

PATIENCE = 30


@pytest.fixture
def job():
    made = make_job()
    learn(made, 1)
    return made


@pytest.fixture
def drawing():
    return Drawing()


# A watcher without a socket.


class Browser:
    """Takes messages; while `open` is not set it is too slow to."""

    def __init__(self, topic, has=-1, address=""):
        self.watcher = Watcher(topic=topic, has=has, address=address)
        self.got, self.open = [], asyncio.Event()
        self.open.set()

    async def send(self, text):
        self.got.append(json.loads(text))
        await self.open.wait()

    @property
    def numbers(self):
        return [one["number"] for one in self.got if "number" in one]


async def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)


def finish(work):
    """Run it on a loop of its own, whatever else goes on in this thread."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(work())).result()


def watched(test, *browsers):
    """Run `test(...)` while these browsers watch."""

    async def run():
        broadcast = Broadcast(look_seconds=0.005)
        tasks = [asyncio.create_task(broadcast.serve(one.watcher, one.send)) for one in browsers]
        try:
            await test(broadcast)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        assert broadcast.watchers == 0

    finish(run)


def test_without_news_nothing_is_drawn_and_nothing_sent(job, drawing):
    topic = Topics().topic(job, "key", drawing)
    browser = Browser(topic)

    async def test(_broadcast):
        await until(lambda: browser.numbers == [0])
        await asyncio.sleep(0.2)
        assert (drawing.calls, browser.numbers) == (1, [0])

    watched(test, browser)


def test_sixty_watchers_have_each_version_drawn_and_encoded_once(job, drawing):
    topic = Topics().topic(job, "key", drawing)
    browsers = [Browser(topic) for _ in range(60)]

    async def test(_broadcast):
        await until(lambda: all(one.numbers == [0] for one in browsers))
        learn(job, 2)
        await until(lambda: all(one.numbers == [0, 1] for one in browsers))
        assert drawing.calls == 2
        assert all(one.got[-1]["parts"] == {"curve": {"k": {"x": {"+": [2]}}}} for one in browsers)

    watched(test, *browsers)


def test_who_is_slow_gets_the_newest_version_and_none_between(job, drawing):
    topic = Topics().topic(job, "key", drawing)
    slow = Browser(topic)

    async def test(_broadcast):
        slow.open.clear()
        await until(lambda: slow.numbers == [0])
        for step in range(2, 12):
            learn(job, step)
            topic.refresh(job)
        slow.open.set()
        await until(lambda: len(slow.numbers) == 2)
        assert slow.got[-1]["number"] == topic.version.number >= 10
        assert slow.got[-1]["base"] is None
        assert slow.got[-1]["parts"]["curve"]["x"][-1] == 11

    watched(test, slow)


def test_who_has_the_newest_version_from_the_page_is_sent_nothing(job, drawing):
    topic = Topics().topic(job, "key", drawing)
    browser = Browser(topic, has=topic.refresh(job).number)

    async def test(_broadcast):
        await asyncio.sleep(0.2)
        assert browser.got == []
        learn(job, 2)
        await until(lambda: browser.numbers == [1])
        assert browser.got[-1]["base"] == 0
        browser.watcher.again()
        await until(lambda: len(browser.got) == 2)
        assert browser.got[-1]["base"] is None

    watched(test, browser)


def test_a_picture_that_cannot_be_drawn_is_logged_and_the_next_one_comes(job, caplog):
    def draw(job):
        if len(job.curve.steps) == 1:
            raise RuntimeError("no ink")
        return {"a": {"html": "b"}}

    browser = Browser(Topics().topic(job, "key", draw))

    async def test(_broadcast):
        await until(lambda: "no ink" in caplog.text)
        learn(job, 2)
        await until(lambda: browser.numbers == [0])

    watched(test, browser)


def test_many_watchers_are_told_that_it_goes_slower(job, drawing):
    topic = Topics().topic(job, "key", drawing)
    browsers = [Browser(topic) for _ in range(60)]

    async def test(broadcast):
        await until(lambda: all(one.numbers == [0] for one in browsers))
        learn(job, 2)
        await until(lambda: all(one.numbers == [0, 1] for one in browsers))
        assert broadcast.pace == 2.0
        assert all({"pace": 2.0} in one.got for one in browsers)

    watched(test, *browsers)


def test_where_as_many_watch_as_may_one_machines_crowd_gives_way_and_nobody_else(job, drawing, monkeypatch):
    monkeypatch.setattr("ui.channel.broadcast.MOST_WATCHERS", 5)
    topic = Topics().topic(job, "key", drawing)
    crowd, alone = [Browser(topic, address="crowd") for _ in range(4)], Browser(topic, address="alone")
    newcomer, again = Browser(topic, address="newcomer"), Browser(topic, address="crowd")

    async def test(broadcast):
        await until(lambda: all(one.numbers == [0] for one in (*crowd, alone)))
        watching = asyncio.create_task(broadcast.serve(newcomer.watcher, newcomer.send))
        await until(lambda: newcomer.numbers == [0])
        assert sum(one.watcher.sent_away for one in crowd) == 1 and not alone.watcher.sent_away
        await broadcast.serve(again.watcher, again.send)
        assert again.watcher.sent_away and again.got == [] and broadcast.watchers == 5
        watching.cancel()

    watched(test, *crowd, alone)


def test_a_run_that_ends_ends_the_watching(job, drawing):
    browser = Browser(Topics().topic(job, "key", drawing))

    async def run():
        broadcast = Broadcast(look_seconds=0.005)
        serving = asyncio.create_task(broadcast.serve(browser.watcher, browser.send))
        await until(lambda: browser.numbers == [0])
        learn(job, 2, JobState.FINISHED)
        await asyncio.wait_for(serving, PATIENCE)
        assert browser.got[-1]["stage"] == "over"
        assert broadcast.watchers == 0

    finish(run)


# The route, on a server.


@pytest.fixture(scope="module")
def address():
    with served(route.watch_route()) as server:
        yield f"{server}/{channel.PATH}"
    route.broadcast.cache_clear()


@pytest.fixture
def topic(job, drawing):
    yield channel.topics().topic(job, object(), drawing)


def own(address):
    return address.replace("ws://", "http://").split("/birnn")[0]


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://["])
def test_a_page_of_another_origin_is_refused(address, topic, origin):
    with pytest.raises(InvalidStatus, match="403"):
        connect(f"{address}/{topic.id}", origin=origin, open_timeout=PATIENCE)


@pytest.mark.parametrize("name", ["a", "0", "A" * 22, "%00"])
def test_who_does_not_know_an_id_learns_nothing(address, topic, name):
    with connect(f"{address}/{name}", origin=own(address), open_timeout=PATIENCE) as browser:
        with pytest.raises(ConnectionClosed) as ended:
            browser.recv(timeout=PATIENCE)
    assert ended.value.rcvd.code == route.UNKNOWN


def test_a_page_of_this_server_hears_the_news_until_the_run_is_over(address, topic, job):
    number = topic.refresh(job).number
    with connect(f"{address}/{topic.id}?has={number}", origin=own(address), open_timeout=PATIENCE) as browser:
        learn(job, 2)
        heard = json.loads(browser.recv(timeout=PATIENCE))
        assert (heard["base"], heard["parts"]) == (number, {"curve": {"k": {"x": {"+": [2]}}}})
        browser.send("again")
        assert json.loads(browser.recv(timeout=PATIENCE))["base"] is None
        learn(job, 3, JobState.FINISHED)
        assert json.loads(browser.recv(timeout=PATIENCE))["stage"] == "over"
        with pytest.raises(ConnectionClosed) as ended:
            browser.recv(timeout=PATIENCE)
    assert ended.value.rcvd.code == route.DONE


@pytest.mark.parametrize("has", ["", "x", "-3", "99", "9" * 40, "²"])
def test_a_version_that_cannot_be_brings_the_whole(address, topic, job, has):
    topic.refresh(job)
    with connect(f"{address}/{topic.id}?has={has}", origin=own(address), open_timeout=PATIENCE) as browser:
        assert json.loads(browser.recv(timeout=PATIENCE))["base"] is None


def test_the_route_lies_below_the_base_path(monkeypatch):
    options = {"server.baseUrlPath": "/lab/rnn/"}
    real = st.get_option
    monkeypatch.setattr(st, "get_option", lambda name: options.get(name, real(name)))
    assert route.watch_route().path == "/lab/rnn/birnn/watch/{topic}"
    job = make_job()
    learn(job, 1)
    live = channel.feed(job, "based", Drawing()).live("curve")
    assert live["socket"] == "/lab/rnn/birnn/watch"
    assert live["script"].startswith("/lab/rnn/app/static/watching/watch.js?")


# On a page.


def page():
    from ui.live_part import live_part

    live_part("<p>words</p>", key="part", live={"id": "a", "number": 3, "stage": "moving"}, leads=True)


def test_a_piece_of_a_page_carries_its_newest_state_and_the_words_for_a_lost_route():
    test = AppTest.from_function(page, default_timeout=60).run()
    assert not test.exception
    data = json.loads(test.get("bidi_component")[0].proto.json)
    assert (data["html"], data["leads"], data["slow"]) == ("<p>words</p>", True, 5)
    assert "{seconds}" in data["words"]["lost"] and "{seconds}" in data["words"]["many"]
