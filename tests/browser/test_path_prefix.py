"""A server below a path of its host, behind a real proxy that passes the path on or takes it off."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import TIMEOUT_MS, open_context
from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.browser.page_watch import PageWatch
from tests.browser.test_people import fill_credentials
from tests.database_servers import find_free_port
from tests.live_server import Client, Server, wait_until
from tests.nginx import running_nginx
from tests.oidc_provider import running_provider
from tests.small_designs import make_regression_nodes
from tests.team_server import API_HEADERS, PASSWORD


@dataclass
class PrefixedServer:
    """A server that is reached at `url` only."""

    url: str
    server: Server
    ada: Client

    def open_client(self, **headers: str) -> Client:
        return Client(base_url=self.url, headers=headers or API_HEADERS, timeout=60)


@pytest.fixture(scope="module", params=["kept", "stripped"])
def below(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[PrefixedServer]:
    """A server with accounts behind nginx, which Ada set up in her browser."""
    folder, port, behind = tmp_path_factory.mktemp("below"), find_free_port(), find_free_port()
    with (
        running_provider() as provider,
        running_nginx(folder / "nginx", port, behind, keeps_prefix=request.param == "kept") as url,
    ):
        environment = {
            "DESIGNERY_MODE": "team",
            "DESIGNERY_URL": f"{url}/",
            "DESIGNERY_TRUSTED_PROXY": "127.0.0.1",
            "DESIGNERY_OIDC_ISSUER": provider,
            "DESIGNERY_OIDC_CLIENT_ID": "designery",
            "DESIGNERY_OIDC_CLIENT_SECRET": "a secret",
        }
        server = Server(folder / "home", environment=environment, port=behind).start()
        try:
            assert server.link.startswith(f"{url}/setup#t=")
            page = open_context(browser).new_page()
            page.goto(server.link)
            page.get_by_label("Your name").fill("Ada")
            fill_credentials(page, "ada", PASSWORD)
            page.get_by_role("button", name="Create account").click()
            expect(page.get_by_role("button", name="Account of Ada")).to_be_visible(timeout=TIMEOUT_MS)
            assert page.url == f"{url}/"
            page.context.close()
            ada = Client(base_url=url, headers=API_HEADERS, timeout=60)
            ada.request_json("POST", "/api/login", json={"login": "ada", "password": PASSWORD})
            yield PrefixedServer(url, server, ada)
            ada.close()
        finally:
            server.stop()


@pytest.fixture
def profile(browser: Browser, below: PrefixedServer) -> Iterator[BrowserContext]:
    """A browser that may ask for nothing outside of the prefix, and has nothing refused."""
    watch = PageWatch(below.url.removesuffix("/designery"))
    made = open_context(browser)
    watch.observe(made)
    astray: list[str] = []
    made.on("request", lambda asked: None if _is_below(asked.url, below) else astray.append(asked.url))
    made.on("response", lambda answer: None if answer.status < 404 else astray.append(f"{answer.status} {answer.url}"))
    yield made
    made.close()
    assert (watch.complaints, astray) == ([], [])


def _is_below(url: str, below: PrefixedServer) -> bool:
    return url.startswith((f"{below.url}/", "data:", "blob:"))


def open_signed_in_page(profile: BrowserContext, below: PrefixedServer, path: str = "/login") -> Page:
    page = profile.new_page()
    page.goto(below.url + path)
    fill_credentials(page, "ada", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    return page


def test_one_signs_in_walks_through_the_pages_runs_and_shares_below_the_prefix(
    profile: BrowserContext, browser: Browser, below: PrefixedServer
) -> None:
    page = open_signed_in_page(profile, below, "/datasets")
    expect(page.get_by_role("heading", name="Datasets", exact=True)).to_be_visible()
    assert page.url == f"{below.url}/datasets"
    assert {cookie["path"] for cookie in profile.cookies()} == {"/designery"}
    for name, path in (("Runs", "/runs"), ("Pipelines", "/pipelines"), ("Models", "/models")):
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        page.wait_for_url(below.url + path)
    page.go_back()
    page.wait_for_url(f"{below.url}/pipelines")
    page.reload()
    expect(page.get_by_role("heading", name="Pipelines", exact=True)).to_be_visible()
    run_and_share_a_design(page, browser, below)
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.wait_for_url(f"{below.url}/login")
    assert profile.cookies() == []


def run_and_share_a_design(page: Page, browser: Browser, below: PrefixedServer) -> None:
    """Run a design and share it by a link that a visitor opens, and leave the page with the list of pipelines."""
    design = below.ada.create_design(lay_out_nodes(make_regression_nodes()), "Below")
    desk = DesignPage(page, below.url).open(design)
    desk.run()
    desk.expect_run("Succeeded")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_label("Name of the link").fill("Committee")
    page.get_by_role("button", name="Create link").click()
    address = page.get_by_role("textbox", name="Address of the new link").input_value()
    assert address.startswith(f"{below.url}/s/")
    visitor = open_context(browser).new_page()
    visitor.goto(address)
    expect(visitor.get_by_role("heading", name="Below")).to_be_visible(timeout=TIMEOUT_MS)
    assert {cookie["path"].rpartition("/")[0] for cookie in visitor.context.cookies()} == {"/designery/api/shared"}
    visitor.context.close()
    page.goto(f"{below.url}/pipelines")


def test_the_identity_provider_leads_back_below_the_prefix(browser: Browser, below: PrefixedServer) -> None:
    invitation = below.ada.request_json(
        "POST",
        f"/api/workspaces/{below.ada.request_json('GET', '/api/me')['workspace']['id']}/invitations",
        json={"role": "viewer"},
    )
    page = open_context(browser).new_page()
    page.goto(f"{below.url}/join#t={invitation['token']}")
    page.get_by_role("link", name="Continue with").click()
    page.get_by_role("button", name="g-1").click()
    page.wait_for_url(f"{below.url}/")
    expect(page.get_by_role("button", name="Account of")).to_be_visible(timeout=TIMEOUT_MS)
    page.context.close()


def test_documentation_and_description_name_the_prefix(below: PrefixedServer) -> None:
    assert below.ada.request_json("GET", "/api/openapi.json")["servers"] == [{"url": "/designery"}]
    page = below.ada.get("/api/docs").text
    assert f"{below.url}/api/session" in page
    fonts = re.findall(r"url\((/[^)]+\.woff2)\)", page)
    assert fonts
    assert below.ada.get(fonts[0].removeprefix("/designery")).status_code == 200


def test_the_proxy_names_requests_and_its_visitors(below: PrefixedServer) -> None:
    answer = below.ada.get("/api/designs")
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"])  # as nginx names them
    log = below.server.home.parent / f"{below.server.home.name}.log"
    wait_until(lambda: answer.headers["x-request-id"] in log.read_text(), "its line in the log")
