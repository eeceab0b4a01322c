"""Promise 33: whatever is sent to any operation of the interface, the answer is never a 5xx. By schemathesis."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live_server import Client, Server
from tests.nightly.nightly_figures import save_figures, scale_number
from tests.small_designs import make_regression_nodes
from tests.team_server import Team, start_team_server

pytestmark = pytest.mark.nightly

OPENAPI_FILE = Path(__file__).parent.parent.parent / "frontend" / "openapi.json"
EXAMPLES, DESIGNS = scale_number(200, least=3), 12
#: So that a failure can be had again: NIGHTLY_SEED=... python -m tests.nightly -k operation
SEED = int(os.environ.get("NIGHTLY_SEED", random.SystemRandom().randrange(2**31)))
#: An event stream has no end, who signs out cannot go on asking, and who takes the room away is told so by 507.
EXCLUDED_PATHS = r"/events$|^/api/me/(logout|password|sessions)|^/api/workspaces/\{workspace_id\}/(leave|quota)$"
CHECKS = "not_a_server_error,status_code_conformance,ignored_auth"
#: What schemathesis calls an answer of 5xx, and one for which no credentials were wanted.
FAILING_CODES = ("ST101", "ST401")
MAX_EXCLUDED = 100
PHASES = "examples,coverage,fuzzing,stateful" if EXAMPLES >= 50 else "examples,fuzzing,stateful"


def fill_workspace(client: Client) -> dict[str, list[str]]:
    """{name of a parameter of a path: ids of what is there}; the first design has been run."""
    designs = [client.create_design(make_regression_nodes(), name=f"Design {number}") for number in range(DESIGNS)]
    run = client.run(designs[0])
    dataset = client.request_json("POST", "/api/datasets?file_name=rows.csv", content=b"a,b\n1,x\n2,y\n")["id"]
    artifacts = [output["artifact"] for step in run["steps"] for output in step["outputs"].values()]
    return {"design_id": designs, "run_id": [run["id"]], "dataset_id": [dataset], "artifact_id": artifacts}


def fill_description(known: dict[str, list[str]]) -> dict[str, Any]:
    """The description of the interface, in which the ids of paths are those of what is there, or of nothing."""
    document: dict[str, Any] = json.loads(OPENAPI_FILE.read_text())
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path" and parameter["name"] in known:
                    parameter["schema"] = {"type": "string", "enum": [*known[parameter["name"]], "nothing"]}
    return document


def run_schemathesis(server: Server, folder: Path, document: dict[str, Any], *headers: str) -> dict[str, Any]:
    """What schemathesis found, as its report says it."""
    described_at, report = folder / "openapi.json", folder / "report.json"
    described_at.write_text(json.dumps(document))
    command = [sys.executable, "-m", "schemathesis.cli", "run", str(described_at), "--url", server.url, "--no-color"]
    command += ["--checks", CHECKS, "--phases", PHASES, "--max-examples", str(EXAMPLES), "--seed", str(SEED)]
    command += ["--continue-on-failure", "--request-timeout", "60", "--suppress-health-check", "all", "--no-shrink"]
    command += ["--warnings", "off", "--report-json-path", str(report)]
    command += ["--exclude-path-regex", EXCLUDED_PATHS]  # of several options only the last one would count
    command += [part for header in headers for part in ("--header", header)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    (folder / "said.txt").write_text(done.stdout + done.stderr)
    assert report.exists(), done.stdout[-3000:] + done.stderr[-3000:]
    found: dict[str, Any] = json.loads(report.read_text())
    return found


def format_credentials(client: Client) -> list[str]:
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    return [f"{name}: {value}" for name, value in client.headers.items() if name == "x-requested-by"] + [
        f"Cookie: {cookies}"
    ]


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = start_team_server(tmp_path)
    yield made
    made.stop()


def assert_no_server_errors(name: str, folder: Path, report: dict[str, Any]) -> None:
    """Keep the figures, and fail where an answer was a 5xx. Statuses that are not described are counted only."""
    counts = {failure["title"]: failure["count"] for failure in report["failures"]}
    worst = [failure["operations"] for failure in report["failures"] if failure["code"] in FAILING_CODES]
    save_figures(
        name,
        seed=SEED,
        examples=EXAMPLES,
        operations=report["operations"]["tested"],
        requests=report["test_cases"]["generated"],
        failures=counts,
        server_errors=worst,
        errors=report["errors"],
    )
    assert report["operations"]["tested"] > MAX_EXCLUDED
    assert worst == [], (folder / "said.txt").read_text()[-20_000:]


def test_no_operation_of_a_personal_server_answers_5xx(
    own_server: Server, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    client = own_server.open_client()
    report = run_schemathesis(
        own_server, tmp_path, fill_description(fill_workspace(client)), *format_credentials(client)
    )
    client.close()
    assert_no_server_errors(request.node.name, tmp_path, report)


def test_no_operation_of_a_team_server_answers_5xx(team: Team, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    report = run_schemathesis(
        team.server, tmp_path, fill_description(fill_workspace(team.ada)), *format_credentials(team.ada)
    )
    assert_no_server_errors(request.node.name, tmp_path, report)


def test_no_operation_answers_5xx_to_strangers(team: Team, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    report = run_schemathesis(
        team.server, tmp_path, fill_description(fill_workspace(team.ada)), "X-Requested-By: designery"
    )
    assert_no_server_errors(request.node.name, tmp_path, report)
