"""Triggers in the browser: a pipeline is scheduled from its page, its next times are seen, and it is paused."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Screenshots
from tests.browser.test_accessibility import expect_accessible
from tests.live_server import Client, Server, wait_until
from tests.small_designs import SMALL_CSV, make_node


@pytest.fixture(scope="module")
def pipeline(client: Client) -> dict[str, Any]:
    headers = {"Content-Type": "application/octet-stream"}
    options: dict[str, Any] = {
        "params": {"file_name": "nightly.csv"},
        "content": SMALL_CSV.encode(),
        "headers": headers,
    }
    dataset = client.request_json("POST", "/api/datasets", **options)["id"]
    nodes = {
        "data": make_node("dataset", {"dataset": dataset}),
        "split": make_node("split_data", {}, dataset="data.dataset"),
    }
    design = client.create_design(nodes, "Nightly")
    made: dict[str, Any] = client.request_json("POST", f"/api/designs/{design}/pipelines", json={"name": "By schedule"})
    return made


@pytest.fixture
def declared_pipeline(client: Client, pipeline: dict[str, Any]) -> dict[str, Any]:
    design = client.request_json("GET", f"/api/pipelines/{pipeline['id']}")["design_id"]
    share = {"node": "split", "parameter": "fraction", "title": "Share to train on", "maximum": 0.9}
    declarations = {"parameters": {"share": share}, "inputs": {}, "outputs": {}}
    client.edit(design, {"path": ["pipeline"], "value": declarations})
    made: dict[str, Any] = client.request_json(
        "POST", f"/api/designs/{design}/pipelines", json={"name": "With a parameter"}
    )
    return made


def open_triggers(page: Page, server: Server, pipeline: dict[str, Any]) -> Locator:
    page.goto(f"{server.url}/pipelines/{pipeline['command_name']}")
    return page.get_by_role("region", name="Triggers")


def choose(page: Page, dialog: Locator, field: str, option: str) -> None:
    dialog.get_by_role("combobox", name=field, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_a_pipeline_is_scheduled_from_its_page_looked_at_and_paused(
    page: Page, server: Server, client: Client, pipeline: dict[str, Any], screenshots: Screenshots
) -> None:
    triggers = open_triggers(page, server, pipeline)
    expect(triggers).to_contain_text("Runs only by hand.")
    triggers.get_by_role("button", name="Add a schedule").click()
    dialog = page.get_by_role("dialog", name="New schedule")
    choose(page, dialog, "Run", "On weekdays")
    dialog.get_by_label("At", exact=True).fill("06:30")
    dialog.get_by_role("combobox", name="Time zone").fill("Madrid")
    page.get_by_role("option", name="Europe/Madrid").click()
    next_times = dialog.get_by_role("region", name="Next times")
    expect(next_times).to_contain_text("Weekdays at 06:30, Madrid time")
    expect(next_times.get_by_role("cell", name=re.compile("06:30"))).to_have_count(5)
    expect(next_times.get_by_role("columnheader", name=re.compile("^Your time"))).to_be_visible()
    screenshots.take(page, "schedule.png")
    expect_accessible(page, "the dialog of a schedule")
    choose(page, dialog, "Run", "Advanced: cron expression")
    expect(dialog.get_by_label("Cron expression")).to_have_value("30 6 * * 1-5")
    dialog.get_by_label("Cron expression").fill("30 6 31 2 *")
    expect(dialog).to_contain_text("The day of the month can't be read.")
    dialog.get_by_label("Cron expression").fill("45 6 * * 1-5")
    expect(next_times).to_contain_text("Weekdays at 06:45, Madrid time")
    dialog.get_by_role("button", name="Add").click()

    strip = triggers.get_by_role("list", name="Last and next times of Weekdays at 06:45, Madrid time")
    expect(strip.get_by_role("listitem")).to_have_count(5)
    expect(strip.get_by_role("listitem").first).to_contain_text(re.compile(r"in (\d+ |less)"))
    triggers.get_by_role("button", name="More for Weekdays at 06:45, Madrid time").click()
    page.get_by_role("menuitem", name="Skip the next time").click()
    expect(strip.get_by_role("listitem")).to_have_count(6)
    expect(strip.get_by_role("listitem").first).to_contain_text("Skipped")
    expect_accessible(page, "a pipeline with a schedule")
    triggers.get_by_role("switch", name="Pause Weekdays at 06:45, Madrid time").click(force=True)
    expect(triggers.get_by_text("Paused")).to_be_visible()
    (trigger,) = client.request_json("GET", f"/api/pipelines/{pipeline['id']}/triggers")
    assert (trigger["paused_at"] is not None, trigger["schedule"]["cron"]) == (True, "45 6 * * 1-5")


def test_a_backfill_says_its_count_and_its_runs_are_listed(
    page: Page, server: Server, client: Client, pipeline: dict[str, Any], screenshots: Screenshots
) -> None:
    fields = {"name": "Daily", "schedule": {"cron": "0 6 * * *"}}
    made = client.request_json("POST", f"/api/pipelines/{pipeline['id']}/triggers", json=fields)
    triggers = open_triggers(page, server, pipeline)
    triggers.get_by_role("button", name="More for Daily").click()
    page.get_by_role("menuitem", name="Backfill").click()
    dialog = page.get_by_role("dialog", name="Backfill Daily")
    dialog.get_by_label("From").fill("2026-01-04")
    dialog.get_by_label("To").fill("2026-01-05")
    expect(dialog.get_by_role("status")).to_contain_text("2 runs will start, Sun 4 Jan 06:00 to Mon 5 Jan 06:00.")
    dialog.get_by_role("button", name="Start 2 runs").click()

    def ended() -> bool:
        firings = client.request_json("GET", f"/api/triggers/{made['id']}/firings")
        return [one["run"] and one["run"]["state"] for one in firings] == ["succeeded"] * 2

    wait_until(ended, "both runs of the backfill", 90)
    page.reload()
    triggers.get_by_role("button", name="More for Daily").click()
    page.get_by_role("menuitem", name="All firings").click()
    dialog = page.get_by_role("dialog", name="Firings of Daily")
    expect(dialog.get_by_role("row")).to_have_count(3)
    expect(dialog.get_by_role("row").nth(1)).to_contain_text("Backfill, started by You.")
    screenshots.take(page, "firings.png")
    expect_accessible(page, "the firings of a trigger")
    client.delete(f"/api/triggers/{made['id']}")


def test_retries_are_set_and_a_backfill_is_cancelled(
    page: Page, server: Server, client: Client, pipeline: dict[str, Any]
) -> None:
    fields = {"name": "Hourly", "schedule": {"cron": "0 * * * *"}}
    made = client.request_json("POST", f"/api/pipelines/{pipeline['id']}/triggers", json=fields)
    asked = {"since": "2026-01-01T00:00:00Z", "until": "2026-01-31T00:00:00Z", "dry_run": False}
    client.request_json("POST", f"/api/triggers/{made['id']}/backfill", json=asked)
    triggers = open_triggers(page, server, pipeline)
    expect(triggers.get_by_role("status")).to_contain_text("of a backfill still to come.")
    triggers.get_by_role("button", name="Cancel the backfill").click()
    expect(triggers.get_by_role("button", name="Cancel the backfill")).to_have_count(0)
    assert client.request_json("GET", f"/api/triggers/{made['id']}")["backfill_waiting"] == 0

    expect(triggers).to_contain_text("A run that fails is not tried again.")
    triggers.get_by_role("button", name="If a run fails").click()
    dialog = page.get_by_role("dialog", name="If a run fails")
    dialog.get_by_label("Try again at most").fill("2")
    choose(page, dialog, "After", "5 min")
    dialog.get_by_role("button", name="Save").click()
    expect(triggers).to_contain_text("A run that fails is tried again up to 2 times, after 5 min.")
    client.delete(f"/api/triggers/{made['id']}")


def test_a_trigger_is_given_values_for_the_parameters_of_the_pipeline(
    page: Page, server: Server, client: Client, declared_pipeline: dict[str, Any]
) -> None:
    triggers = open_triggers(page, server, declared_pipeline)
    triggers.get_by_role("button", name="Add a schedule").click()
    dialog = page.get_by_role("dialog", name="New schedule")
    share = dialog.get_by_label("Share to train on", exact=True)
    share.fill("0.95")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog.get_by_text("Share to train on must be at most 0.9. Got 0.95.")).to_be_visible()
    share.fill("0.6")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog).to_have_count(0)
    (trigger,) = client.request_json("GET", f"/api/pipelines/{declared_pipeline['id']}/triggers")
    assert trigger["parameters"] == {"share": 0.6}


def test_a_web_hook_shows_its_secret_once(
    page: Page, server: Server, pipeline: dict[str, Any], screenshots: Screenshots
) -> None:
    triggers = open_triggers(page, server, pipeline)
    triggers.get_by_role("button", name="Add a trigger").click()
    page.get_by_role("menuitem", name="Web hook").click()
    page.get_by_role("dialog", name="New web hook").get_by_role("button", name="Add").click()
    dialog = page.get_by_role("dialog", name="Web hook", exact=True)
    expect(dialog.get_by_text(re.compile(r"^whsec_\S{44}$"))).to_be_visible()
    expect(dialog.get_by_text(re.compile("^secret='whsec_"))).to_be_visible()
    screenshots.take(page, "web-hook.png")
    dialog.get_by_role("button", name="Done").click()
    triggers.get_by_role("button", name="More for On a request to its web hook").click()
    page.get_by_role("menuitem", name="Address and secret").click()
    expect(dialog).to_contain_text("The secret was shown once.")
    expect(dialog.get_by_text(re.compile(r"^whsec_\S{44}$"))).to_have_count(0)
