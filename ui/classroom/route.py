"""The WebSocket route of the classes: who may enter, and how much of them is read.

A page of another origin is refused; without the code of a class nothing is sent. What a browser says is read
by `viz_core.classroom.messages`; who says what cannot be read, or too much, is sent away.
"""

import asyncio
import secrets
from contextlib import suppress

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from ui.classroom import PATH
from ui.origin import is_own_origin
from ui.served import base_path
from ui.visitor import COOKIE
from viz_core.access.visitor import Visitor, is_token
from viz_core.classroom import caps
from viz_core.classroom.classroom import Classroom, Full, Member, Over, Refused, WrongToken
from viz_core.classroom.classrooms import classrooms
from viz_core.classroom.messages import Hello, read
from viz_core.classroom.pacing import Pacing

# Why a connection ends: another origin; what was said cannot be read or done; a wrong token; no such class,
# or no more; no room.
FOREIGN, BAD, WRONG, UNKNOWN, FULL = 1008, 4400, 4403, 4404, 4429
HELLO_SECONDS = 10.0
# A class that has ended is noticed at the latest after this.
LOOK_SECONDS = 5.0


def class_route() -> WebSocketRoute:
    """The route, below the server's base path."""
    return WebSocketRoute(f"{base_path()}/{PATH}/{{code}}", _serve)


async def _serve(socket: WebSocket) -> None:
    if not is_own_origin(socket.headers):
        await socket.close(FOREIGN)
        return
    await socket.accept()
    why = UNKNOWN
    with suppress(WebSocketDisconnect):
        classroom = classrooms().find(socket.path_params["code"])
        if classroom is not None:
            why = await _attend(socket, classroom)
        if socket.client_state is WebSocketState.CONNECTED:
            await socket.close(why)


async def _attend(socket: WebSocket, classroom: Classroom) -> int:
    """Serve one member until it goes, or must; the reason."""
    news = asyncio.Event()
    try:
        async with asyncio.timeout(HELLO_SECONDS):
            hello = read(await _text(socket))
        if not isinstance(hello, Hello):
            return BAD
        address = socket.client.host if socket.client else ""
        member = Member(voter=_voter(socket), wake=news.set, token=hello.token, address=address)
        classrooms().enter(classroom, member)
    except (ValueError, TimeoutError) as problem:
        return _reason(problem)
    try:
        return await _until_over(socket, classroom, member, news)
    finally:
        classroom.leave(member)


def _reason(problem: BaseException) -> int:
    reasons: dict[type[BaseException], int] = {WrongToken: WRONG, Full: FULL, Over: UNKNOWN}
    return reasons.get(type(problem), BAD)


def _voter(socket: WebSocket) -> str:
    """The same for all tabs of a browser; a browser without cookies is somebody new each time."""
    token = socket.cookies.get(COOKIE, "")
    return Visitor.of(token).name if is_token(token) else secrets.token_hex(8)


async def _text(socket: WebSocket) -> str:
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code") or 1005)
    if message.get("text") is None:
        raise Refused("A message must be text; got bytes.")
    return str(message["text"])


async def _until_over(socket: WebSocket, classroom: Classroom, member: Member, news: asyncio.Event) -> int:
    tasks = (
        asyncio.create_task(_send_news(socket, classroom, member, news)),
        asyncio.create_task(_listen(socket, classroom, member)),
    )
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        problem = next(iter(done)).exception()
        if problem is not None and not isinstance(problem, ValueError):
            raise problem
        if member.sent_away:
            return FULL
        return UNKNOWN if problem is None else _reason(problem)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _send_news(socket: WebSocket, classroom: Classroom, member: Member, news: asyncio.Event) -> None:
    """Send what is new; who is slow gets the newest of each part. Returns when there is no more to come."""
    while not member.sent_away:
        news.clear()
        if (message := member.message()) is not None:
            await socket.send_text(message)
        elif classroom.over:
            return
        else:
            # Not `asyncio.wait_for`: in Python 3.11 news in the moment of the end make it lose the end.
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await news.wait()


async def _listen(socket: WebSocket, classroom: Classroom, member: Member) -> None:
    leads = bool(member.token)
    pacing = Pacing(
        caps.LEADERS_RATE if leads else caps.FOLLOWERS_RATE,
        caps.LEADERS_BURST if leads else caps.FOLLOWERS_BURST,
    )
    while True:
        text = await _text(socket)
        if not pacing.allows():
            raise Refused("Messages must come more slowly; got too many.")
        classroom.receive(member, read(text))
