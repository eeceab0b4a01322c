"""Apply SQL Transformation: what a query gives, what it may not reach, and where it is wrong."""

from pathlib import Path

import pandas as pd
import pytest

from modules.data_transformation.apply_sql_transformation import apply_sql_transformation
from modules.kit import Dataset, ModuleError

CARS = Dataset(
    pd.DataFrame(
        {
            "make": pd.Categorical(["audi", "bmw", "audi"]),
            "list price": [10, 20, 30],
            "new": pd.array([True, None, False], dtype="boolean"),
            "mixed": [1, "a", None],
        }
    ),
    {"list price": "label"},
)
MAKERS = Dataset(pd.DataFrame({"make": ["audi"], "founded": pd.to_datetime(["1909-07-16"])}))


def _query_columns(query: str) -> list[tuple[str, str, str]]:
    dataset = apply_sql_transformation(CARS, MAKERS, sql_query_script=query)
    return [(column.name, column.type, column.role) for column in dataset.schema]


def test_types_roles_and_categories_come_through() -> None:
    assert _query_columns("select * from t1") == [
        ("make", "category", "feature"),
        ("list price", "integer", "label"),
        ("new", "boolean", "feature"),
        ("mixed", "text", "feature"),
    ]


def test_sums_and_decimals_are_numbers_and_dates_are_times() -> None:
    query = """select sum("list price") as total, avg("list price") as mean, 1.5 as half, date '2024-05-01' as day,
    [1, 2] as list, null as nothing from t1"""
    assert [kind for _, kind, _ in _query_columns(query)] == ["integer", "real", "real", "datetime", "text", "real"]


def test_what_is_written_for_sqlite_runs() -> None:
    query = """
    create view dear as select [make], [list price] from t1 where [list price] > 10;  -- [make]
    select iif([list price] > 20, 'very [make]', 'fairly') as how, ifnull(t2.founded, null) as founded
    from dear left join t2 on t2.make == dear.make order by [list price];"""
    result = apply_sql_transformation(CARS, MAKERS, sql_query_script=query)
    assert result.frame["how"].tolist() == ["fairly", "very [make]"]


def test_random_numbers_are_the_same_on_every_run() -> None:
    query = "select random() as r from t1"
    first, second = (apply_sql_transformation(CARS, sql_query_script=query).frame["r"].tolist() for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("select *\nfrom t1\nwhere prise > 3", 3),
        ("-- all\nselect 1 as one;\n\nselect nothing\nfrom t1", 4),
        ("select 1;\nselect 1 as", 2),
        ("select * from t3", 1),
    ],
)
def test_a_wrong_query_is_refused_with_its_line(query: str, line: int) -> None:
    with pytest.raises(ModuleError, match=f"Line {line}: ") as refused:
        apply_sql_transformation(CARS, MAKERS, sql_query_script=query)
    assert (refused.value.number, refused.value.line, refused.value.parameter) == (69, line, "sql_query_script")


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_csv('{file}')",
        "select * from read_text('{file}')",
        "select * from '{file}'",
        "select * from glob('/*')",
        "copy t1 to '{folder}/copy.csv'",
        "export database '{folder}'",
        "attach '{folder}/other.db'",
        "install httpfs",
        "load httpfs",
        "select * from secret",
        "select getenv('HOME')",
        "select * from duckdb_secrets()",
        "set threads = 4",
        "set enable_external_access = true",
        "reset lock_configuration",
        "pragma enable_external_access",
        "-- nothing",
    ],
)
def test_a_query_reaches_nothing_but_its_tables(query: str, tmp_path: Path) -> None:
    secret = pd.DataFrame({"key": ["hidden"]})
    file = tmp_path / "file.csv"
    secret.to_csv(file)
    with pytest.raises(ModuleError) as refused:
        apply_sql_transformation(CARS, sql_query_script=query.format(file=file, folder=tmp_path))
    assert refused.value.number == 69
    assert [path.name for path in tmp_path.iterdir()] == ["file.csv"]


def test_columns_of_one_name_are_refused() -> None:
    with pytest.raises(ModuleError, match="Two columns of the result are called 'a'") as refused:
        apply_sql_transformation(CARS, sql_query_script="select 1 as a, 2 as a")
    assert (refused.value.number, refused.value.parameter) == (28, "sql_query_script")
