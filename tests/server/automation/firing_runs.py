"""A pipeline with triggers in a database of its own, a clock that is set by hand, and runs that only are written down.

As a program it is a server that dies: it looks once, and kills itself where it was told to.
"""

import os
import signal
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlmodel import Session, col, select

from server.automation.firing_engine import FiringEngine
from server.automation.schedules import ScheduleSettings, find_next_due
from server.storage.database import Database
from server.storage.orm.core_tables import RunRow
from server.storage.orm.pipeline_tables import FiringRow, PipelineRow, TriggerRow
from server.storage.stores import design_store, run_store

DOCUMENT = {"format": 2, "name": "Test", "nodes": {}}
START = datetime(2027, 1, 1, 12, tzinfo=UTC)


@dataclass
class HandClock:
    """A clock that shows what it is set to."""

    current: datetime = START

    def __call__(self) -> datetime:
        return self.current

    def advance(self, **length: float) -> None:
        self.current += timedelta(**length)


def create_pipeline(database: Database) -> PipelineRow:
    with database.session() as session:
        design = design_store.create_design(session, DOCUMENT)
        row = PipelineRow(name="Nightly", design_id=design.id, created_by="Ada")
        session.add(row)
    return row


def add_trigger(
    database: Database, pipeline: PipelineRow, settings: dict[str, Any], *, kind: str = "schedule", at: datetime = START
) -> TriggerRow:
    row = TriggerRow(pipeline_id=pipeline.id, kind=kind, name="Test", settings=settings, created_by="Ada")
    if kind == "schedule":
        row.next_due_at = find_next_due(ScheduleSettings.model_validate(settings), at)
    with database.session() as session:
        session.add(row)
    return row


def start_run(database: Database, firing: FiringRow, trigger: TriggerRow) -> str:
    """Write a run down; the same firing is the same run."""
    with database.session() as session:
        pipeline = session.get_one(PipelineRow, trigger.pipeline_id)
        known = run_store.find_run_by_key(session, pipeline.design_id, firing.id)
        if known is not None:
            return known.id
        number = run_store.get_next_run_number(session, pipeline.design_id)
        run = RunRow(
            design_id=pipeline.design_id,
            number=number,
            revision=0,
            document={},
            idempotency_key=firing.id,
            owner="test",
        )
        session.add(run)
    return run.id


def end_runs(database: Database, state: str = "succeeded") -> None:
    with database.session() as session:
        for run in session.exec(select(RunRow).where(col(RunRow.state).in_(("queued", "running")))):
            run.state = state
            session.add(run)


def list_runs(database: Database) -> list[RunRow]:
    with database.read_session() as session:
        return list(session.exec(select(RunRow).order_by(col(RunRow.number))))


def list_firings(database: Database) -> list[tuple[str, str, str]]:
    """(time, state, reason) of all firings, oldest first."""
    with database.read_session() as session:
        rows = session.exec(select(FiringRow).order_by(col(FiringRow.due_at), col(FiringRow.created_at)))
        return [(row.due_at.strftime("%H:%M"), row.state, row.reason) for row in rows]


def build_engine(database: Database, clock: HandClock, owner: str = "one") -> FiringEngine:
    return FiringEngine(database, partial(start_run, database), clock=clock, owner=owner)


@dataclass
class DyingServer:
    """A server that kills itself at a point."""

    database: Database
    point: str
    clock: HandClock = field(default_factory=HandClock)

    def start(self, firing: FiringRow, trigger: TriggerRow) -> str:
        if self.point == "before the run":
            die()
        run = start_run(self.database, firing, trigger)
        if self.point == "after the run":
            die()
        return run

    def look(self) -> None:
        if self.point == "before the firing":
            self._die_at_commit()
        FiringEngine(self.database, self.start, clock=self.clock, owner="dying").tick()

    def _die_at_commit(self) -> None:
        from sqlalchemy import event

        @event.listens_for(Session, "before_commit")
        def die_with_firings(session: Session) -> None:
            if session.execute(select(FiringRow.id)).first() is not None:
                die()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    address, point, moment = sys.argv[1:]
    DyingServer(Database(address), point, HandClock(datetime.fromisoformat(moment))).look()
