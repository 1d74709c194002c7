"""The rows of the table of attacks in `docs/reliability.md`: what was tried, what it took, what it takes.

In: nothing. Out: `ROWS`. Each says what happened before there was anything against it, what is wanted, which
attacks try it again on a running server (some need no server: a test has them), and the tests that hold it.
"""

from typing import NamedTuple

from benchmarks.hostile.attacks import (
    Attack,
    addresses,
    crowd,
    foreign_origins,
    heavy_link,
    keras_file,
    large_run,
    long_run,
    many_pictures,
    many_uploads,
    messages_of_the_developer,
    more_than_a_page_sends,
    neighbours_ports,
    packed_file,
    saves_and_deletes,
    strange_file,
    strange_link,
    sweeps,
)
from benchmarks.hostile.crowded_class import crowded_class


class Row(NamedTuple):
    """One kind of attack.

    Attributes:
        tried: what was done, in Markdown.
        before: what it did before.
        now: what becomes of it.
        tests: files below `tests/`, without their ending, that hold it.
        attacks: that do it; the figures of several are put together.
    """

    tried: str
    before: str
    now: str
    tests: tuple[str, ...]
    attacks: tuple[Attack, ...] = ()


ROWS = (
    Row(
        "three messages `clear_cache`",
        "4 → 13 processes, 0.57 → 2.0 GB, which stay; a sweep loses its Stop",
        "dropped; nothing that exists once lies in a cache",
        ("ui/test_server", "ui/test_process"),
        (messages_of_the_developer,),
    ),
    Row(
        "64 units, T 200, batches of 4,096",
        "a worker from 1.7 to 5.9 GB",
        "refused before it is queued; workers have a hard limit",
        ("limits/test_budget", "training/test_memory_limit"),
        (large_run,),
    ),
    Row(
        "10⁹ updates in two tabs",
        "everybody else waits for ever",
        "refused; what is not gives way every 10 s, ends after an hour, and the lecturer may stop it",
        ("limits/test_budget", "training/test_jobs_shared", "pages/test_limits"),
        (long_run,),
    ),
    Row(
        "a link to 512 units, 4 layers, 200 steps",
        "11.7 s and 0.8 GB of the web process; three at once 2.5 GB",
        "one sentence names the setting and what would do",
        ("pages/test_limits",),
        (heavy_link,),
    ),
    Row(
        "64 kB that unpack to 63 MB of tagged words",
        "67–111 s, 3.7 GB, `/health` 47 s",
        "refused after 10 MB; large files are read apart",
        ("data/test_tagged_file", "data/test_apart"),
        (packed_file,),
    ),
    Row(
        "a `.keras` file of 2 kB with 3·10⁷ features, or nested 10⁵ deep",
        "a worker from 0.8 to 3.5 GB; an exception",
        "refused before anything is built, in a process apart without Keras",
        ("keras_files/test_refusals",),
        (keras_file,),
    ),
    Row(
        "thirty visitors open *Your own data* at once",
        "98 of 180 writes fail, halves are read",
        "all are kept, nobody reads a half",
        ("data/test_uploads",),
        (crowd,),
    ),
    Row(
        "another account connects to scheduler and workers, or makes the folders first",
        "its function runs as the server's user; it reads uploads",
        "TLS of one start's certificate; folders 0700, owner checked",
        ("training/test_secure_cluster", "access/test_folder"),
        (neighbours_ports,),
    ),
    Row(
        "a scheduler on another machine without TLS",
        "taken silently",
        "refused in a sentence, or asked for in so many words and logged",
        ("training/test_secure_cluster",),
    ),
    Row(
        "ten handshakes of another site",
        "`/health` up to 13 s without a network",
        "403 at once; nothing is looked up",
        ("ui/test_server",),
        (foreign_origins,),
    ),
    Row(
        "five sweeps and leave; 110 files into one session",
        "14,200 runs that nobody sees; 100 MB that stay for minutes",
        "two sweeps at once, listed with Stop; 4 files and 20 MiB stay",
        ("experiments/test_sweeps", "ui/test_upload_caps", "runs/test_saved_runs"),
        (sweeps, many_uploads),
    ),
    Row(
        "a name or a link that is an image in Markdown",
        "every other visitor's browser fetches it",
        "words as written, everywhere",
        ("ui/test_visitor_words", "browser/test_visitor_words"),
    ),
    Row(
        "Delete of somebody else's run, Stop of their sweep",
        "gone for everybody, without undo",
        "refused; one's own lies in the bin for a day",
        ("pages/test_limits", "runs/test_saved_runs"),
        (saves_and_deletes,),
    ),
    Row(
        "whatever fails: files, links and addresses at random",
        "sentences with paths, Keras's many lines; no trace kept",
        "one line without folders; the trace in the log, without a visitor's words",
        ("ui/test_server", "training/test_worker", "benchmarks/test_hostile_links"),
        (strange_file, strange_link, addresses),
    ),
    Row(
        "a million files asked for, 10⁵ controls, 2 MB of words in messages",
        "6.6 s, 349 → 693 MiB, `/health` 35 s",
        "dropped",
        ("ui/test_server",),
        (more_than_a_page_sends,),
    ),
    Row(
        "a class full from one machine, led as fast as may be, a message of 20 MB",
        "nobody else enters; 739 → 1,474 MiB",
        "the crowd gives way; no message above 16 kB is read",
        ("classroom/test_classroom", "classroom/test_messages", "ui/test_classroom"),
        (crowded_class,),
    ),
    Row(
        "one visitor asks workers for many pictures, or brings many files",
        "everybody else waits behind all of them",
        "somebody else's first is next",
        ("access/test_line", "watching/test_asides", "data/test_apart"),
        (many_pictures,),
    ),
)
