"""Rows of nested files: XML by repeated elements or by a path, JSON by a path; and what of XML is not read."""

from pathlib import Path
from typing import Any

import pytest

from modules.data_input_and_output.import_data import import_data
from modules.kit import File, ModuleError

BOOKS = """<?xml version="1.0"?>
<c:catalog xmlns:c="urn:books"><updated>2026</updated>
<book id="1"><title>A, B</title><author><name>Ann</name></author><tag>x</tag><tag>y</tag></book>
<book id="2"><price>3.5</price></book></c:catalog>"""
ORDERS = '{"orders": [{"lines": [{"a": 1}, {"a": 2}]}, {"lines": [{"a": 3}]}]}'


def _read(folder: Path, name: str, text: str, **parameters: Any) -> dict[str, list[Any]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    frame = import_data(File(path, name), data_source="Connected file", **parameters).frame
    found: dict[str, list[Any]] = frame.astype(object).where(frame.notna(), None).to_dict("list")
    return found


@pytest.mark.parametrize("rows_path", ["", "book", "catalog.book", "catalog/book"])
def test_repeated_elements_of_xml_are_rows(tmp_path: Path, rows_path: str) -> None:
    assert _read(tmp_path, "books.xml", BOOKS, rows_path=rows_path) == {
        "id": [1, 2],
        "title": ["A, B", None],
        "author.name": ["Ann", None],
        "tag": ['["x", "y"]', None],
        "price": [None, 3.5],
    }


def test_rows_of_json_stand_at_a_path(tmp_path: Path) -> None:
    assert _read(tmp_path, "orders.json", ORDERS, rows_path="orders[*].lines") == {"a": [1, 2, 3]}
    assert _read(tmp_path, "orders.json", ORDERS, rows_path="$.orders[1].lines") == {"a": [3]}


@pytest.mark.parametrize(
    ("name", "text", "rows_path", "said"),
    [
        ("a.xml", BOOKS, "magazine", "has nothing at 'magazine'. At its top it has: catalog.updated, catalog.book"),
        ("a.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "", "declares a document type"),
        ("a.xml", "<a><b></a>", "", "not valid XML"),
        ("a.json", ORDERS, "items", "has nothing at 'items'. At its top it has: orders"),
        ("a.csv", "a,b\n1,2\n", "items", "Only JSON and XML files have a path"),
    ],
)
def test_what_has_no_rows_says_so(tmp_path: Path, name: str, text: str, rows_path: str, said: str) -> None:
    with pytest.raises(ModuleError, match=said.replace(".", r"\.")):
        _read(tmp_path, name, text, rows_path=rows_path)
