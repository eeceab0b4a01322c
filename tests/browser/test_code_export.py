"""A design as code: a form is chosen, the code is read, copied and downloaded, with what it needs."""

import ast
import json
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Screenshots
from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client
from tests.small_designs import make_regression_nodes


def test_a_design_is_read_copied_and_downloaded_as_code(
    desk: DesignPage, client: Client, screenshots: Screenshots
) -> None:
    desk.open(client.create_design(lay_out_nodes(make_regression_nodes()), "Code of it"))
    page = desk.page
    desk.top_bar.get_by_role("button", name="Actions on this design").click()
    page.get_by_role("menuitem", name="Export as code").click()
    dialog = page.get_by_role("dialog")
    code = dialog.locator(".cm-content")
    expect(code).to_contain_text("root_mean_squared_error")
    screenshots.take(page, "export-code-light.png")
    dialog.get_by_role("button", name="Copy").click()
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    ast.parse(page.evaluate("navigator.clipboard.readText()"))

    with page.expect_download() as script:
        dialog.get_by_role("button", name="Download").click()
    assert script.value.suggested_filename.endswith(".py")
    dialog.get_by_text("Notebook", exact=False).first.click()
    expect(code).to_contain_text("# # Code of it")
    with page.expect_download() as notebook:
        dialog.get_by_role("button", name="Download").click()
    assert notebook.value.suggested_filename.endswith(".ipynb")
    assert json.loads(Path(notebook.value.path()).read_text())["nbformat"] == 4
    dialog.get_by_text("Pipeline", exact=False).first.click()
    expect(code).not_to_contain_text("root_mean_squared_error")
    expect(code).to_contain_text("make_pipeline")
