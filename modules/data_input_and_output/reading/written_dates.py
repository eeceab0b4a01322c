"""Dates as people write them: 14.09.2025, 9/14/2025, 2025/9/14, Sep 14 2025, 14. Mai 2025."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from modules.data_input_and_output.reading.read_limits import quote_value
from modules.data_input_and_output.reading.reading_options import DateOrder
from modules.kit import dates

_MONTH = rf"{dates.MONTH_WORD}\.?"
_TIME = r"(?:[T, ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[ap]m)?)?"
_YEAR = r"(?:\d{4}|\d{2})"
#: Ways of writing a date, in RE2; each is a whole text.
NUMERIC = rf"(?i)^\d{{1,2}}(?:\.\d{{1,2}}\.|/\d{{1,2}}/|-\d{{1,2}}-){_YEAR}{_TIME}$"
YEAR_FIRST = rf"(?i)^\d{{4}}(?:/\d{{1,2}}/|\.\d{{1,2}}\.|-\d{{1,2}}-)\d{{1,2}}{_TIME}$"
_MONTH_FIRST = rf"{_MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
_DAY_FIRST = (
    rf"\d{{1,2}}(?:st|nd|rd|th|er|[.º°])?[ /-]?(?:(?:de|of) )?{_MONTH}(?:(?:,? (?:del? )?|[/-]){_YEAR}|\d{{4}})"
)
MONTH_NAMES = rf"(?i)^(?:{_MONTH_FIRST}|{_DAY_FIRST}){_TIME}$"
#: The parts of such a date, in the order of its text, for pandas.
MONTH_FIRST_PARTS = r"(?i)^([^\W\d_]+)\W*(\d+)(?:st|nd|rd|th)?\W*(\d+)"
DAY_FIRST_PARTS = r"(?i)^(\d+)(?:st|nd|rd|th|er)?\W*(?:(?:de|of) )?([^\W\d_]+)\W*(?:del? )?(\d+)"
PLAIN_ENGLISH = r"(?i)^(?:[a-z]+ \d{1,2},? \d{4}|\d{1,2}[ -][a-z]+[ -]\d{2,4})"

DateForm = Literal["numeric", "year first", "month name"]
FORMS: tuple[tuple[DateForm, str], ...] = (
    ("numeric", NUMERIC),
    ("year first", YEAR_FIRST),
    ("month name", MONTH_NAMES),
)
FIRST_NUMBER, SECOND_NUMBER = r"^(?P<number>\d{1,2})[./-]", r"^\d{1,2}[./-](?P<number>\d{1,2})"
#: As dates are written, and versions hardly ever: 05.01.24.
TWO_DIGITS_EACH = r"^\d{2}\.\d{2}\.\d{2}"
BEFORE_YEAR = r"^(\d{1,2}[./-]\d{1,2}[./-]|\d{1,2}\D{4,20})"
SHORT_YEARS = "Years of two digits are read as 1969 to 2068"
MONTHS = 12


@dataclass(frozen=True)
class DateEvidence:
    """How the dates of a column are written, and what says whether the day or the month comes first."""

    form: DateForm
    #: None where both orders fit all dates.
    order: DateOrder | None
    #: How many dates begin with, or have in second place, a number above 12; whether points part them.
    past_twelve: int
    points: bool
    example: str


def find_date_evidence(values: pa.ChunkedArray) -> DateEvidence | None:
    """How the texts write dates; None where one of them is no date, or where no order fits all."""
    fitting = (form for form, pattern in FORMS if pc.all(pc.match_substring_regex(values, pattern)).as_py())
    form = next(fitting, None)
    if form is None:
        return None
    example = _find_example(values)
    if form != "numeric":
        return DateEvidence(form, "auto", 0, False, example)
    first, second = (_count_past_twelve(values, pattern) for pattern in (FIRST_NUMBER, SECOND_NUMBER))
    if first and second:
        return None
    points = bool(pc.all(pc.match_substring_regex(values, r"^\d{1,2}\.")).as_py())
    unclear = points and not (first or second) and _has_short_years(values)
    if unclear and not pc.all(pc.match_substring_regex(values, TWO_DIGITS_EACH)).as_py():
        return None  # these may be numbers of versions
    told = points and not second and not unclear
    order: DateOrder | None = "day first" if first or told else "month first" if second else None
    return DateEvidence(form, order, first or second, points, example)


def _find_example(values: pa.ChunkedArray) -> str:
    """A date whose day is not the number of its month, if there is one."""
    present = values.drop_null()
    parts = pc.extract_regex(present.slice(0, 1000), r"^(?P<first>\d{1,2})[./-](?P<second>\d{1,2})")
    differing = pc.not_equal(pc.struct_field(parts, "first"), pc.struct_field(parts, "second"))
    place = pc.index(differing, True).as_py()
    return str(present[max(place, 0)].as_py())


def _has_short_years(values: pa.ChunkedArray) -> bool:
    return bool(pc.any(pc.match_substring_regex(values, r"^\d{1,2}\.\d{1,2}\.\d{2}(?:\D|$)")).as_py())


def describe_form(evidence: DateEvidence, values: pa.ChunkedArray) -> str:
    """How dates are written that leave no doubt about the order; other languages than English by their names."""
    if evidence.form == "year first":
        return "Dates with the year first"
    found = set(collect_month_words(values))
    fitting = [
        language for language, names in dates.MONTH_NAMES.items() if found <= set(names.replace("|", " ").split())
    ]
    if not fitting or "English" in fitting:
        return "Dates with the name of the month"
    return f"Dates with {' or '.join(fitting)} names of months"


def collect_month_words(values: pa.ChunkedArray) -> list[str]:
    """The names of months in dates, in small letters and in their order in the year."""
    found = pc.struct_field(pc.extract_regex(values, rf"(?i)(?P<month>{dates.MONTH_WORD})"), "month")
    words = {word.lower() for word in pc.unique(found.drop_null()).to_pylist()}
    return sorted(words, key=lambda word: (dates.MONTH_NUMBERS[word], word))


def describe_short_years(name: str, values: pa.ChunkedArray) -> str:
    """Which century years of two digits are in; empty where all have four."""
    if not pc.any(pc.match_substring_regex(values, rf"{BEFORE_YEAR}\d{{2}}(?:\D|$)")).as_py():
        return ""
    return f"Column {quote_value(name)}: {SHORT_YEARS[0].lower()}{SHORT_YEARS[1:]}."


def _count_past_twelve(values: pa.ChunkedArray, pattern: str) -> int:
    numbers = pc.struct_field(pc.extract_regex(values, pattern), "number").cast(pa.int64())
    return int(pc.sum(pc.greater(numbers, MONTHS)).as_py() or 0)


def parse_dates(values: pa.ChunkedArray, order: DateOrder) -> pa.ChunkedArray:
    """The times that the texts name; those that name none are missing. `auto` takes the only order that fits."""
    texts: pd.Series[str] = pd.Series(values.to_pandas(), dtype="str")
    orders: dict[DateOrder, dates.DateOrder] = {"day first": "Day first", "month first": "Month first"}
    try:
        times = dates.parse_times(texts, orders.get(order, "Detect"))
    except dates.AmbiguousDates:
        times = dates.parse_times(texts, "Day first")
    return pa.chunked_array([pa.array(times, pa.timestamp("us"), from_pandas=True)])
