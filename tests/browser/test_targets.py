"""Compute targets in the browser: a cluster is added, tested, and chosen for a design, which then runs there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from server.runs.executors.dask_executor import DaskTarget
from tests.browser.conftest import Screenshots
from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.browser.test_accessibility import expect_accessible
from tests.dask_cluster import DaskCluster, start_cluster
from tests.live_server import Client, Server
from tests.small_designs import make_regression_nodes


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    made = start_cluster(tmp_path_factory.mktemp("cluster"))
    yield made
    made.stop()


def fill_in(dialog: Locator, target: DaskTarget) -> None:
    """All fields but the address."""
    dialog.get_by_label("Name").fill("lab-cluster")
    dialog.get_by_label("Exchange").fill(target.exchange)
    dialog.get_by_label("Certificate authority").fill(target.ca_file.read_text())
    dialog.get_by_label("Certificate", exact=True).fill(target.certificate_file.read_text())
    dialog.get_by_label("Private key").fill(target.key_file.read_text())


def test_a_cluster_is_added_tested_and_runs_a_design(
    page: Page, desk: DesignPage, server: Server, client: Client, cluster: DaskCluster, screenshots: Screenshots
) -> None:
    page.goto(f"{server.url}/targets")
    expect(page.get_by_text("Add a cluster", exact=True)).to_be_visible()
    target = cluster.make_target()
    page.get_by_role("button", name="Add a target").first.click()
    dialog = page.get_by_role("dialog", name="Add a target")
    fill_in(dialog, target)
    dialog.get_by_label("Scheduler").fill("tcp://127.0.0.1:1")
    dialog.get_by_role("button", name="Add a target").click()
    expect(dialog.get_by_label("Scheduler")).to_have_accessible_description(
        re.compile("^Use the address of a Dask scheduler with TLS")
    )
    expect(dialog.get_by_role("alert")).to_have_count(0)
    dialog.get_by_label("Scheduler").fill(target.address)
    dialog.get_by_role("button", name="Add a target").click()

    details = page.get_by_role("region", name="lab-cluster")
    details.get_by_role("button", name="Test", exact=True).click()
    expect(details.get_by_text("Cancelled a running step")).to_be_visible()
    expect(details.get_by_role("listitem")).to_have_count(4)
    expect(page.get_by_text("Passed", exact=True)).to_be_visible()
    expect_accessible(page, "the page of targets")
    screenshots.take(page, "targets.png")

    desk.open(client.create_design(lay_out_nodes(make_regression_nodes())))
    page.get_by_role("button", name="This machine").click()
    page.get_by_role("radio", name="lab-cluster").check()
    expect(page.get_by_role("button", name="lab-cluster", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    desk.run()
    desk.expect_run("Succeeded")
    desk.select("Split Data")
    page.get_by_role("button", name="More about this module").click()
    page.get_by_role("menuitem", name="This machine").click()
    expect(page.get_by_text("Runs on this machine", exact=True)).to_be_visible()

    page.goto(f"{server.url}/targets/lab-cluster")
    details.get_by_role("button", name="Make default").click()
    expect(page.get_by_text("Designs of this workspace run on lab-cluster now")).to_be_visible()
    expect(page.get_by_role("button", name="lab-cluster").get_by_text("Default")).to_be_visible()
    page.get_by_role("button", name="Remove lab-cluster").click()
    page.get_by_role("button", name="Remove the target").click()
    expect(page.get_by_text("lab-cluster was removed.")).to_be_visible()
    expect(page.get_by_text("Add a cluster", exact=True)).to_be_visible()


def test_a_cluster_that_went_away_says_so(page: Page, server: Server, client: Client, tmp_path: Path) -> None:
    """Its card no longer says that it passed its test, and without workers it shows how to start one."""
    gone = start_cluster(tmp_path, workers=0)
    try:
        client.request_json("POST", "/api/targets", json={"name": "gone", **gone.make_fields()})
        page.goto(f"{server.url}/targets/gone")
        card, details = (
            page.get_by_role("button", name="gone", exact=False).first,
            page.get_by_role("region", name="gone"),
        )
        command = details.get_by_label("Start a worker on another machine", exact=True)
        expect(command).to_have_value(re.compile(f"^designery worker {gone.address} .* {gone.exchange}$"))
        expect(card.get_by_text("Not tested")).to_be_visible()
    finally:
        gone.stop()
    expect(card.get_by_text("Can't be reached")).to_be_visible()
    expect(card.get_by_text("Not tested")).to_have_count(0)
    expect(details.get_by_text(gone.address, exact=False).last).to_be_visible()
