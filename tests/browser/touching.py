"""Words of one picture that cover each other.

In: a page of a browser. Out: pairs of words, by more than the room around their letters. Words that are
written at an angle have no upright box and are left out.
"""

from typing import Any

FOUND = """() => {
    const shadows = [...document.querySelectorAll('*')].map(one => one.shadowRoot).filter(Boolean);
    const seen = (one) => one.checkVisibility({opacityProperty: true, visibilityProperty: true});
    const turned = ({a, b}) => Math.min(Math.abs(a), Math.abs(b)) > 0.01;
    const upright = (one) => !turned(one.getScreenCTM());
    const across = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    const touch = (a, b) => across(a, b) > 2 && down(a, b) > 0.35 * Math.min(a.height, b.height);
    return [document.querySelector('[data-testid=stMain]'), ...shadows]
        .flatMap(root => [...root.querySelectorAll('svg')])
        .flatMap(picture => {
            const words = [...picture.querySelectorAll('text')].filter(seen).filter(upright)
                .map(one => [one.textContent, one.getBoundingClientRect()]);
            return words.flatMap(([word, a], place) => words.slice(place + 1)
                .filter(([, b]) => touch(a, b)).map(([other]) => [word, other]));
        });
}"""


def touching(page: Any) -> list[list[str]]:
    """Pairs of words that touch as the page stands now."""
    found: list[list[str]] = page.evaluate(FOUND)
    return found
