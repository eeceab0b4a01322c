"""Weights, groups and times of rows: what the canvas and the results say of them."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Screenshots
from tests.browser.design_page import FINISHED_PATTERN, SCHEMES, DesignPage, lay_out_nodes, show_scheme
from tests.live_server import Client
from tests.small_designs import make_node

ROWS = "".join(
    f"{row % 3 + 1},shop {row * 7 % 11},2024-{row % 12 + 1:02}-{row % 27 + 1:02},{row * 13 % 17},{'pqr'[row % 3]},"
    f"{'no' if row * 13 % 17 + row % 9 < 12 else 'yes'}\n"
    for row in range(300)
)


def make_visits(learner: str) -> dict[str, dict[str, Any]]:
    """Visits to shops with a weight and a group, learned, scored and measured."""
    weights = {"columns": {"start": "none", "names": ["share"]}, "fields": "Weights"}
    groups = {"columns": {"start": "none", "names": ["shop"]}, "fields": "Groups"}
    data = f"share,shop,day,age,kind,bought\n{ROWS}"
    return {
        "data": make_node("enter_data_manually", {"data": data}),
        "weights": make_node("edit_metadata", weights, dataset="data.dataset"),
        "groups": make_node("edit_metadata", groups, dataset="weights.results_dataset"),
        "split": make_node("split_data", {"fraction": 0.7}, dataset="groups.results_dataset"),
        "learner": make_node(learner),
        "train": make_node(
            "train_model",
            {"label": "bought"},
            untrained_model="learner.untrained_model",
            dataset="split.results_dataset1",
        ),
        "score": make_node("score_model", trained_model="train.trained_model", dataset="split.results_dataset2"),
        "evaluate": make_node("evaluate_model", scored_dataset="score.scored_dataset"),
    }


def test_an_evaluation_says_what_it_is_weighted_by(
    page: Page, desk: DesignPage, client: Client, screenshots: Screenshots
) -> None:
    design = client.create_design(lay_out_nodes(make_visits("two_class_boosted_decision_tree")))
    client.run(design)
    desk.open(design)
    desk.expect_status(FINISHED_PATTERN, ["Evaluate Model"])
    desk.show_output("Evaluate Model", "Evaluation results")
    expect(page.get_by_role("article").first).to_contain_text("Weighted by 'share': counts are sums of weights")
    for scheme in SCHEMES:
        show_scheme(page, scheme)
        screenshots.take(page, f"evaluation-weighted-{scheme}.png")
    # Below the open pane the cards are so small that a port is less than one pixel of Chromium's.
    page.get_by_role("button", name="Close", exact=True).click()
    desk.show_all()
    desk.show_output("Split Data", "Results dataset1")
    page.get_by_role("radiogroup", name="View of the result").get_by_text("Table").click()
    expect(page.get_by_text("Split by whole groups of 'shop': 8 of 11 are here.")).to_be_visible()
    for scheme in SCHEMES:
        show_scheme(page, scheme)
        screenshots.take(page, f"split-by-groups-{scheme}.png")


def test_a_learner_without_weights_is_told_before_the_run(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(client.create_design(lay_out_nodes(make_visits("k_nearest_neighbors_classifier"))))
    problem = re.compile("K-Nearest Neighbors Classifier cannot use the weights in 'share'")
    expect(page.get_by_text(problem).first).to_be_attached()
