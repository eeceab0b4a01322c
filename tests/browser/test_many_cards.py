"""Very many cards, seen from afar: one drawing, in which each card can still be pointed at, named and moved."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.benchmarks.grid_design import make_grid
from tests.browser.conftest import TIMEOUT_MS
from tests.browser.design_page import DesignPage
from tests.live_server import Client

#: More than are drawn as elements from afar, and so many rows that all of them are small.
CARD_COUNT = 240
#: The color of the drawing at a place of the screen.
READ_PIXEL = """([x, y]) => {
    const canvas = document.querySelector(".far-paper canvas");
    const { left, top } = canvas.getBoundingClientRect();
    const pixel = canvas.getContext("2d").getImageData(x - left, y - top, 1, 1).data;
    return pixel.join();
}"""
TRANSPARENT = "0,0,0,0"
Point = tuple[float, float]


def wait_for_pixel(page: Page, at: Point, is_expected: Callable[[str], bool]) -> str:
    """The color at the place, once it is as wanted."""
    found: str = ""
    for _ in range(TIMEOUT_MS // 100):
        found = page.evaluate(READ_PIXEL, list(at))
        if is_expected(found):
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"The drawing is {found} at {at}.")


def locate_blank_spot(place: Locator) -> Point:
    """A place on a card with neither picture nor title."""
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.5


def find_card(page: Page, name: str) -> Locator:
    return page.locator(f".react-flow__node[data-id={name}]")


def is_card_drawn(ink: str) -> bool:
    return ink != TRANSPARENT


def is_canvas_empty(ink: str) -> bool:
    return ink == TRANSPARENT


def test_many_cards_are_drawn_from_afar_and_become_elements_near_by(
    page: Page, desk: DesignPage, client: Client
) -> None:
    desk.open(client.create_design(make_grid(CARD_COUNT)))
    first = find_card(page, "n0")
    expect(first.get_by_role("group")).to_have_attribute("aria-label", "Enter Data Manually, Not run yet")
    wait_for_pixel(page, locate_blank_spot(first), is_card_drawn)
    expect(page.locator(".react-flow__edge")).to_have_count(0)
    page.keyboard.press("0")
    expect(page.locator(".far-paper")).to_be_hidden()
    edges = page.locator(".react-flow__edge path.edge")
    expect(edges.first).to_be_attached()
    assert edges.evaluate_all("(edges) => edges.every((edge) => edge.getAttribute('d'))")
    expect(page.get_by_role("button", name="Dataset1").first).to_be_attached()


def test_the_drawing_follows_a_card_that_is_dragged_or_deleted(page: Page, desk: DesignPage, client: Client) -> None:
    design = client.create_design(make_grid(CARD_COUNT))
    desk.open(design)
    moved = find_card(page, "n125")
    before = locate_blank_spot(moved)
    wait_for_pixel(page, before, is_card_drawn)
    last = find_card(page, f"n{CARD_COUNT - 1}").bounding_box()
    assert last is not None
    page.mouse.move(*before)
    page.mouse.down()
    page.mouse.move(before[0], last["y"] + 5 * last["height"], steps=8)
    wait_for_pixel(page, locate_blank_spot(moved), is_card_drawn)
    wait_for_pixel(page, before, is_canvas_empty)
    page.mouse.up()
    below = locate_blank_spot(moved)
    assert below[1] > last["y"] + last["height"]
    wait_for_pixel(page, below, is_card_drawn)
    expect(page.locator(".react-flow__node.selected")).to_have_count(1)
    page.keyboard.press("Delete")
    wait_for_pixel(page, below, is_canvas_empty)


def test_the_drawing_is_dark_in_the_dark(page: Page, desk: DesignPage, client: Client) -> None:
    desk.open(client.create_design(make_grid(CARD_COUNT)))
    place = locate_blank_spot(find_card(page, "n0"))
    light = wait_for_pixel(page, place, is_card_drawn)
    page.emulate_media(color_scheme="dark")
    wait_for_pixel(page, place, lambda ink: ink not in (light, TRANSPARENT))
