"""How the canvas feels with many nodes, and what the first visit loads.

First render, the frames while a node is dragged and the paper is moved or zoomed, and the time to show all nodes.
"""

import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import quantiles
from typing import Any

from playwright.sync_api import Browser, BrowserContext, FloatRect, Page, sync_playwright

from tests.benchmarks.measuring import Measurement
from tests.browser.conftest import FLAGS, WINDOW, chromium
from tests.serving import Client, Server

SIZES = (100, 500, 1000, 3000)
COLUMNS = 20
#: Of a card and the space around it.
STEP_X, STEP_Y = 288, 112
MOVES = 120
AIM_NODES, AIM_FPS = 500, 60.0
AIM_FIRST_LOAD, FIRST_LOADED_NODES = 300.0, 20
WHEEL_TURNS, TURN = 40, 60.0
#: A screen of 60 Hz shows a little fewer than 60 frames in a second that is measured from outside.
TOLERANCE = 0.98
CARD = ".react-flow__node"

RECORD = """() => {
  window.frames_seen = [];
  const note = (moment) => { window.frames_seen.push(moment); window.frames_due = requestAnimationFrame(note); };
  window.frames_due = requestAnimationFrame(note);
}"""
#: The place of the paper, and of each card on it.
PLACES = """() => [...document.querySelectorAll('.react-flow__viewport, .react-flow__node')].map(
  (element) => element.style.transform
)"""
SENT = """() => performance.getEntriesByType('resource')
  .filter((entry) => /\\.(js|css)$/.test(new URL(entry.name).pathname))
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
STOP = "() => { cancelAnimationFrame(window.frames_due); return window.frames_seen; }"


def measure() -> list[Measurement]:
    """Seconds to the first card, milliseconds per frame, frames per second; at zoom 1."""
    found: list[Measurement] = []
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "home").start()
        client = server.client()
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            first = client.new_design(_grid(FIRST_LOADED_NODES), "first visit")
            found += _first_visit(browser, server, client, first)
            for size in SIZES:
                design = client.new_design(_grid(size), f"{size} nodes")
                found += _of_design(browser, server, client, design, size)
        finally:
            browser.close()
            client.close()
            server.stop()
    return found


def _visitor(browser: Browser, server: Server, client: Client) -> BrowserContext:
    """Somebody who is signed in, with an empty cache."""
    profile = browser.new_context(viewport=WINDOW, reduced_motion="reduce")
    cookies = [(cookie.name, cookie.value or "") for cookie in client.cookies.jar]
    profile.add_cookies([{"name": name, "value": value, "url": server.url} for name, value in cookies])
    return profile


def _first_visit(browser: Browser, server: Server, client: Client, design: str) -> list[Measurement]:
    """Kilobytes over the wire until the page rests, and the seconds until a card answers to a click."""
    profile = _visitor(browser, server, client)
    try:
        page = profile.new_page()
        began = time.perf_counter()
        page.goto(f"{server.url}/designs/{design}")
        page.locator(CARD).first.click()
        page.locator(f"{CARD}.selected").first.wait_for()
        answers = time.perf_counter() - began
        page.wait_for_load_state("networkidle")
        sent = page.evaluate(SENT) / 1000
        return [
            Measurement("first visit, code and style sheets", "kB", (sent,), aim=AIM_FIRST_LOAD, note="compressed"),
            Measurement("first visit, until a card answers to a click", "s", (answers,)),
        ]
    finally:
        profile.close()


def _of_design(browser: Browser, server: Server, client: Client, design: str, size: int) -> list[Measurement]:
    profile = _visitor(browser, server, client)
    try:
        page = profile.new_page()
        page.goto(server.url)  # the files of the app are in the browser's cache, as for anyone's second design
        page.wait_for_load_state("networkidle")
        began = time.perf_counter()
        page.goto(f"{server.url}/designs/{design}")
        page.locator(CARD).first.wait_for()
        opened = time.perf_counter() - began
        page.wait_for_load_state("load")
        page.keyboard.press("0")
        page.wait_for_function(
            "() => /scale\\(1\\)/.test(document.querySelector('.react-flow__viewport').style.transform)"
        )
        name = f"{size} nodes"
        return [
            Measurement(f"{name}, opened to the first card", "s", (opened,)),
            *_frames(f"{name}, dragging a node", page, lambda: _drag(page), size),
            *_frames(f"{name}, moving the paper", page, lambda: _pan(page), size),
            *_frames(f"{name}, zooming", page, lambda: _zoom(page), size),
            _fitted(name, page),
        ]
    finally:
        profile.close()


def _frames(name: str, page: Page, act: Callable[[], None], size: int) -> list[Measurement]:
    before = page.evaluate(PLACES)
    page.evaluate(RECORD)
    act()
    moments: list[float] = page.evaluate(STOP)
    assert page.evaluate(PLACES) != before, f"{name}: nothing moved."
    lengths = [later - earlier for earlier, later in pairwise(moments)]
    twentieths = quantiles(lengths, n=20)
    rate = 1000 * len(lengths) / sum(lengths)
    aim = AIM_FPS * TOLERANCE if size == AIM_NODES else None
    note = f"frame p50 {twentieths[9]:.1f} ms, p95 {twentieths[18]:.1f} ms, longest {max(lengths):.1f} ms"
    return [Measurement(name, "fps", (rate,), aim=aim, better="higher", note=note)]


def _drag(page: Page) -> None:
    """Take the card nearest to the middle of the paper, and move it."""
    middle = (WINDOW["width"] / 2, WINDOW["height"] / 2)
    box = min(_boxes(page), key=lambda box: abs(box["x"] - middle[0]) + abs(box["y"] - middle[1]))
    _move(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def _pan(page: Page) -> None:
    """Take the paper between two cards, and move it."""
    inside = [
        box for box in _boxes(page) if box["x"] > WINDOW["width"] * 0.4 and 300 < box["y"] < WINDOW["height"] * 0.6
    ]
    box = min(inside, key=lambda box: (box["x"], box["y"]))
    _move(page, box["x"] - 14, box["y"] + box["height"] / 2)


def _zoom(page: Page) -> None:
    """Out and in again at the middle of the paper."""
    page.mouse.move(WINDOW["width"] / 2, WINDOW["height"] / 2)
    for turn in range(WHEEL_TURNS):
        page.mouse.wheel(0, TURN if turn < WHEEL_TURNS / 2 else -TURN)


def _fitted(name: str, page: Page) -> Measurement:
    """From the key that shows all nodes to the frame that does."""
    before = page.evaluate(PLACES)[0]
    began = time.perf_counter()
    page.keyboard.press("1")
    page.wait_for_function(f"(before) => ({PLACES})()[0] !== before", arg=before)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return Measurement(f"{name}, all on the screen", "s", (time.perf_counter() - began,))


def _boxes(page: Page) -> list[FloatRect]:
    """Where the cards on the screen are."""
    return [box for card in page.locator(CARD).all() if (box := card.bounding_box()) is not None]


def _move(page: Page, x: float, y: float) -> None:
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(MOVES):
        page.mouse.move(x + 2 * step, y + step)
    page.mouse.up()


def _grid(size: int) -> dict[str, dict[str, Any]]:
    """A row of tables, and below it steps that each take the results above them."""
    nodes: dict[str, dict[str, Any]] = {}
    for number in range(size):
        row, column = divmod(number, COLUMNS)
        above = [_output((row - 1) * COLUMNS + other) for other in (column, (column + 1) % COLUMNS)]
        nodes[f"n{number}"] = {
            "module": "add_rows" if row else "enter_data_manually",
            "parameters": {} if row else {"data": "a,b\n1,2\n"},
            "inputs": {"dataset1": above[0], "dataset2": above[1]} if row else {},
            "x": column * STEP_X,
            "y": row * STEP_Y,
        }
    return nodes


def _output(number: int) -> str:
    return f"n{number}.{'dataset' if number < COLUMNS else 'results_dataset'}"
