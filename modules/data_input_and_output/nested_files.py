"""Tables within nested files: the rows of an XML file, and those at a path of a JSON file."""

import csv
import json
import tempfile
import xml.etree.ElementTree as ET  # nosec B405 - documents that declare a type, and with it entities, are refused
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NoReturn

from modules.data_input_and_output.reading.file_detection import GZIP, FileSource
from modules.data_input_and_output.reading.read_limits import (
    MAX_JSON_BYTES,
    MAX_TABLE_COLUMNS,
    MEGABYTE,
    refuse_file,
)
from modules.kit import File, ModuleError
from modules.kit.json_paths import find_value

Record = dict[str, str]
MAX_DEPTH = 100


def unnest_file(file: File, rows_path: str) -> File:
    """The file as one that holds the rows alone: CSV for XML, JSON for a path in JSON. Others are left as they are."""
    source = _open_source(file.path)
    head = _read_head(source)
    if _is_xml(head, file.name):
        return _write_xml_rows(source, rows_path)
    if rows_path and head[:1] in (b"{", b"["):
        return _write_json_rows(source, rows_path)
    if rows_path:
        message = "Only JSON and XML files have a path of the rows. Leave it empty for this file."
        raise ModuleError(49, message, parameter="rows_path")
    return file


def is_xml_rows(file: File) -> bool:
    """Whether the file is what `unnest_file` made of XML."""
    return file.name == XML_ROWS_NAME


XML_ROWS_NAME = "xml-rows.csv"


def _open_source(path: Path) -> FileSource:
    with path.open("rb") as stream:
        return FileSource(path, compressed=stream.read(2) == GZIP)


def _read_head(source: FileSource) -> bytes:
    with source.open_stream() as stream:
        return stream.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip()


def _is_xml(head: bytes, name: str) -> bool:
    if head.startswith(b"<?xml") or head.startswith((b"\xff\xfe<\x00?\x00", b"\xfe\xff\x00<\x00?")):
        return b"<html" not in head.lower()
    return head.startswith(b"<") and name.lower().removesuffix(".gz").endswith(".xml")


def _write_json_rows(source: FileSource, rows_path: str) -> File:
    with source.open_stream() as stream:
        data = stream.read(MAX_JSON_BYTES + 1)
    if len(data) > MAX_JSON_BYTES:
        refuse_file(
            f"The JSON document has more than {MAX_JSON_BYTES // MEGABYTE} MB. Leave the path empty, or split it."
        )
    try:
        document = json.loads(data)
    except ValueError as error:
        refuse_file(f"The file is not one JSON document, so that it has no path of the rows: {error}.")
    except RecursionError:
        refuse_file("The JSON is nested too deeply. A table is a list of records with only a few levels.")
    there, found = find_value(document, rows_path)
    if not there:
        _refuse_path(rows_path, list(document) if isinstance(document, dict) else [])
    rows = found if isinstance(found, list) else [found]
    records = [row if isinstance(row, dict) else {"value": row} for row in rows]
    target = Path(tempfile.mkdtemp(prefix="rows-"), "rows.json")
    target.write_text(json.dumps(records), encoding="utf-8")
    return File(target, target.name)


def _refuse_path(rows_path: str, names: list[str]) -> NoReturn:
    there = f" At its top it has: {', '.join(names[:8])}." if names else ""
    message = f"The file has nothing at '{rows_path}'.{there} Enter a path such as data.items or orders[*].lines."
    raise ModuleError(49, message, parameter="rows_path")


class _PlainTreeBuilder(ET.TreeBuilder):
    """Elements and their text. Of a type of document nothing is read: its entities may grow without end."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        del name, pubid, system
        refuse_file("The XML declares a document type (<!DOCTYPE ...>), which is not read. Remove that line.")


def _write_xml_rows(source: FileSource, rows_path: str) -> File:
    """The rows of an XML file as CSV, whose values are typed like those of any other text."""
    with source.open_stream() as stream:
        root = _parse_xml(stream)
    elements = _find_elements(root, rows_path) if rows_path else _find_repeated(root)
    if not elements:
        _refuse_path(rows_path, [f"{_get_name(root)}.{name}" for name in dict.fromkeys(map(_get_name, root))])
    records = [dict(_flatten(element, "", 0)) for element in elements]
    names = list(dict.fromkeys(name for record in records for name in record))
    if len(names) > MAX_TABLE_COLUMNS:
        refuse_file(f"The rows of the XML have {len(names):,} columns. At most {MAX_TABLE_COLUMNS:,} can be read.")
    target = Path(tempfile.mkdtemp(prefix="rows-"), XML_ROWS_NAME)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names or ["value"], restval="")
        writer.writeheader()
        writer.writerows(records)
    return File(target, target.name)


def _parse_xml(stream: IO[bytes]) -> ET.Element:
    parser = ET.XMLParser(target=_PlainTreeBuilder())  # nosec B314
    size = 0
    try:
        while block := stream.read(MEGABYTE):
            size += len(block)
            if size > MAX_JSON_BYTES:
                refuse_file(f"The XML has more than {MAX_JSON_BYTES // MEGABYTE} MB. Split it.")
            parser.feed(block)
        root: ET.Element = parser.close()
    except ET.ParseError as error:
        refuse_file(f"The file is not valid XML: {error}.", line=error.position[0])
    return root


def _get_name(element: ET.Element) -> str:
    """The name without its name space."""
    return str(element.tag).rpartition("}")[2]


def _find_elements(root: ET.Element, rows_path: str) -> list[ET.Element]:
    """All elements at a path, whether it begins with the outermost element or below it."""
    names = [name for name in rows_path.removeprefix("$").replace("[*]", "").replace("/", ".").split(".") if name]
    if names and names[0] == _get_name(root):
        names = names[1:]
    found = [root]
    for name in names:
        found = [child for element in found for child in element if _get_name(child) == name]
    return found


def _find_repeated(root: ET.Element) -> list[ET.Element]:
    """The elements that are rows: the most frequent name where one comes several times, as near the top as can be."""
    level = [root]
    while level:
        children = [child for element in level for child in element]
        counts = Counter(map(_get_name, children))
        if counts and counts.most_common(1)[0][1] > 1:
            name = counts.most_common(1)[0][0]
            return [child for child in children if _get_name(child) == name]
        level = children
    return [root]


def _flatten(element: ET.Element, prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    """The values of one row by column: attributes, children, and children of these after a point."""
    if depth > MAX_DEPTH:
        refuse_file("The XML is nested too deeply. A table is a list of elements with only a few levels.")
    children: dict[str, list[ET.Element]] = {}
    for child in element:
        children.setdefault(_get_name(child), []).append(child)
    for name, value in element.attrib.items():
        plain = name.rpartition("}")[2]
        yield f"{prefix}{'@' if plain in children else ''}{plain}", value
    text = (element.text or "").strip()
    if text or not (children or element.attrib):
        yield prefix.removesuffix(".") or _get_name(element), text
    for name, same in children.items():
        if len(same) > 1:
            yield prefix + name, json.dumps([_to_value(one, depth) for one in same], ensure_ascii=False)
        else:
            yield from _flatten(same[0], f"{prefix}{name}.", depth + 1)


def _to_value(element: ET.Element, depth: int) -> Any:
    """One of several elements of the same name in a row: its text, or its values by name."""
    if len(element) == 0 and not element.attrib:
        return (element.text or "").strip()
    return dict(_flatten(element, "", depth + 1))
