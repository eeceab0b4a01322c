"""Whole numbers keep every digit, also where a value of their column is missing."""

from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from modules.data_input_and_output.enter_data_manually import enter_data_manually
from modules.data_input_and_output.read_table import read_table
from modules.data_input_and_output.table_writers import write_delimited, write_excel
from modules.data_transformation.apply_sql_transformation import apply_sql_transformation
from modules.data_transformation.edit_metadata import edit_metadata
from modules.data_transformation.join_data import join_data
from modules.kit import Columns, Dataset, File, ModuleError
from modules.kit.serialization import load_value, save_value
from modules.learning.csv_codegen import read_csv_table

LONG = 1_234_567_890_123_456_789
#: The first whole number that a real one does not hold.
ODD = 2**53 + 1


def read_text(path: Path, text: str) -> tuple[Dataset, list[str]]:
    path.write_text(text, encoding="utf-8")
    outputs = read_table(File(path, path.name), file_name=path.name)
    return outputs.results_dataset, list(outputs.notices.frame["notice"])


def get_values(data: Dataset, name: str) -> list[int | None]:
    return [None if pd.isna(value) else int(value) for value in data.frame[name]]


def test_a_file_with_gaps_gives_whole_numbers(tmp_path: Path) -> None:
    data, _ = read_text(tmp_path / "a.csv", f"id,x\n{LONG},1\n,2\n{ODD},3\n")
    assert data.schema["id"].type == "integer"
    assert get_values(data, "id") == [LONG, None, ODD]


def test_a_parquet_file_with_gaps_gives_whole_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame({"id": pd.array([LONG, None, -5], dtype="Int64")}).to_parquet(path)
    data = read_table(File(path, path.name), file_name=path.name).results_dataset
    assert get_values(data, "id") == [LONG, None, -5]


def test_a_json_file_with_gaps_gives_whole_numbers(tmp_path: Path) -> None:
    data, _ = read_text(tmp_path / "a.json", f'[{{"id": {LONG}}}, {{"id": null}}, {{"id": {ODD}}}]')
    assert get_values(data, "id") == [LONG, None, ODD]


def test_a_file_goes_out_as_it_came(tmp_path: Path) -> None:
    data, _ = read_text(tmp_path / "a.csv", f"id,x\n{LONG},1\n,2\n{ODD},3\n")
    stored = load_value(save_value(data, tmp_path, "dataset").path, "dataset")
    write_delimited(stored.frame, tmp_path / "b.csv", ",")
    assert (tmp_path / "b.csv").read_text() == (tmp_path / "a.csv").read_text()


def test_typed_data_with_gaps_stay_whole() -> None:
    data = enter_data_manually(data=f"k,v\n{LONG},1\n,2\n{ODD},3\n").dataset
    assert get_values(data, "k") == [LONG, None, ODD]


def test_codes_that_are_typed_stay_as_they_are(tmp_path: Path) -> None:
    text = "zip,phone\n01234,+49123\n00501,+49555\n"
    expected = [["01234", "00501"], ["+49123", "+49555"]]
    typed = enter_data_manually(data=text).dataset.frame
    read, notices = read_text(tmp_path / "a.csv", text)
    assert [list(typed["zip"]), list(typed["phone"])] == expected
    assert [list(read.frame["zip"]), list(read.frame["phone"])] == expected
    assert "Column 'phone' is text, because all of its values, such as '+49123', begin with a plus." in notices


def test_signs_do_not_make_text(tmp_path: Path) -> None:
    data, _ = read_text(tmp_path / "a.csv", "change\n+12\n-3\n0\n")
    assert get_values(data, "change") == [12, -3, 0]


def test_edit_metadata_reads_every_digit() -> None:
    texts = Dataset(pd.DataFrame({"id": pd.Series([str(LONG), None, "7.0", f" {ODD} "], dtype="str")}))
    data = edit_metadata(texts, columns=Columns(start="none", names=("id",)), data_type="Integer")
    assert get_values(data, "id") == [LONG, None, 7, ODD]


def test_edit_metadata_refuses_what_no_column_holds() -> None:
    texts = Dataset(pd.DataFrame({"id": pd.Series(["18446744073709551615", "1"], dtype="str")}))
    with pytest.raises(ModuleError, match="can't become a whole number"):
        edit_metadata(texts, columns=Columns(start="none", names=("id",)), data_type="Integer")


def test_sql_keeps_whole_numbers_with_gaps() -> None:
    data = Dataset(pd.DataFrame({"k": pd.array([ODD, None, LONG], dtype="Int64"), "n": [1, 2, 3]}))
    result = apply_sql_transformation(data, sql_query_script="select k, lag(n) over (order by n) as before from t1")
    assert get_values(result, "k") == [ODD, None, LONG]
    assert get_values(result, "before") == [None, 1, 2]
    assert result.schema["before"].type == "integer"


@pytest.mark.parametrize("join_type", ["Left Outer Join", "Full Outer Join"])
@pytest.mark.parametrize("keep", [True, False])
def test_outer_joins_keep_whole_numbers(join_type: str, keep: bool) -> None:
    left = Dataset(pd.DataFrame({"id": [ODD, 2], "a": [1, 2]}))
    right = Dataset(pd.DataFrame({"id": [ODD, ODD + 2], "account": [LONG, 5]}))
    joined = join_data(
        left,
        right,
        left_key_columns=("id",),
        join_type=join_type,  # type: ignore[arg-type]
        keep_right_key_columns=keep,
    )
    rest = [] if join_type == "Left Outer Join" else [None if keep else ODD + 2]
    assert get_values(joined, "id") == [ODD, 2, *rest]
    assert get_values(joined, "account")[:2] == [LONG, None]


def test_excel_gets_long_numbers_as_text(tmp_path: Path) -> None:
    write_excel(pd.DataFrame({"id": pd.array([LONG, None, 12], dtype="Int64")}), tmp_path / "a.xlsx")
    rows = openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True)
    assert list(rows) == [("id",), (str(LONG),), (None,), (12,)]


def test_exported_scripts_read_whole_numbers(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"id,n\n{LONG},1\n,2\n")
    frame = read_csv_table(str(tmp_path / "a.csv"), types={"id": "Int64", "n": "Int64"})
    assert frame["id"].iloc[0] == LONG
    assert [str(kind) for kind in frame.dtypes] == ["Int64", "int64"]


def test_arrow_tables_keep_them(tmp_path: Path) -> None:
    data = Dataset(pd.DataFrame({"id": pd.array([LONG, None], dtype="Int64")}))
    saved = save_value(data, tmp_path, "dataset")
    assert pa.ipc.open_file(saved.path).read_all()["id"].to_pylist() == [LONG, None]
    assert get_values(load_value(saved.path, "dataset"), "id") == [LONG, None]
