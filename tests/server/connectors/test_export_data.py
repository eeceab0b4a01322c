"""Export Data: files that are inert, tables that are whole or not there, and objects."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from modules.data_input_and_output.export_data import export_data
from modules.kit import Columns, Dataset, ModuleError
from tests.database_servers import PostgresServer
from tests.live_server import Client
from tests.server.connectors.conftest import ObjectStorage, ensure_connection
from tests.small_designs import make_node

UGLY_DATASET = Dataset(
    pd.DataFrame(
        {
            "=HYPERLINK(1)": ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "plain", None],
            "number": [-1.5, 2.0, None, float("inf"), 0.0, 1.0, 2.0],
            "kind": pd.Categorical(["=a", "b", "b", "b", None, "b", "b"]),
            "when": pd.to_datetime(["2026-01-01"] * 7),
        }
    )
)
ROWS = "make,price\naudi,13950\nbmw,16430\n"


def _export_file(**parameters: Any) -> Path:
    exported = export_data(UGLY_DATASET, **parameters)
    pd.testing.assert_frame_equal(exported.results_dataset.frame, UGLY_DATASET.frame)
    return exported.file.path


@pytest.mark.parametrize(("kind", "separator"), [("CSV", ","), ("TSV", "\t")])
def test_text_that_looks_like_a_formula_is_inert_in_delimited_files(kind: str, separator: str) -> None:
    found = pd.read_csv(_export_file(file_format=kind, inert_formulas=True), sep=separator)
    assert found.columns[0] == "'=HYPERLINK(1)"
    assert list(found.iloc[:, 0][:4]) == ["'=1+1", "'+1", "'-1", "'@SUM(A1)"]
    assert (found["number"][0], found["kind"][0]) == (-1.5, "'=a")


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    book = openpyxl.load_workbook(_export_file(file_format="Excel"))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert (cells[0].value, cells[4].value, cells[5].value) == ("=HYPERLINK(1)", "=1+1", -1.5)


def test_parquet_keeps_all_types() -> None:
    found = pd.read_parquet(_export_file(file_format="Parquet"))
    assert found.dtypes.map(str).to_dict() == UGLY_DATASET.frame.dtypes.map(str).to_dict()


def test_a_table_too_long_for_excel_is_refused() -> None:
    long = Dataset(pd.DataFrame({"x": range(1_048_577)}))
    with pytest.raises(ModuleError, match="Choose CSV or Parquet"):
        export_data(long, file_format="Excel")


def test_only_the_chosen_columns_are_written_and_go_on() -> None:
    chosen = Columns(start="none", names=("when", "number"))
    exported = export_data(UGLY_DATASET, columns_to_be_saved=chosen, file_format="Parquet")
    assert list(exported.results_dataset.frame.columns) == ["number", "when"]
    assert list(pd.read_parquet(exported.file.path).columns) == ["number", "when"]


def test_a_file_keeps_the_names_of_its_columns() -> None:
    exported = export_data(UGLY_DATASET, data_table_columns="one, two", file_format="CSV")
    pd.testing.assert_frame_equal(exported.results_dataset.frame, UGLY_DATASET.frame)


@pytest.mark.parametrize(
    ("names", "number", "said"),
    [("a", 27, "one name per chosen column: 2. Got 1"), ("a, a", 28, "called 'a'"), ("a, ", 2, "an empty name")],
)
def test_names_of_a_table_that_fit_no_columns_are_refused(names: str, number: int, said: str) -> None:
    chosen = Columns(start="none", names=("when", "number"))
    with pytest.raises(ModuleError, match=said) as refused:
        export_data(UGLY_DATASET, destination="SQL database", columns_to_be_saved=chosen, data_table_columns=names)
    assert (refused.value.number, refused.value.parameter) == (number, "data_table_columns")


def run_export(client: Client, **parameters: Any) -> dict[str, Any]:
    nodes = {
        "data": make_node("enter_data_manually", {"data": ROWS}),
        "export": make_node("export_data", parameters, dataset="data.dataset"),
    }
    run = client.run(client.create_design(nodes))
    found: dict[str, Any] = next(step for step in run["steps"] if step["node"] == "export")
    return found


def test_rows_go_into_a_table_which_is_appended_to_replaced_or_left_alone(
    desk: Client, postgres: PostgresServer
) -> None:
    ensure_connection(desk, "warehouse", postgres.connection_fields)
    postgres.execute("drop table if exists cars")
    target = {"destination": "SQL database", "database": "warehouse", "table": "cars"}
    assert run_export(desk, **target)["state"] == "succeeded"
    again = run_export(desk, **target)
    assert (again["state"], again["error"]["number"]) == ("failed", 57)
    assert run_export(desk, **target, if_the_table_exists="Append")["state"] == "succeeded"
    assert postgres.execute("select count(*) from cars") == [(4,)]
    assert run_export(desk, **target, if_the_table_exists="Replace")["state"] == "succeeded"
    assert postgres.execute("select make, price from cars order by make") == [("audi", 13950), ("bmw", 16430)]


def test_chosen_columns_go_into_a_table_under_names_of_its_own(desk: Client, postgres: PostgresServer) -> None:
    ensure_connection(desk, "warehouse", postgres.connection_fields)
    postgres.execute("drop table if exists cars")
    target = {"destination": "SQL database", "database": "warehouse", "table": "cars"}
    columns = {"start": "all", "names": ["make"]}
    step = run_export(desk, **target, columns_to_be_saved=columns, data_table_columns='"price, in dollars"')
    assert step["state"] == "succeeded"
    assert postgres.execute('select "price, in dollars" from cars order by 1') == [(13950,), (16430,)]


def test_a_table_that_cannot_take_all_rows_takes_none(desk: Client, postgres: PostgresServer) -> None:
    ensure_connection(desk, "warehouse", postgres.connection_fields)
    postgres.execute("drop table if exists narrow")
    postgres.execute("create table narrow (make text, price int check (price < 15000))")
    step = run_export(
        desk, destination="SQL database", database="warehouse", table="narrow", if_the_table_exists="Append"
    )
    assert "violates check constraint" in step["error"]["message"]
    assert (step["state"], step["error"]["number"]) == ("failed", 66)
    assert postgres.execute("select count(*) from narrow") == [(0,)]


def test_a_name_of_a_table_is_a_name_and_no_sql(desk: Client, postgres: PostgresServer) -> None:
    ensure_connection(desk, "warehouse", postgres.connection_fields)
    postgres.execute("drop table if exists cars")
    postgres.execute("create table if not exists precious (x int)")
    odd = 'x"; drop table precious; --'
    assert run_export(desk, destination="SQL database", database="warehouse", table=odd)["state"] == "succeeded"
    assert postgres.execute("select count(*) from precious") == [(0,)]


def test_a_file_goes_into_object_storage_once(desk: Client, storage: ObjectStorage) -> None:
    ensure_connection(desk, "bucket", storage.connection_fields)
    target = {"destination": "S3 storage", "storage": "bucket", "path": "out/cars.parquet", "file_format": "Parquet"}
    assert run_export(desk, **target)["state"] == "succeeded"
    written = pd.read_parquet(io.BytesIO(storage.open_filesystem().cat("cars/out/cars.parquet")))
    assert written.to_dict("list") == {"make": ["audi", "bmw"], "price": [13950, 16430]}
    again = run_export(desk, **target)
    assert (again["state"], again["error"]["number"]) == ("failed", 57)
    assert run_export(desk, **target, if_the_object_exists="Replace")["state"] == "succeeded"
