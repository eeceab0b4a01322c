"""Who may ask an endpoint: keys, tokens by their scope, people by their role, and whoever has the link to its form."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.live_server import Client
from tests.server.serving.service_designs import Json
from tests.small_designs import SMALL_CSV, make_node
from tests.team_server import API_HEADERS, Team, start_team_server


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    started = start_team_server(tmp_path_factory.mktemp("endpoint_access"))
    yield started
    started.stop()


@pytest.fixture(scope="module")
def endpoint(team: Team) -> Json:
    return create_endpoint(team.ada, "numbers")


def create_endpoint(client: Client, name: str, rows: str = SMALL_CSV) -> Json:
    """An endpoint that answers what it is sent."""
    headers = {"content-type": "application/octet-stream"}
    path = f"/api/datasets?file_name={name}.csv"
    data = client.request_json("POST", path, content=rows.encode(), headers=headers)
    nodes = {
        "data": make_node("dataset", {"dataset": data["id"]}),
        "input": make_node("web_service_input", {}, dataset="data.dataset"),
        "output": make_node("web_service_output", {}, dataset="input.results_dataset"),
    }
    body = {"name": name, "deploy": {"design": client.create_design(nodes, name)}}
    return dict(client.request_json("POST", "/api/endpoints", json=body))


#: Enough of them that no list of levels has all.
CUSTOMERS = [(number, 10 + number % 41, "Oslo" if number % 3 else "Bern") for number in range(205)]
ROW = {"a": 1, "b": 2, "y": 3}


def ask(team: Team, key: str, name: str = "numbers") -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.post(f"{team.server.url}/endpoints/{name}/score", json=[ROW], headers=headers, timeout=60)


def create_key(team: Team, endpoint: Json, **more: object) -> Json:
    path = f"/api/endpoints/{endpoint['id']}/keys"
    return dict(team.ada.request_json("POST", path, json={"name": "Key", **more}))


def test_a_key_opens_its_endpoint_and_nothing_else(team: Team, endpoint: Json) -> None:
    key = create_key(team, endpoint)
    assert ask(team, key["key"]).json()["rows"] == [ROW]
    other = create_endpoint(team.ada, "others")
    assert ask(team, key["key"], other["name"]).status_code == 401
    for path in ("/api/endpoints", "/api/designs", f"/api/endpoints/{endpoint['id']}"):
        answer = httpx.get(f"{team.server.url}{path}", headers={"Authorization": f"Bearer {key['key']}"}, timeout=60)
        assert answer.status_code == 401, path
    listed = team.ada.request_json("GET", f"/api/endpoints/{endpoint['id']}")["keys"]
    assert key["key"] not in str(listed)
    team.ada.request_json("DELETE", f"/api/endpoints/{endpoint['id']}/keys/{key['id']}")
    assert ask(team, key["key"]).status_code == 401
    assert ask(team, "dk_nobody").status_code == 401
    without = httpx.post(f"{team.server.url}/endpoints/{endpoint['name']}/score", json=[ROW], timeout=60)
    assert (without.status_code, without.json()["detail"].split(":")[0]) == (401, "Send a key of this endpoint")


def test_a_rotated_key_works_beside_the_new_one_for_a_day(team: Team, endpoint: Json) -> None:
    old = create_key(team, endpoint)
    new = team.ada.request_json("POST", f"/api/endpoints/{endpoint['id']}/keys/{old['id']}/rotate")
    assert (ask(team, old["key"]).status_code, ask(team, new["key"]).status_code) == (200, 200)
    listed = team.ada.request_json("GET", f"/api/endpoints/{endpoint['id']}")["keys"]
    until = next(datetime.fromisoformat(one["expires_at"]) for one in listed if one["id"] == old["id"])
    assert timedelta(hours=23) < until - datetime.now(UTC) <= timedelta(hours=24)


def test_a_key_that_has_expired_opens_nothing(team: Team, endpoint: Json) -> None:
    past = {"name": "Old", "expires_at": "2020-01-01T00:00:00Z"}
    refused = team.ada.post(f"/api/endpoints/{endpoint['id']}/keys", json=past)
    assert refused.json()["detail"] == "expires_at must be a time to come, with its zone."


def test_roles_and_tokens_decide_who_may_ask(team: Team, endpoint: Json) -> None:
    workspace = team.ada.request_json("GET", "/api/me")["workspace"]["id"]
    codes = {}
    for role in ("viewer", "runner"):
        member = team.add_member(f"asks-{role}", workspace, role)
        codes[role] = member.post(f"/endpoints/{endpoint['name']}/score", json=[ROW]).status_code
    for scope in ("read", "run"):
        program = team.open_token_client(team.ada, scope)
        codes[scope] = program.post(f"/endpoints/{endpoint['name']}/score", json=[ROW]).status_code
    assert codes == {"viewer": 404, "runner": 200, "read": 404, "run": 200}
    stranger = team.open_anonymous_client()
    assert stranger.post(f"/endpoints/{endpoint['name']}/score", json=[ROW]).status_code == 401


def test_a_key_that_asks_too_often_is_told_when_to_come_back(team: Team, endpoint: Json) -> None:
    path, key = f"/api/endpoints/{endpoint['id']}", create_key(team, endpoint)["key"]
    team.ada.request_json("PATCH", path, json={"requests_per_minute": 2})
    codes = [ask(team, key) for _ in range(5)]  # at most one of them in another minute
    refused = [answer for answer in codes if answer.status_code == 429]
    assert refused
    assert 1 <= int(refused[0].headers["retry-after"]) <= 60
    team.ada.request_json("PATCH", path, json={"requests_per_minute": 0})
    assert ask(team, key).status_code == 200


def test_a_shared_form_answers_whoever_has_the_link_until_it_ends(team: Team, endpoint: Json) -> None:
    path = f"/api/endpoints/{endpoint['id']}/form"
    body = {"title": "Numbers", "text": "Fill in"}
    token = team.ada.request_json("PUT", path, json=body)["token"]
    with httpx.Client(base_url=team.server.url, headers=API_HEADERS, timeout=60) as stranger:
        opened = stranger.post("/endpoints/form/open", json={"token": token}).json()
        assert (opened["title"], [one["name"] for one in opened["signature"]["columns"]]) == (
            "Numbers",
            ["a", "b", "y"],
        )
        answer = stranger.post("/endpoints/form/predict", json={"token": token, "row": ROW})
        assert answer.json()["rows"] == [ROW]
        assert stranger.get("/form").status_code == 200
        assert stranger.post("/endpoints/form/open", json={"token": "x"}).status_code == 404
        again = team.ada.request_json("PUT", path, json=body)["token"]
        assert stranger.post("/endpoints/form/open", json={"token": token}).status_code == 404
        team.ada.request_json("DELETE", path)
        ended = stranger.post("/endpoints/form/predict", json={"token": again, "row": ROW})
        assert ended.json()["detail"].startswith("This form is no longer shared.")


def test_a_shared_form_opens_with_typical_values_and_with_nobody_s_row(team: Team) -> None:
    rows = "".join(f"K{number:03},{size},{city}\n" for number, size, city in CUSTOMERS)
    endpoint = create_endpoint(team.ada, "customers", f"customer,size,city\n{rows}")
    path = f"/api/endpoints/{endpoint['id']}/form"
    token = team.ada.request_json("PUT", path, json={"title": "Customers"})["token"]
    with httpx.Client(base_url=team.server.url, headers=API_HEADERS, timeout=60) as stranger:
        opened = stranger.post("/endpoints/form/open", json={"token": token})
    assert opened.json()["example"] == {"customer": None, "size": 30, "city": "Oslo"}
    assert not any(f"K{number:03}" in opened.text for number, *_ in CUSTOMERS)


def test_what_moved_an_answer_is_told_to_whoever_has_the_link(team: Team, endpoint: Json) -> None:
    path = f"/api/endpoints/{endpoint['id']}/form"
    token = team.ada.request_json("PUT", path, json={"title": "Numbers"})["token"]
    with httpx.Client(base_url=team.server.url, headers=API_HEADERS, timeout=60) as stranger:
        # It answers what it is sent, so there is no number that was made.
        refused = stranger.post("/endpoints/form/explain", json={"token": token, "row": ROW})
        assert (refused.status_code, refused.json()["detail"].split(":")[0]) == (422, "This answer can't be explained")
        gone = stranger.post("/endpoints/form/explain", json={"token": "x", "row": ROW})
        assert gone.status_code == 404


def test_only_the_sites_that_are_named_may_frame_the_form(team: Team, endpoint: Json) -> None:
    path = f"/api/endpoints/{endpoint['id']}/form"
    refused = team.ada.put(path, json={"title": "Numbers", "origins": ["https://x.org; script-src *"]})
    assert refused.status_code == 422
    token = team.ada.request_json("PUT", path, json={"title": "Numbers", "origins": ["https://Shop.example/"]})["token"]
    with httpx.Client(base_url=team.server.url, headers=API_HEADERS, timeout=60) as stranger:
        framed = stranger.get(f"/form?framed={endpoint['id']}")
        assert "frame-ancestors https://shop.example" in framed.headers["content-security-policy"]
        assert "x-frame-options" not in framed.headers
        for plain in (stranger.get("/form"), stranger.get("/form?framed=other")):
            assert "frame-ancestors 'none'" in plain.headers["content-security-policy"]
            assert plain.headers["x-frame-options"] == "DENY"
        changed = team.ada.request_json("PATCH", path, json={"title": "Numbers again"})
        assert changed["form"] == {"title": "Numbers again", "text": "", "origins": []}
        after = stranger.get(f"/form?framed={endpoint['id']}")
        assert "frame-ancestors 'none'" in after.headers["content-security-policy"]
        assert stranger.post("/endpoints/form/open", json={"token": token}).json()["title"] == "Numbers again"
    team.ada.delete(path)
    assert team.ada.patch(path, json={"title": "Gone"}).status_code == 409
