"""The first visit to a design with an empty cache: what goes over the wire, and how soon the page obeys."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.benchmarks.grid_design import CARD_SELECTOR, make_grid
from tests.benchmarks.measurement import BenchmarkMeasurement
from tests.browser.conftest import CHROMIUM_FLAGS, WINDOW, find_chromium
from tests.live_server import Client, Server

NODES = 20
REPETITIONS = 3
AIM_CODE_KB = 300.0
#: A cheap laptop behind a house's line: a quarter of this machine, 10 Mbit/s, 40 ms there and back.
CPU_SLOWDOWN, BITS_PER_SECOND, LATENCY = 4, 10_000_000, 40
RESOURCE_KINDS = {
    "Script": "code",
    "Stylesheet": "code",
    "Font": "fonts",
    "Document": "page",
    "Fetch": "data",
    "Preload": "data",
}
#: The moments of the browser's own clock at which a card is there, and at which one is selected.
WATCH_SCRIPT = """
window.moments = {};
const look = () => {
  const now = performance.now();
  if (document.querySelector('.react-flow__node') && !moments.drawn) moments.drawn = now;
  if (document.querySelector('.react-flow__node.selected') && !moments.answered) moments.answered = now;
  if (!moments.answered) requestAnimationFrame(look);
};
requestAnimationFrame(look);
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) moments.blocked = (moments.blocked ?? 0) + task.duration - 50;
}).observe({ type: 'longtask', buffered: true });
"""


@dataclass
class TrafficMeter:
    """The bytes that came, by kind, as they were sent."""

    kinds: dict[str, str] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)

    def listen(self, session: CDPSession) -> None:
        session.on("Network.responseReceived", self._note_response)
        session.on("Network.loadingFinished", self._add_bytes)

    def _note_response(self, event: dict[str, Any]) -> None:
        # What was fetched ahead is of no type of its own.
        data = "/api/" in event["response"]["url"]
        self.kinds[event["requestId"]] = "data" if data else RESOURCE_KINDS.get(event["type"], "other")

    def _add_bytes(self, event: dict[str, Any]) -> None:
        kind = self.kinds.get(event["requestId"], "other")
        self.bytes[kind] = self.bytes.get(kind, 0) + int(event["encodedDataLength"])


def measure() -> list[BenchmarkMeasurement]:
    """Kilobytes until the first card was there, and the seconds until it answered to a click."""
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "home").start()
        client = server.open_client()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        try:
            design = client.create_design(make_grid(NODES), "first visit")
            for _ in range(REPETITIONS):
                for slow in (False, True):
                    for name, value in _measure_visit(browser, server, client, design, slow=slow).items():
                        found.setdefault(name, []).append(value)
        finally:
            browser.close()
            client.close()
            server.stop()
    return [_make_measurement(name, values) for name, values in found.items()]


def _make_measurement(name: str, values: list[float]) -> BenchmarkMeasurement:
    unit = "kB" if name.startswith("sent") else "s"
    return BenchmarkMeasurement(name, unit, tuple(values), aim=AIM_CODE_KB if name == "sent, code" else None)


def _measure_visit(browser: Browser, server: Server, client: Client, design: str, *, slow: bool) -> dict[str, float]:
    with signed_in_context(browser, server, client) as profile:
        page = profile.new_page()
        page.add_init_script(WATCH_SCRIPT)
        session = profile.new_cdp_session(page)
        session.send("Network.enable")
        if slow:
            _throttle(session)
        wire = TrafficMeter()
        wire.listen(session)
        page.goto(f"{server.url}/designs/{design}")
        page.locator(CARD_SELECTOR).first.wait_for()
        sent = {f"sent, {kind}": size / 1000 for kind, size in sorted(wire.bytes.items())} if not slow else {}
        page.locator(CARD_SELECTOR).first.click()
        page.locator(f"{CARD_SELECTOR}.selected").first.wait_for()
        return sent | _read_moments(page, "a quarter of the speed, 10 Mbit/s" if slow else "this machine")


def _throttle(session: CDPSession) -> None:
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    speed = BITS_PER_SECOND / 8
    conditions = {"offline": False, "latency": LATENCY, "downloadThroughput": speed, "uploadThroughput": speed}
    session.send("Network.emulateNetworkConditions", conditions)


def _read_moments(page: Page, where: str) -> dict[str, float]:
    moments: dict[str, float] = page.evaluate("() => moments")
    painted: float = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime")
    response = {
        "first paint": painted,
        "first card": moments["drawn"],
        "a card answers to a click": moments["answered"],
        "blocked by long tasks": moments.get("blocked", 0.0),
    }
    return {f"{where}, {name}": value / 1000 for name, value in response.items()}


@contextmanager
def signed_in_context(browser: Browser, server: Server, client: Client) -> Iterator[BrowserContext]:
    """Somebody who is signed in, with an empty cache."""
    profile = browser.new_context(viewport=WINDOW, reduced_motion="reduce")
    try:
        cookies = [(cookie.name, cookie.value or "") for cookie in client.cookies.jar]
        profile.add_cookies([{"name": name, "value": value, "url": server.url} for name, value in cookies])
        yield profile
    finally:
        profile.close()
