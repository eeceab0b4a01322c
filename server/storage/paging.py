"""Pages of a list: from one row on, in an order that new rows do not shift."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import and_, or_

Item = TypeVar("Item")


class BadCursor(Exception):
    """What should say where a page begins does not."""

    def __str__(self) -> str:
        return "This is no place in this list. Ask for the first page, and follow X-Next from there."


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some of a list: how many there are in all, and where the next page begins; None where this is the last one."""

    items: list[Item]
    total: int
    next: str | None


def cursor(key: Any, row: str) -> str:
    """The place behind a row, by what the list is sorted by and the row's id."""
    told = [key.isoformat() if isinstance(key, datetime) else key, row]
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def read_cursor(text: str, kind: type) -> tuple[Any, str]:
    """What the list is sorted by, and the id, of the row before a page. Raises BadCursor."""
    try:
        key, row = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        value = datetime.fromisoformat(key) if kind is datetime else key
    except (ValueError, TypeError, RecursionError):
        raise BadCursor from None
    if not isinstance(value, kind) or not isinstance(row, str):
        raise BadCursor
    return value, row


def behind(key: Any, row: Any, place: tuple[Any, str], *, down: bool) -> Any:
    """The condition that rows come after a place, in falling order where it goes `down`."""
    value, name = place
    if down:
        return or_(key < value, and_(key == value, row < name))
    return or_(key > value, and_(key == value, row > name))


def words_in(texts: Sequence[Any], words: str) -> list[Any]:
    """The conditions that each word is in one of these texts, which are without upper case."""
    return [or_(*(text.contains(word, autoescape=True) for text in texts)) for word in words.casefold().split()]
