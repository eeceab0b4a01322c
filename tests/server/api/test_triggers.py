"""Triggers through the interface: schedules, changes of data, ends of pipelines, web hooks, pauses and backfills."""

import os
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from server.collaboration.webhook_store import sign_payload
from server.storage.database import Database
from server.storage.orm.pipeline_tables import TriggerRow
from tests.database_servers import DATABASES
from tests.live_server import Client, Server, wait_until
from tests.small_designs import SMALL_CSV, make_node

Json = dict[str, Any]

DAILY: Json = {"schedule": {"cron": "0 6 * * 1-5", "time_zone": "Europe/Madrid"}}


def upload(client: Client, name: str, text: str) -> str:
    headers = {"Content-Type": "application/octet-stream"}
    options: Json = {"params": {"file_name": name}, "content": text.encode(), "headers": headers}
    found: str = client.request_json("POST", "/api/datasets", **options)["id"]
    return found


@pytest.fixture(scope="module")
def dataset(client: Client) -> str:
    return upload(client, "triggered.csv", SMALL_CSV)


def publish(client: Client, dataset: str, name: str) -> Json:
    nodes = {
        "data": make_node("dataset", {"dataset": dataset}),
        "split": make_node("split_data", {}, dataset="data.dataset"),
    }
    design = client.create_design(nodes, name)
    declared = {
        "parameters": {"share": {"node": "split", "parameter": "fraction", "title": "Share"}},
        "inputs": {"data": {"node": "data", "title": "Data"}},
    }
    for part, held in declared.items():
        client.edit(design, *({"path": ["pipeline", part, key], "value": one} for key, one in held.items()))
    published: Json = client.request_json("POST", f"/api/designs/{design}/pipelines", json={"name": name})
    return published


@pytest.fixture
def pipeline(client: Client, dataset: str) -> Iterator[Json]:
    made = publish(client, dataset, f"Pipeline {os.urandom(4).hex()}")
    yield made
    for trigger in client.request_json("GET", f"/api/pipelines/{made['id']}/triggers"):
        client.delete(f"/api/triggers/{trigger['id']}")
    client.delete(f"/api/pipelines/{made['id']}")


def add_trigger(client: Client, pipeline: Json, fields: Json) -> Json:
    made: Json = client.request_json("POST", f"/api/pipelines/{pipeline['id']}/triggers", json=fields)
    return made


def list_firings(client: Client, trigger: Json) -> list[Json]:
    found: list[Json] = client.request_json("GET", f"/api/triggers/{trigger['id']}/firings")
    return found


def wait_for_runs(client: Client, trigger: Json, count: int = 1) -> list[Json]:
    """The runs that a trigger made, once there are so many that have ended."""

    def look() -> list[Json] | None:
        runs = [one["run"] for one in list_firings(client, trigger) if one["run"] is not None]
        return runs if len([run for run in runs if run["state"] == "succeeded"]) == count else None

    return wait_until(look, "the runs of the trigger", 90)


def read_given(client: Client, pipeline: Json, run: Json) -> Json:
    found: Json = client.request_json("GET", f"/api/pipelines/{pipeline['id']}/runs/{run['id']}")
    return found


def test_a_schedule_says_in_words_when_it_runs_and_lists_its_next_times(client: Client, pipeline: Json) -> None:
    made = add_trigger(client, pipeline, DAILY)
    assert (made["words"], made["name"]) == ("Weekdays at 06:00, Madrid time", "Weekdays at 06:00, Madrid time")
    times = [datetime.fromisoformat(one["due_at"]) for one in made["upcoming"]]
    assert len(times) == 5
    assert times[0] == datetime.fromisoformat(made["next_due_at"]) > datetime.now(UTC)
    assert made["secret"] is None
    assert made["hook_path"] is None
    assert [one["id"] for one in client.request_json("GET", f"/api/pipelines/{pipeline['id']}/triggers")] == [
        made["id"]
    ]


def test_a_schedule_is_previewed_before_it_is_saved(client: Client) -> None:
    asked = {"schedule": {"cron": "30 2 28 3 *", "time_zone": "Europe/Madrid"}, "count": 1}
    found = client.request_json("POST", "/api/triggers/preview", json=asked)
    assert found["words"] == "On day 28 of March at 02:30, Madrid time"
    wrong = client.post("/api/triggers/preview", json={"schedule": {"cron": "0 6 * *"}})
    assert wrong.status_code == 422
    assert "This one has 4." in wrong.json()["detail"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({**DAILY, "webhook": {}}, "Give one of schedule, data_change, pipeline_end and webhook."),
        ({}, "Give one of schedule, data_change, pipeline_end and webhook."),
        ({**DAILY, "parameters": {"depth": 3}}, "The pipeline has no parameter 'depth'. It has 'share'."),
        ({**DAILY, "parameters": {"share": 2}}, "Share must be at most 1. Got 2."),
        ({**DAILY, "version": 9}, "Version 9 of this pipeline does not exist."),
        ({"schedule": {"cron": "0 6 * * *", "ends_at": "2020-01-01T00:00:00Z"}}, "Choose a later end."),
        ({"data_change": {"source": "url"}}, "Enter an address that begins with https://."),
        ({"data_change": {"source": "url", "url": "ftp://x"}}, "The address must begin with https:// or http://."),
        ({"data_change": {"source": "dataset", "dataset": "0"}}, "This dataset does not exist."),
        (
            {"data_change": {"source": "database", "connection": "none", "query": "select 1"}},
            "There is no connection to a database named 'none'.",
        ),
    ],
)
def test_what_cannot_work_is_refused_with_the_reason(
    client: Client, pipeline: Json, fields: Json, sentence: str
) -> None:
    refused = client.post(f"/api/pipelines/{pipeline['id']}/triggers", json=fields)
    assert refused.status_code in (404, 422)
    assert sentence in refused.json()["detail"]


def make_due(server: Server, trigger: Json) -> datetime:
    """Have a trigger that fires every minute be due at the last one, and not only at the next."""
    with closing(Database(DATABASES.get_url(server.home))) as database, database.session() as session:
        row = session.get_one(TriggerRow, trigger["id"])
        assert row.next_due_at is not None
        row.next_due_at -= timedelta(minutes=1)
        return row.next_due_at


def test_a_schedule_that_is_due_runs_with_its_values_and_its_time(
    server: Server, client: Client, pipeline: Json
) -> None:
    every_minute = {"schedule": {"cron": "* * * * *"}, "parameters": {"share": 0.5}}
    made = add_trigger(client, pipeline, every_minute)
    due = make_due(server, made)
    run = wait_for_runs(client, made)[-1]
    client.request_json("POST", f"/api/triggers/{made['id']}/pause", json={"reason": "Enough"})
    given = read_given(client, pipeline, run)
    firing = list_firings(client, made)[-1]
    assert (given["started_by"], given["parameters"], given["due_at"]) == ("trigger", {"share": 0.5}, firing["due_at"])
    assert datetime.fromisoformat(firing["due_at"]) == due
    assert (firing["state"], firing["origin"], firing["reason"]) == ("started", "trigger", "")


def test_a_paused_schedule_has_no_next_time_until_it_is_resumed(client: Client, pipeline: Json) -> None:
    made = add_trigger(client, pipeline, DAILY)
    paused = client.request_json("POST", f"/api/triggers/{made['id']}/pause", json={"reason": "Holidays"})
    assert (paused["paused_reason"], paused["paused_at"] is None) == ("Holidays", False)
    assert client.post(f"/api/triggers/{made['id']}/skip").status_code == 409
    resumed = client.request_json("POST", f"/api/triggers/{made['id']}/resume")
    assert (resumed["paused_at"], resumed["next_due_at"]) == (None, made["next_due_at"])


def test_the_next_time_is_skipped_and_said(client: Client, pipeline: Json) -> None:
    made = add_trigger(client, pipeline, DAILY)
    skipped = client.request_json("POST", f"/api/triggers/{made['id']}/skip")
    assert skipped["next_due_at"] == made["upcoming"][1]["due_at"]
    (firing,) = list_firings(client, made)
    assert (firing["due_at"], firing["state"], firing["reason"]) == (made["next_due_at"], "skipped", "Skipped by You.")


def test_a_trigger_runs_now_with_its_values(client: Client, pipeline: Json) -> None:
    made = add_trigger(client, pipeline, {**DAILY, "parameters": {"share": 0.25}})
    firing = client.request_json("POST", f"/api/triggers/{made['id']}/run")
    assert (firing["origin"], firing["reason"]) == ("person", "Started by You.")
    (run,) = wait_for_runs(client, made)
    assert read_given(client, pipeline, run)["parameters"] == {"share": 0.25}


def test_a_backfill_is_counted_before_it_runs_and_runs_each_time_once(client: Client, pipeline: Json) -> None:
    made = add_trigger(client, pipeline, {"schedule": {"cron": "0 6 * * *"}})
    until = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    asked = {"since": (until - timedelta(days=3)).isoformat(), "until": until.isoformat()}
    counted = client.request_json("POST", f"/api/triggers/{made['id']}/backfill", json=asked)
    assert (counted["count"], counted["done"], counted["started"]) == (3, 0, False)
    assert list_firings(client, made) == []
    client.request_json("POST", f"/api/triggers/{made['id']}/backfill", json={**asked, "dry_run": False})
    wait_for_runs(client, made, 3)
    firings = list_firings(client, made)
    assert {one["origin"] for one in firings} == {"backfill"}
    assert [one["due_at"][11:16] for one in firings] == ["06:00"] * 3
    again = client.request_json("POST", f"/api/triggers/{made['id']}/backfill", json={**asked, "dry_run": False})
    assert (again["count"], again["done"], again["started"]) == (0, 3, False)
    long = {"since": "1990-01-01T00:00:00Z", "until": until.isoformat()}
    refused = client.post(f"/api/triggers/{made['id']}/backfill", json=long)
    assert "more than 1,000 times" in refused.json()["detail"]


def test_what_is_left_of_a_backfill_is_counted_until_it_is_cancelled(client: Client, pipeline: Json) -> None:
    made = add_trigger(client, pipeline, {"schedule": {"cron": "0 * * * *"}})
    assert made["backfill_waiting"] == 0
    until = datetime.now(UTC)
    asked = {"since": (until - timedelta(days=30)).isoformat(), "until": until.isoformat(), "dry_run": False}
    asked_for = client.request_json("POST", f"/api/triggers/{made['id']}/backfill", json=asked)["count"]
    waiting = client.request_json("GET", f"/api/triggers/{made['id']}")["backfill_waiting"]
    assert 0 < waiting <= asked_for
    cancelled = client.request_json("DELETE", f"/api/triggers/{made['id']}/backfill")["count"]
    assert 0 < cancelled <= waiting
    assert client.request_json("GET", f"/api/triggers/{made['id']}")["backfill_waiting"] == 0


def test_a_new_version_of_a_dataset_runs_the_pipeline_on_it(client: Client, pipeline: Json, dataset: str) -> None:
    made = add_trigger(client, pipeline, {"data_change": {"source": "dataset", "dataset": dataset}})
    assert made["words"] == "When triggered gets a new version"
    options: Json = {"params": {"file_name": "triggered.csv", "dataset": dataset}, "content": SMALL_CSV.encode()}
    client.request_json("POST", "/api/datasets", **options)
    (run,) = wait_for_runs(client, made)
    newest = client.request_json("GET", f"/api/datasets/{dataset}")["versions"][0]["version"]
    assert read_given(client, pipeline, run)["inputs"]["data"]["version"] == newest
    assert list_firings(client, made)[0]["reason"] == f"Version {newest} of the dataset was added."


def test_a_pipeline_runs_after_another_one_and_never_in_a_circle(client: Client, pipeline: Json, dataset: str) -> None:
    other = publish(client, dataset, f"After {pipeline['name']}")
    made = add_trigger(client, other, {"pipeline_end": {"pipeline": pipeline["id"]}})
    assert made["words"] == f"After a run of {pipeline['name']} has succeeded"
    client.request_json("POST", f"/api/pipelines/{pipeline['id']}/runs", json={})
    (run,) = wait_for_runs(client, made)
    assert read_given(client, other, run)["started_by"] == "pipeline"
    address = f"/api/pipelines/{pipeline['id']}/triggers"
    circle = client.post(address, json={"pipeline_end": {"pipeline": other["id"]}})
    assert (circle.status_code, "for ever" in circle.json()["detail"]) == (422, True)
    itself = client.post(address, json={"pipeline_end": {"pipeline": pipeline["id"]}})
    assert "can't run after itself" in itself.json()["detail"]
    client.delete(f"/api/triggers/{made['id']}")
    client.delete(f"/api/pipelines/{other['id']}")


def send(
    server: Server, made: Json, body: str = "", *, secret: str | None = None, key: str = "one", age: int = 0
) -> tuple[int, Json]:
    """A request to a web hook from a program that knows nothing but the address and the secret."""
    moment = int(time.time()) - age
    headers = {
        "webhook-id": key,
        "webhook-timestamp": str(moment),
        "webhook-signature": sign_payload(secret or made["secret"], key, moment, body),
    }
    answer = httpx.post(server.url + made["hook_path"], content=body.encode(), headers=headers)
    return answer.status_code, answer.json()


def test_a_signed_request_runs_the_pipeline_once(client: Client, server: Server, pipeline: Json) -> None:
    made = add_trigger(client, pipeline, {"webhook": {"takes_parameters": True}})
    assert made["secret"].startswith("whsec_")
    assert "secret" not in client.request_json("GET", f"/api/triggers/{made['id']}")
    status, accepted = send(server, made, '{"parameters": {"share": 0.75}}')
    assert (status, accepted["is_new"]) == (202, True)
    status, again = send(server, made, '{"parameters": {"share": 0.75}}')
    assert (status, again) == (202, {**accepted, "is_new": False})
    (run,) = wait_for_runs(client, made)
    given = read_given(client, pipeline, run)
    assert (given["started_by"], given["parameters"]) == ("webhook", {"share": 0.75})


def test_requests_that_are_not_signed_or_old_are_refused(client: Client, server: Server, pipeline: Json) -> None:
    made = add_trigger(client, pipeline, {"webhook": {}})
    other = "whsec_" + "A" * 43 + "="
    assert send(server, made, secret=other)[0] == 401
    assert send(server, made, age=301)[0] == 401
    assert send(server, made, age=-301)[0] == 401
    unsigned = httpx.post(server.url + made["hook_path"])
    assert (unsigned.status_code, "webhook-signature" in unsigned.json()["detail"]) == (401, True)
    unknown = {**made, "hook_path": "/api/hooks/" + "0" * 32}
    assert send(server, unknown) == send(server, made, secret=other)
    assert list_firings(client, made) == []


def test_a_secret_is_rotated_without_a_gap(client: Client, server: Server, pipeline: Json) -> None:
    made = add_trigger(client, pipeline, {"webhook": {}})
    fresh = client.request_json("POST", f"/api/triggers/{made['id']}/secret")["secret"]
    assert fresh != made["secret"]
    assert send(server, made, secret=fresh, key="new")[0] == 202
    assert send(server, made, key="old")[0] == 202
    newest = client.request_json("POST", f"/api/triggers/{made['id']}/secret")["secret"]
    assert send(server, made, key="older")[0] == 401
    assert send(server, made, secret=newest, key="newest")[0] == 202


def test_values_of_a_request_are_checked_before_it_is_taken(client: Client, server: Server, pipeline: Json) -> None:
    made = add_trigger(client, pipeline, {"webhook": {"takes_parameters": True}})
    status, answer = send(server, made, '{"parameters": {"share": 7}}')
    assert (status, answer["detail"]) == (422, "Share must be at most 1. Got 7.")
    assert send(server, made, "not json", key="two")[0] == 422
    client.request_json("POST", f"/api/triggers/{made['id']}/pause", json={})
    assert send(server, made, key="three")[0] == 409
    assert list_firings(client, made) == []


def test_a_deleted_trigger_is_gone_and_its_firings_stay_listed(client: Client, pipeline: Json) -> None:
    made = add_trigger(client, pipeline, DAILY)
    client.request_json("POST", f"/api/triggers/{made['id']}/skip")
    client.request_json("DELETE", f"/api/triggers/{made['id']}")
    assert client.get(f"/api/triggers/{made['id']}").status_code == 404
    (firing,) = client.request_json("GET", f"/api/pipelines/{pipeline['id']}/firings")
    assert firing["trigger_id"] == made["id"]


def test_a_failed_run_is_tried_again_and_counts_as_failed_when_all_tries_are_used(client: Client, dataset: str) -> None:
    nodes = {"data": make_node("import_data", {"url": "http://127.0.0.1:1/none.csv"})}
    design = client.create_design(nodes, "Fails")
    failing = client.request_json("POST", f"/api/designs/{design}/pipelines", json={"name": "Fails"})
    retry = {"retry": {"attempts": 1, "delay_seconds": 0}}
    client.request_json("PATCH", f"/api/pipelines/{failing['id']}", json=retry)
    rescue = publish(client, dataset, "Rescue")
    follower = add_trigger(client, rescue, {"pipeline_end": {"pipeline": failing["id"], "after": "failure"}})
    made = add_trigger(client, failing, DAILY)
    client.request_json("POST", f"/api/triggers/{made['id']}/run")
    wait_for_runs(client, follower)
    second, first = client.request_json("GET", f"/api/pipelines/{failing['id']}/runs")
    assert [(one["attempt"], one["run"]["state"]) for one in (first, second)] == [(1, "failed"), (2, "failed")]
    assert (second["retry_of"], second["firing_id"]) == (first["run"]["id"], first["firing_id"])
    (firing,) = list_firings(client, follower)
    assert firing["reason"] == "Run 2 of Fails failed."
    (told,) = [
        one["text"]
        for one in client.request_json("GET", "/api/me/notifications")["items"]
        if one["kind"] == "pipeline_failed" and one["design_id"] == design
    ]
    assert told == "Fails failed after 2 tries: run 2."
    for one in (failing, rescue):
        client.delete(f"/api/pipelines/{one['id']}")
