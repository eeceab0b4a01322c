"""A run that got no sandbox says that nothing of the design is wrong, and runs at the press of a button."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.conftest import Screenshots
from tests.browser.design_page import FINISHED_PATTERN, SCHEMES, DesignPage, lay_out_nodes, show_scheme
from tests.live_server import Client, Server
from tests.sandbox_starvation import no_sandbox_started
from tests.small_designs import make_script_nodes

QUICK = "import pandas as pd\n\n\ndef azureml_main(first=None, second=None):\n    return pd.DataFrame({'a': [1]}),\n"


def test_a_run_that_got_no_sandbox_is_tried_again_by_a_button(
    page: Page, desk: DesignPage, client: Client, server: Server, screenshots: Screenshots
) -> None:
    desk.open(client.create_design(lay_out_nodes(make_script_nodes(f"{QUICK}# {uuid4()}\n"))))
    with no_sandbox_started(server.home):
        desk.run()
        desk.expect_run("Failed")
    note = page.get_by_role("note").filter(has_text="Error 1002")
    expect(note.get_by_text("Your design is fine")).to_be_visible()
    expect(note.get_by_role("button", name="Try again")).to_be_enabled()
    expect(page.get_by_text("Each step gets up to")).to_be_visible()
    desk.show_all()
    for scheme in SCHEMES:
        show_scheme(page, scheme)
        screenshots.take(page, f"try-again-{scheme}.png")
    desk.run_panel.get_by_role("button", name="Try again").first.click()
    desk.expect_run("Succeeded")
    desk.expect_status(FINISHED_PATTERN, ["Execute Python Script"])
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
