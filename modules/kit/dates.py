"""Dates that are written as text, read in one order of day and month for a whole column."""

import re
from typing import Any, Literal

import pandas as pd

DateOrder = Literal["Detect", "Day first", "Month first"]

#: 5/1/2024, 05.01.24 or 5-1-2024, and whatever follows.
NUMERIC_DATE = re.compile(r"^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)(.*)$", re.DOTALL)
#: {language: the names of its twelve months in small letters, short ones first}
MONTH_NAMES = {
    "English": "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september"
    "|oct october|nov november|dec december",
    "German": "jan jän januar jänner|feb februar feber|mär mrz märz maerz|apr april|mai|jun juni|jul juli|aug august"
    "|sep sept september|okt oktober|nov november|dez dezember",
    "French": "jan janv janvier|fév févr février fev fevr fevrier|mars|avr avril|mai|juin|juil juillet|août aout"
    "|sep sept septembre|oct octobre|nov novembre|déc décembre dec decembre",
    "Spanish": "ene enero|feb febrero|mar marzo|abr abril|may mayo|jun junio|jul julio|ago agosto"
    "|sep sept set septiembre setiembre|oct octubre|nov noviembre|dic diciembre",
}
MONTH_NUMBERS = {
    name: number
    for language in MONTH_NAMES.values()
    for number, names in enumerate(language.split("|"), 1)
    for name in names.split()
}
MONTH_WORD = r"(?:" + "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True)) + r")"
#: May 12th, 2024; 12-May-24, 12. Mai 2024, 1er mai 2024 or 12 de mayo de 2024; and whatever follows.
MONTH_FIRST_DATE = re.compile(
    rf"^({MONTH_WORD})\.? ?(\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)[ ,]*(.*)$", re.IGNORECASE | re.DOTALL
)
DAY_FIRST_DATE = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th|er|[.º°])?[ /-]?(?:(?:de|of) )?"
    rf"({MONTH_WORD})\.?(?:,? (?:del? )?|[/-])?(\d{{4}}|(?<=[ /-])\d{{2}})(?!\d)[ ,]*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
YEAR_PATTERN = re.compile(r"(?<!\d)\d{4}(?!\d)|^\d{8}(?!\d)")
#: Two-digit years up to this one are of this century, as strptime has it.
LAST_YEAR_OF_THE_CENTURY = 68
MONTHS = 12


class AmbiguousDates(ValueError):
    """The order of day and month in a column is open; the message says which values leave it so."""


def parse_times(values: "pd.Series[Any]", order: DateOrder = "Detect") -> "pd.Series[Any]":
    """The times that the texts name, in UTC without a zone; those that name none are missing.

    Day and month have one order for the whole column. Raises AmbiguousDates where both orders fit, or neither does.
    Two-digit years are those from 1969 to 2068.
    """
    texts = values.astype("str").str.strip().where(values.notna())
    known = texts.dropna().unique()
    day_first = order == "Day first" if order != "Detect" else is_day_first(known)
    whole = {text: expand_date(text, day_first) for text in known}
    times = pd.to_datetime(texts.map(whole), format="mixed", errors="coerce", utc=True)
    return times.dt.tz_localize(None).dt.as_unit("us")


def is_day_first(texts: Any) -> bool:
    """Whether the day comes before the month in dates of numbers; raises AmbiguousDates where the texts do not tell."""
    found = [match for match in map(NUMERIC_DATE.match, texts) if match]
    days = [match for match in found if int(match[1]) > MONTHS]
    months = [match for match in found if int(match[3]) > MONTHS]
    if days and months:
        message = f"The day comes first in '{days[0][0]}', but the month comes first in '{months[0][0]}'."
        raise AmbiguousDates(f"{message} Fix one of them.")
    unclear = [match for match in found if match[1] != match[3] and match[2] != "."]
    if unclear and not days and not months:
        raise AmbiguousDates(
            f"'{unclear[0][0]}' can be read with the day first or with the month first. Choose the order."
        )
    return not months


def expand_date(text: str, day_first: bool) -> str | None:
    """The text with its date as year, month and day; None where it has no year."""
    if found := NUMERIC_DATE.match(text):
        day, month = (found[1], found[3]) if day_first else (found[3], found[1])
        return f"{expand_year(found[4])}-{int(month):02}-{int(day):02}{found[5]}"
    if found := DAY_FIRST_DATE.match(text):
        return f"{expand_year(found[3])}-{MONTH_NUMBERS[found[2].lower()]:02}-{int(found[1]):02} {found[4]}".strip()
    if found := MONTH_FIRST_DATE.match(text):
        return f"{found[3]}-{MONTH_NUMBERS[found[1].lower()]:02}-{int(found[2]):02} {found[4]}".strip()
    return text if YEAR_PATTERN.search(text) else None


def expand_year(digits: str) -> str:
    if len(digits) > 2:
        return digits
    return f"{'20' if int(digits) <= LAST_YEAR_OF_THE_CENTURY else '19'}{digits}"


def has_short_years(texts: Any) -> bool:
    """Whether a date among the texts has a year of two digits."""
    numbers = (match for match in map(NUMERIC_DATE.match, texts) if match)
    written = (match for match in map(DAY_FIRST_DATE.match, texts) if match)
    return any(len(match[4]) == 2 for match in numbers) or any(len(match[3]) == 2 for match in written)
