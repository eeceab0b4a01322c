"""The bell, the page about notifications, web hooks, and the pages about groups and quotas, as people use them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE, WINDOW
from tests.browser.test_accessibility import Reader
from tests.browser.watch import Watch
from tests.hooks import Receiver, receiving
from tests.pipelines import node
from tests.serving import Client, eventually
from tests.team import PASSWORD, Team, team_server


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    settings = {"DESIGNERY_ALLOWED_HOSTS": "127.0.0.1", "DESIGNERY_WORKSPACE_STORAGE": "10000000000"}
    made = team_server(tmp_path_factory.mktemp("team"), **settings)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def grace(team: Team) -> Client:
    workspace: str = team.ada.checked("GET", "/api/me")["workspace"]["id"]
    return team.join("grace", workspace, "editor")


@pytest.fixture
def profile(browser: Browser, team: Team) -> Iterator[BrowserContext]:
    watch = Watch(team.server.url)
    made = browser.new_context(viewport=WINDOW, reduced_motion="reduce")
    made.set_default_timeout(PATIENCE)
    watch.over(made)
    yield made
    made.close()
    assert watch.complaints == []


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
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    assert made.faults == [], "\n".join(made.faults)


@pytest.fixture(autouse=True)
def nothing_left(team: Team) -> None:
    """A test that is tried again begins as the first time."""
    ada = team.ada
    ada.checked("POST", "/api/me/notifications/read", json={})
    ada.checked("PUT", "/api/me/notifications/choices", json=[{"kind": "run_succeeded"}])
    workspace = ada.checked("GET", "/api/me")["workspace"]["id"]
    ada.checked("PUT", f"/api/workspaces/{workspace}/quota", json={})
    for hook in ada.checked("GET", f"/api/workspaces/{workspace}/hooks"):
        ada.checked("DELETE", f"/api/workspaces/{workspace}/hooks/{hook['id']}")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def bell(page: Page, unread: int) -> None:
    name = f"Notifications, {unread} unread" if unread else "Notifications"
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()


def test_a_comment_rings_the_bell_in_all_tabs_and_leads_to_its_thread(
    team: Team, grace: Client, profile: BrowserContext, page: Page, reader: Reader
) -> None:
    other = profile.new_page()
    other.goto(f"{team.server.url}/datasets")
    bell(page, 0)
    bell(other, 0)
    design = team.ada.new_design({}, "Prices")
    grace.checked("POST", f"/api/designs/{design}/comments", json={"text": "Why this split?", "title": ""})
    for tab in (page, other):
        bell(tab, 1)
    page.get_by_role("button", name="Notifications, 1 unread").focus()
    page.keyboard.press("Enter")
    listed = page.get_by_role("dialog", name="Notifications")
    item = listed.get_by_role("link", name="Grace commented on Prices. unread")
    expect(item).to_be_visible()
    reader.look(page, "as it is")
    item.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Why this split?")).to_be_visible()
    for tab in (page, other):
        bell(tab, 0)


def test_how_a_run_ends_is_no_news_to_whoever_looks_at_it(team: Team, page: Page) -> None:
    uploaded = team.ada.checked("POST", "/api/datasets?file_name=t.csv", content=b"x\n1\n2\n3\n")["id"]
    nodes = {
        "data": node("dataset", {"dataset": uploaded}),
        "split": node("split_data", {}, dataset="data.dataset"),
    }
    design = team.ada.new_design(nodes, "Seen")
    page.goto(f"{team.server.url}/designs/{design}")
    expect(page.get_by_role("button", name="Notifications", exact=True)).to_be_visible()
    run = team.ada.checked("POST", f"/api/designs/{design}/runs", json={})
    team.ada.finished(run["id"])

    def look() -> bool:
        items = team.ada.checked("GET", "/api/me/notifications")["items"]
        return any(run["id"] in one["link"] and one["read_at"] is not None for one in items)

    eventually(look, "the notification to be read")
    bell(page, 0)


def test_what_one_is_told_of_is_chosen_by_kind(page: Page, team: Team, reader: Reader) -> None:
    page.goto(f"{team.server.url}/notifications")
    box = page.get_by_role("checkbox", name="A run succeeded, in the app")
    expect(box).to_be_checked()
    box.uncheck()
    expect(box).not_to_be_checked()
    reader.look(page, "as it is")
    page.reload()
    expect(box).not_to_be_checked()
    box.check()


def test_a_web_hook_is_added_tried_and_deleted(page: Page, team: Team, receiver: Receiver, reader: Reader) -> None:
    page.goto(f"{team.server.url}/people/hooks")
    page.get_by_role("button", name="Add a web hook").click()
    page.get_by_label("Name", exact=True).fill("Chat")
    page.get_by_label("Address").fill(f"{receiver.address}/hooks/token-123456")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("whsec_")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="What to do with Chat").click()
    page.get_by_role("menuitem", name="Send a test").click()
    expect(page.get_by_text("It answered 200 in")).to_be_visible()
    expect(page.get_by_text("done", exact=True)).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).last.click()
    assert receiver.got[0][0] == "/hooks/token-123456"
    reader.look(page, "as it is")
    page.get_by_role("button", name="What to do with Chat").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("None yet. Slack")).to_be_visible()


def test_limits_of_a_workspace_are_set_and_shown_to_its_members(page: Page, team: Team, reader: Reader) -> None:
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
    reader.look(page, "as it is")
