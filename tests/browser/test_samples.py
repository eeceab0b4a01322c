"""The sample gallery: two clicks to a result."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from server.samples.sample_data import SAMPLE_DATASETS
from tests.browser.conftest import WINDOW, Screenshots
from tests.browser.design_page import FINISHED_PATTERN, DesignPage
from tests.live_server import Server


def test_every_sample_has_a_picture_and_a_question_and_is_run_in_two_clicks(
    page: Page, desk: DesignPage, server: Server, screenshots: Screenshots
) -> None:
    page.goto(server.url)
    gallery = page.get_by_role("button", name=re.compile(r"\?"))
    expect(gallery).to_have_count(10)
    for sample in gallery.all():
        expect(sample.locator("svg").first).to_be_visible()
    page.get_by_role("button", name=re.compile("What is a car worth")).click()
    desk.run()
    desk.expect_run("Succeeded")
    desk.expect_status(FINISHED_PATTERN, ["Train Model", "Evaluate Model"])
    screenshots.take(page, "canvas-run-light.png")

    desk.show_output("Train Model", "Trained model")
    expect(page.get_by_text("Trained on 135 rows and 24 columns to predict price.")).to_be_visible()
    desk.show_output("Evaluate Model", "Evaluation results")
    assert 0.67 < float(desk.find_tile("R²").inner_text()) < 0.95


def test_sample_data_show_as_they_come_in_a_page_that_was_there_before(browser: Browser, tmp_path: Path) -> None:
    """At its first start the server reads them while the page is open already."""
    server = Server(tmp_path / "home").start()
    try:
        page = browser.new_page(viewport=WINDOW)
        page.goto(server.link)
        page.get_by_role("button", name="New design").first.click()
        count = page.get_by_role("button", name="Sample datasets").locator(".category-count")
        expect(count).to_have_text(str(len(SAMPLE_DATASETS)), timeout=60_000)
        page.context.close()
    finally:
        server.stop()
