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

from tests.nightly.figures import report_figures, scaled
from tests.pipelines import regression
from tests.serving import Client, Server
from tests.team import Team, team_server

pytestmark = pytest.mark.nightly

DOCUMENT = Path(__file__).parent.parent.parent / "frontend" / "openapi.json"
EXAMPLES, DESIGNS = scaled(200, least=3), 12
#: So that a failure can be had again: NIGHTLY_SEED=... python -m tests.nightly -k operation
SEED = int(os.environ.get("NIGHTLY_SEED", random.SystemRandom().randrange(2**31)))
#: An event stream has no end, and who signs out cannot go on asking.
LEFT_OUT = [r"/events$", r"^/api/me/(logout|password|sessions)", r"^/api/workspaces/\{workspace_id\}/leave$"]
CHECKS = "not_a_server_error,status_code_conformance,ignored_auth"
#: What schemathesis calls an answer of 5xx, and one for which no credentials were wanted.
BROKEN = ("ST101", "ST401")
MOST_LEFT_OUT = 100
PHASES = "examples,coverage,fuzzing,stateful" if EXAMPLES >= 50 else "examples,fuzzing,stateful"


def fill(client: Client) -> dict[str, list[str]]:
    """{name of a parameter of a path: ids of what is there}; the first design has been run."""
    designs = [client.new_design(regression(), name=f"Design {number}") for number in range(DESIGNS)]
    run = client.run(designs[0])
    dataset = client.checked("POST", "/api/datasets?file_name=rows.csv", content=b"a,b\n1,x\n2,y\n")["id"]
    artifacts = [output["artifact"] for step in run["steps"] for output in step["outputs"].values()]
    return {"design_id": designs, "run_id": [run["id"]], "dataset_id": [dataset], "artifact_id": artifacts}


def described(known: dict[str, list[str]]) -> dict[str, Any]:
    """The description of the interface, in which the ids of paths are those of what is there, or of nothing."""
    document: dict[str, Any] = json.loads(DOCUMENT.read_text())
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path" and parameter["name"] in known:
                    parameter["schema"] = {"type": "string", "enum": [*known[parameter["name"]], "nothing"]}
    return document


def attack(server: Server, folder: Path, document: dict[str, Any], *headers: str) -> dict[str, Any]:
    """What schemathesis found, as its report says it."""
    described_at, report = folder / "openapi.json", folder / "report.json"
    described_at.write_text(json.dumps(document))
    command = [sys.executable, "-m", "schemathesis.cli", "run", str(described_at), "--url", server.url, "--no-color"]
    command += ["--checks", CHECKS, "--phases", PHASES, "--max-examples", str(EXAMPLES), "--seed", str(SEED)]
    command += ["--continue-on-failure", "--request-timeout", "60", "--suppress-health-check", "all", "--no-shrink"]
    command += ["--warnings", "off", "--report-json-path", str(report)]
    command += [part for pattern in LEFT_OUT for part in ("--exclude-path-regex", pattern)]
    command += [part for header in headers for part in ("--header", header)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    (folder / "said.txt").write_text(done.stdout + done.stderr)
    assert report.exists(), done.stdout[-3000:] + done.stderr[-3000:]
    found: dict[str, Any] = json.loads(report.read_text())
    return found


def credentials(client: Client) -> list[str]:
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    return [f"{name}: {value}" for name, value in client.headers.items() if name == "x-requested-by"] + [
        f"Cookie: {cookies}"
    ]


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = team_server(tmp_path)
    yield made
    made.stop()


def judge(name: str, folder: Path, report: dict[str, Any]) -> None:
    """Keep the figures, and fail where an answer was a 5xx. Statuses that are not described are counted only."""
    counts = {failure["title"]: failure["count"] for failure in report["failures"]}
    worst = [failure["operations"] for failure in report["failures"] if failure["code"] in BROKEN]
    report_figures(
        name,
        seed=SEED,
        examples=EXAMPLES,
        operations=report["operations"]["tested"],
        requests=report["test_cases"]["generated"],
        failures=counts,
        server_errors=worst,
        errors=report["errors"],
    )
    assert report["operations"]["tested"] > MOST_LEFT_OUT
    assert worst == [], (folder / "said.txt").read_text()[-20_000:]


def test_no_operation_of_a_personal_server_answers_5xx(
    own_server: Server, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    client = own_server.client()
    report = attack(own_server, tmp_path, described(fill(client)), *credentials(client))
    client.close()
    judge(request.node.name, tmp_path, report)


def test_no_operation_of_a_team_server_answers_5xx(team: Team, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    report = attack(team.server, tmp_path, described(fill(team.ada)), *credentials(team.ada))
    judge(request.node.name, tmp_path, report)


def test_no_operation_answers_5xx_to_strangers(team: Team, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    report = attack(team.server, tmp_path, described(fill(team.ada)), "X-Requested-By: designery")
    judge(request.node.name, tmp_path, report)
