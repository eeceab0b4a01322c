"""JSON from outside: parsed without what JSON has no word for, and text that no encoding can write is repaired.

Python's parser takes NaN, numbers that become infinity, and half of a character; none of them can be written again.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

#: What `JSON.parse` of a browser reads as a number, and Python as a float, has no more digits before its point.
MOST_DIGITS = 309
#: Nested deeper than this, values are refused: what walks through them later does so by calling itself.
MOST_DEPTH = 200
#: The escape of a half of a character without its other half; only where there is one can a text need repair.
HALF = re.compile(r"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]", re.DOTALL)
HALVES = re.compile("[\ud800-\udfff]")
REPLACEMENT = "\ufffd"


class NotJson(ValueError):
    """The text is not JSON; the message says where and what is wrong, as the end of a sentence."""


class _Odd:
    """Stands for a number that JSON cannot hold, so that its place can be told."""

    def __init__(self, text: str) -> None:
        self.text = text


def parse_json(content: str | bytes, *, most_depth: int = MOST_DEPTH) -> Any:
    """The value of a JSON text, its half characters replaced by U+FFFD. Raises NotJson."""
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
    except UnicodeDecodeError as error:
        raise NotJson(f"the byte at position {error.start} is not UTF-8") from None
    odd: list[_Odd] = []

    def refused(number: str) -> _Odd:
        odd.append(_Odd(number))
        return odd[-1]

    try:
        value = json.loads(
            text,
            parse_constant=refused,
            parse_float=lambda number: found if math.isfinite(found := float(number)) else refused(number),
            parse_int=lambda number: refused(number) if len(number) > MOST_DIGITS else int(number),
        )
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.msg[:1].lower()}{error.msg[1:]} in line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise NotJson(f"it is nested more than {most_depth} levels deep") from None
    _refuse_deep(value, most_depth)
    if odd:
        raise NotJson(_said(value, odd[0]))
    return repaired(value) if HALF.search(text) or HALVES.search(text) else value


def repaired(value: Any) -> Any:
    """The value with U+FFFD for half characters in its texts and names, and without numbers that JSON cannot hold.

    Such a number becomes null. Values nested as deeply as Python can call itself are taken.
    """
    if isinstance(value, str):
        return repaired_text(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {repaired_text(name) if isinstance(name, str) else name: repaired(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [repaired(item) for item in value]
    return value


def repaired_text(text: str) -> str:
    """The text with U+FFFD for each half of a character; two halves that belong together become that character."""
    if not HALVES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _refuse_deep(value: Any, most: int) -> None:
    level = [value]
    for _ in range(most):
        level = [item for holder in level for item in _held(holder)]
        if not level:
            return
    raise NotJson(f"it is nested more than {most} levels deep")


def _held(value: Any) -> list[Any]:
    """The lists and maps in a list or a map."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [item for item in items if isinstance(item, dict | list)]


def _said(value: Any, any_odd: _Odd) -> str:
    path, odd = next(_odd_numbers(value, ()), ((), any_odd))  # one that its own map forgot again has no place
    where = f" at {'.'.join(path)}" if path else ""
    shown = odd.text if len(odd.text) <= 20 else f"{odd.text[:8]}… with {len(odd.text):,} characters"
    if odd.text.lstrip("-").isalpha():
        return f"{shown}{where} is not a number that JSON knows. Leave it out, or write null"
    return f"the number {shown}{where} is too large. Numbers go up to about 1.8e308"


def _odd_numbers(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], _Odd]]:
    if isinstance(value, _Odd):
        yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield from _odd_numbers(item, (*path, str(name)))
