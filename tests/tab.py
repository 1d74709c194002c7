"""A browser tab without a browser: opens a page, presses a button, stays, goes.

Speaks Streamlit's WebSocket protocol with the messages of the installed version.
"""

import time
from contextlib import ExitStack

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

SECONDS = 120


class Tab:
    """One tab on one server; `close` is what a browser does when the tab is closed."""

    def __init__(self, port: int, page: str = "", *, cookie: str = "") -> None:
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        headers = {"Origin": f"http://127.0.0.1:{port}"}
        headers |= {"Cookie": cookie} if cookie else {}
        self._open = ExitStack()
        self._socket = self._open.enter_context(
            connect(
                address,
                subprotocols=["streamlit"],
                additional_headers=headers,
                open_timeout=SECONDS,
                max_size=None,
            )
        )
        self._buttons: dict[str, str] = {}
        self.open(page)

    def open(self, page: str) -> None:
        """Open a page, in place of the one before, and wait until it stands."""
        self._page = page
        self._run()

    def press(self, label: str) -> None:
        """Press the button that says so, and wait until the page stands."""
        self._run(pressed=self._buttons[label])

    def close(self) -> None:
        """Close the tab."""
        self._open.close()

    def _run(self, *, pressed: str = "") -> None:
        message = BackMsg()
        message.rerun_script.page_name = self._page
        if pressed:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = pressed, True
        self._socket.send(message.SerializeToString())
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            told = ForwardMsg()
            told.ParseFromString(self._socket.recv(timeout=SECONDS))
            button = told.delta.new_element.button
            if button.label:
                self._buttons[button.label] = button.id
            if told.WhichOneof("type") == "script_finished":
                return
        raise AssertionError("the page did not stand in time")
