"""Names of columns as people can read and type them: clean, never empty, never twice."""

import unicodedata
from collections.abc import Iterable

from modules.data_input_and_output.reading.read_limits import format_count, quote_value

MAX_NAME_LENGTH = 200
#: They turn the direction of what stands beside them, or cannot be seen at all.
INVISIBLE_CHARACTERS = dict.fromkeys(
    map(ord, "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)


def number_columns(count: int) -> list[str]:
    """The names of columns that have none: Col1, Col2, ..."""
    return [f"Col{place}" for place in range(1, count + 1)]


def tidy_names(given: Iterable[object], notices: list[str]) -> list[str]:
    """The given names without control and direction characters, in NFC, each one once whatever its capitals."""
    names: list[str] = []
    taken: dict[str, int] = {}
    empty, renamed = [], []
    for place, raw in enumerate(given, start=1):
        clean = _clean_column_name(raw)
        name = _find_free_name(clean or f"Column {place}", taken)
        names.append(name)
        if not clean:
            empty.append(name)
        elif name != clean:
            renamed.append(name)
    if empty:
        notices.append(f"{format_count(len(empty), 'column')} had no name: {_list_some(empty)}.")
    if renamed:
        notices.append(
            f"{format_count(len(renamed), 'column')} had the name of another and got a number: {_list_some(renamed)}."
        )
    return names


def _clean_column_name(raw: object) -> str:
    text = unicodedata.normalize("NFC", "" if raw is None else str(raw).encode("utf-8", "replace").decode())
    spaced = "".join(
        " " if character in "\t\n\r\v\f" else character for character in text.translate(INVISIBLE_CHARACTERS)
    )
    seen = "".join(character for character in spaced if unicodedata.category(character) not in ("Cc", "Cs"))
    return seen.strip()[:MAX_NAME_LENGTH].strip()


def _find_free_name(name: str, taken: dict[str, int]) -> str:
    """The name, or the name with the first number that makes it new; `taken` remembers the last number of each."""
    free, number = name, taken.get(name.casefold(), 0)
    while free.casefold() in taken:
        number = max(number, 1) + 1
        free = f"{name} ({number})"
    taken[name.casefold()] = number
    taken.setdefault(free.casefold(), 0)
    return free


def _list_some(names: list[str]) -> str:
    shown = ", ".join(quote_value(name) for name in names[:5])
    return f"{shown} and {len(names) - 5:,} more" if len(names) > 5 else shown
