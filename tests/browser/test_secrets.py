"""Secrets in the browser: kept and deleted on their page, added where a script lacks one, told of before trust."""

import re
from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Screenshots
from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client, Server, wait_until
from tests.small_designs import make_script_nodes

VALUE = "zq7Kw-canary-9"
CODE = """
import os
import pandas as pd


def azureml_main(dataframe1=None, dataframe2=None):
    print("the key is", os.environ["BROWSER_KEY"])
    return pd.DataFrame({"length": [len(os.environ["BROWSER_KEY"])]})
"""


class ScriptDesignFactory(Protocol):
    """Makes a design with a script that asks for secrets."""

    def __call__(self, name: str, *secrets: str, trusted: bool = True) -> str: ...


@pytest.fixture
def asking(client: Client) -> Iterator[ScriptDesignFactory]:
    made: list[str] = []

    def make(name: str, *secrets: str, trusted: bool = True) -> str:
        nodes = make_script_nodes(CODE)
        nodes["script"]["parameters"]["secrets"] = list(secrets)
        made.append(client.create_design(lay_out_nodes(nodes), name, trusted=trusted))
        return made[-1]

    yield make
    for design in made:
        client.request_json("DELETE", f"/api/designs/{design}")


@pytest.fixture(autouse=True)
def _none(client: Client) -> None:
    """Each test begins without secrets."""
    for secret in client.request_json("GET", "/api/secrets"):
        client.request_json("DELETE", f"/api/secrets/{secret['id']}")


def test_a_secret_is_added_replaced_and_deleted_on_its_page(
    page: Page, server: Server, asking: ScriptDesignFactory, screenshots: Screenshots
) -> None:
    page.goto(f"{server.url}/connections")
    section = page.get_by_role("region", name="Secrets")
    expect(section.get_by_text("No secrets yet.")).to_be_visible()
    screenshots.take(page, "secrets-empty.png")

    section.get_by_role("button", name="New secret").click()
    dialog = page.get_by_role("dialog", name="New secret")
    name, value = dialog.get_by_label("Name"), dialog.get_by_label("Value")
    expect(name).to_be_focused()
    page.keyboard.type("browser key")
    expect(name).to_have_value("BROWSER_KEY")
    page.keyboard.press("Tab")
    expect(value).to_be_focused()
    page.keyboard.type("short")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("A secret needs at least 6 characters")
    value.fill(VALUE)
    expect(value).to_have_css("-webkit-text-security", "disc")
    screenshots.take(page, "secrets-dialog.png")
    dialog.get_by_label("Show what I type").check()
    expect(value).to_have_css("-webkit-text-security", "none")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()

    asking("The one that asks", "BROWSER_KEY")
    page.reload()
    row = section.get_by_role("row", name=re.compile("^BROWSER_KEY"))
    expect(row).to_contain_text("The one that asks")
    expect(row).to_contain_text("Never")
    expect(page.locator("body")).not_to_contain_text(VALUE)
    screenshots.take(page, "secrets.png")

    row.get_by_role("button", name="Replace BROWSER_KEY").click()
    dialog = page.get_by_role("dialog", name="Replace BROWSER_KEY")
    expect(dialog.get_by_label("Value")).to_be_focused()
    expect(dialog.get_by_label("Value")).to_have_value("")
    page.keyboard.type(f"{VALUE}-2")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()

    row.get_by_role("button", name="Delete BROWSER_KEY").click()
    dialog = page.get_by_role("dialog", name="Delete BROWSER_KEY?")
    expect(dialog).to_contain_text("The one that asks uses it, and can't run without it.")
    screenshots.take(page, "secrets-delete.png")
    dialog.get_by_role("button", name="Delete the secret").click()
    expect(section.get_by_text("No secrets yet.")).to_be_visible()


def test_a_secret_that_a_script_lacks_is_added_beside_the_problem_and_the_run_does_not_show_it(
    page: Page, desk: DesignPage, asking: ScriptDesignFactory, screenshots: Screenshots
) -> None:
    desk.open(asking("Lacks one", "BROWSER_KEY"))
    desk.select("Execute Python Script")
    expect(page.get_by_text("This workspace has no secret called 'BROWSER_KEY'.").first).to_be_visible()
    screenshots.take(page, "secrets-problem.png")
    page.get_by_role("button", name="Add BROWSER_KEY").first.click()
    dialog = page.get_by_role("dialog", name="New secret")
    expect(dialog.get_by_label("Name")).to_have_value("BROWSER_KEY")
    expect(dialog.get_by_label("Value")).to_be_focused()
    page.keyboard.type(VALUE)
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This workspace has no secret called 'BROWSER_KEY'.")).to_have_count(0)

    desk.run()
    desk.expect_run("Succeeded")
    desk.show_output("Execute Python Script", "Result dataset")
    page.get_by_role("tab", name="Log").click()
    log = page.get_by_role("tabpanel", name="Log").get_by_role("log")
    expect(log).to_contain_text("the key is [secret BROWSER_KEY]")
    expect(page.locator("body")).not_to_contain_text(VALUE)
    screenshots.take(page, "secrets-run.png")


def test_secrets_are_named_in_the_field_of_a_script(
    page: Page, desk: DesignPage, client: Client, asking: ScriptDesignFactory
) -> None:
    client.request_json("POST", "/api/secrets", json={"name": "FIRST_KEY", "value": VALUE})
    design = asking("Names them")
    desk.open(design)
    desk.select("Execute Python Script")
    desk.choose("Secrets", "FIRST_KEY")
    page.get_by_role("button", name="New secret").click()
    dialog = page.get_by_role("dialog", name="New secret")
    dialog.get_by_label("Name").fill("SECOND_KEY")
    dialog.get_by_label("Value").fill(VALUE)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(desk.save_status).to_contain_text("Saved")
    # "Saved" may still be said of the first of them.
    wait_until(lambda: read_named_secrets(client, design) == ["FIRST_KEY", "SECOND_KEY"], "both secrets in the design")


def read_named_secrets(client: Client, design: str) -> list[str]:
    document = client.request_json("GET", f"/api/designs/{design}")["document"]
    named: list[str] = document["nodes"]["script"]["parameters"].get("secrets", [])
    return named


def test_who_trusts_and_who_shares_a_design_reads_which_secrets_it_asks_for(
    page: Page, desk: DesignPage, asking: ScriptDesignFactory, screenshots: Screenshots
) -> None:
    desk.open(asking("Foreign", "BROWSER_KEY", trusted=False))
    page.get_by_role("button", name="Trust this design").click()
    dialog = page.get_by_role("dialog", name="Trust this design")
    expect(dialog.get_by_text("It uses secrets.")).to_be_visible()
    expect(dialog.get_by_role("listitem")).to_have_text("BROWSER_KEY for Execute Python Script")
    screenshots.take(page, "secrets-trust.png")
    dialog.get_by_role("button", name="Not now").click()

    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog", name="Share Foreign")
    note = dialog.get_by_text("Guests' runs get no secrets: Execute Python Script does not run for them")
    expect(note).to_be_hidden()
    dialog.get_by_text("Run on their own data").click()
    expect(note).to_be_visible()
    screenshots.take(page, "secrets-share.png")


def test_where_code_is_not_kept_apart_as_it_should_be_the_dialog_of_trust_says_so(
    page: Page, desk: DesignPage, asking: ScriptDesignFactory
) -> None:
    def weak(route: Route) -> None:
        body = route.fetch().json()
        isolation = {**body["isolation"], "level": "S1", "description": "Steps have limits, and no more."}
        route.fulfill(json={**body, "isolation": isolation})

    page.route("**/api/system", weak)
    desk.open(asking("Foreign here", trusted=False))
    page.get_by_role("button", name="Trust this design").click()
    level_text = "isolation level S1. Steps have limits, and no more."
    expect(page.get_by_role("dialog", name="Trust this design").get_by_text(level_text)).to_be_visible()


def test_the_way_to_the_secrets_is_in_the_command_palette(
    page: Page, desk: DesignPage, asking: ScriptDesignFactory
) -> None:
    desk.open(asking("From here"))
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Search actions and modules").fill("go to secrets")
    expect(page.get_by_role("button", name="Go to secrets").last).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Secrets")).to_be_in_viewport()
