"""Sends what waits for web hooks: at once, again after a while where that fails, and after a restart what was left."""

import asyncio
import json
import logging
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from server.collaboration import notification_feed, webhook_store
from server.runs.connectors.connector_runner import ConnectorLimits, ConnectorRunner
from server.runs.connectors.connector_worker.connector_protocol import ConnectorFailure
from server.storage.database import Database
from server.storage.encryption import Cipher, DecryptionError
from server.storage.orm.core_tables import now
from server.storage.orm.notification_tables import WebhookDeliveryRow, WebhookRow
from server.storage.transactions.workspace_context import use_workspace
from server.version import VERSION

logger = logging.getLogger(__name__)

#: How long to wait after each failure; after the last one it has failed for good.
RETRY_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1_800, 7_200, 21_600))
#: Failures in a row after which a web hook is disabled.
MAX_CONSECUTIVE_FAILURES = 40
MAX_CONCURRENT_DELIVERIES = 2
POLL_SECONDS = 30.0
CLEANUP_SECONDS = 3_600.0
DELIVERY_LIMITS = ConnectorLimits(seconds=20, max_bytes=2**20, memory_bytes=2**29, allowed_hosts=())
HTTP_GONE = 410
#: The number of the failure of a connector that took too long.
TIMEOUT_NUMBER = 72


@dataclass(frozen=True)
class DeliveryAttempt:
    """What came of one try. The answer is what was said, for a test only."""

    status: int | None
    milliseconds: int | None
    error: str
    answer: str = ""

    @property
    def is_accepted(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class WebhookSender:
    """One task that sends; it is woken when something was written down."""

    def __init__(self, database: Database, seal: Cipher, allowed_hosts: tuple[str, ...], base: str) -> None:
        self._database, self._seal, self._base = database, seal, base.rstrip("/")
        self._connectors = ConnectorRunner(
            database,
            seal,
            ConnectorLimits(
                DELIVERY_LIMITS.seconds, DELIVERY_LIMITS.max_bytes, DELIVERY_LIMITS.memory_bytes, allowed_hosts
            ),
        )
        self._wakeup = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._last_cleanup = 0.0

    def open(self) -> None:
        self._task = asyncio.create_task(self._run_loop(), name="web hooks")

    def wake(self) -> None:
        """Something waits; called in the event loop's thread."""
        self._wakeup.set()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run_loop(self) -> None:
        while True:
            self._wakeup.clear()
            try:
                due = await asyncio.to_thread(self._list_due)
                await asyncio.gather(*(self._deliver_one(key) for key in due))
                await asyncio.to_thread(self._delete_old_notifications)
            except OperationalError:  # the database is away, as while it is restarted
                logger.warning("The database is not responding; web hooks are sent when it does")
                due = []
            except Exception:
                logger.exception("Web hooks could not be sent")
                due = []
            if not due:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wakeup.wait(), await asyncio.to_thread(self._compute_delay))

    def _list_due(self) -> list[int]:
        with use_workspace(None), self._database.read_session() as session:
            is_due = (WebhookDeliveryRow.state == "waiting", col(WebhookDeliveryRow.next_at) <= now())
            query = (
                select(WebhookDeliveryRow.id)
                .where(*is_due)
                .order_by(col(WebhookDeliveryRow.next_at))
                .limit(MAX_CONCURRENT_DELIVERIES)
            )
            return [key for key in session.exec(query) if key is not None]

    def _compute_delay(self) -> float:
        """Seconds until something is due."""
        with suppress(OperationalError), use_workspace(None), self._database.read_session() as session:
            query = (
                select(WebhookDeliveryRow.next_at)
                .where(WebhookDeliveryRow.state == "waiting")
                .order_by(col(WebhookDeliveryRow.next_at))
            )
            first = session.exec(query.limit(1)).first()
            if first is not None:
                return min(max((first - now()).total_seconds(), 0.05), POLL_SECONDS)
        return POLL_SECONDS

    async def _deliver_one(self, key: int) -> None:
        found = await asyncio.to_thread(self._load_delivery, key)
        if found is not None:
            hook, row = found
            attempt = await self.send(hook, row)
            await asyncio.to_thread(self._record_attempt, key, attempt)

    def _load_delivery(self, key: int) -> tuple[WebhookRow, WebhookDeliveryRow] | None:
        """What to send and where to; what waits for a web hook that was disabled has failed."""
        with use_workspace(None), self._database.session() as session:
            row = session.get(WebhookDeliveryRow, key)
            hook = session.get(WebhookRow, row.hook_id) if row is not None else None
            if row is None or hook is None:
                return None
            if hook.disabled_at is not None:
                row.state, row.error = "failed", "The web hook was disabled."
                session.add(row)
                return None
            return hook, row

    async def send(self, hook: WebhookRow, row: WebhookDeliveryRow) -> DeliveryAttempt:
        """One try, by a connector: what leaves the server passes the same guard as what steps fetch."""
        try:
            decrypted = webhook_store.decrypt_webhook(self._seal, hook)
        except DecryptionError as error:
            return DeliveryAttempt(None, None, str(error))
        body, moment = webhook_store.build_payload(decrypted["url"], row, self._base), int(time.time())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"Designery/{VERSION}",
            "webhook-id": row.event_id,
            "webhook-timestamp": str(moment),
            "webhook-signature": webhook_store.sign_payload(decrypted["secret"], row.event_id, moment, body),
        }
        with tempfile.TemporaryDirectory(prefix="designery-hook-") as folder:
            details = {"url": decrypted["url"], "headers": headers, "body": body}
            result = await self._connectors.run_worker("deliver", "hook", details, None, Path(folder))
        if isinstance(result, ConnectorFailure):
            if result.number == TIMEOUT_NUMBER:
                return DeliveryAttempt(None, None, f"It did not answer within {DELIVERY_LIMITS.seconds:.0f} seconds.")
            return DeliveryAttempt(None, None, result.message)
        response = json.loads(result.remark or "{}")
        status = int(response["status"])
        problem = "" if 200 <= status < 300 else f"It answered {status}."
        return DeliveryAttempt(status, int(response["milliseconds"]), problem, str(response["answer"]))

    def _record_attempt(self, key: int, attempt: DeliveryAttempt) -> None:
        with use_workspace(None), self._database.session() as session:
            row = session.get(WebhookDeliveryRow, key)
            hook = session.get(WebhookRow, row.hook_id) if row is not None else None
            if row is None or hook is None:
                return
            row.attempts += 1
            row.status, row.milliseconds, row.error = attempt.status, attempt.milliseconds, attempt.error
            if attempt.is_accepted:
                row.state, hook.failures = "sent", 0
            else:
                hook.failures += 1
                _schedule_retry(row)
                _disable_hook(hook, attempt)
            session.add_all([row, hook])
            session.flush()
            newest = (
                select(WebhookDeliveryRow.id)
                .where(WebhookDeliveryRow.hook_id == hook.id)
                .order_by(col(WebhookDeliveryRow.id).desc())
            )
            old = session.exec(newest.offset(webhook_store.MAX_LISTED_DELIVERIES)).all()
            done = (col(WebhookDeliveryRow.id).in_(old), col(WebhookDeliveryRow.state) != "waiting")
            session.execute(delete(WebhookDeliveryRow).where(*done))

    def _delete_old_notifications(self) -> None:
        if time.monotonic() - self._last_cleanup > CLEANUP_SECONDS or not self._last_cleanup:
            self._last_cleanup = time.monotonic()
            with use_workspace(None), self._database.session() as session:
                notification_feed.delete_old_notifications(session)


def _schedule_retry(row: WebhookDeliveryRow) -> None:
    if row.attempts > len(RETRY_DELAYS):
        row.state = "failed"
    else:
        row.next_at = now() + RETRY_DELAYS[row.attempts - 1]


def _disable_hook(hook: WebhookRow, attempt: DeliveryAttempt) -> None:
    """A web hook that is gone, or failed over and over, is sent nothing more until somebody enables it."""
    if attempt.status == HTTP_GONE:
        hook.disabled_at, hook.note = now(), "It answered 410: the address is permanently gone."
    elif hook.failures >= MAX_CONSECUTIVE_FAILURES:
        hook.disabled_at = now()
        hook.note = f"It failed {hook.failures} times in a row. The last error: {attempt.error}"
