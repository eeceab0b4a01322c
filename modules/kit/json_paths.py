"""Paths into nested values, such as `data.items[0].lines` or `orders[*].lines`."""

import re
from typing import Any

PATH_PATTERN = re.compile(r"\[(\d+|\*)\]|([^.\[\]]+)")


def find_value(value: object, path: str) -> tuple[bool, Any]:
    """Whether there is something at a path, and what. After `[*]`, or where a list stands in the way, a list of what
    each item has; a leading `$` means the whole."""
    steps = PATH_PATTERN.findall(path.removeprefix("$"))
    for place, (index, key) in enumerate(steps):
        if index == "*" or (key and isinstance(value, list)):
            rest = steps[place + 1 :] if index == "*" else steps[place:]
            return _find_in_items(value, rest)
        if index and isinstance(value, list) and int(index) < len(value):
            value = value[int(index)]
        elif key and isinstance(value, dict) and key in value:
            value = value[key]
        else:
            return False, None
    return True, value


def _find_in_items(value: object, steps: list[tuple[str, str]]) -> tuple[bool, list[Any]]:
    """What the items of a list have at the rest of a path, lists there one after another."""
    if not isinstance(value, list):
        return False, []
    rest = "".join(f"[{index}]" if index else f".{key}" for index, key in steps)
    found: list[Any] = []
    for item in value:
        there, one = find_value(item, rest)
        if there:
            found.extend(one if isinstance(one, list) else [one])
    return bool(found) or not value, found
