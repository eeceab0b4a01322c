"""The pages of the app on a phone: every page one press away, nothing cut, nothing that only a mouse could find."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.conftest import ProfileFactory, Screenshots
from tests.browser.design_page import lay_out_nodes
from tests.live_server import Client, Server
from tests.small_designs import make_regression_nodes

PHONE_SIZE: ViewportSize = {"width": 390, "height": 844}
PAGES = {
    "Designs": "/",
    "Datasets": "/datasets",
    "Models": "/models",
    "Pipelines": "/pipelines",
    "Endpoints": "/endpoints",
    "Runs": "/runs",
}
#: Points of the screen, as Apple and WCAG 2.5.5 want it for a thumb.
MIN_TARGET_SIZE = 44
SCROLLS_SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('.page-body')]
    .map((one) => one.scrollWidth - one.clientWidth)"""


@pytest.fixture
def phone(new_profile: ProfileFactory) -> Page:
    """A phone: its screen is touched, and nothing hovers over it."""
    return new_profile(viewport=PHONE_SIZE, has_touch=True, is_mobile=True).new_page()


@pytest.fixture
def kept(client: Client) -> Iterator[None]:
    """A connection and a secret, long enough to need a second line."""
    server = {
        "host": "warehouse.sales-and-logistics.example.com",
        "port": 5432,
        "database": "measurements",
        "user": "reader",
    }
    fields = {"kind": "postgresql", "password": "hunter22", **server}
    connection = client.request_json(
        "POST", "/api/connections", json={"name": "Warehouse of the north", "fields": fields}
    )
    secret = {"name": "KEY_OF_THE_WEATHER_SERVICE_OF_THE_NORTH", "value": "zq7Kw-canary-9"}
    kept = client.request_json("POST", "/api/secrets", json=secret)
    yield
    client.request_json("DELETE", f"/api/connections/{connection['id']}")
    client.request_json("DELETE", f"/api/secrets/{kept['id']}")


def find_page_links(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Pages").get_by_role("link")


def measure_box(one: Locator) -> dict[str, Any]:
    found = one.bounding_box()
    assert found is not None
    return dict(found)


@pytest.mark.usefixtures("kept")
def test_every_page_is_one_press_away(phone: Page, server: Server, client: Client) -> None:
    client.run(client.create_design(lay_out_nodes(make_regression_nodes())))
    for width in (320, 390):
        phone.set_viewport_size({"width": width, "height": PHONE_SIZE["height"]})
        phone.goto(server.url)
        for name, path in PAGES.items():
            find_page_links(phone).filter(has_text=name).tap()
            phone.wait_for_url(f"{server.url}{path}")
            phone.wait_for_load_state("networkidle")
            expect(phone.get_by_role("heading", name=name, exact=True, level=1)).to_be_visible()
            expect(find_page_links(phone).and_(phone.locator("[aria-current=page]"))).to_have_text(name)
            assert [one.inner_text() for one in find_page_links(phone).all()] == list(PAGES)
            for link in map(measure_box, find_page_links(phone).all()):
                assert min(link["width"], link["height"]) >= MIN_TARGET_SIZE
                assert link["x"] >= 0
                assert link["x"] + link["width"] <= width + 0.5
                assert link["y"] + link["height"] <= PHONE_SIZE["height"]
            assert phone.evaluate(SCROLLS_SIDEWAYS) == [0, 0], f"{path} goes on to the side at {width} px"


@pytest.mark.usefixtures("kept")
def test_every_page_is_in_the_bar_of_a_tablet(page: Page, server: Server) -> None:
    for width in (760, 768, 900, 1024):
        page.set_viewport_size({"width": width, "height": 1024})
        page.goto(f"{server.url}/runs")
        expect(find_page_links(page)).to_have_text(list(PAGES))
        search = measure_box(page.get_by_role("search").first)
        last = measure_box(find_page_links(page).last)
        assert last["x"] + last["width"] <= search["x"], f"The search lies over the pages at {width} px"
        tools = page.locator(".page-icons").get_by_role("button")
        expect(tools).to_have_count(4)
        # The bell counts to 99+, and the count reaches over its edge.
        assert max(box["x"] + box["width"] for box in map(measure_box, tools.all())) <= width - 16
        assert page.evaluate(SCROLLS_SIDEWAYS) == [0, 0]


@pytest.mark.usefixtures("kept")
def test_connections_and_secrets_are_cards_with_all_their_buttons(
    phone: Page, server: Server, screenshots: Screenshots
) -> None:
    phone.set_viewport_size({"width": 320, "height": 700})
    phone.goto(f"{server.url}/connections")
    for name, tools in ("Warehouse of the north", 3), ("KEY_OF_THE_WEATHER_SERVICE_OF_THE_NORTH", 2):
        card = phone.get_by_role("row").filter(has=phone.get_by_role("rowheader", name=name))
        buttons = card.get_by_role("button")
        expect(buttons).to_have_count(tools)
        for button in map(measure_box, buttons.all()):
            assert min(button["width"], button["height"]) >= MIN_TARGET_SIZE
            assert button["x"] + button["width"] <= 320
    screenshots.take(phone, "connections-phone.png", full_page=True)


def test_the_pages_are_reached_by_key(phone: Page, server: Server) -> None:
    phone.goto(server.url)
    expect(find_page_links(phone)).to_have_count(len(PAGES))
    phone.get_by_role("link", name="Designery").focus()
    for name in PAGES:
        phone.keyboard.press("Tab")
        expect(find_page_links(phone).filter(has_text=name)).to_be_focused()
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/runs")


def test_the_search_takes_the_bar_and_gives_it_back(phone: Page, server: Server) -> None:
    phone.goto(server.url)
    field = phone.get_by_role("combobox", name="Search")
    assert measure_box(field)["width"] == MIN_TARGET_SIZE
    field.tap()
    phone.keyboard.type("penguins")
    # What is found is drawn anew as each source answers.
    expect(phone.get_by_role("search").get_by_role("status")).to_have_text(re.compile("result"))
    phone.wait_for_load_state("networkidle")
    option = phone.get_by_role("option").first
    expect(option).to_be_visible()
    assert measure_box(field)["width"] > PHONE_SIZE["width"] - 2 * MIN_TARGET_SIZE
    assert measure_box(option)["height"] >= MIN_TARGET_SIZE
    phone.keyboard.press("Escape")
    phone.keyboard.press("Escape")
    expect(option).to_have_count(0)
    assert measure_box(field)["width"] == MIN_TARGET_SIZE


def test_a_chosen_dataset_comes_into_sight(phone: Page, server: Server) -> None:
    phone.set_viewport_size({"width": 375, "height": 667})
    phone.goto(f"{server.url}/datasets")
    phone.get_by_role("button", name="Penguins").tap()
    expect(phone.get_by_role("heading", name="Penguins", level=2)).to_be_in_viewport()


def test_the_menu_of_a_design_needs_no_hovering(phone: Page, server: Server, client: Client) -> None:
    client.create_design(lay_out_nodes(make_regression_nodes()), "Touched")
    phone.goto(server.url)
    more = phone.get_by_role("button", name="More about Touched").first
    expect(more).to_have_css("opacity", "1")
    picture = measure_box(phone.locator(".design-pictures").first)
    assert measure_box(more)["y"] >= picture["y"] + picture["height"] - 4, "It lies over no picture"
    more.tap()
    expect(phone.get_by_role("menuitem", name="Rename")).to_be_visible()


def test_a_run_is_a_card_in_which_each_number_has_its_name(phone: Page, server: Server, client: Client) -> None:
    design = client.create_design(lay_out_nodes(make_regression_nodes()), "Carded")
    client.run(design)
    phone.goto(f"{server.url}/runs")
    card = phone.get_by_role("row").filter(has_text="Carded").first
    size = measure_box(card)
    assert size["x"] >= 0
    assert size["x"] + size["width"] <= PHONE_SIZE["width"]
    names = card.locator("td[data-head]").evaluate_all(
        "(all) => all.map((one) => getComputedStyle(one, '::before').content.slice(1, -1))"
    )
    assert {"MAE", "Steps", "Took", "Size", "Started"} <= set(names)
    card.get_by_role("button", name="More about run 1").tap()
    expect(phone.get_by_role("menuitem", name="Run again")).to_be_visible()
    phone.keyboard.press("Escape")
    phone.get_by_role("button", name="Took").tap()
    expect(phone.get_by_role("columnheader", name="Took")).to_have_attribute("aria-sort", "descending")


def test_a_menu_has_room_for_thumbs_and_says_no_keys(phone: Page, server: Server, client: Client) -> None:
    design = client.create_design(lay_out_nodes(make_regression_nodes()), "On the way")
    phone.set_viewport_size({"width": 375, "height": 667})
    phone.goto(f"{server.url}/designs/{design}")
    expect(phone.get_by_role("heading", name="On the way")).to_be_visible()
    phone.get_by_role("button", name="Actions on this design").tap()
    first, last = phone.get_by_role("menuitem").first, phone.get_by_role("menuitem").last
    expect(first).to_be_visible()
    assert measure_box(first)["height"] >= MIN_TARGET_SIZE
    expect(first.locator("kbd")).to_be_hidden()
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=1)


def test_the_menu_of_a_column_needs_no_hovering(phone: Page, server: Server) -> None:
    phone.goto(f"{server.url}/datasets")
    phone.get_by_role("button", name="Penguins").tap()
    more = phone.get_by_role("button", name="Menu of Species")
    expect(more).to_have_css("opacity", "1")
    more.tap()
    expect(phone.get_by_role("menuitem").first).to_be_visible()


def test_a_design_has_its_name_on_a_phone_and_on_a_tablet(page: Page, server: Server, client: Client) -> None:
    design = client.create_design(lay_out_nodes(make_regression_nodes()), "Automobile price")
    for width, room in ((390, 120), (768, 120), (1000, 120)):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{server.url}/designs/{design}")
        name = page.get_by_role("heading", name="Automobile price")
        expect(name).to_be_visible()
        assert measure_box(name)["width"] >= room, f"{width} px"
        assert measure_box(page.get_by_role("button", name=re.compile("^Run")).last)["x"] < width
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") == 0
