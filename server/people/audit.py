"""The audit log: who did what, to what, and in which workspace. It is added to and never changed."""

import os
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from getpass import getuser
from typing import Any

from sqlalchemy import Connection, delete, event, func
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session, col, select

from server.people.person import Person
from server.storage.database import Database
from server.storage.people_tables import AuditRow, WorkspaceRow
from server.storage.place import place


@dataclass(frozen=True)
class Actor:
    """Who acts, from where, and with what in the place of a session: {"token": its name} or {"share": its id}."""

    person: Person
    address: str
    means: Mapping[str, str] = field(default_factory=dict)


def actor_of(kept: Mapping[str, Any]) -> Actor:
    """An actor who was kept as a dictionary."""
    return Actor(Person(**kept["person"]), kept["address"], kept["means"])


@dataclass(frozen=True)
class About:
    """The design and the run that something was done to, and the isolation level that code of it had."""

    design: str | None = None
    run: str | None = None
    isolation: str | None = None


NOTHING = About()
_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


class Unchangeable(Exception):
    """The log was to be changed, which nothing in this program may."""


def act_as(actor: Actor | None) -> None:
    """What is recorded for the rest of the task is this person's doing. Nobody's doing is not recorded."""
    _actor.set(actor)


def acting() -> Actor | None:
    """Whose doing things are at the moment."""
    return _actor.get()


def record(session: Session, action: str, subject: str = "", about: About = NOTHING, **details: Any) -> None:
    """Note what the person of this request does. On a personal server there is nobody to note it of."""
    actor = _actor.get()
    if actor is not None:
        record_of(session, actor, action, subject, about, **details)


def record_of(
    session: Session, actor: Actor, action: str, subject: str = "", about: About = NOTHING, **details: Any
) -> None:
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
            design_id=about.design,
            run_id=about.run,
            isolation=about.isolation,
            details={**actor.means, **details},
        )
    )


class Once:
    """Tells what is done for the first time, so that what is done over and over is noted once."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._done: OrderedDict[tuple[Any, ...], None] = OrderedDict()

    def first(self, *what: Hashable) -> bool:
        known = what in self._done
        self._done[what] = None
        self._done.move_to_end(what)
        if len(self._done) > self._most:
            self._done.popitem(last=False)
        return not known


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
    design: str = ""
    since: datetime | None = None
    until: datetime | None = None


def found(session: Session, wanted: Wanted, before: int | None = None, limit: int | None = 200) -> Iterator[AuditRow]:
    """Entries, newest first; those before an id, so that a page goes on where the last one ended."""
    query = select(AuditRow).order_by(col(AuditRow.id).desc())
    if before is not None:
        query = query.where(col(AuditRow.id) < before)
    if wanted.action:
        query = query.where(col(AuditRow.action).startswith(wanted.action, autoescape=True))
    if wanted.design:
        query = query.where(AuditRow.design_id == wanted.design)
    if wanted.since is not None:
        query = query.where(col(AuditRow.at) >= wanted.since)
    if wanted.until is not None:
        query = query.where(col(AuditRow.at) <= wanted.until)
    words = wanted.text.casefold().split()
    left = limit
    for row in session.exec(query.execution_options(yield_per=500)):
        told = " ".join((row.person, row.address, row.action, row.workspace, row.subject, row.isolation or ""))
        if all(word in told.casefold() for word in words):
            yield row
            left = None if left is None else left - 1
            if left == 0:
                return


def forget(database: Database, before: datetime) -> int:
    """Remove the entries from before a moment, as a rule on retention may demand; the log itself says that it was done.

    Only who runs the server can: no request leads here.
    """
    old = col(AuditRow.at) < before
    with database.session() as session:
        entries = session.exec(select(func.count()).select_from(AuditRow).where(old)).one()
        if entries:
            with _unguarded(session.connection()):
                session.execute(delete(AuditRow).where(old))
            record_of(
                session,
                operator(),
                "server.log-forgotten",
                f"{entries} {'entry' if entries == 1 else 'entries'}",
                before=before.isoformat(),
            )
        return entries


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    """Within this block of a transaction the table lets rows go."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER USER")
        yield
        connection.exec_driver_sql("ALTER TABLE audit ENABLE TRIGGER USER")
        return
    found = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
    triggers = connection.exec_driver_sql(found).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, made in triggers:
        connection.exec_driver_sql(made)


def operator() -> Actor:
    """Whoever works on the server by its command line."""
    try:
        name = getuser()
    except (KeyError, OSError):  # a container's user may have no name
        name = f"user {os.getuid()}"
    return Actor(Person("", name, "local"), "command line")
