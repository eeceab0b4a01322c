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
from server.graph.codegen.program_formats import format_script as written_script
from server.graph.codegen.program_generator import generate_program
from server.graph.document import parse_design
from server.graph.validation.secret_rules import find_step_secrets
from server.storage.maintenance.backup_archive import open_archive
from tests.database_servers import DATABASES
from tests.live_server import ROOT, Client, Server, get_step_states
from tests.server.api.share_links import API_HEADERS, create_share, open_share
from tests.server.api.test_shared_runs import wait_for_shared_run
from tests.server.secrets.conftest import SECRET_NAME, SECRET_VALUE, find_leaks, list_traces, set_secret
from tests.server.secrets.test_secrets_in_runs import LEAKING_SCRIPT, LENGTH_SCRIPT, find_step, make_asking_nodes
from tests.small_designs import SMALL_CSV, make_node, make_script_nodes
from tests.server_spawner import finish_command


def _find_secret(client: Client, name: str) -> dict[str, Any] | None:
    return next((row for row in client.request_json("GET", "/api/secrets") if row["name"] == name), None)


def test_a_secret_is_told_without_its_value_and_with_the_designs_that_ask_for_it(desk: Client, keeper: Server) -> None:
    set_secret(desk, "TOLD")
    assert (_find_secret(desk, "TOLD") or {})["used_in"] == []
    design = desk.create_design(make_asking_nodes(LENGTH_SCRIPT, "TOLD"), "The one that asks")
    told = _find_secret(desk, "TOLD") or {}
    assert set(told) == {"id", "name", "opens", "set_by", "created_at", "updated_at", "last_used_at", "used_in"}
    assert (told["opens"], told["set_by"], told["last_used_at"]) == (True, "You", None)
    assert told["used_in"] == [{"id": design, "name": "The one that asks"}]
    assert find_leaks(desk, keeper.home) == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("OK", "five5", "A secret needs at least 6 characters"),
        ("OK", "  five5  ", "A secret needs at least 6 characters"),
        ("OK", SECRET_VALUE * 1000, "A secret can have at most 8,000 characters."),
        ("OK", f"{SECRET_VALUE}\0", "A secret can't contain a zero character"),
        ("OK", f"{SECRET_VALUE}\ud800", "text"),
        ("OK", 12345678, "text"),
        ("OK", None, "text"),
        ("api_key", SECRET_VALUE, "as API_KEY"),
        ("9KEY", SECRET_VALUE, "as API_KEY"),
        ("A B", SECRET_VALUE, "as API_KEY"),
        ("", SECRET_VALUE, "as API_KEY"),
        ("PATH", SECRET_VALUE, "Choose another name, such as MY_PATH."),
        ("LD_PRELOAD", SECRET_VALUE, "Choose another name"),
        ("PYTHONPATH", SECRET_VALUE, "Choose another name"),
        ("R_LIBS", SECRET_VALUE, "Choose another name"),
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
    assert _find_secret(desk, "OK") is None


def test_names_that_only_look_like_reserved_ones_are_allowed(desk: Client) -> None:
    for name in ("RABBIT_PASSWORD", "HOMEPAGE_TOKEN", "MPS_KEY", "LDAP_PASSWORD"):
        set_secret(desk, name)


def test_two_secrets_cannot_have_one_name(desk: Client) -> None:
    set_secret(desk, "TWICE")
    answer = desk.post("/api/secrets", json={"name": "TWICE", "value": SECRET_VALUE})
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "A secret called TWICE already exists. Replace its value, or choose another name.",
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
    design = desk.create_design(make_asking_nodes(LENGTH_SCRIPT, "LACKING", SECRET_NAME))
    problems = desk.request_json("GET", f"/api/designs/{design}/analysis")["problems"]
    assert [(one["node"], one["field"], one["message"], one["fix"]) for one in problems] == [
        (
            "script",
            "secrets",
            "This workspace has no secret called 'LACKING'. Add it, or remove it from the list.",
            {"label": "Add LACKING", "edits": [], "secret": "LACKING"},
        )
    ]
    assert get_step_states(desk.run(design))["script"] == "skipped"
    set_secret(desk, "LACKING")
    assert desk.request_json("GET", f"/api/designs/{design}/analysis")["problems"] == []


def test_a_design_from_elsewhere_gets_no_secret_until_it_is_trusted(desk: Client) -> None:
    design = desk.create_design(make_asking_nodes(LENGTH_SCRIPT, SECRET_NAME, "NOT_HERE"), trusted=False)
    held = desk.request_json("GET", f"/api/designs/{design}/untrusted-code")
    assert held["secrets"] == [
        {"name": SECRET_NAME, "nodes": ["Execute Python Script"]},
        {"name": "NOT_HERE", "nodes": ["Execute Python Script"]},
    ]
    run = desk.run(design)
    assert get_step_states(run)["script"] == "skipped"


def test_where_a_model_goes_its_secrets_go_and_a_table_takes_none_along() -> None:
    nodes = {
        "data": make_node("enter_data_manually", {"data": SMALL_CSV}),
        "script": make_node("execute_python_script", {"secrets": ["ONE"]}, dataset1="data.dataset"),
        "model": make_node("create_python_model", {"secrets": ["TWO"]}),
        "train": make_node(
            "train_model", {"label": "y"}, untrained_model="model.untrained_model", dataset="script.result_dataset"
        ),
        "score": make_node("score_model", trained_model="train.trained_model", dataset="data.dataset"),
        "evaluate": make_node("evaluate_model", scored_dataset="score.scored_dataset"),
    }
    found = find_step_secrets(parse_design({"format": 2, "name": "x", "nodes": nodes}), catalog())
    assert found == {"script": ("ONE",), "model": ("TWO",), "train": ("TWO",), "score": ("TWO",)}


def test_exported_code_reads_the_environment_and_says_what_is_missing(tmp_path: Path) -> None:
    design = parse_design({"format": 2, "name": "x", "nodes": make_asking_nodes(LENGTH_SCRIPT)})
    text = written_script(generate_program(design, catalog(), {}))
    assert f'os.environ["{SECRET_NAME}"]' in text
    (tmp_path / "script.py").write_text(text)
    environment = {"PATH": os.environ["PATH"]}
    command = [sys.executable, "script.py"]
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr.strip()) == (1, f"Set the variable {SECRET_NAME} of the environment first.")
    ended = subprocess.run(
        command,
        cwd=tmp_path,
        env={**environment, SECRET_NAME: SECRET_VALUE},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr


@pytest.fixture
def shared(desk: Client) -> dict[str, Any]:
    """A design that visitors may run, with a node that uses a secret and one that does not."""
    added = desk.request_json(
        "POST",
        "/api/datasets?name=Ours&file_name=ours.csv",
        content=SMALL_CSV.encode(),
        headers={"Content-Type": "application/octet-stream"},
    )
    nodes = make_asking_nodes(LEAKING_SCRIPT)
    nodes["data"] = make_node("dataset", {"dataset": added["id"]})
    nodes["bare"] = make_node("execute_python_script", {"python_script": LENGTH_SCRIPT}, dataset1="data.dataset")
    return {"design": desk.create_design(nodes)}


def test_runs_of_visitors_get_no_secret(desk: Client, keeper: Server, shared: dict[str, Any]) -> None:
    link = create_share(desk, shared["design"], scope="run", shows="rows", rows=5)
    with httpx.Client(base_url=keeper.url, headers=API_HEADERS, timeout=60) as stranger:
        open_share(stranger, link)
        answer = stranger.post(
            f"/api/shared/{link['id']}/runs?node=data&file_name=theirs.csv",
            content=SMALL_CSV.encode(),
            headers={"Content-Type": "application/octet-stream"},
        )
        assert answer.status_code == 201, answer.text
        assert answer.json()["problems"] == [
            {"node": "script", "message": "It uses secrets, and runs through a link don't get any."}
        ]
        run = wait_for_shared_run(stranger, link, answer.json()["id"])
        states = {step["node"]: step["state"] for step in run["progress"]}
        assert states["script"] == "skipped"
        assert states["bare"] in ("succeeded", "reused")
        assert stranger.get("/api/secrets").status_code in (401, 404)


@pytest.mark.parametrize("scripts", [False, True])
def test_a_link_tells_the_names_of_secrets_with_the_sources_of_scripts_only(
    desk: Client, keeper: Server, shared: dict[str, Any], scripts: bool
) -> None:
    link = create_share(desk, shared["design"], scope="fork", scripts=scripts)
    with httpx.Client(base_url=keeper.url, headers=API_HEADERS, timeout=60) as stranger:
        open_share(stranger, link)
        text = stranger.get(f"/api/shared/{link['id']}/download").text
    assert (SECRET_NAME in text) == scripts
    assert not [trace for trace in list_traces() if trace in text.encode()]


def test_who_edits_through_a_link_names_no_secret_and_does_not_learn_which_there_are(
    desk: Client, keeper: Server
) -> None:
    design = desk.create_design(make_asking_nodes(LENGTH_SCRIPT, "NOT_THERE"))
    link = create_share(desk, design, scope="edit", pinned=False, scripts=True)
    with httpx.Client(base_url=keeper.url, headers=API_HEADERS, timeout=60) as stranger:
        open_share(stranger, link)
        base = f"/api/shared/{link['id']}/design"
        problems = stranger.get(f"{base}/analysis").json()["problems"]
        assert [(one["node"], one["fix"]) for one in problems] == [("script", None)]
        assert "NOT_THERE" not in str(problems)
        asked = {"path": ["nodes", "script", "parameters", "secrets"], "value": [SECRET_NAME]}
        body = {"client": "c", "id": "steal", "label": "", "edits": [asked]}
        refused = stranger.post(f"{base}/edits", json=body)
        assert (refused.status_code, "does not show 'Secrets'" in refused.text) == (422, True)
        code = {"path": ["nodes", "script", "parameters", "python_script"], "value": LEAKING_SCRIPT}
        changed = stranger.post(f"{base}/edits", json={**body, "id": "change", "edits": [code]})
        assert changed.is_success, changed.text
    assert desk.request_json("GET", f"/api/designs/{design}")["trusted"] is False
    assert get_step_states(desk.run(design))["script"] == "skipped"


def _unpack_backup(path: Path) -> bytes:
    """All that is in a backup."""
    with open_archive(path) as tar:
        return b"".join(tar.extractfile(member).read() for member in tar)  # type: ignore[union-attr]


def _run_designery(home: Path, *arguments: str, typed: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    done = finish_command(list(arguments), {**os.environ, **DATABASES.build_variables(home)}, ROOT, typed)
    return subprocess.CompletedProcess(arguments, done.returncode, done.stdout.encode(), done.stderr.encode())


@pytest.mark.usefixtures("desk")
def test_a_backup_without_keys_opens_no_secret(keeper: Server, tmp_path: Path) -> None:
    done = _run_designery(keeper.home, "backup", str(tmp_path / "backup"))
    assert done.returncode == 0, done.stderr
    content = _unpack_backup(tmp_path / "backup")
    assert f'"name": "{SECRET_NAME}"'.encode() in content
    assert not [trace for trace in list_traces() if trace in content]
    assert (keeper.home / "connections.key").read_bytes().strip() not in content


def test_secrets_are_set_listed_and_removed_from_the_command_line(desk: Client, keeper: Server) -> None:
    typed = f"{SECRET_VALUE}\n".encode()
    first = _run_designery(keeper.home, "secret", "set", "FROM_THERE", typed=typed)
    assert (first.returncode, first.stdout) == (0, b"FROM_THERE was added.\n"), first.stderr
    again = _run_designery(keeper.home, "secret", "set", "FROM_THERE", typed=typed)
    assert again.stdout == b"The value of FROM_THERE was replaced.\n"
    assert (_find_secret(desk, "FROM_THERE") or {})["set_by"] == "The command line"
    listed = _run_designery(keeper.home, "secret", "list")
    assert b"FROM_THERE" in listed.stdout
    assert not [
        trace for trace in list_traces() for said in (first, again, listed) if trace in said.stdout + said.stderr
    ]
    nodes = make_script_nodes(LENGTH_SCRIPT.replace(SECRET_NAME, "FROM_THERE"))
    nodes["script"]["parameters"]["secrets"] = ["FROM_THERE"]
    run = desk.run(desk.create_design(nodes, "Asks for it"))
    assert find_step(run)["state"] == "succeeded", find_step(run)["error"]
    asked = _run_designery(keeper.home, "secret", "remove", "FROM_THERE", typed=b"n\n")
    assert asked.returncode == 1
    assert b"These designs use it: Asks for it." in asked.stdout
    assert _run_designery(keeper.home, "secret", "remove", "FROM_THERE", "--yes").returncode == 0
    assert _find_secret(desk, "FROM_THERE") is None
    short = _run_designery(keeper.home, "secret", "set", "FROM_THERE", typed=b"short\n")
    assert (short.returncode, b"at least 6 characters" in short.stderr) == (1, True)
    odd = _run_designery(keeper.home, "secret", "set", "from-there", typed=typed)
    assert (odd.returncode, b"as API_KEY" in odd.stderr) == (1, True)


def test_a_deleted_secret_is_gone(desk: Client) -> None:
    made = set_secret(desk, "GONE")
    desk.request_json("DELETE", f"/api/secrets/{made['id']}")
    assert _find_secret(desk, "GONE") is None
    for method, body in (("DELETE", None), ("PUT", {"value": SECRET_VALUE})):
        assert desk.request(method, f"/api/secrets/{made['id']}", json=body).status_code == 404


def test_a_file_that_is_run_gets_secrets_only_where_one_says_so(tmp_path: Path) -> None:
    home, design = tmp_path / "home", tmp_path / "design.json"
    design.write_text(json.dumps({"format": 2, "name": "File", "nodes": make_asking_nodes(LENGTH_SCRIPT)}))
    run = ("run", str(design), "--out", str(tmp_path / "out"))
    refused = _run_designery(home, *run)
    assert (refused.returncode, b"Say --secrets to give them to this design." in refused.stderr) == (1, True)
    assert _run_designery(home, "secret", "set", SECRET_NAME, typed=SECRET_VALUE.encode()).returncode == 0
    assert _run_designery(home, *run, "--secrets").returncode == 0
    assert (tmp_path / "out" / "script.result_dataset.csv").read_text().replace('"', "").split() == [
        "length",
        str(len(SECRET_VALUE)),
    ]
    written = [path.read_bytes() for folder in (home, tmp_path / "out") for path in folder.rglob("*") if path.is_file()]
    assert not [trace for trace in list_traces() for content in written if trace in content]
