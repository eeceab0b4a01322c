"""Runs side by side: the graphs overlaid, metrics, which change moved one of them; and a run that is repeated."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Screenshots
from tests.browser.design_page import RUN_TIMEOUT_MS, lay_out_nodes
from tests.live_server import Client, Server
from tests.small_designs import make_regression_nodes

ROWS = "a,b,y\n" + "".join(f"{at},{at * 37 % 11},{at * at % 53}\n" for at in range(60))
DESIGN_NAME = "Compared with itself"


@pytest.fixture(scope="module")
def runs(client: Client) -> tuple[str, str]:
    """Two runs of one design, between which two parameters were changed."""
    nodes = make_regression_nodes()
    nodes["data"]["parameters"] = {"data": ROWS}
    design = client.create_design(lay_out_nodes(nodes), DESIGN_NAME)
    first = client.run(design)
    client.edit(
        design,
        {"path": ["nodes", "split", "parameters", "fraction"], "value": 0.5},
        {"path": ["nodes", "linear", "parameters", "l2_regularization_weight"], "value": 5.0},
    )
    second = client.run(design)
    assert (first["state"], second["state"]) == ("succeeded", "succeeded")
    return first["id"], second["id"]


def test_two_runs_are_chosen_in_the_list_and_laid_over_one_another(
    page: Page, server: Server, runs: tuple[str, str], screenshots: Screenshots
) -> None:
    assert len(runs) == 2
    page.goto(f"{server.url}/runs")
    for run in (1, 2):
        page.get_by_role("checkbox", name=f"Choose run {run} of {DESIGN_NAME}").check()
    page.get_by_role("button", name="Compare: 2 runs chosen").click()
    graph = page.get_by_role("region", name="Graph")
    expect(graph.get_by_role("group", name="Split Data Changed")).to_be_visible()
    expect(graph.get_by_role("group", name="Score Model", exact=True)).to_be_visible()
    changes = page.get_by_role("complementary", name="Changes")
    expect(changes.get_by_role("button").filter(has_text="Split Data")).to_contain_text(re.compile("0.7.*0.5"))
    metrics = page.get_by_role("table").filter(has=page.get_by_role("columnheader", name="Metric"))
    expect(metrics.get_by_role("columnheader", name="Run 2")).to_be_visible()
    row = metrics.get_by_role("row").filter(has_text="RMSE")
    expect(row.get_by_role("cell")).to_have_count(2)
    expect(row.get_by_role("cell").last).to_contain_text(re.compile(r"\d.*[+−]\d"))
    screenshots.take(page, "runs-compared.png", full_page=True)


def test_the_change_that_moved_a_metric_is_found(page: Page, server: Server, runs: tuple[str, str]) -> None:
    page.goto(f"{server.url}/compare/{','.join(runs)}")
    page.get_by_role("button", name="Analyze").click()
    ranking = page.get_by_role("table", name="Run 1, Run 2")
    expect(ranking.get_by_role("rowheader")).to_have_count(2, timeout=RUN_TIMEOUT_MS)
    first = ranking.get_by_role("row").nth(1)
    expect(first).to_contain_text("Split Data")
    expect(first.get_by_role("cell").first).to_contain_text(re.compile(r"[+−]\d"))
    # The answer is kept: whoever comes back finds it.
    page.reload()
    expect(ranking.get_by_role("rowheader")).to_have_count(2)


def test_a_run_is_reproduced_with_the_same_tables_and_metrics(
    page: Page, server: Server, runs: tuple[str, str]
) -> None:
    assert len(runs) == 2
    page.goto(f"{server.url}/runs")
    row = page.get_by_role("row").filter(has=page.get_by_role("checkbox", name=f"Choose run 2 of {DESIGN_NAME}"))
    row.get_by_role("button", name="More about run 2").click()
    page.get_by_role("menuitem", name="Reproduce").click()
    dialog = page.get_by_role("dialog", name="Reproduce run 2")
    dialog.get_by_role("button", name="Replay it").click()
    answer = dialog.get_by_role("status")
    # The file of a model may have other bytes while all that the model says is the same.
    verdict = answer.get_by_role("heading", name=re.compile("^(Identical|The same)$"))
    expect(verdict).to_be_visible(timeout=RUN_TIMEOUT_MS)
    for title in ("Split Data", "Score Model", "Evaluate Model"):
        expect(answer.locator("li").filter(has_text=f"{title}: identical")).to_have_count(1)
    expect(answer.get_by_role("row").filter(has_text="RMSE")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    expect(dialog).to_have_count(0)
