"""Alerts: what breaches each kind, that breach and recovery are told once, and that a breach starts a pipeline."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from server.auth.principals import LOCAL_PERSON
from server.serving.alert_checks import check_alert
from server.serving.alert_watcher import AlertWatcher, PipelineDelayed, PipelineNotStarted, write_finding
from server.serving.request_metrics import choose_bucket
from server.storage.database import Database
from server.storage.orm.alert_tables import EndpointAlertEventRow, EndpointAlertRow
from server.storage.orm.core_tables import now
from server.storage.orm.endpoint_tables import DeploymentRow, EndpointMinuteRow, EndpointPredictionRow, EndpointRow
from server.storage.orm.notification_tables import NotificationRow
from tests.database_servers import DATABASES
from tests.live_server import Client, Server, wait_until
from tests.server.serving.service_designs import Json, make_inference_design, make_service_nodes, upload_houses
from tests.server.serving.test_predictions import create_endpoint, get_example, open_caller

SIGNATURE: Json = {"columns": [{"name": "size", "type": "real"}], "rows": 200}
REFERENCE: Json = {"size": {"edges": [0.0, 1.0, 2.0, 3.0, 4.0], "counts": [50, 50, 50, 50]}}
SCORES: Json = {"task": "regression", "label": "price"}
#: {kind: its alert}
ALERTS: dict[str, Json] = {
    "drift": {"subject": "size", "minutes": 60},
    "errors": {"threshold": 0.05, "minutes": 60, "min_count": 20},
    "latency": {"threshold": 0.2, "minutes": 60, "min_count": 20},
    "metric": {"subject": "Root_Mean_Squared_Error", "threshold": 2.0, "minutes": 60, "min_count": 5},
    "silence": {"minutes": 60},
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = DATABASES.create_database(tmp_path)
    with made.session() as session:
        before = now() - timedelta(days=1)
        session.add(EndpointRow(id="e", name="shop", created_by="Ada", created_at=before))
        session.flush()
        row = DeploymentRow(endpoint_id="e", number=1, document={}, trusted=True, signature=SIGNATURE, created_by="Ada")
        row.created_at, row.reference, row.scores, row.share, row.state = before, REFERENCE, SCORES, 100, "ready"
        session.add(row)
    yield made
    made.close()


def add_alert(database: Database, kind: str, **values: Any) -> None:
    with database.session() as session:
        alert = EndpointAlertRow(id=kind, endpoint_id="e", kind=kind, minutes=60, created_by="Ada")
        alert.person_id = LOCAL_PERSON.id
        alert.created_at = now() - timedelta(hours=2)
        for name, value in {**ALERTS[kind], **values}.items():
            setattr(alert, name, value)
        session.add(alert)


def set_requests(database: Database, *, is_well: bool) -> None:
    """100 requests of the last minute that breach no limit, or each of them but that of silence."""
    bins = {"0": 25, "1": 25, "2": 25, "3": 25} if is_well else {"0": 2, "3": 98}
    with database.session() as session:
        for row in session.exec(select(EndpointMinuteRow)):
            session.delete(row)
        session.flush()
        minute = EndpointMinuteRow(endpoint_id="e", deployment=1, minute=now(), requests=100, rows=100)
        minute.refused, minute.columns = (0 if is_well else 6), {"size": bins}
        minute.latencies = {choose_bucket(0.05 if is_well else 0.5): 100}
        session.add(minute)
        for place in range(10):
            label = {"value": 10.0 if is_well else 13.0}
            session.merge(
                EndpointPredictionRow(
                    endpoint_id="e", id=str(place), deployment=1, scored=[10.5], label=label, labeled_at=now()
                )
            )


def remove_requests(database: Database) -> None:
    with database.session() as session:
        for row in (*session.exec(select(EndpointMinuteRow)), *session.exec(select(EndpointPredictionRow))):
            session.delete(row)


def list_told(database: Database) -> list[tuple[str, str]]:
    with database.read_session() as session:
        rows = session.exec(select(NotificationRow).order_by(col(NotificationRow.id)))
        return [(row.kind, row.text) for row in rows]


def list_events(database: Database) -> list[tuple[str, str | None]]:
    with database.read_session() as session:
        rows = session.exec(select(EndpointAlertEventRow).order_by(col(EndpointAlertEventRow.created_at)))
        return [(row.kind, row.run_id) for row in rows]


def refuse_start(_alert: EndpointAlertRow, _workspace: str, _key: str) -> str:
    raise AssertionError("This alert starts nothing")


def build_watcher(database: Database) -> AlertWatcher:
    return AlertWatcher(database, lambda: None, refuse_start)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("drift", "shop: size no longer looks as it did in training: PSI"),
        ("errors", "shop: 6.0 % of 100 requests failed or were refused, over 5.0 %."),
        ("latency", "shop: 19 of 20 answers took up to 473 ms, over 200 ms."),
        ("metric", "shop: RMSE is 2.5 by 10 labels, over 2."),
    ],
)
def test_a_breach_and_its_recovery_are_told_once(database: Database, kind: str, words: str) -> None:
    add_alert(database, kind)
    watcher = build_watcher(database)
    for is_well in (True, False, False, True, True, False):
        set_requests(database, is_well=is_well)
        watcher.check_all()
        remove_requests(database)
        watcher.check_all()  # what is not known changes nothing
    told = list_told(database)
    assert [one for one, _ in told] == ["endpoint_alert", "endpoint_recovered", "endpoint_alert"]
    assert told[0][1].startswith(words)
    assert told[1][1].startswith("shop recovered. ")
    assert [one for one, _ in list_events(database)] == ["breached", "recovered", "breached"]


def test_silence_is_told_after_its_period_and_not_of_what_is_paused(database: Database) -> None:
    add_alert(database, "silence")
    watcher = build_watcher(database)
    _change_endpoint(database, paused_at=now())
    watcher.check_all()
    assert list_told(database) == []
    _change_endpoint(database, paused_at=None)
    watcher.check_all()
    set_requests(database, is_well=True)
    watcher.check_all()
    assert list_told(database) == [
        ("endpoint_alert", "shop: No request came in an hour."),
        ("endpoint_recovered", "shop recovered. 100 requests came in an hour."),
    ]


def _change_endpoint(database: Database, **values: Any) -> None:
    with database.session() as session:
        row = session.get_one(EndpointRow, "e")
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)


def test_a_new_alert_waits_its_period_before_it_says_that_nobody_asks(database: Database) -> None:
    add_alert(database, "silence", created_at=now())
    build_watcher(database).check_all()
    assert list_told(database) == []


def test_two_servers_tell_of_a_breach_once(database: Database) -> None:
    add_alert(database, "errors")
    set_requests(database, is_well=False)

    with database.read_session() as session:
        endpoint, alert = session.get_one(EndpointRow, "e"), session.get_one(EndpointAlertRow, "errors")
        finding = check_alert(session, endpoint, alert)
    for _ in range(2):  # both servers have looked before either of them writes
        with database.session() as session:
            write_finding(session, endpoint, alert, finding)
    assert len(list_told(database)) == 1


def test_a_breach_starts_its_pipeline_once_and_tries_again_what_could_not_be_started(database: Database) -> None:
    add_alert(database, "errors", pipeline_id="p")
    set_requests(database, is_well=False)
    keys: list[str] = []

    def start(_alert: EndpointAlertRow, _workspace: str, key: str) -> str:
        keys.append(key)
        if len(keys) == 1:
            raise PipelineDelayed("Too many runs.")
        if len(keys) == 3:
            raise PipelineNotStarted("It is gone.")
        return "run 1"

    watcher = AlertWatcher(database, lambda: None, start)
    for _ in range(3):
        watcher.check_all()
    assert list_events(database) == [("breached", None), ("started", "run 1")]
    for is_well in (True, False):
        set_requests(database, is_well=is_well)
        watcher.check_all()
    assert keys == ["alert errors 1", "alert errors 1", "alert errors 2"]
    assert [one for one, _ in list_events(database)][2:] == ["recovered", "breached", "not_started"]


def test_a_check_changes_nothing(database: Database) -> None:
    add_alert(database, "errors")
    set_requests(database, is_well=False)
    with database.read_session() as session:
        found = _check(session)
        assert (found.is_breached, found.value) == (True, 0.06)
        assert session.get_one(EndpointAlertRow, "errors").state == "unknown"


def _check(session: Session) -> Any:
    return check_alert(session, session.get_one(EndpointRow, "e"), session.get_one(EndpointAlertRow, "errors"))


def test_an_alert_retrains_by_a_published_pipeline(client: Client, server: Server) -> None:
    data = upload_houses(client)
    nodes = make_service_nodes(data, "linear_regression", "price")
    endpoint = create_endpoint(client, "watched", design=make_inference_design(client, nodes, "Watched"))
    design = client.create_design(nodes, "Retrain")
    pipeline = client.request_json("POST", f"/api/designs/{design}/pipelines", json={"name": "Retrain"})
    path = f"/api/endpoints/{endpoint['id']}/alerts"
    refused = client.post(path, json={"kind": "errors"})
    assert refused.status_code == 422
    new = {"kind": "errors", "threshold": 0.1, "min_count": 1, "pipeline_id": pipeline["id"]}
    made = client.request_json("POST", path, json=new)
    assert [(one["state"], one["pipeline_name"]) for one in made["alerts"]] == [("unknown", "Retrain")]
    with open_caller(client, server, endpoint) as caller:
        row = {**get_example(client, endpoint), "rooms": "many"}
        assert caller.post("/endpoints/watched/score", json=[row]).status_code == 422
    found = client.request_json("POST", f"{path}/check")
    assert [one["state"] for one in found["alerts"]] == ["breached"]
    assert {one["kind"] for one in found["events"]} == {"breached", "started"}
    runs = client.request_json("GET", f"/api/pipelines/{pipeline['id']}/runs")
    assert [one["started_by"] for one in runs] == ["alert"]
    wait_until(
        lambda: client.request_json("GET", f"/api/pipelines/{pipeline['id']}/runs")[0]["run"]["state"] == "succeeded",
        "the run of the alert",
    )
    told = client.request_json("GET", "/api/me/notifications")["items"]
    assert [one["link"] for one in told if one["kind"] == "endpoint_alert"] == ["/endpoints/watched/alerts"]
    client.request_json("DELETE", f"{path}/{found['alerts'][0]['id']}")
    assert client.request_json("GET", path) == {"alerts": [], "events": []}
