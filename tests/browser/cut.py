"""Words on a page that do not fit their place and are cut off there.

In: a page of a browser. Out: these words. What scrolls is read whole; the sidebar, once folded, is not read.
"""

from typing import Any

FOUND = """() => {
    const all = root => [...root.querySelectorAll('*')].flatMap(
        one => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
    const own = one => [...one.childNodes].some(part => part.nodeType === 3 && part.data.trim());
    const clips = one => ['hidden', 'clip'].includes(getComputedStyle(one).overflowX);
    return all(document.querySelector('[data-testid=stApp]'))
        .filter(one => one.checkVisibility() && own(one) && clips(one) && one.clientWidth > 1
            && one.scrollWidth > one.clientWidth + 1)
        .map(one => one.innerText.trim().slice(0, 80));
}"""


def cut_off(page: Any) -> list[str]:
    """The words that are cut off as the page stands now, none twice."""
    return sorted(set(page.evaluate(FOUND)))
