"""Modules that users save for other designs, and their versions, in the database."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from server.storage.orm.core_tables import SavedModuleRow, SavedModuleVersionRow, now
from server.storage.stores.design_store import NotFound


def get_saved_module(session: Session, module_id: str, *, deleted: bool = False) -> SavedModuleRow:
    row = session.get(SavedModuleRow, module_id)
    if row is None or (row.deleted_at is not None) != deleted:
        raise NotFound("This saved module no longer exists.")
    return row


def list_saved_modules(session: Session) -> list[SavedModuleRow]:
    """All saved modules by title."""
    query = select(SavedModuleRow).where(col(SavedModuleRow.deleted_at).is_(None))
    return sorted(session.exec(query), key=lambda row: row.title.casefold())


def get_newest_module_version(session: Session, module_id: str) -> SavedModuleVersionRow:
    query = select(SavedModuleVersionRow).where(SavedModuleVersionRow.module_id == module_id)
    return session.exec(query.order_by(col(SavedModuleVersionRow.version).desc()).limit(1)).one()


def create_saved_module(
    session: Session, title: str, kind: str, content: Mapping[str, object], *, module_id: str | None = None
) -> SavedModuleRow:
    """Save a module as version 1; it has the id of the pipeline that it is, if it is one."""
    row = SavedModuleRow(title=title, kind=kind)
    row.id = module_id or row.id
    session.add(row)
    session.flush()
    session.add(SavedModuleVersionRow(module_id=row.id, version=1, content=dict(content)))
    session.flush()
    return row


def add_saved_module_version(session: Session, module_id: str, content: Mapping[str, object]) -> SavedModuleVersionRow:
    """The next version of a module; the same content as before is no new version."""
    latest = get_newest_module_version(session, module_id)
    if latest.content == dict(content):
        return latest
    row = SavedModuleVersionRow(module_id=module_id, version=latest.version + 1, content=dict(content))
    session.add(row)
    session.flush()
    return row


def delete_saved_module(session: Session, module_id: str) -> SavedModuleRow:
    """Take a module off the palette. Designs hold copies, so none of them changes."""
    row = get_saved_module(session, module_id)
    row.deleted_at = now()
    session.add(row)
    return row


def restore_saved_module(session: Session, module_id: str) -> SavedModuleRow:
    row = get_saved_module(session, module_id, deleted=True)
    row.deleted_at = None
    session.add(row)
    return row
