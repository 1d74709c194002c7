"""A choice in words, while the part of the page around it is drawn again and again."""

import textwrap

import pytest

from benchmarks.classroom.server import AppServer
from tests.attending import with_student

PAGE = """
import streamlit as st
from ui.in_words import in_words

@st.fragment
def part():
    view = in_words("Show", {"points": "Points", "film": "The film"}, usual="points", key="view")
    st.write(f"shown: {view}")

part()
"""
POINTS, FILM = ["Points"], ["The film"]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    (folder / "page.py").write_text(textwrap.dedent(PAGE))
    server = AppServer(folder, script=folder / "page.py")
    yield server
    server.stop()


def test_a_browser_that_has_not_heard_of_the_new_choice_does_not_take_it_back(page):
    async def act(student):
        await student.open()
        before = student.widget("view")
        await student.put(student.widget("view_words"), FILM)
        assert student.says("shown: film")
        await student.put(before, ["points"])  # what it stood at, with whatever is asked next
        assert student.says("shown: film")

    with_student(page, act)


def test_a_choice_may_be_taken_back(page):
    async def act(student):
        await student.open()
        await student.put(student.widget("view_words"), FILM)
        await student.put(student.widget("view_words"), POINTS)
        assert student.says("shown: points")

    with_student(page, act)


def test_a_link_is_newer_than_a_choice(page):
    async def act(student):
        await student.open()
        await student.put(student.widget("view_words"), FILM)
        await student.go("", "view=points")
        assert student.says("shown: points")

    with_student(page, act)
