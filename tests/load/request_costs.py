"""What one request costs the server in processor time, which other work on the machine changes less than the clock."""

from collections.abc import Callable
from typing import Any

from tests.load.process_usage import read_usage
from tests.small_designs import make_regression_nodes
from tests.team_server import Team

DESIGN_COUNT, RUN_DESIGN_COUNT = 20, 5
WARM_UP_REQUESTS = 3


def measure_costs(team: Team) -> dict[str, float]:
    """{kind of request: milliseconds of processor time of the server} on a server with some designs and runs."""
    client = team.ada
    designs = [client.create_design(make_regression_nodes()) for _ in range(DESIGN_COUNT)]
    for design in designs[:RUN_DESIGN_COUNT]:
        client.run(design)
    first, second = designs[:2]
    title = ["nodes", "data", "title"]
    return {
        "edit": _measure_cost(team, 100, lambda number: client.edit(first, {"path": title, "value": str(number)})),
        "analysis": _measure_cost(team, 40, lambda _: client.request_json("GET", f"/api/designs/{first}/analysis")),
        "list of designs": _measure_cost(team, 30, lambda _: client.request_json("GET", "/api/designs")),
        "list of runs": _measure_cost(team, 30, lambda _: client.request_json("GET", "/api/runs?limit=50")),
        "start of a run": _measure_cost(
            team, 10, lambda _: client.request_json("POST", f"/api/designs/{second}/runs", json={})
        ),
    }


def _measure_cost(team: Team, times: int, ask: Callable[[int], Any]) -> float:
    assert team.server.process is not None
    for number in range(WARM_UP_REQUESTS):
        ask(number)
    before = read_usage(team.server.process.pid)
    for number in range(times):
        ask(number)
    after = read_usage(team.server.process.pid)
    return round(1_000 * (after.processor - before.processor) / times, 1)
