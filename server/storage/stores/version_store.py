"""Versions of designs in the database: those that a person named, and those that are kept by themselves."""

from datetime import datetime, timedelta

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from server.storage.orm.core_tables import DesignRow, VersionRow
from server.storage.stores.cursor_paging import ListOrderKey, ListPage, PageRequest, query_page

#: An edit after so long a pause keeps what was there before it.
AUTOSAVE_PAUSE = timedelta(minutes=10)


def save_version(
    session: Session,
    design_id: str,
    revision: int,
    document: dict[str, object],
    reason: str,
    run_number: int | None = None,
    author_name: str | None = None,
) -> VersionRow:
    """Keep a document by itself, by what a person did; one of the same revision that is kept already is enough."""
    query = select(VersionRow).where(VersionRow.design_id == design_id, VersionRow.revision == revision)
    known = next((row for row in session.exec(query) if row.document == document), None)
    if known is not None:
        known.run_number = known.run_number or run_number
        session.add(known)
        return known
    row = VersionRow(design_id=design_id, revision=revision, document=document, reason=reason)
    row.run_number, row.author_name = run_number, author_name
    return _add_version(session, row)


def find_version_id(session: Session, design_id: str, revision: int, document: dict[str, object]) -> str | None:
    """The id of a version of this revision that keeps this document already."""
    query = select(VersionRow).where(VersionRow.design_id == design_id, VersionRow.revision == revision)
    return next((row.id for row in session.exec(query) if row.document == document), None)


def set_version_run(session: Session, version_id: str | None, run_number: int) -> bool:
    """Note the run that a version is kept for, if it has none yet; whether the version is there."""
    if version_id is None:
        return False
    query = select(VersionRow).where(VersionRow.id == version_id).options(defer(VersionRow.document))  # type: ignore[arg-type]
    row = session.exec(query).first()
    if row is None:
        return False
    row.run_number = row.run_number or run_number
    session.add(row)
    return True


def save_named_version(
    session: Session, design_id: str, revision: int, document: dict[str, object], name: str, note: str, author_name: str
) -> VersionRow:
    """Keep a document under a name that a person gave it."""
    row = VersionRow(design_id=design_id, revision=revision, document=document, reason="named", name=name, note=note)
    row.author_name = author_name
    return _add_version(session, row)


def _add_version(session: Session, row: VersionRow) -> VersionRow:
    design = session.get(DesignRow, row.design_id)
    row.trusted = design is None or design.trusted
    session.add(row)
    session.flush()
    return row


def find_version(session: Session, design_id: str, version_id: str) -> VersionRow | None:
    row = session.get(VersionRow, version_id)
    return row if row is not None and row.design_id == design_id else None


def query_version_page(session: Session, design_id: str, request: PageRequest) -> ListPage[VersionRow]:
    """The versions of a design, newest first, without their documents; raises InvalidCursor."""
    query = select(VersionRow).where(VersionRow.design_id == design_id)
    order = [
        ListOrderKey(col(VersionRow.created_at), datetime, True),
        ListOrderKey(col(VersionRow.revision), int, True),
        ListOrderKey(col(VersionRow.id), str, True),
    ]
    return query_page(session, query, order, request, [defer(VersionRow.document)])  # type: ignore[arg-type]
