"""Figures of the running program, as Prometheus reads them; docs/operations.md lists them all."""

import hmac
import shutil
import time
from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session, col, select

from server.api.context import Context, Running
from server.api.request_log import Answered
from server.networks import LOOPBACK, Networks
from server.settings import Settings
from server.storage.place import within
from server.storage.tables import ArtifactRow, RunRow, StepRow
from server.version import VERSION

router = APIRouter(include_in_schema=False)

PATH = "/metrics"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
#: Seconds. Most answers take milliseconds; exports and uploads take longer.
ANSWER_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30)
WAIT_BUCKETS = (0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800)
RUN_STATES = ("queued", "running", "succeeded", "failed", "cancelled")
STEP_STATES = ("queued", "running", "succeeded", "reused", "failed", "skipped", "cancelled")
#: Set by proxies: whoever comes through one is not known to be on this machine.
FORWARDED = ("x-forwarded-for", "x-forwarded-host", "forwarded", "x-real-ip")


disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, of no use to anybody


class Metrics:
    """The figures of one program, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "designery_http_requests",
            "Requests that were answered.",
            ["route", "method", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "designery_http_request_duration_seconds",
            "Time to answer a request; event streams are left out.",
            ["route", "method"],
            buckets=ANSWER_BUCKETS,
            registry=self.registry,
        )
        self._waits = Histogram(
            "designery_step_wait_seconds",
            "Time that a step waited for a free slot.",
            buckets=WAIT_BUCKETS,
            registry=self.registry,
        )

    def observe(self, answered: Answered) -> None:
        """Count a request."""
        method = answered.method if answered.method in METHODS else "other"
        self._requests.labels(answered.route, method, str(answered.status)).inc()
        if not answered.streamed:
            self._seconds.labels(answered.route, method).observe(answered.seconds)

    def observe_program(self, context: Context) -> None:
        """From now on tell of runs, database and disk as well."""
        context.executor.hear_wait = self._waits.observe
        self.registry.register(_Program(context))


class _Program(Collector):
    """Figures that are looked up when they are read."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def describe(self) -> list[Metric]:
        return []  # so that registering it reads nothing

    def collect(self) -> Iterator[Metric]:
        context = self._context
        yield _labelled("designery_info", "What runs here.", _facts(context))
        yield _gauge("designery_event_streams", "Event streams that are open.", context.broadcast.watchers)
        yield _gauge("designery_step_slots", "How many steps may run at once.", context.settings.slots)
        yield _gauge("designery_steps_in_slots", "Steps that have a slot.", context.executor.running)
        yield _gauge("designery_steps_waiting", "Steps that wait for a free slot.", context.executor.queued)
        yield _gauge("designery_sandboxes_open", "Sandboxes that runs have.", context.pool.taken)
        yield _gauge("designery_sandboxes_opening", "Sandboxes that are being started.", context.pool.opening)
        yield from _disk(context)
        yield from _pool(context)
        yield from _database(context)


def _facts(context: Context) -> list[tuple[dict[str, str], float]]:
    facts = {
        "version": VERSION,
        "mode": context.settings.mode,
        "database": context.database.engine.dialect.name,
        "isolation": context.isolation.level,
    }
    return [(facts, 1.0)]


def _disk(context: Context) -> Iterator[Metric]:
    usage = shutil.disk_usage(context.settings.folder)
    yield _gauge("designery_disk_free_bytes", "Free space of the disk with the data folder.", usage.free)
    yield _gauge("designery_disk_size_bytes", "Size of the disk with the data folder.", usage.total)


def _pool(context: Context) -> Iterator[Metric]:
    pool = context.database.engine.pool
    assert isinstance(pool, QueuePool)
    used = [({"state": "in use"}, pool.checkedout()), ({"state": "idle"}, pool.checkedin())]
    yield _labelled("designery_database_connections", "Connections to the database.", used)
    queue = context.database.queue
    yield _gauge("designery_database_writers_waiting", "Writers that wait for their turn.", queue.waiting)
    yield CounterMetricFamily(
        "designery_database_writer_wait_seconds", "Time that writers waited.", queue.waited_seconds
    )
    yield CounterMetricFamily("designery_database_writer_turns", "Writers that had their turn.", queue.turns)
    yield CounterMetricFamily("designery_database_writers_refused", "Writers that gave up.", queue.refused)


def _database(context: Context) -> Iterator[Metric]:
    """What the database tells, and how fast; while it is away, that it is."""
    up, found, began = 0, [], time.perf_counter()
    try:
        with within(None), context.database.reading() as session:
            session.execute(text("SELECT 1"))
            latency = time.perf_counter() - began
            found = list(_rows(session))
            up = 1
    except SQLAlchemyError:
        latency = time.perf_counter() - began
    yield _gauge("designery_database_up", "Whether the database answers.", up)
    yield _gauge("designery_database_latency_seconds", "Time of the smallest query, with its connection.", latency)
    yield from found


def _rows(session: Session) -> Iterator[Metric]:
    yield _states(session, "designery_runs", "Runs by state.", RunRow, RUN_STATES)
    yield _states(session, "designery_steps", "Steps of all runs by state.", StepRow, STEP_STATES)
    size, number = session.exec(select(func.coalesce(func.sum(ArtifactRow.bytes), 0), func.count())).one()
    yield _gauge("designery_store_bytes", "Size of all stored results and datasets.", float(size))
    yield _gauge("designery_store_artifacts", "Stored results and datasets.", number)


def _states(session: Session, name: str, told: str, row: Any, states: tuple[str, ...]) -> Metric:
    counted = dict(session.exec(select(col(row.state), func.count()).group_by(col(row.state))).all())
    return _labelled(name, told, [({"state": state}, counted.get(state, 0)) for state in states])


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value)


def _labelled(name: str, told: str, values: Sequence[tuple[dict[str, str], float]]) -> Metric:
    family = GaugeMetricFamily(name, told, labels=list(values[0][0]))
    for labels, value in values:
        family.add_metric(list(labels.values()), value)
    return family


@router.get(PATH)
def read_metrics(request: Request, context: Running) -> Response:
    """The figures, to whoever may read them."""
    if not may_read(request, context.settings):
        how = "Set DESIGNERY_METRICS_TOKEN and send it as a bearer token." if context.settings.team else "Ask from it."
        raise HTTPException(403, f"The metrics of this server are not for everybody. {how}")
    return Response(generate_latest(context.registry), media_type=CONTENT_TYPE_LATEST)


def may_read(request: Request, settings: Settings) -> bool:
    """A personal server tells this machine alone; one with accounts whoever has the token or a named address."""
    address = request.client.host if request.client else ""
    if not settings.team:
        return address in LOOPBACK and not any(name in request.headers for name in FORWARDED)
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    token = settings.metrics_secret
    if token and scheme.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode()):
        return True
    return address in Networks(settings.metrics_addresses)
