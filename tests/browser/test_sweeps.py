"""Several values of a setting: begun beside its field, and drawn as a line of what came of them."""

import re

from playwright.sync_api import expect

from tests.browser.design_page import DesignPage


def test_a_sweep_of_one_number_begins_beside_its_field_and_ends_as_a_line(here: DesignPage) -> None:
    here.select("Split Data")
    field = here.page.locator("[data-field=fraction]")
    field.hover()
    field.get_by_role("button", name="Run with several values of").click()
    dialog = here.page.get_by_role("dialog")
    dialog.get_by_label("Values").fill("0.5, 0.6, 0.7")
    dialog.get_by_role("button", name="Start 3 runs").click()
    expect(here.page).to_have_url(re.compile("/runs#tag="))
    panel = here.page.locator(".sweep-panel")
    expect(panel).to_contain_text(re.compile("[0-3] of 3 runs are done"))
    expect(here.page.locator(".sweep-line circle")).to_have_count(3)
    expect(here.page.locator(".sweep-line circle[data-best]")).not_to_have_count(0)
