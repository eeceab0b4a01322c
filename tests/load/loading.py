"""People at work on one team server for a while, and a report on what came of it."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.load.person import Person, Record
from tests.load.usage import Usage, usage_of
from tests.team import PASSWORD, Team

MEBIBYTE = 2**20
#: How often memory and processor time of the server are looked at.
LOOK_SECONDS = 5.0
#: One connection each for two streams and what is done at once.
CONNECTIONS = httpx.Limits(max_connections=8, max_keepalive_connections=8)


@dataclass
class Report:
    """What came of a load."""

    people: int
    seconds: float
    record: Record
    usage: list[Usage]
    #: What does not hold of what must, in sentences.
    losses: list[str] = field(default_factory=list)

    @property
    def failures(self) -> int:
        """Answers that say that the server failed, and requests without one."""
        counts = self.record.statuses.values()
        return sum(number for one in counts for status, number in one.items() if status >= 500 or status == 0)

    def figures(self) -> dict[str, Any]:
        """The report as data."""
        memory = [round(one.resident / MEBIBYTE, 1) for one in self.usage]
        busy = self.usage[-1].processor - self.usage[0].processor
        return {
            "people": self.people,
            "seconds": round(self.seconds),
            "milliseconds": {kind: _percentiles(times) for kind, times in sorted(self.record.seconds.items())},
            "statuses": {kind: dict(sorted(counts.items())) for kind, counts in sorted(self.record.statuses.items())},
            "acknowledged edits": sum(len(keys) for keys in self.record.acknowledged.values()),
            "runs": self.record.run_states,
            "losses": self.losses,
            "refusals": sorted(self.record.refusals)[:20],
            "resident MiB": memory,
            "cores of the server": round(busy / (self.usage[-1].at - self.usage[0].at), 2),
        }


def _percentiles(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)

    def at(share: float) -> float:
        return round(1_000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)], 1)

    return {"n": len(ordered), "p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "max": at(1.0)}


def put_under_load(team: Team, people: int, seconds: float, seed: int = 0) -> Report:
    """Have so many people work on this server for so long."""
    workspace = team.ada.checked("GET", "/api/me")["workspace"]["id"]
    names = [f"person{number}" for number in range(people)]
    cookies = [team.join(name, workspace, "editor").cookies for name in names]
    document = {"format": 2, "name": "Shared", "nodes": {}}
    shared: str = team.ada.checked("POST", "/api/designs", json={"document": document})["id"]
    return asyncio.run(_work(team, dict(zip(names, cookies, strict=True)), shared, seconds, seed))


async def _work(team: Team, cookies: dict[str, httpx.Cookies], shared: str, seconds: float, seed: int) -> Report:
    record, usage, began = Record(), list[Usage](), time.monotonic()
    assert team.server.process is not None
    watching = asyncio.create_task(_watch(team.server.process.pid, usage))
    clients = [_client(team, held) for held in cookies.values()]
    everybody = [
        Person(name, client, record, random.Random(f"{seed} {name}"))
        for name, client in zip(cookies, clients, strict=True)
    ]
    await asyncio.gather(*(person.begin(shared) for person in everybody))
    working = [asyncio.create_task(person.work()) for person in everybody]
    await asyncio.wait(working, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
    for person in everybody:
        person.ending.set()
    await asyncio.gather(*working)
    await asyncio.gather(*(person.leave() for person in everybody))
    watching.cancel()
    usage.append(usage_of(team.server.process.pid))
    losses = [sentence for person in everybody for sentence in _missed(person, record)]
    losses += await _lost(clients[0], record)
    for client in clients:
        await client.aclose()
    return Report(len(everybody), time.monotonic() - began, record, usage, losses)


def _client(team: Team, cookies: httpx.Cookies) -> httpx.AsyncClient:
    headers = {"X-Requested-By": "designery"}
    return httpx.AsyncClient(base_url=team.server.url, headers=headers, cookies=cookies, timeout=60, limits=CONNECTIONS)


async def _watch(pid: int, usage: list[Usage]) -> None:
    while True:
        usage.append(usage_of(pid))
        await asyncio.sleep(LOOK_SECONDS)


def _missed(person: Person, record: Record) -> list[str]:
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


async def _lost(client: httpx.AsyncClient, record: Record) -> list[str]:
    """Acknowledged edits that are not in their design, and revisions that were given twice."""
    found = []
    for design, keys in record.acknowledged.items():
        if len(set(keys.values())) != len(keys):
            found.append(f"Two edits of {design} got the same revision")
        told = (await client.get(f"/api/designs/{design}")).json()
        if told["revision"] < max(keys.values()):
            found.append(f"{design} is at revision {told['revision']}, and {max(keys.values())} was acknowledged")
        for name, title in record.titles.get(design, {}).items():
            if told["document"]["nodes"][name]["title"] != title:
                found.append(f"The last edit of {name} on {design} is lost")
    return found


__all__ = ["PASSWORD", "Report", "put_under_load"]
