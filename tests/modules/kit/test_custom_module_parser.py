"""Functions that users write become modules."""

import pandas as pd
import pytest

from modules.kit import Dataset, ModuleError, Port
from modules.kit.custom_module_parser import parse_custom_module

OUTLIERS_MODULE = '''
class Parts(NamedTuple):
    kept: DataFrame
    rest: DataFrame


def flag_outliers(
    table: DataFrame,
    other: DataFrame | None = None,
    *,
    column: Column,
    threshold: Annotated[float, Field(ge=0, description="In standard deviations.")] = 3.0,
    tails: Literal["both", "upper"] = "both",
    shown: Columns = None,
) -> Parts:
    """Divide the rows by how far they are from the mean.

    The distance is counted in standard deviations.
    """
    distance = (table[column] - table[column].mean()) / table[column].std()
    far = (distance.abs() if tails == "both" else distance) > threshold
    return Parts(table.loc[~far, shown], table.loc[far, shown])
'''


def make_price_table() -> Dataset:
    return Dataset(pd.DataFrame({"price": [1.0, 2, 1, 2, 1, 90], "make": list("abcabc")}), {"price": "label"})


def test_the_signature_gives_ports_form_and_help() -> None:
    made = parse_custom_module("own_outliers", OUTLIERS_MODULE)
    assert (made.name, made.title, made.summary) == (
        "own_outliers",
        "Flag Outliers",
        "Divide the rows by how far they are from the mean.",
    )
    assert made.inputs == (Port("table", "Table", "dataset"), Port("other", "Other", "dataset", optional=True))
    assert [port.name for port in made.outputs] == ["kept", "rest"]
    assert (made.trusted, made.is_custom, made.code) == (False, True, OUTLIERS_MODULE)
    properties = made.parameters.model_json_schema()["properties"]
    assert properties["threshold"] == {
        "default": 3.0,
        "description": "In standard deviations.",
        "minimum": 0,
        "title": "Threshold",
        "type": "number",
    }
    assert properties["column"]["column_of"] == {"port": "table", "types": []}
    assert properties["tails"]["enum"] == ["both", "upper"]


def test_it_runs_on_copies_and_columns_keep_their_roles() -> None:
    given = make_price_table()
    made = parse_custom_module("own_outliers", OUTLIERS_MODULE).run(
        {"table": given}, {"column": "price", "threshold": 1}
    )
    assert made["rest"].frame.to_dict("list") == {"price": [90.0], "make": ["c"]}
    assert made["kept"].roles == {"price": "label"}


def test_a_chosen_column_has_to_be_there() -> None:
    with pytest.raises(ModuleError, match="Did you mean"):
        parse_custom_module("own_outliers", OUTLIERS_MODULE).run({"table": make_price_table()}, {"column": "prize"})


def test_what_goes_wrong_inside_has_the_line_of_the_source() -> None:
    source = "def half(table):\n    rows = table['none']\n    return rows"
    with pytest.raises(ModuleError, match="Column 'none' does not exist") as caught:
        parse_custom_module("own_half", source).run({"table": make_price_table()}, {})
    assert (caught.value.number, caught.value.line) == (85, 2)


@pytest.mark.parametrize(
    ("body", "came"), [("return 3", "Got int"), ("pass", "Got NoneType"), ("return table, table", "Got 2 values")]
)
def test_what_is_not_a_table_is_refused(body: str, came: str) -> None:
    with pytest.raises(ModuleError, match=f"f must return a DataFrame. {came}"):
        parse_custom_module("own_f", f"def f(table):\n    {body}").run({"table": make_price_table()}, {})


@pytest.mark.parametrize(
    ("source", "number", "line", "message"),
    [
        ("x = 1", 85, 1, "Define a function"),
        ("\ndef f(a:\n", 85, 2, "SyntaxError"),
        ("def f(a: int): ...", 85, 1, "Put a \\* before the parameters"),
        ("def f(a, *, b): ...", 85, 1, "Give 'b' a type"),
        ("def f(a, *, b: list): ...", 105, 1, "'b' has the type list"),
        ("def f(*, c: Column): ...", 85, 1, "has no DataFrame argument"),
        ("def f(a, *, b: int = g()): ...", 85, 1, "plain value"),
        ("def f(a, *, b: int = 'x'): ...", 85, 1, "The default of 'b' does not fit"),
        ("def f(a, *, b: Annotated[int, Field(ge='x')] = 1): ...", 85, 1, "A bound"),
        ("def f(a, *, model_b: int = 1): ...", 85, 1, "can't be the name of a parameter"),
        ("def f(a) -> int: ...", 107, 1, "The function returns int"),
        ("def f(*a): ...", 85, 1, "no names"),
    ],
)
def test_a_source_that_is_no_module_says_where_and_why(source: str, number: int, line: int, message: str) -> None:
    with pytest.raises(ModuleError, match=message) as caught:
        parse_custom_module("own_f", source)
    assert (caught.value.number, caught.value.parameter, caught.value.line) == (number, "code", line)


def test_reading_a_source_never_runs_it() -> None:
    parse_custom_module("own_f", "raise SystemExit\ndef f(a, *, b: int = 2): ...\nprint(1 / 0)")
