"""Files that nobody in their right mind would bring, for every reader of files: `uploads(seed)` draws them.

`python -m tests.random_uploads 20000` tries so many on the readers of tables and of tagged sentences and
prints what came of them, how long the slowest took, and how far memory grew.
"""

import gzip
import io
import sys
import tempfile
import time
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Iterator
from os import environ

import numpy as np

from viz_core.data.own_sets import keep_table
from viz_core.data.own_tags import keep_file

READERS = {"tables": keep_table, "tagged sentences": keep_file}
PIECES = (
    *(
        b'"',
        b"\0",
        b"\r",
        b"\n",
        b"\r\n",
        b",",
        b";",
        b"\t",
        b"=",
        b"\xff",
        b"nan",
        b"1e999",
        b"#",
        b"-",
        b"_",
    ),
    *(b"\xef\xbb\xbf", b"\xc2\xa0", b"\xe2\x80\xae", b"\xe2\x80\x8d", b"\xcc\x81", b"\xf0\x9f\xab\xa8"),
    *(b"\xe2\x80\xa8", b"\xc2\x85", b"\x1c", b"![](http://x.yz)", b":red[x]", b"1-2\t", b"sequence,label\n"),
)


def _tables() -> tuple[bytes, ...]:
    numbers = "".join(f"s{n // 2},{n},-{n}.5e-1,{'ab'[n // 2 % 2]}\n" for n in range(60))
    texts = "".join(f"word {n % 7} für,{'ab'[n % 2]}\n" for n in range(40))
    return f"sequence,x,y,label\n{numbers}".encode(), f"text,label\n{texts}".encode()


def _tagged() -> tuple[bytes, ...]:
    two = "".join(f"the\tD\nboat{n % 5}\tN\n\n" for n in range(25))
    line = "{n}\t{word}\t_\t{tag}\t_\t_\t_\t_\t_\t_\n"
    one = (
        "# text = the boat\n" + line.format(n=1, word="the", tag="D") + line.format(n=2, word="boat", tag="N")
    )
    return two.encode(), f"{one}\n".encode() * 25


def uploads(seed: int) -> Iterator[bytes]:
    """Noise, damaged good files, archives and bombs, without end."""
    rng = np.random.default_rng(seed)
    good = (*_tables(), *_tagged())
    while True:
        data = damaged(rng, good[rng.integers(len(good))])
        kind = rng.integers(12)
        if kind == 0:
            data = bytes(rng.integers(0, 256, rng.integers(0, 3000), np.uint8))
        elif kind == 1:
            data = gzip.compress(data)[: rng.integers(1, 400)] if rng.integers(2) else gzip.compress(data) * 3
        elif kind == 2:
            name = str(rng.choice(["utf-16", "utf-7", "cp037", "utf-32"]))
            data = data.decode("utf-8", "replace").encode(name, "replace")
        elif kind == 3:
            data = _zipped(data)
        elif kind == 4 and rng.integers(20) == 0:
            data = gzip.compress(data[: rng.integers(1, 40)] * 300_000, compresslevel=1)
        elif kind == 5:
            data = data * int(rng.integers(2, 20))
        yield data


def damaged(rng: np.random.Generator, good: bytes) -> bytes:
    """Some bytes changed, taken out, doubled, or put in from anywhere."""
    data = bytearray(good)
    for _ in range(rng.integers(0, 10)):
        place = int(rng.integers(len(data) + 1))
        kind = rng.integers(4)
        if kind == 0:
            data[place : place + 1] = bytes(rng.integers(0, 256, 1, np.uint8))
        elif kind == 1:
            del data[place : place + int(rng.integers(30))]
        elif kind == 2:
            data[place:place] = data[max(0, place - 20) : place]
        else:
            data[place:place] = PIECES[rng.integers(len(PIECES))]
    return bytes(data)


def _zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("own.csv", data)
    return file.getvalue()


def attempt(data: bytes) -> dict[str, str]:
    """What each reader says: the sentence, or nothing where it kept the file.

    Raises:
        AssertionError: a refusal is not one sentence.
    """
    said = {}
    for name, reader in READERS.items():
        try:
            reader(data)
        except ValueError as problem:
            said[name] = str(problem)
            assert said[name].startswith("`file` must ") and said[name].endswith("."), said[name]
            assert "\n" not in said[name] and len(said[name]) < 400, said[name]
        else:
            said[name] = ""
    return said


def main(count: int, seed: int = 1) -> None:
    """Try so many and print what came of them."""
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        environ["BIRNN_UPLOADS"] = folder
        tracemalloc.start()
        for number, data in zip(range(count), uploads(seed), strict=False):
            begun = time.process_time()
            for name, sentence in attempt(data).items():
                outcomes[f"{name}: {'refused' if sentence else 'kept'}"] += 1
            slowest = max(slowest, time.process_time() - begun)
            if number == count // 2:
                half, _ = tracemalloc.get_traced_memory()
        grown = tracemalloc.get_traced_memory()[0] - half
    print(
        dict(outcomes),
        f"slowest {slowest:.2f} s of processor time",
        f"memory {grown / 2**20:+.1f} MiB",
        sep="\n",
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
