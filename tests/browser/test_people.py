"""A server with accounts in the browser: set up, sign in, invite, members, tokens, ended sessions, single sign-on."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import TIMEOUT_MS, Screenshots, open_context, open_profiles
from tests.browser.profile_pool import ProfilePool
from tests.live_server import Client, Server
from tests.oidc_provider import running_provider
from tests.small_designs import make_regression_nodes
from tests.team_server import API_HEADERS, PASSWORD, Team

#: Whether there are tables, and none goes on to the side within the box around it.
NARROW_TABLES = """(tables) => tables.length > 0
    && tables.every((one) => one.parentElement.scrollWidth <= one.parentElement.clientWidth)"""


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with running_provider() as address:
        yield address


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, provider: str, browser: Browser) -> Iterator[Team]:
    """A team server that Ada set up in her browser."""
    environment = {
        "DESIGNERY_MODE": "team",
        "DESIGNERY_OIDC_ISSUER": provider,
        "DESIGNERY_OIDC_CLIENT_ID": "designery",
        "DESIGNERY_OIDC_CLIENT_SECRET": "a secret",
        "DESIGNERY_OIDC_NAME": "Example",
    }
    server = Server(tmp_path_factory.mktemp("team") / "home", environment=environment).start()
    page = open_context(browser).new_page()
    page.goto(server.link)
    page.get_by_label("Your name").fill("Ada Lovelace")
    fill_credentials(page, "ada", "short")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("alert")).to_contain_text("at least 10 characters")
    fill_credentials(page, "ada", PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("button", name="Account of Ada Lovelace")).to_be_visible(timeout=TIMEOUT_MS)
    page.context.close()
    ada = Client(base_url=server.url, headers=API_HEADERS, timeout=60)
    ada.request_json("POST", "/api/login", json={"login": "ada", "password": PASSWORD})
    made = Team(server, ada)
    yield made
    made.stop()


def fill_credentials(page: Page, login: str, password: str) -> None:
    page.get_by_label("Name to sign in with").fill(login)
    page.get_by_label("Password").fill(password)


@pytest.fixture
def profiles(profile_pool: ProfilePool, team: Team) -> Iterator[list[BrowserContext]]:
    """The browsers of two people, in which nothing may happen that the watch looks for."""
    with open_profiles(profile_pool, team.server.url) as take:
        yield [take(), take()]


def open_signed_in_page(team: Team, profile: BrowserContext, path: str = "/", login: str = "ada") -> Page:
    """A page of somebody with a session of their own, who signed in by the interface."""
    jar = team.sign_in(login).cookies.jar
    profile.add_cookies([{"name": one.name, "value": one.value or "", "url": team.server.url} for one in jar])
    page = profile.new_page()
    page.goto(f"{team.server.url}{path}")
    expect(page.get_by_role("button", name="Account of")).to_be_visible()
    return page


def test_a_wrong_password_is_told_and_a_right_one_leads_to_where_one_wanted(
    team: Team, profiles: list[BrowserContext], screenshots: Screenshots
) -> None:
    page = profiles[0].new_page()
    page.goto(f"{team.server.url}/datasets")
    screenshots.take(page, "login-light.png")
    fill_credentials(page, "ada", "not this one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Wrong name or password.")
    fill_credentials(page, "ada", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/datasets")
    expect(page.get_by_role("heading", name="Datasets", exact=True)).to_be_visible()


def test_somebody_is_invited_joins_gets_a_role_and_is_removed(
    team: Team, profiles: list[BrowserContext], screenshots: Screenshots
) -> None:
    design = team.ada.create_design({}, "Ours")
    page = open_signed_in_page(team, profiles[0])
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("menuitem", name="Members").click()
    page.get_by_role("button", name="Add a member").click()
    page.get_by_label("For whom").fill("Linus")
    page.get_by_role("button", name="Create link").click()
    link = page.get_by_role("dialog", name="The invitation").locator("code").inner_text()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="Open invitations")).to_be_visible()

    guest = profiles[1].new_page()
    guest.goto(link)
    expect(guest.get_by_text("Ada Lovelace invites you to Team as an editor.")).to_be_visible()
    assert "#" not in guest.url
    guest.get_by_label("Your name").fill("Linus Example")
    fill_credentials(guest, "linus", PASSWORD)
    guest.get_by_role("button", name="Join").click()
    expect(guest.get_by_role("link", name="Ours").first).to_be_visible()

    page.reload()
    expect(page.get_by_role("rowheader", name="Linus Example")).to_be_visible()
    screenshots.take(page, "members-light.png")
    page.get_by_label("Role of Linus Example").first.click()
    page.get_by_role("option", name="Viewer").click()
    expect(page.get_by_text("Linus Example is viewer now.")).to_be_visible()
    guest.goto(f"{team.server.url}/designs/{design}")
    expect(guest.get_by_role("button", name="Account of")).to_be_visible()
    page.get_by_role("button", name="Remove Linus Example").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("rowheader", name="Linus Example")).to_have_count(0)
    guest.goto(f"{team.server.url}/people/members")
    expect(guest.get_by_text("No workspace")).to_be_visible()


def test_signing_out_elsewhere_reaches_an_open_design(team: Team, profiles: list[BrowserContext]) -> None:
    design = team.ada.create_design({}, "Left open")
    other_page = open_signed_in_page(team, profiles[1], f"/designs/{design}")
    expect(other_page.get_by_role("button", name="Share", exact=True)).to_be_visible()
    page = open_signed_in_page(team, profiles[0], "/people/account")
    page.get_by_role("button", name="Sign out everywhere else").click()
    other_page.wait_for_url(f"**/login?next=%2Fdesigns%2F{design}")
    # It was the client's session too.
    team.ada.request_json("POST", "/api/login", json={"login": "ada", "password": PASSWORD})


def test_a_token_is_shown_once_and_works(team: Team, profiles: list[BrowserContext], screenshots: Screenshots) -> None:
    page = open_signed_in_page(team, profiles[0], "/people/tokens")
    page.get_by_role("button", name="New token").click()
    page.get_by_label("Name", exact=True).fill("Nightly report")
    page.get_by_role("button", name="Create token").click()
    token = page.get_by_role("dialog", name="Your new token").locator("code").inner_text()
    program = team.open_anonymous_client(Authorization=f"Bearer {token}")
    assert program.get("/api/designs").status_code == 200
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("rowheader", name="Nightly report")).to_be_visible()
    screenshots.take(page, "tokens-light.png")
    page.get_by_role("button", name="Revoke Nightly report").click()
    page.get_by_role("button", name="Revoke", exact=True).click()
    expect(page.get_by_role("rowheader", name="Nightly report")).to_have_count(0)
    assert program.get("/api/designs").status_code == 401


def test_the_log_is_filtered(team: Team, profiles: list[BrowserContext], screenshots: Screenshots) -> None:
    design = team.ada.request_json("POST", "/api/designs", json={"name": "Gone again"})["id"]
    team.ada.request_json("DELETE", f"/api/designs/{design}")
    page = open_signed_in_page(team, profiles[0], "/people/audit")
    expect(page.get_by_role("cell", name="Signed in", exact=True).first).to_be_visible()
    page.get_by_role("combobox", name="Kind").click()
    page.get_by_role("option", name="Designs and versions").click()
    expect(page.get_by_role("cell", name="Signed in", exact=True)).to_have_count(0)
    page.get_by_text("Gone again").first.click()
    screenshots.take(page, "audit-light.png")
    page.get_by_role("button", name="Show all entries for this design").click()
    rows = page.get_by_role("row").filter(has_text="Gone again")
    expect(rows).to_have_count(2)
    expect(page.get_by_role("link", name="Download CSV")).to_have_attribute("href", re.compile(design))
    page.get_by_label("To", exact=True).fill("2020-01-01")
    expect(page.get_by_text("No entries match.")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("cell", name="Signed in", exact=True).first).to_be_visible()


def test_a_row_of_people_is_a_card_on_a_phone(
    team: Team, profiles: list[BrowserContext], screenshots: Screenshots
) -> None:
    team.open_token_client(team.ada, "run")
    page = open_signed_in_page(team, profiles[0])
    page.set_viewport_size({"width": 390, "height": 844})
    for section in ("members", "account", "tokens", "accounts", "audit"):
        page.goto(f"{team.server.url}/people/{section}")
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader")).first
        expect(row).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, section
        assert page.get_by_role("table").evaluate_all(NARROW_TABLES), f"{section}: a table goes on to the side."
        for name in page.get_by_role("main").get_by_role("navigation").get_by_role("link").all():
            expect(name).to_be_in_viewport(ratio=1)
        screenshots.take(page, f"people-{section}-phone.png", full_page=True)


def test_another_workspace_shows_other_things(team: Team, profiles: list[BrowserContext]) -> None:
    team.ada.create_design({}, "In the first")
    page = open_signed_in_page(team, profiles[0])
    expect(page.get_by_role("link", name="In the first").first).to_be_visible()
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("menuitem", name="New workspace…").click()
    page.get_by_label("Name", exact=True).fill("The second")
    page.get_by_role("button", name="Create workspace").click()
    expect(page.get_by_role("heading", name="Start from your own table")).to_be_visible()
    expect(page.get_by_role("link", name="In the first")).to_have_count(0)


def test_single_sign_on_leads_through_the_provider(team: Team, browser: Browser) -> None:
    # Not watched: the provider's own page asks others for its looks, and gets nothing.
    profile = open_context(browser)
    profile.route(lambda url: "127.0.0.1" not in url, lambda route: route.abort())
    workspace = team.ada.request_json("GET", "/api/me")["workspace"]["id"]
    path = f"/api/workspaces/{workspace}/invitations"
    token = team.ada.request_json("POST", path, json={"role": "viewer"})["token"]
    page = profile.new_page()
    page.goto(f"{team.server.url}/join#t={token}")
    page.get_by_role("link", name="Continue with Example").click()
    page.get_by_role("button", name="g-1").click()
    expect(page.get_by_role("button", name="Account of Grace Hopper")).to_be_visible()
    page.get_by_role("button", name="Account of Grace Hopper").click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.wait_for_url("**/login")
    page.get_by_role("link", name="Continue with Example").click()
    page.get_by_role("button", name="g-1").first.click()
    expect(page.get_by_role("button", name="Account of Grace Hopper")).to_be_visible()
    profile.close()


def add_member(team: Team, role: str) -> str:
    """A new member with the role."""
    login = f"{role}-{os.urandom(4).hex()}"
    team.add_member(login, team.ada.request_json("GET", "/api/me")["workspace"]["id"], role)
    return login


def test_who_may_only_look_is_offered_nothing_that_would_be_refused(team: Team, profiles: list[BrowserContext]) -> None:
    team.ada.create_design({}, "To look at")
    page = open_signed_in_page(team, profiles[0], login=add_member(team, "viewer"))
    page.get_by_role("button", name="More about To look at").first.click()
    expect(page.get_by_role("menuitem")).to_have_text(["Export"])
    page.keyboard.press("Escape")
    for path in ("/", "/datasets", "/connections"):
        page.goto(f"{team.server.url}{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("New|Add|Import|Upload|Choose|Delete"))).to_have_count(0)


@pytest.mark.parametrize(("role", "said"), [("viewer", "View only"), ("runner", "View and run")])
def test_who_may_not_change_a_design_is_told_so_and_nothing_waits(
    team: Team, profiles: list[BrowserContext], role: str, said: str
) -> None:
    nodes = {name: {**one, "x": 0, "y": at * 120} for at, (name, one) in enumerate(make_regression_nodes().items())}
    design = team.ada.create_design(nodes, "Theirs")
    page = open_signed_in_page(team, profiles[0], f"/designs/{design}", add_member(team, role))
    page.get_by_role("group", name=re.compile("^Split Data")).click()
    expect(page.get_by_role("banner").get_by_text(said, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Share", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="More ways to run")).to_have_count(int(role == "runner"))
    fraction = page.get_by_label("Fraction", exact=True)
    fraction.fill("0.25")
    fraction.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(f"You are a {role} of this workspace")
    expect(fraction).to_have_value("0.7")
    expect(page.get_by_text("Not saved")).to_have_count(0)
    assert team.ada.request_json("GET", f"/api/designs/{design}")["revision"] == 0
