"""Random links and files from a fixed seed: no stack trace, nothing of anybody else's."""

import asyncio
import random
from urllib.parse import parse_qsl

import pytest

from benchmarks.classroom.server import running
from benchmarks.classroom.student import Student
from benchmarks.hostile.files import file, upload
from benchmarks.hostile.links import Link, catalogue, link
from benchmarks.hostile.visits import Found, open_link, problems, visit_links
from benchmarks.hostile_links import visit_uploads
from ui.page_list import page_names

SEED, LINKS, UPLOADS = 7, 40, 12


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running(tmp_path_factory.mktemp("hostile")) as one:
        yield one


@pytest.fixture(scope="module")
def known(server):
    return asyncio.run(catalogue(server.address, page_names(), deep=False))


def test_the_catalogue_holds_the_controls_of_every_page(known):
    assert set(known) == set(page_names())
    assert {"cell", "units", "seed", "cumulative_sum_timesteps"} <= {one.name for one in known["Train"]}
    assert sum(one.typed for controls in known.values() for one in controls) >= 4


def test_the_same_seed_makes_the_same_links_and_most_of_them_name_controls(known):
    links = [link(known, SEED, number) for number in range(300)]
    assert links == [link(known, SEED, number) for number in range(300)]
    assert len({one.query for one in links}) > 280
    assert {one.page for one in links} >= set(known)
    names = {control.name for controls in known.values() for control in controls}
    named = [one for one in links if names & dict(parse_qsl(one.query[:5000])).keys()]
    assert len(named) > 200
    marked = [one for one in links if one.mark in one.query]
    assert len(marked) > 20


def test_random_links_find_no_stack_trace_and_nothing_of_anybody_elses(server, known):
    found = asyncio.run(visit_links(server.address, known, seed=SEED, count=LINKS, pid=server.pid))
    assert found.visits == LINKS
    assert found.problems == []
    assert server.traces() == []


def test_random_files_find_no_stack_trace(server):
    found = asyncio.run(visit_uploads(server.address, seed=SEED, count=UPLOADS, pid=server.pid))
    assert found.visits == UPLOADS
    assert found.problems == []
    assert server.traces() == []


def with_page(server, page, query, act):
    async def visit():
        student = Student(server.address)
        await student.open(page, query)
        await act(student)
        await student.close()

    asyncio.run(visit())


def test_words_of_another_visitor_would_be_noticed(server):
    mark = "mark007x000001x"

    async def act(student):
        assert any(mark in one for one in student.page.words()) or mark.encode() in student.page.serialized()
        assert problems(student, mark) == []
        assert problems(student, "mark007x000002x") == [f"another visitor's words ({mark})"]

    with_page(server, "Tagging", f"mini_sentences_sentence=the+{mark}", act)


def test_a_page_that_does_not_come_would_be_noticed():
    found = Found()
    asyncio.run(open_link("http://127.0.0.1:9", Link(page="Train", query="a=b", mark=""), found))
    assert len(found.problems) == 1
    assert found.problems[0].startswith("no connection")


def test_a_file_that_is_uploaded_reaches_the_page(server):
    async def act(student):
        key = next(one.key for one in student.page.widgets() if one.kind == "file_uploader")
        await upload(student, key, "own.tsv", b"\x80\x04\x95")
        assert student.says("must be text in UTF-8")

    with_page(server, "Tagging", "tags_set=Your+file", act)


def test_the_same_seed_makes_the_same_files():
    made = [file(random.Random(f"{SEED}/{number}"), "m") for number in range(60)]
    assert len({data for _, data in made}) > 40
    again = file(random.Random(f"{SEED}/59"), "m")
    assert again[0] == made[59][0]
