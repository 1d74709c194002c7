"""A hostile visitor's class: full from one machine, led as fast as may be, with words that nobody may say."""

import asyncio
import json
import random
from contextlib import AsyncExitStack, suppress

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from benchmarks.classroom.student import Student
from benchmarks.following import begin_class
from benchmarks.hostile.target import Target

PATIENCE = 60.0
# Followers from one machine, places that their lecturer goes to, characters of one message to a class.
CROWDED, PLACES, LONG_MESSAGE = 100, 150, 20_000_000


async def crowded_class(target: Target, rng: random.Random) -> None:
    """Open a class, fill it from one machine, lead it as fast as may be, and say what nobody may say."""
    student = Student(target.address, patience=PATIENCE, machine=target.machine)
    url, token = await begin_class(student)
    async with AsyncExitStack() as sockets:

        async def enter(said: str) -> ClientConnection:
            coming = connect(url, ping_interval=None, max_queue=None, local_addr=target.source)
            socket = await sockets.enter_async_context(coming)
            await socket.send(json.dumps({"hello": said}))
            return socket

        crowd = [await enter("") for _ in range(CROWDED)]
        lecturer = await enter(token)
        for number in range(PLACES):
            place = {"page": "Train", "query": f"n={number}&x={'y' * 3000}"}
            await lecturer.send(json.dumps({"place": place}))
            await asyncio.sleep(1 / 30)
        for socket in crowd:
            said = rng.choice(({"place": {}}, {"vote": {"question": 1, "option": 1}}, {"drive": True}, []))
            with suppress(ConnectionClosed):
                await socket.send(json.dumps(said))
        with suppress(ConnectionClosed):
            await crowd[0].send("x" * LONG_MESSAGE)
    await student.close()
