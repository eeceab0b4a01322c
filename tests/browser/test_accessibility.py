"""axe-core finds nothing on any page, in any state, light and dark, wide and on a phone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import WINDOW, ProfileFactory
from tests.browser.design_page import FINISHED_PATTERN, RUN_TIMEOUT_MS, SCHEMES, DesignPage, lay_out_nodes, show_scheme
from tests.live_server import Client, Server
from tests.small_designs import SMALL_CSV, make_node, make_regression_nodes, make_waiting_nodes

PHONE_SIZE: ViewportSize = {"width": 390, "height": 844}
# What WCAG up to AA wants, and what axe calls best practice.
AXE_OPTIONS = {"resultTypes": ["violations"]}
# In the dark nothing is other than the colors.
AXE_DARK_OPTIONS = AXE_OPTIONS | {"runOnly": ["color-contrast", "link-in-text-block"]}
PATHS = (
    *(
        "/",
        "/samples",
        "/datasets",
        "/models",
        "/pipelines",
        "/endpoints",
        "/runs",
        "/connections",
        "/environments",
        "/targets",
    ),
    *("/settings", "/notifications", "/help", "/designs/missing", "/pipelines/missing", "/models/missing"),
)
MODULE_LIST = ".palette-list"
DIALOG = "[role=dialog]"
#: What a dialog can do to the page behind it, which has been looked at before.
AXE_BEHIND_OPTIONS = AXE_OPTIONS | {"runOnly": ["aria-hidden-focus", "landmark-unique", "duplicate-id-aria"]}
RUN_AXE = "async ([elements, options]) => (await axe.run(elements, options)).violations"
HAS_ANY_SCHEME = "() => document.documentElement.dataset.mantineColorScheme !== undefined"
HAS_SCHEME = "(scheme) => document.documentElement.dataset.mantineColorScheme === scheme"


@dataclass
class AccessibilityChecker:
    """Looks at a page as axe does, in light and in dark, and keeps each fault once with the state it was seen in."""

    axe: Axe = field(default_factory=Axe)
    violations: dict[str, str] = field(default_factory=dict)
    #: The list of modules is three of four elements of a design's page, and the same in each state.
    has_seen_modules: bool = False

    def check(self, page: Page, state: str, *, within: str | None = None) -> None:
        """In both schemes, and first in the one that is there: the page is colored anew once and not twice.

        Of what covers a page that was looked at a moment before, `within` is looked at, and what it does to the rest.
        """
        page.wait_for_function(HAS_ANY_SCHEME)
        is_dark = page.evaluate(HAS_SCHEME, "dark")
        for scheme in reversed(SCHEMES) if is_dark else SCHEMES:
            show_scheme(page, scheme)
            if scheme == "light":
                self._check_scheme(page, state, AXE_OPTIONS, within)
                if within is not None:
                    self._check_scheme(page, state, AXE_BEHIND_OPTIONS, None)
            else:
                self._check_scheme(page, f"{state}, in the dark", AXE_DARK_OPTIONS, within)
        self.has_seen_modules |= page.locator(MODULE_LIST).count() > 0

    def _check_scheme(self, page: Page, state: str, options: dict[str, Any], within: str | None) -> None:
        # On a busy machine the network is idle before the page is drawn.
        page.get_by_role("main", include_hidden=True).first.wait_for(state="attached")
        # What is being drawn has colors in between.
        page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(self.axe.axe_script)
        left_out = [[MODULE_LIST]] if self.has_seen_modules else []
        elements = {"exclude": left_out} | ({"include": [[within]]} if within is not None else {})
        found = page.evaluate(RUN_AXE, [elements, options])
        for violation in found:
            for element in violation["nodes"]:
                if violation["id"] == "region" and _is_floating(page, element["target"][0]):
                    continue
                fault = f"{violation['id']}: {element['html'][:160]}"
                self.violations.setdefault(fault, f"{state}: {element['target']} {_format_reason(element)}")

    @property
    def faults(self) -> list[str]:
        return [f"{fault}\n    {where}" for fault, where in self.violations.items()]


def expect_accessible(page: Page, state: str) -> None:
    """For a test of something else that comes by a page which this file does not open."""
    checker = AccessibilityChecker()
    checker.check(page, state)
    assert checker.faults == [], "\n".join(checker.faults)


def _is_floating(page: Page, target: str) -> bool:
    """Whether it is in a menu or tooltip: these belong to what opened them, wherever in the page they are."""
    return bool(page.locator(target).first.evaluate("(one) => one.closest('[data-portal]') !== null"))


def _format_reason(element: dict[str, Any]) -> str:
    return str(element.get("failureSummary", "")).replace("\n", " ")[:300]


@pytest.fixture
def reader() -> Iterator[AccessibilityChecker]:
    made = AccessibilityChecker()
    yield made
    assert made.faults == [], "\n".join(made.faults)


def test_pages(page: Page, server: Server, client: Client, reader: AccessibilityChecker) -> None:
    client.run(client.create_design(lay_out_nodes(make_regression_nodes())))
    client.request_json("POST", "/api/designs", json={"sample": "automobile_price"})
    for path in PATHS:
        page.goto(f"{server.url}{path}")
        page.wait_for_load_state("networkidle")
        reader.check(page, path)
    page.set_viewport_size({"width": 1440, "height": 260})  # what is found needs to be scrolled
    page.goto(server.url)
    for word, state in (("price", "found"), ("zzzz", "no results")):
        page.get_by_role("combobox", name=re.compile("^Search designs")).fill(word)
        expect(page.get_by_role("search").get_by_role("status")).to_have_text(re.compile("result"))
        page.wait_for_load_state("networkidle")
        reader.check(page, f"searching: {state}")
    page.set_viewport_size(WINDOW)
    page.goto(f"{server.url}/connections")
    page.get_by_role("button", name=re.compile("^(New|Add)")).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    reader.check(page, "a new connection", within=DIALOG)


def test_a_page_for_strangers(new_profile: ProfileFactory, server: Server, reader: AccessibilityChecker) -> None:
    page = new_profile(signed_in=False).new_page()
    page.goto(server.url)
    page.wait_for_load_state("networkidle")
    reader.check(page, "entry")


def test_drawing(page: Page, desk: DesignPage, client: Client, reader: AccessibilityChecker) -> None:
    desk.open(client.create_design({}))
    category = desk.palette.get_by_role("button", name=re.compile("^Data Transformation"))
    category.click()
    expect(desk.palette.get_by_role("button", name=re.compile("^Split Data"))).to_be_visible()
    reader.check(page, "an empty design")
    category.click()
    nodes = make_regression_nodes() | {
        "lost": make_node("clean_missing_data"),
        "off": make_node("normalize_data") | {"disabled": True},
    }
    nodes["train"]["parameters"] = {}
    desk.open(client.create_design(lay_out_nodes(nodes)))
    expect(desk.find_card("Train Model").locator(".problem-badge")).to_be_visible()
    reader.check(page, "problems")
    desk.select("Split Data")
    page.wait_for_load_state("networkidle")
    reader.check(page, "a selected card")
    for tab in ("Data", "Notes", "Help"):
        page.get_by_role("tab", name=tab, exact=True).click()
        reader.check(page, f"the pane of a card: {tab}")
    page.keyboard.press("Escape")
    search = page.get_by_role("combobox", name="After Split Data")
    for key, state, there in [
        ("?", "shortcuts", page.get_by_role("dialog")),
        ("Control+k", "commands", page.get_by_role("dialog")),
        ("n", "adding", search),
    ]:
        page.keyboard.press(key)
        expect(there).to_be_visible()
        page.wait_for_load_state("networkidle")
        reader.check(page, state, within=DIALOG if there is not search else None)
        page.keyboard.press("Escape")
        expect(there).to_have_count(0)


def test_running_and_results(page: Page, desk: DesignPage, client: Client, reader: AccessibilityChecker) -> None:
    desk.open(client.create_design(lay_out_nodes(make_waiting_nodes(30))))
    desk.run()
    expect(desk.find_card("Execute Python Script").get_by_text("Running")).to_be_visible(timeout=RUN_TIMEOUT_MS)
    reader.check(page, "running")
    desk.stop()
    desk.expect_run("Cancelled")
    design = client.create_design(lay_out_nodes(make_regression_nodes()))
    client.run(design)
    desk.open(design)
    desk.expect_status(FINISHED_PATTERN, ["Evaluate Model"])
    page.get_by_role("button", name=re.compile("^Run 1")).click()
    reader.check(page, "a run that succeeded")
    ports = [
        ("Enter Data Manually", "Dataset"),
        ("Score Model", "Scored dataset"),
        ("Linear Regression", "Untrained model"),
        ("Train Model", "Trained model"),
        ("Evaluate Model", "Evaluation results"),
    ]
    for title, port in ports:
        desk.show_output(title, port)
        page.wait_for_load_state("networkidle")
        reader.check(page, f"result of {title}")
    desk.show_output("Score Model", "Scored dataset")
    for view in page.locator(".bottom [role=radio], .bottom .mantine-SegmentedControl-label").all():
        view.click()
        page.wait_for_load_state("networkidle")
        reader.check(page, f"view {view.inner_text()}")
    for title, port in (("Score Model", "Scored dataset"), ("Evaluate Model", "Evaluation results")):
        desk.show_output(title, port)
        page.get_by_role("button", name="Full screen").click()
        expect(page.get_by_role("dialog").get_by_role("option", selected=True)).to_be_focused()
        page.wait_for_load_state("networkidle")
        reader.check(page, f"{title} on the whole screen", within=DIALOG)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_dialogs_of_a_design(page: Page, desk: DesignPage, client: Client, reader: AccessibilityChecker) -> None:
    design = client.create_design(lay_out_nodes(make_regression_nodes()))
    client.run(design)
    desk.open(design)
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_label("Name of the link").fill("Readers")
    page.get_by_role("button", name="Create link").click()
    expect(page.get_by_role("textbox", name="Address of the new link")).to_be_visible()
    reader.check(page, "the share dialog", within=DIALOG)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    for action in ("Export as code", "Name this version", "Write a module in Python"):
        page.keyboard.press("Control+k")
        page.get_by_role("dialog").get_by_role("textbox").fill(action)
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog").get_by_role("heading", level=2).first).to_be_visible()
        page.wait_for_load_state("networkidle")
        reader.check(page, action, within=DIALOG)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_was(page: Page, desk: DesignPage, server: Server, client: Client, reader: AccessibilityChecker) -> None:
    design = client.create_design(lay_out_nodes(make_regression_nodes()))
    first = client.run(design)["id"]
    client.edit(design, {"path": ["nodes", "split", "parameters", "fraction"], "value": 0.5})
    second = client.run(design)["id"]
    desk.open(design)
    desk.top_bar.get_by_role("button", name="History").click()
    versions = page.get_by_role("region", name="Versions of this design")
    expect(versions.get_by_role("listitem").first).to_be_visible()
    reader.check(page, "history and versions")
    versions.get_by_role("button", name="Compare with now").last.click()
    expect(page.get_by_role("complementary", name="Changes")).to_contain_text("Split Data")
    reader.check(page, "a version compared with now")
    page.goto(f"{server.url}/compare/{first},{second}")
    expect(page.get_by_role("heading", name="Metrics")).to_be_visible()
    page.wait_for_load_state("networkidle")
    reader.check(page, "two runs compared")
    page.goto(f"{server.url}/runs")
    for item in ("Tags and note", "Reproduce", "Delete"):
        page.get_by_role("button", name="More about run 2").first.click()
        reader.check(page, "the menu of a run")
        page.get_by_role("menuitem", name=item).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        reader.check(page, item, within=DIALOG)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Delete old runs").click()
    expect(page.get_by_role("dialog").get_by_role("status")).to_be_visible()
    reader.check(page, "clean up", within=DIALOG)


def test_panes_and_the_outline(page: Page, desk: DesignPage, client: Client, reader: AccessibilityChecker) -> None:
    design = client.create_design(lay_out_nodes(make_regression_nodes()))
    client.run(design)
    table = {"node": "data", "port": "dataset", "column": "y"}
    tiles = {
        "filter": {"kind": "filter", **table, "width": 4},
        "number": {"kind": "number", **table, "show": "mean", "x": 4, "width": 4},
        "text": {"kind": "text", "text": "# Words", "x": 8, "width": 4},
        "table": {"kind": "result", "node": "data", "port": "dataset", "y": 6},
    }
    client.edit(design, {"path": ["dashboards", "d"], "value": {"title": "Week", "tiles": tiles}})
    desk.open(design)
    desk.find_card("Score Model").dblclick()
    page.wait_for_load_state("networkidle")
    reader.check(page, "three panes")
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    train = page.get_by_role("treeitem", name=re.compile("^Train Model"))
    train.press("ArrowRight")
    reader.check(page, "outline beside the canvas")
    train.press("c")
    expect(page.get_by_role("listbox", name="Matching ports")).to_be_visible()
    reader.check(page, "list of matching ports")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+O")
    reader.check(page, "outline in place of the canvas")
    page.get_by_role("button", name="Dashboards", exact=True).click()
    page.get_by_role("button", name="Add tiles").click()
    expect(page.get_by_role("region", name="Tile: y")).to_be_visible()
    reader.check(page, "a dashboard")


def test_on_a_phone(page: Page, server: Server, client: Client, reader: AccessibilityChecker) -> None:
    nodes = lay_out_nodes(
        make_regression_nodes()
        | {"lost": make_node("clean_missing_data"), "more": make_node("enter_data_manually", {"data": SMALL_CSV})}
    )
    design = client.create_design(nodes)
    client.run(design)
    page.set_viewport_size(PHONE_SIZE)
    page.goto(f"{server.url}/designs/{design}")
    expect(page.get_by_role("tree")).to_be_visible()
    page.wait_for_load_state("networkidle")
    reader.check(page, "outline")
    for view in ("Results", "Problems", "Canvas"):
        page.get_by_role("navigation", name="What to show").get_by_role("button", name=view).click()
        page.wait_for_load_state("networkidle")
        reader.check(page, f"phone: {view}")
    for path in ("/", "/samples", "/datasets", "/runs", "/connections"):
        page.goto(f"{server.url}{path}")
        page.wait_for_load_state("networkidle")
        reader.check(page, f"phone: {path}")
    page.get_by_role("combobox", name="Search").click()
    page.keyboard.type("auto")
    expect(page.get_by_role("option").first).to_be_visible()
    reader.check(page, "phone: search")


def test_the_keyboard_goes_on_at_the_head_of_the_next_page(page: Page, server: Server) -> None:
    page.goto(server.url)
    for name in ("Datasets", "Runs", "Designs"):
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        expect(page.get_by_role("main")).to_be_focused()
