"""A visitor without an account edits the same design as its owner: both at once, until the link ends."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ProfileFactory, Screenshots
from tests.browser.design_page import DesignPage
from tests.live_server import Client, Server
from tests.small_designs import make_node, make_regression_nodes

SCRIPT = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1,\n"


@pytest.fixture
def design(client: Client) -> str:
    nodes = make_regression_nodes() | {
        "script": make_node("execute_python_script", {"python_script": SCRIPT}, dataset1="split.results_dataset1")
    }
    placed = {name: {**one, "x": at % 2 * 320, "y": at // 2 * 120} for at, (name, one) in enumerate(nodes.items())}
    return client.create_design(placed, "Together")


def create_edit_link(page: Page, server: Server, design: str, *choices: str) -> str:
    page.goto(f"{server.url}/designs/{design}")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_label("Name of the link").fill("Committee")
    page.get_by_role("radio", name="Edit", exact=True).check()
    for choice in choices:
        page.get_by_label(choice).check()
    expect(page.get_by_text("Editors always see the newest version.")).to_be_visible()
    page.get_by_role("button", name="Create link").click()
    address = page.get_by_role("textbox", name="Address of the new link").input_value()
    page.keyboard.press("Escape")
    return address


def open_as_visitor(new_profile: ProfileFactory, server: Server, address: str, name: str) -> DesignPage:
    visitor = new_profile(signed_in=False).new_page()
    visitor.goto(address)
    visitor.get_by_label("Your name, as others see it").fill(name)
    visitor.keyboard.press("Enter")
    return DesignPage(visitor, server.url)


def test_owner_and_visitor_edit_at_once_and_code_of_the_visitor_waits(
    page: Page, server: Server, new_profile: ProfileFactory, design: str, screenshots: Screenshots
) -> None:
    owner = DesignPage(page, server.url)
    guest = open_as_visitor(
        new_profile, server, create_edit_link(page, server, design, "Show the source of scripts"), "Ada"
    )
    expect(page.get_by_role("button", name="Follow Ada (by link Committee)")).to_be_visible()
    expect(guest.top_bar.get_by_role("button", name=re.compile("^(Run|Share)"))).to_have_count(0)

    guest.select("Split Data")
    guest.find_field("Fraction").fill("0.6")
    owner.select("Split Data")
    owner.find_field("Random seed").fill("7")
    page.keyboard.press("Enter")
    guest.page.keyboard.press("Enter")
    for desk in (owner, guest):
        expect(desk.find_card("Split Data")).to_contain_text("60 % / 40 %, seed 7")
    expect(page.get_by_text("Ada (by link Committee) changed 1 module.")).to_be_visible()
    page.get_by_role("button", name="See what changed").click()
    expect(page.get_by_text("from 0.7 to 0.6")).to_be_visible()
    page.keyboard.press("Escape")

    guest.select("Execute Python Script")
    code = guest.page.locator(".cm-content").first
    code.click()
    guest.page.keyboard.press("Control+End")
    guest.page.keyboard.type("    # of a visitor")
    guest.page.get_by_role("button", name="Undo: ", exact=False).first.focus()
    expect(page.get_by_text("Code changed by Ada (by link Committee).")).to_be_visible()
    screenshots.take(page, "visitor-changed-code-light.png")
    screenshots.take(guest.page, "edit-by-link-light.png")
    page.get_by_role("button", name="See the code").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Changed by Ada (by link Committee)")).to_be_visible()
    expect(dialog.get_by_text("# of a visitor")).to_be_visible()
    dialog.get_by_role("button", name="Trust this design").click()
    expect(page.get_by_text("Code changed by")).to_have_count(0)


def test_the_end_of_a_link_is_said_and_what_was_not_sent_can_be_taken_along(
    page: Page, client: Client, server: Server, new_profile: ProfileFactory, design: str, tmp_path: Path
) -> None:
    guest = open_as_visitor(new_profile, server, create_edit_link(page, server, design), "Grace")
    guest.select("Execute Python Script")
    expect(guest.page.get_by_text("Not included in this link.").first).to_be_visible()
    guest.page.route("**/design/edits", lambda route: route.abort())
    guest.select("Split Data")
    guest.find_field("Fraction").fill("0.55")
    guest.page.keyboard.press("Enter")
    expect(guest.save_status).to_contain_text("Not saved")
    [link] = client.request_json("GET", f"/api/designs/{design}/shares")
    client.request_json("DELETE", f"/api/shares/{link['id']}")
    expect(guest.page.get_by_role("heading", name="This link no longer works")).to_be_visible()
    expect(guest.page.get_by_text("1 change of yours did not reach the server.")).to_be_visible()
    guest.page.unroute("**/design/edits")
    with guest.page.expect_download() as saved:
        guest.page.get_by_role("button", name="Download unsent changes").click()
    kept = tmp_path / "kept.json"
    saved.value.save_as(kept)
    saved = json.loads(kept.read_text())
    assert saved["nodes"]["split"]["parameters"]["fraction"] == 0.55
    assert saved["unsent"][0]["edits"] == [{"path": ["nodes", "split", "parameters", "fraction"], "value": 0.55}]
    assert client.post("/api/designs", json={"document": saved}).status_code == 201
    guest.page.reload()
    expect(guest.page.get_by_text("1 change of yours from an earlier visit did not reach the server.")).to_be_visible()
    assert (
        client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]["split"]["parameters"]["fraction"]
        == 0.7
    )
