"""Two people on one design: they see one another, and each one's work and undo are their own."""

import re

from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.design_page import DesignPage
from tests.live_server import Client

OTHER_TAB_LABEL = "You, in another tab"


def test_each_sees_who_is_there_where_they_point_and_what_they_select_and_may_follow(
    here: DesignPage, there: DesignPage
) -> None:
    face = here.page.get_by_role("button", name=f"Follow {OTHER_TAB_LABEL}")
    expect(face).to_be_visible()
    expect(here.page.locator("[data-presence]")).to_contain_text(f"{OTHER_TAB_LABEL} joined.")
    there.select("Split Data")
    there.wait_for_rest()
    box = there.find_card("Split Data").bounding_box()
    assert box is not None
    there.page.mouse.move(box["x"] + 30, box["y"] + 30)
    there.page.mouse.move(box["x"] + 40, box["y"] + 40)
    expect(here.page.locator(".others-selection")).to_have_count(1)
    expect(here.page.locator(".others-pointer")).to_contain_text(OTHER_TAB_LABEL)
    check_following(here, there)
    there.page.close()
    expect(face).to_have_count(0)
    expect(here.page.locator("[data-presence]")).to_contain_text(f"{OTHER_TAB_LABEL} left.")
    expect(here.page.locator(".others-selection, .others-pointer")).to_have_count(0)


def read_viewport(desk: DesignPage) -> str:
    style: str = desk.page.locator(".react-flow__viewport").evaluate("element => element.style.transform")
    return style


def check_following(here: DesignPage, there: DesignPage) -> None:
    """Whoever follows sees what the other sees, until they move themselves."""
    here.page.get_by_role("button", name=f"Follow {OTHER_TAB_LABEL}").click()
    expect(here.page.get_by_text(f"Following {OTHER_TAB_LABEL}. Press Esc to stop.")).to_be_visible()
    before = read_viewport(here)
    there.page.get_by_role("button", name="Zoom in").click()
    expect(here.page.locator(".react-flow__viewport")).not_to_have_attribute("style", re.compile(re.escape(before)))
    here.page.keyboard.press("Escape")
    expect(here.page.get_by_text("Press Esc to stop.")).to_have_count(0)
    here.page.get_by_role("button", name=f"Follow {OTHER_TAB_LABEL}").click()
    here.page.locator(".react-flow__pane").hover(position={"x": 300, "y": 60})
    here.page.mouse.wheel(0, 120)
    expect(here.page.get_by_text("Press Esc to stop.")).to_have_count(0)


def test_two_change_different_parameters_of_one_module_and_the_history_says_who(
    here: DesignPage, there: DesignPage, client: Client, design: str
) -> None:
    for desk in (here, there):
        desk.show_all()
        desk.select("Split Data")
    here.find_field("Fraction").fill("0.9")
    there.find_field("Random seed").fill("7")
    for desk in (here, there):
        expect(desk.find_card("Split Data")).to_contain_text("90 % / 10 %")
        expect(desk.find_field("Random seed")).to_have_value("7")
        expect(desk.save_status).to_contain_text("Saved")
    node = client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]["split"]
    assert (node["parameters"]["fraction"], node["parameters"]["seed"]) == (0.9, 7)
    here.top_bar.get_by_role("button", name="History").click()
    expect(here.page.get_by_role("region", name="Who changed what").get_by_text("by You").first).to_be_visible()


def test_undo_takes_back_only_what_one_did_oneself(here: DesignPage, there: DesignPage) -> None:
    for desk in (here, there):
        desk.show_all()
        desk.select("Split Data")
    here.find_field("Random seed").fill("7")
    expect(there.find_field("Random seed")).to_have_value("7")
    there.find_field("Fraction").fill("0.9")
    expect(here.find_card("Split Data")).to_contain_text("90 % / 10 %")
    here.page.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(here.find_field("Random seed")).to_have_value("0")
    expect(here.find_card("Split Data")).to_contain_text("90 % / 10 %")
    # What another has set since is left as it is.
    here.find_field("Random seed").fill("8")
    expect(there.find_field("Random seed")).to_have_value("8")
    there.find_field("Random seed").fill("9")
    there.find_field("Fraction").fill("0.8")
    expect(here.find_card("Split Data")).to_contain_text("80 % / 20 %")
    here.page.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(here.page.get_by_text("later changes by others were kept")).to_be_visible()
    expect(here.find_field("Random seed")).to_have_value("9")


def test_both_add_the_same_module_offline_and_both_are_kept(
    here: DesignPage, there: DesignPage, there_profile: BrowserContext, client: Client, design: str
) -> None:
    there.add_by_keyboard("Normalize Data")
    there.wait_for_parts()
    there_profile.set_offline(True)
    there.add_by_keyboard("Summarize Data")
    expect(there.save_status).to_contain_text("Not saved")
    here.add_by_keyboard("Summarize Data")
    expect(here.save_status).to_contain_text("Saved")
    there_profile.set_offline(False)
    for desk in (here, there):
        expect(desk.find_card("Summarize Data")).to_have_count(2)
        expect(desk.save_status).to_contain_text("Saved")
    nodes = client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]
    assert {"summarize_data", "summarize_data_2"} <= set(nodes)


def test_whoever_works_on_what_another_deletes_can_bring_it_back(here: DesignPage, there: DesignPage) -> None:
    there.show_all()
    there.select("Split Data")
    there.find_field("Fraction").fill("0.9")
    expect(here.find_card("Split Data")).to_contain_text("90 % / 10 %")
    here.select("Split Data")
    here.page.keyboard.press("Delete")
    expect(there.page.get_by_text("deleted Split Data while you were working on it")).to_be_visible()
    there.page.get_by_role("button", name="Restore").click()
    for desk in (here, there):
        expect(desk.find_card("Split Data")).to_contain_text("90 % / 10 %")


def find_comments(desk: DesignPage) -> Locator:
    return desk.page.get_by_role("tabpanel", name="Comments")


def test_a_comment_is_seen_answered_and_resolved_by_others_at_once(here: DesignPage, there: DesignPage) -> None:
    for desk in (here, there):
        desk.show_all()
        desk.select("Split Data")
        desk.page.keyboard.press("Shift+M")
    find_comments(here).get_by_label("Write a comment").fill("Why **this** fraction?")
    here.page.keyboard.press("Control+Enter")
    expect(find_comments(there).get_by_text("Why this fraction?")).to_be_visible()
    expect(there.find_card("Split Data").get_by_role("button", name="1 open comment")).to_be_visible()
    find_comments(there).get_by_label("Reply").fill("It is the usual one.")
    there.page.keyboard.press("Control+Enter")
    expect(find_comments(here).get_by_text("It is the usual one.")).to_be_visible()
    find_comments(there).get_by_role("button", name="Resolve", exact=True).click()
    expect(find_comments(here).get_by_text("No open comments")).to_be_visible()
    expect(here.find_card("Split Data").get_by_role("button", name="1 open comment")).to_have_count(0)
    find_comments(here).get_by_text("Resolved (1)").click()
    expect(find_comments(here).get_by_text("Resolved by You")).to_be_visible()


def test_comments_outlive_their_module_and_a_link_leads_to_them(desk: DesignPage, client: Client, design: str) -> None:
    body = {"node": "split", "port": "input.dataset", "title": "Split Data", "text": "Which rows?"}
    thread = client.request_json("POST", f"/api/designs/{design}/threads", json=body)
    client.edit(design, {"path": ["nodes", "split"]})
    desk.page.goto(f"{desk.url}/designs/{design}#comment-{thread['id']}")
    expect(find_comments(desk).get_by_role("heading", name="On deleted modules")).to_be_visible()
    expect(find_comments(desk).get_by_text("Split Data (deleted)")).to_be_visible()
    expect(find_comments(desk).locator(f"#comment-{thread['id']}")).to_be_focused()
    find_comments(desk).get_by_role("button", name="Delete", exact=True).click()
    expect(find_comments(desk).get_by_text("No open comments")).to_be_visible()
