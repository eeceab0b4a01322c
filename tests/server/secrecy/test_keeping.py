"""Secrets are kept, listed without their values, replaced and deleted; designs from elsewhere and visitors get none."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from modules.kit import catalog
from server.graph.code import script as written_script
from server.graph.code import written
from server.graph.document import read
from server.graph.secrets import needed
from server.storage.archive import opened
from tests.databases import DATABASES
from tests.pipelines import ROWS, node, script
from tests.server.api.sharing import WRITES, share, visit
from tests.server.api.test_shared_runs import ended
from tests.server.secrecy.conftest import NAME, VALUE, add, leaked, traces
from tests.server.secrecy.test_runs import CHATTERBOX, LENGTH, asking, step_of
from tests.serving import ROOT, Client, Server, states


def _named(client: Client, name: str) -> dict[str, Any] | None:
    return next((row for row in client.checked("GET", "/api/secrets") if row["name"] == name), None)


def test_a_secret_is_told_without_its_value_and_with_the_designs_that_ask_for_it(desk: Client, keeper: Server) -> None:
    add(desk, "TOLD")
    assert (_named(desk, "TOLD") or {})["used_in"] == []
    design = desk.new_design(asking(LENGTH, "TOLD"), "The one that asks")
    told = _named(desk, "TOLD") or {}
    assert set(told) == {"id", "name", "opens", "set_by", "created_at", "updated_at", "last_used_at", "used_in"}
    assert (told["opens"], told["set_by"], told["last_used_at"]) == (True, "You", None)
    assert told["used_in"] == [{"id": design, "name": "The one that asks"}]
    assert leaked(desk, keeper.home) == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("OK", "five5", "A secret needs at least 6 characters"),
        ("OK", "  five5  ", "A secret needs at least 6 characters"),
        ("OK", VALUE * 1000, "A secret may have 8,000 characters."),
        ("OK", f"{VALUE}\0", "A secret cannot hold a zero character"),
        ("OK", f"{VALUE}\ud800", "text"),
        ("OK", 12345678, "text"),
        ("OK", None, "text"),
        ("api_key", VALUE, "as API_KEY"),
        ("9KEY", VALUE, "as API_KEY"),
        ("A B", VALUE, "as API_KEY"),
        ("", VALUE, "as API_KEY"),
        ("PATH", VALUE, "Choose another name, as MY_PATH."),
        ("LD_PRELOAD", VALUE, "Choose another name"),
        ("PYTHONPATH", VALUE, "Choose another name"),
        ("R_LIBS", VALUE, "Choose another name"),
    ],
)
def test_what_can_be_no_secret_is_refused_without_repeating_it(
    desk: Client, name: str, value: object, said: str
) -> None:
    body = json.dumps({"name": name, "value": value})
    answer = desk.post("/api/secrets", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert str(value)[:5] not in answer.text
    assert _named(desk, "OK") is None


def test_names_that_only_look_like_reserved_ones_are_allowed(desk: Client) -> None:
    for name in ("RABBIT_PASSWORD", "HOMEPAGE_TOKEN", "MPS_KEY", "LDAP_PASSWORD"):
        add(desk, name)


def test_two_secrets_cannot_have_one_name(desk: Client) -> None:
    add(desk, "TWICE")
    answer = desk.post("/api/secrets", json={"name": "TWICE", "value": VALUE})
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "There is a secret called TWICE already. Replace its value, or choose another name.",
    )


FIELDS = {"kind": "postgresql", "host": "db.example.com", "database": "d", "user": "u", "password": "12345678"}


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x", "fields": {**FIELDS, "password": 12345678}},
        {"name": "x", "fields": {**FIELDS, "kind": "sqlite"}},
        {"name": "x", "fields": [FIELDS]},
        [{"name": "x", "fields": FIELDS}],
    ],
)
def test_a_password_that_is_refused_is_not_repeated_either(desk: Client, body: object) -> None:
    answers = [desk.post("/api/connections", json=body), desk.post("/api/connections", content=json.dumps(body))]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all(value not in answer.text for answer in answers for value in ("12345678", "db.example.com"))


def test_a_missing_secret_is_a_problem_at_its_node_until_it_is_added(desk: Client) -> None:
    design = desk.new_design(asking(LENGTH, "LACKING", NAME))
    problems = desk.checked("GET", f"/api/designs/{design}/analysis")["problems"]
    assert [(one["node"], one["field"], one["message"], one["fix"]) for one in problems] == [
        (
            "script",
            "secrets",
            "There is no secret called 'LACKING' here. Add it, or take it off the list.",
            {"label": "Add LACKING", "edits": [], "secret": "LACKING"},
        )
    ]
    assert states(desk.run(design))["script"] == "skipped"
    add(desk, "LACKING")
    assert desk.checked("GET", f"/api/designs/{design}/analysis")["problems"] == []


def test_a_design_from_elsewhere_gets_no_secret_until_it_is_trusted(desk: Client) -> None:
    design = desk.new_design(asking(LENGTH, NAME, "NOT_HERE"), trusted=False)
    held = desk.checked("GET", f"/api/designs/{design}/held-code")
    assert held["secrets"] == [
        {"name": NAME, "nodes": ["Execute Python Script"]},
        {"name": "NOT_HERE", "nodes": ["Execute Python Script"]},
    ]
    run = desk.run(design)
    assert states(run)["script"] == "skipped"


def test_where_a_model_goes_its_secrets_go_and_a_table_takes_none_along() -> None:
    nodes = {
        "data": node("enter_data_manually", {"data": ROWS}),
        "script": node("execute_python_script", {"secrets": ["ONE"]}, dataset1="data.dataset"),
        "model": node("create_python_model", {"secrets": ["TWO"]}),
        "train": node(
            "train_model", {"label": "y"}, untrained_model="model.untrained_model", dataset="script.result_dataset"
        ),
        "score": node("score_model", trained_model="train.trained_model", dataset="data.dataset"),
        "evaluate": node("evaluate_model", scored_dataset="score.scored_dataset"),
    }
    found = needed(read({"format": 2, "name": "x", "nodes": nodes}), catalog())
    assert found == {"script": ("ONE",), "model": ("TWO",), "train": ("TWO",), "score": ("TWO",)}


def test_exported_code_reads_the_environment_and_says_what_is_missing(tmp_path: Path) -> None:
    design = read({"format": 2, "name": "x", "nodes": asking(LENGTH)})
    text = written_script(written(design, catalog(), {}))
    assert f'os.environ["{NAME}"]' in text
    (tmp_path / "script.py").write_text(text)
    environment = {"PATH": os.environ["PATH"]}
    command = [sys.executable, "script.py"]
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr.strip()) == (1, f"Set the variable {NAME} of the environment first.")
    ended = subprocess.run(command, cwd=tmp_path, env={**environment, NAME: VALUE}, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr


@pytest.fixture
def shared(desk: Client) -> dict[str, Any]:
    """A design that visitors may run, with a node that uses a secret and one that does not."""
    added = desk.checked(
        "POST",
        "/api/datasets?name=Ours&file_name=ours.csv",
        content=ROWS.encode(),
        headers={"Content-Type": "application/octet-stream"},
    )
    nodes = asking(CHATTERBOX)
    nodes["data"] = node("dataset", {"dataset": added["id"]})
    nodes["bare"] = node("execute_python_script", {"python_script": LENGTH}, dataset1="data.dataset")
    return {"design": desk.new_design(nodes)}


def test_runs_of_visitors_get_no_secret(desk: Client, keeper: Server, shared: dict[str, Any]) -> None:
    link = share(desk, shared["design"], scope="run", shows="rows", rows=5)
    with httpx.Client(base_url=keeper.url, headers=WRITES, timeout=60) as stranger:
        visit(stranger, link)
        answer = stranger.post(
            f"/api/shared/{link['id']}/runs?node=data&file_name=theirs.csv",
            content=ROWS.encode(),
            headers={"Content-Type": "application/octet-stream"},
        )
        assert answer.status_code == 201, answer.text
        assert answer.json()["problems"] == [
            {"node": "script", "message": "It uses secrets, which are not given to runs over a link."}
        ]
        run = ended(stranger, link, answer.json()["id"])
        states = {step["node"]: step["state"] for step in run["progress"]}
        assert states["script"] == "skipped"
        assert states["bare"] in ("succeeded", "reused")
        assert stranger.get("/api/secrets").status_code in (401, 404)


@pytest.mark.parametrize("scripts", [False, True])
def test_a_link_tells_the_names_of_secrets_with_the_sources_of_scripts_only(
    desk: Client, keeper: Server, shared: dict[str, Any], scripts: bool
) -> None:
    link = share(desk, shared["design"], scope="fork", scripts=scripts)
    with httpx.Client(base_url=keeper.url, headers=WRITES, timeout=60) as stranger:
        visit(stranger, link)
        text = stranger.get(f"/api/shared/{link['id']}/download").text
    assert (NAME in text) == scripts
    assert not [trace for trace in traces() if trace in text.encode()]


def test_who_edits_through_a_link_names_no_secret_and_does_not_learn_which_there_are(
    desk: Client, keeper: Server
) -> None:
    design = desk.new_design(asking(LENGTH, "NOT_THERE"))
    link = share(desk, design, scope="edit", pinned=False, scripts=True)
    with httpx.Client(base_url=keeper.url, headers=WRITES, timeout=60) as stranger:
        visit(stranger, link)
        base = f"/api/shared/{link['id']}/design"
        problems = stranger.get(f"{base}/analysis").json()["problems"]
        assert [(one["node"], one["fix"]) for one in problems] == [("script", None)]
        assert "NOT_THERE" not in str(problems)
        asked = {"path": ["nodes", "script", "parameters", "secrets"], "value": [NAME]}
        body = {"client": "c", "id": "steal", "label": "", "edits": [asked]}
        refused = stranger.post(f"{base}/edits", json=body)
        assert (refused.status_code, "does not show 'Secrets'" in refused.text) == (422, True)
        code = {"path": ["nodes", "script", "parameters", "python_script"], "value": CHATTERBOX}
        changed = stranger.post(f"{base}/edits", json={**body, "id": "change", "edits": [code]})
        assert changed.is_success, changed.text
    assert desk.checked("GET", f"/api/designs/{design}")["trusted"] is False
    assert states(desk.run(design))["script"] == "skipped"


def _unpacked(path: Path) -> bytes:
    """All that is in a backup."""
    with opened(path) as tar:
        return b"".join(tar.extractfile(member).read() for member in tar)  # type: ignore[union-attr]


def _designery(home: Path, *arguments: str, typed: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "server.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, **DATABASES.environment(home)},
        input=typed,
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.mark.usefixtures("desk")
def test_a_backup_without_keys_opens_no_secret(keeper: Server, tmp_path: Path) -> None:
    done = _designery(keeper.home, "backup", str(tmp_path / "backup"))
    assert done.returncode == 0, done.stderr
    content = _unpacked(tmp_path / "backup")
    assert f'"name": "{NAME}"'.encode() in content
    assert not [trace for trace in traces() if trace in content]
    assert (keeper.home / "connections.key").read_bytes().strip() not in content


def test_secrets_are_set_listed_and_removed_from_the_command_line(desk: Client, keeper: Server) -> None:
    typed = f"{VALUE}\n".encode()
    first = _designery(keeper.home, "secret", "set", "FROM_THERE", typed=typed)
    assert (first.returncode, first.stdout) == (0, b"FROM_THERE is kept.\n"), first.stderr
    again = _designery(keeper.home, "secret", "set", "FROM_THERE", typed=typed)
    assert again.stdout == b"FROM_THERE has another value now.\n"
    assert (_named(desk, "FROM_THERE") or {})["set_by"] == "The command line"
    listed = _designery(keeper.home, "secret", "list")
    assert b"FROM_THERE" in listed.stdout
    assert not [trace for trace in traces() for said in (first, again, listed) if trace in said.stdout + said.stderr]
    nodes = script(LENGTH.replace(NAME, "FROM_THERE"))
    nodes["script"]["parameters"]["secrets"] = ["FROM_THERE"]
    run = desk.run(desk.new_design(nodes, "Asks for it"))
    assert step_of(run)["state"] == "succeeded", step_of(run)["error"]
    asked = _designery(keeper.home, "secret", "remove", "FROM_THERE", typed=b"n\n")
    assert asked.returncode == 1
    assert b"These designs ask for it: Asks for it." in asked.stdout
    assert _designery(keeper.home, "secret", "remove", "FROM_THERE", "--yes").returncode == 0
    assert _named(desk, "FROM_THERE") is None
    short = _designery(keeper.home, "secret", "set", "FROM_THERE", typed=b"short\n")
    assert (short.returncode, b"at least 6 characters" in short.stderr) == (1, True)
    odd = _designery(keeper.home, "secret", "set", "from-there", typed=typed)
    assert (odd.returncode, b"as API_KEY" in odd.stderr) == (1, True)


def test_a_deleted_secret_is_gone(desk: Client) -> None:
    made = add(desk, "GONE")
    desk.checked("DELETE", f"/api/secrets/{made['id']}")
    assert _named(desk, "GONE") is None
    for method, body in (("DELETE", None), ("PUT", {"value": VALUE})):
        assert desk.request(method, f"/api/secrets/{made['id']}", json=body).status_code == 404


def test_a_file_that_is_run_gets_secrets_only_where_one_says_so(tmp_path: Path) -> None:
    home, design = tmp_path / "home", tmp_path / "design.json"
    design.write_text(json.dumps({"format": 2, "name": "File", "nodes": asking(LENGTH)}))
    run = ("run", str(design), "--out", str(tmp_path / "out"))
    refused = _designery(home, *run)
    assert (refused.returncode, b"Say --secrets to give them to this design." in refused.stderr) == (1, True)
    assert _designery(home, "secret", "set", NAME, typed=VALUE.encode()).returncode == 0
    assert _designery(home, *run, "--secrets").returncode == 0
    assert (tmp_path / "out" / "script.result_dataset.csv").read_text().replace('"', "").split() == [
        "length",
        str(len(VALUE)),
    ]
    written = [path.read_bytes() for folder in (home, tmp_path / "out") for path in folder.rglob("*") if path.is_file()]
    assert not [trace for trace in traces() for content in written if trace in content]
