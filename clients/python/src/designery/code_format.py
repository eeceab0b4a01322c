"""Python literals and calls as text, in lines of a width that people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

WIDTH = 110
INDENT = "    "


class Code(str):
    """Text that is code already, and no value."""


def format_value(value: Any, depth: int = 0, room: int = WIDTH) -> str:
    """A value as Python; `room` is what is left of the line before it breaks."""
    if isinstance(value, Code):
        return str(value)
    if isinstance(value, str):
        return format_text(value)
    shorthand = _find_shorthand(value)
    if shorthand is not None:
        return format_call(shorthand[0], shorthand[1], depth, room)
    if isinstance(value, Mapping):
        items = [(format_text(str(key)) + ": ", item) for key, item in value.items()]
        return _format_items("{", "}", items, depth, room)
    if isinstance(value, (list, tuple)):
        opening, closing = ("(", ")") if isinstance(value, tuple) else ("[", "]")
        return _format_items(opening, closing, [("", item) for item in value], depth, room)
    return repr(value)


def format_text(text: str) -> str:
    """A text as Python: over several lines between three quotes where that shows it as it is."""
    plain = "\\" not in text and '"""' not in text and not text.endswith('"')
    if "\n" in text and plain and all(line.isprintable() for line in text.split("\n")):
        return f'"""{text}"""' if not text.startswith('"') else repr(text)
    shown = repr(text)
    if shown.startswith("'") and '"' not in shown:
        return f'"{shown[1:-1]}"'
    return shown


def format_call(name: str, arguments: Sequence[tuple[str, Any]], depth: int = 0, room: int = WIDTH) -> str:
    """A call with arguments, each with its name and `=` before it, or with an empty text."""
    return _format_items(f"{name}(", ")", arguments, depth, room)


def _format_items(opening: str, closing: str, items: Sequence[tuple[str, Any]], depth: int, room: int) -> str:
    parts = [prefix + format_value(item, depth + 1) for prefix, item in items]
    line = opening + ", ".join(parts) + ("," if opening == "(" and len(parts) == 1 else "") + closing
    if len(line) <= room and not any("\n" in part for part in parts):
        return line
    inner = INDENT * (depth + 1)
    return opening + "\n" + "".join(f"{inner}{part},\n" for part in parts) + INDENT * depth + closing


def _find_shorthand(value: Any) -> tuple[str, list[tuple[str, Any]]] | None:
    """How a choice of columns or a sweep is written by the functions for them, if that gives the same JSON."""
    if not isinstance(value, Mapping):
        return None
    keys = set(value)
    if keys == {"list"} and isinstance(value["list"], list):
        return "dy.choices", [("", item) for item in value["list"]]
    limits = value.get("range")
    if keys == {"range"} and isinstance(limits, Mapping) and {"minimum", "maximum", "scale"} <= set(limits) <= {
        "minimum", "maximum", "scale", "steps",
    }:  # fmt: skip
        rest = [(f"{key}=", limits[key]) for key in ("scale", "steps") if limits.get(key) is not None]
        return "dy.span", [("", limits["minimum"]), ("", limits["maximum"]), *rest]
    if keys == {"start", "names"} and isinstance(value["names"], list):
        if value["start"] == "none":
            return "dy.columns", [("", name) for name in value["names"]]
        if value["start"] == "all":
            return "dy.all_columns", [("without=", value["names"])] if value["names"] else []
    return None
