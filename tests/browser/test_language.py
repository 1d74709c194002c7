"""The language of a visitor in a browser: chosen once, it stays in the link, on all pages, in its history."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import PATIENCE, at_rest, drawn, mounted

pytestmark = pytest.mark.browser

SPOKEN = "document.documentElement.lang === {!r}"


def spoken(page, code):
    page.wait_for_function(SPOKEN.format(code), timeout=PATIENCE)


def test_a_language_is_chosen_in_the_sidebar_and_stays(server, page):
    page.goto(server("app.py"))
    spoken(drawn(page), "en")
    choice = page.get_by_role("combobox", name="Language")
    choice.click()
    page.get_by_role("option", name="日本語").click()
    spoken(page, "ja")
    page.wait_for_url("**/?lang=ja", timeout=PATIENCE)
    mounted(page).locator("[data-testid=stSidebar] a[href*=Merge]").click()
    page.wait_for_url("**/Merge?*lang=ja*", timeout=PATIENCE)
    spoken(page, "ja")
    page.reload()
    spoken(page, "ja")
    mounted(page).go_back()
    page.wait_for_url("**/?lang=ja", timeout=PATIENCE)
    spoken(page, "ja")


def test_a_link_to_another_page_speaks_the_language_in_a_new_tab(server, page):
    page.goto(f"{server('app.py')}/Merge?lang=zh")
    spoken(page, "zh-CN")
    link = page.locator("[data-testid=stSidebar] a[href*=Alignment]")
    expect(link).to_have_attribute("href", re.compile("lang=zh-CN"))


def test_the_browser_s_own_language_comes_before_the_server_s(server, browser):
    with browser.new_context(locale="ja-JP") as context:
        page = context.new_page()
        page.goto(server("app.py"))
        spoken(page, "ja")
        assert "lang" not in at_rest(page, lambda: page.url)
