"""A proposed change: seen on the canvas, looked at, accepted, rejected."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.design_page import DesignPage
from tests.live_server import Client
from tests.small_designs import make_node


def propose(client: Client, design: str, title: str, *edits: dict[str, Any]) -> None:
    body = {"title": title, "note": "It helps.", "edits": edits, "tool": "An assistant"}
    client.request_json("POST", f"/api/designs/{design}/proposals", json=body)


def test_proposals_are_reviewed_one_after_another(page: Page, desk: DesignPage, client: Client) -> None:
    data = make_node("enter_data_manually", {"data": "a,b\n1,2\n3,4\n"})
    design = client.create_design({"data": data, "split": make_node("split_data", dataset="data.dataset")})
    desk.open(design)
    rename = {"path": ["nodes", "data", "title"], "value": "Measured by hand"}
    propose(client, design, "Name the data", rename)
    expect(page.get_by_role("status").filter(has_text="Proposed change: Name the data")).to_be_visible()
    propose(client, design, "Drop the split", {"path": ["nodes", "split"]})
    expect(page.get_by_text("2 proposed changes to review")).to_be_visible()

    page.get_by_role("button", name="Review", exact=True).click()
    view = page.get_by_role("region", name="Proposed: Name the data")
    expect(view.get_by_text("Proposed by An assistant, for You")).to_be_visible()
    view.get_by_role("button", name="Accept").click()
    view = page.get_by_role("region", name="Proposed: Drop the split")
    expect(view.get_by_text("The design has changed since this was proposed.")).to_be_visible()
    expect(view.get_by_text("Split Data was removed.")).to_be_visible()
    view.get_by_role("button", name="Reject").click()

    expect(view).to_be_hidden()
    expect(desk.find_card("Measured by hand")).to_be_visible()
    expect(desk.find_card("Split Data")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(desk.find_card("Measured by hand")).to_be_hidden()


def test_escape_leaves_a_proposal_for_later(page: Page, desk: DesignPage, client: Client) -> None:
    design = client.create_design({"data": make_node("enter_data_manually", {"data": "a\n1\n"})})
    propose(client, design, "Empty it", {"path": ["nodes", "data"]})
    desk.open(design)
    page.get_by_role("button", name="Review", exact=True).click()
    expect(page.get_by_role("region", name="Proposed: Empty it")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Proposed change: Empty it")).to_be_visible()
