"""JSON in the database: what goes in can be written again, and what is in from before is repaired on its way out."""

import json
import re

from modules.kit.strict_json import ESCAPED_SURROGATE, repair_value

#: In the text of a value there may be something that JSON, or UTF-8, cannot hold.
NEEDS_REPAIR = re.compile(rf"{ESCAPED_SURROGATE.pattern}|NaN|Infinity|\d[eE]\+?\d\d\d")


def write_json(value: object) -> str:
    """The value as JSON, its half characters as U+FFFD, and null for numbers that there are not."""
    try:
        text = json.dumps(value, allow_nan=False)
    except ValueError:
        return json.dumps(repair_value(value), allow_nan=False)
    return json.dumps(repair_value(value), allow_nan=False) if ESCAPED_SURROGATE.search(text) else text


def repair_json(text: str) -> str:
    """The text itself, where what is in it can be sent to anybody."""
    return write_json(read_json(text)) if NEEDS_REPAIR.search(text) else text


def read_json(text: str | bytes) -> object:
    """The value of a stored text; an earlier version may have stored what cannot be sent to anybody."""
    value = json.loads(text)
    held = text.decode() if isinstance(text, bytes) else text
    return repair_value(value) if NEEDS_REPAIR.search(held) else value
