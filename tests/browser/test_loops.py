"""A loop on the canvas: one group to look at, results of all; and what a model relies on, beside its metrics."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.design_page import FINISHED_PATTERN, DesignPage, lay_out_nodes
from tests.live_server import Client
from tests.small_designs import make_node

SALES = "shop,price,sales\n" + "".join(
    f"{shop},{price},{start - slope * price}\n"
    for shop, start, slope in (("north", 90, 2), ("south", 50, 1), ("west", 40, 3))
    for price in range(1, 13)
)


def make_loop() -> dict[str, dict[str, Any]]:
    """A line through the sales of each shop, and its metrics."""
    return {
        "data": make_node("enter_data_manually", {"data": SALES}),
        "each": make_node("for_each_group", {"group_by": ["shop"]}, dataset="data.dataset"),
        "learner": make_node("linear_regression"),
        "train": make_node(
            "train_model",
            {"label": "sales"},
            untrained_model="learner.untrained_model",
            dataset="each.results_dataset",
        ),
        "score": make_node("score_model", trained_model="train.trained_model", dataset="each.results_dataset"),
        "evaluate": make_node(
            "evaluate_model", scored_dataset="score.scored_dataset", trained_model="train.trained_model"
        ),
        "all": make_node("collect_results", result="evaluate.evaluation_results"),
    }


def test_a_loop_shows_one_group_and_gives_the_results_of_all(page: Page, desk: DesignPage, client: Client) -> None:
    design = client.create_design(lay_out_nodes(make_loop(), columns=2), name="Each shop")
    desk.open(design)
    desk.select("For Each Group")
    desk.find_field("Group to show").fill("south")
    page.keyboard.press("Tab")
    desk.run()
    desk.expect_run("Succeeded")
    desk.show_output("For Each Group", "Results dataset")
    expect(page.get_by_text("The rows of 'south', one of 3 groups.")).to_be_visible()
    desk.open(design)
    desk.expect_status(FINISHED_PATTERN, ["Collect Results"])
    desk.show_output("Collect Results", "Rows")
    table = page.get_by_role("grid", name=re.compile("^Table of 3 rows"))
    for shop in ("north", "south", "west"):
        expect(table.get_by_role("gridcell", name=shop, exact=True)).to_be_visible()
    desk.open(design)
    desk.show_output("Evaluate Model", "Evaluation results")
    page.get_by_text("Features", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("^price"))).to_be_visible()


def test_a_loop_over_values_gives_a_result_for_each_value(page: Page, desk: DesignPage, client: Client) -> None:
    nodes = make_loop()
    nodes["each"] = make_node(
        "for_each_value",
        {"setting": "learner.l2_regularization_weight", "values": ["0.1", "10", "1000"]},
        dataset="data.dataset",
    )
    design = client.create_design(lay_out_nodes(nodes, columns=2), name="Each weight")
    desk.open(design)
    desk.run()
    desk.expect_run("Succeeded")
    desk.show_output("Collect Results", "Rows")
    table = page.get_by_role("grid", name=re.compile("^Table of 3 rows"))
    for weight in ("0.1", "10.0", "1,000.0"):
        expect(table.get_by_role("gridcell", name=weight, exact=True).first).to_be_visible()


def test_a_loop_under_way_shows_its_results_and_keeps_them_when_it_is_stopped(
    page: Page, desk: DesignPage, client: Client
) -> None:
    """The last group takes an hour: the loop ends when it is stopped, with the results of the others."""
    script = (
        "import time\n\n\ndef transform(dataset):\n"
        "    if dataset['sales'].iloc[0] < 40:\n        time.sleep(3600)\n"
        "    return dataset[['sales']].sum().to_frame().T\n"
    )
    nodes = {
        "data": make_node("enter_data_manually", {"data": SALES}),
        "each": make_node("for_each_group", {"group_by": ["shop"]}, dataset="data.dataset"),
        "script": make_node("execute_python_script", {"python_script": script}, dataset1="each.results_dataset"),
        "all": make_node("collect_results", result="script.result_dataset"),
    }
    # The card beside the loop shows the first group only, which is a quick one.
    design = client.create_design(lay_out_nodes(nodes, columns=2), name="Slow shop")
    desk.open(design)
    desk.run()
    panel = page.locator(".run-loop")
    expect(panel).to_contain_text("2 of 3 groups. Now west.")
    results = panel.get_by_role("table", name="Results so far")
    expect(results.get_by_role("rowheader", name="north")).to_be_visible()
    expect(results.get_by_role("rowheader", name="south")).to_be_visible()
    panel.get_by_role("button", name="Stop and keep these results").click()
    desk.expect_run("Succeeded")
    desk.show_output("Collect Results", "Rows")
    expect(page.get_by_text("Partial: the loop was stopped after 2 of 3 groups.")).to_be_visible()
    expect(page.get_by_role("grid", name=re.compile("^Table of 2 rows"))).to_be_visible()
