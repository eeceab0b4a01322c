"""How the pages of a list are asked for, and what an answer says of the rest of it."""

from typing import Annotated, Any

from fastapi import Query, Response

from server.storage.paging import Page

Limit = Annotated[int, Query(ge=1, le=500, description="So many at most.")]
After = Annotated[
    str | None, Query(max_length=1_000, description="Where to go on: the X-Next of the page before, as it is.")
]
TOTAL, NEXT = "X-Total-Count", "X-Next"
#: What a paged list says beside its items, for the description of the interface.
PAGED: dict[int | str, dict[str, Any]] = {
    200: {
        "headers": {
            TOTAL: {"description": "How many there are in all.", "schema": {"type": "integer"}},
            NEXT: {
                "description": "Where the next page begins; not there on the last one.",
                "schema": {"type": "string"},
            },
        }
    }
}


def announce_page(response: Response, page: Page[Any]) -> None:
    """Say how many there are in all, and where the next page begins."""
    response.headers[TOTAL] = str(page.total)
    if page.next is not None:
        response.headers[NEXT] = page.next
