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

from server.auth.principals import Person
from server.storage.database import Database
from server.storage.orm.account_tables import AuditRow, WorkspaceRow
from server.storage.transactions.workspace_context import get_current_workspace


@dataclass(frozen=True)
class Actor:
    """Who acts, from where, and with what in the place of a session: {"token": its name} or {"share": its id}."""

    person: Person
    address: str
    means: Mapping[str, str] = field(default_factory=dict)


def actor_from_dict(stored: Mapping[str, Any]) -> Actor:
    """An actor who was stored as a dictionary."""
    return Actor(Person(**stored["person"]), stored["address"], stored["means"])


@dataclass(frozen=True)
class AuditTarget:
    """The design and the run that something was done to, and the isolation level that code of it had."""

    design: str | None = None
    run: str | None = None
    isolation: str | None = None


NO_TARGET = AuditTarget()
_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


class AppendOnlyViolation(Exception):
    """The log was to be changed, which nothing in this program may."""


def set_actor(actor: Actor | None) -> None:
    """What is recorded for the rest of the task is this person's doing. Nobody's doing is not recorded."""
    _actor.set(actor)


def get_current_actor() -> Actor | None:
    """Whose doing things are at the moment."""
    return _actor.get()


def record_action(
    session: Session, action: str, subject: str = "", target: AuditTarget = NO_TARGET, **details: object
) -> None:
    """Note what the person of this request does. On a personal server there is nobody to note it of."""
    actor = _actor.get()
    if actor is not None:
        record_action_of(session, actor, action, subject, target, **details)


def record_action_of(
    session: Session, actor: Actor, action: str, subject: str = "", target: AuditTarget = NO_TARGET, **details: object
) -> None:
    """Note what a person did."""
    workspace_id = get_current_workspace()
    workspace = session.get(WorkspaceRow, workspace_id) if workspace_id is not None else None
    session.add(
        AuditRow(
            account_id=actor.person.id if actor.person.kind == "account" else None,
            person=actor.person.name,
            address=actor.address,
            action=action,
            workspace_id=workspace_id,
            workspace=workspace.name if workspace else "",
            subject=subject,
            design_id=target.design,
            run_id=target.run,
            isolation=target.isolation,
            details={**actor.means, **details},
        )
    )


class FirstTimeFilter:
    """Tells what is done for the first time, so that what is done over and over is noted once."""

    def __init__(self, max_keys: int = 10_000) -> None:
        self._max_keys = max_keys
        self._seen_keys: OrderedDict[tuple[Any, ...], None] = OrderedDict()

    def is_first(self, *key: Hashable) -> bool:
        known = key in self._seen_keys
        self._seen_keys[key] = None
        self._seen_keys.move_to_end(key)
        if len(self._seen_keys) > self._max_keys:
            self._seen_keys.popitem(last=False)
        return not known


@event.listens_for(OrmSession, "before_flush")
def _refuse_changes(session: OrmSession, *_: object) -> None:
    changed = [row for row in session.dirty if isinstance(row, AuditRow) and session.is_modified(row)]
    if changed or any(isinstance(row, AuditRow) for row in session.deleted):
        raise AppendOnlyViolation


@dataclass(frozen=True)
class AuditQuery:
    """Which entries are asked for; empty means all."""

    action: str = ""
    text: str = ""
    design: str = ""
    since: datetime | None = None
    until: datetime | None = None


def search_audit_log(
    session: Session, filters: AuditQuery, before: int | None = None, limit: int | None = 200
) -> Iterator[AuditRow]:
    """Entries, newest first; those before an id, so that a page goes on where the last one ended."""
    query = select(AuditRow).order_by(col(AuditRow.id).desc())
    if before is not None:
        query = query.where(col(AuditRow.id) < before)
    if filters.action:
        query = query.where(col(AuditRow.action).startswith(filters.action, autoescape=True))
    if filters.design:
        query = query.where(AuditRow.design_id == filters.design)
    if filters.since is not None:
        query = query.where(col(AuditRow.at) >= filters.since)
    if filters.until is not None:
        query = query.where(col(AuditRow.at) <= filters.until)
    words = filters.text.casefold().split()
    left = limit
    for row in session.exec(query.execution_options(yield_per=500)):
        entry_text = " ".join((row.person, row.address, row.action, row.workspace, row.subject, row.isolation or ""))
        if all(word in entry_text.casefold() for word in words):
            yield row
            left = None if left is None else left - 1
            if left == 0:
                return


def purge_audit_log(database: Database, before: datetime) -> int:
    """Remove the entries from before a moment, as a rule on retention may demand; the log itself says that it was done.

    Only who runs the server can: no request leads here.
    """
    old = col(AuditRow.at) < before
    with database.session() as session:
        entries = session.exec(select(func.count()).select_from(AuditRow).where(old)).one()
        if entries:
            with _without_triggers(session.connection()):
                session.execute(delete(AuditRow).where(old))
            record_action_of(
                session,
                build_operator_actor(),
                "server.log-forgotten",
                f"{entries} {'entry' if entries == 1 else 'entries'}",
                before=before.isoformat(),
            )
        return entries


@contextmanager
def _without_triggers(connection: Connection) -> Iterator[None]:
    """Within this block of a transaction the table lets rows go."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER USER")
        yield
        connection.exec_driver_sql("ALTER TABLE audit ENABLE TRIGGER USER")
        return
    find_triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
    triggers = connection.exec_driver_sql(find_triggers).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, definition in triggers:
        connection.exec_driver_sql(definition)


def build_operator_actor() -> Actor:
    """Whoever works on the server by its command line."""
    try:
        name = getuser()
    except (KeyError, OSError):  # a container's user may have no name
        name = f"user {os.getuid()}"
    return Actor(Person("", name, "local"), "command line")
