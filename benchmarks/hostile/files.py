"""Files at random for every uploader, and the way an upload takes."""

import asyncio
import gzip
import io
import json
import random
import zipfile
from urllib.parse import urljoin

import requests
from streamlit.proto.Common_pb2 import FileUploaderState

from benchmarks.classroom.student import Student
from benchmarks.hostile.values import CHARACTERS, MARKUP, NUMBERS, hostile_text

NAMES = (
    "x.csv",
    "x.tsv",
    "x.txt",
    "x.json",
    "x.keras",
    "x.conllu",
    "x.csv.gz",
    "../x.csv",
    "\u202evsc.x",
    "x",
    "",
)
MOST_BYTES = 60_000


def file(rng: random.Random, mark: str) -> tuple[str, bytes]:
    """A name and the bytes of a file that no uploader expects."""
    made = rng.choice((_noise, _table, _tags, _packed, _json, _archive))(rng, mark)
    return rng.choice(NAMES), made


def _noise(rng: random.Random, mark: str) -> bytes:
    return rng.randbytes(rng.choice((0, 1, 100, MOST_BYTES)))


def _table(rng: random.Random, mark: str) -> bytes:
    """A table whose columns, lengths and numbers do not agree."""
    separator = rng.choice(",;\t|")
    head = ["sequence", "step", "x", "label", *rng.sample(MARKUP, 2), mark][: rng.randrange(1, 8)]
    rows = [
        [rng.choice((*NUMBERS, *CHARACTERS, hostile_text(rng)[:50])) for _ in range(rng.randrange(9))]
        for _ in range(rng.choice((0, 1, 40)))
    ]
    lines = (separator.join(row) for row in [head, *rows])
    return rng.choice(("\n", "\r\n", "\r")).join(lines).encode(rng.choice(("utf-8", "utf-16")), "replace")


def _tags(rng: random.Random, mark: str) -> bytes:
    words = (
        f"{hostile_text(rng)[:30]}\t{rng.choice((mark, 'N', 'V', ''))}" for _ in range(rng.choice((1, 300)))
    )
    return "\n".join(words).encode("utf-8", "replace")


def _packed(rng: random.Random, mark: str) -> bytes:
    """A table in gzip: whole, cut off, or of one line that unpacks to many times its size."""
    packed = gzip.compress(rng.choice((_table(rng, mark), b"a\tb\n" * 100_000)))
    return packed[: rng.choice((len(packed), len(packed) // 2))]


def _json(rng: random.Random, mark: str) -> bytes:
    depth = rng.choice((3, 5_000))
    return b"[" * depth + json.dumps({mark: hostile_text(rng)[:99]}).encode() + b"]" * depth


def _archive(rng: random.Random, mark: str) -> bytes:
    """What calls itself a `.keras` file: an archive with a description that fits nothing."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "config.json", rng.choice((_json(rng, mark), b"{}", b'{"class_name": "Functional"}'))
        )
        archive.writestr("metadata.json", b"{}")
        archive.writestr(rng.choice(("model.weights.h5", "../x")), rng.randbytes(500))
    return made.getvalue()


async def upload(student: Student, key: str, name: str, data: bytes) -> None:
    """Give a file to an uploader, as a browser does.

    Args:
        student: on a page with that uploader.
        key: of the uploader.
        name: of the file.
        data: its bytes.

    Raises:
        Unanswered: the page did not come.
    """
    answer = await student.file_urls([name])
    state = FileUploaderState()
    for urls in answer.file_urls:
        await asyncio.to_thread(_put, student.address, urls.upload_url, name, data)
        given = state.uploaded_file_info.add()
        given.name, given.size, given.file_id = name, len(data), urls.file_id
        given.file_urls.CopyFrom(urls)
    await student.put(student.widget(key), state)


def _put(address: str, url: str, name: str, data: bytes) -> int:
    with requests.Session() as browser:
        browser.get(f"{address}/_stcore/health", timeout=60)
        token = browser.cookies.get("_streamlit_xsrf", "")
        files = {"file": (name, data)}
        headers = {"X-Xsrftoken": token}
        return browser.put(urljoin(address, url), files=files, headers=headers, timeout=60).status_code
