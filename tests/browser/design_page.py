"""What a user sees and does on the page of one design, in the user's words: cards, ports, fields, results."""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Locator, Page, Position, expect

from tests.live_server import Client

FINISHED_PATTERN = re.compile("^(Succeeded|Reused)$")
Point = tuple[float, float]
CARD_WIDTH = 248
ROW_HEIGHT = 112
RUN_TIMEOUT_MS = 120_000

#: Whether the canvas is where it was two drawings ago. What moves it does so with what was done, or in the next one.
CANVAS_AT_REST = """async () => {
    const place = () => document.querySelector(".react-flow__viewport")?.style.transform;
    const nextFrame = () => new Promise(requestAnimationFrame);
    const before = place();
    await nextFrame();
    await nextFrame();
    return place() === before;
}"""

DROP_FILE = """([place, name, content]) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name));
    const [clientX, clientY] = place;
    const target = document.elementFromPoint(clientX, clientY);
    for (const kind of ["dragenter", "dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(kind, { dataTransfer, clientX, clientY, bubbles: true, cancelable: true }));
    }
}"""


#: Parts of the app that nobody has asked for when a design opens.
FETCHED_AHEAD = ["QuickAdd", "inspectorEntry", "BottomPanel"]
HAS_FETCHED = """parts => {
    const names = performance.getEntriesByType("resource").map(({ name }) => name);
    return parts.every(part => names.some(name => name.includes(`/${part}-`)));
}"""

IS_SELECTED = """card => {
    const node = card.closest(".react-flow__node");
    return !node?.isConnected || !node.classList.contains("selectable") || node.classList.contains("selected");
}"""

SchemeName = Literal["light", "dark"]
SCHEMES: tuple[SchemeName, ...] = ("light", "dark")


def show_scheme(page: Page, scheme: SchemeName) -> None:
    """Have an open page in light or dark, as it turns when the evening comes; what it shows stays."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function("scheme => document.documentElement.dataset.mantineColorScheme === scheme", arg=scheme)


def lay_out_nodes(nodes: dict[str, dict[str, Any]], columns: int = 1) -> dict[str, dict[str, Any]]:
    """Nodes in rows, so that no card covers another."""
    places = enumerate(nodes.items())
    return {
        name: {"x": (at % columns) * (CARD_WIDTH + 72), "y": (at // columns) * ROW_HEIGHT, **node}
        for at, (name, node) in places
    }


def match_name(title: str) -> re.Pattern[str]:
    """The accessible name of a card or port: its title, and after a comma what is to be said of it."""
    return re.compile(rf"^{re.escape(title)}(,|$)")


def delete_uploaded_datasets(client: Client, name: str) -> None:
    """Delete the datasets of this name that other tests have uploaded, but not the sample."""
    for dataset in client.request_json("GET", "/api/datasets"):
        if dataset["name"].casefold() == name.casefold() and not dataset["id"].startswith("sample:"):
            client.request_json("DELETE", f"/api/datasets/{dataset['id']}")


@dataclass
class DesignPage:
    """The page of one design."""

    page: Page
    url: str

    def open(self, design: str) -> "DesignPage":
        self.page.goto(f"{self.url}/designs/{design}")
        expect(self.canvas).to_be_visible()
        return self

    def wait_for_parts(self) -> None:
        """Until the page has fetched ahead what it works with offline, in a profile with `saves_data=False`."""
        self.page.wait_for_function(HAS_FETCHED, arg=["soon", *FETCHED_AHEAD])

    def has_parts(self) -> bool:
        return bool(self.page.evaluate(HAS_FETCHED, FETCHED_AHEAD))

    # Nearly all is looked for in these two. By their roles the browser would go through all elements each time.

    @property
    def canvas(self) -> Locator:
        return self.page.locator("section[aria-label='Design']")

    @property
    def top_bar(self) -> Locator:
        return self.page.get_by_role("banner")

    @property
    def palette(self) -> Locator:
        return self.page.locator("nav[aria-label='Modules']")

    @property
    def save_status(self) -> Locator:
        return self.top_bar.get_by_role("status")

    # Cards and ports

    def find_card(self, title: str) -> Locator:
        return self.canvas.get_by_role("group", name=match_name(title))

    def find_cards(self) -> Locator:
        return self.canvas.get_by_role("group", name=re.compile("^(?!Edge from ).+"))

    def find_edges(self) -> Locator:
        return self.canvas.get_by_role("group", name=re.compile("^Edge from "))

    def find_input(self, title: str, port: str) -> Locator:
        return self.find_card(title).get_by_role("button", name=match_name(f"Input {port}"))

    def find_output(self, title: str, port: str) -> Locator:
        return self.find_card(title).get_by_role("button", name=match_name(f"Output {port}"))

    def select(self, title: str) -> None:
        """Click a card, in its middle: there is no port. The next key is for it, where cards can be selected."""
        self.find_card(title).click()
        self.page.wait_for_function(IS_SELECTED, arg=self.find_card(title).element_handle())

    def wait_for_rest(self) -> None:
        """Wait until the canvas stands still, before a place on it is computed."""
        self.page.wait_for_function(CANVAS_AT_REST)

    def focus(self, title: str) -> None:
        """Give a card the focus, as Tab does."""
        self.find_card(title).locator("xpath=..").focus()

    def connect(self, source: Locator, target: Locator) -> None:
        """Draw an edge from port to port with the mouse. While its button is down, the canvas stays where it is."""
        mouse = self.page.mouse
        source.hover()
        mouse.down()
        start, end = compute_middle(source), compute_middle(target)
        mouse.move(start[0] + 2, start[1] + 2)
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
        mouse.move(*end, steps=4)
        mouse.up()

    def drag(self, start: Point, end: Point) -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(start[0] + 2, start[1] + 2)
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
        mouse.move(*end, steps=4)
        mouse.up()

    def locate(self, right: float, down: float) -> Point:
        """A place on the canvas, as shares of its width and height."""
        box = measure_box(self.canvas)
        return box["x"] + right * box["width"], box["y"] + down * box["height"]

    # Adding

    def add_by_keyboard(self, title: str) -> None:
        self.page.keyboard.press("/")
        expect(self.palette.get_by_role("textbox")).to_be_focused()
        # At once: each letter would draw the list again. test_adding.py and test_keys.py type letter by letter.
        self.page.keyboard.insert_text(title)
        self.page.keyboard.press("Enter")

    def drag_from_palette(self, title: str, to: Point) -> None:
        self.palette.get_by_role("textbox").fill(title)
        box = measure_box(self.canvas)
        at: Position = {"x": to[0] - box["x"], "y": to[1] - box["y"]}
        self.palette.get_by_role("button").filter(has_text=title).first.drag_to(self.canvas, target_position=at)
        expect(self.find_card(title)).to_be_visible()

    def drop_file(self, file: Path, at: Point) -> None:
        """Let go of a file there; a table is looked at before it is imported."""
        content = base64.b64encode(file.read_bytes()).decode()
        self.page.evaluate(DROP_FILE, [at, file.name, content])

    def show_all(self) -> None:
        self.page.get_by_role("button", name="Fit the design to the window").click()

    # The pane on the right

    def find_field(self, title: str) -> Locator:
        return self.page.get_by_label(title, exact=True)

    def choose(self, field: str, option: str) -> None:
        """Choose from a list that opens below its field."""
        self.page.get_by_role("textbox", name=field, exact=True).or_(
            self.page.get_by_role("combobox", name=field, exact=True)
        ).first.click()
        # Before a column's name stands what kind of values it has: "123 price".
        self.page.get_by_role("option", name=re.compile(rf"(^|\s){re.escape(option)}$")).click()

    # Running

    def run(self) -> None:
        self.top_bar.get_by_role("button", name=re.compile(r"^Run(?! can)( Ctrl|$)")).click()

    def stop(self) -> None:
        self.top_bar.get_by_role("button", name=re.compile("^Stop run")).click()

    def expect_status(self, status: str | re.Pattern[str], titles: Iterable[str]) -> None:
        for title in titles:
            expect(self.find_card(title).get_by_text(status, exact=True)).to_be_visible()

    @property
    def run_panel(self) -> Locator:
        return self.page.get_by_role("complementary", name=re.compile(r"^(Run \d+|No run yet)$"))

    def expect_run(self, state: str) -> None:
        """The state of the whole run, in the panel of the run."""
        expect(self.run_panel.get_by_text(state, exact=True)).to_be_visible(timeout=RUN_TIMEOUT_MS)

    # Results

    def show_output(self, title: str, port: str) -> None:
        """Click an output port: what left it shows below the canvas."""
        self.find_output(title, port).click()

    def find_tile(self, metric: str) -> Locator:
        """The value of a metric, as it stands on its tile."""
        term = self.page.get_by_role("term").filter(has_text=metric).first
        return term.locator("xpath=following-sibling::dd[1]")


def measure_box(locator: Locator) -> Any:
    box = locator.bounding_box()
    assert box is not None, f"{locator} is not on the screen"
    return box


def compute_middle(locator: Locator) -> Point:
    box = measure_box(locator)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
