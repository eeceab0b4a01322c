"""What is due becomes firings, and firings become runs: each once, whoever dies in between, on any number of servers.

A firing is written down under the unique key of its trigger and occasion before its run is started. The run is started
under a key of its own that is made of the firing. So a crash before the first makes the time due again, and a crash
between the two finds a pending firing whose run is the same one if it was started already. The lease only keeps servers
from doing the same work twice; it decides nothing.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from server.automation.firing_starter import STARTS_PER_TICK, FiringStarter, StartRun
from server.automation.missed_times import decide_due_times
from server.automation.schedules import find_next_due
from server.automation.trigger_settings import read_schedule
from server.runs.scheduling.lease import identify_process
from server.storage.database import Database
from server.storage.orm.core_tables import now
from server.storage.orm.pipeline_tables import TriggerRow
from server.storage.stores import trigger_store
from server.storage.transactions.workspace_context import use_workspace

logger = logging.getLogger(__name__)

LEASE_NAME = "triggers"
LEASE_DURATION = timedelta(seconds=30)
#: So many are decided in one tick, and the rest in the next one, so that the lease is renewed in time.
DUE_PER_TICK = 200
#: A clock that goes back by more than this makes schedules due anew; those times that fired stay fired.
CLOCK_TOLERANCE = timedelta(minutes=1)


@dataclass(frozen=True)
class TickResult:
    """What a tick did: whether it may be that more can be done at once."""

    is_busy: bool = False


class FiringEngine:
    """Makes firings of what is due, and runs of firings. Called by one thread at a time."""

    def __init__(
        self, database: Database, start: StartRun, *, clock: Callable[[], datetime] = now, owner: str | None = None
    ) -> None:
        self._database, self._clock = database, clock
        self._starter = FiringStarter(database, start)
        self.owner = owner or identify_process()
        self._last_look: datetime | None = None

    def tick(self) -> TickResult:
        """Do what is due now. A few questions of the database where nothing is due and nothing waits."""
        current = self._clock()
        went_back = self._last_look is not None and current < self._last_look - CLOCK_TOLERANCE
        self._last_look = current
        with use_workspace(None):
            if went_back:
                self._reschedule_all(current)
            with self._database.read_session() as session:
                due = trigger_store.list_due_triggers(session, "schedule", current, DUE_PER_TICK)
                waits = self._starter.has_work(session)
                changed = trigger_store.list_changed_datasets(session)
            if not (due or waits or changed) or not self.acquire_lease(current):
                return TickResult()
            self._record_due([row.id for row in due], current)
            for trigger, version in changed:
                self._record_dataset_change(trigger.id, version, current)
            started = self._starter.start_waiting(current)
        return TickResult(is_busy=started >= STARTS_PER_TICK or len(due) >= DUE_PER_TICK)

    def acquire_lease(self, current: datetime) -> bool:
        """Whether this server is the one that works on triggers. A lease is renewed once half of it is over."""
        until = current + LEASE_DURATION
        with self._database.read_session() as session:
            half = current + LEASE_DURATION / 2
            if trigger_store.holds_automation_lease(session, LEASE_NAME, self.owner, half, until):
                return True
        with self._database.session(LEASE_NAME) as session:
            return trigger_store.acquire_automation_lease(session, LEASE_NAME, self.owner, current, LEASE_DURATION)

    def release_lease(self) -> None:
        """Let another server go on at once."""
        with use_workspace(None), self._database.session(LEASE_NAME) as session:
            trigger_store.release_automation_lease(session, LEASE_NAME, self.owner, self._clock())

    def find_next_look(self) -> datetime | None:
        """When something is due next."""
        with use_workspace(None), self._database.read_session() as session:
            return trigger_store.find_first_due(session)

    def _record_due(self, trigger_ids: Sequence[str], current: datetime) -> None:
        """Write down what is due of these schedules, and when they are due next, in one transaction."""
        if not trigger_ids:
            return
        with self._database.session(*map(trigger_store.name_scope, trigger_ids)) as session:
            for trigger_id in trigger_ids:
                trigger = session.get(TriggerRow, trigger_id)
                if trigger is not None and is_due(trigger, current):
                    record_due_times(session, trigger, current)

    def _record_dataset_change(self, trigger_id: str, version: int, current: datetime) -> None:
        with self._database.session(trigger_store.name_scope(trigger_id)) as session:
            trigger = session.get(TriggerRow, trigger_id)
            if trigger is None or trigger.paused_at is not None or trigger.deleted_at is not None:
                return
            reason = f"Version {version} of the dataset was added."
            trigger_store.add_firing(
                session, trigger_store.build_firing(trigger_id, f"version {version}", current, reason=reason)
            )
            trigger_store.merge_memory(trigger, {"version": version, "changed_at": current.isoformat()})
            session.add(trigger)

    def _reschedule_all(self, current: datetime) -> None:
        """The clock was set back: what was due after the time that it showed before is due again at its time."""
        logger.warning("The clock was set back; schedules are planned anew")
        with self._database.session() as session:
            for trigger in trigger_store.list_schedules(session):
                trigger.next_due_at = find_next_due(read_schedule(trigger), current)
                session.add(trigger)


def is_due(trigger: TriggerRow, current: datetime) -> bool:
    """Whether a trigger is due, now that nobody else decides about it."""
    return (
        trigger.next_due_at is not None
        and trigger.next_due_at <= current
        and trigger.paused_at is None
        and trigger.deleted_at is None
    )


def record_due_times(session: Session, trigger: TriggerRow, current: datetime) -> None:
    """Make firings of all times up to now, and say when it is due next."""
    assert trigger.next_due_at is not None
    decided = decide_due_times(read_schedule(trigger), trigger.next_due_at, current)
    for one in decided.times:
        occasion = trigger_store.name_due_time(one.due_at)
        state = "pending" if one.runs else "missed"
        row = trigger_store.build_firing(trigger.id, occasion, one.due_at, state=state, reason=one.reason)
        trigger_store.add_firing(session, row)
    trigger.next_due_at = decided.next_due
    session.add(trigger)
