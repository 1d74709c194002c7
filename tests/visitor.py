"""A visitor without a browser: speaks to a server as Streamlit's page does, in protobufs over a WebSocket."""

import http.client
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

SECONDS = 120


class Visitor:
    """One open tab; `with Visitor(address) as visitor`."""

    def __init__(self, address: str, *, origin: str | None = None) -> None:
        self._opening = connect(
            f"ws://{urlsplit(address).netloc}/_stcore/stream",
            subprotocols=["streamlit"],
            origin=origin,
            open_timeout=SECONDS,
            max_size=None,
        )
        self.session = ""

    def __enter__(self) -> "Visitor":
        self._socket = self._opening.__enter__()
        return self

    def __exit__(self, *problem: object) -> None:
        self._opening.__exit__(*problem)

    def send_bytes(self, content: bytes) -> None:
        self._socket.send(content)

    def send_text(self, words: str) -> None:
        self._socket.send(words)

    def send(self, message: BackMsg) -> None:
        self.send_bytes(message.SerializeToString())

    def receive(self) -> ForwardMsg:
        message = ForwardMsg()
        message.ParseFromString(self._socket.recv(timeout=SECONDS))
        return message

    def open(self, page: str) -> list[ForwardMsg]:
        """Visit a page by its name in the address; everything the server sent until the page was finished."""
        message = BackMsg()
        message.rerun_script.page_name = page
        self.send(message)
        return self.until("script_finished")

    def until(self, kind: str) -> list[ForwardMsg]:
        received = [self.receive()]
        while received[-1].WhichOneof("type") != kind:
            received.append(self.receive())
        for one in received:
            if one.WhichOneof("type") == "new_session":
                self.session = one.new_session.initialize.session_id
        return received

    def upload_url(self, name: str) -> str:
        """Where a file may be sent."""
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names.append(name)
        self.send(message)
        return self.until("file_urls_response")[-1].file_urls_response.file_urls[0].upload_url


def failures(received: list[ForwardMsg]) -> list[str]:
    """What a page showed in place of a part that failed."""
    elements = [one.delta.new_element for one in received if one.WhichOneof("type") == "delta"]
    kinds = [(one.WhichOneof("type"), one) for one in elements]
    return [str(one.exception) for kind, one in kinds if kind == "exception"] + [
        one.alert.body for kind, one in kinds if kind == "alert" and one.alert.format == one.alert.ERROR
    ]


def ask(address: str, path: str, method: str = "GET", body: bytes | None = None, **headers: str):
    """One request, its path sent as it is; the answer with its body read."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=SECONDS)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body, headers=named)
    answer = connection.getresponse()
    answer.content = answer.read()
    connection.close()
    return answer
