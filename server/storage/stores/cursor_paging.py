"""Pages of a list: from one row on, in an order that new rows do not shift. Every list of the server is read by it.

A position is what the list is sorted by, of the row before the page. So a page costs the same wherever it begins, and
rows that come or go meanwhile neither repeat nor hide others.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, func, or_
from sqlmodel import Session

ItemT = TypeVar("ItemT")
#: Databases take so many values in one question.
IDS_PER_QUERY = 500


class InvalidCursor(Exception):
    """What should say where a page begins does not."""

    def __str__(self) -> str:
        return "This is not a position in this list. Ask for the first page, and follow X-Next from there."


@dataclass(frozen=True)
class ListPage(Generic[ItemT]):
    """Some of a list: how many there are in all, and where the next page begins; None where this is the last one."""

    items: list[ItemT]
    total: int
    next_cursor: str | None


@dataclass(frozen=True)
class ListOrderKey:
    """One thing that a list is sorted by. The last one of a list is unique, mostly the id of the row."""

    column: Any
    kind: type
    descending: bool = False


@dataclass(frozen=True)
class PageRequest:
    """Which part of a list is wanted: so many entries from a position on; all of them where there is no limit."""

    limit: int | None = None
    after: str | None = None
    offset: int = 0


def query_page(
    session: Session,
    query: Select[*tuple[Any, ...]],
    order: Sequence[ListOrderKey],
    request: PageRequest,
    options: Sequence[Any] = (),
) -> ListPage[Any]:
    """A page of what `query` selects, each item a row of it; raises InvalidCursor.

    `options` say how the rows are loaded, for instance without their documents.
    """
    total = session.execute(query.with_only_columns(func.count(), maintain_column_froms=True)).scalar_one()
    paged = query.add_columns(*(key.column for key in order)).options(*options)
    if request.after is not None:
        paged = paged.where(_build_position_condition(order, decode_cursor(request.after, order)))
    paged = paged.order_by(*(key.column.desc() if key.descending else key.column.asc() for key in order))
    if request.limit is not None:
        paged = paged.limit(request.limit + 1)
    rows = session.execute(paged.offset(request.offset) if request.offset else paged).all()
    has_more = request.limit is not None and len(rows) > request.limit
    rows = rows[: request.limit]
    items = [row[0] if len(row) == len(order) + 1 else tuple(row[: -len(order)]) for row in rows]
    return ListPage(items, total, encode_cursor(rows[-1][-len(order) :]) if has_more and rows else None)


def encode_cursor(position: Sequence[object]) -> str:
    """The position behind a row, by what the list is sorted by."""
    parts = [key.isoformat() if isinstance(key, datetime) else key for key in position]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def decode_cursor(text: str, order: Sequence[ListOrderKey]) -> list[Any]:
    """What the list is sorted by, of the row before a page. Raises InvalidCursor."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return [_parse_part(part, key.kind) for part, key in zip(parts, order, strict=True)]
    except (ValueError, TypeError, RecursionError):
        raise InvalidCursor from None


def _parse_part(part: object, kind: type) -> object:
    value = datetime.fromisoformat(part) if kind is datetime and isinstance(part, str) else part
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise InvalidCursor
    return value


def _build_position_condition(order: Sequence[ListOrderKey], position: Sequence[Any]) -> ColumnElement[bool]:
    """The condition that rows come after a position: greater by the first key that differs."""
    condition: ColumnElement[bool] = false()
    for key, value in reversed(list(zip(order, position, strict=True))):
        behind = key.column < value if key.descending else key.column > value
        condition = or_(behind, and_(key.column == value, condition))
    return condition


def build_search_conditions(columns: Sequence[Any], words: str) -> list[Any]:
    """The conditions that each word is in one of these texts, which are without upper case."""
    return [or_(*(text.contains(word, autoescape=True) for text in columns)) for word in words.casefold().split()]
