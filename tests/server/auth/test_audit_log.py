"""The audit log: what it says of whom, and that nobody changes what it said."""

import ast
import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from server.admin_commands import record_command
from server.auth import account_store, audit_log
from server.auth.audit_log import Actor, AppendOnlyViolation
from server.auth.principals import Person
from server.storage.database import Database
from server.storage.orm.account_tables import AuditRow
from tests.database_servers import DATABASES
from tests.live_server import ROOT, wait_until
from tests.small_designs import make_node
from tests.team_server import Team

CODE = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1.head({rows})\n"
ACTION_PATTERN = re.compile(r"log(in|out)|[a-z]+\.[a-z_-]+")
ADA_ACTOR = Actor(Person("a1", "Ada", "account"), "127.0.0.1")


def make_scripted_nodes(rows: int = 1) -> dict[str, Any]:
    return {
        "data": make_node("dataset", {"dataset": "sample:penguins_raw"}),
        "script": make_node(
            "execute_python_script", {"python_script": CODE.format(rows=rows)}, dataset1="data.dataset"
        ),
    }


def list_entries(team: Team, **wanted: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = team.ada.request_json("GET", "/api/audit", params=wanted)
    return found


def test_the_log_says_who_ran_what_code_at_which_level(team: Team) -> None:
    design = team.ada.create_design(make_scripted_nodes(), "With a script")
    run = team.ada.request_json("POST", f"/api/designs/{design}/runs", json={})
    entry = list_entries(team, action="run.started")[0]
    assert (entry["person"], entry["workspace"], entry["subject"]) == ("Ada", "Team", "With a script, run 1")
    assert (entry["design_id"], entry["run_id"], entry["address"]) == (design, run["id"], "127.0.0.1")
    assert entry["isolation"] == run["isolation"]["level"]
    assert [one["node"] for one in entry["details"]["code"]] == ["script"]
    team.ada.request_json("POST", f"/api/runs/{run['id']}/cancel")


def test_a_live_sample_is_noted_once_for_the_same_code_in_a_session(team: Team) -> None:
    design = team.ada.create_design(make_scripted_nodes(), "Sampled")
    wait_until(lambda: _has_preview(team, design), "the first sample")
    team.ada.edit(design, {"path": ["nodes", "data", "x"], "value": 8})
    _has_preview(team, design)
    assert len(list_entries(team, action="run.sampled", design=design)) == 1
    code = CODE.format(rows=2)
    team.ada.edit(design, {"path": ["nodes", "script", "parameters", "python_script"], "value": code})
    _has_preview(team, design)
    both = list_entries(team, action="run.sampled", design=design)
    assert [(entry["person"], entry["isolation"]) for entry in both] == [("Ada", "S3")] * 2
    hashes = [entry["details"]["code"][0]["sha256"] for entry in both]
    assert hashes[0] != hashes[1]


def _has_preview(team: Team, design: str) -> bool:
    answer: dict[str, Any] = team.ada.request_json("POST", f"/api/designs/{design}/preview")
    return bool(answer["state"] == "done")


def test_the_log_says_who_tried_what_code(team: Team) -> None:
    design = team.ada.create_design({}, "With a draft")
    draft = {"code": "def made() -> DataFrame:\n    return pd.DataFrame({'a': [1]})\n"}
    assert team.ada.request_json("POST", f"/api/designs/{design}/module-drafts/run", json=draft)["state"] == "done"
    entry = list_entries(team, action="run.tried")[0]
    assert (entry["person"], entry["subject"], entry["design_id"]) == ("Ada", "With a draft, Made", design)
    (code,) = entry["details"]["code"]
    assert (code["title"], len(code["sha256"]), entry["isolation"]) == ("Made", 64, "S3")


def test_the_log_holds_logins_roles_shares_and_tokens(team: Team) -> None:
    team.sign_in("ada")
    design = team.ada.create_design({}, "Shared")
    share = team.ada.request_json("POST", f"/api/designs/{design}/shares", json={"name": "Link"})
    team.ada.request_json("PATCH", f"/api/shares/{share['id']}", json={"name": "Other link"})
    team.ada.request_json("DELETE", f"/api/shares/{share['id']}")
    team.open_token_client(team.ada, "read")
    told = {entry["action"] for entry in list_entries(team, design=design)}
    assert told == {"design.made", "design.trusted", "share.made", "share.renamed", "share.revoked"}
    expected = {"login", "account.created", "token.made"}
    assert expected <= {entry["action"] for entry in list_entries(team, limit="500")}


def test_what_is_renamed_deleted_and_brought_back_is_noted_with_its_name(team: Team) -> None:
    ada = team.ada
    design = ada.create_design({}, "Before", trusted=False)
    ada.edit(design, {"path": ["name"], "value": "After"})
    ada.edit(design, {"path": ["description"], "value": "Not worth an entry."})
    version = ada.request_json("POST", f"/api/designs/{design}/versions", json={"name": "First"})["id"]
    ada.request_json("POST", f"/api/designs/{design}/restorations?to=version:{version}")
    ada.request_json("DELETE", f"/api/designs/{design}/versions/{version}")
    ada.request_json("DELETE", f"/api/designs/{design}")
    ada.request_json("POST", f"/api/designs/{design}/restore")
    told = [(entry["action"], entry["subject"]) for entry in reversed(list_entries(team, design=design))]
    assert told == [
        ("design.made", "Before"),
        ("design.renamed", "After"),
        ("design.version-named", "After: First"),
        ("design.version-restored", "After"),
        ("design.version-deleted", "First"),
        ("design.deleted", "After"),
        ("design.restored", "After"),
    ]


def test_data_are_noted_from_their_upload_to_their_deletion(team: Team) -> None:
    dataset = team.ada.request_json("POST", "/api/datasets?file_name=mine.csv&name=Mine", content=b"x\n1\n")["id"]
    team.ada.request_json("PATCH", f"/api/datasets/{dataset}", json={"name": "Ours"})
    team.ada.request_json("DELETE", f"/api/datasets/{dataset}")
    team.ada.request_json("POST", f"/api/datasets/{dataset}/restore")
    told = [(entry["action"], entry["subject"]) for entry in list_entries(team, action="dataset.", limit="4")]
    actions = ("restored", "Ours"), ("deleted", "Ours"), ("renamed", "Ours"), ("uploaded", "Mine")
    assert told == [(f"dataset.{action}", name) for action, name in actions]


def test_a_guest_is_noted_with_the_link(team: Team) -> None:
    design = team.ada.create_design({}, "For guests")
    body = {"name": "Reviewers", "password": "open sesame"}
    share = team.ada.request_json("POST", f"/api/designs/{design}/shares", json=body)
    guest = team.open_anonymous_client()
    for password in ("wrong", "open sesame"):
        guest.post(f"/api/shared/{share['id']}/guest-session", json={"token": share["token"], "password": password})
    told = list_entries(team, action="share.", design=design)[:2]
    assert [(entry["action"], entry["person"], entry["subject"]) for entry in told] == [
        ("share.opened", "A guest", "Reviewers"),
        ("share.refused", "A guest", "Reviewers"),
    ]
    assert [entry["details"]["share"] for entry in told] == [share["id"]] * 2


def test_what_a_program_does_names_its_token(team: Team) -> None:
    program = team.open_token_client(team.ada, "write", name="Nightly report")
    program.create_design({}, "Made by a program", trusted=False)
    program.request_json("GET", "/api/designs")
    made = list_entries(team, action="design.made")[0]
    assert (made["person"], made["details"]["token"]) == ("Ada", "Nightly report")
    used = [entry for entry in list_entries(team, action="token.used") if entry["subject"] == "Nightly report"]
    assert [(entry["person"], entry["address"]) for entry in used] == [("Ada", "127.0.0.1")]


def test_the_log_is_found_by_words_and_downloaded(team: Team) -> None:
    team.ada.request_json("POST", "/api/workspaces", json={"name": "=HYPERLINK(1)"})
    assert [entry["subject"] for entry in list_entries(team, text="hyperlink ada")] == ["=HYPERLINK(1)"]
    text = team.ada.get("/api/audit.csv", params={"text": "hyperlink"}).text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["person"], row["subject"], row["isolation"]) for row in rows] == [("Ada", "'=HYPERLINK(1)", "")]


RECORDING_FUNCTIONS = {
    "record_action",
    "record_action_of",
    "record_command",
    "start_session",
    "_audit_guest",
    "_audit_preview",
    "_audit_share",
    "_end_membership",
    "_log_refusal",
    "_record_audit",
    "_record_rule_change",
    "_record_secret_change",
    "_record_webhook_change",
}


def _collect_noted_actions() -> set[str]:
    """Every action that the program notes."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "server").rglob("*.py"))
    calls = [one for tree in trees for one in ast.walk(tree) if isinstance(one, ast.Call)]
    recording = [one for one in calls if getattr(one.func, "attr", getattr(one.func, "id", "")) in RECORDING_FUNCTIONS]
    texts = [text.value for one in recording for text in one.args if isinstance(text, ast.Constant)]
    return {text for text in texts if isinstance(text, str) and ACTION_PATTERN.fullmatch(text)}


def test_every_action_has_words_on_the_screen() -> None:
    messages = (ROOT / "frontend" / "src" / "messages" / "peopleTexts.ts").read_text(encoding="utf-8")
    words = re.findall(r'^      "?([a-z._-]+)"?: "', messages.partition("    actions: {")[2], re.MULTILINE)
    noted = _collect_noted_actions()
    assert len(noted) > 45
    assert noted - set(words) == set()


# Only ever added to.


@pytest.fixture
def database(both: str, tmp_path: Path) -> Iterator[Database]:
    made = DATABASES.create_database(tmp_path / both)
    with made.session() as session:
        audit_log.record_action_of(session, ADA_ACTOR, "design.deleted", "Prices")
    yield made
    made.close()


def read_audit_rows(database: Database) -> list[tuple[str, str]]:
    with database.read_session() as session:
        return [(row.action, row.subject) for row in session.exec(select(AuditRow).order_by("id"))]


FORBIDDEN_STATEMENTS = (
    "UPDATE audit SET person = 'Grace'",
    "DELETE FROM audit",
    "DELETE FROM audit WHERE id = 1",
    "REPLACE INTO audit SELECT * FROM audit",
    "TRUNCATE audit",
)


@pytest.mark.parametrize("change", FORBIDDEN_STATEMENTS)
def test_the_database_itself_refuses_to_change_the_log(database: Database, change: str) -> None:
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.exec_driver_sql(change)
    assert read_audit_rows(database) == [("design.deleted", "Prices")]


def test_the_program_refuses_to_change_the_log(database: Database) -> None:
    def change(session: Session, *, delete: bool) -> None:
        row = session.exec(select(AuditRow)).one()
        if delete:
            session.delete(row)
        row.person = "Grace"
        session.flush()

    for delete in (False, True):
        with pytest.raises(AppendOnlyViolation), database.session() as session:
            change(session, delete=delete)
    assert read_audit_rows(database) == [("design.deleted", "Prices")]


def test_the_operator_may_forget_old_entries_and_the_log_says_so(database: Database) -> None:
    assert audit_log.purge_audit_log(database, datetime.now(UTC) - timedelta(days=1)) == 0
    assert audit_log.purge_audit_log(database, datetime.now(UTC) + timedelta(days=1)) == 1
    assert read_audit_rows(database) == [("server.log-forgotten", "1 entry")]
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit")


def test_what_is_done_by_the_command_line_is_noted_where_there_are_people(database: Database) -> None:
    record_command(database, "server.backed-up", "nobody to read it")
    with database.session() as session:
        account_store.create_account(session, "ada", "Ada", "a fine long password")
    record_command(database, "server.backed-up", "designs.tar", keys=False)
    assert read_audit_rows(database)[1:] == [("server.backed-up", "designs.tar")]
