"""The Lab in a real browser: press Run, the grid fills, the cell opens in Train."""

import pytest

from tests.browser.waiting import mounted

pytestmark = pytest.mark.browser

LINK = (
    "Lab?lab_experiment=9+%C2%B7+Your+own+grid&lab_seeds=1&lab_rows=model.units&lab_columns=training.sequences"
    "&lab_columns_training.sequences=1000&lab_rows_model.units=2"
)


def test_a_run_fills_the_grid_and_opens_in_train(server, page):
    page.goto(f"{server('app.py')}/{LINK}")
    mounted(page).get_by_role("button", name="Run").click()
    page.get_by_text("1 of 1 runs").wait_for()
    field = page.locator(".st-key-lab_grid .annotation-text").first
    field.wait_for()
    assert 0 < float(field.text_content()) <= 1
    mounted(page).get_by_role("link", name="Open in Train").click()
    page.wait_for_url("**/Train?*units=2*")
    page.get_by_text("Trained in the Lab").wait_for()
