"""People at work on one team server for a while, and a report on what came of it."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.load.process_usage import ProcessUsage, read_usage
from tests.load.simulated_user import LoadRecord, SimulatedUser
from tests.team_server import PASSWORD, Team

MEBIBYTE = 2**20
#: How often memory and processor time of the server are looked at.
SAMPLE_SECONDS = 5.0
#: One connection each for two streams and what is done at once.
CONNECTION_LIMITS = httpx.Limits(max_connections=8, max_keepalive_connections=8)


@dataclass
class LoadReport:
    """What came of a load."""

    people: int
    seconds: float
    record: LoadRecord
    usage: list[ProcessUsage]
    #: What does not hold of what must, in sentences.
    losses: list[str] = field(default_factory=list)

    @property
    def failures(self) -> int:
        """Answers that say that the server failed, and requests without one."""
        counts = self.record.statuses.values()
        return sum(number for one in counts for status, number in one.items() if status >= 500 or status == 0)

    def to_figures(self) -> dict[str, Any]:
        """The report as data."""
        memory = [round(one.resident / MEBIBYTE, 1) for one in self.usage]
        busy = self.usage[-1].processor - self.usage[0].processor
        return {
            "people": self.people,
            "seconds": round(self.seconds),
            "milliseconds": {kind: _compute_percentiles(times) for kind, times in sorted(self.record.seconds.items())},
            "statuses": {kind: dict(sorted(counts.items())) for kind, counts in sorted(self.record.statuses.items())},
            "acknowledged edits": sum(len(keys) for keys in self.record.acknowledged.values()),
            "runs": self.record.run_states,
            "losses": self.losses,
            "refusals": sorted(self.record.refusals)[:20],
            "resident MiB": memory,
            "cores of the server": round(busy / (self.usage[-1].moment - self.usage[0].moment), 2),
        }


def _compute_percentiles(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)

    def at(share: float) -> float:
        return round(1_000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)], 1)

    return {"n": len(ordered), "p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "max": at(1.0)}


def run_load(team: Team, people: int, seconds: float, seed: int = 0) -> LoadReport:
    """Have so many people work on this server for so long."""
    workspace = team.ada.request_json("GET", "/api/me")["workspace"]["id"]
    names = [f"person{number}" for number in range(people)]
    cookies = [team.add_member(name, workspace, "editor").cookies for name in names]
    document = {"format": 2, "name": "Shared", "nodes": {}}
    shared: str = team.ada.request_json("POST", "/api/designs", json={"document": document})["id"]
    return asyncio.run(_run_people(team, dict(zip(names, cookies, strict=True)), shared, seconds, seed))


async def _run_people(
    team: Team, cookies: dict[str, httpx.Cookies], shared: str, seconds: float, seed: int
) -> LoadReport:
    record, usage, began = LoadRecord(), list[ProcessUsage](), time.monotonic()
    assert team.server.process is not None
    watching = asyncio.create_task(_sample_usage(team.server.process.pid, usage))
    clients = [_open_client(team, held) for held in cookies.values()]
    everybody = [
        SimulatedUser(name, client, record, random.Random(f"{seed} {name}"))
        for name, client in zip(cookies, clients, strict=True)
    ]
    await asyncio.gather(*(person.create_designs(shared) for person in everybody))
    working = [asyncio.create_task(person.work()) for person in everybody]
    await asyncio.wait(working, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
    for person in everybody:
        person.ending.set()
    await asyncio.gather(*working)
    await asyncio.gather(*(person.close_tabs() for person in everybody))
    watching.cancel()
    usage.append(read_usage(team.server.process.pid))
    losses = [sentence for person in everybody for sentence in _find_missed_events(person, record)]
    losses += await _find_lost_edits(clients[0], record)
    for client in clients:
        await client.aclose()
    return LoadReport(len(everybody), time.monotonic() - began, record, usage, losses)


def _open_client(team: Team, cookies: httpx.Cookies) -> httpx.AsyncClient:
    headers = {"X-Requested-By": "designery"}
    return httpx.AsyncClient(
        base_url=team.server.url, headers=headers, cookies=cookies, timeout=60, limits=CONNECTION_LIMITS
    )


async def _sample_usage(pid: int, usage: list[ProcessUsage]) -> None:
    while True:
        usage.append(read_usage(pid))
        await asyncio.sleep(SAMPLE_SECONDS)


def _find_missed_events(person: SimulatedUser, record: LoadRecord) -> list[str]:
    """What a listener should have been told, and was not, or was told twice or out of order."""
    found = []
    for listener in person.listeners:
        whose = f"{person.name} on {'the shared' if listener.design == person.shared else 'an own'} design"
        if listener.revisions != sorted(set(listener.revisions)):
            found.append(f"{whose} was told of revisions twice or out of order")
        if not listener.revisions or listener.resets:
            continue
        first = listener.revisions[0]
        promised = {key for key, number in record.acknowledged[listener.design].items() if number >= first}
        if missing := promised - set(listener.edits):
            found.append(f"{whose} was not told of {len(missing)} edits")
    return found


async def _find_lost_edits(client: httpx.AsyncClient, record: LoadRecord) -> list[str]:
    """Acknowledged edits that are not in their design, and revisions that were given twice."""
    found = []
    for design, keys in record.acknowledged.items():
        if len(set(keys.values())) != len(keys):
            found.append(f"Two edits of {design} got the same revision")
        body = (await client.get(f"/api/designs/{design}")).json()
        if body["revision"] < max(keys.values()):
            found.append(f"{design} is at revision {body['revision']}, and {max(keys.values())} was acknowledged")
        for name, title in record.titles.get(design, {}).items():
            if body["document"]["nodes"][name]["title"] != title:
                found.append(f"The last edit of {name} on {design} is lost")
    return found


__all__ = ["PASSWORD", "LoadReport", "run_load"]
