"""What the API gives of a thing, with its fields as attributes, and its table in notebooks."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, ClassVar, Generic, Self, TypeVar

from designery.connection import Connection

TABLE_ROWS = 50


def format_cell(value: Any) -> str:
    """A value as a cell of a table: the number of what is large."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {format_cell(item)}" for key, item in list(value.items())[:4])
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"{len(value)}"
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def draw_table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """A table as HTML for notebooks."""
    head = "".join(f"<th style='text-align:left'>{escape(name)}</th>" for name in columns)
    body = "".join(
        "<tr>"
        + "".join(f"<td style='text-align:left'>{escape(format_cell(row.get(name)))}</td>" for name in columns)
        + "</tr>"
        for row in rows[:TABLE_ROWS]
    )
    more = f"<p>{len(rows) - TABLE_ROWS:,} more</p>" if len(rows) > TABLE_ROWS else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def to_image_address(picture: bytes) -> str:
    """An SVG as the address of an image: in the page itself its styles would be those of the notebook, too."""
    return f"data:image/svg+xml;base64,{base64.b64encode(picture).decode()}"


class Record:
    """A thing on the server. Each field that the API gives is an attribute; `to_dict` has them all."""

    #: The fields that its picture and its row in a list show.
    shown: ClassVar[tuple[str, ...]] = ("id", "name")

    def __init__(self, connection: Connection, fields: Mapping[str, Any]) -> None:
        self._connection = connection
        self._fields = dict(fields)

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and name in self._fields:
            return self._fields[name]
        raise AttributeError(
            f"{type(self).__name__} has no '{name}'. It has {', '.join(sorted(self.__dict__.get('_fields', {})))}."
        )

    def to_dict(self) -> dict[str, Any]:
        """All fields as the API gave them."""
        return dict(self._fields)

    def update_fields(self, fields: Mapping[str, Any]) -> Self:
        """Take the newest state over."""
        self._fields = dict(fields)
        return self

    def __repr__(self) -> str:
        words = ", ".join(f"{name}={self._fields.get(name)!r}" for name in self.shown if name in self._fields)
        return f"<{type(self).__name__} {words}>"

    def _repr_html_(self) -> str:
        return draw_table(self.shown, [self._fields])


RecordT = TypeVar("RecordT", bound=Record)


class RecordList(Sequence[RecordT], Generic[RecordT]):
    """A list of things, with one table for all in notebooks."""

    def __init__(self, records: Sequence[RecordT]) -> None:
        self._records = list(records)

    def __getitem__(self, at: Any) -> Any:
        return self._records[at]

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[RecordT]:
        return iter(self._records)

    def __repr__(self) -> str:
        return f"[{', '.join(map(repr, self._records))}]"

    def to_dicts(self) -> list[dict[str, Any]]:
        """All fields of all entries."""
        return [record.to_dict() for record in self._records]

    def _repr_html_(self) -> str:
        if not self._records:
            return "<p>None.</p>"
        return draw_table(self._records[0].shown, self.to_dicts())
