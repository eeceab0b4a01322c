"""Endpoints: predictions over HTTP, with versions, shares of the traffic and drift."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from designery.connection import get_connection, require_one
from designery.designs import Design, find_dataset_id
from designery.errors import DesigneryError
from designery.ports import Data
from designery.records import Record, RecordList
from designery.runs import Run, open_run

if TYPE_CHECKING:
    from designery.registry import ModelVersion

TESTING_SECONDS = 300.0


class Endpoint(Record):
    """A name that answers predictions."""

    shown = ("id", "name", "requests", "failed", "p50", "p95")

    def refresh(self) -> Endpoint:
        """Ask for its newest state."""
        return self.update_fields(self._connection.get("endpoints", self.id))

    def wait(self, seconds: float = TESTING_SECONDS) -> Endpoint:
        """Wait until no deployment is being tested any more; raises DesigneryError where the newest failed."""
        until, pause = time.monotonic() + seconds, 0.1
        while any(one["state"] == "testing" for one in self.refresh().deployments):
            if time.monotonic() > until:
                raise DesigneryError(f"'{self.name}' is still testing its deployment after {seconds:.0f} s.")
            time.sleep(pause)
            pause = min(pause * 1.5, 2.0)
        newest = self.deployments[0] if self.deployments else None
        if newest is not None and newest["state"] == "failed":
            raise DesigneryError(f"Deployment {newest['number']} of '{self.name}' failed: {newest['reason']}")
        return self

    def predict(self, rows: Any, *, deployment: int | None = None) -> list[dict[str, Any]]:
        """Predictions for rows: a list of mappings, a DataFrame or an Arrow table."""
        body = {"rows": _list_rows(rows)}
        answer = self._connection.post("endpoints", self.id, "predict", body=body, deployment=deployment)
        found: list[dict[str, Any]] = answer["rows"]
        return found

    def set_traffic(self, shares: Mapping[int, int]) -> Endpoint:
        """Give each deployment its share of the requests, in percent."""
        body = {"shares": [{"deployment": number, "share": share} for number, share in shares.items()]}
        return self.update_fields(self._connection.put("endpoints", self.id, "traffic", body=body))

    def create_key(self, name: str) -> str:
        """A new key for programs, shown once."""
        return str(self._connection.post("endpoints", self.id, "keys", body={"name": name})["key"])

    def metrics(self, hours: int = 24) -> dict[str, Any]:
        """How many requests there were, and how long they took."""
        return self._connection.get("endpoints", self.id, "metrics", hours=hours)  # type: ignore[no-any-return]

    def drift(self, hours: int = 24) -> dict[str, Any]:
        """How far the columns of the requests are from the training data."""
        return self._connection.get("endpoints", self.id, "drift", hours=hours)  # type: ignore[no-any-return]

    def live_metrics(self, hours: int = 720) -> dict[str, Any]:
        """How good its answers were by the true labels that have come, beside the figures at registration."""
        return self._connection.get("endpoints", self.id, "live-metrics", hours=hours)  # type: ignore[no-any-return]

    def watch(
        self,
        kind: str,
        subject: str = "",
        limit: float | None = None,
        *,
        minutes: int = 60,
        pipeline: str | None = None,
    ) -> dict[str, Any]:
        """Notify of drift, errors, latency, a metric or silence over a limit, and start a pipeline by its id."""
        body = {"kind": kind, "subject": subject, "threshold": limit, "minutes": minutes, "pipeline_id": pipeline}
        made = self._connection.post("endpoints", self.id, "alerts", body=body)
        newest: dict[str, Any] = made["alerts"][-1]
        return newest

    def check_alerts(self) -> dict[str, Any]:
        """Judge its alerts now; answers them with what happened."""
        return self._connection.post("endpoints", self.id, "alerts", "check")  # type: ignore[no-any-return]

    def store_requests(self) -> dict[str, Any]:
        """Store the sampled requests as the next version of their dataset."""
        return self._connection.post("endpoints", self.id, "requests", "dataset")  # type: ignore[no-any-return]

    def score_batch(
        self,
        data: str | Data,
        output: str,
        *,
        version: int | None = None,
        chunk_rows: int | None = None,
        wait: bool = True,
        progress: bool | None = None,
    ) -> Run:
        """Score a dataset of any size, chunk by chunk, into a dataset that gets its next version."""
        given = data if isinstance(data, Data) else Data(data)
        source: dict[str, Any] = {"dataset": find_dataset_id(given.name, self._connection), "version": given.version}
        body = {"input": source, "output": {"name": output}, "endpoint_version": version, "key": uuid.uuid4().hex}
        body |= {} if chunk_rows is None else {"rows_per_chunk": chunk_rows}
        started = self._connection.post("endpoints", self.id, "batches", body=body)
        run = open_run(started["run"]["run"]["id"], self._connection)
        return run.wait(progress=progress) if wait else run

    def send_labels(self, labels: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Say what turned out to be right of earlier answers: a list of `id` and `label`."""
        return self._connection.post("endpoints", self.id, "labels", body=list(labels))  # type: ignore[no-any-return]

    def delete(self) -> None:
        """Delete it; it answers no more."""
        self._connection.delete("endpoints", self.id)


def _list_rows(rows: Any) -> list[Any]:
    if hasattr(rows, "to_pylist"):
        return list(rows.to_pylist())
    if hasattr(rows, "to_dict") and hasattr(rows, "columns"):
        import pyarrow as pa

        return list(pa.Table.from_pandas(rows, preserve_index=False).to_pylist())
    if isinstance(rows, Mapping):
        return [dict(rows)]
    if isinstance(rows, Sequence) and not isinstance(rows, str):
        return list(rows)
    raise DesigneryError(f"Rows are a list of mappings, a DataFrame or an Arrow table. Got {type(rows).__name__}.")


def deploy(
    source: Design | ModelVersion, name: str, *, share: int = 100, shadow: bool = False, note: str = ""
) -> Endpoint:
    """Answer predictions by an inference design or a registered model, at a new endpoint or the one of that name."""
    connection = source.connection if isinstance(source, Design) else get_connection()
    body: dict[str, Any] = {"share": share, "shadow": shadow, "note": note}
    if isinstance(source, Design):
        body["design"] = source.save().id
    else:
        body |= {"model": source.name, "version": str(source.version)}
    known = [one for one in connection.get("endpoints") if one["name"] == name]
    if known:
        fields = connection.post("endpoints", known[0]["id"], "deployments", body=body)
    else:
        fields = connection.post("endpoints", body={"name": name, "deploy": body})
    return Endpoint(connection, fields).wait()


def list_endpoints() -> RecordList[Endpoint]:
    """The endpoints that there are."""
    connection = get_connection()
    return RecordList([Endpoint(connection, one) for one in connection.get("endpoints")])


def open_endpoint(name: str) -> Endpoint:
    """An endpoint by its name or id."""
    connection = get_connection()
    found = [one for one in connection.get("endpoints") if name in (one["id"], one["name"])]
    return Endpoint(connection, connection.get("endpoints", require_one(found, "endpoint", name)["id"]))
