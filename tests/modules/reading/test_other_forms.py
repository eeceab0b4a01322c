"""Excel, JSON, Parquet, Arrow and what is none of them."""

import bz2
import gzip
import io
import json
import lzma
import pickle
import random
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest

from modules.data_input_and_output.reading.reading_options import ReadingOptions
from modules.kit import ModuleError
from tests.modules.reading.table_reading import get_frame, get_notices, get_types, read_content

RECORDS = [{"name": "Ana", "age": 31, "score": 1.5}, {"name": "Bo", "age": 42, "score": None}]
EXPECTED = {"name": ["Ana", "Bo"], "age": [31, 42]}


def write_workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_parquet(table: pa.Table, **options: object) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream, **options)
    return stream.getvalue()


def write_arrow(table: pa.Table, *, stream: bool) -> bytes:
    sink = io.BytesIO()
    with (pa.ipc.new_stream if stream else pa.ipc.new_file)(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def read_refused(
    folder: Path, content: bytes | str, name: str = "data.csv", number: int = 49, **parameters: object
) -> str:
    with pytest.raises(ModuleError) as raised:
        read_content(folder, content, name, **parameters)
    assert (raised.value.number, raised.value.port) == (number, "file")
    return raised.value.message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps(RECORDS)),
        ("a.json", json.dumps(RECORDS, indent=2)),
        ("a.txt.json", json.dumps({"name": ["Ana", "Bo"], "age": [31, 42], "score": [1.5, None]})),
        ("a.json", pd.DataFrame(RECORDS).to_json()),
        ("a.jsonl", "\n".join(map(json.dumps, RECORDS))),
        ("a.json", "\n\n".join(map(json.dumps, RECORDS)) + "\n"),
        ("upload", json.dumps({"count": 2, "items": RECORDS})),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_every_form_of_json_is_read(tmp_path: Path, name: str, content: str, packed: bool) -> None:
    result = read_content(
        tmp_path, gzip.compress(content.encode()) if packed else content, name + (".gz" if packed else "")
    )
    assert get_frame(result)[["name", "age"]].to_dict("list") == EXPECTED
    assert get_types(result)["score"] == "real"


def test_nested_values_of_json_become_text(tmp_path: Path) -> None:
    result = read_content(tmp_path, '[{"a": [1, {"b": "ü"}], "c": "01"}, {"a": null, "c": "2"}]', "a.json")
    assert get_frame(result)["a"][0] == '[1, {"b": "ü"}]'
    assert get_frame(result)["c"].tolist() == ["01", "2"]
    assert "lists or records" in get_notices(result)[0]


def test_records_of_json_may_lack_columns(tmp_path: Path) -> None:
    result = read_content(tmp_path, '{"a": 1}\n{"b": true}\n{"a": 2, "b": false}\n', "a.jsonl")
    assert get_types(result) == {"a": "integer", "b": "boolean"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[1, 2]", "Item 1 of the JSON is a number"),
        ('[{"a": 1},\n{"a": }]', "Line 2 is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('[{"a": ' + "9" * 5_000 + "}]", "thousands of digits"),
        ("[]", "no values"),
        ("{}", "no values"),
        ("[null]", "null"),
    ],
)
def test_json_that_is_no_table_is_refused(tmp_path: Path, content: str, words: str) -> None:
    assert words in read_refused(tmp_path, content, "a.json")


def test_json_columns_of_unequal_length_are_refused_by_name(tmp_path: Path) -> None:
    message = read_refused(tmp_path, '{"a": [1, 2], "b": [1]}', "a.json", 61)
    assert message.startswith("'b' has 1 value, and 'a' has 2")


def test_a_bad_line_of_json_lines_is_named(tmp_path: Path) -> None:
    assert read_refused(tmp_path, '{"a": 1}\n{"a": 2}\noops\n', "a.jsonl").startswith("Line 3 is not JSON")


def test_a_csv_may_begin_with_a_bracket(tmp_path: Path) -> None:
    assert list(get_frame(read_content(tmp_path, "[a],{b}\n1,2\n", "a.csv")).columns) == ["[a]", "{b}"]


def test_a_sheet_keeps_the_types_of_its_cells(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["name", "count", "share", "day", "fine", "zip"],
        ["Ana", 1, 0.5, datetime(2020, 1, 31), True, "01234"],
        ["Bo", 2, "?", datetime(2021, 1, 31, 12), False, "98765"],
    ]
    result = read_content(tmp_path, write_workbook(Data=rows), "a.xlsx")
    assert get_types(result) == {
        "name": "text",
        "count": "integer",
        "share": "real",
        "day": "datetime",
        "fine": "boolean",
        "zip": "text",
    }
    assert get_frame(result)["zip"].tolist() == ["01234", "98765"]
    assert get_notices(result) == []


def test_the_first_sheet_that_is_not_empty_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    content = write_workbook(Empty=[], Data=[["a", "b"], [1, 2]], More=[["c"], [3]])
    result = read_content(tmp_path, content, "a.xlsx")
    assert list(get_frame(result).columns) == ["a", "b"]
    assert get_notices(result) == ["Sheet 'Data' was read; the workbook also has 'Empty', 'More'."]
    assert list(get_frame(read_content(tmp_path, content, "a.xlsx", sheet="More")).columns) == ["c"]


def test_a_cover_sheet_is_passed_over_where_the_import_looks_for_the_table(tmp_path: Path) -> None:
    content = write_workbook(Cover=[["Report"], ["As of 2024"]], Data=[["a", "b"], [1, 2], [3, 4]], More=[["c"], [3]])
    result = read_content(tmp_path, content, "a.xlsx", reading=ReadingOptions())
    assert list(get_frame(result).columns) == ["a", "b"]
    assert get_notices(result) == ["Sheet 'Data' was read; the workbook also has 'Cover', 'More'."]
    chosen = read_content(tmp_path, content, "a.xlsx", reading=ReadingOptions(sheet="More"))
    assert list(get_frame(chosen).columns) == ["c"]
    alone = write_workbook(Cover=[["Report"], ["As of 2024"]], More=[["c"], [3]])
    assert list(get_frame(read_content(tmp_path, alone, "a.xlsx", reading=ReadingOptions())).columns) == ["Report"]


def test_a_sheet_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    assert read_refused(tmp_path, write_workbook(Data=[["a"], [1]]), "a.xlsx", sheet="Date") == (
        "The workbook has no sheet 'Date'. Did you mean 'Data'?"
    )


def test_rows_of_a_sheet_may_be_short_long_or_blank(tmp_path: Path) -> None:
    result = read_content(tmp_path, write_workbook(Data=[[], ["a", "b"], [1], [], [2, "x", "y"]]), "a.xlsx")
    assert list(get_frame(result).columns) == ["a", "b", "Column 3"]
    assert get_frame(result).shape == (2, 3)


def test_a_column_of_a_sheet_that_mixes_kinds_is_text_with_a_notice(tmp_path: Path) -> None:
    result = read_content(tmp_path, write_workbook(Data=[["a", "b"], [1, 1], ["two", 2]]), "a.xlsx")
    assert get_frame(result)["a"].tolist() == ["1", "two"]
    assert "'two'" in get_notices(result)[0]


@pytest.mark.parametrize("compression", ["snappy", "gzip", "zstd", "none"])
def test_parquet_is_read_with_common_types(tmp_path: Path, compression: str) -> None:
    table = pa.table(
        {
            "small": pa.array([1, 2, 3], pa.int8()),
            "gap": pa.array([1, None, 3], pa.int32()),
            "single": pa.array([1.5, None, 2], pa.float32()),
            "money": pa.array([Decimal("1.25"), None, Decimal("2.50")]),
            "text": ["x", None, "x"],
            "level": pa.array(["lo", "hi", "lo"]).dictionary_encode(),
            "day": pa.array([date(2020, 1, 1), None, date(1600, 1, 1)]),
            "zoned": pa.array([datetime(2020, 1, 1)] * 3, pa.timestamp("ns", "Europe/Oslo")),
            "nested": [[1, 2], None, []],
            "bytes": [b"ok", b"ok", None],
            "fine": [True, None, False],
        }
    )
    result = read_content(tmp_path, write_parquet(table, compression=compression), "wrong.csv")
    assert get_types(result) == {
        "small": "integer",
        "gap": "integer",
        "single": "real",
        "money": "real",
        "text": "text",
        "level": "category",
        "day": "datetime",
        "zoned": "datetime",
        "nested": "text",
        "bytes": "text",
        "fine": "boolean",
    }
    assert get_frame(result)["text"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize("stream", [False, True])
def test_arrow_is_read_as_file_and_as_stream(tmp_path: Path, stream: bool) -> None:
    content = write_arrow(pa.table({"a": [1, 2], "b": ["x", "y"]}), stream=stream)
    assert get_frame(read_content(tmp_path, content, "a.arrow")).to_dict("list") == {"a": [1, 2], "b": ["x", "y"]}


def test_the_named_index_of_a_pandas_parquet_is_a_column(tmp_path: Path) -> None:
    made = pd.DataFrame({"a": [1, 2]}, index=["x", "y"]).to_parquet()
    assert get_types(read_content(tmp_path, made, "a.parquet")) == {"a": "integer", "index": "text"}


def test_equal_names_in_parquet_are_renamed(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array([1]), pa.array(["x"])], names=["a", "a"])
    assert get_types(read_content(tmp_path, write_parquet(table), "a.parquet")) == {"a": "integer", "a (2)": "text"}


def make_zip(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
        (make_zip(data_csv=b"a,b\n1,2\n"), "zip archive"),
        (make_zip(xl__workbook_bin=b"x"), ".xlsb"),
        (make_zip(content_xml=b"<x/>"), "OpenDocument"),
        (bz2.compress(b"a,b\n1,2\n"), "bzip2"),
        (lzma.compress(b"a,b\n1,2\n"), "xz"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (pickle.dumps({"a": [1]}), "pickle"),
        (b"<!DOCTYPE html><html><table></table></html>", "web page"),
        (gzip.compress(make_zip(data_csv=b"x")), "Unpack it"),
        (gzip.compress(gzip.compress(b"a,b\n")), "Unpack it"),
        (gzip.compress(b"a,b\n1,2\n" * 9_000)[:-40], "damaged or incomplete"),
        (np.random.default_rng(0).bytes(100_000), "does not look like a table"),
        (b"a,b\n" + bytes(1_000) + b"\n", "does not look like a table"),
        (b"PAR1\x15" + bytes(100), "damaged"),
        (b"ARROW1\x00\x00" + bytes(100), "damaged"),
        (write_parquet(pa.table({"a": [1, 2]}))[:-20], "damaged"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",  # archives have the time in them, ids must not
)
def test_what_is_no_table_is_refused_with_what_to_do(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in read_refused(tmp_path, content, "data.csv")


@pytest.mark.parametrize("name", ["PAR1", "FEA1", "ARROW1", "BZh", "PK", "GIF"])
def test_a_csv_may_begin_with_what_other_files_begin_with(tmp_path: Path, name: str) -> None:
    assert list(get_frame(read_content(tmp_path, f"{name},b\n1,2\n")).columns) == [name, "b"]


MANY_KINDS = pa.table(
    {
        "number": list(range(50)),
        "text": [f"x{place}" for place in range(50)],
        "level": pa.array(["lo", "hi"] * 25).dictionary_encode(),
        "nested": [[1, 2]] * 50,
    }
)
WHOLE_FILES = {
    "parquet": write_parquet(MANY_KINDS),
    "arrow file": write_arrow(MANY_KINDS, stream=False),
    "arrow stream": write_arrow(MANY_KINDS, stream=True),
    "workbook": write_workbook(Data=[["a", "b"], [1, "x"], [2, "y"]]),
    "json": json.dumps([{"a": 1, "b": [1, 2]}] * 5).encode(),
    "json lines": b'{"a": 1}\n{"a": 2, "b": "x"}\n',
    "csv": b'a,b,c\n1,"x, ""y",2.5\n2,z,3.5\n',
    "gzip": gzip.compress(b"a,b\n1,2\n" * 200),
    "utf-16": "a,b\n1,x\n".encode("utf-16"),
}


#: How a row is refused that has more or fewer values than the others.
UNEVEN_LINES = re.compile(r"Line [\d,]+ has [\d,]+ values?, and ")


@pytest.mark.parametrize("kind", WHOLE_FILES)
def test_a_file_with_changed_bytes_is_read_or_refused(tmp_path: Path, kind: str) -> None:
    noise = random.Random(kind)
    refusals: list[ModuleError] = []
    for _ in range(200):
        content = bytearray(WHOLE_FILES[kind])
        for _ in range(noise.choice([1, 1, 2, 5])):
            place = noise.randrange(len(content))
            content[place : place + noise.choice([0, 1, 1, 8])] = noise.randbytes(noise.choice([0, 1, 1, 4]))
        try:
            read_content(tmp_path, bytes(content), "changed")
        except ModuleError as error:
            refusals.append(error)
    assert refusals
    assert [error.number for error in refusals] == [
        61 if UNEVEN_LINES.match(error.message) else 49 for error in refusals
    ]
