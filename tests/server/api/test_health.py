"""What machines ask: liveness, readiness, metrics, HEAD, robots.txt; and addresses that are not there."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from server.storage.database import Database
from tests.database_servers import DATABASES
from tests.live_server import Client, Server, wait_until
from tests.server.runs.conftest import find_processes_in
from tests.team_server import Team, start_team_server

OPERATIONS_PAGE = Path(__file__).parents[3] / "docs" / "operations.md"
NODES = {"data": {"module": "enter_data_manually", "parameters": {"data": "a,b\n1,2\n"}}}


@pytest.fixture
def stranger(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url) as made:
        yield made


def read_metric(text: str, name: str, **labels: str) -> float | None:
    """The value of one series."""
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return next((one.value for one in samples if one.name == name and one.labels == labels), None)


def read_metric_families(text: str) -> set[str]:
    return {family.name for family in text_string_to_metric_families(text)}


def test_a_server_that_can_work_is_ready_under_any_host_name(stranger: httpx.Client) -> None:
    for path in ("/healthz", "/readyz"):
        answer = stranger.get(path, headers={"Host": "10.1.2.3:8765"})
        assert (answer.status_code, answer.json()["status"]) == (200, "ok" if path == "/healthz" else "ready")
    assert stranger.post("/readyz", headers={"Host": "10.1.2.3"}).status_code == 400


def test_a_disk_below_the_reserve_is_a_reason_not_to_be_ready(tmp_path: Path) -> None:
    server = Server(tmp_path / "home", environment={"DESIGNERY_DISK_RESERVE": "900 TiB"}).start()
    try:
        answer = httpx.get(f"{server.url}/readyz")
    finally:
        server.stop()
    assert answer.status_code == 503
    assert answer.json()["status"] == "not ready"
    (reason,) = answer.json()["reasons"]
    assert re.fullmatch(r"The data folder has [\d,]+ MiB of free space\. 943,718,400 MiB are kept free\.", reason)


def test_tables_of_another_version_are_a_reason_not_to_be_ready(own_server: Server) -> None:
    database = Database(DATABASES.get_url(own_server.home))
    with database.session() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    database.close()
    answer = httpx.get(f"{own_server.url}/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["The database tables do not match this version."])


def test_every_metric_is_documented_and_the_other_way_round(client: Client) -> None:
    client.run(client.create_design(NODES))
    text = client.get("/metrics").text
    documented = set(re.findall(r"^\| `((?:designery|process)_\w+)` \|", OPERATIONS_PAGE.read_text(), re.MULTILINE))
    assert {name.removesuffix("_total") for name in documented} == read_metric_families(text)


def test_metrics_count_requests_by_route_and_runs_by_state(own_server: Server) -> None:
    with closing(own_server.open_client()) as client:
        run = client.run(client.create_design(NODES))
        for _ in range(3):
            client.get(f"/api/runs/{run['id']}/steps/data/log")
        text = client.get("/metrics").text
    route = {"route": "/api/runs/{run_id}/steps/{node}/log", "method": "GET"}
    assert read_metric(text, "designery_http_requests_total", status="200", **route) == 3
    assert read_metric(text, "designery_http_request_duration_seconds_count", **route) == 3
    assert read_metric(text, "designery_runs", state="succeeded") == 1
    assert read_metric(text, "designery_steps", state="succeeded") == 1
    assert (read_metric(text, "designery_step_wait_seconds_count") or 0) >= 1
    assert read_metric(text, "designery_steps_waiting") == 0
    assert read_metric(text, "designery_database_up") == 1
    assert read_metric(text, "designery_store_bytes")
    assert read_metric(text, "process_resident_memory_bytes")


def test_an_open_stream_is_counted_and_its_time_is_not(own_server: Server) -> None:
    with closing(own_server.open_client()) as client:
        design = client.create_design(NODES)
        with client.stream("GET", f"/api/designs/{design}/events") as stream:
            lines = stream.iter_lines()  # the stream ends with it
            next(lines)
            assert read_metric(client.get("/metrics").text, "designery_event_streams") == 1

        def ended() -> str | None:
            text = client.get("/metrics").text
            return text if read_metric(text, "designery_event_streams") == 0 else None

        text = wait_until(ended, "the end of the stream")
    route = {"route": "/api/designs/{design_id}/events", "method": "GET"}
    assert read_metric(text, "designery_http_requests_total", status="200", **route) == 1
    assert not read_metric(text, "designery_http_request_duration_seconds_count", **route)


def test_metrics_of_a_personal_server_are_for_this_machine_alone(stranger: httpx.Client) -> None:
    assert stranger.get("/metrics").status_code == 200
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        assert stranger.get("/metrics", headers={header: "127.0.0.1"}).status_code == 403
    assert stranger.get("/metrics", headers={"Host": "evil.example"}).status_code == 400


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = start_team_server(tmp_path_factory.mktemp("measured"), DESIGNERY_METRICS_TOKEN="scraper's own token")
    yield made
    made.stop()


def test_metrics_of_a_team_server_need_the_token(team: Team) -> None:
    for client in (
        team.ada,
        team.open_anonymous_client(Authorization="Bearer another token"),
        team.open_anonymous_client(),
    ):
        assert client.get("/metrics").status_code == 403
    scraper = team.open_anonymous_client(Authorization="Bearer scraper's own token")
    assert scraper.get("/metrics", headers={"Host": "designery:8765"}).status_code == 200
    assert scraper.get("/api/designs").status_code == 401


def test_metrics_of_a_team_server_are_closed_unless_it_says_to_whom(tmp_path: Path) -> None:
    made = start_team_server(tmp_path)
    try:
        refused = made.open_anonymous_client().get("/metrics")
        assert (refused.status_code, "DESIGNERY_METRICS_TOKEN" in refused.text) == (403, True)
    finally:
        made.stop()


def test_metrics_of_a_team_server_are_open_to_the_named_addresses(tmp_path: Path) -> None:
    made = start_team_server(tmp_path, DESIGNERY_METRICS_ADDRESSES="10.0.0.0/8, 127.0.0.1")
    try:
        assert made.open_anonymous_client().get("/metrics").status_code == 200
    finally:
        made.stop()


PATHS = (
    "/", "/runs", "/healthz", "/robots.txt", "/app/logo.svg", "/api/designs", "/api/openapi.json", "/api/docs",
    "/api/designs/{design}", "/api/designs/{design}/events", "/api/designs/{design}/export", "/runs/{run}/report",
    "/api/nothing", "/nothing",
)  # fmt: skip
#: Of this very answer, or of when it was given.
VARYING_HEADERS = ("date", "x-request-id", "content-security-policy", "transfer-encoding")


@pytest.fixture(scope="module")
def work(client: Client) -> dict[str, str]:
    design = client.create_design(NODES)
    return {"design": design, "run": client.run(design)["id"]}


@pytest.mark.parametrize("path", PATHS)
def test_head_is_answered_as_get_is_without_a_body(client: Client, work: dict[str, str], path: str) -> None:
    address = path.format(**work)
    head = client.head(address)
    with client.stream("GET", address) as got:
        expected = {name: held for name, held in got.headers.items() if name not in VARYING_HEADERS}
        status = got.status_code
    found = {name: held for name, held in head.headers.items() if name not in VARYING_HEADERS}
    assert (head.status_code, head.content) == (status, b"")
    for headers in (expected, found):
        if "report" in path:  # it says when it was written
            headers.pop("content-length", None)
    assert found == expected


def test_crawlers_are_told_to_leave(stranger: httpx.Client) -> None:
    assert stranger.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_an_address_of_the_interface_that_is_not_there_says_so_in_json(client: Client, method: str) -> None:
    answer = client.request(method, "/api/nothing")
    assert (answer.status_code, answer.json()) == (404, {"detail": "This address does not exist."})


def test_a_method_that_an_address_does_not_take_is_told_which_ones_it_does(client: Client) -> None:
    answer = client.request("DELETE", "/api/designs")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST, HEAD")
    assert answer.json() == {"detail": "This address does not accept DELETE. It accepts GET, POST and HEAD."}


def test_a_browser_is_led_on_from_where_nothing_is(client: Client) -> None:
    answer = client.post("/datasets", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (405, "text/html; charset=utf-8")
    assert 'href="/"' in answer.text
    assert "It accepts GET and HEAD." in answer.text


def test_processes_for_steps_that_ended_are_a_reason_not_to_be_ready_until_they_are_there_again(
    own_server: Server,
) -> None:
    with closing(own_server.open_client()) as client:  # reading the samples would start them anew by itself
        wait_until(lambda: client.request_json("GET", "/api/samples/import-status")["left"] == 0, "the sample data")
        client.create_design({})
    wait_until(lambda: find_processes_in(own_server.home, "launcher"), "the processes for steps")
    (launch_server,) = find_processes_in(own_server.home, "launch_server")
    os.kill(launch_server, signal.SIGKILL)
    (reason,) = wait_until(lambda: read_readiness_reasons(own_server), "the server to notice")
    assert re.fullmatch(r"The processes for steps \(S\d\) have ended. They are being restarted.", reason)
    wait_until(lambda: read_readiness_reasons(own_server) is None, "the server to be ready again")


def read_readiness_reasons(server: Server) -> list[str] | None:
    answer = httpx.get(f"{server.url}/readyz")
    found: list[str] | None = answer.json().get("reasons")
    return found
