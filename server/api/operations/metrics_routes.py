"""Figures of the running program, as Prometheus reads them; docs/operations.md lists them all."""

import hmac
import shutil
import time
from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import HTTPException, Request, Response
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

from server.api.core.app_context import AppContext, ContextDep
from server.api.core.permissions import Route
from server.api.core.request_log import RequestRecord
from server.api.core.router import Router
from server.network_list import LOOPBACK, NetworkList
from server.settings import Settings
from server.storage.orm.core_tables import ArtifactRow, RunRow, StepRow
from server.storage.transactions.workspace_context import use_workspace
from server.version import VERSION

router = Router(include_in_schema=False, route_class=Route)

METRICS_PATH = "/metrics"
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
#: Seconds. Most answers take milliseconds; exports and uploads take longer.
ANSWER_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30)
WAIT_BUCKETS = (0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800)
RUN_STATES = ("queued", "running", "succeeded", "failed", "cancelled")
STEP_STATES = ("queued", "running", "succeeded", "reused", "failed", "skipped", "cancelled")
#: Set by proxies: whoever comes through one is not known to be on this machine.
PROXY_HEADERS = ("x-forwarded-for", "x-forwarded-host", "forwarded", "x-real-ip")


disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, of no use to anybody


class PrometheusMetrics:
    """The figures of one program, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._series: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "designery_http_requests",
            "Requests answered.",
            ["route", "method", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "designery_http_request_duration_seconds",
            "Time to answer a request, without event streams.",
            ["route", "method"],
            buckets=ANSWER_BUCKETS,
            registry=self.registry,
        )
        self._waits = Histogram(
            "designery_step_wait_seconds",
            "Time a step waited for a free slot.",
            buckets=WAIT_BUCKETS,
            registry=self.registry,
        )

    def observe_request(self, record: RequestRecord) -> None:
        """Count a request."""
        method = record.method if record.method in KNOWN_METHODS else "other"
        counter, seconds = self._find_series(record.route, method, record.status)
        counter.inc()
        if not record.streamed:
            seconds.observe(record.seconds)

    def _find_series(self, route: str, method: str, status: int) -> tuple[Counter, Histogram]:
        """The counter and the histogram of such requests, which take longer to be found than to be written."""
        key = route, method, status
        if key not in self._series:
            self._series[key] = (
                self._requests.labels(route, method, str(status)),
                self._seconds.labels(route, method),
            )
        return self._series[key]

    def observe_program(self, context: AppContext) -> None:
        """From now on tell of runs, database and disk as well."""
        context.executor.on_slot_wait = self._waits.observe
        self.registry.register(_ServerCollector(context))


class _ServerCollector(Collector):
    """Figures that are looked up when they are read."""

    def __init__(self, context: AppContext) -> None:
        self._context = context

    def describe(self) -> list[Metric]:
        return []  # so that registering it reads nothing

    def collect(self) -> Iterator[Metric]:
        context = self._context
        yield _make_labeled_gauge(
            "designery_info", "Version and environment of this server.", _describe_server(context)
        )
        yield _make_gauge("designery_event_streams", "Open event streams.", context.event_bus.subscriber_count)
        yield _make_gauge("designery_step_slots", "Steps that may run at once.", context.settings.slots)
        yield _make_gauge("designery_steps_in_slots", "Steps that hold a slot.", context.executor.running_count)
        yield _make_gauge("designery_steps_waiting", "Steps waiting for a free slot.", context.executor.queued_count)
        yield _make_gauge("designery_sandboxes_open", "Sandboxes held by runs.", context.sandbox_pool.taken_count)
        yield _make_gauge("designery_sandboxes_opening", "Sandboxes being started.", context.sandbox_pool.opening_count)
        yield from _measure_disk(context)
        yield from _measure_pool(context)
        yield from _measure_database(context)


def _describe_server(context: AppContext) -> list[tuple[dict[str, str], float]]:
    facts = {
        "version": VERSION,
        "mode": context.settings.mode,
        "database": context.database.engine.dialect.name,
        "isolation": context.isolation.level,
    }
    return [(facts, 1.0)]


def _measure_disk(context: AppContext) -> Iterator[Metric]:
    usage = shutil.disk_usage(context.settings.folder)
    yield _make_gauge("designery_disk_free_bytes", "Free space on the disk that holds the data folder.", usage.free)
    yield _make_gauge("designery_disk_size_bytes", "Size of the disk that holds the data folder.", usage.total)


def _measure_pool(context: AppContext) -> Iterator[Metric]:
    pool = context.database.engine.pool
    assert isinstance(pool, QueuePool)
    used = [({"state": "in use"}, pool.checkedout()), ({"state": "idle"}, pool.checkedin())]
    yield _make_labeled_gauge("designery_database_connections", "Connections to the database.", used)
    queue = context.database.writer_queue
    yield _make_gauge("designery_database_writers_waiting", "Writers waiting for their turn.", queue.waiting_count)
    yield CounterMetricFamily("designery_database_writer_wait_seconds", "Time writers waited.", queue.waited_seconds)
    yield CounterMetricFamily("designery_database_writer_turns", "Writers that had their turn.", queue.turn_count)
    yield CounterMetricFamily("designery_database_writers_refused", "Writers that gave up.", queue.refused_count)


def _measure_database(context: AppContext) -> Iterator[Metric]:
    """What the database tells, and how fast; while it is away, that it is."""
    up, found, began = 0, [], time.perf_counter()
    try:
        with use_workspace(None), context.database.read_session() as session:
            session.execute(text("SELECT 1"))
            latency = time.perf_counter() - began
            found = list(_count_rows(session))
            up = 1
    except SQLAlchemyError:
        latency = time.perf_counter() - began
    yield _make_gauge("designery_database_up", "Whether the database responds.", up)
    yield _make_gauge(
        "designery_database_latency_seconds", "Time of a minimal query, including its connection.", latency
    )
    yield from found


def _count_rows(session: Session) -> Iterator[Metric]:
    yield _count_states(session, "designery_runs", "Runs by state.", RunRow, RUN_STATES)
    yield _count_states(session, "designery_steps", "Steps of all runs by state.", StepRow, STEP_STATES)
    size, number = session.exec(select(func.coalesce(func.sum(ArtifactRow.bytes), 0), func.count())).one()
    yield _make_gauge("designery_store_bytes", "Size of all stored results and datasets.", float(size))
    yield _make_gauge("designery_store_artifacts", "Stored results and datasets.", number)


def _count_states(session: Session, name: str, help_text: str, row: Any, states: tuple[str, ...]) -> Metric:
    counted = dict(session.exec(select(col(row.state), func.count()).group_by(col(row.state))).all())
    return _make_labeled_gauge(name, help_text, [({"state": state}, counted.get(state, 0)) for state in states])


def _make_gauge(name: str, help_text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, help_text, value)


def _make_labeled_gauge(name: str, help_text: str, values: Sequence[tuple[dict[str, str], float]]) -> Metric:
    family = GaugeMetricFamily(name, help_text, labels=list(values[0][0]))
    for labels, value in values:
        family.add_metric(list(labels.values()), value)
    return family


@router.get(METRICS_PATH, needs="anyone")
def read_metrics(request: Request, context: ContextDep) -> Response:
    """The figures, to whoever may read them."""
    if not can_read_metrics(request, context.settings):
        how = "Set DESIGNERY_METRICS_TOKEN and send it as a bearer token." if context.settings.team else "Ask from it."
        raise HTTPException(403, f"The metrics of this server are not public. {how}")
    return Response(generate_latest(context.metrics_registry), media_type=CONTENT_TYPE_LATEST)


def can_read_metrics(request: Request, settings: Settings) -> bool:
    """A personal server tells this machine alone; one with accounts whoever has the token or a named address."""
    address = request.client.host if request.client else ""
    if not settings.team:
        return address in LOOPBACK and not any(name in request.headers for name in PROXY_HEADERS)
    scheme, _, given_token = request.headers.get("authorization", "").partition(" ")
    token = settings.metrics_secret
    if token and scheme.lower() == "bearer" and hmac.compare_digest(given_token.encode(), token.encode()):
        return True
    return address in NetworkList(settings.metrics_addresses)
