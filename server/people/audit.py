"""The audit log: who did what, to what, and in which workspace. It is added to and never changed."""

from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session, col, select

from server.people.person import Person
from server.storage.people_tables import AuditRow, WorkspaceRow
from server.storage.place import place


@dataclass(frozen=True)
class Actor:
    """Who acts, and from where."""

    person: Person
    address: str


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


class Unchangeable(Exception):
    """The log was to be changed, which nothing in this program may."""


def act_as(actor: Actor | None) -> None:
    """What is recorded for the rest of the task is this person's doing. Nobody's doing is not recorded."""
    _actor.set(actor)


def record(session: Session, action: str, subject: str = "", **details: Any) -> None:
    """Note what the person of this request does. On a personal server there is nobody to note it of."""
    actor = _actor.get()
    if actor is not None:
        record_of(session, actor, action, subject, **details)


def record_of(session: Session, actor: Actor, action: str, subject: str = "", **details: Any) -> None:
    """Note what a person did."""
    at = place()
    workspace = session.get(WorkspaceRow, at) if at is not None else None
    session.add(
        AuditRow(
            account_id=actor.person.id if actor.person.kind == "account" else None,
            person=actor.person.name,
            address=actor.address,
            action=action,
            workspace_id=at,
            workspace=workspace.name if workspace else "",
            subject=subject,
            details=details,
        )
    )


@event.listens_for(OrmSession, "before_flush")
def _only_added_to(session: OrmSession, *_: Any) -> None:
    changed = [row for row in session.dirty if isinstance(row, AuditRow) and session.is_modified(row)]
    if changed or any(isinstance(row, AuditRow) for row in session.deleted):
        raise Unchangeable


@dataclass(frozen=True)
class Wanted:
    """Which entries are asked for; empty means all."""

    action: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None


def found(session: Session, wanted: Wanted, before: int | None = None, limit: int | None = 200) -> Iterator[AuditRow]:
    """Entries, newest first; those before an id, so that a page goes on where the last one ended."""
    query = select(AuditRow).order_by(col(AuditRow.id).desc())
    if before is not None:
        query = query.where(col(AuditRow.id) < before)
    if wanted.action:
        query = query.where(col(AuditRow.action).startswith(wanted.action, autoescape=True))
    if wanted.since is not None:
        query = query.where(col(AuditRow.at) >= wanted.since)
    if wanted.until is not None:
        query = query.where(col(AuditRow.at) <= wanted.until)
    words = wanted.text.casefold().split()
    left = limit
    for row in session.exec(query.execution_options(yield_per=500)):
        told = " ".join((row.person, row.address, row.action, row.workspace, row.subject)).casefold()
        if all(word in told for word in words):
            yield row
            left = None if left is None else left - 1
            if left == 0:
                return
