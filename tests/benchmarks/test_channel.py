"""A student's end of the channel: newest words, no gaps, one turn for each stage."""

import asyncio
from types import SimpleNamespace

from benchmarks.classroom.channel import Channel
from benchmarks.classroom.elements import Component

LIVE = {"id": "a", "number": 4, "stage": "waiting", "name": "status", "socket": "/birnn/watch"}


def html(words):
    return {"html": f"<p>{words}</p>"}


def leader(words="update 1 of 9", **live):
    return Component(id="one", fragment="f", data={**html(words), "leads": True, "live": LIVE | live})


class Page(SimpleNamespace):
    """A student whose page is one component; notes what its script is asked for."""

    def __init__(self):
        super().__init__(shown=[leader()], listeners=[], errors=[], asked=[], address="http://127.0.0.1:9")
        self.page = SimpleNamespace(components=lambda: self.shown)

    async def trigger(self, component, event, value):
        self.asked.append((component.id, event, value))


def with_channel(act):
    async def follow():
        page = Page()
        channel = Channel(page)
        try:
            await act(page, channel)
        finally:
            channel.close()
        assert page.listeners == []

    asyncio.run(follow())


def message(number, base, part, stage="waiting"):
    return {"number": number, "base": base, "stage": stage, "parts": {"status": part, "other": {"=": 1}}}


def change(words):
    return {"k": {"html": {"=": f"<p>{words}</p>"}}}


def test_the_words_follow_the_versions_and_a_gap_asks_for_the_whole():
    async def act(page, channel):
        assert channel.words == "update 1 of 9"
        assert await channel._take(message(5, 4, change("update 2 of 9")))
        assert channel.words == "update 2 of 9"
        assert not await channel._take(message(7, 6, change("update 4 of 9")))
        assert channel.words == "update 2 of 9"
        assert await channel._take(message(7, None, html("update 4 &amp; more")))
        assert channel.words == "update 4 & more"
        assert await channel._take(message(6, 5, change("update 3 of 9")))
        assert channel.words == "update 4 & more"
        assert page.asked == []

    with_channel(act)


def test_another_stage_has_the_page_run_once():
    async def act(page, channel):
        for number in (5, 6):
            await channel._take(message(number, number - 1, change("update 2 of 9"), stage="moving"))
        assert page.asked == [("one", "turn", "a 4 moving")]
        page.shown = [leader("update 2 of 9", number=6, stage="moving")]
        page.listeners[0](page)
        await channel._take(message(7, 6, change("update 3 of 9"), stage="moving"))
        assert len(page.asked) == 1
        assert channel.words == "update 3 of 9"

    with_channel(act)
