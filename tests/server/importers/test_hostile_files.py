"""Files of strangers: nothing of them is run, and none of them can take the memory."""

import base64
import os
import pickle
from pathlib import Path
from typing import Any

import pytest

from server.importers.design_files import convert_design_file
from server.importers.hostile_files import OpaqueObject, read_archive, read_literal, read_pickle, read_xml
from server.importers.imported_design import ImportRefused, describe_settings
from tests.server.importers.workflow_files import CROSS_VALIDATION, write_zip

BOMB = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><scheme>&b;</scheme>'
READS_A_FILE = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><scheme>&a;</scheme>'


class Evil:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self.path}",)


@pytest.mark.parametrize("content", [BOMB, READS_A_FILE, BOMB.replace(b"&b;", b""), b"<scheme>", b"\x00\x01", b""])
def test_xml_with_entities_or_broken_is_refused(content: bytes) -> None:
    with pytest.raises(ImportRefused):
        read_xml(content)


def test_xml_that_is_nested_without_end_is_refused() -> None:
    with pytest.raises(ImportRefused, match="nested"):
        read_xml(b"<a>" * 100_000 + b"</a>" * 100_000)


@pytest.mark.parametrize("protocol", range(6))
def test_a_pickle_is_read_and_not_run(protocol: int, tmp_path: Path) -> None:
    made = tmp_path / "made"
    content = pickle.dumps({"evil": Evil(made), "kept": [1, 2.5, "ñ", (True, None), {"a"}, b"x"]}, protocol)
    found = read_pickle(content)
    assert isinstance(found, dict)
    assert found["kept"][:4] == [1, 2.5, "ñ", (True, None)]
    assert isinstance(found["evil"], OpaqueObject)
    assert found["evil"].name.endswith("system")
    assert not made.exists()


@pytest.mark.parametrize(
    "content", [b"", b"garbage", b"(lp0\n(lp1\nS'", b"\x80\x04N", b"\x80\x04\x94.", b"\x80\x04P1\n."]
)
def test_a_broken_pickle_is_refused(content: bytes) -> None:
    with pytest.raises(ImportRefused):
        read_pickle(content)


def test_settings_that_refer_to_themselves_a_million_times_are_cut() -> None:
    lists: list[Any] = ["x"]
    for _ in range(60):
        lists = [lists] * 30
    assert len(describe_settings(lists)) < 200_000


@pytest.mark.parametrize("text", ["__import__('os')", "[" * 10_000, "1" * 2_000_000, "{"])
def test_a_literal_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ImportRefused):
        read_literal(text)


def test_an_archive_that_grows_is_refused() -> None:
    bomb = write_zip({f"{number}.xml": b"\0" * 40_000_000 for number in range(4)})
    assert len(bomb) < 1_000_000
    with pytest.raises(ImportRefused, match="128 MB"):
        read_archive(bomb)
    with pytest.raises(ImportRefused):
        read_archive(b"PK\x03\x04 no archive")


def test_settings_that_cannot_be_read_do_not_stop_the_rest(tmp_path: Path) -> None:
    evil = base64.b64encode(pickle.dumps({"recent_paths": [Evil(tmp_path / "made")]}))
    first = CROSS_VALIDATION.partition(b'format="pickle">')[2].partition(b"<")[0]
    made = convert_design_file("flow.ows", CROSS_VALIDATION.replace(first, evil))
    assert made.count("converted") > 0
    assert not (tmp_path / "made").exists()
    broken = convert_design_file("flow.ows", CROSS_VALIDATION.replace(first, b"!!!"))
    assert len(broken.nodes) == len(made.nodes)


@pytest.mark.parametrize(("name", "words"), [("a.exe", "can't be imported"), ("a.ows", "can't be read")])
def test_what_no_importer_is_for_is_refused(name: str, words: str) -> None:
    with pytest.raises(ImportRefused, match=words):
        convert_design_file(name, b"nothing")
