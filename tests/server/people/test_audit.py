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

from server.keeping import note
from server.people import accounts, audit
from server.people.audit import Actor, Unchangeable
from server.people.person import Person
from server.storage.database import Database
from server.storage.people_tables import AuditRow
from tests.databases import DATABASES
from tests.pipelines import node
from tests.serving import ROOT, eventually
from tests.team import Team

CODE = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1.head({rows})\n"
ACTION = re.compile(r"log(in|out)|[a-z]+\.[a-z-]+")
ADA = Actor(Person("a1", "Ada", "account"), "127.0.0.1")


def scripted(rows: int = 1) -> dict[str, Any]:
    return {
        "data": node("dataset", {"dataset": "sample:penguins_raw"}),
        "script": node("execute_python_script", {"python_script": CODE.format(rows=rows)}, dataset1="data.dataset"),
    }


def entries(team: Team, **wanted: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = team.ada.checked("GET", "/api/audit", params=wanted)
    return found


def test_the_log_says_who_ran_what_code_at_which_level(team: Team) -> None:
    design = team.ada.new_design(scripted(), "With a script")
    run = team.ada.checked("POST", f"/api/designs/{design}/runs", json={})
    entry = entries(team, action="run.started")[0]
    assert (entry["person"], entry["workspace"], entry["subject"]) == ("Ada", "Team", "With a script, run 1")
    assert (entry["design_id"], entry["run_id"], entry["address"]) == (design, run["id"], "127.0.0.1")
    assert entry["isolation"] == run["isolation"]["level"]
    assert [one["node"] for one in entry["details"]["code"]] == ["script"]
    team.ada.checked("POST", f"/api/runs/{run['id']}/cancel")


def test_a_live_sample_is_noted_once_for_the_same_code_in_a_session(team: Team) -> None:
    design = team.ada.new_design(scripted(), "Sampled")
    eventually(lambda: _sampled(team, design), "the first sample")
    team.ada.edit(design, {"path": ["nodes", "data", "x"], "value": 8})
    _sampled(team, design)
    assert len(entries(team, action="run.sampled", design=design)) == 1
    code = CODE.format(rows=2)
    team.ada.edit(design, {"path": ["nodes", "script", "parameters", "python_script"], "value": code})
    _sampled(team, design)
    both = entries(team, action="run.sampled", design=design)
    assert [(entry["person"], entry["isolation"]) for entry in both] == [("Ada", "S3")] * 2
    hashes = [entry["details"]["code"][0]["sha256"] for entry in both]
    assert hashes[0] != hashes[1]


def _sampled(team: Team, design: str) -> bool:
    answer: dict[str, Any] = team.ada.checked("POST", f"/api/designs/{design}/sample")
    return answer["state"] == "done"


def test_the_log_says_who_tried_what_code(team: Team) -> None:
    design = team.ada.new_design({}, "With a draft")
    draft = {"code": "def made() -> DataFrame:\n    return pd.DataFrame({'a': [1]})\n"}
    assert team.ada.checked("POST", f"/api/designs/{design}/modules/trial", json=draft)["state"] == "done"
    entry = entries(team, action="run.tried")[0]
    assert (entry["person"], entry["subject"], entry["design_id"]) == ("Ada", "With a draft, Made", design)
    (code,) = entry["details"]["code"]
    assert (code["title"], len(code["sha256"]), entry["isolation"]) == ("Made", 64, "S3")


def test_the_log_holds_logins_roles_shares_and_tokens(team: Team) -> None:
    team.sign_in("ada")
    design = team.ada.new_design({}, "Shared")
    share = team.ada.checked("POST", f"/api/designs/{design}/shares", json={"name": "Link"})
    team.ada.checked("PATCH", f"/api/shares/{share['id']}", json={"name": "Other link"})
    team.ada.checked("DELETE", f"/api/shares/{share['id']}")
    team.with_token(team.ada, "read")
    told = {entry["action"] for entry in entries(team, design=design)}
    assert told == {"design.made", "design.trusted", "share.made", "share.renamed", "share.revoked"}
    wanted = {"login", "account.created", "token.made"}
    assert wanted <= {entry["action"] for entry in entries(team, limit="500")}


def test_what_is_renamed_deleted_and_brought_back_is_noted_with_its_name(team: Team) -> None:
    ada = team.ada
    design = ada.new_design({}, "Before", trusted=False)
    ada.edit(design, {"path": ["name"], "value": "After"})
    ada.edit(design, {"path": ["description"], "value": "Not worth an entry."})
    version = ada.checked("POST", f"/api/designs/{design}/versions", json={"name": "First"})["id"]
    ada.checked("POST", f"/api/designs/{design}/restoring?to=version:{version}")
    ada.checked("DELETE", f"/api/designs/{design}/versions/{version}")
    ada.checked("DELETE", f"/api/designs/{design}")
    ada.checked("POST", f"/api/designs/{design}/restore")
    told = [(entry["action"], entry["subject"]) for entry in reversed(entries(team, design=design))]
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
    dataset = team.ada.checked("POST", "/api/datasets?file_name=mine.csv&name=Mine", content=b"x\n1\n")["id"]
    team.ada.checked("PATCH", f"/api/datasets/{dataset}", json={"name": "Ours"})
    team.ada.checked("DELETE", f"/api/datasets/{dataset}")
    team.ada.checked("POST", f"/api/datasets/{dataset}/restore")
    told = [(entry["action"], entry["subject"]) for entry in entries(team, action="dataset.", limit="4")]
    actions = ("restored", "Ours"), ("deleted", "Ours"), ("renamed", "Ours"), ("uploaded", "Mine")
    assert told == [(f"dataset.{action}", name) for action, name in actions]


def test_a_guest_is_noted_with_the_link(team: Team) -> None:
    design = team.ada.new_design({}, "For guests")
    body = {"name": "Reviewers", "password": "open sesame"}
    share = team.ada.checked("POST", f"/api/designs/{design}/shares", json=body)
    guest = team.stranger()
    for password in ("wrong", "open sesame"):
        guest.post(f"/api/shared/{share['id']}/visit", json={"token": share["token"], "password": password})
    told = entries(team, action="share.", design=design)[:2]
    assert [(entry["action"], entry["person"], entry["subject"]) for entry in told] == [
        ("share.opened", "A guest", "Reviewers"),
        ("share.refused", "A guest", "Reviewers"),
    ]
    assert [entry["details"]["share"] for entry in told] == [share["id"]] * 2


def test_what_a_program_does_names_its_token(team: Team) -> None:
    program = team.with_token(team.ada, "write", name="Nightly report")
    program.new_design({}, "Made by a program", trusted=False)
    program.checked("GET", "/api/designs")
    made = entries(team, action="design.made")[0]
    assert (made["person"], made["details"]["token"]) == ("Ada", "Nightly report")
    used = [entry for entry in entries(team, action="token.used") if entry["subject"] == "Nightly report"]
    assert [(entry["person"], entry["address"]) for entry in used] == [("Ada", "127.0.0.1")]


def test_the_log_is_found_by_words_and_downloaded(team: Team) -> None:
    team.ada.checked("POST", "/api/workspaces", json={"name": "=HYPERLINK(1)"})
    assert [entry["subject"] for entry in entries(team, text="hyperlink ada")] == ["=HYPERLINK(1)"]
    text = team.ada.get("/api/audit.csv", params={"text": "hyperlink"}).text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["person"], row["subject"], row["isolation"]) for row in rows] == [("Ada", "'=HYPERLINK(1)", "")]


RECORDING = {"record", "record_of", "_record", "note", "_note", "open_for", "_removed"}


def _noted() -> set[str]:
    """Every action that the program notes."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "server").rglob("*.py"))
    calls = [one for tree in trees for one in ast.walk(tree) if isinstance(one, ast.Call)]
    recording = [one for one in calls if getattr(one.func, "attr", getattr(one.func, "id", "")) in RECORDING]
    texts = [text.value for one in recording for text in one.args if isinstance(text, ast.Constant)]
    return {text for text in texts if isinstance(text, str) and ACTION.fullmatch(text)}


def test_every_action_has_words_on_the_screen() -> None:
    messages = (ROOT / "frontend" / "src" / "messages" / "peopleTexts.ts").read_text(encoding="utf-8")
    words = re.findall(r'^      "?([a-z.-]+)"?: "', messages.partition("    actions: {")[2], re.MULTILINE)
    assert len(_noted()) > 45
    assert _noted() - set(words) == set()


# Only ever added to.


@pytest.fixture
def database(both: str, tmp_path: Path) -> Iterator[Database]:
    made = DATABASES.made(tmp_path / both)
    with made.session() as session:
        audit.record_of(session, ADA, "design.deleted", "Prices")
    yield made
    made.close()


def kept(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        return [(row.action, row.subject) for row in session.exec(select(AuditRow).order_by("id"))]


CHANGES = (
    "UPDATE audit SET person = 'Grace'",
    "DELETE FROM audit",
    "DELETE FROM audit WHERE id = 1",
    "REPLACE INTO audit SELECT * FROM audit",
    "TRUNCATE audit",
)


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_itself_refuses_to_change_the_log(database: Database, change: str) -> None:
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.exec_driver_sql(change)
    assert kept(database) == [("design.deleted", "Prices")]


def test_the_program_refuses_to_change_the_log(database: Database) -> None:
    def change(session: Session, *, delete: bool) -> None:
        row = session.exec(select(AuditRow)).one()
        if delete:
            session.delete(row)
        row.person = "Grace"
        session.flush()

    for delete in (False, True):
        with pytest.raises(Unchangeable), database.session() as session:
            change(session, delete=delete)
    assert kept(database) == [("design.deleted", "Prices")]


def test_the_operator_may_forget_old_entries_and_the_log_says_so(database: Database) -> None:
    assert audit.forget(database, datetime.now(UTC) - timedelta(days=1)) == 0
    assert audit.forget(database, datetime.now(UTC) + timedelta(days=1)) == 1
    assert kept(database) == [("server.log-forgotten", "1 entry")]
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit")


def test_what_is_done_by_the_command_line_is_noted_where_there_are_people(database: Database) -> None:
    note(database, "server.backed-up", "nobody to read it")
    with database.session() as session:
        accounts.create(session, "ada", "Ada", "a fine long password")
    note(database, "server.backed-up", "designs.tar", keys=False)
    assert kept(database)[1:] == [("server.backed-up", "designs.tar")]
