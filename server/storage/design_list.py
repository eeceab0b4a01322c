"""The list of designs: sorted and searched by the database, page by page, without their documents."""

from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session, col, func, select

from server.storage.listings import ListingRow
from server.storage.paging import Page, behind, cursor, read_cursor, words_in

Sort = Literal["edited", "name", "run"]


def page(session: Session, sort: Sort, text: str, limit: int, after: str | None) -> Page[ListingRow]:
    """So many designs: those edited last, those whose newest run is the newest, or by name; raises BadCursor."""
    key: Any = {"edited": col(ListingRow.updated_at), "name": col(ListingRow.name_key)}.get(
        sort, col(ListingRow.last_run_at)
    )
    down, row = sort != "name", col(ListingRow.design_id)
    conditions = [col(ListingRow.listed).is_(True), *words_in([col(ListingRow.search)], text)]
    query = select(ListingRow).where(*conditions)
    if after is not None:
        query = query.where(behind(key, row, read_cursor(after, datetime if down else str), down=down))
    order = (key.desc(), row.desc()) if down else (key, row)
    found = list(session.exec(query.order_by(*order).limit(limit + 1)))
    total = session.exec(select(func.count()).select_from(ListingRow).where(*conditions)).one()
    more = len(found) > limit
    found = found[:limit]
    name = {"edited": "updated_at", "name": "name_key", "run": "last_run_at"}[sort]
    return Page(found, total, cursor(getattr(found[-1], name), found[-1].design_id) if more else None)
