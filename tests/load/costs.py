"""What one request costs the server in processor time, which other work on the machine changes less than the clock."""

from collections.abc import Callable
from typing import Any

from tests.load.usage import usage_of
from tests.pipelines import regression
from tests.team import Team

DESIGNS, RUN_OF_THEM = 20, 5
WARMED_UP = 3


def costs_of(team: Team) -> dict[str, float]:
    """{kind of request: milliseconds of processor time of the server} on a server with some designs and runs."""
    client = team.ada
    designs = [client.new_design(regression()) for _ in range(DESIGNS)]
    for design in designs[:RUN_OF_THEM]:
        client.run(design)
    first, second = designs[:2]
    title = ["nodes", "data", "title"]
    return {
        "edit": _cost(team, 100, lambda number: client.edit(first, {"path": title, "value": str(number)})),
        "analysis": _cost(team, 40, lambda _: client.checked("GET", f"/api/designs/{first}/analysis")),
        "list of designs": _cost(team, 30, lambda _: client.checked("GET", "/api/designs")),
        "list of runs": _cost(team, 30, lambda _: client.checked("GET", "/api/runs?limit=50")),
        "start of a run": _cost(team, 10, lambda _: client.checked("POST", f"/api/designs/{second}/runs", json={})),
    }


def _cost(team: Team, times: int, ask: Callable[[int], Any]) -> float:
    assert team.server.process is not None
    for number in range(WARMED_UP):
        ask(number)
    before = usage_of(team.server.process.pid)
    for number in range(times):
        ask(number)
    after = usage_of(team.server.process.pid)
    return round(1_000 * (after.processor - before.processor) / times, 1)
