"""The search in the bar: designs, datasets, columns, samples, runs, modules and pages, by keyboard and by mouse."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.design_page import DesignPage, delete_uploaded_datasets, lay_out_nodes
from tests.live_server import Client, Server
from tests.small_designs import make_node, make_regression_nodes


@pytest.fixture
def home(page: Page, server: Server, client: Client) -> Page:
    client.create_design(lay_out_nodes(make_regression_nodes()), name="Quarterly forecast")
    delete_uploaded_datasets(client, "Automobile price")
    page.goto(server.url)
    expect(page.get_by_role("link", name="Quarterly forecast").first).to_be_visible()
    return page


def find_search_field(page: Page) -> Locator:
    return page.get_by_role("combobox", name=re.compile("^Search designs"))


def find_result_group(page: Page, name: str) -> Locator:
    return page.get_by_role("listbox", name="Search results").get_by_role("group", name=name)


def test_a_key_a_word_with_a_wrong_letter_and_enter_open_a_design(home: Page) -> None:
    home.keyboard.press("/")
    expect(find_search_field(home)).to_be_focused()
    home.keyboard.type("quartely")
    option = find_result_group(home, "Designs").get_by_role("option")
    expect(option.first).to_have_accessible_name(re.compile("Quarterly forecast"))
    expect(option.first).to_have_attribute("aria-selected", "true")
    expect(home.get_by_role("search").get_by_role("status")).to_have_text(re.compile("result"))
    home.keyboard.press("Enter")
    expect(home).to_have_url(re.compile("/designs/"))
    expect(home.get_by_role("region", name="Design", exact=True)).to_be_visible()


def test_a_column_leads_to_its_table_also_from_the_list_of_datasets(home: Page) -> None:
    home.keyboard.press("Control+k")
    home.keyboard.type("compression-rat")
    expect(find_result_group(home, "Columns").get_by_role("option")).to_have_text(
        re.compile("compression-ratio.*Automobile price")
    )
    home.keyboard.press("Enter")
    expect(home.get_by_role("heading", name="Automobile price")).to_be_visible()
    home.keyboard.press("/")
    home.keyboard.type("penguin")
    find_result_group(home, "Datasets").get_by_role("option").first.click()
    expect(home.get_by_role("heading", name=re.compile("[Pp]enguin"))).to_be_visible()


def test_a_module_opens_as_an_example_and_a_sample_as_a_design(home: Page, desk: DesignPage) -> None:
    find_search_field(home).fill("clean missing")
    find_result_group(home, "Modules").get_by_role("option", name=re.compile("^Clean Missing Data")).click()
    expect(desk.find_card("Clean Missing Data")).to_be_visible()
    home.get_by_role("link", name="All designs").click()
    find_search_field(home).fill("who earns over")
    find_result_group(home, "Samples").get_by_role("option").first.click()
    expect(desk.find_card("Evaluate Model")).to_be_visible()


def test_nothing_found_is_said_and_escape_leaves(home: Page) -> None:
    find_search_field(home).fill("xqzzk")
    expect(home.get_by_text("No results for 'xqzzk'").last).to_be_visible()
    home.keyboard.press("Escape")
    expect(find_search_field(home)).to_have_value("")
    expect(home.get_by_role("listbox", name="Search results")).to_have_count(0)
    home.keyboard.press("Escape")
    expect(find_search_field(home)).not_to_be_focused()


def test_runs_are_found_by_their_tags_and_arrows_go_around(home: Page, client: Client) -> None:
    design = client.create_design(
        lay_out_nodes({"data": make_node("dataset", {"dataset": "sample:penguins"})}), name="Birds"
    )
    run = client.run(design)
    tag = f"for {design}"  # tests of the list of runs may have tagged some too
    client.request_json("PATCH", f"/api/runs/{run['id']}", json={"tags": [tag]})
    home.reload()
    find_search_field(home).fill(tag)
    expect(find_result_group(home, "Runs").get_by_role("option")).to_have_text(re.compile("Birds, run 1"))
    find_search_field(home).fill("data")
    options = home.get_by_role("listbox", name="Search results").get_by_role("option")
    expect(options.nth(2)).to_be_visible()
    home.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    home.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
