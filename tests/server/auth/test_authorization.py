"""What belongs to others is not there: for every noun, with the answer that what never was gets too."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import SQLModel

from server.main import create_app
from server.settings import Settings
from server.storage.stores.tenancy import SERVER_TABLES, build_workspace_condition
from tests.live_server import Client
from tests.server.auth.conftest import TwoWorkspaces
from tests.server.route_permissions import ROUTE_PERMISSIONS
from tests.small_designs import make_node
from tests.team_server import Team

CSV = b"x,y\n1,a\n2,b\n3,a\n"
CODE = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1\n"
UNKNOWN_IDS = {"design": "0" * 32, "share": "A" * 16, "artifact": "0" * 64}


def _list_routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    def walk(routes: Any, prefix: str) -> Iterator[tuple[str, str]]:
        for route in routes:
            if hasattr(route, "original_router"):
                yield from walk(route.original_router.routes, prefix + route.include_context.prefix)
            else:
                for method in getattr(route, "methods", None) or ():
                    yield method, prefix + route.path

    yield from walk(app.routes, "")


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    app = create_app(Settings(home=tmp_path_factory.mktemp("routes"), mode="team", oidc_issuer="https://id.invalid"))
    return {(method, path) for method, path in _list_routes(app) if method != "HEAD"}


def test_every_address_says_what_it_needs(routes: set[tuple[str, str]]) -> None:
    assert len(routes) > 100
    # What describes the interface holds no data, and the tools of assistants ask the other routes as their caller. The
    # guard asks for a session at both.
    open_to_sessions = {("GET", "/api/openapi.json"), ("GET", "/mcp"), ("POST", "/mcp"), ("DELETE", "/mcp")}
    assert routes - set(ROUTE_PERMISSIONS) == open_to_sessions
    assert set(ROUTE_PERMISSIONS) - routes == set()


def test_the_gate_finds_what_each_route_needs(team: Team) -> None:
    """A route that is included in an odd way has another address where the gate looks: its owner would get a 404."""
    read = sorted(
        path
        for method, path in ROUTE_PERMISSIONS
        if method == "GET" and path.startswith("/api/") and "events" not in path
    )
    answers = {path: team.ada.get(_fill_path(path)) for path in read}
    assert len(answers) > 60
    assert [path for path, answer in answers.items() if "This address does not exist." in answer.text] == []


HTTP_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
ROLES_BY_RANK = ("viewer", "runner", "editor", "owner")


def _fill_path(path: str) -> str:
    return re.sub(r"\{\w+(:path)?\}", "0" * 32, path)


def test_strangers_get_nothing_of_a_team_server_whatever_they_ask(team: Team) -> None:
    """Every address by every verb; what needs nobody is a short list, and pages are those of the login."""
    stranger = team.open_anonymous_client()
    open_ones = {path for (_, path), need in ROUTE_PERMISSIONS.items() if need == "anyone"}
    # Those of predictions ask for a key, which a test below holds.
    assert len([path for path in open_ones if not path.startswith(("/endpoints/", "/v2", "/form", "/embed"))]) == 15
    answered = []
    for path in sorted({path for _, path in ROUTE_PERMISSIONS} - open_ones - {"/{path:path}"}):
        for verb in HTTP_METHODS:
            answer = stranger.request(verb, _fill_path(path), json={} if verb not in ("GET", "HEAD") else None)
            needs = {need for (_, one), need in ROUTE_PERMISSIONS.items() if one == path}
            login = answer.status_code == 303 and answer.headers["location"].startswith("/login")
            page = needs == {"page"} and (login or answer.status_code in (404, 405))
            # The page of a link is the same whether the link is there or not.
            shell = path == "/s/{share_id}" and verb in ("GET", "HEAD") and answer.status_code == 200
            if not (page or shell or answer.status_code in (401, 403, 404, 405, 422)):
                answered.append((verb, path, answer.status_code))
    assert answered == []


@pytest.mark.parametrize("role", ["viewer", "runner", "editor"])
def test_no_role_reaches_what_needs_a_higher_one(team: Team, pair: TwoWorkspaces, role: str) -> None:
    """Every address of the list, before it looks at what it names."""
    client = team.add_member(f"below-{role}", pair.my_workspace, role)
    higher = {*ROLES_BY_RANK[ROLES_BY_RANK.index(role) + 1 :], "server"}
    asked = [(method, path) for (method, path), need in ROUTE_PERMISSIONS.items() if need in higher]
    assert len(asked) > 10
    codes = {(method, path): client.request(method, _fill_path(path), json={}).status_code for method, path in asked}
    # A workspace that somebody is no member of is not there.
    assert {key: code for key, code in codes.items() if code not in (403, 404)} == {}
    assert {path for (_, path), code in codes.items() if code == 404} <= {
        path for _, path in asked if path.startswith("/api/workspaces/")
    }


def test_every_table_belongs_to_somebody_or_is_named_as_the_servers() -> None:
    unowned = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if str(build_workspace_condition(table, ["w"])) in ("false", "None")
    }
    assert unowned == SERVER_TABLES


def _create_things(client: Client) -> dict[str, str]:
    """One of each noun, made by somebody: {noun: id}"""
    dataset = client.request_json("POST", "/api/datasets?file_name=numbers.csv", content=CSV)
    design = client.create_design(
        {
            "data": make_node("dataset", {"dataset": dataset["id"]}),
            "script": make_node("execute_python_script", {"python_script": CODE}, dataset1="data.dataset"),
        }
    )
    run = client.run(design)
    outputs = next(step["outputs"] for step in run["steps"] if step["node"] == "script")
    version = client.request_json("POST", f"/api/designs/{design}/versions", json={"name": "First"})["id"]
    pipeline = client.request_json("POST", f"/api/designs/{design}/pipelines", json={"name": "Nightly"})["id"]
    daily = {"schedule": {"cron": "0 6 * * *"}}
    service = {
        "data": make_node("dataset", {"dataset": dataset["id"]}),
        "input": make_node("web_service_input", {}, dataset="data.dataset"),
        "output": make_node("web_service_output", {}, dataset="input.results_dataset"),
    }
    deploy = {"name": "service", "deploy": {"design": client.create_design(service)}}
    body = {"title": "Kept", "content": {"kind": "function", "name": "own_kept", "code": "def own_kept(): ..."}}
    fields = {"kind": "postgresql", "host": "db.invalid", "database": "d", "user": "u", "password": "s3cret-word"}
    return {
        "design": design,
        "dataset": dataset["id"],
        "run": run["id"],
        "artifact": next(iter(outputs.values()))["artifact"],
        "upload": dataset["artifact"],
        "version": version,
        "pipeline": pipeline,
        "trigger": client.request_json("POST", f"/api/pipelines/{pipeline}/triggers", json=daily)["id"],
        "module": client.request_json("POST", "/api/saved-modules", json=body)["id"],
        "connection": client.request_json("POST", "/api/connections", json={"name": "db", "fields": fields})["id"],
        "secret": client.request_json("POST", "/api/secrets", json={"name": "KEY", "value": "s3cret-word"})["id"],
        "share": client.request_json("POST", f"/api/designs/{design}/shares", json={"name": "Link"})["id"],
        "endpoint": client.request_json("POST", "/api/endpoints", json=deploy)["id"],
        "experiment": client.request_json("POST", f"/api/runs/{run['id']}/replays")["id"],
    }


@pytest.fixture(scope="module")
def things(pair: TwoWorkspaces) -> dict[str, str]:
    return _create_things(pair.mine)


def _list_requests(things: dict[str, str]) -> list[tuple[str, str, Any]]:
    """All that can be asked for by the id of a thing: (method, address, body)."""
    design, run, artifact, dataset = things["design"], things["run"], things["artifact"], things["dataset"]
    endpoint = things["endpoint"]
    edit = {"client": "c", "id": "e", "label": "", "edits": [{"path": ["name"], "value": "Mine"}]}
    content = {"kind": "function", "name": "own_kept", "code": "def own_kept(): ..."}
    fields = {"kind": "postgresql", "host": "db.invalid", "database": "d", "user": "u", "password": "x"}
    reads = [
        *(
            f"/api/designs/{design}{end}"
            for end in ("", "/analysis", "/export", "/runs/latest", "/code", "/untrusted-code")
        ),
        *(f"/api/designs/{design}{end}" for end in ("/picture.svg", "/scoring-nodes", "/versions", "/runs", "/shares")),
        f"/api/designs/{design}/versions/{things['version']}",
        f"/api/designs/{design}/diff?old=now&new=now",
        *(f"/api/runs/{run}{end}" for end in ("", "/steps/script/log", "/steps/script/plots", "/steps/script/plots/1")),
        f"/runs/{run}/report",
        f"/api/comparison?run={run}&run={run}",
        f"/api/comparison/parameters?run={run}",
        *(f"/api/artifacts/{artifact}{end}" for end in ("", "/rows", "/download", "/correlation")),
        f"/api/artifacts/{artifact}/scatter?x=x&y=x",
        f"/api/artifacts/{artifact}/figure?figure=rows",
        f"/api/artifacts/{artifact}/values?column=x",
        f"/api/artifacts/{artifact}/chart?module=chart",
        f"/api/artifacts/{artifact}/distributions?column=x",
        f"/api/artifacts/{artifact}/images/0",
        f"/api/artifacts/{things['upload']}/rows",
        *(f"/api/datasets/{dataset}{end}" for end in ("", "/target-candidates", "/quick-start?target=y")),
        f"/api/run-analyses/{things['experiment']}",
        *(f"/api/pipelines/{things['pipeline']}{end}" for end in ("", "/runs", "/triggers", "/firings")),
        *(f"/api/triggers/{things['trigger']}{end}" for end in ("", "/firings")),
        *(
            f"/api/endpoints/{endpoint}{end}"
            for end in ("", "/metrics", "/drift", "/deployments/1/signature", "/batches")
        ),
    ]
    range_of_dates = {"since": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"}
    return [
        *(("GET", path, None) for path in reads),
        ("DELETE", f"/api/designs/{design}", None),
        ("POST", f"/api/designs/{design}/trust", None),
        ("POST", f"/api/designs/{design}/edits", edit),
        ("POST", f"/api/designs/{design}/inference-designs", {}),
        ("POST", f"/api/designs/{design}/preview", None),
        ("POST", f"/api/designs/{design}/module-drafts/run", {"code": "def f(): return pd.DataFrame()"}),
        ("DELETE", f"/api/designs/{design}/module-drafts/run", None),
        ("POST", f"/api/designs/{design}/module-drafts/warm-up", None),
        ("POST", f"/api/designs/{design}/versions", {"name": "x"}),
        ("POST", f"/api/designs/{design}/runs", {}),
        ("POST", f"/api/designs/{design}/shares", {"name": "x"}),
        ("POST", "/api/designs", {"copy_of": design}),
        ("POST", "/api/designs", {"run": run}),
        ("POST", "/api/designs", {"version": things["version"]}),
        ("PATCH", f"/api/designs/{design}/versions/{things['version']}", {"name": "x"}),
        ("DELETE", f"/api/designs/{design}/versions/{things['version']}", None),
        ("POST", f"/api/runs/{run}/rerun", None),
        ("POST", f"/api/runs/{run}/steps/data/candidate-designs", {"candidate": 1}),
        ("POST", f"/api/runs/{run}/steps/data/finish", None),
        ("PATCH", f"/api/runs/{run}/steps/data/control", {"paused": True}),
        ("POST", f"/api/runs/{run}/cancel", None),
        ("PATCH", f"/api/runs/{run}", {"note": "x"}),
        ("DELETE", f"/api/runs/{run}", None),
        ("POST", f"/api/run-analyses/{things['experiment']}/cancel", None),
        ("PATCH", f"/api/datasets/{dataset}", {"name": "x"}),
        ("DELETE", f"/api/datasets/{dataset}", None),
        ("POST", f"/api/connections/{things['connection']}/test", None),
        ("PUT", f"/api/connections/{things['connection']}", {"name": "x", "fields": fields}),
        ("DELETE", f"/api/connections/{things['connection']}", None),
        ("PUT", f"/api/secrets/{things['secret']}", {"value": "another-word"}),
        ("DELETE", f"/api/secrets/{things['secret']}", None),
        ("POST", f"/api/saved-modules/{things['module']}/versions", {"content": content}),
        ("PATCH", f"/api/saved-modules/{things['module']}", {"title": "x"}),
        ("DELETE", f"/api/saved-modules/{things['module']}", None),
        ("POST", f"/api/pipelines/{things['pipeline']}/triggers", {"schedule": {"cron": "0 6 * * *"}}),
        ("PUT", f"/api/triggers/{things['trigger']}", {"schedule": {"cron": "0 6 * * *"}}),
        *(("POST", f"/api/triggers/{things['trigger']}/{what}", {}) for what in ("pause", "resume", "skip", "run")),
        ("POST", f"/api/triggers/{things['trigger']}/secret", None),
        ("POST", f"/api/triggers/{things['trigger']}/backfill", range_of_dates),
        ("DELETE", f"/api/triggers/{things['trigger']}/backfill", None),
        ("DELETE", f"/api/triggers/{things['trigger']}", None),
        ("PATCH", f"/api/endpoints/{endpoint}", {"note": "x"}),
        ("POST", f"/api/endpoints/{endpoint}/batches", {"input": {"dataset": "x"}, "output": {"name": "x"}}),
        ("PUT", f"/api/endpoints/{endpoint}/traffic", {"shares": [{"deployment": 1, "share": 100}]}),
        ("POST", f"/api/endpoints/{endpoint}/predict", [{}]),
        ("POST", f"/api/endpoints/{endpoint}/keys", {"name": "x"}),
        ("DELETE", f"/api/endpoints/{endpoint}/deployments/1", None),
        ("DELETE", f"/api/endpoints/{endpoint}", None),
        ("PATCH", f"/api/shares/{things['share']}", {"name": "x"}),
        ("DELETE", f"/api/shares/{things['share']}", None),
    ]


def _strip_varying(answer: httpx.Response) -> tuple[int, str, dict[str, str]]:
    """All of an answer but what is new in each."""
    new = ("date", "content-security-policy", "x-request-id")
    headers = {name: value for name, value in answer.headers.items() if name not in new}
    return answer.status_code, answer.text, headers


def test_what_is_not_yours_is_answered_as_what_never_was(pair: TwoWorkspaces, things: dict[str, str]) -> None:
    nothing = {noun: "0" * len(key) for noun, key in things.items()}
    pairs = list(zip(_list_requests(things), _list_requests(nothing), strict=True))
    for (method, path, body), (_, empty, nobodys) in pairs:
        asked = pair.theirs.request(method, path, json=body)
        never = pair.theirs.request(method, empty, json=nobodys)
        assert _strip_varying(asked) == _strip_varying(never), f"{method} {path}"
        assert asked.status_code == 404, f"{method} {path}: {asked.status_code} {asked.text}"


def test_the_asks_are_answered_to_whom_they_belong(pair: TwoWorkspaces, things: dict[str, str]) -> None:
    wrong = []
    for method, path, _ in _list_requests(things):
        if method == "GET" and not path.endswith(("/images/0", "/plots/1")):
            answer = pair.mine.get(path)
            if answer.status_code == 404:
                wrong.append((path, answer.text))
    assert wrong == []


LIST_PATHS = (
    "/api/designs",
    "/api/datasets",
    "/api/runs",
    "/api/runs/tags",
    "/api/connections",
    "/api/secrets",
    "/api/saved-modules",
    "/api/endpoints",
)


@pytest.mark.parametrize("path", LIST_PATHS)
def test_lists_show_only_what_is_yours(pair: TwoWorkspaces, things: dict[str, str], path: str) -> None:
    pair.mine.request_json("PATCH", f"/api/runs/{things['run']}", json={"tags": ["mine"]})
    mine, theirs = (_read_listed(client, path) for client in (pair.mine, pair.theirs))
    assert mine
    assert not mine & theirs


def _read_listed(client: Client, path: str) -> set[str]:
    """What a list names, without the samples, which belong to everyone."""
    listed = client.request_json("GET", path)
    things = [one for one in listed if isinstance(one, str) or one.get("source") != "sample"]
    return {one if isinstance(one, str) else one["id"] for one in things}


def test_a_design_that_names_the_data_of_others_does_not_get_them(pair: TwoWorkspaces, things: dict[str, str]) -> None:
    stolen = {
        "data": make_node("dataset", {"dataset": things["dataset"]}),
        "select": make_node("select_columns_in_dataset", {}, dataset="data.dataset"),
    }
    design = pair.theirs.create_design(stolen)
    run = pair.theirs.request_json("POST", f"/api/designs/{design}/runs", json={})
    assert [problem["node"] for problem in run["problems"]] == ["data"]
    assert all(step["state"] == "skipped" for step in run["steps"])


def test_the_same_file_in_two_workspaces_is_two_datasets(pair: TwoWorkspaces, things: dict[str, str]) -> None:
    made = pair.theirs.request_json("POST", "/api/datasets?file_name=numbers.csv", content=CSV)
    assert made["artifact"] == things["upload"]
    assert pair.theirs.request_json("GET", f"/api/artifacts/{made['artifact']}/rows")["total"] == 3
    pair.theirs.request_json("DELETE", f"/api/datasets/{made['id']}")
    assert pair.mine.request_json("GET", f"/api/datasets/{things['dataset']}")["rows"] == 3


@pytest.mark.usefixtures("things")
def test_a_name_of_a_connection_may_be_had_in_each_workspace(pair: TwoWorkspaces) -> None:
    fields = {"kind": "postgresql", "host": "db.invalid", "database": "d", "user": "u", "password": "x"}
    made = pair.theirs.request_json("POST", "/api/connections", json={"name": "db", "fields": fields})
    pair.theirs.request_json("DELETE", f"/api/connections/{made['id']}")


def test_results_of_others_are_not_reused(pair: TwoWorkspaces) -> None:
    nodes = {
        "data": make_node("dataset", {"dataset": "sample:penguins_raw"}),
        "remove": make_node("remove_duplicate_rows", {}, dataset="data.dataset"),
    }
    for client in (pair.mine, pair.theirs):
        run = client.run(client.create_design(nodes))
        assert {step["node"]: step["state"] for step in run["steps"]} == {"data": "succeeded", "remove": "succeeded"}
    again = pair.theirs.run(pair.theirs.create_design(nodes))
    assert {step["node"]: step["state"] for step in again["steps"]}["remove"] == "reused"


def test_sample_data_belong_to_everyone_and_nobody_changes_them(pair: TwoWorkspaces) -> None:
    assert pair.theirs.get("/api/datasets/sample:penguins_raw").status_code == 200
    for method, path in (
        ("PATCH", "/api/datasets/sample:penguins_raw"),
        ("DELETE", "/api/datasets/sample:penguins_raw"),
        ("POST", "/api/datasets?file_name=x.csv&dataset=sample:penguins_raw"),
    ):
        assert pair.theirs.request(method, path, json={"name": "Mine"}).status_code == 403


def test_a_share_link_shows_what_it_names_to_a_member_of_another_workspace(
    pair: TwoWorkspaces, things: dict[str, str]
) -> None:
    body = {"name": "Copies", "scope": "fork"}
    made = pair.mine.request_json("POST", f"/api/designs/{things['design']}/shares", json=body)
    pair.theirs.request_json("POST", f"/api/shared/{made['id']}/guest-session", json={"token": made["token"]})
    shown = pair.theirs.request_json("GET", f"/api/shared/{made['id']}")
    assert shown["can_copy"]
    copied = pair.theirs.request_json("POST", f"/api/shared/{made['id']}/copy")["id"]
    assert pair.theirs.request_json("GET", f"/api/designs/{copied}")["trusted"] is False
    assert pair.mine.get(f"/api/designs/{copied}").status_code == 404
    assert pair.theirs.get(f"/api/designs/{things['design']}").status_code == 404


EXPECTED_STATUSES = {
    "viewer": {"read": 200, "run": 403, "edit": 403, "manage": 403},
    "runner": {"read": 200, "run": 201, "edit": 403, "manage": 403},
    "editor": {"read": 200, "run": 201, "edit": 200, "manage": 403},
    "owner": {"read": 200, "run": 201, "edit": 200, "manage": 204},
}


@pytest.mark.parametrize("role", EXPECTED_STATUSES)
def test_roles_allow_what_they_say(team: Team, pair: TwoWorkspaces, things: dict[str, str], role: str) -> None:
    client = team.add_member(f"a-{role}", pair.my_workspace, role)
    design = things["design"]
    edit = {"client": "c", "id": role, "label": "", "edits": [{"path": ["description"], "value": role}]}
    assert {
        "read": client.get(f"/api/designs/{design}").status_code,
        "run": client.post(f"/api/designs/{design}/runs", json={"key": role}).status_code,
        "edit": client.post(f"/api/designs/{design}/edits", json=edit).status_code,
        "manage": client.patch(f"/api/workspaces/{pair.my_workspace}", json={"name": "Team"}).status_code,
    } == EXPECTED_STATUSES[role]


def test_what_an_id_names_is_found_in_any_of_ones_workspaces(
    team: Team, pair: TwoWorkspaces, things: dict[str, str]
) -> None:
    both = team.add_member("both", pair.my_workspace, "viewer")
    own = both.request_json("POST", "/api/workspaces", json={"name": "Own"})["id"]
    both.request_json("POST", "/api/me/workspace", json={"workspace": own})
    assert both.request_json("GET", "/api/designs") == []
    assert both.get(f"/api/designs/{things['design']}").status_code == 200
    here = {"X-Designery-Workspace": pair.my_workspace}
    assert both.get("/api/designs", headers=here).json() != []
    nobodys = {"X-Designery-Workspace": pair.their_workspace}
    assert both.get("/api/designs", headers=nobodys).json() == both.request_json("GET", "/api/designs")


def test_a_page_tells_whoever_opens_it_their_role_and_nothing_of_workspaces_that_are_not_theirs(
    pair: TwoWorkspaces,
) -> None:
    design = pair.mine.create_design({})
    link = pair.mine.request_json("POST", f"/api/designs/{design}/shares", json={"name": "For all"})
    home = pair.mine.get(f"/designs/{design}").text
    assert f'"workspace": "{pair.my_workspace}"' in home
    assert '"role": "owner"' in home
    elsewhere = pair.theirs.get(f"/s/{link['id']}").text
    assert '"workspace": null, "role": null' in elsewhere
    assert f'"{pair.my_workspace}"' not in elsewhere
