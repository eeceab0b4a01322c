"""Firings become runs: at once, after the run before them, or not at all, and then with the reason."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import Session

from server.automation.schedules import ScheduleSettings, compute_jitter
from server.automation.trigger_settings import read_trigger_settings
from server.storage.database import Database
from server.storage.orm.pipeline_tables import FiringRow, TriggerRow
from server.storage.stores import trigger_store

logger = logging.getLogger(__name__)

#: So many runs are started in one tick, and the rest in the next one, so that the lease is renewed in time.
STARTS_PER_TICK = 20
WAITING_PER_TICK = 200
#: What could not be started for a reason of the server is tried again so often, after a minute each.
MAX_START_ATTEMPTS = 30
START_RETRY_DELAY = timedelta(minutes=1)


class CannotFire(Exception):
    """No run is made of a firing, now or later; the message says why to the user."""


class TryLater(Exception):
    """No run is made of a firing now, for instance because the workspace has as many runs as it may."""


#: Starts the run of a firing and returns its id; the same firing is the same run. Raises CannotFire and TryLater.
StartRun = Callable[[FiringRow, TriggerRow], str]


@dataclass
class _Delay:
    attempts: int = 0
    not_before: datetime | None = None


class FiringStarter:
    """Starts the runs of what waits."""

    def __init__(self, database: Database, start: StartRun) -> None:
        self._database, self._start = database, start
        self._delays: dict[str, _Delay] = {}

    def has_work(self, session: Session) -> bool:
        """Whether a firing waits for its run."""
        return bool(trigger_store.list_pending_firings(session, 1) or trigger_store.list_queued_firings(session, 1))

    def start_waiting(self, current: datetime) -> int:
        """Start runs of what waits, oldest first; returns how many were started."""
        with self._database.read_session() as session:
            waiting = trigger_store.list_pending_firings(session, WAITING_PER_TICK)
            waiting += trigger_store.list_queued_firings(session, WAITING_PER_TICK)
        known = {firing.id for firing, _ in waiting}
        self._delays = {key: delay for key, delay in self._delays.items() if key in known}
        started = 0
        for firing, trigger in waiting:
            if started >= STARTS_PER_TICK:
                break
            if self._is_due(firing, trigger, current) and self._decide(firing, trigger) == "start":
                self._start_run(firing, trigger, current)
                started += 1
        return started

    def _is_due(self, firing: FiringRow, trigger: TriggerRow, current: datetime) -> bool:
        delay = self._delays.get(firing.id)
        if delay is not None and delay.not_before is not None and current < delay.not_before:
            return False
        settings = read_trigger_settings(trigger)
        if not isinstance(settings, ScheduleSettings) or firing.occasion.startswith(trigger_store.BY_HAND_PREFIX):
            return True
        return current >= firing.due_at + compute_jitter(settings, trigger.id, firing.due_at)

    def _decide(self, firing: FiringRow, trigger: TriggerRow) -> Literal["start", "leave"]:
        """Whether the run of a firing starts now. One that does not was settled, or waits."""
        if trigger.deleted_at is not None:
            self._write_state(firing, "skipped", "The trigger was deleted.")
            return "leave"
        policy = read_trigger_settings(trigger).overlap
        is_backfill = firing.occasion.startswith(trigger_store.BACKFILL_PREFIX)
        if policy == "allow" and not is_backfill:
            return "start"
        with self._database.read_session() as session:
            active = trigger_store.find_active_run(session, trigger.id, other_than=firing.id)
            one_waits = trigger_store.has_queued_firing(session, trigger.id, other_than=firing.id)
        if active is None:
            return "start"
        if firing.state == "queued":
            return "leave"
        if policy == "queue" and not one_waits:
            self._write_state(firing, "queued", f"Waits for run {active.number} to end.")
        elif policy == "queue":
            self._write_state(firing, "skipped", f"Run {active.number} had not ended, and another one waited already.")
        else:
            self._write_state(firing, "skipped", f"Run {active.number} had not ended.")
        return "leave"

    def _start_run(self, firing: FiringRow, trigger: TriggerRow, current: datetime) -> None:
        try:
            run_id = self._start(firing, trigger)
        except CannotFire as refusal:
            self._write_state(firing, "failed", str(refusal))
        except TryLater as refusal:
            self._delay(firing, str(refusal), current)
        except Exception:
            logger.exception("The run of a trigger could not be started")
            self._delay(firing, "The run could not be started. The log of the server says why.", current)
        else:
            waited = firing.state == "queued" and not firing.occasion.startswith(trigger_store.BACKFILL_PREFIX)
            reason = "Started when the run before it had ended." if waited else ""
            self._write_state(firing, "started", reason, run_id)

    def _delay(self, firing: FiringRow, reason: str, current: datetime) -> None:
        delay = self._delays.setdefault(firing.id, _Delay())
        delay.attempts += 1
        delay.not_before = current + START_RETRY_DELAY
        if delay.attempts >= MAX_START_ATTEMPTS:
            self._write_state(firing, "failed", reason)

    def _write_state(self, firing: FiringRow, state: str, reason: str, run_id: str | None = None) -> None:
        with self._database.session(trigger_store.name_scope(firing.trigger_id)) as session:
            trigger_store.settle_firing(session, firing.id, state, reason=reason, run_id=run_id)
