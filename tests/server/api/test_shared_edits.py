"""Editing through a link: visitors work on the design, and whatever they do runs nothing and reads nothing."""

import json
import os
from typing import Any

import httpx
import pytest

from tests.live_server import Client, Server, get_step_states, wait_until
from tests.server.api.share_links import API_HEADERS, create_share, open_share
from tests.small_designs import make_node, make_regression_nodes

SCRIPT = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1,\n"
HOSTILE_SCRIPT = SCRIPT.replace("    return", "    open('CANARY', 'w')\n    return")
FRACTION_PATH = ["nodes", "split", "parameters", "fraction"]
CODE_PATH = ["nodes", "script", "parameters", "python_script"]


def make_nodes_with_code() -> dict[str, Any]:
    return {
        **make_regression_nodes(),
        "script": make_node("execute_python_script", {"python_script": SCRIPT}, dataset1="split.results_dataset1"),
        "sql": make_node("apply_sql_transformation", {"query": "select a from t1"}, t1="split.results_dataset1"),
        "fetch": {**make_node("import_data", {"url": "https://k:CANARY@example.org/x.csv"}), "disabled": True},
    }


@pytest.fixture
def design(client: Client) -> str:
    return client.create_design(make_nodes_with_code(), "Ours")


class LinkGuest:
    """A visitor of an edit link."""

    def __init__(self, client: Client, stranger: httpx.Client, design: str, **options: Any) -> None:
        self.link = create_share(client, design, scope="edit", pinned=False, **options)
        self.stranger, self.base = stranger, f"/api/shared/{self.link['id']}/design"
        open_share(stranger, self.link, name="Ada").raise_for_status()

    def read(self, path: str = "") -> Any:
        answer = self.stranger.get(self.base + path)
        assert answer.is_success, answer.text
        return answer.json()

    def send_edit(self, path: list[str], value: Any = None, *, deletes: bool = False, key: str = "") -> httpx.Response:
        edit = {"path": path} if deletes else {"path": path, "value": value}
        body = {"client": "tab", "id": key or os.urandom(8).hex(), "label": "Change", "edits": [edit]}
        return self.stranger.post(f"{self.base}/edits", json=body)


def read_design(client: Client, design: str) -> dict[str, Any]:
    body: dict[str, Any] = client.request_json("GET", f"/api/designs/{design}")
    return body


def read_analysis(client: Client, design: str) -> dict[str, Any]:
    body: dict[str, Any] = client.request_json("GET", f"/api/designs/{design}/analysis")
    return body


def trust_code(client: Client, design: str) -> None:
    held = client.request_json("GET", f"/api/designs/{design}/untrusted-code")
    client.request_json("POST", f"/api/designs/{design}/trust", json={"seen": held})


def test_a_visitor_edits_under_a_name_that_says_how_they_came(
    client: Client, stranger: httpx.Client, design: str
) -> None:
    guest = LinkGuest(client, stranger, design)
    assert (
        guest.send_edit(FRACTION_PATH, 0.5, key="once").json() == guest.send_edit(FRACTION_PATH, 0.5, key="once").json()
    )
    assert guest.read()["document"]["nodes"]["split"]["parameters"] == {"fraction": 0.5}
    assert read_design(client, design)["document"]["nodes"]["split"]["parameters"] == {"fraction": 0.5}
    newest = client.request_json("GET", f"/api/designs/{design}/edits")[0]
    assert newest["person"]["name"] == "Ada (by link Committee)"
    kept = client.request_json("GET", f"/api/designs/{design}/versions")
    assert [(one["reason"], one["person_name"]) for one in kept] == [("visitor", "Ada (by link Committee)")]


def test_an_edit_link_follows_the_newest_version(client: Client, design: str) -> None:
    body = {"name": "Old", "scope": "edit", "pinned": True}
    assert client.post(f"/api/designs/{design}/shares", json=body).status_code == 422


@pytest.mark.parametrize("scope", ["view", "fork", "run"])
def test_other_links_do_not_edit(client: Client, stranger: httpx.Client, design: str, scope: str) -> None:
    link = create_share(client, design, scope=scope, pinned=False)
    open_share(stranger, link).raise_for_status()
    base, before = f"/api/shared/{link['id']}/design", read_design(client, design)
    body = {"client": "tab", "id": "1", "edits": [{"path": FRACTION_PATH, "value": 0.5}]}
    for answer in (stranger.get(base), stranger.post(f"{base}/edits", json=body), stranger.get(f"{base}/threads")):
        assert answer.status_code == 403
    assert read_design(client, design) == before


def test_what_the_link_does_not_show_is_neither_told_nor_changed(
    client: Client, stranger: httpx.Client, design: str
) -> None:
    guest = LinkGuest(client, stranger, design)
    before = read_design(client, design)
    refused = guest.send_edit(CODE_PATH, HOSTILE_SCRIPT)
    assert (refused.status_code, refused.json()["detail"][:9]) == (422, "This link")
    assert guest.send_edit(["nodes", "fetch", "parameters", "url"], "https://evil.example").status_code == 422
    assert guest.send_edit(["nodes", "fetch", "parameters", "database"], "other").status_code == 422
    assert read_design(client, design) == before
    told = json.dumps([guest.read(), guest.read("/analysis"), guest.read("/steps")])
    assert [word for word in ("azureml_main", "select a", "CANARY", "Committee", design) if word in told] == []


def test_taking_back_a_deletion_brings_back_what_the_visitor_never_saw(
    client: Client, stranger: httpx.Client, design: str
) -> None:
    guest = LinkGuest(client, stranger, design)
    seen = guest.read()["document"]["nodes"]["script"]
    guest.send_edit(["nodes", "script"], deletes=True).raise_for_status()
    assert "script" not in read_design(client, design)["document"]["nodes"]
    guest.send_edit(["nodes", "script"], seen).raise_for_status()
    assert read_design(client, design)["document"]["nodes"]["script"]["parameters"] == {"python_script": SCRIPT}


def test_code_of_a_visitor_waits_until_somebody_has_looked_at_it(
    client: Client, stranger: httpx.Client, design: str
) -> None:
    guest = LinkGuest(client, stranger, design, scripts=True)
    guest.send_edit(CODE_PATH, HOSTILE_SCRIPT).raise_for_status()
    found = read_analysis(client, design)
    assert (found["trusted"], found["waiting"]) == (False, {"script": "Ada (by link Committee)"})
    said = [one["message"] for one in found["problems"] if one["node"] == "script"]
    assert said == ["Changed by Ada (by link Committee). It runs once you have reviewed it and trust the design."]
    run = client.run(design)
    assert get_step_states(run)["script"] == "skipped"
    assert get_step_states(run)["split"] in ("succeeded", "reused")
    held = client.request_json("GET", f"/api/designs/{design}/untrusted-code")
    assert [(one["node"], one["changed_by"]) for one in held["code"]][:2] == [
        ("script", "Ada (by link Committee)"),
        ("sql", None),
    ]
    copy = client.request_json("POST", "/api/designs", json={"copy_of": design})
    assert copy["trusted"] is False
    assert client.post(f"/api/designs/{design}/trust").status_code == 409
    guest.send_edit(CODE_PATH, HOSTILE_SCRIPT + "# later").raise_for_status()
    assert client.post(f"/api/designs/{design}/trust", json={"seen": held}).status_code == 409
    client.request_json("POST", f"/api/designs/{design}/review")
    assert read_analysis(client, design)["trusted"] is False
    trust_code(client, design)
    found = read_analysis(client, design)
    assert (found["trusted"], found["waiting"]) == (True, {})


def test_a_state_that_nobody_trusted_stays_so_after_the_design_is_trusted_again(
    client: Client, stranger: httpx.Client, design: str
) -> None:
    guest = LinkGuest(client, stranger, design, scripts=True)
    guest.send_edit(CODE_PATH, HOSTILE_SCRIPT).raise_for_status()
    run = client.run(design)
    client.edit(design, {"path": CODE_PATH, "value": SCRIPT})
    trust_code(client, design)
    again = client.request_json("POST", f"/api/runs/{run['id']}/rerun")
    assert get_step_states(client.wait_for_run(again["id"]))["script"] == "skipped"
    assert client.request_json("POST", "/api/designs", json={"run": run["id"]})["trusted"] is False
    client.request_json("POST", f"/api/designs/{design}/restorations?to=run:{run['id']}")
    assert read_design(client, design)["trusted"] is False


def test_no_live_sample_and_no_evidence_for_what_visitors_changed(
    client: Client, stranger: httpx.Client, design: str
) -> None:
    guest = LinkGuest(client, stranger, design)
    guest.send_edit(FRACTION_PATH, 0.5).raise_for_status()
    body = client.request_json("POST", f"/api/designs/{design}/preview")["nodes"]
    assert {name for name, one in body.items() if one["ports"]} == {"data", "linear"}
    assert (body["split"]["skipped"], body["train"]["skipped"]) == (True, True)
    client.run(design)
    assert read_analysis(client, design)["waiting"] == {}
    sampled = wait_until(lambda: client.request_json("POST", f"/api/designs/{design}/preview")["nodes"], "a sample")
    assert sampled["split"]["ports"]


def test_what_would_reach_outside_waits_for_trust(client: Client, stranger: httpx.Client, design: str) -> None:
    guest = LinkGuest(client, stranger, design)
    guest.send_edit(["nodes", "fetch", "disabled"], False).raise_for_status()
    assert read_analysis(client, design)["trusted"] is False
    assert get_step_states(client.run(design))["fetch"] == "skipped"
    held = client.request_json("GET", f"/api/designs/{design}/untrusted-code")
    assert (held["code"][0]["node"], held["code"][0]["source"]) == (
        "fetch",
        "Data source URL: https://example.org/x.csv",
    )


def test_a_run_link_does_not_run_what_an_edit_link_changed(
    client: Client, stranger: httpx.Client, server: Server, design: str
) -> None:
    data = client.request_json(
        "POST",
        "/api/datasets?name=Ours&file_name=ours.csv",
        content=b"a,b,y\n" + b"1,2,3\n4,5,6\n" * 20,
        headers={"Content-Type": "application/octet-stream"},
    )
    client.edit(design, {"path": ["nodes", "data"], "value": make_node("dataset", {"dataset": data["id"]})})
    link = create_share(client, design, scope="run", pinned=False, shows="rows")
    LinkGuest(client, stranger, design).send_edit(FRACTION_PATH, 0.5).raise_for_status()
    with httpx.Client(base_url=server.url, headers=API_HEADERS) as other:
        open_share(other, link).raise_for_status()
        answer = other.post(f"/api/shared/{link['id']}/runs?node=data&file_name=x.csv", content=b"a,b,y\n1,2,3\n")
    assert answer.status_code == 409


def test_others_are_heard_as_far_as_the_link_shows_until_it_ends(
    client: Client, stranger: httpx.Client, design: str
) -> None:
    guest = LinkGuest(client, stranger, design)
    with stranger.stream("GET", f"{guest.base}/events?client=tab") as stream:
        lines = stream.iter_lines()
        assert "watching" in next(lines)
        client.edit(design, {"path": FRACTION_PATH, "value": 0.6}, {"path": CODE_PATH, "value": HOSTILE_SCRIPT})
        heard = json.loads(next(line for line in lines if '"revision"' in line).removeprefix("data: "))
        assert heard["edits"] == [{"path": FRACTION_PATH, "value": 0.6}]
        assert heard["person"]["name"] == "Owner"
        client.request_json("DELETE", f"/api/shares/{guest.link['id']}")
        rest = "\n".join(lines)
    assert "event: ended" in rest
    assert "Committee" not in rest
    assert guest.send_edit(FRACTION_PATH, 0.5).status_code == 410


def parse_present_people(line: str) -> list[tuple[str, str]]:
    here = json.loads(line.removeprefix("data: "))["here"]
    return [(one["person"]["name"], one["person"]["kind"]) for one in here]


def test_members_see_visitors_by_their_names(client: Client, stranger: httpx.Client, design: str) -> None:
    guest = LinkGuest(client, stranger, design)
    stranger.put(f"/api/shared/{guest.link['id']}/guest-session/name", json={"name": "Grace"}).raise_for_status()
    with client.stream("GET", f"/api/designs/{design}/events?client=member") as members:
        lines = members.iter_lines()
        next(lines)
        with stranger.stream("GET", f"{guest.base}/events?client=tab") as stream:
            told = next(line for line in lines if "Grace" in line)
            seen = next(line for line in stream.iter_lines() if '"here"' in line)
    assert parse_present_people(told) == [("You", "local"), ("Grace (by link Committee)", "visitor")]
    assert parse_present_people(seen) == [("Owner", "local"), ("Grace (guest)", "visitor")]


def test_visitors_comment_where_the_link_shows_comments(client: Client, stranger: httpx.Client, design: str) -> None:
    client.request_json("POST", f"/api/designs/{design}/threads", json={"text": "Ours", "node": "split"})
    assert stranger.get(LinkGuest(client, stranger, design).base + "/threads").status_code == 404
    stranger.cookies.clear()
    guest = LinkGuest(client, stranger, design, comments=True)
    thread = guest.read("/threads")[0]
    assert (thread["comments"][0]["person"], thread["comments"][0]["own"]) == ("Owner", False)
    answer = stranger.post(f"{guest.base}/threads/{thread['id']}/comments", json={"text": "Theirs"}).json()
    mine = answer["comments"][1]
    assert (mine["person"], mine["own"]) == ("Ada (guest)", True)
    first = thread["comments"][0]["id"]
    assert stranger.delete(f"{guest.base}/threads/{thread['id']}/comments/{first}").status_code == 403
    assert stranger.delete(f"{guest.base}/threads/{thread['id']}/comments/{mine['id']}").status_code == 204


def test_a_visitor_cannot_take_the_names_of_others(client: Client, stranger: httpx.Client, design: str) -> None:
    guest = LinkGuest(client, stranger, design)
    guest.send_edit(FRACTION_PATH, 0.5, key="mine.1").raise_for_status()
    client.edit(design, {"path": FRACTION_PATH, "value": 0.8}, key="mine.1")
    assert read_design(client, design)["document"]["nodes"]["split"]["parameters"] == {"fraction": 0.8}
    with client.stream("GET", f"/api/designs/{design}/events?client=tab") as members:
        lines = members.iter_lines()
        next(lines)
        with stranger.stream("GET", f"{guest.base}/events?client=tab"):
            assert len(parse_present_people(next(line for line in lines if "Ada" in line))) == 2


def test_a_flood_of_changes_is_held_back(client: Client, stranger: httpx.Client, design: str) -> None:
    guest = LinkGuest(client, stranger, design)
    assert guest.send_edit(["nodes", "split", "note"], "x" * 2**20).status_code == 413
    codes = {guest.send_edit(["name"], f"{number}").status_code for number in range(310)}
    assert codes == {200, 429}
