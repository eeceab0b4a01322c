"""Light and dark, and readable by everybody: axe-core finds nothing serious on any page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, placed
from tests.pipelines import node
from tests.serving import ROOT, Client

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
FIND = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""
SCHEMES = ["light", "dark"]


def serious_violations(page: Page) -> Any:
    """What axe-core finds. Its text is evaluated, since our policy lets no script tag in."""
    page.evaluate(AXE.read_text())
    return page.evaluate(FIND)


def in_scheme(page: Page, scheme: str) -> None:
    """Press the switch until the page has the scheme."""
    if page.locator("html").get_attribute("data-mantine-color-scheme") != scheme:
        page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)


@pytest.fixture(scope="module")
def sample(client: Client) -> str:
    """The automobile price design, run."""
    design: str = client.checked("POST", "/api/designs", json={"sample": "automobile_price"})["id"]
    client.run(design)
    return design


@pytest.fixture
def places(page: Page, desk: Desk, sample: str) -> dict[str, Callable[[], None]]:
    """The pages to look at, by name, each with the way there."""

    def home() -> None:
        page.goto(desk.url)
        expect(page.get_by_role("link", name="Automobile price").first).to_be_visible()
        expect(page.get_by_role("button", name="What is a car worth").last).to_be_visible()

    def design() -> None:
        desk.open(sample)
        desk.select("Clean Missing Data")
        expect(desk.field("Cleaning mode").first).to_be_visible()

    def results() -> None:
        desk.open(sample)
        desk.show("Evaluate Model", "Evaluation results")
        expect(page.get_by_role("heading", name="Residuals", exact=True)).to_be_visible()

    def table() -> None:
        desk.open(sample)
        desk.show("Automobile price data", "Dataset")
        expect(page.get_by_role("grid")).to_be_visible()

    def datasets() -> None:
        page.goto(f"{desk.url}/datasets")
        expect(page.get_by_role("grid")).to_be_visible()

    def runs() -> None:
        page.goto(f"{desk.url}/runs")
        expect(page.get_by_role("table")).to_be_visible()

    def columns() -> None:
        table()
        page.get_by_role("radiogroup", name="View of the result").get_by_text("Columns", exact=True).click()
        expect(page.get_by_label("Find a column")).to_be_visible()

    def run_panel() -> None:
        desk.open(sample)
        page.get_by_role("button", name="Show the run").click()
        desk.expect_run("Succeeded")

    def quick_add() -> None:
        desk.open(sample)
        page.mouse.dblclick(*desk.place(0.95, 0.3))
        expect(page.get_by_role("listbox")).to_be_visible()

    def commands() -> None:
        desk.open(sample)
        page.keyboard.press("Control+k")
        expect(page.get_by_placeholder("Search actions and modules")).to_be_visible()

    def shortcuts() -> None:
        desk.open(sample)
        page.keyboard.press("?")
        expect(page.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()

    more = {"columns": columns, "run": run_panel, "quick add": quick_add, "commands": commands, "shortcuts": shortcuts}
    return more | {
        "home": home,
        "canvas": design,
        "results": results,
        "table": table,
        "datasets": datasets,
        "runs": runs,
    }


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("place", ["home", "canvas", "results", "table", "datasets", "runs"])
def test_nothing_serious_keeps_anybody_out(
    page: Page, places: dict[str, Callable[[], None]], place: str, scheme: str, screenshots: Path
) -> None:
    places[place]()
    in_scheme(page, scheme)
    page.screenshot(path=screenshots / f"{place}-{scheme}.png")
    assert serious_violations(page) == []


@pytest.mark.parametrize("place", ["columns", "run", "quick add", "commands", "shortcuts"])
def test_nothing_serious_is_in_what_opens_on_a_design(
    page: Page, places: dict[str, Callable[[], None]], place: str
) -> None:
    places[place]()
    assert serious_violations(page) == []


def test_dark_stays_dark(page: Page, desk: Desk, sample: str) -> None:
    page.goto(desk.url)
    in_scheme(page, "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    desk.open(sample)
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)")
    assert max(paper) < 80


def test_a_learner_that_waits_to_be_trained_has_a_picture_of_what_it_does(desk: Desk, client: Client) -> None:
    catalog = client.checked("GET", "/api/catalog")["modules"]
    learners = [one for one in catalog if any(port["type"] == "untrained_model" for port in one["outputs"])]
    drawn = [one["name"] for one in learners if one["name"] != "create_python_model"]
    desk.open(client.new_design(placed({name: node(name) for name in drawn}, columns=7)))
    desk.show_all()
    expect(desk.canvas.locator(".learner-sketch")).to_have_count(len(drawn))
