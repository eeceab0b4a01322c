"""Many files as one table: by a pattern, with the columns of all of them, and no digit lost."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from modules.data_input_and_output.import_data import import_data
from modules.kit import Dataset, File, ModuleError


def pack(folder: Path, **files: str) -> File:
    path = folder / "files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return File(path, path.name)


def read(file: File, **parameters: Any) -> Dataset:
    return import_data(file, data_source="Connected file", **parameters)


def test_files_that_fit_the_pattern_are_one_below_another_with_their_names(tmp_path: Path) -> None:
    files = {"may/b.csv": "city,n\nBonn,2\n", "may/a.csv": "city,n\nOslo,1\n", "read.me": "x", "__MACOSX/a.csv": "x"}
    made = read(pack(tmp_path, **files), files_to_read="*.csv", file_name_column="file").frame
    assert made.to_dict("list") == {"city": ["Oslo", "Bonn"], "n": [1, 2], "file": ["may/a.csv", "may/b.csv"]}
    below = read(pack(tmp_path, **files), files_to_read="may/b*").frame
    assert below["city"].tolist() == ["Bonn"]


def test_a_column_that_some_files_lack_loses_no_digit(tmp_path: Path) -> None:
    made = read(pack(tmp_path, **{"a.csv": "id\n9007199254740993\n", "b.csv": "name\nx\n"})).frame
    assert made["id"].tolist()[0] == 9007199254740993
    assert made["id"].isna().tolist() == [False, True]
    assert made["name"].isna().tolist() == [True, False]


def test_columns_of_different_types_become_text_with_a_word(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made = read(pack(tmp_path, **{"a.csv": "code,x\n12,1\n", "b.csv": "code,x\nA7,1.5\n"})).frame
    assert made["code"].tolist() == ["12", "A7"]
    assert made["x"].tolist() == [1.0, 1.5]
    assert "Column 'code' is integer and text in different files" in caplog.text


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"files_to_read": "*.parquet"}, r"None of the 1 files fits '\*\.parquet'"),
        ({"file_name_column": "city"}, "The files have a column 'city' already"),
    ],
)
def test_what_can_not_be_read_is_refused(tmp_path: Path, parameters: dict[str, str], message: str) -> None:
    with pytest.raises(ModuleError, match=message):
        read(pack(tmp_path, **{"a.csv": "city\nOslo\n"}), **parameters)
