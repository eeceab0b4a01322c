"""JSON in the database: what goes in can be written again, and what is in from before is repaired on its way out."""

import json
import re

from pydantic_core import from_json

from modules.kit.strict_json import ESCAPED_SURROGATE, repair_value

#: A number that may be too large for any.
HUGE_NUMBER = re.compile(r"[0-9][eE]\+?[0-9]{3}")


def write_json(value: object) -> str:
    """The value as JSON, its half characters as U+FFFD, and null for numbers that there are not."""
    try:
        text = json.dumps(value, allow_nan=False)
    except ValueError:
        return json.dumps(repair_value(value), allow_nan=False)
    return json.dumps(repair_value(value), allow_nan=False) if ESCAPED_SURROGATE.search(text) else text


def repair_json(text: str) -> str:
    """The text itself, where what is in it can be sent to anybody."""
    return write_json(read_json(text)) if may_need_repair(text) else text


def read_json(text: str | bytes) -> object:
    """The value of a stored text; an earlier version may have stored what cannot be sent to anybody."""
    held = text.decode() if isinstance(text, bytes) else text
    try:
        value: object = from_json(held, allow_inf_nan=False)
    except ValueError:  # what only Python takes for JSON, or nests deeply
        value = json.loads(held)
    return repair_value(value) if may_need_repair(held) else value


def may_need_repair(text: str) -> bool:
    """Whether there may be something in the text of a value that JSON, or UTF-8, cannot hold."""
    # Words are found in a tenth of the time that a pattern of all takes, and each stored value is read so.
    if "NaN" in text or "Infinity" in text or HUGE_NUMBER.search(text):
        return True
    return "\\u" in text and ESCAPED_SURROGATE.search(text) is not None
