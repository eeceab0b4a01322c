"""axe-core finds nothing on the pages and in the outline, light and dark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NewProfile
from tests.browser.desk import Desk, placed
from tests.pipelines import regression
from tests.serving import Client, Server

# What WCAG up to AA wants, and what axe calls best practice.
OPTIONS = {"resultTypes": ["violations"]}


@dataclass
class Reader:
    """Looks at a page as axe does, and keeps what it finds, each fault once with the state it was seen in."""

    axe: Axe = field(default_factory=Axe)
    found: dict[str, str] = field(default_factory=dict)

    def look(self, page: Page, state: str) -> None:
        # What is being drawn has colours in between.
        page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")
        for violation in self.axe.run(page, options=OPTIONS).response["violations"]:
            for element in violation["nodes"]:
                fault = f"{violation['id']}: {element['html'][:160]}"
                self.found.setdefault(fault, f"{state}: {element['target']} {_why(element)}")

    @property
    def faults(self) -> list[str]:
        return [f"{fault}\n    {where}" for fault, where in self.found.items()]


def _why(element: dict[str, Any]) -> str:
    return str(element.get("failureSummary", "")).replace("\n", " ")[:300]


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    assert made.faults == [], "\n".join(made.faults)


@pytest.fixture(params=["light", "dark"])
def schemed(request: pytest.FixtureRequest, new_profile: NewProfile) -> BrowserContext:
    """A profile in one of the two schemes."""
    profile = new_profile()
    profile.add_init_script(f"if (location.host) localStorage.setItem('mantine-color-scheme-value', '{request.param}')")
    return profile


def test_pages(schemed: BrowserContext, server: Server, client: Client, reader: Reader) -> None:
    client.run(client.new_design(placed(regression())))
    client.checked("POST", "/api/designs", json={"sample": "automobile_price"})
    page = schemed.new_page()
    for path in ("/", "/datasets", "/runs", "/connections", "/designs/missing"):
        page.goto(f"{server.url}{path}")
        page.wait_for_load_state("networkidle")
        reader.look(page, path)
    page.goto(f"{server.url}/connections")
    page.get_by_role("button", name=re.compile("^(New|Add)")).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    reader.look(page, "a new connection")


def test_a_page_for_strangers(new_profile: NewProfile, server: Server, reader: Reader) -> None:
    page = new_profile(signed_in=False).new_page()
    page.goto(server.url)
    page.wait_for_load_state("networkidle")
    reader.look(page, "entry")


def test_panes_and_the_outline(schemed: BrowserContext, server: Server, client: Client, reader: Reader) -> None:
    design = client.new_design(placed(regression()))
    client.run(design)
    desk = Desk(schemed.new_page(), server.url).open(design)
    page = desk.page
    desk.card("Score Model").dblclick()
    page.wait_for_load_state("networkidle")
    reader.look(page, "three panes")
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    train = page.get_by_role("treeitem", name=re.compile("^Train Model"))
    train.press("ArrowRight")
    reader.look(page, "outline beside the canvas")
    train.press("c")
    expect(page.get_by_role("listbox", name="Ports that fit")).to_be_visible()
    reader.look(page, "list of fitting ports")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+O")
    reader.look(page, "outline in place of the canvas")
