"""What reaches Streamlit's server, and what its answers meet."""

import asyncio

import pytest
from starlette.websockets import WebSocketDisconnected
from streamlit.proto.BackMsg_pb2 import BackMsg

from ui.server.guard import STREAM, Guard

SCOPE = {"type": "websocket", "root_path": "", "headers": []}
PATHS = [STREAM, "/birnn/class/ABCDEF"]


def answered(kind: str, *, path: str = STREAM, then: Exception | None = None):
    """An answer of this kind on a connection that Uvicorn has closed, and what the app does about that."""

    async def app(scope, receive, send):
        try:
            await send({"type": kind, "bytes": b""})
        except OSError:
            raise then or AssertionError("It goes on.") from None

    async def send(message):
        raise RuntimeError(f"Unexpected ASGI message {message['type']!r}")

    async def receive():
        raise AssertionError("Nothing is received here.")

    asyncio.run(Guard(app)(SCOPE | {"path": path}, receive, send))


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_after_the_connection_has_ended_is_a_connection_that_has_ended(path):
    with pytest.raises(OSError, match="closed"):
        answered("websocket.send", path=path, then=OSError("closed"))


def test_whoever_goes_on_with_a_connection_that_has_ended_leaves_no_trace():
    answered("websocket.send", then=WebSocketDisconnected("not connected"))


def test_a_connection_that_has_ended_may_be_closed_again():
    answered("websocket.close")


def test_what_the_server_does_wrong_itself_stays_an_error():
    with pytest.raises(RuntimeError, match=r"websocket\.accept"):
        answered("websocket.accept")
    with pytest.raises(ValueError, match="of another kind"):
        answered("websocket.send", then=ValueError("of another kind"))


def asked(page: str, part: str = "") -> bytes:
    """What a browser sends that wants a page run, or a part of it."""
    message = BackMsg()
    message.rerun_script.page_script_hash, message.rerun_script.fragment_id = page, part
    return message.SerializeToString()


def let_through(*messages: bytes) -> list[bytes]:
    """Of these messages of one visitor what the app receives."""
    received, coming = [], iter([*messages, b""])

    async def app(scope, receive, send):
        while one := (await receive())["bytes"]:
            received.append(one)

    async def receive():
        return {"type": "websocket.receive", "bytes": next(coming)}

    async def send(message):
        raise AssertionError("Nothing is sent here.")

    asyncio.run(Guard(app)(SCOPE | {"path": STREAM}, receive, send))
    return received


def test_a_control_of_a_page_that_has_been_left_is_not_answered():
    before, left, late = asked("train", "its part"), asked("rest"), asked("train", "its part")
    assert let_through(asked("train"), before, left, late) == [asked("train"), before, left]


def test_a_control_is_answered_on_the_page_that_was_asked_for_last():
    messages = [asked("train"), asked("rest"), asked("rest", "part"), asked("train"), asked("train", "part")]
    assert let_through(*messages) == messages


def test_until_the_page_has_a_hash_every_control_is_answered():
    messages = [asked(""), asked("train", "its part")]
    assert let_through(*messages) == messages
