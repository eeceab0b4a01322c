"""From a file of Orange to a trained, shared and deployed model, as docs/other-tools.md says, in the browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ProfileFactory, Screenshots
from tests.browser.design_page import DesignPage
from tests.live_server import Client, Server
from tests.server.importers.workflow_files import write_orange

FLOW = write_orange(
    [
        ("OWFile", "File", {}),
        ("OWDataSampler", "Data Sampler", {}),
        ("OWLogisticRegression", "Logistic Regression", {}),
        ("OWPredictions", "Predictions", {}),
    ],
    [
        (0, "Data", 1, "Data"),
        (1, "Data Sample", 2, "Data"),
        (2, "Model", 3, "Predictors"),
        (1, "Remaining Data", 3, "Data"),
    ],
    "Who stays",
)
VISITORS = "visits,minutes,stays\n" + "".join(
    f"{at % 30},{at * 7 % 50},{'yes' if at % 30 + at * 7 % 50 > 40 else 'no'}\n" for at in range(200)
)


@pytest.fixture
def files(tmp_path: Path, client: Client) -> Iterator[Path]:
    (tmp_path / "stays.ows").write_bytes(FLOW)
    (tmp_path / "visitors.csv").write_text(VISITORS)
    yield tmp_path
    client.delete_everything()


def test_a_file_of_orange_becomes_a_model_that_others_use(
    page: Page, desk: DesignPage, server: Server, files: Path, new_profile: ProfileFactory, screenshots: Screenshots
) -> None:
    page.goto(f"{server.url}/datasets")
    page.locator(".drop-box input[type=file]").first.set_input_files(files / "visitors.csv")
    page.get_by_role("dialog").get_by_role("button", name="Import 200 rows").click()
    expect(page.get_by_role("heading", name="visitors", exact=True)).to_be_visible()

    page.goto(server.url)
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()  # the page takes files from then on
    desk.drop_file(files / "stays.ows", (600, 400))
    expect(desk.canvas.get_by_text("Imported from Orange")).to_be_visible()
    expect(page.get_by_text("File: Choose a dataset.")).to_be_visible()
    screenshots.take(page, "orange-report.png")
    desk.select("File")
    desk.choose("Dataset", "visitors")
    desk.select("Train Logistic Regression")
    desk.choose("Label column", "stays")
    expect(page.get_by_text("No problems", exact=True)).to_be_visible()
    desk.run()
    desk.expect_run("Succeeded")

    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Create link").click()
    address = page.get_by_role("textbox", name="Address of the new link").input_value()
    visitor = new_profile(signed_in=False).new_page()
    visitor.goto(address)
    expect(visitor.get_by_role("heading", name="Who stays")).to_be_visible()
    visitor.close()
    page.keyboard.press("Escape")

    desk.find_card("Train Logistic Regression").click(button="right")
    page.get_by_role("menuitem", name="Register model").click()
    dialog = page.get_by_role("dialog", name="Register model")
    dialog.get_by_label("Name").fill("who-stays")
    dialog.get_by_role("button", name="Register").click()
    page.get_by_role("button", name="Show", exact=True).click()
    details = page.get_by_role("region", name="who-stays, version 1")
    details.get_by_role("button", name="Deploy", exact=True).click()
    page.get_by_role("dialog", name="Deploy who-stays").get_by_role("button", name="Deploy").click()
    expect(page.get_by_role("heading", name="Ready for its first request")).to_be_visible()
    page.get_by_role("button", name="Fill with an example").click()
    page.get_by_role("button", name="Predict").click()
    expect(page.get_by_text("Every value is within the training data.")).to_be_visible()
