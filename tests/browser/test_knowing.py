"""What is known before a run: advice with its fix, which can be silenced, and the live sample at every port."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.design_page import DesignPage, lay_out_nodes
from tests.live_server import Client, wait_until
from tests.small_designs import make_node, make_regression_nodes

ON_TRAINING_ROWS = re.compile("scores the same rows that Train Model learns from")


def make_leaking_nodes() -> dict[str, Any]:
    nodes = make_regression_nodes()
    nodes["score"]["inputs"]["dataset"] = "split.results_dataset1"
    return lay_out_nodes(nodes)


def test_advice_has_a_reason_and_a_fix_and_does_not_keep_the_design_from_running(
    page: Page, desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design(make_leaking_nodes()))
    expect(page.get_by_role("button", name=re.compile("1 piece of advice"))).to_be_visible()
    expect(desk.find_card("Score Model")).not_to_have_accessible_name(re.compile("problem"))
    page.get_by_role("button", name="Show all problems").click()
    row = page.get_by_role("tabpanel", name="Problems").get_by_role("listitem")
    expect(row).to_contain_text(ON_TRAINING_ROWS)
    expect(row).to_contain_text("Measure it on rows that it has not seen.")
    row.get_by_role("button", name="Score the other part of Split Data").click()
    expect(page.get_by_role("tabpanel", name="Problems")).to_contain_text("No problems")


def test_advice_on_preprocessing_before_the_folds_hands_the_whole_chain_on_to_the_model_by_one_click(
    page: Page, desk: DesignPage, client: Client
) -> None:
    rows = "".join(
        f"{row * 37 % 50},{row % 7},{'yes' if row * 37 % 50 + row % 5 > 30 else 'no'}\n" for row in range(60)
    )
    nodes = {
        "data": make_node("enter_data_manually", {"data": f"income,years,paid\n{rows}"}),
        "scale": make_node("normalize_data", dataset="data.dataset"),
        "more": make_node("smote", {"label": "paid"}, samples="scale.transformed_dataset"),
        "logistic": make_node("two_class_logistic_regression"),
        "validate": make_node(
            "cross_validate_model",
            {"label": "paid", "number_of_folds": 3},
            untrained_model="logistic.untrained_model",
            dataset="more.table",
        ),
    }
    design = client.create_design(lay_out_nodes(nodes))
    desk.open(design)
    page.get_by_role("button", name="Show all problems").click()
    problems = page.get_by_role("tabpanel", name="Problems")
    problems.get_by_role("button", name="Fit these 2 steps in each fold").first.click()
    expect(desk.find_card("Add Preprocessing to Model")).to_be_visible()
    expect(problems).to_contain_text("No problems")
    desk.run()
    desk.expect_run("Succeeded")
    desk.select("Add Preprocessing to Model")
    page.keyboard.press("v")
    steps = page.get_by_role("listitem").filter(has_text="Normalize Data")
    expect(steps.first).to_be_visible()

    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    expect(desk.find_card("Add Preprocessing to Model")).to_have_count(0)
    before = {"untrained_model": "logistic.untrained_model", "dataset": "more.table"}
    address = f"/api/designs/{design}"
    wait_until(
        lambda: client.request_json("GET", address)["document"]["nodes"]["validate"]["inputs"] == before, "the undo"
    )


def test_silenced_advice_is_folded_away_and_can_be_heard_again(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(client.create_design(make_leaking_nodes()))
    desk.select("Score Model")
    page.get_by_role("button", name="Dismiss for this card").click()
    expect(page.get_by_text("No problems", exact=True)).to_be_visible()
    page.get_by_role("button", name="Show all problems").click()
    page.get_by_role("button", name="1 dismissed hint").click()
    page.get_by_role("button", name="Show again").click()
    expect(page.get_by_role("tabpanel", name="Problems").get_by_role("listitem")).to_contain_text(ON_TRAINING_ROWS)


def test_each_port_shows_sample_rows_and_the_evaluation_a_provisional_metric(
    page: Page, desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design(lay_out_nodes(make_regression_nodes())))
    expect(desk.find_card("Evaluate Model")).to_contain_text(re.compile("sample.*R²"))
    desk.select("Split Data")
    page.get_by_role("tab", name="Data").click()
    expect(page.get_by_role("region", name="Sample rows of Results dataset1").get_by_role("row")).to_have_count(6)
    expect(page.get_by_text("Sample of 7 rows")).to_be_visible()

    page.get_by_role("tab", name="Parameters").click()
    desk.find_field("Fraction").fill("0.5")
    desk.find_field("Fraction").press("Enter")
    page.get_by_role("tab", name="Data").click()
    expect(page.get_by_text("Sample of 5 rows").first).to_be_visible()


def test_what_a_run_measured_takes_the_place_of_the_provisional_metric_until_an_edit(
    desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design(lay_out_nodes(make_regression_nodes())))
    card = desk.find_card("Evaluate Model")
    expect(card).to_contain_text(re.compile("sample.*R²"))
    desk.run()
    desk.expect_run("Succeeded")
    expect(card).to_contain_text("R²")
    expect(card).not_to_contain_text("sample")

    desk.select("Split Data")
    desk.find_field("Fraction").fill("0.5")
    desk.find_field("Fraction").press("Enter")
    expect(card).to_contain_text(re.compile("sample.*R²"))


def test_the_sample_is_turned_off_by_the_keyboard_and_stays_off(page: Page, desk: DesignPage, client: Client) -> None:
    design = client.create_design(lay_out_nodes(make_regression_nodes()))
    desk.open(design)
    mark = desk.find_card("Evaluate Model").get_by_text("sample")
    expect(mark).to_be_visible()
    toggle = page.get_by_role("button", name=re.compile("Live preview"))
    toggle.focus()
    page.keyboard.press("Space")
    expect(mark).to_have_count(0)
    desk.open(design)
    expect(toggle).to_have_attribute("aria-pressed", "false")
    expect(mark).to_have_count(0)


def test_a_port_tells_what_was_seen_of_its_columns(page: Page, desk: DesignPage, client: Client) -> None:
    nodes = {"data": {"module": "dataset", "parameters": {"dataset": "sample:automobile_price"}}}
    desk.open(client.create_design(lay_out_nodes(nodes)))
    desk.select("Automobile price")
    page.get_by_role("tab", name="Data").click()
    expect(page.get_by_role("listitem").filter(has_text="horsepower")).to_contain_text("48 to 288")
