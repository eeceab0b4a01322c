"""The list of designs: sorted and searched by the database, page by page, without their documents."""

from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session, col, func, select

from server.storage.stores.cursor_paging import (
    ListPage,
    build_cursor_condition,
    build_search_conditions,
    decode_cursor,
    encode_cursor,
)
from server.storage.stores.design_listings import DesignListingRow

DesignSort = Literal["edited", "name", "run"]


def query_design_page(
    session: Session, sort: DesignSort, text: str, limit: int, after: str | None
) -> ListPage[DesignListingRow]:
    """So many designs: those edited last, those whose newest run is the newest, or by name; raises InvalidCursor."""
    key: Any = {"edited": col(DesignListingRow.updated_at), "name": col(DesignListingRow.name_key)}.get(
        sort, col(DesignListingRow.last_run_at)
    )
    descending, row = sort != "name", col(DesignListingRow.design_id)
    conditions = [
        col(DesignListingRow.listed).is_(True),
        *build_search_conditions([col(DesignListingRow.search)], text),
    ]
    query = select(DesignListingRow).where(*conditions)
    if after is not None:
        query = query.where(
            build_cursor_condition(
                key, row, decode_cursor(after, datetime if descending else str), descending=descending
            )
        )
    order = (key.desc(), row.desc()) if descending else (key, row)
    rows = list(session.exec(query.order_by(*order).limit(limit + 1)))
    total = session.exec(select(func.count()).select_from(DesignListingRow).where(*conditions)).one()
    has_more = len(rows) > limit
    rows = rows[:limit]
    name = {"edited": "updated_at", "name": "name_key", "run": "last_run_at"}[sort]
    return ListPage(rows, total, encode_cursor(getattr(rows[-1], name), rows[-1].design_id) if has_more else None)
