"""The list of runs: filtered, tagged, noted, deleted; and the stored results that are cleaned up."""

import re
import uuid

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.design_page import lay_out_nodes
from tests.live_server import Client, Server
from tests.small_designs import make_node


@pytest.fixture
def name(client: Client) -> str:
    """The name of a design with a run that succeeded and one that failed."""
    name = f"Listed {uuid.uuid4().hex[:6]}"
    data = make_node("enter_data_manually", {"data": f"a\n{name}\n"})
    design = client.create_design(lay_out_nodes({"data": data}), name)
    assert client.run(design)["state"] == "succeeded"
    script = make_node("execute_python_script", {"python_script": "raise ValueError('no')"}, dataset1="data.dataset")
    client.edit(design, {"path": ["nodes", "script"], "value": {**script, "x": 0, "y": 200}})
    assert client.run(design)["state"] == "failed"
    return name


@pytest.fixture
def listed(page: Page, server: Server, name: str) -> Page:
    """The page of runs, with those of the design only."""
    page.goto(f"{server.url}/runs")
    filter_runs(page, name)
    expect(find_rows(page)).to_have_count(2)
    return page


def filter_runs(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Find by name, note or tag").fill(text)


def find_rows(page: Page) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader"))


def find_run_row(page: Page, number: int) -> Locator:
    return find_rows(page).filter(has=page.get_by_role("link", name=f"Run {number}", exact=True))


def choose_option(page: Page, field: str, option: str) -> None:
    page.get_by_role("combobox", name=field, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def set_tags_and_note(page: Page, number: int, tags: str, note: str) -> None:
    find_run_row(page, number).get_by_role("button", name=f"More about run {number}").click()
    page.get_by_role("menuitem", name="Tags and note").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tags").fill(tags)
    dialog.get_by_label("Note").fill(note)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)


def test_runs_are_filtered_by_state_and_by_design(listed: Page, name: str) -> None:
    choose_option(listed, "State", "Failed")
    expect(find_rows(listed)).to_have_count(1)
    expect(find_run_row(listed, 2)).to_contain_text("Failed")
    choose_option(listed, "State", "Cancelled")
    expect(listed.get_by_text("No runs match. Remove a filter.")).to_be_visible()
    filter_runs(listed, "")
    choose_option(listed, "State", "Succeeded")
    listed.get_by_role("combobox", name="Design", exact=True).fill(name)
    listed.get_by_role("option", name=name).click()
    expect(find_rows(listed)).to_have_count(1)
    expect(find_run_row(listed, 1)).to_contain_text(name)


def test_a_run_is_tagged_and_found_by_its_tag_and_by_its_note(listed: Page, name: str) -> None:
    tag = name.replace("Listed ", "tag-")
    set_tags_and_note(listed, 1, f"{tag}, baseline", "the one to beat")
    expect(find_run_row(listed, 1)).to_contain_text(tag)
    expect(find_run_row(listed, 1)).to_contain_text("the one to beat")
    expect(find_run_row(listed, 2)).not_to_contain_text(tag)
    filter_runs(listed, "")
    choose_option(listed, "Tag", tag)
    expect(find_rows(listed)).to_have_count(1)
    listed.reload()
    filter_runs(listed, "one to beat")
    expect(find_rows(listed)).to_have_count(1)
    expect(find_run_row(listed, 1).filter(has_text=name)).to_contain_text("baseline")
    set_tags_and_note(listed, 1, "", "")
    expect(listed.get_by_text("No runs match. Remove a filter.")).to_be_visible()


def test_a_run_is_deleted_for_good(listed: Page) -> None:
    find_run_row(listed, 2).get_by_role("button", name="More about run 2").click()
    listed.get_by_role("menuitem", name="Delete").click()
    listed.get_by_role("dialog", name="Delete run 2?").get_by_role("button", name="Delete the run").click()
    expect(listed.get_by_text(re.compile("^Run 2 and the results that only it used were deleted"))).to_be_visible()
    expect(find_rows(listed)).to_have_count(1)
    listed.reload()
    expect(find_rows(listed).first).to_be_visible()


def test_the_list_is_sorted_by_a_column(listed: Page) -> None:
    listed.get_by_role("button", name="Run", exact=True).click()
    header = listed.get_by_role("columnheader").filter(has_text=re.compile("^Run"))
    expect(header).to_have_attribute("aria-sort", "ascending")
    expect(find_rows(listed).first).to_contain_text("Run 1")
    listed.get_by_role("button", name="Run", exact=True).click()
    expect(header).to_have_attribute("aria-sort", "descending")
    expect(find_rows(listed).first).to_contain_text("Run 2")


def test_old_results_are_cleaned_up_and_what_is_tagged_stays(listed: Page, name: str) -> None:
    set_tags_and_note(listed, 2, "for the thesis", "")
    listed.get_by_role("button", name="Delete old runs").click()
    dialog = listed.get_by_role("dialog", name="Delete old runs")
    expect(dialog.get_by_text(re.compile(r"in \d[\d,]* results? are stored"))).to_be_visible()
    dialog.get_by_label("Runs older than (days)").fill("0")
    dialog.get_by_label("Newest runs to keep per design").fill("0")
    plan = dialog.get_by_role("status")
    expect(plan).to_contain_text(re.compile(r"\d+ runs? and \d+ results?.* will be deleted\."))
    plan.get_by_text("What is kept, and why").click()
    expect(plan.get_by_role("listitem").filter(has_text=f"Run 2 of {name}: it is tagged")).to_be_visible()
    dialog.get_by_role("button", name=re.compile("^Free ")).click()
    expect(dialog).to_have_count(0)
    expect(listed.get_by_text(re.compile("^Deleted .* and freed"))).to_be_visible()
    expect(find_rows(listed)).to_have_count(1)
    expect(find_run_row(listed, 2)).to_contain_text("for the thesis")
