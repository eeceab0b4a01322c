"""How the pages of each list are asked for, and what an answer says of the rest of it."""

from typing import Annotated, Any

from fastapi import Depends, Query, Response

from server.storage.stores.cursor_paging import ItemT, ListPage, PageRequest

PageLimit = Annotated[int, Query(ge=1, le=500, description="The most entries to return.")]
PageLimitOrNone = Annotated[
    int | None, Query(ge=1, le=500, description="The most entries to return. Without it, all of them.")
]
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


async def _parse_page(limit: PageLimit = 200, after: PageCursor = None) -> PageRequest:
    return PageRequest(limit, after)


async def _parse_page_or_all(limit: PageLimitOrNone = None, after: PageCursor = None) -> PageRequest:
    return PageRequest(limit, after)


#: The part of a list that a request asks for.
PageDep = Annotated[PageRequest, Depends(_parse_page)]
#: The same for a list that is given as a whole where no `limit` is named: of what one design or workspace has few of.
PageOrAllDep = Annotated[PageRequest, Depends(_parse_page_or_all)]


def take_items(response: Response, page: ListPage[ItemT]) -> list[ItemT]:
    """The items of a page; the headers say how many there are in all, and where the next page begins."""
    response.headers[TOTAL_HEADER] = str(page.total)
    if page.next_cursor is not None:
        response.headers[NEXT_HEADER] = page.next_cursor
    return page.items
