"""JSON from outside: parsed without what JSON has no word for, and text that no encoding can write is repaired.

Python's parser takes NaN, numbers that become infinity, and half of a character; none of them can be written again.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

#: What `JSON.parse` of a browser reads as a number, and Python as a float, has no more digits before its point.
MAX_DIGITS = 309
#: Nested deeper than this, values are refused: what walks through them later does so by calling itself.
MAX_DEPTH = 200
#: The escape of a half of a character without its other half; only where there is one can a text need repair.
ESCAPED_SURROGATE = re.compile(r"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]", re.DOTALL)
SURROGATES = re.compile("[\ud800-\udfff]")
REPLACEMENT = "\ufffd"


class InvalidJson(ValueError):
    """The text is not JSON; the message says where and what is wrong, as the end of a sentence."""


class _UnsupportedNumber:
    """Stands for a number that JSON cannot hold, so that its place can be told."""

    def __init__(self, text: str) -> None:
        self.text = text


def parse_json(content: str | bytes, *, max_depth: int = MAX_DEPTH) -> Any:
    """The value of a JSON text, its half characters replaced by U+FFFD. Raises InvalidJson."""
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
    except UnicodeDecodeError as error:
        raise InvalidJson(f"the byte at position {error.start} is not UTF-8") from None
    odd: list[_UnsupportedNumber] = []

    def refused(number: str) -> _UnsupportedNumber:
        odd.append(_UnsupportedNumber(number))
        return odd[-1]

    try:
        value = json.loads(
            text,
            parse_constant=refused,
            parse_float=lambda number: found if math.isfinite(found := float(number)) else refused(number),
            parse_int=lambda number: refused(number) if len(number) > MAX_DIGITS else int(number),
        )
    except json.JSONDecodeError as error:
        raise InvalidJson(
            f"{error.msg[:1].lower()}{error.msg[1:]} in line {error.lineno}, column {error.colno}"
        ) from None
    except RecursionError:
        raise InvalidJson(f"it is nested more than {max_depth} levels deep") from None
    _refuse_deep(value, max_depth)
    if odd:
        raise InvalidJson(_describe_number(value, odd[0]))
    return repair_value(value) if ESCAPED_SURROGATE.search(text) or SURROGATES.search(text) else value


def repair_value(value: object) -> object:
    """The value with U+FFFD for half characters in its texts and names, and without numbers that JSON cannot hold.

    Such a number becomes null. Values nested as deeply as Python can call itself are taken.
    """
    if isinstance(value, str):
        return repair_text(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {
            repair_text(name) if isinstance(name, str) else name: repair_value(item) for name, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [repair_value(item) for item in value]
    return value


def repair_text(text: str) -> str:
    """The text with U+FFFD for each half of a character; two halves that belong together become that character."""
    if not SURROGATES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _refuse_deep(value: object, max_depth: int) -> None:
    level = [value]
    for _ in range(max_depth):
        level = [item for holder in level for item in _list_containers(holder)]
        if not level:
            return
    raise InvalidJson(f"it is nested more than {max_depth} levels deep")


def _list_containers(value: object) -> list[object]:
    """The lists and maps in a list or a map."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [item for item in items if isinstance(item, dict | list)]


def _describe_number(value: object, any_odd: _UnsupportedNumber) -> str:
    path, odd = next(
        _find_unsupported_numbers(value, ()), ((), any_odd)
    )  # one that its own map forgot again has no place
    where = f" at {'.'.join(path)}" if path else ""
    shown = odd.text if len(odd.text) <= 20 else f"{odd.text[:8]}… with {len(odd.text):,} characters"
    if odd.text.lstrip("-").isalpha():
        return f"{shown}{where} is not a number in JSON. Remove it, or write null"
    return f"the number {shown}{where} is too large. Numbers go up to about 1.8e308"


def _find_unsupported_numbers(
    value: object, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], _UnsupportedNumber]]:
    if isinstance(value, _UnsupportedNumber):
        yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield from _find_unsupported_numbers(item, (*path, str(name)))
