"""How the canvas feels with many nodes.

First drawing, the frames while a node is dragged and the paper is moved or zoomed, what the main thread does meanwhile:
near by, and with all nodes on the screen; the time to show all nodes, and that from an edit to the problem it makes.
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
MOVES, MOVES_AFAR = 120, 40
AIM_NODES, AIM_FPS = 500, 60.0
#: Of the 16.7 ms of a frame, what is left when the browser itself has drawn.
AIM_SIZES, AIM_WORK = (1000, 3000), 10.0
#: With all nodes on the screen, and while others come into view: one frame.
AIM_SIZE_AFAR, AIM_TURN = 1000, 16.0
#: From 100 % until all are seen, and not as far back: by so much of a wheel's turn at a time.
FAR_AND_BACK = (60.0,) * 24 + (-60.0,) * 16
#: With all on the screen: in and out again.
IN_AND_OUT = ((-8.0,) * 6 + (8.0,) * 6) * 3
EDITS = 5
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
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
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
            *_moving(f"{name}, dragging a node", page, session, lambda: _drag(page, MOVES), size, MOVES),
            *_moving(f"{name}, moving the paper", page, session, lambda: _pan(page, 14, MOVES), size, MOVES),
            _zooming(f"{name}, zooming out and in", page, session, FAR_AND_BACK, size),
            _fitted(name, page),
            *_all_on_the_screen(f"{name}, all on the screen", page, session, size),
            _edit_to_problem(name, page),
        ]


def _all_on_the_screen(name: str, page: Page, session: CDPSession, size: int) -> list[Measurement]:
    moves = MOVES_AFAR
    drag, pan = lambda: _drag(page, moves), lambda: _pan(page, 2, moves)
    return [
        _zooming(f"{name}, zooming", page, session, IN_AND_OUT, size),
        *_moving(f"{name}, moving the paper", page, session, pan, 0, moves),
        *_moving(f"{name}, dragging a node", page, session, drag, 0, moves),
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
    rate = 1000 * (len(moments) - 1) / (moments[-1] - moments[0])
    smooth, light = AIM_FPS * TOLERANCE if size == AIM_NODES else None, AIM_WORK if size in AIM_SIZES else None
    return [
        Measurement(name, "fps", (rate,), aim=smooth, better="higher", note=_frame_times(moments)),
        Measurement(f"{name}, work of a movement", "ms", (1000 * worked / moves,), aim=light, note="processor time"),
    ]


def _frame_times(moments: list[float]) -> str:
    lengths = [later - earlier for earlier, later in pairwise(moments)]
    twentieths = quantiles(lengths, n=20)
    return f"frame p50 {twentieths[9]:.1f} ms, p95 {twentieths[18]:.1f} ms, longest {max(lengths):.1f} ms"


def _worked(session: CDPSession) -> float:
    """The seconds of processor time that the main thread of the page has worked."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])


def _drag(page: Page, moves: int) -> None:
    """Take the card nearest to the middle of the paper, and move it."""
    _move(page, *_middle(_nearest(page)), moves)


def _pan(page: Page, beside: float, moves: int) -> None:
    """Take the paper between two cards, so much to the left of one, and move it."""
    inside = [
        box for box in _boxes(page) if box["x"] > WINDOW["width"] * 0.4 and 300 < box["y"] < WINDOW["height"] * 0.6
    ]
    box = min(inside, key=lambda box: (box["x"], box["y"]))
    _move(page, box["x"] - beside, box["y"] + box["height"] / 2, moves)


def _zooming(name: str, page: Page, session: CDPSession, turns: tuple[float, ...], size: int) -> Measurement:
    """Turn the wheel at the middle of the paper: what each turn makes the main thread do until it is drawn."""
    page.mouse.move(WINDOW["width"] / 2, WINDOW["height"] / 2)
    before = page.evaluate(PLACES)
    page.evaluate(RECORD)
    work = tuple(_work_of_a_turn(page, session, turn) for turn in turns)
    note = f"p95 {quantiles(work, n=20)[18]:.1f} ms, longest {max(work):.1f} ms; {_frame_times(page.evaluate(STOP))}"
    assert page.evaluate(PLACES) != before, f"{name}: nothing moved."
    aim = AIM_TURN if size == AIM_SIZE_AFAR else None
    return Measurement(f"{name}, work of a turn of the wheel", "ms", work, aim=aim, note=note)


def _work_of_a_turn(page: Page, session: CDPSession, turn: float) -> float:
    worked = _worked(session)
    page.mouse.wheel(0, turn)
    page.evaluate(DRAWN)
    return 1000 * (_worked(session) - worked)


def _edit_to_problem(name: str, page: Page) -> Measurement:
    """From the key that takes a card away to the problem of those that took something from it."""
    page.keyboard.press("0")
    page.wait_for_function(AT_ZOOM_1)
    fine = page.locator(".problems-none")
    seconds = []
    for _ in range(EDITS):
        page.mouse.click(*_middle(_nearest(page)))
        began = time.perf_counter()
        page.keyboard.press("Shift+Delete")
        fine.wait_for(state="detached")
        seconds.append(time.perf_counter() - began)
        page.keyboard.press("Control+z")
        fine.wait_for()
    return Measurement(f"{name}, from an edit to the problem it makes", "s", tuple(seconds))


def _fitted(name: str, page: Page) -> Measurement:
    """From the key that shows all nodes to the frame that does."""
    before = page.evaluate(PLACES)[0]
    began = time.perf_counter()
    page.keyboard.press("1")
    page.wait_for_function(f"(before) => ({PLACES})()[0] !== before", arg=before)
    page.evaluate(DRAWN)
    return Measurement(f"{name}, all on the screen", "s", (time.perf_counter() - began,))


def _boxes(page: Page) -> list[FloatRect]:
    """Where the cards on the screen are."""
    return [box for card in page.locator(CARD).all() if (box := card.bounding_box()) is not None]


def _nearest(page: Page) -> FloatRect:
    """Where the card nearest to the middle of the screen is."""
    middle = (WINDOW["width"] / 2, WINDOW["height"] / 2)
    return min(_boxes(page), key=lambda box: abs(box["x"] - middle[0]) + abs(box["y"] - middle[1]))


def _middle(box: FloatRect) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _move(page: Page, x: float, y: float, moves: int) -> None:
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(moves):
        page.mouse.move(x + 2 * step, y + step)
    page.mouse.up()
