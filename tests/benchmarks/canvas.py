"""How the canvas feels with many nodes.

First drawing, the frames while a node is dragged and the paper is moved or zoomed, what the main thread does meanwhile,
and the time to show all nodes.
"""

import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import Browser, CDPSession, FloatRect, Page, sync_playwright

from tests.benchmarks.grid import CARD, grid
from tests.benchmarks.measuring import Measurement
from tests.benchmarks.visit import visitor
from tests.browser.conftest import FLAGS, WINDOW, chromium
from tests.serving import Client, Server

SIZES = (100, 500, 1000, 3000)
MOVES = 120
AIM_NODES, AIM_FPS = 500, 60.0
#: Of the 16.7 ms of a frame, what is left when the browser itself has drawn.
AIM_SIZES, AIM_WORK = (1000, 3000), 10.0
#: Farther out than in again, so that the view ends elsewhere.
TURNS_OUT, TURNS_IN, TURN = 24, 16, 60.0
#: A screen of 60 Hz shows a little fewer than 60 frames in a second that is measured from outside.
TOLERANCE = 0.98
BY_PROCESSOR_TIME = {"timeDomain": "threadTicks"}

RECORD = """() => {
  window.frames_seen = [];
  const note = (moment) => { window.frames_seen.push(moment); window.frames_due = requestAnimationFrame(note); };
  window.frames_due = requestAnimationFrame(note);
}"""
#: The place of the paper, and of each card on it.
PLACES = """() => [...document.querySelectorAll('.react-flow__viewport, .react-flow__node')].map(
  (element) => element.style.transform
)"""
STOP = "() => { cancelAnimationFrame(window.frames_due); return window.frames_seen; }"
AT_ZOOM_1 = "() => /scale\\(1\\)/.test(document.querySelector('.react-flow__viewport').style.transform)"


def measure() -> list[Measurement]:
    """Seconds to the first card, frames per second, milliseconds of work per movement; at zoom 1."""
    found: list[Measurement] = []
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "home").start()
        client = server.client()
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            for size in SIZES:
                design = client.new_design(grid(size), f"{size} nodes")
                found += _of_design(browser, server, client, design, size)
        finally:
            browser.close()
            client.close()
            server.stop()
    return found


def _of_design(browser: Browser, server: Server, client: Client, design: str, size: int) -> list[Measurement]:
    with visitor(browser, server, client) as profile:
        page = profile.new_page()
        session = profile.new_cdp_session(page)
        session.send("Performance.enable", BY_PROCESSOR_TIME)
        page.goto(server.url)  # the files of the app are in the browser's cache, as for anyone's second design
        page.wait_for_load_state("networkidle")
        began = time.perf_counter()
        page.goto(f"{server.url}/designs/{design}")
        page.locator(CARD).first.wait_for()
        opened = time.perf_counter() - began
        page.wait_for_load_state("load")
        page.keyboard.press("0")
        page.wait_for_function(AT_ZOOM_1)
        name = f"{size} nodes"
        return [
            Measurement(f"{name}, opened to the first card", "s", (opened,)),
            *_moving(f"{name}, dragging a node", page, session, lambda: _drag(page), size, MOVES),
            *_moving(f"{name}, moving the paper", page, session, lambda: _pan(page), size, MOVES),
            *_moving(f"{name}, zooming", page, session, lambda: _zoom(page), size, TURNS_OUT + TURNS_IN),
            _fitted(name, page),
        ]


def _moving(
    name: str, page: Page, session: CDPSession, act: Callable[[], None], size: int, moves: int
) -> list[Measurement]:
    before = page.evaluate(PLACES)
    page.evaluate(RECORD)
    worked = _worked(session)
    act()
    worked = _worked(session) - worked
    moments: list[float] = page.evaluate(STOP)
    assert page.evaluate(PLACES) != before, f"{name}: nothing moved."
    lengths = [later - earlier for earlier, later in pairwise(moments)]
    twentieths = quantiles(lengths, n=20)
    rate = 1000 * len(lengths) / sum(lengths)
    note = f"frame p50 {twentieths[9]:.1f} ms, p95 {twentieths[18]:.1f} ms, longest {max(lengths):.1f} ms"
    smooth, light = AIM_FPS * TOLERANCE if size == AIM_NODES else None, AIM_WORK if size in AIM_SIZES else None
    return [
        Measurement(name, "fps", (rate,), aim=smooth, better="higher", note=note),
        Measurement(f"{name}, work of a movement", "ms", (1000 * worked / moves,), aim=light, note="processor time"),
    ]


def _worked(session: CDPSession) -> float:
    """The seconds of processor time that the main thread of the page has worked."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])


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
    for turn in range(TURNS_OUT + TURNS_IN):
        page.mouse.wheel(0, TURN if turn < TURNS_OUT else -TURN)


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
