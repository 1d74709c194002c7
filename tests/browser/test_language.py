"""The language of a visitor in a browser: chosen once, it stays in the link, on all pages, in its history."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PATIENCE = 60_000
SPOKEN = "document.documentElement.lang === {!r}"


def spoken(page, code):
    page.wait_for_function(SPOKEN.format(code), timeout=PATIENCE)


def test_a_language_is_chosen_in_the_sidebar_and_stays(server, page):
    page.goto(server("app.py"))
    spoken(page, "en")
    choice = page.get_by_role("combobox", name="Language")
    expect(choice).to_have_count(1, timeout=PATIENCE)
    choice.click()
    page.get_by_role("option", name="日本語").click()
    spoken(page, "ja")
    page.wait_for_url("**/?lang=ja", timeout=PATIENCE)
    page.locator("[data-testid=stSidebar] a[href*=Merge]").click()
    page.wait_for_url("**/Merge?*lang=ja*", timeout=PATIENCE)
    spoken(page, "ja")
    page.reload()
    spoken(page, "ja")
    page.go_back()
    page.wait_for_url("**/?lang=ja", timeout=PATIENCE)
    spoken(page, "ja")


def test_a_link_to_another_page_speaks_the_language_in_a_new_tab(server, page):
    page.goto(f"{server('app.py')}/Merge?lang=zh")
    spoken(page, "zh-CN")
    link = page.locator("[data-testid=stSidebar] a[href*=Alignment]")
    link.wait_for(timeout=PATIENCE)
    assert "lang=zh-CN" in link.get_attribute("href")


def test_the_browser_s_own_language_comes_before_the_server_s(server, browser):
    with browser.new_context(locale="ja-JP") as context:
        page = context.new_page()
        page.goto(server("app.py"))
        spoken(page, "ja")
        assert "lang" not in page.url
