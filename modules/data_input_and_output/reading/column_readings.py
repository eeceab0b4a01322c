"""What each column of a text is read as: what somebody decided, else what all of its values are, and why."""

import re
from dataclasses import dataclass, field, replace
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from modules.data_input_and_output.reading.chosen_types import (
    convert_to_kind,
    find_boolean_words,
    is_read_as_boolean,
)
from modules.data_input_and_output.reading.read_limits import format_count, quote_value
from modules.data_input_and_output.reading.reading_options import ColumnKind, DateOrder, ReadingOptions
from modules.data_input_and_output.reading.type_inference import infer_text_column
from modules.data_input_and_output.reading.unit_conversions import choose_convertible_units
from modules.data_input_and_output.reading.written_dates import (
    SHORT_YEARS,
    describe_form,
    describe_short_years,
    find_date_evidence,
    parse_dates,
)
from modules.data_input_and_output.reading.written_numbers import (
    CURRENCIES,
    GROUP_MARKS,
    PERCENT,
    MarkVotes,
    NumberMarks,
    WrittenNumbers,
    count_mark_votes,
    is_known_unit,
    parse_written_numbers,
)

Undecided = Literal["day or month", "decimal or thousands"]

#: So many of the first rows tell which marks numbers have.
MARK_ROWS = 500
MARK_CELLS = 200_000
MAX_CATEGORIES = 50
#: So many rows with numbers in another unit are named.
MAX_NAMED_ROWS = 3
LEADING_ZERO = r"^\s*[+\-]?0\d"


@dataclass(frozen=True)
class TableMarks:
    """What the numbers and dates of a table have in common."""

    options: ReadingOptions
    marks: NumberMarks = field(default_factory=NumberMarks)
    #: Why these marks; empty where no number says.
    reason: str = ""
    votes: dict[str, MarkVotes] = field(default_factory=dict)
    date_order: DateOrder | None = None
    date_column: str = ""
    #: Semicolons part the values, as where people write 1.234,5, and no number says whether points group digits.
    doubts_points: bool = False


@dataclass(frozen=True)
class ReadColumn:
    """A column as it is read, and why so."""

    name: str
    values: pa.ChunkedArray
    kind: ColumnKind
    reason: str
    #: The values differ from what is written, beyond what any program would read.
    converted: bool = False
    undecided: Undecided | None = None
    unit: str = ""
    date_order: DateOrder | None = None
    #: Kinds that the values also allow.
    offers: tuple[ColumnKind, ...] = ()
    failed: int = 0
    failed_row: int | None = None
    failed_text: str = ""
    notice: str = ""
    #: Units that all of its numbers can be converted to, the commonest first.
    convertible_units: tuple[str, ...] = ()


def find_table_marks(table: pa.Table, options: ReadingOptions, delimiter: str | None) -> TableMarks:
    """Which marks the numbers of the texts have, by the first rows, and which order the dates, by all."""
    texts = [name for name, column in zip(table.column_names, table.columns, strict=True) if _is_text(column)]
    rows = max(20, min(MARK_ROWS, MARK_CELLS // max(1, len(texts))))
    votes = {
        name: count_mark_votes(cell for cell in table[name].slice(0, rows).to_pylist() if cell is not None)
        for name in texts
    }
    marks, reason = _choose_marks(votes, options, delimiter)
    order, source = _find_date_order(table, texts, options)
    doubts_points = delimiter == ";" and not reason and marks == NumberMarks()
    return TableMarks(options, marks, reason, votes, order, source, doubts_points)


def _is_text(column: pa.ChunkedArray) -> bool:
    return bool(pa.types.is_string(column.type))


def _choose_marks(
    votes: dict[str, MarkVotes], options: ReadingOptions, delimiter: str | None
) -> tuple[NumberMarks, str]:
    points, commas = ([(name, one) for name, one in votes.items() if one.decimal == mark] for mark in (".", ","))
    winners = commas if len(commas) > len(points) else points
    decimal: Literal[".", ","] = "," if winners is commas and commas else "."
    reason = f"{quote_value(winners[0][1].example)} in {winners[0][0]}" if winners else ""
    if options.decimal != "auto":
        decimal, reason = options.decimal, "Chosen by you"
    thousands = next((one.grouped for one in votes.values() if one.grouped and one.grouped != decimal), "")
    if not thousands and (decimal == "," or delimiter == ",") and any(one.open_example for one in votes.values()):
        thousands = "." if decimal == "," else ","
    if options.thousands != "auto":
        thousands = "" if options.thousands == "none" else options.thousands
        reason = reason or "Chosen by you"
    return NumberMarks(decimal, thousands if thousands != decimal else ""), reason


def _find_date_order(table: pa.Table, texts: list[str], options: ReadingOptions) -> tuple[DateOrder | None, str]:
    """The order that somebody chose, or the only one that the columns with days past 12 have."""
    if options.date_order != "auto":
        return options.date_order, ""
    found: dict[DateOrder, str] = {}
    for name in texts:
        evidence = find_date_evidence(table[name]) if table[name].null_count < table.num_rows else None
        if evidence is not None and evidence.form == "numeric" and evidence.order is not None:
            found.setdefault(evidence.order, name)
    return next(iter(found.items())) if len(found) == 1 else (None, "")


def read_column(name: str, written: pa.ChunkedArray, present: pa.ChunkedArray, table: TableMarks) -> ReadColumn:
    """The column; `present` are its values without any word that stands for a missing one, quoted or not."""
    decision = table.options.get_column(name)
    order = table.date_order if decision.date_order == "auto" else decision.date_order
    marks = choose_column_marks(name, table)
    if decision.type is not None or decision.unit is not None or decision.date_order != "auto":
        kind = decision.type or ("real" if decision.unit else "datetime")
        return _read_as_chosen(name, written, present, kind, marks, order, decision.unit)
    if not _is_text(written):
        return ReadColumn(name, written, *_describe_typed(written))
    if present.null_count == len(present):
        notice = f"Column {quote_value(name)} has no values." if len(present) else ""
        return ReadColumn(name, present.cast(pa.float64()), "real", "No values", notice=notice)
    notices: list[str] = []
    if marks.decimal == "." or not pc.any(pc.match_substring(present, ".")).as_py():
        plain = infer_text_column(name, present, ".", notices)
        if not _is_text(plain):
            notices.extend(_describe_doubt(name, table))
            kind, reason = _describe_typed(plain)
            return ReadColumn(name, plain, kind, _shorten_notices(name, notices) or reason, notice=" ".join(notices))
    if any(f"Column {quote_value(name)} is text, because" in notice for notice in notices):
        return _read_as_text(name, written, present, notices)  # codes that would lose a part of themselves
    numbers = _read_written_numbers(name, written, present, marks, table)
    told = numbers or _read_dates(name, written, present, order, table)
    return told or _read_as_text(name, written, present, notices)


def _describe_doubt(name: str, table: TableMarks) -> list[str]:
    """What to say of numbers such as 1.234 that may be more than a thousand."""
    votes = table.votes.get(name)
    if not table.doubts_points or votes is None or not votes.open_example:
        return []
    return [
        f"Column {quote_value(name)}: {votes.open_example} is read with a decimal point. If its points separate "
        "thousands, choose the comma as the decimal mark."
    ]


def _shorten_notices(name: str, notices: list[str]) -> str:
    """What was noticed, as it stands below the name of the column."""
    told = " ".join(notices).rstrip(".").removeprefix(f"Column {quote_value(name)}")
    told = re.sub(r"^(?: is text, because| is text:|:)? ", "", told)
    return told[:1].upper() + told[1:]


def choose_column_marks(name: str, table: TableMarks) -> NumberMarks:
    """The marks of the table, unless the column's own numbers leave no doubt and nobody chose."""
    votes = table.votes.get(name)
    options = table.options
    if votes is None or votes.decimal is None or options.decimal != "auto":
        return table.marks
    thousands = table.marks.thousands if options.thousands != "auto" else votes.grouped
    if votes.decimal == table.marks.decimal and not thousands:
        thousands = table.marks.thousands
    return NumberMarks(votes.decimal, "" if thousands == votes.decimal else thousands)


def _describe_typed(values: pa.ChunkedArray) -> tuple[ColumnKind, str]:
    gaps = "none missing" if not values.null_count else f"{values.null_count:,} missing"
    if pa.types.is_integer(values.type):
        return "integer", f"Only digits, {gaps}"
    if pa.types.is_floating(values.type) or pa.types.is_decimal(values.type):
        return "real", f"Only numbers, {gaps}"
    if pa.types.is_boolean(values.type):
        return "boolean", f"Only true and false, {gaps}"
    if pa.types.is_temporal(values.type):
        return "datetime", f"Dates as year, month, day, {gaps}"
    return ("category", "Categories") if pa.types.is_dictionary(values.type) else ("text", "Text")


def _read_written_numbers(
    name: str, written: pa.ChunkedArray, present: pa.ChunkedArray, marks: NumberMarks, table: TableMarks
) -> ReadColumn | None:
    found = parse_written_numbers(present, marks)
    if found is None or pc.any(found.failed).as_py() or found.values.null_count > present.null_count:
        return _ask_for_marks(name, written, present, marks, table)
    if pc.any(pc.match_substring_regex(present, LEADING_ZERO)).as_py() and not found.unit:
        return None
    if not _is_unit_behind(present, found.unit):
        return None  # a code, such as t1 or 5g
    if found.unit and not found.is_known_unit:
        reason = f"Numbers and {quote_value(found.unit)}"
        return ReadColumn(name, written, "text", reason, offers=("real",))
    kind: ColumnKind = "integer" if pa.types.is_integer(found.values.type) else "real"
    kind = "percent" if found.unit == PERCENT else kind
    return ReadColumn(
        name, found.values, kind, _describe_numbers(found, present, marks), converted=True, unit=found.unit
    )


def _is_unit_behind(present: pa.ChunkedArray, unit: str) -> bool:
    """Whether a unit stands behind the numbers, one of a single letter after a space; a currency stands anywhere."""
    if not unit or unit in CURRENCIES or unit == PERCENT:
        return True
    space = "[ \u00a0\u202f]" if len(unit) == 1 else ""
    return bool(pc.all(pc.match_substring_regex(present, rf"{space}{re.escape(unit)}\s*$")).as_py())


def _describe_mixed_units(numbers: WrittenNumbers) -> str:
    """Which numbers are not in the commonest unit: in which rows, if they are few."""
    rows = [f"{place + 1:,}" for place in numbers.odd_rows[:MAX_NAMED_ROWS]]
    where = f"row {rows[0]}" if len(rows) == 1 else f"rows {', '.join(rows[:-1])} and {rows[-1]}"
    place = f" ({where})" if len(numbers.odd_rows) <= MAX_NAMED_ROWS else ""
    unit, *others = numbers.units[:3]
    return f"{format_count(len(numbers.odd_rows), 'number')} in {' or '.join(others)}{place}, the others in {unit}"


def _ask_for_marks(
    name: str, written: pa.ChunkedArray, present: pa.ChunkedArray, marks: NumberMarks, table: TableMarks
) -> ReadColumn | None:
    """Numbers such as 1,325 where nothing says whether the comma groups digits or begins the decimals."""
    votes = table.votes.get(name)
    mixed = parse_written_numbers(present, marks, lenient=True)
    if mixed is not None and mixed.is_known_unit and len(mixed.units) > 1 and all(map(is_known_unit, mixed.units)):
        reason = _describe_mixed_units(mixed)
        choices = choose_convertible_units(mixed.units)
        return ReadColumn(name, written, "text", reason, offers=("real",), convertible_units=choices)
    if votes is None or not votes.open_example or marks.thousands or table.options.thousands != "auto":
        return None
    other = parse_written_numbers(present, replace(marks, thousands=","))
    if other is None or pc.any(other.failed).as_py():
        return None
    reason = f"{votes.open_example}: is the comma for thousands or for decimals?"
    return ReadColumn(name, written, "text", reason, undecided="decimal or thousands", offers=("integer", "real"))


def _describe_numbers(found: WrittenNumbers, present: pa.ChunkedArray, marks: NumberMarks) -> str:
    if found.unit == PERCENT:
        return "Numbers with a percent sign, as a share of 1"
    if found.unit in CURRENCIES:
        return f"Amounts in {found.unit}"
    if found.unit:
        return f"A number and {found.unit}: moved to the name"
    if marks.decimal == "," and pc.any(pc.match_substring(present, ",")).as_py():
        return "Looks like numbers with a decimal comma"
    names = {".": "points", ",": "commas", " ": "spaces", "'": "apostrophes"}
    group = GROUP_MARKS[marks.thousands]
    if group and pc.any(pc.match_substring_regex(present, rf"\d{group}\d")).as_py():
        return f"Looks like numbers with {names[marks.thousands]} between thousands"
    if pc.any(pc.match_substring(present, "(")).as_py():
        return "Numbers, negative ones in parentheses"
    return "Looks like numbers"


def _read_dates(
    name: str, written: pa.ChunkedArray, present: pa.ChunkedArray, order: DateOrder | None, table: TableMarks
) -> ReadColumn | None:
    evidence = find_date_evidence(present)
    if evidence is None:
        return None
    known = evidence.order or order
    if known is None:
        reason = f"Day or month first? {evidence.example} fits both"
        return ReadColumn(name, written, "text", reason, undecided="day or month", offers=("datetime",))
    chosen = table.options.get_column(name).date_order
    values = parse_dates(present, chosen if chosen != "auto" else known)
    if values.null_count > present.null_count:
        return None
    reason = _describe_dates(evidence.past_twelve, evidence.points, known, table, decided=evidence.order is not None)
    if evidence.form != "numeric":
        reason = describe_form(evidence, present)
    notice = describe_short_years(name, present)
    return ReadColumn(
        name, values, "datetime", f"{reason}. {SHORT_YEARS}" if notice else reason, converted=True, notice=notice,
        date_order=known if evidence.form == "numeric" else None,
    )  # fmt: skip


def _describe_dates(past_twelve: int, points: bool, order: DateOrder, table: TableMarks, *, decided: bool) -> str:
    first = "Day first" if order == "day first" else "Month first"
    if past_twelve:
        where = "begin" if order == "day first" else "have a second number"
        verb = where if past_twelve > 1 else where.replace("begin", "begins").replace("have", "has")
        return f"{first}: {format_count(past_twelve, 'date')} {verb} past 12"
    if decided and points:
        return f"{first}: dates with points are written so"
    return f"{first}, as in {table.date_column}" if table.date_column else f"{first}, chosen by you"


def _read_as_text(name: str, written: pa.ChunkedArray, present: pa.ChunkedArray, notices: list[str]) -> ReadColumn:
    rows = len(present) - present.null_count
    counts = pc.count_distinct(present).as_py()
    offers: tuple[ColumnKind, ...] = ()
    notice = notices[0] if notices else ""
    if counts == rows and rows > 2:
        reason = "Each value once, as in an ID"
    elif counts <= MAX_CATEGORIES:
        reason = "The same in all rows" if counts == 1 else f"{counts} different words"
        offers = ("category",)
    else:
        reason = f"{counts:,} different texts"
    if notice:
        reason = _shorten_notices(name, [notice])
    pair = find_boolean_words(present)
    if pair is not None:
        counted = {one["values"]: one["counts"] for one in present.drop_null().value_counts().to_pylist()}
        reason = ", ".join(f"{word} in {format_count(count, 'row')}" for word, count in counted.items())
        offers = ("boolean", "category")
        if is_read_as_boolean(pair):
            values, _ = convert_to_kind(written, present, "boolean", NumberMarks(), "auto")
            return ReadColumn(name, values, "boolean", reason, converted=True, offers=offers)
    return ReadColumn(name, written, "text", reason, offers=offers, notice=notice)


def _read_as_chosen(
    name: str, written: pa.ChunkedArray, present: pa.ChunkedArray, kind: ColumnKind, marks: NumberMarks,
    order: DateOrder | None, target_unit: str | None,
) -> ReadColumn:  # fmt: skip
    values, unit = convert_to_kind(written, present, kind, marks, order or "auto", target_unit or "")
    source = written if kind in ("text", "category") else present
    failed = pc.and_(pc.is_null(values), pc.is_valid(source))
    count = int(pc.sum(failed).as_py() or 0)
    row = pc.index(failed, True).as_py() if count else None
    text = str(source[row].as_py()) if row is not None else ""
    notice = ""
    if row is not None:
        notice = (
            f"Column {quote_value(name)}: {format_count(count, 'value')} {'is' if count == 1 else 'are'} not "
            f"{KIND_NAMES[kind]} and {'is' if count == 1 else 'are'} now missing, the first is {quote_value(text)} in "
            f"row {row + 1:,}."
        )
    elif kind == "datetime" and _is_text(present):
        notice = describe_short_years(name, present)
    is_mixed = count > 0 and kind in ("integer", "real") and target_unit is None and _is_text(present)
    numbers = parse_written_numbers(present, marks, lenient=True) if is_mixed else None
    reason = f"Converted to {target_unit}" if target_unit and unit == target_unit else "Chosen by you"
    return ReadColumn(
        name, values, kind, reason, converted=_is_text(written) and kind != "text", unit=unit,
        date_order=order if kind == "datetime" else None, failed=count, failed_row=row, failed_text=text, notice=notice,
        convertible_units=choose_convertible_units(numbers.units) if numbers else (),
    )  # fmt: skip


KIND_NAMES: dict[ColumnKind, str] = {
    "text": "text",
    "category": "a category",
    "integer": "a whole number",
    "real": "a number",
    "percent": "a percentage",
    "boolean": "true or false",
    "datetime": "a date",
}
