"""SQLite files and all sheets of a workbook, by Import Data."""

import sqlite3
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from modules.data_input_and_output.import_data import import_data
from modules.kit import File, ModuleError


def read(path: Path, **parameters: Any) -> pd.DataFrame:
    return import_data(File(path, path.name), data_source="Connected file", **parameters).frame


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE empty (a)")
        database.execute('CREATE TABLE "my orders" (id INTEGER, price REAL, note TEXT, mixed)')
        rows = [(9007199254740993, 1.5, "x", 1), (None, 2, None, "two")]
        database.executemany('INSERT INTO "my orders" VALUES (?, ?, ?, ?)', rows)
    return path


def test_the_first_table_with_rows_is_read_without_losing_a_digit(shop: Path) -> None:
    made = read(shop)
    assert made["id"].tolist()[0] == 9007199254740993
    assert made["id"].isna().tolist() == [False, True]
    assert made["price"].tolist() == [1.5, 2.0]
    assert made["mixed"].tolist() == ["1", "two"]
    pd.testing.assert_frame_equal(read(shop, sheet="my orders"), made)


def test_another_table_and_a_damaged_file_are_refused(shop: Path) -> None:
    with pytest.raises(ModuleError, match=r"no table 'my order'\. Did you mean 'my orders'"):
        read(shop, sheet="my order")
    shop.write_bytes(shop.read_bytes()[:200] + b"\xff" * 300)
    with pytest.raises(ModuleError, match="The database can't be read"):
        read(shop)


def test_all_sheets_are_one_below_another_with_their_names(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"a": [1, 2]}).to_excel(book, sheet_name="May", index=False)
        pd.DataFrame({"a": [3], "b": ["x"]}).to_excel(book, sheet_name="June", index=False)
    made = read(path, sheet="*")
    assert made["a"].tolist() == [1, 2, 3]
    assert made["Sheet"].tolist() == ["May", "May", "June"]
    assert made["b"].isna().tolist() == [True, True, False]
