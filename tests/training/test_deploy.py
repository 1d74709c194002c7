"""The proxy configuration of docs/deploy.md, in a real nginx where there is one."""

import http.server
import re
import shutil
import subprocess
import threading
import urllib.request

import pytest

from benchmarks.classroom.server import free_port
from tests.running_jobs import until
from viz_core.training.cluster import ROOT

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
AROUND = """
daemon off; pid nginx.pid; error_log error.log; events {{}}
http {{
    access_log off;
    client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
    {block}
}}
"""
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


def serve(words):
    """A server that answers every request with these words."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802 - the name that http.server calls
            self.send_response(200)
            self.end_headers()
            self.wfile.write(words)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def proxy(tmp_path):
    """(address of the proxy, its two servers by the name in the cookie)."""
    first, second, port = serve(b"first"), serve(b"second"), free_port()
    text = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
    block = re.search(r"```nginx\n(.*?)```", text, re.DOTALL)[1]
    for there, here in [
        ("127.0.0.1:8501", f"127.0.0.1:{first.server_port}"),
        ("127.0.0.1:8502", f"127.0.0.1:{second.server_port}"),
        ("listen 80;", f"listen 127.0.0.1:{port};"),
    ]:
        assert there in block
        block = block.replace(there, here)
    (tmp_path / "nginx.conf").write_text(AROUND.format(block=block))
    command = [NGINX, "-p", str(tmp_path), "-c", "nginx.conf", "-e", "error.log"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    until((tmp_path / "nginx.pid").exists)
    yield f"http://127.0.0.1:{port}/", {"first": first, "second": second}
    process.terminate()
    process.wait()
    for one in (first, second):
        one.shutdown()
        one.server_close()


def get(address, cookie=""):
    """(who answered, the cookie it set)."""
    request = urllib.request.Request(address, headers={"Cookie": cookie} if cookie else {})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode(), answer.headers["Set-Cookie"].split(";")[0]


def test_visitors_are_spread_over_the_servers_and_stay_where_they_are(proxy):
    address, _ = proxy
    visitors = [get(address) for _ in range(40)]
    assert {who for who, _ in visitors} == {"first", "second"}
    for who, cookie in visitors:
        assert cookie == f"birnn_server={who}"
        assert get(address, cookie) == (who, cookie)


def test_the_other_server_takes_the_visitors_of_one_that_is_down(proxy):
    address, servers = proxy
    servers["first"].shutdown()
    servers["first"].server_close()
    assert get(address, "birnn_server=first")[0] == "second"


def test_a_cookie_that_names_no_server_is_replaced(proxy):
    address, _ = proxy
    who, cookie = get(address, "birnn_server=http://elsewhere.example")
    assert cookie == f"birnn_server={who}"
    assert who in ("first", "second")
