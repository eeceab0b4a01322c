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

from server.people import hooks, notifications
from server.runs.courier.orders import Refusal
from server.runs.errands import Bounds, Errands
from server.storage.database import Database
from server.storage.notification_tables import DeliveryRow, HookRow
from server.storage.place import within
from server.storage.sealing import Seal, Unsealable
from server.storage.tables import now
from server.version import VERSION

logger = logging.getLogger(__name__)

#: How long to wait after each failure; after the last one it has failed for good.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1_800, 7_200, 21_600))
#: Failures in a row after which a web hook is disabled.
MOST_FAILURES = 40
AT_ONCE = 2
LOOKS_SECONDS = 30.0
FORGETS_SECONDS = 3_600.0
BOUNDS = Bounds(seconds=20, most_bytes=2**20, memory_bytes=2**29, allowed_hosts=())
GONE = 410
#: The number of a refusal of a courier that took too long.
SLOW = 72


@dataclass(frozen=True)
class Attempt:
    """What came of one try. The answer is what was said, for a test only."""

    status: int | None
    milliseconds: int | None
    error: str
    answer: str = ""

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Deliveries:
    """One task that sends; it is woken when something was written down."""

    def __init__(self, database: Database, seal: Seal, allowed_hosts: tuple[str, ...], base: str) -> None:
        self._database, self._seal, self._base = database, seal, base.rstrip("/")
        self._errands = Errands(
            database, seal, Bounds(BOUNDS.seconds, BOUNDS.most_bytes, BOUNDS.memory_bytes, allowed_hosts)
        )
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._forgot = 0.0

    def open(self) -> None:
        self._task = asyncio.create_task(self._work(), name="web hooks")

    def wake(self) -> None:
        """Something waits; called in the event loop's thread."""
        self._wanted.set()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _work(self) -> None:
        while True:
            self._wanted.clear()
            try:
                due = await asyncio.to_thread(self._due)
                await asyncio.gather(*(self._deliver(key) for key in due))
                await asyncio.to_thread(self._forget)
            except OperationalError:  # the database is away, as while it is restarted
                logger.warning("The database does not answer; web hooks are sent when it does")
                due = []
            except Exception:
                logger.exception("Web hooks could not be sent")
                due = []
            if not due:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wanted.wait(), await asyncio.to_thread(self._pause))

    def _due(self) -> list[int]:
        with within(None), self._database.reading() as session:
            waits = (DeliveryRow.state == "waiting", col(DeliveryRow.next_at) <= now())
            query = select(DeliveryRow.id).where(*waits).order_by(col(DeliveryRow.next_at)).limit(AT_ONCE)
            return [key for key in session.exec(query) if key is not None]

    def _pause(self) -> float:
        """Seconds until something is due."""
        with suppress(OperationalError), within(None), self._database.reading() as session:
            query = select(DeliveryRow.next_at).where(DeliveryRow.state == "waiting").order_by(col(DeliveryRow.next_at))
            first = session.exec(query.limit(1)).first()
            if first is not None:
                return min(max((first - now()).total_seconds(), 0.05), LOOKS_SECONDS)
        return LOOKS_SECONDS

    async def _deliver(self, key: int) -> None:
        found = await asyncio.to_thread(self._read, key)
        if found is not None:
            hook, row = found
            attempt = await self.send(hook, row)
            await asyncio.to_thread(self._conclude, key, attempt)

    def _read(self, key: int) -> tuple[HookRow, DeliveryRow] | None:
        """What to send and where to; what waits for a web hook that was disabled has failed."""
        with within(None), self._database.session() as session:
            row = session.get(DeliveryRow, key)
            hook = session.get(HookRow, row.hook_id) if row is not None else None
            if row is None or hook is None:
                return None
            if hook.disabled_at is not None:
                row.state, row.error = "failed", "The web hook was disabled."
                session.add(row)
                return None
            return hook, row

    async def send(self, hook: HookRow, row: DeliveryRow) -> Attempt:
        """One try, by a courier: what leaves the server passes the same guard as what steps fetch."""
        try:
            known = hooks.opened(self._seal, hook)
        except Unsealable as error:
            return Attempt(None, None, str(error))
        body, moment = hooks.body_for(known["url"], row, self._base), int(time.time())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"Designery/{VERSION}",
            "webhook-id": row.event_id,
            "webhook-timestamp": str(moment),
            "webhook-signature": hooks.signature(known["secret"], row.event_id, moment, body),
        }
        with tempfile.TemporaryDirectory(prefix="designery-hook-") as folder:
            details = {"url": known["url"], "headers": headers, "body": body}
            said = await self._errands.send("deliver", "hook", details, None, Path(folder))
        if isinstance(said, Refusal):
            if said.number == SLOW:
                return Attempt(None, None, f"It did not answer within {BOUNDS.seconds:.0f} seconds.")
            return Attempt(None, None, said.message)
        told = json.loads(said.remark or "{}")
        status = int(told["status"])
        wrong = "" if 200 <= status < 300 else f"It answered {status}."
        return Attempt(status, int(told["milliseconds"]), wrong, str(told["answer"]))

    def _conclude(self, key: int, attempt: Attempt) -> None:
        with within(None), self._database.session() as session:
            row = session.get(DeliveryRow, key)
            hook = session.get(HookRow, row.hook_id) if row is not None else None
            if row is None or hook is None:
                return
            row.attempts += 1
            row.status, row.milliseconds, row.error = attempt.status, attempt.milliseconds, attempt.error
            if attempt.taken:
                row.state, hook.failures = "sent", 0
            else:
                hook.failures += 1
                _put_off(row)
                _disable(hook, attempt)
            session.add_all([row, hook])
            session.flush()
            kept = select(DeliveryRow.id).where(DeliveryRow.hook_id == hook.id).order_by(col(DeliveryRow.id).desc())
            old = session.exec(kept.offset(hooks.MOST_KEPT)).all()
            done = (col(DeliveryRow.id).in_(old), col(DeliveryRow.state) != "waiting")
            session.execute(delete(DeliveryRow).where(*done))

    def _forget(self) -> None:
        if time.monotonic() - self._forgot > FORGETS_SECONDS or not self._forgot:
            self._forgot = time.monotonic()
            with within(None), self._database.session() as session:
                notifications.forget_old(session)


def _put_off(row: DeliveryRow) -> None:
    if row.attempts > len(PAUSES):
        row.state = "failed"
    else:
        row.next_at = now() + PAUSES[row.attempts - 1]


def _disable(hook: HookRow, attempt: Attempt) -> None:
    """A web hook that is gone, or failed over and over, is sent nothing more until somebody enables it."""
    if attempt.status == GONE:
        hook.disabled_at, hook.note = now(), "It answered 410: it is gone for good."
    elif hook.failures >= MOST_FAILURES:
        hook.disabled_at = now()
        hook.note = f"It failed {hook.failures} times in a row, at last so: {attempt.error}"
