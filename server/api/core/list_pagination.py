"""How the pages of a list are asked for, and what an answer says of the rest of it."""

from typing import Annotated, Any

from fastapi import Query, Response

from server.storage.stores.cursor_paging import ListPage

PageLimit = Annotated[int, Query(ge=1, le=500, description="The most entries to return.")]
PageCursor = Annotated[
    str | None,
    Query(max_length=1_000, description="Where to continue: the X-Next header of the previous page, unchanged."),
]
TOTAL_HEADER, NEXT_HEADER = "X-Total-Count", "X-Next"
#: What a paged list says beside its items, for the description of the interface.
PAGED_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "headers": {
            TOTAL_HEADER: {"description": "How many entries there are in total.", "schema": {"type": "integer"}},
            NEXT_HEADER: {
                "description": "Where the next page begins. The last page does not have it.",
                "schema": {"type": "string"},
            },
        }
    }
}


def set_page_headers(response: Response, page: ListPage[Any]) -> None:
    """Say how many there are in all, and where the next page begins."""
    response.headers[TOTAL_HEADER] = str(page.total)
    if page.next_cursor is not None:
        response.headers[NEXT_HEADER] = page.next_cursor
