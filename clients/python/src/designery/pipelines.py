"""Pipelines: published designs that run with values and data of their own, and what starts them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from designery.connection import get_connection, require_one
from designery.designs import find_dataset_id
from designery.ports import Data
from designery.records import Record, RecordList
from designery.runs import Run, open_run


class Trigger(Record):
    """What starts runs of a pipeline."""

    shown = ("id", "pipeline_name", "kind", "words", "next_due_at", "paused_at")

    def pause(self, reason: str = "") -> Trigger:
        """Let it start nothing until it is resumed."""
        return self.update_fields(self._connection.post("triggers", self.id, "pause", body={"reason": reason}))

    def resume(self) -> Trigger:
        """Let it start runs again."""
        return self.update_fields(self._connection.post("triggers", self.id, "resume"))

    def fire(self) -> dict[str, Any]:
        """Fire now."""
        return self._connection.post("triggers", self.id, "run")  # type: ignore[no-any-return]

    def firings(self, limit: int = 20) -> list[dict[str, Any]]:
        """When it was due, and what came of it."""
        return list(self._connection.iterate_pages("triggers", self.id, "firings", limit=limit))

    def backfill(self, since: str, until: str, *, start: bool = False) -> dict[str, Any]:
        """Count the due times of a range that have no run, and with `start` run them, oldest first."""
        body = {"since": since, "until": until, "dry_run": not start}
        return self._connection.post("triggers", self.id, "backfill", body=body)  # type: ignore[no-any-return]

    def delete(self) -> None:
        """Delete it."""
        self._connection.delete("triggers", self.id)


class Pipeline(Record):
    """A published design with numbered versions."""

    shown = ("id", "name", "default_version", "versions", "runs")

    def run(
        self,
        *,
        version: int | None = None,
        data: Mapping[str, str | Data] | None = None,
        wait: bool = True,
        progress: bool | None = None,
        **parameters: Any,
    ) -> Run:
        """Run it with values for its parameters, and `data` for its inputs: names or ids of datasets."""
        body = {
            "version": version,
            "parameters": parameters,
            "inputs": self._choose_data(data or {}),
            "key": uuid.uuid4().hex,
        }
        started = self._connection.post("pipelines", self.id, "runs", body=body)
        run = open_run(started["run"]["id"], self._connection)
        return run.wait(progress=progress) if wait else run

    def _choose_data(self, data: Mapping[str, str | Data]) -> dict[str, Any]:
        chosen: dict[str, Any] = {}
        for name, value in data.items():
            given = value if isinstance(value, Data) else Data(value)
            found = find_dataset_id(given.name, self._connection)
            chosen[name] = {"dataset": found, **({} if given.version is None else {"version": given.version})}
        return chosen

    def form(self, version: int | None = None) -> dict[str, Any]:
        """What a run may be given."""
        return self._connection.get("pipelines", self.id, "form", version=version)  # type: ignore[no-any-return]

    def runs(self, limit: int = 20) -> list[dict[str, Any]]:
        """Its newest runs, with what each was given and stored."""
        return list(self._connection.iterate_pages("pipelines", self.id, "runs", limit=limit))

    def schedule(
        self,
        cron: str,
        *,
        timezone: str = "UTC",
        missed: str = "run_once",
        overlap: str = "skip",
        jitter_seconds: int = 0,
        ends_at: str | None = None,
        **given: Any,
    ) -> Trigger:
        """Run it at times, such as "0 6 * * 1-5". `given` are name, version, parameters and inputs."""
        settings: dict[str, Any] = {"cron": cron, "time_zone": timezone, "missed": missed, "overlap": overlap}
        settings |= {"jitter_seconds": jitter_seconds, "ends_at": ends_at}
        return self._add_trigger({"schedule": settings, **given})

    def on_change(self, dataset: str, **given: Any) -> Trigger:
        """Run it when a dataset gets a new version."""
        settings = {"source": "dataset", "dataset": find_dataset_id(dataset, self._connection)}
        return self._add_trigger({"data_change": settings, **given})

    def after(self, other: Pipeline, on: str = "success", **given: Any) -> Trigger:
        """Run it after another pipeline: on success, failure or any end."""
        return self._add_trigger({"pipeline_end": {"pipeline": other.id, "after": on}, **given})

    def webhook(self, *, takes_parameters: bool = False, **given: Any) -> Trigger:
        """Run it by a signed request. The trigger has `hook_path`, and once its `secret`."""
        return self._add_trigger({"webhook": {"takes_parameters": takes_parameters}, **given})

    def _add_trigger(self, fields: Mapping[str, Any]) -> Trigger:
        made = self._connection.post("pipelines", self.id, "triggers", body=dict(fields))
        return Trigger(self._connection, made)

    def triggers(self) -> RecordList[Trigger]:
        """What starts its runs."""
        found = self._connection.get("pipelines", self.id, "triggers")
        return RecordList([Trigger(self._connection, one) for one in found])

    def delete(self) -> None:
        """Delete it; it can be restored in the browser."""
        self._connection.delete("pipelines", self.id)


def list_pipelines() -> RecordList[Pipeline]:
    """The pipelines that there are."""
    connection = get_connection()
    return RecordList([Pipeline(connection, one) for one in connection.get("pipelines")])


def open_pipeline(name: str) -> Pipeline:
    """A pipeline by its name, its name on the command line, or its id."""
    connection = get_connection()
    found = [one for one in connection.get("pipelines") if name in (one["id"], one["name"], one["command_name"])]
    key = require_one(found, "pipeline", name)["id"]
    return Pipeline(connection, connection.get("pipelines", key))


def open_trigger(name: str) -> Trigger:
    """A trigger by its id or the beginning of that, or by its name."""
    connection = get_connection()
    found = [one for one in connection.get("triggers") if one["id"].startswith(name) or one["name"] == name]
    return Trigger(connection, require_one(found, "trigger", name))
