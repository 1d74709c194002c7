"""A small class on a server of its own: everybody gets their page and their run. Counted, never timed."""

import asyncio
import textwrap
from types import SimpleNamespace

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.classroom.clicking import some_click
from benchmarks.classroom.elements import Elements
from benchmarks.classroom.figures import figures, quantiles, table
from benchmarks.classroom.lesson import Notes, Plan, lesson
from benchmarks.classroom.meter import Sample, shares
from benchmarks.classroom.server import AppServer, running
from benchmarks.classroom.student import Unanswered
from tests.attending import with_student

SMALL = "seed={number}&units=5&sequences=3000"
PAGE = """
    import streamlit as st

    @st.fragment(run_every=0.1)
    def ticking():
        st.session_state.ticks = st.session_state.get("ticks", 0) + 1
        st.markdown(f"tick {st.session_state.ticks}")

    st.text_input("Name", key="name", bind="query-params")
    st.number_input("Size", 1, 3, 2, key="size")
    st.markdown(f"size {st.session_state.size}, name {st.session_state.name}")
    if st.toggle("Break", key="break"):
        raise ValueError("broken on purpose")
    if st.toggle("Tick", key="tick"):
        ticking()
"""


@pytest.fixture(scope="module")
def little(tmp_path_factory):
    """A server with one small page, to test the student against."""
    folder = tmp_path_factory.mktemp("little")
    (folder / "page.py").write_text(textwrap.dedent(PAGE))
    server = AppServer(folder, script=folder / "page.py")
    yield server
    server.stop()


def test_ten_students_open_click_and_train_on_a_cold_server(tmp_path):
    plan = Plan(sessions=10, train=5, query=SMALL, opening=1.0, thinking=0.5, looking=5.0, patience=200)
    with running(tmp_path) as server:
        notes = asyncio.run(lesson(server.address, plan))
        assert (notes.failures, notes.errors, server.traces()) == ([], [], [])
    assert len(notes.loads) == 10
    assert len(notes.presses) == len(notes.firsts) == len(notes.finishes) == 5
    assert len(notes.clicks) >= 5
    assert all(
        first <= finish for first, finish in zip(sorted(notes.firsts), sorted(notes.finishes), strict=True)
    )


def test_a_student_sees_what_the_page_says_after_a_click(little):
    async def act(student):
        await student.open(query="name=Ada")
        assert student.says("size 2, name Ada")
        await student.put(student.widget("size"), 3.0)
        assert student.says("size 3, name Ada")
        assert not student.says("size 2")
        assert student.errors == []

    with_student(little, act)


def test_a_student_refreshes_as_often_as_a_fragment_asks(little):
    async def act(student):
        await student.open()
        await student.put(student.widget("tick"), True)
        while not student.says("tick 3"):
            await asyncio.sleep(0.05)
        assert student.refreshes >= 2
        assert student.says("size 2")
        await student.put(student.widget("tick"), False)
        stopped = student.refreshes
        await asyncio.sleep(0.5)
        assert student.refreshes == stopped
        assert not student.says("tick")

    with_student(little, act)


def test_an_error_of_the_page_is_counted_by_the_student_and_in_the_log(little):
    async def act(student):
        await student.open()
        assert little.traces() == []
        await student.put(student.widget("break"), True)
        assert len(student.errors) == 1

    with_student(little, act)
    assert little.traces() == ["ValueError: broken on purpose"]


def test_a_server_that_is_gone_is_a_failure_of_everybody(tmp_path):
    with running(tmp_path) as server:
        address = server.address
    plan = Plan(sessions=3, train=1, opening=0.1, looking=0.1, patience=5)
    notes = asyncio.run(lesson(address, plan))
    assert len(notes.failures) == 3
    assert all("no connection" in one for one in notes.failures)
    assert not notes.loads


def test_a_lost_connection_is_said_at_once(little):
    async def act(student):
        await student.open()
        await student._socket.close()
        with pytest.raises(Unanswered, match="connection"):
            await student.put(student.widget("size"), 3.0)

    with_student(little, act)


def delta(path, body, fragment=""):
    message = ForwardMsg()
    message.delta.new_element.markdown.body = body
    message.delta.fragment_id = fragment
    return path, message.delta


def test_what_a_run_did_not_send_again_leaves_the_page():
    page = Elements()
    page.put(*delta((0,), "kept"), "first")
    page.put(*delta((1,), "part", "f"), "first")
    page.put(*delta((2,), "old part", "f"), "first")
    page.put(*delta((1,), "new part", "f"), "second")
    page.keep("second", frozenset({"f"}))
    assert list(page.words()) == ["kept", "new part"]
    page.put(*delta((0,), "third"), "third")
    page.keep("third")
    assert list(page.words()) == ["third"]


def test_a_click_changes_a_control_within_its_bounds(little):
    async def act(student):
        await student.open()
        rng = SimpleNamespace(
            shuffle=lambda values: values.sort(key=lambda one: one.key != "size"), choice=max
        )
        widget, value = some_click(student, rng)
        assert (widget.key, value) == ("size", 3.0)

    with_student(little, act)


def test_quantiles_of_a_hundred_and_one_values():
    assert quantiles([float(one) for one in range(101)]) == {
        "count": 101,
        "p50": 50.0,
        "p95": 95.0,
        "p99": 99.0,
        "max": 100.0,
    }
    assert quantiles([2.0])["p99"] == 2.0
    assert quantiles([]) == {"count": 0}


def sample(at, web, *, memory=0):
    used = {"web_bytes": memory, "worker_bytes": 0, "worker_seconds": 2 * at, "own_seconds": 0.0}
    return Sample(at=at, web_seconds=web, processes=3, **used)


def test_the_busiest_five_seconds_are_found():
    # One second of work within seconds 10 to 15, none before or after.
    samples = [sample(at=half / 2, web=min(max(half / 2 - 10, 0.0), 5.0) / 5) for half in range(61)]
    found = shares(samples)
    assert found["web"] == pytest.approx(1 / 30)
    assert found["web_busiest"] == pytest.approx(0.2)
    assert found["worker"] == pytest.approx(2.0)


def test_the_table_names_every_failure():
    samples = [sample(0.0, 0.0, memory=2**20), sample(1.0, 0.5, memory=3 * 2**20)]
    notes = Notes(loads=[1.0, 2.0], failures=["student 1: no answer within 5 s"])
    found = figures(Plan(sessions=2, train=0), notes, samples, sample(2.0, 0.5, memory=2**21), ["E: x"])
    assert found["memory_mib"] == {"before": 1, "peak": 3, "after": 2}
    shown = table(found)
    assert "| page load | 2 | 1.50 |" in shown
    assert "student 1: no answer within 5 s" in shown
    assert "E: x" in shown
