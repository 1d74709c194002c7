"""Each link of the lecture plans opens its page, with every setting that it names."""

import re
from urllib.parse import parse_qsl

import pytest

from ui.language import DEFAULT, LANGUAGES
from ui.page_list import PAGES
from ui.plans import MINUTES, plan, stations

PAGE = "pages/0_Lectures.py"
LINK = re.compile(r"\[[^\]]+\]\(([^)]+)\)")
TRANSLATED = [one for one in LANGUAGES if one != DEFAULT]


def links():
    return sorted({link for minutes in MINUTES for link in LINK.findall(plan(minutes)) if link != "./"})


@pytest.mark.parametrize("minutes", MINUTES)
def test_the_minutes_of_a_plan_add_up_to_its_length(minutes):
    spent = [int(one) for one in re.findall(r"\((\d+) minutes?\)", plan(minutes))]
    assert sum(spent) == minutes


@pytest.mark.parametrize("minutes", MINUTES)
def test_each_part_of_a_plan_says_asks_and_presses(minutes):
    parts = re.split(r"\n(?=\d+\. )", plan(minutes))[1:]
    assert all("Say: " in part for part in parts)
    assert all("Ask: " in part and "Press: " in part for part in parts[:-1])


@pytest.mark.parametrize("link", links())
def test_each_link_opens_its_page_as_it_is_meant(visit, link):
    name, _, query = link.partition("?")
    (file,) = [one.file for one in PAGES if one.file.endswith(f"_{name}.py")]
    visit(file, **dict(parse_qsl(query)))


def test_the_page_shows_the_plan_that_its_link_names(visit):
    test = visit(PAGE, lecture_minutes="15 minutes")
    assert any("The curtain" in one.value for one in test.markdown)


@pytest.mark.parametrize("minutes", MINUTES)
def test_a_clicker_finds_the_pages_of_a_plan_in_order(minutes):
    parts = re.findall(r"^\d+\. \*\*\[", plan(minutes), re.MULTILINE)
    places = stations(minutes)
    assert len(places) == len(parts) >= 4
    assert places[0] == {"page": "", "query": ""}
    known = {"", *(page.file.partition("_")[2].removesuffix(".py") for page in PAGES)}
    assert {place["page"] for place in places} <= known


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("minutes", MINUTES)
def test_a_translated_plan_has_the_links_of_the_english_one_in_order(minutes, language):
    assert plan(minutes, language) != plan(minutes)
    assert LINK.findall(plan(minutes, language)) == LINK.findall(plan(minutes))


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("minutes", MINUTES)
def test_a_translated_plan_spends_the_same_minutes_on_each_part(minutes, language):
    spent = re.findall(r"[(（](\d+) ?(?:minutes?|分|分钟)[)）]$", plan(minutes, language), re.MULTILINE)
    assert spent == re.findall(r"\((\d+) minutes?\)", plan(minutes))
