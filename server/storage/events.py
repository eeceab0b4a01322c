"""The log of what happened to a design, in the order in which it was committed."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from server.storage.scopes import require_scope
from server.storage.tables import EventRow, now

#: The kind of an edit that was refused for good; nobody is told of it.
REFUSED = "refused"
#: What visitors deleted and could not see whole, kept for when they take it back; nobody is told of it.
WITHHELD = "withheld"
#: So long a visitor may take back a deletion.
TAKEN_BACK = timedelta(hours=1)
SILENT = (REFUSED, WITHHELD)


def append(session: Session, design_id: str, kind: str, body: dict[str, Any], key: str | None = None) -> EventRow:
    """Add an event; it has its id after the flush. The transaction must have said that it writes to this design."""
    require_scope(session, design_id)
    event = EventRow(design_id=design_id, kind=kind, body=body, key=key)
    session.add(event)
    session.flush()
    return event


def since(session: Session, design_id: str, last: int, limit: int = 500) -> list[EventRow]:
    """The events of a design after the one with id `last`, oldest first."""
    told = (EventRow.design_id == design_id, col(EventRow.id) > last, col(EventRow.kind).not_in(SILENT))
    query = select(EventRow).where(*told)
    return list(session.exec(query.order_by(col(EventRow.id)).limit(limit)))


def newest(session: Session, design_id: str) -> int:
    """The id of the newest event of a design, 0 where there is none."""
    query = select(EventRow.id).where(EventRow.design_id == design_id).order_by(col(EventRow.id).desc()).limit(1)
    return session.exec(query).first() or 0


def newest_edits(session: Session, design_id: str, limit: int = 200) -> list[EventRow]:
    """The latest changes of a design, the newest first."""
    query = select(EventRow).where(EventRow.design_id == design_id, EventRow.kind == "edits")
    return list(session.exec(query.order_by(col(EventRow.id).desc()).limit(limit)))


def withheld(session: Session, design_id: str, person_id: str, limit: int = 100) -> dict[str, dict[str, Any]]:
    """{node: as it was} of what a visitor has deleted within the last hour without having seen it whole."""
    recent = (EventRow.kind == WITHHELD, col(EventRow.created_at) > now() - TAKEN_BACK)
    query = select(EventRow).where(EventRow.design_id == design_id, *recent)
    found: dict[str, dict[str, Any]] = {}
    for row in session.exec(query.order_by(col(EventRow.id).desc()).limit(limit)):
        if row.body["person"] == person_id:
            found = {**row.body["nodes"], **found}
    return found


def with_key(session: Session, design_id: str, key: str) -> EventRow | None:
    return session.exec(select(EventRow).where(EventRow.design_id == design_id, EventRow.key == key)).first()
