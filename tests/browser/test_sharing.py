"""A link is made, opened by somebody without an account, and ended; designs travel as pictures and as addresses."""

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ProfileFactory, Screenshots
from tests.browser.design_page import DROP_FILE
from tests.live_server import Client, Server
from tests.small_designs import SMALL_CSV, make_node, make_regression_nodes

SCRIPT = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1,\n"


@pytest.fixture(scope="module")
def shared(client: Client) -> str:
    nodes = {name: {**one, "x": 0, "y": at * 120} for at, (name, one) in enumerate(make_regression_nodes().items())}
    design = client.create_design(nodes, "Trained")
    assert client.run(design)["state"] == "succeeded"
    return design


@pytest.fixture
def trained(client: Client, shared: str) -> str:
    """A design that has run; no link leads to it."""
    for link in client.request_json("GET", f"/api/designs/{shared}/shares"):
        if not link["ended"]:
            client.request_json("DELETE", f"/api/shares/{link['id']}")
    return shared


def create_link(page: Page, server: Server, design: str, *choices: str) -> str:
    page.goto(f"{server.url}/designs/{design}")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_label("Name of the link").fill("Committee")
    for choice in choices:
        page.get_by_label(choice).check()
    page.get_by_role("button", name="Create link").click()
    return page.get_by_role("textbox", name="Address of the new link").input_value()


def test_a_link_is_opened_without_an_account_and_ends_in_the_open_tab(
    page: Page, server: Server, new_profile: ProfileFactory, trained: str, screenshots: Screenshots
) -> None:
    address = create_link(page, server, trained, "Statistics and models")
    screenshots.take(page, "share-light.png")
    visitor = new_profile(signed_in=False).new_page()
    refused: list[str] = []
    visitor.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    visitor.goto(address)
    expect(visitor.get_by_role("heading", name="Trained")).to_be_visible()
    visitor.get_by_role("group", name=re.compile("^Split Data")).click()
    expect(visitor.get_by_role("term").filter(has_text="Fraction")).to_be_visible()
    visitor.get_by_role("group", name=re.compile("^Evaluate Model")).click()
    expect(visitor.get_by_text("Mean absolute error").or_(visitor.get_by_text("MAE")).first).to_be_visible()
    expect(visitor.get_by_role("button", name="Download JSON")).to_have_count(0)
    screenshots.take(visitor, "share-public-light.png")
    assert refused == [], "A visitor's page asks for nothing that it may not have"

    page.get_by_role("button", name="Revoke the link Committee").click()
    expect(visitor.get_by_text("This link expired on")).to_be_visible()
    visitor.reload()
    expect(visitor.get_by_text("This link expired on")).to_be_visible()


def test_first_rows_come_with_the_statistics_of_their_columns(
    page: Page, server: Server, new_profile: ProfileFactory, trained: str
) -> None:
    address = create_link(page, server, trained, "First rows of every table")
    visitor = new_profile(signed_in=False).new_page()
    visitor.goto(address)
    visitor.get_by_role("group", name=re.compile("^Score Model")).click()
    expect(visitor.get_by_role("region", name=re.compile("^The first .* rows$"))).to_contain_text("Scored Labels")
    expect(visitor.get_by_role("region", name="Columns")).to_contain_text("Mean")


def test_the_buttons_below_the_form_are_seen_at_any_height(
    page: Page, server: Server, client: Client, trained: str, screenshots: Screenshots
) -> None:
    for name in ("Committee", "Teachers", "Board", "Press"):
        body = {"name": name, "pinned": False, "shows": "statistics"}
        client.request_json("POST", f"/api/designs/{trained}/shares", json=body)
    page.goto(f"{server.url}/designs/{trained}")
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog", name="Share Trained")
    dialog.get_by_text("More", exact=True).click()
    for width, height in ((1280, 720), (1440, 900), (1440, 520)):
        page.set_viewport_size({"width": width, "height": height})
        for name in ("Create link", "Link with the whole design"):
            expect(dialog.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
        screenshots.take(page, f"share-{height}.png")
        assert dialog.evaluate("dialog => dialog.scrollHeight <= dialog.clientHeight"), height


def test_the_owner_sees_a_link_as_its_visitors_do(page: Page, server: Server, trained: str) -> None:
    create_link(page, server, trained)
    row = page.get_by_role("complementary", name="Links to this design").get_by_role("listitem").first
    with page.context.expect_page() as opened:
        row.get_by_role("button", name="View Committee as a guest").click()
    seen = opened.value
    expect(seen.get_by_text("Shared view")).to_be_visible()
    expect(seen.get_by_role("group", name=re.compile("^Split Data"))).to_be_visible()
    expect(row).to_contain_text("never opened")


def test_the_page_of_a_link_works_on_a_phone(
    page: Page, server: Server, new_profile: ProfileFactory, trained: str, screenshots: Screenshots
) -> None:
    address = create_link(page, server, trained, "View and copy")
    visitor = new_profile(signed_in=False).new_page()
    visitor.set_viewport_size({"width": 390, "height": 844})
    visitor.goto(address)
    visitor.get_by_role("button", name="Split Data").last.click()
    expect(visitor.get_by_role("heading", name="Split Data")).to_be_visible()
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 390
    screenshots.take(visitor, "share-phone.png")
    with visitor.expect_download() as saved:
        visitor.get_by_role("button", name="Download JSON").click()
    assert saved.value.suggested_filename == "Trained.design.json"


def test_an_address_without_its_end_says_what_is_missing(
    page: Page, server: Server, new_profile: ProfileFactory, trained: str
) -> None:
    address = create_link(page, server, trained)
    visitor = new_profile(signed_in=False).new_page()
    visitor.goto(address.partition("#")[0])
    expect(visitor.get_by_text("This address is incomplete.")).to_be_visible()
    visitor.goto("about:blank")
    visitor.goto(f"{address.partition('#')[0]}#{'A' * 43}")
    expect(visitor.get_by_text("This link does not exist.")).to_be_visible()


def test_a_picture_with_a_design_inside_opens_as_that_design(
    page: Page, server: Server, trained: str, tmp_path: Path
) -> None:
    page.goto(f"{server.url}/designs/{trained}")
    page.locator(".topbar-chevron").click()
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name="Save the picture as PNG").click()
    picture = tmp_path / "Trained.png"
    saved.value.save_as(picture)
    content = base64.b64encode(picture.read_bytes()).decode()
    page.evaluate(DROP_FILE, [[600, 500], "Trained.png", content])
    expect(page).not_to_have_url(re.compile(trained))
    expect(page.get_by_role("group", name=re.compile("^Evaluate Model"))).to_be_visible()


def test_an_address_holds_a_whole_design_and_its_code_is_shown_before_it_is_trusted(
    page: Page, server: Server, client: Client, screenshots: Screenshots
) -> None:
    nodes = {
        "data": make_node("enter_data_manually", {"data": SMALL_CSV}),
        "script": {**make_node("execute_python_script", {"python_script": SCRIPT}, dataset1="data.dataset"), "y": 160},
    }
    design = client.create_design(nodes, "Traveling")
    page.goto(f"{server.url}/designs/{design}")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Link with the whole design").click()
    expect(page.get_by_text(re.compile(r"^Copied: \d+ characters"))).to_be_visible()
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    screenshots.take(page, "open-light.png")
    expect(page.get_by_role("heading", name="Traveling")).to_be_visible()
    page.get_by_role("button", name="Add to my designs").click()
    page.get_by_role("button", name="Trust this design").click()
    expect(page.get_by_text("def azureml_main")).to_be_visible()
    screenshots.take(page, "trust-light.png")
    page.get_by_role("dialog").get_by_role("button", name="Trust this design").click()
    expect(page.get_by_role("button", name="Trust this design")).to_have_count(0)
    imported = page.url.rpartition("/")[2]
    assert client.request_json("GET", f"/api/designs/{imported}")["trusted"] is True
