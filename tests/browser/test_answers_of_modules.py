"""The tabs that answer a question: what the search did, why a row got its prediction, whom a model treats otherwise."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.design_page import DesignPage
from tests.live_server import Client


def open_run(client: Client, desk: DesignPage, sample: str) -> None:
    design: str = client.request_json("POST", "/api/designs", json={"sample": sample})["id"]
    client.run(design)
    desk.open(design)


def find_tab(page: Page, name: str) -> Locator:
    return page.get_by_role("radiogroup", name="View of the result").get_by_role("radio", name=name)


@pytest.fixture
def income(client: Client, desk: DesignPage) -> DesignPage:
    open_run(client, desk, "income_explained")
    return desk


def test_why_and_fairness_are_the_first_tabs_of_their_results(page: Page, income: DesignPage) -> None:
    income.show_output("Explain Predictions", "Explained dataset")
    expect(find_tab(page, "Why")).to_be_checked()
    expect(page.locator(".explanation svg").first).to_be_visible()
    income.show_output("Assess Fairness", "Groups")
    expect(find_tab(page, "Fairness")).to_be_checked()
    expect(page.get_by_role("row").filter(has_text="Female").first).to_be_visible()


def test_groups_are_drawn_each_and_found_by_name(page: Page, client: Client, desk: DesignPage) -> None:
    open_run(client, desk, "bike_many_models")
    desk.show_output("Evaluate Many Models", "Groups")
    expect(find_tab(page, "Groups")).to_be_checked()
    expect(page.locator(".many-models svg, .many-models canvas").first).to_be_visible()


def test_a_candidate_of_a_search_opens_as_a_design(page: Page, client: Client, desk: DesignPage) -> None:
    open_run(client, desk, "credit_automl")
    desk.show_output("Automated ML", "Leaderboard")
    expect(find_tab(page, "Search")).to_be_checked()
    expect(page.get_by_role("heading", name=re.compile("^AUC .* rows that the search never used"))).to_be_visible()
    searched = page.url
    page.get_by_role("button", name=re.compile("^Open as design: ")).last.click()
    expect(page).not_to_have_url(searched)
    expect(desk.canvas).to_be_visible()
