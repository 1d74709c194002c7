"""A visit to a page by the server itself, so that nobody else is the first.

In: a page's name in its address. Out: its script has run once, as for a browser that opened it.
"""

import asyncio
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.session_manager import ClientContext, SessionClient

LONGEST_SECONDS: Final = 60.0


class _Nobody(SessionClient):
    """A browser that shows nothing, and only notices when a script has ended."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """Take a message from the server."""
        if msg.WhichOneof("type") == "script_finished":
            self.ended.set()

    @property
    def client_context(self) -> ClientContext | None:
        """Nobody has no headers and no cookies."""
        return None


async def visit(runtime: Runtime, page: str) -> None:
    """Run a page's script once, in a session of its own that ends with it.

    Args:
        runtime: of the running server; to be called on its event loop.
        page: one of `ui.page_list.page_names()`.

    Raises:
        TimeoutError: the script has not ended within `LONGEST_SECONDS`.
    """
    nobody = _Nobody()
    session = runtime.connect_session(client=nobody, user_info={})
    try:
        message = BackMsg()
        message.rerun_script.page_name = page
        runtime.handle_backmsg(session, message)
        async with asyncio.timeout(LONGEST_SECONDS):
            await nobody.ended.wait()
    finally:
        runtime.close_session(session)
