"""A result on the whole screen: the other results of the run beside it, and evaluations to compare it with."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.design_page import FINISHED_PATTERN, DesignPage, lay_out_nodes
from tests.browser.test_results import make_two_class_nodes
from tests.live_server import Client
from tests.small_designs import make_node


def make_two_learners() -> dict[str, dict[str, Any]]:
    """Two learners, each with an evaluation of its own."""
    tree = {
        "tree": make_node("two_class_boosted_decision_tree", {"number_of_trees_constructed": 5}),
        "train_tree": make_node(
            "train_model",
            {"label": "credit_risk"},
            untrained_model="tree.untrained_model",
            dataset="split.results_dataset1",
        ),
        "score_tree": make_node(
            "score_model", trained_model="train_tree.trained_model", dataset="split.results_dataset2"
        ),
        "evaluate_tree": make_node("evaluate_model", scored_dataset="score_tree.scored_dataset"),
    }
    return lay_out_nodes({**make_two_class_nodes(), **tree})


@pytest.fixture
def twice(desk: DesignPage, client: Client) -> DesignPage:
    """Run twice, with another number of trees the second time, and open."""
    design = client.create_design(make_two_learners(), name="Credit")
    client.run(design)
    client.edit(design, {"path": ["nodes", "tree", "parameters", "number_of_trees_constructed"], "value": 12})
    client.run(design)
    desk.open(design)
    desk.expect_status(FINISHED_PATTERN, ["Split Data"])
    return desk


def find_selected_result(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("option", selected=True)


def open_full_screen(desk: DesignPage, card: str, port: str) -> Locator:
    desk.show_output(card, port)
    desk.page.get_by_role("button", name="Full screen").click()
    return desk.page.get_by_role("dialog")


def test_arrows_walk_the_results_of_the_run(twice: DesignPage, page: Page) -> None:
    full = open_full_screen(twice, "Split Data", "Results dataset1")
    listed = full.get_by_role("listbox", name="Results of run 2").get_by_role("option")
    expect(listed.first).to_have_accessible_name(re.compile("^Evaluate Model .*ROC area 0"))
    expect(listed.last).to_have_accessible_name(re.compile(r"German credit.*1,000 × 21"))
    expect(find_selected_result(page)).to_be_focused()
    page.keyboard.press("Home")
    expect(full.get_by_role("heading", name="ROC", exact=True)).to_be_visible()
    expect(listed.first).to_be_focused()
    page.keyboard.press("End")
    expect(full.get_by_role("grid", name=re.compile("^Table of 1,000 rows"))).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(full.get_by_role("heading", name="Split Data")).to_be_visible()
    page.keyboard.press("Escape")
    expect(full).to_have_count(0)


def test_the_next_result_of_a_kind_shows_the_same_tab(twice: DesignPage, page: Page) -> None:
    full = open_full_screen(twice, "Split Data", "Results dataset1")
    full.get_by_role("radiogroup", name="View of the result").get_by_text("Columns").click()
    find_selected_result(page).focus()
    page.keyboard.press("End")
    expect(full.get_by_text("1,000 × 21, none missing")).to_be_visible()
    expect(full.get_by_role("radio", name="Columns")).to_be_checked()


def test_an_evaluation_is_compared_with_another_run_and_with_another_learner(twice: DesignPage, page: Page) -> None:
    twice.find_cards().filter(has_text="Evaluate Model").last.click()
    page.keyboard.press("Shift+V")
    full = page.get_by_role("dialog")
    chosen = full.get_by_role("group", name="Compare with")
    learner = chosen.get_by_role("checkbox", name=re.compile(r"^Evaluate Model \("))
    learner.press("Space")
    expect(full.get_by_role("heading", name=re.compile("^Evaluate Model .* Evaluate Model"))).to_be_visible()
    expect(full.get_by_role("heading", name="Confusion matrix")).to_have_count(2)
    learner.press("Space")
    expect(full.get_by_role("heading", name="Confusion matrix")).to_have_count(1)
    run = chosen.get_by_role("checkbox", name=re.compile("^Run 1"))
    run.check()
    expect(full.get_by_role("heading", name=re.compile("Run [12] .*Run [12]"))).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+V")
    expect(run).to_be_checked()
    expect(full.get_by_role("heading", name="Confusion matrix")).to_have_count(2)


def test_an_evaluation_with_nothing_beside_it_says_what_would_be_compared(desk: DesignPage, client: Client) -> None:
    design = client.create_design(lay_out_nodes(make_two_class_nodes()))
    client.run(design)
    desk.open(design)
    full = open_full_screen(desk, "Evaluate Model", "Evaluation results")
    expect(full.get_by_role("group", name="Compare with")).to_contain_text("Nothing to compare with yet.")
