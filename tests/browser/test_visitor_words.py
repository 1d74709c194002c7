"""A visitor's words in a real browser: nothing is fetched, linked, coloured or drawn for them."""

import pytest

pytestmark = pytest.mark.browser

MADE_OF_MARKDOWN = "a, img, em, del, h1, h2, h3, ul, ol, blockquote, hr, pre, .katex, sup, section"


def test_nothing_is_made_of_a_visitors_words(server, page):
    address = server("tests/browser/words_page.py")
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(address)
    page.get_by_text("the end of the page").wait_for()
    within = page.locator("[data-testid=stMarkdownContainer], [data-testid=stTable]")
    assert within.count() > 100
    found = within.locator(MADE_OF_MARKDOWN).evaluate_all("all => all.map((one) => one.outerHTML)")
    assert found == []
    styled = within.locator("span[style], span[class*=material], [data-testid=stIconMaterial]")
    # The icon of an expander and of its help is Streamlit's own.
    assert styled.evaluate_all("all => all.map((one) => one.outerHTML)") == []
    assert [url for url in fetched if not url.startswith((address, "data:", "blob:"))] == []
