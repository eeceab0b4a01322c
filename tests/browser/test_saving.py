"""Nothing that was drawn or typed is lost: not by a killed tab, a reload, or a way home and back."""

import json

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client, wait_until
from tests.small_designs import make_regression_nodes


def test_a_tab_killed_right_after_an_edit_loses_nothing(
    profile: BrowserContext, desk: DesignPage, client: Client
) -> None:
    design = client.create_design(lay_out_nodes(make_regression_nodes()))
    desk.open(design)
    # The edit never leaves this tab: the server has it only if another tab finds it.
    desk.page.route("**/edits", lambda route: route.abort())
    desk.select("Evaluate Model")
    desk.page.keyboard.press("Delete")
    expect(desk.save_status).to_contain_text("Not saved (1)")
    desk.page.close()

    again = DesignPage(profile.new_page(), desk.url).open(design)
    expect(again.find_card("Evaluate Model")).to_have_count(0)
    expect(again.save_status).to_contain_text("Saved")
    wait_until(
        lambda: "evaluate" not in client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"], "the edit"
    )


def test_what_was_typed_last_survives_a_reload(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(client.create_design(lay_out_nodes(make_regression_nodes())))
    desk.select("Split Data")
    desk.find_field("Fraction").fill("0.9")
    page.reload()
    expect(desk.find_card("Split Data")).to_contain_text("90 % / 10 %")


def test_work_that_waits_is_sent_when_the_design_is_opened_again(desk: DesignPage, client: Client) -> None:
    desk.open(client.create_design(lay_out_nodes(make_regression_nodes())))
    desk.page.route("**/edits", lambda route: route.abort())
    desk.select("Evaluate Model")
    desk.page.keyboard.press("Delete")
    expect(desk.save_status).to_contain_text("Not saved (1)")
    desk.page.get_by_role("link", name="Designs", exact=True).click()
    expect(desk.page.get_by_role("heading", name="Designs", exact=True)).to_be_visible()
    desk.page.unroute("**/edits")
    desk.page.go_back()
    expect(desk.find_card("Split Data")).to_be_visible()
    expect(desk.save_status).to_contain_text("Saved")
    expect(desk.find_card("Evaluate Model")).to_have_count(0)


def test_while_the_server_has_too_much_to_save_one_goes_on_drawing_and_it_is_saved_later(
    desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design(lay_out_nodes(make_regression_nodes())))
    sentence = "Designery is busy because too much is being saved at once. Try again in a moment."
    body = json.dumps({"detail": sentence})
    headers = {"Retry-After": "2", "Content-Type": "application/json"}
    desk.page.route("**/edits", lambda route: route.fulfill(status=503, body=body, headers=headers))
    desk.select("Evaluate Model")
    desk.page.keyboard.press("Delete")
    expect(desk.page.get_by_role("alert")).to_contain_text(
        "Saving takes longer than usual. Keep working; 1 edit will be saved in a moment."
    )
    expect(desk.save_status).to_contain_text("Not saved (1)")
    desk.page.unroute("**/edits")
    expect(desk.save_status).to_contain_text("Saved")
    expect(desk.page.get_by_role("alert")).to_have_count(0)
