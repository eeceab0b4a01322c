"""Two models in one design: cards, lists, results and comparisons speak of both, and say why one does better."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Screenshots
from tests.browser.design_page import RUN_TIMEOUT_MS, SCHEMES, DesignPage, show_scheme
from tests.browser.test_accessibility import expect_accessible
from tests.live_server import Client, Server
from tests.small_designs import make_node

DESIGN_NAME = "Credit, two models"
PAIR = re.compile(r"ROC area 0\.\d{3}( \S.*)? / 0\.\d{3}")


@pytest.fixture(scope="module")
def two_runs(client: Client) -> tuple[str, str, str]:
    """The design that "Predict a column" makes, and two runs of it between which the boosted trees were changed."""
    client.create_design({"data": make_node("dataset", {"dataset": "sample:german_credit"})}, trusted=False)
    wanted = {"target": "credit_risk"}
    columns = client.request_json("GET", "/api/datasets/sample:german_credit/target-candidates")
    wanted["target"] = columns["proposed"]
    nodes: dict[str, Any] = client.request_json("GET", "/api/datasets/sample:german_credit/quick-start", params=wanted)[
        "nodes"
    ]
    design = client.create_design(nodes, DESIGN_NAME)
    boosted = next(name for name, node in nodes.items() if "boosted" in node["module"])
    client.edit(design, {"path": ["nodes", boosted, "title"], "value": "Boosted trees"})
    first = client.run(design)
    client.edit(design, {"path": ["nodes", boosted, "parameters", "learning_rate"], "value": 0.05})
    return design, first["id"], client.run(design)["id"]


def find_evaluation(client: Client, design: str) -> str:
    nodes = client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]
    found: str = next(name for name, node in nodes.items() if node["module"] == "evaluate_model")
    return found


def read_best(figure: Locator) -> str:
    return figure.locator("b").inner_text()


def test_card_home_runs_and_run_panel_tell_both_models(
    page: Page, desk: DesignPage, server: Server, two_runs: tuple[str, str, str]
) -> None:
    desk.open(two_runs[0])
    badge = page.locator(".figure-mark")
    expect(badge).to_have_text(PAIR)
    values = re.findall(r"0\.\d{3}", badge.inner_text())
    assert read_best(badge) == max(values)
    page.get_by_role("button", name=re.compile(r"^Run 2")).or_(page.get_by_role("radio", name="Run 2")).first.click()
    expect(page.get_by_role("link", name=re.compile(r"^Run 1, "))).to_be_visible()
    expect_accessible(page, "the panel of a run with earlier runs")
    page.goto(server.url)
    card = page.get_by_role("article").filter(has_text=DESIGN_NAME)
    expect(card.locator(".metric-figure")).to_have_text(PAIR)
    page.goto(f"{server.url}/runs")
    row = page.get_by_role("row").filter(has=page.get_by_role("checkbox", name=f"Choose run 2 of {DESIGN_NAME}"))
    expect(row.get_by_role("cell").filter(has_text=re.compile(r"^0\.\d{3}( \S.*)? / 0\.\d{3}$")).first).to_be_visible()


def test_the_best_model_is_shown_first_and_each_metric_explains_itself_to_mouse_and_keyboard(
    page: Page, desk: DesignPage, client: Client, two_runs: tuple[str, str, str]
) -> None:
    desk.open(two_runs[0])
    page.get_by_text(PAIR).first.wait_for()
    evaluation = find_evaluation(client, two_runs[0])
    listed = client.request_json("GET", f"/api/designs/{two_runs[0]}/runs")[0]["evaluations"][evaluation]
    best = max(listed, key=lambda one: one["metrics"]["AUC"])
    assert {one["model"] for one in listed} == {"Boosted trees", "Two-Class Logistic Regression"}
    open_evaluation(desk)
    legend = page.get_by_role("radiogroup", name="Model for the threshold and the confusion matrix")
    chosen = legend.get_by_role("radio", checked=True)
    expect(chosen).to_contain_text(best["model"])
    expect(chosen).to_contain_text("best")
    expect(page.locator(".tile-value").first).to_have_text(f"{best['metrics']['AUC']:.3f}")

    name = page.locator(".tile .metric-name").first
    name.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("0.5 is guessing, 1 is perfect. Higher is better.")
    page.mouse.move(5, 5)
    expect(page.get_by_role("tooltip")).to_have_count(0)
    page.locator(".tile .metric-name").nth(1).focus()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("tooltip")).to_contain_text("0.5 is guessing")


def open_evaluation(desk: DesignPage) -> None:
    desk.show_output("Evaluate Model", "Evaluation results")
    desk.page.locator(".tile").first.wait_for()


def test_why_says_the_lead_its_interval_the_baseline_and_what_each_relies_on(
    page: Page, desk: DesignPage, two_runs: tuple[str, str, str], screenshots: Screenshots
) -> None:
    desk.open(two_runs[0])
    open_evaluation(desk)
    page.get_by_role("radiogroup", name="View of the result").get_by_text("Why", exact=True).click()
    why = page.locator("article.why")
    expect(why.get_by_role("heading", level=2)).to_contain_text("Boosted trees")
    expect(why).to_contain_text("Guessing reaches 0.500.")
    strip = why.get_by_role("img", name=re.compile("^Difference on the same rows: "))
    expect(strip).to_have_attribute("aria-label", re.compile(r"[+−]0\.\d+ \([+−]?0\.\d+ to [+−]?0\.\d+\)"))
    relies = why.locator(".why-features")
    expect(relies.locator("dt").nth(8)).to_be_attached(timeout=RUN_TIMEOUT_MS)
    screenshots.take(page, "why.png")


def test_the_change_is_told_of_the_model_that_it_moved(
    page: Page, server: Server, two_runs: tuple[str, str, str], screenshots: Screenshots
) -> None:
    page.goto(f"{server.url}/runs")
    assert len(two_runs) == 3
    # Ticked the newer one first: the older one stands left all the same.
    for run in (2, 1):
        page.get_by_role("checkbox", name=f"Choose run {run} of {DESIGN_NAME}").check()
    page.get_by_role("button", name="Compare: 2 runs chosen").click()
    metrics = page.get_by_role("table").filter(has=page.get_by_role("columnheader", name="Metric"))
    expect(metrics.get_by_role("columnheader")).to_have_text(["Metric", "Run 1", "Run 2"])
    logistic = metrics.get_by_role("row", name=re.compile("ROC area, Two-Class Logistic Regression"))
    boosted = metrics.get_by_role("row", name=re.compile("ROC area, Boosted trees"))
    expect(logistic.get_by_role("cell").last).to_have_text(re.compile(r"^0\.\d{3}$"))
    expect(boosted.get_by_role("cell").last).to_have_text(re.compile(r"^0\.\d{3}[+−]0\.\d+ (better|worse)$"))
    expect(page.get_by_text(re.compile(r"^Best: .* in Run"))).to_be_visible()
    changes = page.get_by_role("complementary", name="Changes")
    expect(changes.get_by_role("button").filter(has_text="Learning rate")).to_contain_text(re.compile("0.2.*0.05"))
    page.get_by_role("button", name="Analyze").click()
    ranking = page.get_by_role("table", name="Run 1, Run 2")
    expect(ranking.get_by_role("row").nth(1)).to_contain_text(re.compile(r"[+−]0\.\d*[1-9]"), timeout=RUN_TIMEOUT_MS)
    screenshots.take(page, "models-compared.png", full_page=True)


def test_the_screens_of_two_models_look_right(
    page: Page, server: Server, two_runs: tuple[str, str, str], screenshots: Screenshots
) -> None:
    page.goto(f"{server.url}/compare/{two_runs[1]},{two_runs[2]}")
    for width, height in ((1440, 900), (1280, 720), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            show_scheme(page, scheme)
            expect(page.get_by_text(re.compile(r"^Best: "))).to_be_visible()
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{scheme}, {width}"
            screenshots.take(page, f"models-compared-{scheme}-{width}.png", full_page=True)


def test_why_looks_right_in_a_pane_and_on_the_whole_screen(
    page: Page, desk: DesignPage, two_runs: tuple[str, str, str], screenshots: Screenshots
) -> None:
    for width, height in ((1440, 900), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        desk.open(two_runs[0])
        open_evaluation(desk)
        # Half of the window: a chart is in sight under the tiles.
        assert page.locator(".chart-row svg").first.bounding_box()["y"] < height - 60  # type: ignore[index]
        for scheme in SCHEMES:
            show_scheme(page, scheme)
            screenshots.take(page, f"evaluation-pane-{scheme}-{width}.png")
        page.get_by_role("button", name="Full screen").click()
        full = page.get_by_role("dialog")
        full.get_by_role("radiogroup", name="View of the result").get_by_text("Why", exact=True).click()
        expect(page.locator(".why-features dt").nth(8)).to_be_attached(timeout=RUN_TIMEOUT_MS)
        for scheme in SCHEMES:
            show_scheme(page, scheme)
            screenshots.take(page, f"why-{scheme}-{width}.png")
        show_scheme(page, "light")
