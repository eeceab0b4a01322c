"""Looks at the alerts of all endpoints: tells of the first breach and of the recovery, and starts pipelines."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import update
from sqlmodel import Session, col, select

from server.collaboration.notification_feed import Notice, NotificationKind, notify_people, notify_workspace
from server.serving.alert_checks import AlertFinding, check_alert
from server.storage.database import Database
from server.storage.orm.alert_tables import EndpointAlertEventRow, EndpointAlertRow
from server.storage.orm.core_tables import now
from server.storage.orm.endpoint_tables import EndpointRow
from server.storage.stores import alert_store
from server.storage.transactions import workspace_context

CHECK_SECONDS = 30.0

logger = logging.getLogger(__name__)


class PipelineNotStarted(Exception):
    """The pipeline of a breach does not start, now or later; the message says why to the user."""


class PipelineDelayed(Exception):
    """The pipeline of a breach can't be started now; it is tried again."""


#: Starts the pipeline of a breach and returns the id of its run; the same key is the same run.
#: Raises PipelineNotStarted and PipelineDelayed.
StartPipeline = Callable[[EndpointAlertRow, str, str], str]


class AlertWatcher:
    """Checks alerts every half minute. On two servers each change is told once."""

    def __init__(self, database: Database, flush: Callable[[], None], start: StartPipeline) -> None:
        """`flush` writes down what was counted; `start` gets the alert, its workspace and a key."""
        self._database, self._flush, self._start = database, flush, start
        self._task: asyncio.Task[None] | None = None

    def open(self) -> None:
        self._task = asyncio.create_task(self._run_loop(), name="alerts of endpoints")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run_loop(self) -> None:
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            try:
                await asyncio.to_thread(self.check_all)
            except Exception:
                logger.exception("Alerts of endpoints could not be checked")

    def check_all(self) -> None:
        """Check the alerts of all endpoints."""
        with workspace_context.use_workspace(None), self._database.read_session() as session:
            watched = alert_store.list_watched_endpoints(session)
        for endpoint_id in watched:
            self.check_endpoint(endpoint_id)

    def check_endpoint(self, endpoint_id: str) -> None:
        """Check the alerts of one endpoint."""
        self._flush()
        with workspace_context.use_workspace(None), self._database.read_session() as session:
            endpoint = session.get(EndpointRow, endpoint_id)
            if endpoint is None:
                return
            alerts = alert_store.list_alerts(session, [endpoint_id])[endpoint_id]
            findings = [(alert, check_alert(session, endpoint, alert)) for alert in alerts]
        for alert, finding in findings:
            with workspace_context.use_workspace(None), self._database.session() as session:
                write_finding(session, endpoint, alert, finding)
        self._start_pipelines(endpoint)

    def _start_pipelines(self, endpoint: EndpointRow) -> None:
        """Start what breaches are to start. A server that dies in between leaves it to the next check."""
        with workspace_context.use_workspace(None), self._database.read_session() as session:
            query = select(EndpointAlertRow).where(EndpointAlertRow.endpoint_id == endpoint.id)
            waiting = list(session.exec(query.where(col(EndpointAlertRow.starts_pipeline))))
        for alert in waiting:
            try:
                run_id: str | None = self._start(alert, endpoint.workspace_id, f"alert {alert.id} {alert.breaches}")
                kind, words = "started", "The pipeline was started."
            except PipelineNotStarted as refusal:
                run_id, kind, words = None, "not_started", f"The pipeline was not started. {refusal}"
            except PipelineDelayed:
                continue
            with workspace_context.use_workspace(None), self._database.session() as session:
                if _claim(session, alert, starts_pipeline=False):
                    _add_event(session, alert, kind, words, run_id)


def write_finding(session: Session, endpoint: EndpointRow, alert: EndpointAlertRow, finding: AlertFinding) -> None:
    """Write down what was found, and tell of it where it changed. What is not known changes nothing."""
    row = session.get(EndpointAlertRow, alert.id)
    if row is None:
        return
    row.checked_at, row.words = now(), finding.words
    row.value = finding.value
    session.add(row)
    session.flush()
    if finding.is_breached is None:
        return
    state = "breached" if finding.is_breached else "fine"
    if alert.state == state or not _claim(session, alert, state=state):
        return
    session.refresh(row)
    row.changed_at = now()
    if state == "breached":
        row.breaches += 1
        row.starts_pipeline = row.pipeline_id is not None
    session.add(row)
    if state == "breached" or alert.state == "breached":
        _add_event(session, row, "breached" if finding.is_breached else "recovered", finding.words)
        _tell(session, endpoint, row, finding)


def _claim(session: Session, alert: EndpointAlertRow, **values: object) -> bool:
    """Change a row that is still as it was read; False where another server was faster."""
    conditions = [getattr(EndpointAlertRow, name) == getattr(alert, name) for name in values]
    done = session.execute(
        update(EndpointAlertRow).where(col(EndpointAlertRow.id) == alert.id, *conditions).values(values)
    )
    return bool(getattr(done, "rowcount", 0))


def _add_event(session: Session, alert: EndpointAlertRow, kind: str, words: str, run_id: str | None = None) -> None:
    session.add(
        EndpointAlertEventRow(alert_id=alert.id, endpoint_id=alert.endpoint_id, kind=kind, words=words, run_id=run_id)
    )


def _tell(session: Session, endpoint: EndpointRow, alert: EndpointAlertRow, finding: AlertFinding) -> None:
    kind: NotificationKind = "endpoint_alert" if finding.is_breached else "endpoint_recovered"
    words = (
        f"{endpoint.name}: {finding.words}" if finding.is_breached else f"{endpoint.name} recovered. {finding.words}"
    )
    data = {
        "endpoint": {"id": endpoint.id, "name": endpoint.name},
        "alert": {"id": alert.id, "kind": alert.kind, "subject": alert.subject, "value": finding.value},
    }
    notice = Notice(kind, endpoint.workspace_id, words, f"/endpoints/{endpoint.name}/alerts", None, data)
    if alert.person_id:
        notify_people(session, [alert.person_id], notice)
    notify_workspace(session, notice)
