"""Pages of a list: from one row on, in an order that new rows do not shift."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import and_, or_

ItemT = TypeVar("ItemT")


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


def encode_cursor(key: object, row: str) -> str:
    """The position behind a row, by what the list is sorted by and the row's id."""
    parts = [key.isoformat() if isinstance(key, datetime) else key, row]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def decode_cursor(text: str, kind: type) -> tuple[Any, str]:
    """What the list is sorted by, and the id, of the row before a page. Raises InvalidCursor."""
    try:
        key, row = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        value = datetime.fromisoformat(key) if kind is datetime else key
    except (ValueError, TypeError, RecursionError):
        raise InvalidCursor from None
    if not isinstance(value, kind) or not isinstance(row, str):
        raise InvalidCursor
    return value, row


def build_cursor_condition(key: Any, row: Any, position: tuple[object, str], *, descending: bool) -> Any:
    """The condition that rows come after a position, in falling order where it is `descending`."""
    value, name = position
    if descending:
        return or_(key < value, and_(key == value, row < name))
    return or_(key > value, and_(key == value, row > name))


def build_search_conditions(columns: Sequence[Any], words: str) -> list[Any]:
    """The conditions that each word is in one of these texts, which are without upper case."""
    return [or_(*(text.contains(word, autoescape=True) for text in columns)) for word in words.casefold().split()]
