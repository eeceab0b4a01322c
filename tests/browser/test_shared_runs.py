"""Visitors of a link run the design on a table of their own; sites that the owner names show it in a frame."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ProfileFactory, Screenshots, open_context
from tests.browser.test_sharing import create_link
from tests.live_server import Client, Server
from tests.small_designs import make_node, make_regression_nodes

OWNER_CSV = "a,b,y\n" + "".join(f"{row},{row % 3},{2 * row}\n" for row in range(30))
VISITOR_CSV = "a,b,y\n" + "".join(f"{row},{row % 5},{7 * row}\n" for row in range(50))


@pytest.fixture(scope="module")
def design(client: Client) -> str:
    added = client.request_json(
        "POST",
        "/api/datasets?name=Houses of ours&file_name=ours.csv",
        content=OWNER_CSV.encode(),
        headers={"Content-Type": "application/octet-stream"},
    )
    nodes = make_regression_nodes() | {"data": make_node("dataset", {"dataset": added["id"]})}
    placed = {name: {**one, "x": 0, "y": at * 120} for at, (name, one) in enumerate(nodes.items())}
    made = client.create_design(placed, "Houses")
    assert client.run(made)["state"] == "succeeded"
    return made


def test_a_visitor_runs_it_on_a_table_of_their_own(
    page: Page, server: Server, new_profile: ProfileFactory, design: str, tmp_path: Path, screenshots: Screenshots
) -> None:
    address = create_link(page, server, design, "Run on their own data")
    visitor = new_profile(signed_in=False).new_page()
    visitor.goto(address)
    own = visitor.get_by_role("region", name="Try it with your own data")
    expect(own.get_by_role("combobox", name="Table to replace")).to_have_value("Houses of ours")
    expect(visitor.get_by_text("30 × 3").first).to_be_visible()

    table = tmp_path / "theirs.csv"
    table.write_text(VISITOR_CSV)
    with visitor.expect_file_chooser() as chooser:
        own.get_by_role("button", name="Choose a table").click()
    chooser.value.set_files(table)
    expect(own.get_by_text("Done. All results on this page are for theirs.csv.")).to_be_visible(timeout=120_000)
    expect(visitor.get_by_text("50 × 3").first).to_be_visible()
    visitor.get_by_role("group", name=re.compile("^Evaluate Model")).click()
    expect(visitor.get_by_text("Mean absolute error").or_(visitor.get_by_text("MAE")).first).to_be_visible()
    screenshots.take(visitor, "share-own-data.png")

    own.get_by_role("button", name="Back to the shared results").click()
    expect(visitor.get_by_text("30 × 3").first).to_be_visible()


def test_a_table_that_does_not_fit_is_told_why(
    page: Page, server: Server, new_profile: ProfileFactory, design: str, tmp_path: Path
) -> None:
    address = create_link(page, server, design, "Run on their own data")
    visitor = new_profile(signed_in=False).new_page()
    visitor.goto(address)
    own = visitor.get_by_role("region", name="Try it with your own data")
    table = tmp_path / "other.csv"
    table.write_text("c,d\n1,2\n3,4\n")
    with visitor.expect_file_chooser() as chooser:
        own.get_by_role("button", name="Choose a table").click()
    chooser.value.set_files(table)
    expect(own.get_by_role("list", name="Problems")).to_contain_text("Train Model")
    partly = own.get_by_text("Some steps could not run on other.csv. The others are shown.")
    expect(partly).to_be_visible(timeout=120_000)


@pytest.fixture
def other_site() -> Iterator["FramingSite"]:
    site = FramingSite()
    yield site
    site.close()


class FramingSite:
    """Another site: one page that shows an address in a frame."""

    def __init__(self) -> None:
        self.body = ""
        site = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = site.body.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  as it is called there
                """Nothing is told."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def create_framed_link(client: Client, server: Server, design: str, origin: str) -> str:
    made = client.request_json("POST", f"/api/designs/{design}/shares", json={"name": "Blog", "origins": [origin]})
    address = f"{server.url}/s/{made['id']}?framed=true#{made['token']}"
    return f'<iframe title="Designery" width="900" height="600" src="{address}"></iframe>'


def test_a_site_on_the_list_shows_the_link_in_a_frame_and_another_does_not(
    browser: Browser, client: Client, server: Server, design: str, other_site: FramingSite
) -> None:
    # A page of another site: the watch over ours would refuse its very requests.
    context = open_context(browser)
    page = context.new_page()
    other_site.body = create_framed_link(client, server, design, other_site.url)
    page.goto(other_site.url)
    frame = page.frame_locator("iframe[title=Designery]")
    expect(frame.get_by_role("heading", name="Houses")).to_be_visible()
    expect(frame.get_by_role("group", name=re.compile("^Split Data"))).to_be_visible()

    other_site.body = create_framed_link(client, server, design, "https://blog.example.org")
    with page.expect_event("console", lambda said: "frame-ancestors" in said.text):
        page.goto(other_site.url)
    expect(frame.get_by_role("heading", name="Houses")).to_have_count(0)
    context.close()
