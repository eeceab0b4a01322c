"""The log of what happened to a design, in the order in which it was committed."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Text, cast, func
from sqlmodel import Session, col, select

from server.storage.orm.core_tables import EventRow, now
from server.storage.stores.cursor_paging import ListOrderKey, ListPage, PageRequest, query_page
from server.storage.transactions.stored_json import repair_json
from server.storage.transactions.write_scopes import require_scope

#: The kind of an edit that was refused for good; nobody is told of it.
REFUSED_EDIT = "refused"
#: What guests deleted and could not see whole, kept for when they take it back; nobody is told of it.
WITHHELD_NODES = "withheld"
#: So long a guest may take back a deletion.
UNDO_WINDOW = timedelta(hours=1)
SILENT_KINDS = (REFUSED_EDIT, WITHHELD_NODES)


class EventText(NamedTuple):
    """An event as every stream tells it."""

    id: int
    kind: str
    #: Its body as JSON.
    text: str


def append_event(
    session: Session, design_id: str, kind: str, body: dict[str, object], idempotency_key: str | None = None
) -> EventRow:
    """Add an event; it has its id after the flush. The transaction must have said that it writes to this design."""
    require_scope(session, design_id)
    event = EventRow(design_id=design_id, kind=kind, body=body, idempotency_key=idempotency_key)
    session.add(event)
    session.flush()
    return event


def list_events_since(session: Session, design_id: str, last_id: int, limit: int = 500) -> list[EventRow]:
    """The events of a design after the one with id `last_id`, oldest first."""
    conditions = (EventRow.design_id == design_id, col(EventRow.id) > last_id, col(EventRow.kind).not_in(SILENT_KINDS))
    query = select(EventRow).where(*conditions)
    return list(session.exec(query.order_by(col(EventRow.id)).limit(limit)))


def load_event_texts(
    session: Session, design_id: str, last_id: int, limit: int, max_characters: int
) -> list[EventText] | None:
    """The same events with their bodies as text; None where there are `limit` of them, or they are longer in all.

    They are measured first: a log may hold more than the memory does.
    """
    conditions = (EventRow.design_id == design_id, col(EventRow.id) > last_id, col(EventRow.kind).not_in(SILENT_KINDS))
    text = cast(EventRow.body, Text)
    ordered = select(col(EventRow.id), func.length(text).label("length")).where(*conditions).order_by(col(EventRow.id))
    first = ordered.limit(limit).subquery()
    count, length, last = session.execute(
        select(func.count(), func.coalesce(func.sum(first.c.length), 0), func.max(first.c.id)).select_from(first)
    ).one()
    if count >= limit or length > max_characters:
        return None
    if not count:
        return []
    query = select(col(EventRow.id), EventRow.kind, text).where(*conditions, col(EventRow.id) <= last)
    return [
        EventText(event_id, kind, repair_json(body))
        for event_id, kind, body in session.execute(query.order_by(col(EventRow.id)))
    ]


def get_newest_event_id(session: Session, design_id: str) -> int:
    """The id of the newest event of a design, 0 where there is none."""
    query = select(EventRow.id).where(EventRow.design_id == design_id).order_by(col(EventRow.id).desc()).limit(1)
    return session.exec(query).first() or 0


def query_edit_page(session: Session, design_id: str, request: PageRequest) -> ListPage[EventRow]:
    """The changes of a design, the newest first; raises InvalidCursor."""
    query = select(EventRow).where(EventRow.design_id == design_id, EventRow.kind == "edits")
    return query_page(session, query, [ListOrderKey(col(EventRow.id), int, True)], request)


def find_withheld_nodes(
    session: Session, design_id: str, person_id: str, limit: int = 100
) -> dict[str, dict[str, object]]:
    """{node: as it was} of what a guest has deleted within the last hour without having seen it whole."""
    recent = (EventRow.kind == WITHHELD_NODES, col(EventRow.created_at) > now() - UNDO_WINDOW)
    query = select(EventRow).where(EventRow.design_id == design_id, *recent)
    nodes: dict[str, dict[str, object]] = {}
    for row in session.exec(query.order_by(col(EventRow.id).desc()).limit(limit)):
        if row.body["person"] == person_id:
            nodes = {**row.body["nodes"], **nodes}
    return nodes


def find_event_by_key(session: Session, design_id: str, idempotency_key: str) -> EventRow | None:
    return session.exec(
        select(EventRow).where(EventRow.design_id == design_id, EventRow.idempotency_key == idempotency_key)
    ).first()
