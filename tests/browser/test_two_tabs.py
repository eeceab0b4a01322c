"""Two people, or two tabs, on one design: both see what both do, and nobody's work is lost."""

import re

from playwright.sync_api import BrowserContext, expect

from tests.browser.design_page import DesignPage
from tests.live_server import Client

ALL_TITLES = ["Enter Data Manually", "Split Data", "Linear Regression", "Train Model", "Score Model", "Evaluate Model"]


def test_both_see_what_both_do(here: DesignPage, there: DesignPage) -> None:
    here.add_by_keyboard("Summarize Data")
    expect(there.find_card("Summarize Data")).to_be_visible()
    there.show_all()
    there.select("Evaluate Model")
    there.page.keyboard.press("Delete")
    expect(here.find_card("Evaluate Model")).to_have_count(0)
    here.show_all()
    here.select("Split Data")
    here.find_field("Fraction").fill("0.9")
    expect(there.find_card("Split Data")).to_contain_text("90 % / 10 %")


def test_two_tabs_of_one_browser_converge(here: DesignPage, profile: BrowserContext, design: str) -> None:
    beside = DesignPage(profile.new_page(), here.url).open(design)
    here.select("Score Model")
    here.page.keyboard.press("Delete")
    expect(beside.find_card("Score Model")).to_have_count(0)
    beside.page.keyboard.press("F2")
    beside.page.get_by_label("Name of the design").fill("Twice open")
    beside.page.keyboard.press("Enter")
    expect(here.page.get_by_role("heading", name="Twice open")).to_be_visible()


def test_a_tab_that_was_offline_catches_up_and_brings_its_own_work(
    here: DesignPage, there: DesignPage, there_profile: BrowserContext, client: Client, design: str
) -> None:
    there.wait_for_parts()
    assert not here.has_parts()  # it saves data
    there_profile.set_offline(True)
    there.select("Evaluate Model")
    there.page.keyboard.press("Delete")
    there.add_by_keyboard("Normalize Data")
    expect(there.save_status).to_contain_text("Not saved")
    expect(there.page.get_by_role("alert")).to_contain_text("Connection lost. Keep working")
    here.add_by_keyboard("Summarize Data")
    here.show_all()
    here.select("Split Data")
    here.find_field("Fraction").fill("0.9")
    expect(here.save_status).to_contain_text("Saved")

    there_profile.set_offline(False)
    for desk in (here, there):
        expect(desk.find_card("Normalize Data")).to_be_visible()
        expect(desk.find_card("Summarize Data")).to_be_visible()
        expect(desk.find_card("Evaluate Model")).to_have_count(0)
        expect(desk.find_card("Split Data")).to_contain_text("90 % / 10 %")
        expect(desk.save_status).to_contain_text("Saved")
    expect(there.page.get_by_role("alert")).to_have_count(0)
    nodes = client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]
    assert set(nodes) == {"data", "split", "linear", "train", "score", "summarize_data", "normalize_data"}


def test_a_run_started_here_is_seen_there(here: DesignPage, there: DesignPage) -> None:
    here.run()
    there.expect_status(re.compile("^(Succeeded|Reused)$"), ALL_TITLES)
