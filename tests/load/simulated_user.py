"""One person at work: edits an own and a shared design, runs, listens to the events, and looks at lists and results."""

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.small_designs import make_node, make_regression_nodes

#: Seconds between two things of a kind that a person does, on average.
EDIT_EVERY, RUN_EVERY, LOOK_EVERY = 1.0, 15.0, 5.0
#: What an answer lacks where there was none.
NO_RESPONSE = 0
RETRIED_STATUSES = frozenset({NO_RESPONSE, 429, 500, 502, 503, 504})
UNFINISHED_STATES = ("queued", "running")


@dataclass
class LoadRecord:
    """What happened to everybody: the time and the status of each request by its kind, and what was promised."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: dict[str, dict[int, int]] = field(default_factory=dict)
    #: {design: {key of an edit: revision that was answered}}
    acknowledged: dict[str, dict[str, int]] = field(default_factory=dict)
    #: {design: {node: the last title that was acknowledged}}
    titles: dict[str, dict[str, str]] = field(default_factory=dict)
    run_states: dict[str, int] = field(default_factory=dict)
    refusals: set[str] = field(default_factory=set)

    def add_request(self, kind: str, seconds: float, status: int) -> None:
        self.seconds.setdefault(kind, []).append(seconds)
        counts = self.statuses.setdefault(kind, {})
        counts[status] = counts.get(status, 0) + 1


@dataclass
class DesignListener:
    """What one open tab received of a design."""

    design: str
    position: str | None = None
    edits: list[str] = field(default_factory=list)
    revisions: list[int] = field(default_factory=list)
    resets: int = 0
    has_begun: asyncio.Event = field(default_factory=asyncio.Event)

    def handle_event(self, name: str, identity: str | None, data: str) -> None:
        self.position = identity or self.position
        self.resets += name == "reset"
        if name == "edits":
            body = json.loads(data)
            self.edits.append(body["id"])
            self.revisions.append(body["revision"])


class SimulatedUser:
    """Somebody with a session of their own."""

    def __init__(self, name: str, client: httpx.AsyncClient, record: LoadRecord, chance: random.Random) -> None:
        self.name, self.client, self.record, self.chance = name, client, record, chance
        self.own, self.shared = "", ""
        self.listeners: list[DesignListener] = []
        self._edit_count = 0
        self._listener_tasks: list[asyncio.Task[None]] = []
        self.ending = asyncio.Event()

    async def request(self, kind: str, method: str, path: str, **options: Any) -> httpx.Response | None:
        """Send a request and note how it went; None where no answer came."""
        began = time.perf_counter()
        try:
            answer = await self.client.request(method, path, **options)
        except httpx.TransportError:
            self.record.add_request(kind, time.perf_counter() - began, NO_RESPONSE)
            return None
        self.record.add_request(kind, time.perf_counter() - began, answer.status_code)
        if answer.is_error:
            self.record.refusals.add(f"{kind} {answer.status_code} {answer.text[:200]}")
        return answer

    async def request_with_retries(self, kind: str, method: str, path: str, **options: Any) -> httpx.Response:
        """As a browser does: what may go through later is sent again."""
        while True:
            answer = await self.request(kind, method, path, **options)
            if answer is not None and answer.status_code not in RETRIED_STATUSES:
                return answer
            wait = float(answer.headers.get("Retry-After", 1)) if answer is not None else 1.0
            await asyncio.sleep(wait * (0.5 + self.chance.random()))

    async def create_designs(self, shared: str) -> None:
        """Make an own design, and a node of one's own in the shared one."""
        document = {"format": 2, "name": f"Design of {self.name}", "nodes": make_regression_nodes()}
        made = await self.request_with_retries("create", "POST", "/api/designs", json={"document": document})
        self.own, self.shared = made.json()["id"], shared
        await self.request_with_retries("trust", "POST", f"/api/designs/{self.own}/trust")
        added = make_node("enter_data_manually", {"data": "a\n1\n"})
        await self._edit(self.shared, ["nodes", self.name], {**added, "title": ""})
        await self._edit(self.own, ["nodes", self.name], {**added, "title": ""})

    async def work(self) -> None:
        """All that a person does, until it is over."""
        self.listeners = [DesignListener(self.own), DesignListener(self.shared)]
        self._listener_tasks = [asyncio.create_task(self._listen(listener)) for listener in self.listeners]
        await asyncio.gather(*(listener.has_begun.wait() for listener in self.listeners))
        await asyncio.gather(self._keep_editing(), self._keep_running(), self._keep_looking())

    async def close_tabs(self) -> None:
        """Close the tabs, once what others did last has arrived there, or should have."""
        for _ in range(300):
            if all(self._has_heard_all(listener) for listener in self.listeners):
                break
            await asyncio.sleep(0.1)
        for task in self._listener_tasks:
            task.cancel()
        await asyncio.gather(*self._listener_tasks, return_exceptions=True)

    def _has_heard_all(self, listener: DesignListener) -> bool:
        promised = self.record.acknowledged.get(listener.design, {}).values()
        return max(promised, default=0) <= max(listener.revisions, default=0) or not promised

    async def _should_continue(self, every: float) -> bool:
        """Whether to go on after a pause."""
        pause = min(self.chance.expovariate(1 / every), 4 * every)
        try:
            await asyncio.wait_for(self.ending.wait(), pause)
        except TimeoutError:
            return True
        return False

    async def _keep_editing(self) -> None:
        while await self._should_continue(EDIT_EVERY):
            design = self.chance.choice([self.own, self.shared])
            self._edit_count += 1
            title = f"{self.name} {self._edit_count}"
            await self._edit(design, ["nodes", self.name, "title"], title)
            self.record.titles.setdefault(design, {})[self.name] = title
            if self.chance.random() < 0.3:
                await self.request("analysis", "GET", f"/api/designs/{design}/analysis")

    async def _edit(self, design: str, path: list[str], value: Any) -> None:
        key = f"{self.name}-{self.chance.getrandbits(60):x}"
        body = {"client": self.name, "id": key, "label": "Load", "edits": [{"path": path, "value": value}]}
        answer = await self.request_with_retries("edit", "POST", f"/api/designs/{design}/edits", json=body)
        assert answer.is_success, answer.text
        self.record.acknowledged.setdefault(design, {})[key] = answer.json()["revision"]

    async def _keep_running(self) -> None:
        while await self._should_continue(RUN_EVERY):
            fraction = round(self.chance.uniform(0.4, 0.8), 6)  # so that there is something to compute
            await self._edit(self.own, ["nodes", "split", "parameters", "fraction"], fraction)
            key = f"{self.name}-{self.chance.getrandbits(60):x}"
            started = await self.request_with_retries(
                "start run", "POST", f"/api/designs/{self.own}/runs", json={"key": key}
            )
            if started.is_success:
                await self._await_run(started.json()["id"])

    async def _await_run(self, run: str) -> None:
        """Wait for the end of a run, and look at a table of it."""
        while True:
            answer = await self.request("read run", "GET", f"/api/runs/{run}")
            if answer is not None and answer.is_success and (body := answer.json())["state"] not in UNFINISHED_STATES:
                break
            await asyncio.sleep(0.5)
        self.record.run_states[body["state"]] = self.record.run_states.get(body["state"], 0) + 1
        for step in body["steps"]:
            for output in step["outputs"].values():
                if output["type"] == "dataset":
                    await self.request("read rows", "GET", f"/api/artifacts/{output['artifact']}/rows?limit=50")
                    return

    async def _keep_looking(self) -> None:
        while await self._should_continue(LOOK_EVERY):
            path = self.chance.choice(["/api/designs", "/api/runs?limit=50", f"/api/designs/{self.own}/runs/latest"])
            await self.request("look", "GET", path)

    async def _listen(self, listener: DesignListener) -> None:
        """Follow the events of a design, and go on after the last one when the line breaks."""
        path = f"/api/designs/{listener.design}/events?client={self.name}"
        while True:
            headers = {"Last-Event-ID": listener.position} if listener.position else {}
            try:
                async with self.client.stream("GET", path, headers=headers, timeout=None) as answer:
                    if answer.is_success:
                        await _parse_events(answer.aiter_lines(), listener)
            except httpx.TransportError:
                pass
            await asyncio.sleep(1)


async def _parse_events(lines: AsyncIterator[str], listener: DesignListener) -> None:
    name, identity, data = "message", None, ""
    async for line in lines:
        listener.has_begun.set()
        if line == "":
            listener.handle_event(name, identity, data)
            name, identity, data = "message", None, ""
        elif line.startswith("event:"):
            name = line[6:].strip()
        elif line.startswith("id:"):
            identity = line[3:].strip()
        elif line.startswith("data:"):
            data += line[5:].strip()
