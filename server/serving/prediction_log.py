"""Predictions that wait for their true labels: kept in memory, and written to the database every few seconds."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from threading import Lock
from typing import Any

from sqlmodel import Session, select

from server.runs.sandbox.inside.replica_protocol import SentValue
from server.storage.orm.core_tables import now
from server.storage.orm.endpoint_tables import EndpointRow
from server.storage.stores import prediction_store

#: So many predictions of each endpoint are kept at most, the newest.
MAX_KEPT_PREDICTIONS = 200_000
#: A replica may run code of a user: what it says of a row is no larger than this.
MAX_SCORED_VALUES = 200


class PredictionLog:
    """Collects predictions. Safe to be used by several threads."""

    def __init__(self) -> None:
        #: {(endpoint, id): row}: the last answer to a row is the one that counts.
        self._waiting: dict[tuple[str, str], dict[str, Any]] = {}
        self._lock = Lock()

    def keep_predictions(self, endpoint: str, deployment: int, noted: Mapping[str, SentValue]) -> None:
        """Keep what a replica noted of its answers."""
        ids, scored = noted.get("ids"), noted.get("scored")
        if not isinstance(ids, list) or not isinstance(scored, list):
            return
        moment = now()
        rows = {
            (endpoint, row_id): {
                "endpoint_id": endpoint,
                "id": row_id,
                "deployment": deployment,
                "scored": values[:MAX_SCORED_VALUES],
                "label": {},
                "created_at": moment,
            }
            for row_id, values in zip(ids, scored, strict=False)
            if isinstance(row_id, str) and isinstance(values, list)
        }
        with self._lock:
            self._waiting |= rows

    def flush(self, session: Session) -> None:
        """Write what was kept."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        known = set(session.exec(select(EndpointRow.id))) if waiting else set()
        by_endpoint: dict[str, list[dict[str, Any]]] = {}
        for (endpoint, _), row in waiting.items():
            if endpoint in known:  # it may have been deleted meanwhile
                by_endpoint.setdefault(endpoint, []).append(row)
        for endpoint, rows in by_endpoint.items():
            prediction_store.put_predictions(session, endpoint, rows)

    @property
    def is_empty(self) -> bool:
        return not self._waiting

    def forget(self, endpoint: str) -> None:
        """Drop what is kept of an endpoint that is deleted."""
        with self._lock:
            self._waiting = {key: row for key, row in self._waiting.items() if key[0] != endpoint}


def remove_old_predictions(session: Session) -> None:
    """Remove predictions that are older than their endpoint keeps them, or too many."""
    endpoints: Sequence[EndpointRow] = session.exec(select(EndpointRow)).all()
    for endpoint in endpoints:
        since = now() - timedelta(days=endpoint.prediction_days)
        prediction_store.delete_predictions_before(session, endpoint.id, since)
        oldest = prediction_store.find_nth_newest(session, endpoint.id, MAX_KEPT_PREDICTIONS)
        if oldest is not None:
            prediction_store.delete_predictions_before(session, endpoint.id, oldest)
