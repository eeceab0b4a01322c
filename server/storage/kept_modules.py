"""Modules that users keep for other designs, and their versions, in the database."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from server.storage.designs import NotThere
from server.storage.tables import KeptModuleRow, KeptModuleVersionRow, now


def get(session: Session, module_id: str, *, deleted: bool = False) -> KeptModuleRow:
    row = session.get(KeptModuleRow, module_id)
    if row is None or (row.deleted_at is not None) != deleted:
        raise NotThere("This module is not kept here any more.")
    return row


def all_of(session: Session) -> list[KeptModuleRow]:
    """All kept modules by title."""
    query = select(KeptModuleRow).where(col(KeptModuleRow.deleted_at).is_(None))
    return sorted(session.exec(query), key=lambda row: row.title.casefold())


def newest(session: Session, module_id: str) -> KeptModuleVersionRow:
    query = select(KeptModuleVersionRow).where(KeptModuleVersionRow.module_id == module_id)
    return session.exec(query.order_by(col(KeptModuleVersionRow.version).desc()).limit(1)).one()


def create(session: Session, title: str, kind: str, content: Mapping[str, Any]) -> KeptModuleRow:
    """Keep a module as version 1."""
    row = KeptModuleRow(title=title, kind=kind)
    session.add(row)
    session.flush()
    session.add(KeptModuleVersionRow(module_id=row.id, version=1, content=dict(content)))
    session.flush()
    return row


def add_version(session: Session, module_id: str, content: Mapping[str, Any]) -> KeptModuleVersionRow:
    """The next version of a module; the same content as before is no new version."""
    latest = newest(session, module_id)
    if latest.content == dict(content):
        return latest
    row = KeptModuleVersionRow(module_id=module_id, version=latest.version + 1, content=dict(content))
    session.add(row)
    session.flush()
    return row


def delete(session: Session, module_id: str) -> KeptModuleRow:
    """Take a module off the palette. Designs hold copies, so none of them changes."""
    row = get(session, module_id)
    row.deleted_at = now()
    session.add(row)
    return row


def restore(session: Session, module_id: str) -> KeptModuleRow:
    row = get(session, module_id, deleted=True)
    row.deleted_at = None
    session.add(row)
    return row
