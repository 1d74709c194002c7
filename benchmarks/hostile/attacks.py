"""What one hostile visitor does, again and again: each attack is a function of a server.

An attack that the server refuses has done its part; what counts is how the others fare meanwhile.
"""

import asyncio
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote

import psutil
import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import connect

from benchmarks.classroom.elements import Widget
from benchmarks.classroom.student import Student
from benchmarks.hostile.crowded_class import crowded_class
from benchmarks.hostile.files import file, upload
from benchmarks.hostile.target import Target
from benchmarks.hostile.values import MARKUP, hostile_text

PATIENCE = 60.0
LARGE_RUN = "units=64&layers=4&cumulative_sum_timesteps=200&batch_size=4096&sequences=1000000&epochs=1000"
LONG_RUN = "units=1&batch_size=1&sequences=1000000&epochs=1000"
HEAVY_LINK = "units=512&layers=4&cumulative_sum_timesteps=200"
ARCHIVE_FEATURES = 30_000_000
DEEP = 100_000
CROWD = 30
MANY_FILES, MANY_CONTROLS = 1_000_000, 100_000
PICTURES = 20

Attack = Callable[[Target, random.Random], Coroutine[Any, Any, None]]


async def _opened(target: Target, page: str = "", query: str = "") -> Student:
    student = Student(target.address, patience=PATIENCE, machine=target.machine)
    await student.open(page, query)
    return student


async def messages_of_the_developer(target: Target, rng: random.Random) -> None:
    """Clear all caches; messages that only a developer's menu sends; bytes that are no message."""
    student = await _opened(target)
    for field in ("clear_cache", "debug_disconnect_websocket", "debug_shutdown_runtime", "stop_script"):
        message = BackMsg()
        setattr(message, field, True)
        await student.send(message.SerializeToString())
    await student.send(rng.randbytes(1000))
    await student.close()


async def large_run(target: Target, rng: random.Random) -> None:
    """Train what needs more memory than there is, and stay for a while."""
    await _train(target, f"{LARGE_RUN}&seed={rng.randrange(10**6)}", stay=20)


async def long_run(target: Target, rng: random.Random) -> None:
    """Train for a thousand million updates, and stay for a while."""
    await _train(target, f"{LONG_RUN}&seed={rng.randrange(10**6)}", stay=60)


async def _train(target: Target, query: str, *, stay: float) -> None:
    student = await _opened(target, "Train", query)
    await _force(student, "train")
    await asyncio.sleep(stay)
    await student.close()


async def heavy_link(target: Target, rng: random.Random) -> None:
    """Open the link to the largest network that the controls allow."""
    student = await _opened(target, "Train", f"{HEAVY_LINK}&seed={rng.randrange(10**6)}")
    await student.close()


async def packed_file(target: Target, rng: random.Random) -> None:
    """A tagged file of 64 kB that unpacks to 63 MB."""
    await _give(target, "Tagging", "tags_set=own_tags", "x.tsv.gz", gzip.compress(b"a\tb\n" * 16_000_000))


async def keras_file(target: Target, rng: random.Random) -> None:
    """A `.keras` file that names an enormous input, or whose description is nested very deeply."""
    layer = {"class_name": "InputLayer", "config": {"batch_shape": [None, 10, ARCHIVE_FEATURES]}}
    large = json.dumps({"class_name": "Functional", "config": {"layers": [layer]}}).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("config.json", rng.choice((large, b"[" * DEEP + b"]" * DEEP)))
        archive.writestr("metadata.json", b"{}")
        archive.writestr("model.weights.h5", b"")
    query = f"load_name=hostile+{rng.randrange(10**6)}"
    await _give(target, "Saved_runs", query, "x.keras", made.getvalue(), then="load")


async def strange_file(target: Target, rng: random.Random) -> None:
    """A file at random."""
    name, data = file(rng, "")
    await _give(target, "Your_own", "own_data=file", name, data)


def _uploader(student: Student) -> Widget:
    for one in student.page.widgets():
        if one.kind == "file_uploader":
            return one
    raise LookupError("The page must have an uploader; got none.")


async def _give(target: Target, page: str, query: str, name: str, data: bytes, *, then: str = "") -> None:
    """Give a file to the page's uploader, and press the button that has it read, where there is one."""
    student = await _opened(target, page, query)
    uploader = _uploader(student)
    await upload(student, uploader.key, name, data)
    if then:
        await student.press(then)
    await student.close()


async def crowd(target: Target, rng: random.Random) -> None:
    """Thirty visitors open 'Your own data' at the same moment."""
    visitors = await asyncio.gather(
        *(_opened(target, "Your_own") for _ in range(CROWD)), return_exceptions=True
    )
    for one in visitors:
        if isinstance(one, Student):
            await one.close()


async def foreign_origins(target: Target, rng: random.Random) -> None:
    """Handshakes from other sites, and connections that say nothing."""
    url = target.address.replace("http", "ws", 1) + "/_stcore/stream"
    for _ in range(10):
        origin: Any = f"http://{rng.randrange(10**9)}.example"
        try:
            handshake: Any = connect(
                url,
                origin=origin,
                subprotocols=["streamlit"],  # type: ignore[list-item]
                local_addr=target.source,
            )
            async with handshake:
                pass
        except Exception as refused:  # whatever way of refusing it is
            del refused
    host, port = target.address.removeprefix("http://").split(":")
    _, silent = await asyncio.open_connection(host, int(port), local_addr=target.source)
    silent.write(b"GET /_stcore/stream HTTP/1.1\r\nHost: ")
    await asyncio.sleep(5)
    silent.close()


async def neighbours_ports(target: Target, rng: random.Random) -> None:
    """What another user of the machine does: junk for every port of the scheduler and the workers."""
    for child in psutil.Process(target.pid).children(recursive=True):
        for one in child.net_connections("tcp"):
            if one.status == psutil.CONN_LISTEN:
                _, writer = await asyncio.open_connection("127.0.0.1", one.laddr.port)
                writer.write(rng.randbytes(5000))
                writer.close()


async def saves_and_deletes(target: Target, rng: random.Random) -> None:
    """Keep a run under a name that is markup, and press its Delete, or a disabled one."""
    student = await _opened(target, "Train", f"seed={rng.randrange(10**6)}&units=2&sequences=20")
    await student.press("train")
    for _ in range(60):
        if student.says("Finished"):
            break
        await asyncio.sleep(0.5)
        await student.again()
    name = f"{rng.choice(MARKUP)} {rng.randrange(10**6)}"
    await student.put(student.widget("keep_name"), name)
    await student.press("keep")
    await student.go("Saved_runs", f"saved_one={quote(name)}")
    await _force(student, "saved_delete")
    await student.close()


async def _force(student: Student, key: str) -> None:
    """Press a button though it is disabled; the whole page runs with it."""
    for button in student.page.of("button"):
        if button.id.endswith(f"-{key}"):
            await student.put(Widget(kind="button", key=key, fragment="", proto=button), True)
            return
    raise LookupError(f"`key` must be that of a button on the page; got {key!r}.")


async def sweeps(target: Target, rng: random.Random) -> None:
    """Start a sweep with the most seeds, and leave."""
    student = await _opened(target, "Lab", "lab_experiment=own&lab_seeds=100")
    await student.press("lab_run")
    await student.close()


async def many_uploads(target: Target, rng: random.Random) -> None:
    """Ten large files and a hundred small ones into one session that does not ask for them."""
    student = await _opened(target, "Merge")
    answer = await student.file_urls([f"{number}.bin" for number in range(110)])
    with requests.Session() as browser:
        await asyncio.to_thread(browser.get, f"{target.address}/_stcore/health", timeout=PATIENCE)
        headers = {"X-Xsrftoken": browser.cookies.get("_streamlit_xsrf", "")}
        for number, urls in enumerate(answer.file_urls):
            data = bytes(10_000_000 if number < 10 else 100)
            url = target.address + urls.upload_url
            await asyncio.to_thread(
                browser.put, url, files={"file": ("x", data)}, headers=headers, timeout=PATIENCE
            )
    await asyncio.sleep(10)
    await student.close()


async def more_than_a_page_sends(target: Target, rng: random.Random) -> None:
    """Ask for a million places for files, set a hundred thousand controls, send megabytes of words."""
    student = await _opened(target, "Merge")
    files, controls, words = BackMsg(), BackMsg(), BackMsg()
    files.file_urls_request.file_names.extend(["a"] * MANY_FILES)
    controls.rerun_script.page_name = words.rerun_script.page_name = "Merge"
    for number in range(MANY_CONTROLS):
        controls.rerun_script.widget_states.widgets.add(id=str(number), string_value="a")
    words.rerun_script.query_string = "lang=" + "a-" * MANY_FILES
    for message in (files, controls, words):
        await student.send(message.SerializeToString())
    await student.again()
    await student.close()


async def many_pictures(target: Target, rng: random.Random) -> None:
    """Have workers compute a picture of up to a second again and again, each with another input."""
    student = await _opened(target, "Resting_points")
    for _ in range(PICTURES):
        await student.go("Resting_points", f"rest_x2={rng.randrange(-20, 21) / 20}")
    await student.close()


async def addresses(target: Target, rng: random.Random) -> None:
    """Paths that are not for visitors."""
    for path in ("/_stcore/metrics", "/app/static/../../app.py", "/component/../../x", "/media/x", "/%00"):
        await asyncio.to_thread(requests.get, target.address + path, timeout=PATIENCE)


async def strange_link(target: Target, rng: random.Random) -> None:
    """A link at random."""
    query = f"{rng.choice(('units', 'task', 'cell', 'seed', 'probe'))}={hostile_text(rng)[:2000]}"
    student = await _opened(target, rng.choice(("Train", "Merge", "Tagging", "Reviews", "Lab")), query)
    await student.close()


ATTACKS: tuple[Attack, ...] = (
    messages_of_the_developer,
    large_run,
    long_run,
    heavy_link,
    packed_file,
    keras_file,
    strange_file,
    crowd,
    foreign_origins,
    neighbours_ports,
    saves_and_deletes,
    sweeps,
    many_uploads,
    more_than_a_page_sends,
    crowded_class,
    many_pictures,
    addresses,
    strange_link,
)
