"""The bell, the page about notifications, web hooks, and the pages about groups and quotas, as people use them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import open_profiles
from tests.browser.profile_pool import ProfilePool
from tests.browser.test_accessibility import AccessibilityChecker
from tests.live_server import Client, wait_until
from tests.small_designs import make_node
from tests.team_server import PASSWORD, Team, start_team_server
from tests.webhook_receiver import WebhookReceiver, running_receiver


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    settings = {"DESIGNERY_ALLOWED_HOSTS": "127.0.0.1", "DESIGNERY_WORKSPACE_STORAGE": "10000000000"}
    made = start_team_server(tmp_path_factory.mktemp("team"), **settings)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def grace(team: Team) -> Client:
    workspace: str = team.ada.request_json("GET", "/api/me")["workspace"]["id"]
    return team.add_member("grace", workspace, "editor")


@pytest.fixture
def profile(profile_pool: ProfilePool, team: Team) -> Iterator[BrowserContext]:
    with open_profiles(profile_pool, team.server.url) as take:
        yield take()


@pytest.fixture
def page(profile: BrowserContext, team: Team) -> Page:
    made = profile.new_page()
    made.goto(f"{team.server.url}/login")
    made.get_by_label("Name to sign in with").fill("ada")
    made.get_by_label("Password").fill(PASSWORD)
    made.get_by_role("button", name="Sign in", exact=True).click()
    expect(made.get_by_role("button", name="Account of")).to_be_visible()
    return made


@pytest.fixture
def reader() -> Iterator[AccessibilityChecker]:
    made = AccessibilityChecker()
    yield made
    assert made.faults == [], "\n".join(made.faults)


@pytest.fixture(autouse=True)
def nothing_left(team: Team) -> None:
    """A test that is tried again begins as the first time."""
    ada = team.ada
    ada.request_json("POST", "/api/me/notifications/read", json={})
    ada.request_json("PUT", "/api/me/notifications/preferences", json=[{"kind": "run_succeeded"}])
    workspace = ada.request_json("GET", "/api/me")["workspace"]["id"]
    ada.request_json("PUT", f"/api/workspaces/{workspace}/quota", json={})
    for hook in ada.request_json("GET", f"/api/workspaces/{workspace}/webhooks"):
        ada.request_json("DELETE", f"/api/workspaces/{workspace}/webhooks/{hook['id']}")


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    with running_receiver() as made:
        yield made


def expect_bell(page: Page, unread: int) -> None:
    name = f"Notifications, {unread} unread" if unread else "Notifications"
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()


def test_a_comment_rings_the_bell_in_all_tabs_and_leads_to_its_thread(
    team: Team, grace: Client, profile: BrowserContext, page: Page, reader: AccessibilityChecker
) -> None:
    other = profile.new_page()
    other.goto(f"{team.server.url}/datasets")
    expect_bell(page, 0)
    expect_bell(other, 0)
    design = team.ada.create_design({}, "Prices")
    grace.request_json("POST", f"/api/designs/{design}/threads", json={"text": "Why this split?", "title": ""})
    for tab in (page, other):
        expect_bell(tab, 1)
    page.get_by_role("button", name="Notifications, 1 unread").focus()
    page.keyboard.press("Enter")
    listed = page.get_by_role("dialog", name="Notifications")
    item = listed.get_by_role("link", name="Grace commented on Prices. unread")
    expect(item).to_be_visible()
    reader.check(page, "as it is")
    item.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Why this split?")).to_be_visible()
    for tab in (page, other):
        expect_bell(tab, 0)


def test_how_a_run_ends_is_no_news_to_whoever_looks_at_it(team: Team, page: Page) -> None:
    uploaded = team.ada.request_json("POST", "/api/datasets?file_name=t.csv", content=b"x\n1\n2\n3\n")["id"]
    nodes = {
        "data": make_node("dataset", {"dataset": uploaded}),
        "split": make_node("split_data", {}, dataset="data.dataset"),
    }
    design = team.ada.create_design(nodes, "Seen")
    page.goto(f"{team.server.url}/designs/{design}")
    expect(page.get_by_role("button", name="Notifications", exact=True)).to_be_visible()
    run = team.ada.request_json("POST", f"/api/designs/{design}/runs", json={})
    team.ada.wait_for_run(run["id"])

    def look() -> bool:
        items = team.ada.request_json("GET", "/api/me/notifications")["items"]
        return any(run["id"] in one["link"] and one["read_at"] is not None for one in items)

    wait_until(look, "the notification to be read")
    expect_bell(page, 0)


def test_what_one_is_told_of_is_chosen_by_kind(page: Page, team: Team, reader: AccessibilityChecker) -> None:
    page.goto(f"{team.server.url}/notifications")
    box = page.get_by_role("checkbox", name="A run succeeded, in the app")
    expect(box).to_be_checked()
    box.uncheck()
    expect(box).not_to_be_checked()
    reader.check(page, "as it is")
    page.reload()
    expect(box).not_to_be_checked()
    box.check()


def test_a_web_hook_is_added_tried_and_deleted(
    page: Page, team: Team, receiver: WebhookReceiver, reader: AccessibilityChecker
) -> None:
    page.goto(f"{team.server.url}/people/hooks")
    page.get_by_role("button", name="Add a web hook").click()
    page.get_by_label("Name", exact=True).fill("Chat")
    page.get_by_label("Address").fill(f"{receiver.address}/hooks/token-123456")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("whsec_")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Actions for Chat").click()
    page.get_by_role("menuitem", name="Send a test").click()
    expect(page.get_by_text("It responded with 200 in")).to_be_visible()
    expect(page.get_by_text("done", exact=True)).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).last.click()
    assert receiver.requests[0][0] == "/hooks/token-123456"
    reader.check(page, "as it is")
    page.get_by_role("button", name="Actions for Chat").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("No web hooks yet.")).to_be_visible()


def test_limits_of_a_workspace_are_set_and_shown_to_its_members(
    page: Page, team: Team, reader: AccessibilityChecker
) -> None:
    page.goto(f"{team.server.url}/people/workspaces")
    expect(page.get_by_role("row", name="Team")).to_contain_text("of 10\u202fGB")
    page.get_by_role("button", name="Change the limits of Team").click()
    page.get_by_label("Storage, in GB").fill("20")
    page.get_by_label("Steps at once").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="Team")).to_contain_text("of 20\u202fGB")
    page.goto(f"{team.server.url}/people/usage")
    expect(page.get_by_role("meter")).to_be_visible()
    expect(page.get_by_text("0 of 3 running")).to_be_visible()
    reader.check(page, "as it is")
