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

from tests.benchmarks.bench_visit import signed_in_context
from tests.benchmarks.grid_design import CARD_SELECTOR, make_grid
from tests.benchmarks.measurement import BenchmarkMeasurement
from tests.browser.conftest import CHROMIUM_FLAGS, WINDOW, find_chromium
from tests.live_server import Client, Server

SIZES = (100, 500, 1000, 3000)
MOVES, MOVES_AFAR = 120, 40
AIM_NODES, AIM_FPS = 500, 60.0
#: Of the 16.7 ms of a frame, what is left when the browser itself has drawn.
AIM_SIZES, AIM_WORK = (1000, 3000), 10.0
#: With all nodes on the screen, and while others come into view: one frame.
AIM_SIZE_AFAR, AIM_TURN = 1000, 16.0
#: From 100 % until all are seen, and not as far back: by so much of a wheel's turn at a time.
ZOOM_FAR_TURNS = (60.0,) * 24 + (-60.0,) * 16
#: With all on the screen: in and out again, and in the end a little nearer.
ZOOM_NEAR_TURNS = ((-8.0,) * 6 + (8.0,) * 6) * 3 + (-8.0,)
EDITS = 5
#: A screen of 60 Hz shows a little fewer than 60 frames in a second that is measured from outside.
MIN_PAINTED_SHARE = 0.98
CPU_TIME_DOMAIN = {"timeDomain": "threadTicks"}

RECORD_FRAMES = """() => {
  window.frames_seen = [];
  const note = (moment) => { window.frames_seen.push(moment); window.frames_due = requestAnimationFrame(note); };
  window.frames_due = requestAnimationFrame(note);
}"""
#: The place of the paper, and of each card on it.
READ_POSITIONS = """() => [...document.querySelectorAll('.react-flow__viewport, .react-flow__node')].map(
  (element) => element.style.transform
)"""
READ_BOXES = "(cards) => [...document.querySelectorAll(cards)].map((card) => card.getBoundingClientRect().toJSON())"
WAIT_FOR_FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
STOP_RECORDING = "() => { cancelAnimationFrame(window.frames_due); return window.frames_seen; }"
AT_ZOOM_1 = "() => /scale\\(1\\)/.test(document.querySelector('.react-flow__viewport').style.transform)"


def measure() -> list[BenchmarkMeasurement]:
    """Seconds to the first card, frames per second, milliseconds of work per movement; at zoom 1."""
    found: list[BenchmarkMeasurement] = []
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "home").start()
        client = server.open_client()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        try:
            for size in SIZES:
                design = client.create_design(make_grid(size), f"{size} nodes")
                found += _measure_design(browser, server, client, design, size)
        finally:
            browser.close()
            client.close()
            server.stop()
    return found


def _measure_design(
    browser: Browser, server: Server, client: Client, design: str, size: int
) -> list[BenchmarkMeasurement]:
    with signed_in_context(browser, server, client) as profile:
        page = profile.new_page()
        session = profile.new_cdp_session(page)
        session.send("Performance.enable", CPU_TIME_DOMAIN)
        page.goto(server.url)  # the files of the app are in the browser's cache, as for anyone's second design
        page.wait_for_load_state("networkidle")
        began = time.perf_counter()
        page.goto(f"{server.url}/designs/{design}")
        page.locator(CARD_SELECTOR).first.wait_for()
        opened = time.perf_counter() - began
        page.wait_for_load_state("load")
        page.keyboard.press("0")
        page.wait_for_function(AT_ZOOM_1)
        name = f"{size} nodes"
        return [
            BenchmarkMeasurement(f"{name}, opened to the first card", "s", (opened,)),
            *_measure_movement(f"{name}, dragging a node", page, session, lambda: _drag_card(page, MOVES), size, MOVES),
            *_measure_movement(
                f"{name}, moving the paper", page, session, lambda: _pan_canvas(page, 14, MOVES), size, MOVES
            ),
            _measure_zooming(f"{name}, zooming out and in", page, session, ZOOM_FAR_TURNS, size),
            _measure_fit(name, page),
            *_measure_all_in_view(f"{name}, all on the screen", page, session, size),
            _measure_edit_to_problem(name, page),
        ]


def _measure_all_in_view(name: str, page: Page, session: CDPSession, size: int) -> list[BenchmarkMeasurement]:
    moves = MOVES_AFAR
    drag, pan = lambda: _drag_card(page, moves), lambda: _pan_canvas(page, 1, moves)
    return [
        _measure_zooming(f"{name}, zooming", page, session, ZOOM_NEAR_TURNS, size),
        *_measure_movement(f"{name}, moving the paper", page, session, pan, 0, moves),
        *_measure_movement(f"{name}, dragging a node", page, session, drag, 0, moves),
    ]


def _measure_movement(
    name: str, page: Page, session: CDPSession, act: Callable[[], None], size: int, moves: int
) -> list[BenchmarkMeasurement]:
    before = page.evaluate(READ_POSITIONS)
    page.evaluate(RECORD_FRAMES)
    worked = _read_main_thread_seconds(session)
    act()
    worked = _read_main_thread_seconds(session) - worked
    moments: list[float] = page.evaluate(STOP_RECORDING)
    assert page.evaluate(READ_POSITIONS) != before, f"{name}: nothing moved."
    rate = 1000 * (len(moments) - 1) / (moments[-1] - moments[0])
    smooth, light = AIM_FPS * MIN_PAINTED_SHARE if size == AIM_NODES else None, AIM_WORK if size in AIM_SIZES else None
    return [
        BenchmarkMeasurement(name, "fps", (rate,), aim=smooth, better="higher", note=_format_frame_times(moments)),
        BenchmarkMeasurement(
            f"{name}, work of a movement", "ms", (1000 * worked / moves,), aim=light, note="processor time"
        ),
    ]


def _format_frame_times(moments: list[float]) -> str:
    lengths = [later - earlier for earlier, later in pairwise(moments)]
    twentieths = quantiles(lengths, n=20)
    return f"frame p50 {twentieths[9]:.1f} ms, p95 {twentieths[18]:.1f} ms, longest {max(lengths):.1f} ms"


def _read_main_thread_seconds(session: CDPSession) -> float:
    """The seconds of processor time that the main thread of the page has worked."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])


def _drag_card(page: Page, moves: int) -> None:
    """Take the card nearest to the middle of the paper, and move it."""
    _drag_mouse(page, *_compute_box_middle(_find_nearest_box(page)), moves)


def _pan_canvas(page: Page, beside: float, moves: int) -> None:
    """Take the paper between two cards, so much to the left of one, and move it."""
    inside = [
        box
        for box in _read_card_boxes(page)
        if box["x"] > WINDOW["width"] * 0.4 and 300 < box["y"] < WINDOW["height"] * 0.6
    ]
    box = min(inside, key=lambda box: (box["x"], box["y"]))
    _drag_mouse(page, box["x"] - beside, box["y"] + box["height"] / 2, moves)


def _measure_zooming(
    name: str, page: Page, session: CDPSession, turns: tuple[float, ...], size: int
) -> BenchmarkMeasurement:
    """Turn the wheel at the middle of the paper: what each turn makes the main thread do until it is drawn."""
    page.mouse.move(WINDOW["width"] / 2, WINDOW["height"] / 2)
    before = page.evaluate(READ_POSITIONS)
    page.evaluate(RECORD_FRAMES)
    work = tuple(_measure_wheel_turn(page, session, turn) for turn in turns)
    frames = _format_frame_times(page.evaluate(STOP_RECORDING))
    note = f"p95 {quantiles(work, n=20)[18]:.1f} ms, longest {max(work):.1f} ms; {frames}"
    assert page.evaluate(READ_POSITIONS) != before, f"{name}: nothing moved."
    aim = AIM_TURN if size == AIM_SIZE_AFAR else None
    return BenchmarkMeasurement(f"{name}, work of a turn of the wheel", "ms", work, aim=aim, note=note)


def _measure_wheel_turn(page: Page, session: CDPSession, turn: float) -> float:
    worked = _read_main_thread_seconds(session)
    page.mouse.wheel(0, turn)
    page.evaluate(WAIT_FOR_FRAME)
    return 1000 * (_read_main_thread_seconds(session) - worked)


def _measure_edit_to_problem(name: str, page: Page) -> BenchmarkMeasurement:
    """From the key that takes a card away to the problem of those that took something from it."""
    page.keyboard.press("0")
    page.wait_for_function(AT_ZOOM_1)
    fine = page.locator(".problems-none")
    seconds = []
    for _ in range(EDITS):
        page.mouse.click(*_compute_box_middle(_find_nearest_box(page)))
        began = time.perf_counter()
        page.keyboard.press("Shift+Delete")
        fine.wait_for(state="detached")
        seconds.append(time.perf_counter() - began)
        page.keyboard.press("Control+z")
        fine.wait_for()
    return BenchmarkMeasurement(f"{name}, from an edit to the problem it makes", "s", tuple(seconds))


def _measure_fit(name: str, page: Page) -> BenchmarkMeasurement:
    """From the key that shows all nodes to the frame that does."""
    before = page.evaluate(READ_POSITIONS)[0]
    began = time.perf_counter()
    page.keyboard.press("1")
    page.wait_for_function(f"(before) => ({READ_POSITIONS})()[0] !== before", arg=before)
    page.evaluate(WAIT_FOR_FRAME)
    return BenchmarkMeasurement(f"{name}, all on the screen", "s", (time.perf_counter() - began,))


def _read_card_boxes(page: Page) -> list[FloatRect]:
    """Where the cards on the screen are."""
    found: list[FloatRect] = page.evaluate(READ_BOXES, CARD_SELECTOR)
    return found


def _find_nearest_box(page: Page) -> FloatRect:
    """Where the card nearest to the middle of the screen is."""
    middle = (WINDOW["width"] / 2, WINDOW["height"] / 2)
    return min(_read_card_boxes(page), key=lambda box: abs(box["x"] - middle[0]) + abs(box["y"] - middle[1]))


def _compute_box_middle(box: FloatRect) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _drag_mouse(page: Page, x: float, y: float, moves: int) -> None:
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(moves):
        page.mouse.move(x + 2 * step, y + step)
    page.mouse.up()
