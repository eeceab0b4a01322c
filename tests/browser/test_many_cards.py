"""Very many cards, seen from afar: one drawing, in which each card can still be pointed at, named and moved."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.benchmarks.grid import grid
from tests.browser.conftest import PATIENCE
from tests.browser.desk import Desk
from tests.serving import Client

#: More than are drawn as elements from afar, and so many rows that all of them are small.
MANY = 240
#: The colour of the drawing at a place of the screen.
INK = """([x, y]) => {
    const canvas = document.querySelector(".far-paper canvas");
    const { left, top } = canvas.getBoundingClientRect();
    const pixel = canvas.getContext("2d").getImageData(x - left, y - top, 1, 1).data;
    return pixel.join();
}"""
NOTHING = "0,0,0,0"
Point = tuple[float, float]


def ink_becomes(page: Page, at: Point, wanted: Callable[[str], bool]) -> str:
    """The colour at the place, once it is as wanted."""
    found = ""
    for _ in range(PATIENCE // 100):
        found = page.evaluate(INK, list(at))
        if wanted(found):
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"The drawing is {found} at {at}.")


def blank(place: Locator) -> Point:
    """A place on a card with neither picture nor title."""
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.5


def card(page: Page, name: str) -> Locator:
    return page.locator(f".react-flow__node[data-id={name}]")


def card_is_there(ink: str) -> bool:
    return ink != NOTHING


def paper_is_free(ink: str) -> bool:
    return ink == NOTHING


def test_many_cards_are_drawn_from_afar_and_become_elements_near_by(page: Page, desk: Desk, client: Client) -> None:
    desk.open(client.new_design(grid(MANY)))
    first = card(page, "n0")
    expect(first.get_by_role("group")).to_have_attribute("aria-label", "Enter Data Manually, Not run yet")
    ink_becomes(page, blank(first), card_is_there)
    expect(page.locator(".react-flow__edge")).to_have_count(0)
    page.keyboard.press("0")
    expect(page.locator(".far-paper")).to_be_hidden()
    edges = page.locator(".react-flow__edge path.edge")
    expect(edges.first).to_be_attached()
    assert all(edge.get_attribute("d") for edge in edges.all())
    expect(page.get_by_role("button", name="Dataset1").first).to_be_attached()


def test_the_drawing_follows_a_card_that_is_dragged_or_deleted(page: Page, desk: Desk, client: Client) -> None:
    design = client.new_design(grid(MANY))
    desk.open(design)
    moved = card(page, "n125")
    before = blank(moved)
    ink_becomes(page, before, card_is_there)
    last = card(page, f"n{MANY - 1}").bounding_box()
    assert last is not None
    page.mouse.move(*before)
    page.mouse.down()
    page.mouse.move(before[0], last["y"] + 5 * last["height"], steps=8)
    ink_becomes(page, blank(moved), card_is_there)
    ink_becomes(page, before, paper_is_free)
    page.mouse.up()
    below = blank(moved)
    assert below[1] > last["y"] + last["height"]
    ink_becomes(page, below, card_is_there)
    expect(page.locator(".react-flow__node.selected")).to_have_count(1)
    page.keyboard.press("Delete")
    ink_becomes(page, below, paper_is_free)


def test_the_drawing_is_dark_in_the_dark(page: Page, desk: Desk, client: Client) -> None:
    desk.open(client.new_design(grid(MANY)))
    place = blank(card(page, "n0"))
    light = ink_becomes(page, place, card_is_there)
    page.emulate_media(color_scheme="dark")
    ink_becomes(page, place, lambda ink: ink not in (light, NOTHING))
