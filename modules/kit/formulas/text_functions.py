"""Functions of texts."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from modules.kit.codegen.expressions import Expr, expr, literal, template
from modules.kit.formulas.function_types import EmittedValue, FormulaFunction, FormulaScript, Template


def cut_text(texts: "pd.Series[Any]", start: int, length: int | None = None) -> "pd.Series[Any]":
    """A part of each text; its first character is number 1."""
    first = max(start - 1, 0)
    return texts.str.slice(first, None if length is None else first + length)


def write_number_pattern(decimal: str) -> str:
    """Finds a number with its sign, groups of digits, and what is behind the decimal sign."""
    groups, sign = (",", r"\.") if decimal == "." else (".", ",")
    return rf"[-+]?\d[\d{groups} ']*(?:{sign}\d+)?|[-+]?{sign}\d+"


def read_numbers(texts: "pd.Series[Any]", decimal: str = ".") -> "pd.Series[float]":
    """The first number in each text: 1250.5 in "1,250.5 kg", or with a comma for the decimal sign in "1.250,5 kg"."""
    found = texts.str.extract(f"({write_number_pattern(decimal)})", expand=False)
    digits = found.str.replace("[ ',]" if decimal == "." else "[ '.]", "", regex=True)
    return pd.to_numeric(digits.str.replace(decimal, ".", regex=False), errors="coerce")


def measure_similarity(one: "pd.Series[Any]", other: "pd.Series[Any]") -> "pd.Series[Any]":
    """1 for equal texts, 0 for those without anything in common: what the least number of edits leaves unchanged."""

    def count_edits(a: str, b: str) -> int:
        row = list(range(len(b) + 1))
        for place, sign in enumerate(a, start=1):
            before, row[0] = row[0], place
            for at, against in enumerate(b, start=1):
                before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (sign != against))
        return row[-1]

    pairs = zip(one.astype("object"), other.astype("object"), strict=True)
    found = [
        1 - count_edits(a, b) / max(len(a), len(b), 1) if isinstance(a, str) and isinstance(b, str) else None
        for a, b in pairs
    ]
    return pd.Series(found, index=one.index, dtype="float64")


def _emit_similarity(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    columns = [
        one.code if one.is_column else expr("pd.Series({v}, index={t}.index)", v=one.code, t=table) for one in arguments
    ]
    return step.use(measure_similarity).call(*columns)


def _emit_cut(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    del table
    return step.use(cut_text).call(*(one.code for one in arguments))


def _emit_part(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    """Parts count from 1."""
    del step, table
    text, separator, number = arguments
    place = (number.value - 1) if isinstance(number.value, int) else 0
    return expr(
        "{text}.str.split({separator}, regex=False).str.get({n})", text=text.code, separator=separator.code, n=place
    )


def _emit_right(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    del step, table
    text, count = arguments
    if not count.value:
        return expr("{text}.str.slice(0, 0)", text=text.code)
    return expr("{text}.str.slice({start})", text=text.code, start=-int(count.value))


def _emit_extraction(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    """The pattern itself becomes the group where none is asked for."""
    del step, table
    text, pattern, *group = arguments
    number = group[0].value if group else 0
    whole = f"({pattern.value})"
    found = expr("{text}.str.extract({pattern}, expand=True)", text=text.code, pattern=whole)
    return expr("{found}[{n}]", found=found, n=number)


def _emit_concatenation(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    del step
    parts = [
        one.code.method("astype", "str").method("fillna", "") if one.is_column and one.type != "text"
        else one.code.method("fillna", "") if one.is_column
        else expr("{text}", text=str(one.value))
        for one in arguments
    ]  # fmt: skip
    if not any(one.is_column for one in arguments):
        parts[0] = expr("pd.Series({v}, index={t}.index)", v=parts[0], t=table)
    found = parts[0]
    for part in parts[1:]:
        found = expr("{a} + {b}", a=found, b=part)
    return found


def _emit_join(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    """Values of any type as text, one behind the other."""
    del step, table
    a, b = (
        one.code
        if one.type == "text"
        else one.code.method("astype", "str")
        if one.is_column
        else expr("{v}", v=str(one.value))
        for one in arguments
    )
    return expr("{a} + {b}", a=a, b=b)


def _emit_numbers(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    text, *decimal = arguments
    column = text.code if text.is_column else expr("pd.Series({v}, index={t}.index)", v=text.code, t=table)
    sign = [literal(",")] if decimal and decimal[0].value == "," else []
    return step.use(read_numbers).call(column, *sign)


def _write_numbers(parts: Sequence[str]) -> str:
    comma = len(parts) > 1 and parts[1] == "','"
    pattern = write_number_pattern("," if comma else ".").replace("'", "''")
    digits = f"regexp_replace(regexp_extract({parts[0]}, '{pattern}'), '[ ''{'.' if comma else ','}]', '', 'g')"
    return f"try_cast(replace({digits}, ',', '.') as double)"


def _write_extraction(parts: Sequence[str]) -> str:
    group = parts[2] if len(parts) > 2 else "0"
    return f"case when regexp_matches({parts[0]}, {parts[1]}) then regexp_extract({parts[0]}, {parts[1]}, {group}) end"


def _define_test(name: str, sql: str, pandas: Template, summary: str) -> FormulaFunction:
    return FormulaFunction(
        name,
        ("text", "text!"),
        "boolean",
        f"coalesce({sql}, false)",
        pandas,
        f"{name}(text, part)",
        summary,
    )


TEXT_FUNCTIONS = (
    FormulaFunction("+", ("text", "text"), "text", "({0} || {1})", template("{a} + {b}")),
    FormulaFunction("&", ("any", "any"), "text", "({0}::varchar || {1}::varchar)", _emit_join),
    FormulaFunction(
        "concat",
        ("any", "any"),
        "text",
        lambda parts: f"concat({', '.join(parts)})",
        _emit_concatenation,
        "concat(value, value, ...)",
        "The values as one text; missing ones are left out.",
        variadic=True,
    ),
    FormulaFunction(
        "length",
        ("text",),
        "integer",
        "length({0})",
        template('{a}.str.len().astype("Int64")'),
        "length(text)",
        "The number of characters.",
    ),
    FormulaFunction(
        "upper", ("text",), "text", "upper({0})", template("{a}.str.upper()"), "upper(text)", "In capitals."
    ),
    FormulaFunction(
        "lower", ("text",), "text", "lower({0})", template("{a}.str.lower()"), "lower(text)", "In small letters."
    ),
    FormulaFunction(
        "trim",
        ("text",),
        "text",
        "trim({0}, ' \t\r\n')",
        template('{a}.str.strip(" \\t\\r\\n")'),
        "trim(text)",
        "Without spaces and line breaks at both ends.",
    ),
    FormulaFunction(
        "left",
        ("text", "integer!"),
        "text",
        "left({0}, {1})",
        template("{a}.str.slice(0, {b})"),
        "left(text, count)",
        "The first characters.",
    ),
    FormulaFunction(
        "right",
        ("text", "integer!"),
        "text",
        "right({0}, {1})",
        _emit_right,
        "right(text, count)",
        "The last characters.",
    ),
    FormulaFunction(
        "substring",
        ("text", "integer!", "integer!"),
        "text",
        lambda parts: f"substring({parts[0]}, greatest({parts[1]}, 1){''.join(f', {one}' for one in parts[2:])})",
        _emit_cut,
        "substring(text, start, [length])",
        "A part of the text; the first character is number 1.",
        optional=1,
    ),
    FormulaFunction(
        "replace",
        ("text", "text!", "text!"),
        "text",
        "replace({0}, {1}, {2})",
        template("{a}.str.replace({b}, {c}, regex=False)"),
        "replace(text, old, new)",
        "Every old part by the new one.",
    ),
    _define_test(
        "contains",
        "contains({0}, {1})",
        template("{a}.str.contains({b}, regex=False, na=False)"),
        "Whether the text has the part in it.",
    ),
    _define_test(
        "starts_with",
        "starts_with({0}, {1})",
        template("{a}.str.startswith({b}, na=False)"),
        "Whether the text begins so.",
    ),
    _define_test(
        "ends_with", "ends_with({0}, {1})", template("{a}.str.endswith({b}, na=False)"), "Whether the text ends so."
    ),
    FormulaFunction(
        "regex_match",
        ("text", "text!"),
        "boolean",
        "coalesce(regexp_matches({0}, {1}), false)",
        template("{a}.str.contains({b}, regex=True, na=False)"),
        "regex_match(text, pattern)",
        "Whether the regular expression is found in the text.",
    ),
    FormulaFunction(
        "regex_extract",
        ("text", "text!", "integer!"),
        "text",
        _write_extraction,
        _emit_extraction,
        "regex_extract(text, pattern, [group])",
        "What the regular expression, or a group of it, finds first.",
        optional=1,
    ),
    FormulaFunction(
        "regex_replace",
        ("text", "text!", "text!"),
        "text",
        "regexp_replace({0}, {1}, {2}, 'g')",
        template("{a}.str.replace({b}, {c}, regex=True)"),
        "regex_replace(text, pattern, new)",
        r"All that the regular expression finds by the new text; \1 is its first group.",
    ),
    FormulaFunction(
        "find",
        ("text", "text!"),
        "integer",
        "strpos({0}, {1})",
        template("({a}.str.find({b}) + 1).astype('Int64')"),
        "find(text, part)",
        "At which character the part begins, or 0.",
    ),
    FormulaFunction(
        "pad_left",
        ("text", "integer!", "text!"),
        "text",
        "case when length({0}) >= {1} then {0} else lpad({0}, {1}, {2}) end",
        template('{a}.str.pad({b}, side="left", fillchar={c})'),
        "pad_left(text, length, character)",
        "Filled up at the left: 7 becomes 007.",
    ),
    FormulaFunction(
        "pad_right",
        ("text", "integer!", "text!"),
        "text",
        "case when length({0}) >= {1} then {0} else rpad({0}, {1}, {2}) end",
        template('{a}.str.pad({b}, side="right", fillchar={c})'),
        "pad_right(text, length, character)",
        "Filled up at the right.",
    ),
    FormulaFunction(
        "split_part",
        ("text", "text!", "integer!"),
        "text",
        "list_extract(string_split({0}, {1}), {2})",
        _emit_part,
        "split_part(text, separator, number)",
        "One part of a text that a separator divides; the first is number 1.",
    ),
    FormulaFunction(
        "find_number",
        ("text", "text!"),
        "real",
        _write_numbers,
        _emit_numbers,
        "find_number(text, [decimal sign])",
        'The first number in the text: 1250.5 of "1,250.5 kg". The decimal sign is "." or ",".',
        optional=1,
    ),
    FormulaFunction(
        "similarity",
        ("text", "text"),
        "real",
        "(1 - levenshtein({0}, {1}) / greatest(length({0}), length({1}), 1)::double)",
        _emit_similarity,
        "similarity(text, text)",
        "1 for equal texts, 0 for those with nothing in common, by the edits from one to the other.",
    ),
    FormulaFunction(
        "to_text",
        ("any",),
        "text",
        "{0}::varchar",
        template('{a}.astype("str")'),
        "to_text(value)",
        "The value as text.",
    ),
)
