"""The prompt bar: somebody asks a model that says what it was told to, and reviews the change that it proposes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import open_context
from tests.browser.design_page import DesignPage
from tests.browser.test_accessibility import expect_accessible
from tests.live_server import Client, Server
from tests.scripted_model import ScriptedModel, call_tools, running_model, say
from tests.small_designs import make_node

EDITS = [{"path": ["nodes", "split", "parameters", "fraction"], "value": 0.8}]


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with running_model() as model:
        yield model


@pytest.fixture
def prompting(model: ScriptedModel, tmp_path: Path) -> Iterator[Server]:
    settings = {"DESIGNERY_ASSISTANT_URL": model.address, "DESIGNERY_ASSISTANT_MODEL": "scripted"}
    server = Server(tmp_path / "home", environment=settings).start()
    yield server
    server.stop()


def test_somebody_asks_and_reviews_what_is_proposed(browser: Browser, prompting: Server, model: ScriptedModel) -> None:
    client = prompting.open_client()
    design = _create_design(client)
    context = open_context(browser, {"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(prompting.create_link())
    expect(page.get_by_role("heading", name="Designs", exact=True)).to_be_visible()
    desk = DesignPage(page, prompting.url).open(design)
    page.keyboard.press("a")
    bar = page.get_by_role("region", name="Assistant")
    expect(bar.get_by_text(f"Goes to {model.address.split('/')[2]}")).to_be_visible()
    field = bar.get_by_role("textbox")
    expect(field).to_be_focused()

    model.reset((500, "out of memory"))
    page.keyboard.type("Train on more rows")
    page.keyboard.press("Enter")
    log = bar.get_by_role("log")
    expect(log).to_contain_text("answered with the error 500. It says: out of memory")
    model.reset(
        call_tools(("propose_edits", {"design": design, "title": "Use 80 %", "reason": "More.", "edits": EDITS})),
        say("I propose 80 % of the rows."),
    )
    bar.get_by_role("button", name="Ask again").click()
    expect(log).to_contain_text("I propose 80 % of the rows.")
    expect(log.get_by_text("Train on more rows")).to_have_count(1)
    expect_accessible(page, "a prompt with an answer")

    bar.get_by_role("button", name="Review the change").click()
    view = page.get_by_role("region", name="Proposed: Use 80 %")
    view.get_by_role("button", name="Accept").click()
    expect(desk.find_card("Split Data")).to_contain_text("80 % / 20 %")
    expect(bar.get_by_role("button", name="Review the change")).to_be_hidden()

    _stop_an_answer(page, model)
    field.focus()
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    context.close()
    client.close()


def _stop_an_answer(page: Page, model: ScriptedModel) -> None:
    """A model that takes its time is left alone; what it says later is not shown."""
    bar = page.get_by_role("region", name="Assistant")
    model.reset(say("Too late."))
    model.may_answer.clear()
    bar.get_by_role("textbox").fill("What does it do?")
    page.keyboard.press("Enter")
    expect(bar.get_by_text("Thinking")).to_be_visible()
    bar.get_by_role("button", name="Stop").click()
    expect(bar.get_by_role("log")).to_contain_text("Stopped.")
    model.may_answer.set()
    bar.get_by_role("button", name="Start over").click()
    expect(bar.get_by_role("log")).to_be_hidden()


def _create_design(client: Client) -> str:
    data = make_node("enter_data_manually", {"data": "a,b\n1,2\n3,4\n"})
    split = make_node("split_data", {"fraction": 0.7}, dataset="data.dataset")
    return client.create_design({"data": data, "split": split | {"x": 0, "y": 140}})


def test_without_a_model_nothing_offers_one(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(_create_design(client))
    expect(page.get_by_role("toolbar", name="Zoom").get_by_role("button").first).to_be_visible()
    expect(page.get_by_role("button", name="Ask the assistant")).to_have_count(0)
