"""Formulas: what they give, in the designer and in the script, and what they say where they mean nothing."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.data_transformation.formula import formula
from modules.kit import Dataset, ModuleError, Schema, catalog
from modules.kit.formulas.checked_formula import check_formula
from modules.kit.formulas.formula_syntax import FormulaError
from modules.kit.formulas.functions import FUNCTIONS
from tests.modules.module_scripts import assert_script_gives_the_same

UGLY = Dataset(
    pd.DataFrame(
        {
            "x": [1.5, -2.5, np.nan, 0.0, np.inf, 1e18],
            "y": [2.0, 0.0, 1.0, np.nan, 1.0, 3.0],
            "n": [1, -2, 3, 0, 7, 2**53 + 1],
            "k": pd.array([1, None, 3, 0, -4, 2**53 + 1], dtype="Int64"),
            "flag": pd.array([True, None, False, True, False, True], dtype="boolean"),
            "unit price 😀": [1.0, 2.0, 3.0, np.nan, 5.0, 6.0],
            "name": ["Ann", None, " bob ", "", "Zoë 😀 x", "a,b,c"],
            "kind": pd.Categorical(["p", "q", None, "p", "q", "p"]),
            "number": ["1", "2.5", "x", None, " 7 ", ""],
            "day": ["2024-01-31", "2024-02-29", None, "x", "1999-12-31", "9999-12-31"],
            "start": pd.to_datetime(
                ["2024-01-31", "2024-02-29 13:45:10", None, "1969-07-20", "2024-12-30", "2021-01-01"], format="ISO8601"
            ).astype("datetime64[us]"),
            "finish": pd.to_datetime(
                ["2024-03-01", "2025-02-28 01:00", "2024-01-01", None, "2024-12-30", "2020-12-31 23:59:59"],
                format="ISO8601",
            ).astype("datetime64[us]"),
        }
    )
)  # fmt: skip
FORMULAS = [
    "x + y * 2 - n / 4",
    "-x ^ 2",
    "[unit price 😀] * 1.2",
    "x / y",
    "n / k",
    "n % 3",
    "n % k",
    "x % y",
    "7 / 2",
    "k + 1",
    "n * 2",
    'name & "-" & n',
    'name + "!"',
    '"a" & "b"',
    "x > 1",
    "k > 1",
    "not (k > 1)",
    "x != 1.5",
    "not x > y",
    "k = 3 or flag",
    "flag and x > 0",
    "not flag",
    "n between 1 and 3",
    "n not between 1 and 3",
    'name in ("Ann", "x")',
    'kind not in ("p")',
    "n in (1, 3, k)",
    "x is missing",
    "name is not missing",
    'if(x > y, "more", "less")',
    "if(k > 1, n, x)",
    "if(flag, name, missing)",
    'case when n > 5 then "big" when n > 1 then "some" end',
    "coalesce(x, y, 0)",
    "coalesce(name, kind)",
    'coalesce(kind, "none")',
    "is_missing(start)",
    "abs(n)",
    "abs(-3)",
    "round(x)",
    "round(y / 7, 2)",
    "floor(x)",
    "ceil(x)",
    "sqrt(y)",
    "sqrt(x)",
    "exp(y)",
    "ln(x)",
    "log10(y)",
    "sign(x)",
    "min(x, y)",
    "max(n, k, 2)",
    "to_integer(y * 1.7)",
    "to_number(number)",
    "length(name)",
    "upper(name)",
    "lower(kind)",
    "trim(name)",
    "left(name, 2)",
    "right(name, 2)",
    "right(name, 0)",
    "substring(name, 2)",
    "substring(name, 2, 3)",
    'replace(name, "a", "o")',
    'contains(name, "o")',
    'starts_with(name, "A")',
    'ends_with(name, "x")',
    'regex_match(name, "[A-Z]")',
    'regex_extract(name, "[a-z]+")',
    "find_number(name)",
    'find_number(name, ",")',
    'find_number("1.250,5 kg", ",")',
    'regex_extract(name, "([a-z]),([a-z])", 2)',
    'regex_replace(name, "[aeiou]", "*")',
    'find(name, "n")',
    'pad_left(number, 4, "0")',
    'pad_right(number, 4, ".")',
    'split_part(name, ",", 2)',
    'concat(name, "/", kind)',
    "to_text(n)",
    "similarity(name, kind)",
    'similarity(name, "Zoe 😀 x")',
    "year(start) * 100 + month(start)",
    "quarter(start)",
    "week(start)",
    "day(start)",
    "weekday(start)",
    "day_of_year(start)",
    "hour(start) * 3600 + minute(start) * 60 + second(start)",
    "month_name(start)",
    "day_name(start)",
    *(f'date_diff(start, finish, "{unit}")' for unit in ("year", "quarter", "month", "week", "day", "hour", "second")),
    *(f'date_add(start, -3, "{unit}")' for unit in ("year", "quarter", "month", "week", "day", "hour", "minute")),
    *(f'date_trunc(start, "{unit}")' for unit in ("year", "quarter", "month", "week", "day", "hour", "minute")),
    'format_date(start, "%d.%m.%Y")',
    "to_date(day)",
    'to_date(day, "%Y-%m-%d")',
    'start > "2024-02-01"',
    'if(start is missing, "1970-01-01", start)',
    "start < finish",
]


def _compute(text: str, data: Dataset = UGLY) -> "pd.Series[Any]":
    return (
        catalog()["formula"]
        .run({"dataset": data}, {"formulas": [{"name": "new", "formula": text}]})["results_dataset"]
        .frame["new"]
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_the_script_gives_what_the_designer_gives(text: str) -> None:
    assert_script_gives_the_same("formula", {"dataset": UGLY}, {"formulas": [{"name": "new", "formula": text}]})


def _compute_all(data: Dataset) -> pd.DataFrame:
    """A column of the name of its formula for each of them, in one question: to open DuckDB takes most of it."""
    formulas = [{"name": text, "formula": text} for text in FORMULAS]
    made: Dataset = catalog()["formula"].run({"dataset": data}, {"formulas": formulas})["results_dataset"]
    return made.frame


def test_the_types_are_known_before_the_run() -> None:
    frame = _compute_all(UGLY)
    found = {text: Dataset(frame[[text]]).schema[text].type for text in FORMULAS}
    assert {text: check_formula(text, UGLY.schema).type for text in FORMULAS} == found


@pytest.mark.parametrize("rows", [0, 1])
def test_tables_without_rows_or_values_have_results(rows: int) -> None:
    frame = UGLY.frame.iloc[:rows]
    missing = pd.DataFrame({name: values.where(values.notna() & False) for name, values in frame.items()})
    missing = missing.astype({name: "Int64" if kind == "int64" else kind for name, kind in frame.dtypes.items()})
    computed = _compute_all(Dataset(missing))
    assert (set(FORMULAS) <= set(computed), len(computed)) == (True, rows)


def test_every_function_is_tried() -> None:
    written = " ".join(FORMULAS)
    assert [name for name in FUNCTIONS if name.isidentifier() and name not in ("minus",) and name not in written] == []


def test_whole_numbers_stay_exact_with_and_without_gaps() -> None:
    assert _compute("k + 1").tolist()[-1] == 2**53 + 2
    assert _compute("n").tolist()[-1] == 2**53 + 1


def test_halves_are_rounded_away_from_zero_and_dividing_by_zero_is_missing() -> None:
    data = Dataset(pd.DataFrame({"x": [0.5, 1.5, -2.5]}))
    assert _compute("round(x)", data).tolist() == [1.0, 2.0, -3.0]
    assert _compute("x / 0", data).isna().all()


def test_a_row_may_use_the_columns_above_it_and_a_replaced_column_keeps_its_place_and_role() -> None:
    data = Dataset(pd.DataFrame({"a": [1, 2], "b": [3, 4]}), {"a": "label"})
    rows = [{"name": "a", "formula": "a * 10"}, {"name": "c", "formula": "a + b"}]
    result = catalog()["formula"].run({"dataset": data}, {"formulas": rows})["results_dataset"]
    assert result.frame.to_dict("list") == {"a": [10, 20], "b": [3, 4], "c": [13, 24]}
    assert result.roles == {"a": "label"}


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 0, "The formula is empty"),
        ("prise * 2", 0, "There is no column 'prise'. Did you mean price?"),
        ("price * [unit pric]", 8, "Did you mean [unit price]?"),
        ("rond(price)", 0, "There is no function 'rond'. Did you mean round?"),
        ("price +", 7, "Expected a value, a column or a function. Got the end."),
        ("price price", 6, "Expected an operator or the end. Got 'price'."),
        ("(price", 6, "Expected ')' to close the bracket."),
        ('make = "audi', 7, "This quotation mark is never closed."),
        ("[price", 0, "This bracket is never closed."),
        ("price; drop", 5, "';' means nothing in a formula."),
        ("make * 2", 5, "The operator * needs a number. Got text."),
        ("make + price", 5, "Use & to put values of any type behind one another."),
        ('price > "a"', 6, "needs values of one type. Got a number and text."),
        ('if(price > 1, "a", 2)', 0, "'if' needs values of one type. Got text and a whole number."),
        ("if(price, 1, 2)", 0, "'if' needs true or false. Got a number."),
        ("left(make, price)", 0, "'left' needs a whole number that is typed in. Got a number."),
        ('date_trunc(day, "fortnight")', 0, "'date_trunc' needs one of year, quarter"),
        ("abs(price, 2)", 0, "abs(number) takes 1 values. Got 2."),
        ("case price end", 5, "Expected 'when' after 'case'."),
        ("upper", 0, "The function upper needs brackets: upper(text)."),
        ("then", 0, "'then' has a meaning in formulas."),
        ("__import__('os')", 0, "There is no function '__import__'."),
        ("(" * 300 + "1" + ")" * 300, None, "nested too deeply"),
        ("not " * 300 + "true", None, "nested too deeply"),
        ("-" * 300 + "price", None, "nested too deeply"),
        ("1 ^ " * 300 + "price", None, "nested too deeply"),
    ],
)
def test_a_mistake_is_said_at_its_character(text: str, position: int | None, message: str) -> None:
    schema = Dataset(
        pd.DataFrame({"price": [1.0], "unit price": [1.0], "make": ["a"], "day": pd.to_datetime(["2024-01-01"])})
    ).schema
    with pytest.raises(FormulaError) as refused:
        check_formula(text, schema)
    assert message in str(refused.value)
    assert position is None or refused.value.position == position


def test_nothing_of_a_formula_reaches_sql_or_python_but_as_a_value() -> None:
    data = Dataset(pd.DataFrame({'we"ird; drop ] x': ["it's", 'a "b"']}))
    text = '[we"ird; drop ]] x] & "\'); select 1; --" & \'"\''
    assert _compute(text, data).tolist()[0] == "it's'); select 1; --\""
    assert_script_gives_the_same("formula", {"dataset": data}, {"formulas": [{"name": "new", "formula": text}]})


def test_numbers_too_large_are_refused_with_a_number() -> None:
    data = Dataset(pd.DataFrame({"n": [2**62]}))
    with pytest.raises(ModuleError) as refused:
        formula(data, formulas=catalog()["formula"].parameters(formulas=[{"name": "x", "formula": "n * 4"}]).formulas)  # type: ignore[attr-defined]
    assert refused.value.number == 7


def test_times_with_a_zone_count_by_its_clock() -> None:
    times = pd.Series(pd.to_datetime(["2024-06-01 22:30", None])).dt.tz_localize("UTC").dt.tz_convert("Asia/Tokyo")
    assert _compute("hour(t)", Dataset(pd.DataFrame({"t": times}))).tolist()[0] == 7


def test_a_formula_without_columns_fills_every_row() -> None:
    assert _compute('"a"', Dataset(pd.DataFrame({"x": [1, 2]}))).tolist() == ["a", "a"]
    schema = Schema(())
    assert check_formula("1 + 2", schema).columns == ()
