"""The running server from outside: what a class, a careless visitor and a hostile one meet."""

import gzip
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from streamlit import file_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import InvalidStatus

from benchmarks.classroom.server import AppServer
from tests.source_tree import ROOT
from tests.visitor import Visitor, ask, failures
from ui.page_list import page_names
from ui.server.guard import (
    MOST_BYTES,
    MOST_CONTROLS,
    MOST_FILES,
    TOO_LARGE,
    UNREADABLE,
    refused_kind,
)

NOTED = "noted"
# Loaded by every process of the server: notes each attempt to reach another machine.
WATCH = """
import ipaddress, os, socket, sys

def outside(host):
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host not in (None, "", "localhost", socket.gethostname())

def watch(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and type(arguments[1]) is tuple:
        if event == "socket.connect" and arguments[0].type == socket.SOCK_DGRAM:
            return  # chooses a route, and sends nothing
        host = arguments[1][0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if outside(host):
        with open(os.environ["NOTED"], "a") as file:
            file.write(f"{event} {host}\\n")

sys.addaudithook(watch)
open(os.environ["NOTED"] + ".watching", "a").close()
"""

FAILING = """
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

if get_script_run_ctx(suppress_warning=True) is None:
    from ui.server import settings

    app = st.App(__file__, **settings(__file__))
else:
    st.write("before")
    raise ValueError("what a visitor has typed")
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The whole app, headless and open to the network as in a hall."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "sitecustomize.py").write_text(WATCH)
    (folder / NOTED).touch()
    one = AppServer(folder, first_on_path=folder, everywhere=True, env={"NOTED": str(folder / NOTED)})
    yield one
    one.stop()


@pytest.fixture(scope="module")
def noted(server):
    """The file with each attempt to reach another machine."""
    return server.folder / NOTED


@pytest.fixture(scope="module")
def address(server):
    return server.address


def test_twenty_sessions_on_a_fresh_server_see_no_error(server):
    def look(number):
        with Visitor(server.address) as visitor:
            return failures(visitor.open(pages[number % len(pages)]))

    pages = page_names()
    with ThreadPoolExecutor(20) as visitors:
        seen = list(visitors.map(look, range(20)))
    assert seen == [[]] * 20
    server.settle()
    assert "A page failed" not in server.log()
    assert "Not all of the pages" not in server.log()


def processes(server):
    return psutil.Process(server.pid).children(recursive=True)


def test_a_visitor_who_clears_the_caches_starts_no_second_cluster(server):
    server.settle()
    before = {one.pid for one in processes(server)}
    assert before
    message = BackMsg(clear_cache=True)
    with Visitor(server.address) as visitor:
        visitor.open("Train")
        for _ in range(3):
            visitor.send(message)
            assert failures(visitor.open("Lab")) == []
    assert {one.pid for one in processes(server)} == before
    assert server.log().count("A visitor's message of the kind clear_cache was dropped.") == 1


def test_messages_for_developers_are_dropped_and_the_page_goes_on(address):
    with Visitor(address) as visitor:
        visitor.open("")
        visitor.send(BackMsg(load_git_info=True))
        request = BackMsg()
        request.backend_operation_request.session_id = visitor.session
        request.backend_operation_request.install_skills.SetInParent()
        visitor.send(request)
        kinds = [one.WhichOneof("type") for one in visitor.open("Merge")]
    assert "git_info_changed" not in kinds
    assert "backend_operation_response" not in kinds


def many_files():
    message = BackMsg()
    message.file_urls_request.file_names.extend(["a"] * (MOST_FILES + 1))
    return message


def many_controls():
    message = BackMsg()
    for number in range(MOST_CONTROLS + 1):
        message.rerun_script.widget_states.widgets.add(id=str(number), bool_value=True)
    return message


def long_words():
    message = BackMsg()
    message.rerun_script.query_string = "x" * MOST_BYTES
    return message


@pytest.mark.parametrize("made", [many_files, many_controls, long_words])
def test_messages_larger_than_any_page_sends_are_dropped_and_the_page_goes_on(address, made):
    assert refused_kind(made().SerializeToString()) == TOO_LARGE
    with Visitor(address) as visitor:
        visitor.open("")
        visitor.send(made())
        kinds = [one.WhichOneof("type") for one in visitor.open("Merge")]
        assert "file_urls_response" not in kinds and kinds.count("script_finished") == 1
        assert visitor.upload_url("a.csv")


@pytest.mark.parametrize("junk", [b"\xff" * 20, b"a page", bytes(range(256))])
def test_bytes_that_are_no_message_are_dropped(junk):
    assert refused_kind(junk) == UNREADABLE


def test_a_foreign_origin_is_refused_and_nothing_is_asked_of_the_network(address, noted):
    for origin in [f"http://{number}.example.org" for number in range(10)] + ["http://[half", "null"]:
        with pytest.raises(InvalidStatus) as refusal, Visitor(address, origin=origin):
            pass
        assert refusal.value.response.status_code == 403
    with Visitor(address, origin=address) as visitor:
        assert failures(visitor.open("Merge")) == []
    assert noted.with_name("noted.watching").exists()
    assert noted.read_text() == ""


def test_what_the_server_prints_is_where_it_is(server):
    assert f"http://localhost:{server.address.rsplit(':', 1)[1]}" in server.log()
    assert "External URL" not in server.log()


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/script-health-check",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/_stcore/bidi-components/x/y.js",
        "/auth/login",
        "/oauth2callback",
        "/component/x/index.html",
    ],
)
def test_endpoints_no_page_needs_are_closed(address, path):
    for method in ("GET", "POST", "OPTIONS"):
        answer = ask(address, path, method)
        assert (answer.status, answer.content) == (404, b"Not Found")


def test_endpoints_every_page_needs_are_open(address):
    assert ask(address, "/_stcore/health").content == b"ok"
    assert json.loads(ask(address, "/_stcore/host-config").content)
    assert b"<html" in ask(address, "/Train").content


@pytest.mark.parametrize("place", ["/static", "/app/static", "/media", "/_stcore/upload_file", ""])
@pytest.mark.parametrize("climb", ["..", "%2e%2e", "..%2f..", "..\\..", "%2e%2e%5c%2e%2e", "//etc"])
@pytest.mark.parametrize("target", ["app.py", "requirements.txt", "etc/passwd"])
def test_no_path_leads_out_of_the_static_folders(address, place, climb, target):
    answer = ask(address, f"{place}/{climb}/{target}", Accept_Encoding="gzip")
    assert answer.status in (200, 400, 404, 405)
    # A path that names no file is answered with the page, as every page's own address is.
    assert b"streamlit run" not in answer.content and b"root:" not in answer.content
    assert b"numpy>=" not in answer.content


def put(address, url, size, **headers):
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body = part + b"a" * size + b"\r\n--x--\r\n"
    return ask(address, url, "PUT", body, Content_Type="multipart/form-data; boundary=x", **headers)


def test_uploads_need_a_token_and_have_a_largest_size(address):
    cookie = ask(address, "/_stcore/health").headers["Set-Cookie"].split(";")[0]
    token = cookie.split("=", 1)[1]
    with Visitor(address) as visitor:
        visitor.open("Your_own")
        url = visitor.upload_url("a.csv")
        assert put(address, url, 100).status == 403
        assert put(address, url, 100, Cookie=cookie).status == 403
        both = {"Cookie": cookie, "X_Xsrftoken": token}
        assert put(address, url, 11 * 2**20, **both).status == 413
        assert put(address, url, 100, **both).status == 204
        assert put(address, re.sub("[^/]+/[^/]+$", "nobody/nothing", url), 100, **both).status == 400


def test_text_is_dropped_and_the_page_goes_on(address):
    with Visitor(address) as visitor:
        visitor.send_text("hello")
        assert not failures(visitor.open("Merge"))


def test_bytes_that_are_no_message_leave_a_visitors_page_as_it_is(address):
    with Visitor(address) as visitor:
        visitor.open("")
        visitor.send_bytes(b"\xff" * 40)
        kinds = [one.WhichOneof("type") for one in visitor.open("Merge")]
    assert kinds.count("script_finished") == 1


def scripts(address):
    page = ask(address, "/").content.decode()
    return [found.lstrip(".") for found in re.findall(r'"(\./static/js/[^"]+\.js)"', page)]


def test_streamlits_scripts_come_compressed_and_may_be_kept_for_a_year(address):
    found = scripts(address)
    assert len(found) > 20
    for path in found:
        plain, packed = ask(address, path), ask(address, path, Accept_Encoding="gzip, deflate")
        assert plain.headers["Content-Encoding"] is None
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Content-Type"].split(";")[0] in ("text/javascript", "application/javascript")
        assert packed.headers["Cache-Control"] == "public, immutable, max-age=31536000"
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(packed.content) == plain.content
    together = {one: len(ask(address, one, Accept_Encoding="gzip").content) for one in found}
    assert (
        sum(together.values())
        < sum((Path(file_util.get_static_dir(), one[1:])).stat().st_size for one in found) / 3
    )


def test_our_scripts_are_sent_again_only_when_they_have_changed(address):
    path = "/app/static/player/player.js"
    first = ask(address, path, Accept_Encoding="gzip")
    assert first.headers["Cache-Control"] == "max-age=60"
    assert gzip.decompress(first.content) == (ROOT / "static/player/player.js").read_bytes()
    again = ask(address, path, Accept_Encoding="gzip", If_None_Match=first.headers["ETag"])
    assert (again.status, again.content) == (304, b"")
    other = ask(address, path, Accept_Encoding="gzip", If_None_Match='"older"')
    assert other.status == 200


@pytest.fixture(scope="module")
def failed(tmp_path_factory):
    """A page that fails: what its visitor received, what the log holds, and the processes it left."""
    folder = tmp_path_factory.mktemp("failing")
    (folder / "app.py").write_text(FAILING)
    (folder / ".streamlit").symlink_to(ROOT / ".streamlit")
    one = AppServer(folder, script=folder / "app.py")
    with Visitor(one.address) as visitor:
        received = visitor.open("")
    one.settle()
    children = psutil.Process(one.pid).children(recursive=True)
    one.stop()
    return received, one.log(), children


def test_a_page_that_fails_shows_a_sentence_and_no_trace(failed):
    received, _, _ = failed
    (said,) = failures(received)
    assert said.startswith("This part of the page has failed.")
    sent = b"".join(one.SerializeToString() for one in received)
    for word in (b"Traceback", b"ValueError", b"a visitor has typed"):
        assert word not in sent
    assert b"before" in sent


def test_the_log_has_the_trace_of_a_failed_page_without_a_visitors_words(failed):
    _, log, _ = failed
    assert "A page failed." in log
    assert re.search(r'File ".*app\.py", line \d+', log)
    assert "builtins.ValueError" in log
    # The source line stands in the trace; the message that it made does not.
    assert "ValueError: what a visitor has typed" not in log
    assert "Uncaught app execution" not in log


def test_the_processes_of_a_server_end_with_it(failed):
    _, _, children = failed
    assert children
    _, alive = psutil.wait_procs(children, timeout=90)
    assert alive == []
