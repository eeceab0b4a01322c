"""A visitor's machine slept, and the visit ended meanwhile: the open page goes on, nothing that was typed is lost."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect
from sqlmodel import select

from server.storage.database import Database
from server.storage.orm.access_tables import GuestSessionRow
from server.storage.orm.core_tables import now
from tests.browser.conftest import TIMEOUT_MS, WINDOW
from tests.browser.cuttable_proxy import CuttableProxy, running_proxy
from tests.browser.design_page import DesignPage
from tests.browser.page_watch import PageWatch
from tests.database_servers import DATABASES
from tests.live_server import Client, Server
from tests.small_designs import make_regression_nodes

LINK_GONE_MESSAGE = "This link does not exist"


@dataclass
class VisitorMachine:
    """The machine of a visitor: while it sleeps, no word comes in or goes out, and the visit ends."""

    server: Server
    proxy: CuttableProxy
    profile: BrowserContext
    #: How often a link was exchanged for a visit.
    visits: int = 0

    def fall_asleep(self) -> None:
        self.proxy.cut()

    def wake_up(self) -> None:
        """An hour later."""
        with closing(Database(DATABASES.get_url(self.server.home))) as database, database.session() as session:
            for row in session.exec(select(GuestSessionRow)):
                row.expires_at = now() - timedelta(minutes=45)
                session.add(row)
        self.proxy.restore()

    def count_visit(self, request: Request) -> None:
        self.visits += request.url.endswith("/guest-session")


@pytest.fixture
def machine(server: Server, browser: Browser) -> Iterator[VisitorMachine]:
    with running_proxy(server.port) as line:
        profile = browser.new_context(viewport=WINDOW, reduced_motion="reduce")
        profile.set_default_timeout(TIMEOUT_MS)
        watch = PageWatch(line.url)
        watch.observe(profile)
        made = VisitorMachine(server, line, profile)
        profile.on("request", made.count_visit)
        yield made
        profile.close()
    assert watch.complaints == []


@pytest.fixture
def design(client: Client) -> str:
    placed = {
        name: {**one, "x": at % 2 * 320, "y": at // 2 * 120}
        for at, (name, one) in enumerate(make_regression_nodes().items())
    }
    made = client.create_design(placed, "Slept on")
    assert client.run(made)["state"] == "succeeded"
    return made


def create_link(client: Client, machine: VisitorMachine, design: str, **choices: Any) -> str:
    body = {"name": "Committee", "pinned": False, "shows": "statistics", **choices}
    made = client.request_json("POST", f"/api/designs/{design}/shares", json=body)
    return f"{machine.proxy.url}/s/{made['id']}#{made['token']}"


def find_comments(page: Page) -> Locator:
    return page.get_by_role("tabpanel", name="Comments")


def test_a_page_for_looking_goes_on_and_tells_what_changed_meanwhile(
    machine: VisitorMachine, client: Client, design: str
) -> None:
    page = machine.profile.new_page()
    page.goto(create_link(client, machine, design, password="a word"))
    page.get_by_role("textbox", name="Password").fill("a word")
    page.keyboard.press("Enter")
    page.get_by_role("group", name=re.compile("^Split Data")).click()
    expect(page.get_by_role("term").filter(has_text="Fraction")).to_be_visible()

    machine.fall_asleep()
    client.edit(design, {"path": ["nodes", "split", "parameters", "fraction"], "value": 0.6})
    machine.wake_up()
    expect(page.get_by_text("There is a newer version.")).to_be_visible()
    page.get_by_role("button", name="Show it").click()
    expect(page.get_by_role("heading", name="Split Data")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="0.6")).to_be_visible()
    assert machine.visits == 3  # one asked for the password
    expect(page.get_by_text(LINK_GONE_MESSAGE)).to_have_count(0)


def test_a_result_is_read_by_whoever_comes_back_before_the_page_has_noticed(
    machine: VisitorMachine, client: Client, design: str
) -> None:
    page = machine.profile.new_page()
    page.goto(create_link(client, machine, design))
    expect(page.get_by_role("heading", name="6 modules")).to_be_visible()
    machine.fall_asleep()
    machine.wake_up()
    page.get_by_role("group", name=re.compile("^Split Data")).click()
    expect(page.get_by_role("heading", name="Results dataset1")).to_be_visible()
    expect(page.locator(".shared-statistics").first).to_be_visible()
    expect(page.get_by_text(LINK_GONE_MESSAGE)).to_have_count(0)


def test_what_was_typed_on_a_page_for_editing_is_saved_and_said(
    machine: VisitorMachine, client: Client, design: str
) -> None:
    page = machine.profile.new_page()
    page.goto(create_link(client, machine, design, scope="edit", comments=True))
    guest = DesignPage(page, machine.proxy.url)
    page.get_by_label("Your name, as others see it").fill("Grace")
    page.keyboard.press("Enter")
    guest.select("Split Data")
    page.keyboard.press("Shift+M")
    field = find_comments(page).get_by_label("Write a comment")
    field.fill("Written before the sleep")
    page.keyboard.press("Control+Enter")
    expect(find_comments(page).get_by_role("button", name="Edit")).to_be_visible()
    field.fill("Half of a thought")

    machine.fall_asleep()
    guest.select("Split Data")
    guest.find_field("Fraction").fill("0.6")
    page.keyboard.press("Enter")
    expect(guest.save_status).to_contain_text("Not saved")
    machine.wake_up()
    expect(guest.save_status).to_contain_text("Saved")
    body = client.request_json("GET", f"/api/designs/{design}")["document"]
    assert body["nodes"]["split"]["parameters"]["fraction"] == 0.6

    expect(field).to_have_value("Half of a thought")
    field.focus()
    page.keyboard.press("Control+Enter")
    expect(find_comments(page).get_by_text("Half of a thought")).to_be_visible()
    written = client.request_json("GET", f"/api/designs/{design}/threads")
    assert {one["comments"][0]["person"] for one in written} == {"Grace (by link Committee)"}
    # One is still the same, and may take back what one wrote earlier.
    expect(find_comments(page).get_by_role("button", name="Edit")).to_have_count(2)
    assert machine.visits == 2, "Of all that asked at once, one begins another visit"
    expect(page.get_by_text(LINK_GONE_MESSAGE)).to_have_count(0)


def test_a_comment_is_taken_from_whoever_comes_back_before_the_page_has_noticed(
    machine: VisitorMachine, client: Client, design: str
) -> None:
    page = machine.profile.new_page()
    page.goto(create_link(client, machine, design, scope="edit", comments=True))
    DesignPage(page, machine.proxy.url).select("Split Data")
    page.keyboard.press("Shift+M")
    find_comments(page).get_by_label("Write a comment").fill("At once")
    machine.fall_asleep()
    page.route("**/events?*", lambda route: route.abort())  # what else would notice it
    machine.wake_up()
    page.keyboard.press("Control+Enter")
    expect(find_comments(page).get_by_text("At once")).to_be_visible()
    expect(page.get_by_text(LINK_GONE_MESSAGE)).to_have_count(0)


def test_an_own_run_is_followed_to_its_end(
    machine: VisitorMachine, client: Client, design: str, tmp_path: Path
) -> None:
    """The machine falls asleep while the run goes on."""
    content = "a,b,y\n" + "".join(f"{row},{row % 3},{2 * row}\n" for row in range(30))
    added = client.request_json(
        "POST",
        "/api/datasets?name=Slept&file_name=slept.csv",
        content=content.encode(),
        headers={"Content-Type": "application/octet-stream"},
    )
    client.edit(design, {"path": ["nodes", "data", "module"], "value": "dataset"})
    client.edit(design, {"path": ["nodes", "data", "parameters"], "value": {"dataset": added["id"]}})
    page = machine.profile.new_page()
    page.goto(create_link(client, machine, design, scope="run"))
    own = page.get_by_role("region", name="Try it with your own data")
    table = tmp_path / "theirs.csv"
    table.write_text(content)
    page.route("**/runs/*", lambda route: route.abort())  # it falls asleep before the run is over
    with page.expect_file_chooser() as chooser:
        own.get_by_role("button", name="Choose a table").click()
    chooser.value.set_files(table)
    expect(own.get_by_role("status").first).to_have_text(re.compile("server"))
    machine.fall_asleep()
    page.unroute("**/runs/*")
    machine.wake_up()
    expect(own.get_by_text("Done. All results on this page are for theirs.csv.")).to_be_visible(timeout=120_000)


def test_a_link_that_ended_meanwhile_says_so_in_the_open_page(
    machine: VisitorMachine, client: Client, design: str
) -> None:
    page = machine.profile.new_page()
    page.goto(create_link(client, machine, design))
    expect(page.get_by_role("heading", name="Slept on")).to_be_visible()
    machine.fall_asleep()
    [made] = client.request_json("GET", f"/api/designs/{design}/shares")
    client.request_json("DELETE", f"/api/shares/{made['id']}")
    machine.wake_up()
    expect(page.get_by_text("This link expired on")).to_be_visible()


def test_an_owner_who_looked_as_a_visitor_does_still_looks(
    machine: VisitorMachine, client: Client, design: str
) -> None:
    for cookie in client.cookies.jar:
        machine.profile.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": machine.proxy.url}])
    create_link(client, machine, design)
    page = machine.profile.new_page()
    page.goto(f"{machine.proxy.url}/designs/{design}")
    page.get_by_role("button", name="Share", exact=True).click()
    with machine.profile.expect_page() as opened:
        page.get_by_role("button", name="View Committee as a guest").click()
    seen = opened.value
    expect(seen.get_by_text("Shared view")).to_be_visible()
    page.close()
    machine.fall_asleep()
    machine.wake_up()
    seen.get_by_role("group", name=re.compile("^Split Data")).click()
    expect(seen.get_by_role("heading", name="Results dataset1")).to_be_visible()
    expect(seen.locator(".shared-statistics").first).to_be_visible()
    expect(seen.get_by_text(LINK_GONE_MESSAGE)).to_have_count(0)
