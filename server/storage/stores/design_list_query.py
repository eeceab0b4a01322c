"""The list of designs: sorted and searched by the database, page by page, without their documents."""

from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session, col, select

from server.storage.stores.cursor_paging import ListOrderKey, ListPage, PageRequest, build_search_conditions, query_page
from server.storage.stores.design_listings import DesignListingRow

DesignSort = Literal["edited", "name", "run"]


def query_design_page(
    session: Session, sort: DesignSort, text: str, request: PageRequest
) -> ListPage[DesignListingRow]:
    """So many designs: those edited last, those whose newest run is the newest, or by name; raises InvalidCursor."""
    key: Any = {"edited": col(DesignListingRow.updated_at), "name": col(DesignListingRow.name_key)}.get(
        sort, col(DesignListingRow.last_run_at)
    )
    kind, descending = (str, False) if sort == "name" else (datetime, True)
    query = select(DesignListingRow).where(
        col(DesignListingRow.listed).is_(True), *build_search_conditions([col(DesignListingRow.search)], text)
    )
    order = [ListOrderKey(key, kind, descending), ListOrderKey(col(DesignListingRow.design_id), str, descending)]
    return query_page(session, query, order, request)
