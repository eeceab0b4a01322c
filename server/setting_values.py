"""How settings are written: sizes as `2 GiB`, durations as `10 min`; and what is wrong with one, by its name."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, ValidationError

PREFIX = "DESIGNERY_"
#: Said by the image, to tests, to the Python client or to jobs; no settings of a server.
NON_SETTINGS = frozenset(
    {"DESIGNERY_IN_CONTAINER", "DESIGNERY_FUZZ_ROUNDS", "DESIGNERY_SERVER", "DESIGNERY_TOKEN", "DESIGNERY_METRICS"}
)
#: Whatever is wrong with these is said without their value.
HIDDEN_SETTINGS = ("secret", "password", "token", "assistant_key", "database_url")

_BYTES = {"": 1, "b": 1, "byte": 1, "bytes": 1}
_BYTES |= {f"{letter}{end}": 1024**power for power, letter in enumerate("kmgt", 1) for end in ("", "ib")}
_BYTES |= {f"{letter}b": 1000**power for power, letter in enumerate("kmgt", 1)}
_SECONDS = {
    **dict.fromkeys(("", "s", "sec", "second", "seconds"), 1.0),
    "ms": 0.001,
    **dict.fromkeys(("m", "min", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hour", "hours"), 3_600.0),
    **dict.fromkeys(("d", "day", "days"), 86_400.0),
}
#: {pydantic's error type: what is wanted}
_EXPECTED_TEXTS = {
    "literal_error": "must be {expected}",
    "less_than_equal": "must be at most {le}",
    "greater_than_equal": "must be at least {ge}",
    "greater_than": "must be more than {gt}",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "float_parsing": "must be a number",
}
_AMOUNT_PATTERN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*")


class InvalidSettings(Exception):
    """The environment does not say how to start; the message names each variable that is wrong."""


def _parse_size(value: object) -> object:
    return round(_parse_amount(value, _BYTES, "a size, such as 512 MiB or 2 GiB")) if isinstance(value, str) else value


def _parse_duration(value: object) -> object:
    return _parse_amount(value, _SECONDS, "a time, such as 90, 30 s or 10 min") if isinstance(value, str) else value


def _parse_amount(text: str, units: Mapping[str, float], expected: str) -> float:
    found = _AMOUNT_PATTERN.fullmatch(text)
    factor = units.get(found[2].lower()) if found else None
    if found is None or factor is None:
        raise ValueError(expected)
    return float(found[1]) * factor


def _parse_address(value: str) -> str:
    """An address without the slash at its end."""
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        raise ValueError("an address, such as https://designery.example.org or https://example.org/designery")
    return value.rstrip("/")


#: Bytes, as a number or with a unit: KiB, MiB, GiB, TiB are powers of 1024; kB, MB, GB, TB of 1000.
ByteSize = Annotated[int, BeforeValidator(_parse_size)]
#: Seconds, as a number or with a unit: ms, s, min, h, d.
DurationSeconds = Annotated[float, BeforeValidator(_parse_duration)]
AddressSetting = Annotated[str, AfterValidator(_parse_address)]


def refuse_unknown(fields: Iterable[str]) -> None:
    """Raise InvalidSettings for variables of ours that are no settings: a mistyped limit would be no limit."""
    known = {f"{PREFIX}{field.upper()}" for field in fields}
    sentences = [
        _describe_unknown(name, known) for name in sorted(os.environ) if _is_ours(name) and name.upper() not in known
    ]
    if sentences:
        raise InvalidSettings("\n".join(sentences))


def _is_ours(name: str) -> bool:
    return name.upper().startswith(PREFIX) and name not in NON_SETTINGS


def _describe_unknown(name: str, known: set[str]) -> str:
    near = get_close_matches(name.upper().removeprefix(PREFIX), [one.removeprefix(PREFIX) for one in known], n=1)
    return f"{name} is not a setting. " + (
        f"Did you mean {PREFIX}{near[0]}?" if near else "docs/settings.md lists them all."
    )


def describe_setting_errors(error: ValidationError) -> str:
    """What is wrong with the settings, a sentence for each."""
    return "\n".join(_iterate_messages(error))


def _iterate_messages(error: ValidationError) -> Iterator[str]:
    for flaw in error.errors(include_url=False):
        if flaw["type"] == "default_factory_not_called":  # it follows from another one, which is told
            continue
        field = str(flaw["loc"][0]) if flaw["loc"] else ""
        received = "" if any(word in field for word in HIDDEN_SETTINGS) else f" Got {flaw['input']!r}."
        yield f"{PREFIX}{field.upper()} {_describe_expected(dict(flaw))}.{received}"


def _describe_expected(flaw: dict[str, Any]) -> str:
    if flaw["type"] == "value_error":
        return f"must be {flaw['ctx']['error']}"
    template = _EXPECTED_TEXTS.get(flaw["type"])
    return template.format(**flaw.get("ctx", {})) if template else f"is not valid: {flaw['msg']}"
