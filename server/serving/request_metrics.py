"""What deployments did, minute by minute: counted in memory, and written to the database every few seconds."""

import math
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from threading import Lock

from sqlmodel import Session, col, delete, select

from server.runs.sandbox.inside.replica_protocol import SentValue
from server.serving.prediction_log import PredictionLog, remove_old_predictions
from server.serving.sample_log import SampleLog, remove_old_samples
from server.storage.database import Database
from server.storage.encryption import Cipher
from server.storage.orm.core_tables import now
from server.storage.orm.endpoint_tables import EndpointMinuteRow
from server.storage.transactions import workspace_context

#: Twenty buckets for each power of ten: a percentile is right to 12 %.
BUCKETS_PER_DECADE = 20
#: Minutes are kept for so long.
KEPT_DAYS = 90
#: Bins of predicted numbers: powers of ten in steps, with a sign.
NUMBER_BINS_PER_DECADE = 10

Counts = dict[str, int]


@dataclass
class MinuteCounts:
    """What a deployment did in one minute."""

    requests: int = 0
    rows: int = 0
    refused: int = 0
    failed: int = 0
    compared: int = 0
    different: int = 0
    latencies: Counts = field(default_factory=dict)
    columns: dict[str, Counts] = field(default_factory=dict)
    answers: dict[str, Counts] = field(default_factory=dict)


@lru_cache(maxsize=2)
def _get_minute_of(number: int) -> datetime:
    """A minute by its number since 1970."""
    return datetime.fromtimestamp(number * 60, UTC)


def choose_bucket(seconds: float) -> str:
    """The bucket of a latency."""
    return str(math.floor(math.log10(max(seconds, 1e-6)) * BUCKETS_PER_DECADE))


def find_percentile(latencies: Mapping[str, int], share: float) -> float | None:
    """The latency in seconds that this share of requests stays below; None without any."""
    total, held = sum(latencies.values()), 0
    for bucket in sorted(latencies, key=int):
        held += latencies[bucket]
        if held >= share * total:
            return float(10 ** ((int(bucket) + 0.5) / BUCKETS_PER_DECADE))
    return None


def add_counts(into: dict[str, Counts], more: Mapping[str, Mapping[str, int]]) -> None:
    """Add {name: {bin: count}} to others."""
    for name, counts in more.items():
        mine = into.setdefault(name, {})
        for key, count in counts.items():
            mine[key] = mine.get(key, 0) + count


def name_number_bin(value: float) -> str:
    """The bin of a predicted number, which names about where it begins."""
    if value == 0:
        return "0"
    magnitude = math.floor(math.log10(abs(value)) * NUMBER_BINS_PER_DECADE) / NUMBER_BINS_PER_DECADE
    return f"{math.copysign(10**magnitude, value):.4g}"


class RequestMetrics:
    """Counts requests. Safe to be used by several threads."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._server = uuid.uuid4().hex
        self._minutes: dict[tuple[str, int, datetime], MinuteCounts] = {}
        self.predictions = PredictionLog()
        self.samples = SampleLog(cipher)
        self._lock = Lock()
        self._cleaned_at = 0.0

    def count_request(
        self, endpoint: str, deployment: int, seconds: float, noted: Mapping[str, SentValue], *, shadow: bool = False
    ) -> None:
        """Count an answer by what the replica noted of it."""
        status = noted.get("status", 500)
        with self._lock:
            minute = self._get_minute(endpoint, deployment)
            minute.requests += 1
            minute.rows += noted.get("rows", 0)
            minute.refused += 400 <= status < 500
            minute.failed += status >= 500
            bucket = choose_bucket(seconds)
            minute.latencies[bucket] = minute.latencies.get(bucket, 0) + 1
            add_counts(minute.columns, {} if shadow else noted.get("bins", {}))
            add_counts(minute.answers, {"predicted": _count_predictions(noted.get("predictions", {}))})

    def count_comparison(self, endpoint: str, deployment: int, *, different: bool) -> None:
        """Count an answer of a shadow beside the one that was returned."""
        with self._lock:
            minute = self._get_minute(endpoint, deployment)
            minute.compared += 1
            minute.different += different

    def _get_minute(self, endpoint: str, deployment: int) -> MinuteCounts:
        minute = _get_minute_of(int(time.time() // 60))
        return self._minutes.setdefault((endpoint, deployment, minute), MinuteCounts())

    def flush(self) -> None:
        """Write what was counted; minutes that are over are forgotten here."""
        current = _get_minute_of(int(time.time() // 60))
        with self._lock:
            minutes = dict(self._minutes)
            self._minutes = {key: counts for key, counts in minutes.items() if key[2] == current}
        if not minutes and self.samples.is_empty and self.predictions.is_empty:
            return
        with workspace_context.use_workspace(None), self._database.session() as session:
            for (endpoint, deployment, minute), counts in minutes.items():
                session.merge(
                    EndpointMinuteRow(
                        endpoint_id=endpoint,
                        deployment=deployment,
                        minute=minute,
                        server=self._server,
                        **vars(counts),
                    )
                )
            self.samples.flush(session)
            self.predictions.flush(session)
            if time.monotonic() - self._cleaned_at > 3600:
                self._cleaned_at = time.monotonic()
                _remove_old_rows(session)
                remove_old_predictions(session)
                remove_old_samples(session)

    def forget(self, endpoint: str) -> None:
        """Drop what is counted of an endpoint that is deleted."""
        self.predictions.forget(endpoint)
        self.samples.forget(endpoint)
        with self._lock:
            self._minutes = {key: counts for key, counts in self._minutes.items() if key[0] != endpoint}


def _count_predictions(predictions: Mapping[str, SentValue]) -> Counts:
    """Predicted classes as they are, and numbers by their bins. What a replica says is no more trusted than that."""
    numbers = predictions.get("numbers") if isinstance(predictions, Mapping) else None
    if not isinstance(numbers, list):
        return {str(name): int(count) for name, count in predictions.items() if isinstance(count, int)}
    counts: Counts = {}
    for value in numbers:
        if isinstance(value, int | float) and math.isfinite(value):
            name = name_number_bin(value)
            counts[name] = counts.get(name, 0) + 1
    return counts


def _remove_old_rows(session: Session) -> None:
    session.execute(delete(EndpointMinuteRow).where(col(EndpointMinuteRow.minute) < now() - timedelta(days=KEPT_DAYS)))


def list_minutes(session: Session, endpoint: str, hours: float) -> list[EndpointMinuteRow]:
    """The minutes of the last hours, in their order."""
    since = now() - timedelta(hours=hours)
    query = select(EndpointMinuteRow).where(
        EndpointMinuteRow.endpoint_id == endpoint, col(EndpointMinuteRow.minute) >= since
    )
    return list(session.exec(query.order_by(col(EndpointMinuteRow.minute))))


def sum_columns(minutes: Iterable[EndpointMinuteRow]) -> dict[str, Counts]:
    """{column: {bin: values}} of several minutes."""
    total: dict[str, Counts] = {}
    for minute in minutes:
        add_counts(total, minute.columns)
    return total


def sum_latencies(minutes: Iterable[EndpointMinuteRow]) -> Mapping[str, int]:
    """{bucket: requests} of several minutes."""
    total: dict[str, int] = {}
    for minute in minutes:
        for bucket, count in minute.latencies.items():
            total[bucket] = total.get(bucket, 0) + count
    return total
