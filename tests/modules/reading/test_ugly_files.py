"""Sixty ugly files: each loads or is refused with a sentence, and none hangs, crashes or yields half a table."""

import csv
import gzip
import io
import random
import re
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from modules.kit import ModuleError
from modules.kit.serialization import save_value
from tests.modules.reading.table_reading import get_frame, get_notices, read_content

UglyFile = tuple[bytes, tuple[int, int] | int]
"""The bytes, and the rows and columns that must come out; or the number of the error with which it is refused."""


def make_file(content: str, expected: tuple[int, int] | int, encoding: str = "utf-8") -> UglyFile:
    return content.encode(encoding), expected


def list_encodings() -> Iterator[tuple[str, UglyFile]]:
    table = "name,größe\nÅsa,1\nÖzil,2\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"):
        yield encoding, make_file(table, (2, 2), encoding)
    yield "mac roman", make_file(table, (2, 2), "mac_roman")
    yield "shift jis", make_file("名前,数\n日本,1\n", (1, 2), "shift_jis")
    yield "half a utf-16", ("a,b\n1,2\n".encode("utf-16")[:-1], (1, 2))
    yield "invalid bytes", (b"a,b\n\xff\xfe\xfd,1\n\x81\x8d,2\n", (2, 2))
    yield "lone surrogate bytes", (b"a,b\n\xed\xa0\x80,1\n", (1, 2))
    yield "nul characters", (b"a,b\nx\x00y,1\n" + b"zzz,2\n" * 40, (41, 2))
    yield "mostly nul", (b"a,b\n" + b"\0" * 500, 49)
    yield "control characters", (b"a,b\n" + b"plain text,1\n" * 20 + b"\x07bell\x1b[31m,2\n", (21, 2))
    yield "two marks", (b"\xef\xbb\xbf\xef\xbb\xbfa,b\n1,2\n", (1, 2))


def list_headers() -> Iterator[tuple[str, UglyFile]]:
    yield "duplicate headers", make_file("a,a,a\n1,2,3\n", (1, 3))
    yield "empty headers", make_file("a,,\n1,2,3\n", (1, 3))
    yield "all headers empty but one", make_file(",,z\n1,2,3\n", (1, 3))
    yield "emoji headers", make_file("👩‍👩‍👧,🇳🇴\n1,2\n", (1, 2))
    yield "right-to-left headers", make_file("שם,\u202eevil\u202c\nא,2\n", (1, 2))
    yield "headers with line breaks", make_file('"a\nb","c\r\nd"\n1,2\n', (1, 2))
    yield "hostile headers", make_file("<img src=x onerror=alert(1)>,=cmd|' /C calc'!A0\n1,2\n", (1, 2))
    yield "a very long header", make_file("x" * 100_000 + ",b\n1,2\n", (1, 2))
    yield "headers equal but for capitals", make_file("Price,price,PRICE\n1,2,3\n", (1, 3))
    yield "headers equal but for accents", make_file("caf\u00e9,cafe\u0301\n1,2\n", (1, 2))
    yield "header only", make_file("a,b,c\n", (0, 3))
    yield "header without line end", make_file("a,b,c", (0, 3))
    yield (
        "ten thousand columns",
        make_file(
            ",".join(f"c{i}" for i in range(10_000)) + "\n" + (",".join(["1.5", "x"] * 5_000) + "\n") * 20, (20, 10_000)
        ),
    )
    yield "sixty thousand columns", make_file(",".join(["a"] * 60_000) + "\n", 129)
    yield "twenty thousand equal headers", make_file(",".join(["a"] * 20_000) + "\n", (0, 20_000))


def list_rows() -> Iterator[tuple[str, UglyFile]]:
    yield "a row too long", make_file("a,b\n1,2\n1,2,3\n", 61)
    yield "a row too short", make_file("a,b,c\n1,2,3\n1,2\n", 61)
    yield "trailing delimiters", make_file("a,b,\n1,2,\n", (1, 2))
    yield "trailing delimiters but in the header", make_file("a,b\n1,2,\n3,4,\n", (2, 2))
    yield "blank lines everywhere", make_file("\n\na,b\n\n1,2\n\n\n", (1, 2))
    yield "mixed line ends", make_file("a,b\r\n1,2\n3,4\r5,6", (3, 2))
    yield "old line ends", make_file("a,b\r1,2\r3,4\r", (2, 2))
    yield "a title above the header", make_file("Report of 2020\n\na,b,c\n1,2,3\n4,5,6\n", 61)
    yield "one column", make_file("a\n1\n2\n", (2, 1))
    yield "one column of texts", make_file("a\nhello world\nand so on\n", (2, 1))
    yield "one value", make_file("hello", (0, 1))
    yield "delimiters only", make_file(",,,\n,,,\n", 49)
    yield "blank", make_file(" \n\t\n\n", 49)
    yield "nothing", make_file("", 49)
    yield "semicolons", make_file("a;b\n1,5;2\n", (1, 2))
    yield "tabs", make_file("a\tb\n1\tx, y\n", (1, 2))
    yield "an end-of-file character", make_file("a,b\n1,2\n\x1a", (1, 2))


def list_cells() -> Iterator[tuple[str, UglyFile]]:
    yield "a cell of one megabyte", make_file("a,b\n" + "x" * 1_000_000 + ",1\n", (1, 2))
    yield "a cell of five megabytes in quotes", make_file('a,b\n1,2\n"' + "x,\n" * 1_700_000 + '",1\n', (2, 2))
    yield "a million quotes in one cell", make_file('a,b\n"' + '""' * 500_000 + '",1\n', (1, 2))
    yield "a million lone quotes", make_file("a,b\n" + "1,x" + '"' * 1_000_000 + "\n", (1, 2))
    yield "a quote that is not closed", make_file('a,b\n1,"x\n2,y\n', 49)
    yield (
        "a quote that is not closed in a large file",
        make_file("a,b\n" + "1,x\n" * 100_000 + '2,"y\n' + "3,z\n" * 9_000_000, 49),
    )
    yield "quotes inside quotes", make_file('a,b\n"say ""hi"", you",1\n', (1, 2))
    yield "quotes inside a value", make_file('a,b\n5" disk,1\n3.5" disk,2\n', (2, 2))
    yield "only quotes", make_file('""\n""\n', 49)
    yield "a number of ten thousand digits", make_file("a,b\n" + "9" * 10_000 + ",1\n", (1, 2))
    yield "numbers too large for reals", make_file("a,b\n1e999,1\n-1e999,2\n", (2, 2))
    yield "formulas", make_file("a,b\n=1+1,@SUM(A1)\n", (1, 2))


def list_noise() -> Iterator[tuple[str, UglyFile]]:
    noise = random.Random(7)
    yield "random bytes", (noise.randbytes(200_000), 49)
    yield "half a gzip file", (gzip.compress(b"a,b\n1,2\n" * 10_000)[:60], 49)
    yield "gzip of nothing", (gzip.compress(b""), 49)
    yield "a program", (b"\x7fELF\x02\x01\x01" + bytes(1_000), 49)
    yield "a wave file", (b"RIFF\x24\x08\x00\x00WAVEfmt " + bytes(range(256)) * 9, 49)


FILES = dict([*list_encodings(), *list_headers(), *list_rows(), *list_cells(), *list_noise()])
#: Seconds of processor time.
MAX_SECONDS = 4.0


def test_there_are_sixty_ugly_files() -> None:
    assert len(FILES) >= 60


LOADED_FILES = {name: (content, shape) for name, (content, shape) in FILES.items() if not isinstance(shape, int)}
REFUSED_FILES = {name: (content, number) for name, (content, number) in FILES.items() if isinstance(number, int)}


@pytest.mark.parametrize("name", LOADED_FILES)
def test_an_ugly_file_loads_and_can_be_stored(tmp_path: Path, name: str) -> None:
    content, shape = LOADED_FILES[name]
    started = time.process_time()
    result = read_content(tmp_path, content, "data.csv")
    assert time.process_time() - started < MAX_SECONDS
    assert get_frame(result).shape == shape
    assert all(notice.endswith(".") and len(notice) < 500 for notice in get_notices(result))
    assert_names_are_clean(list(get_frame(result).columns))
    stored = save_value(result.results_dataset, tmp_path, "dataset")
    assert (stored.rows, stored.columns) == shape


@pytest.mark.parametrize("name", REFUSED_FILES)
def test_an_ugly_file_is_refused_with_its_number_and_a_sentence(tmp_path: Path, name: str) -> None:
    content, number = REFUSED_FILES[name]
    started = time.process_time()
    with pytest.raises(ModuleError) as raised:
        read_content(tmp_path, content, "data.csv")
    assert time.process_time() - started < MAX_SECONDS
    assert (raised.value.number, raised.value.port) == (number, "file")
    assert re.fullmatch(r"[A-Z].{10,300}\.", raised.value.message)


def assert_names_are_clean(names: list[str]) -> None:
    assert len({name.casefold() for name in names}) == len(names)
    assert all(name and len(name) <= 220 and unicodedata.is_normalized("NFC", name) for name in names)
    assert not any(
        unicodedata.category(letter) == "Cc" or letter in "\u202a\u202e\u2066" for name in names for letter in name
    )


def test_random_texts_are_read_as_the_csv_module_reads_them_or_refused(tmp_path: Path) -> None:
    noise = random.Random(11)
    read_back = 0
    for _ in range(300):
        content = "a,b\n" + "".join(noise.choices('ab1,"\n ', k=noise.randint(1, 40)))
        rows = [
            row
            for row in csv.reader(io.StringIO(content, newline=""))
            if any(cell.strip() for cell in row) or len(row) > 1
        ]
        try:
            result = get_frame(read_content(tmp_path, content, has_header="yes", delimiter=","))
        except ModuleError:
            continue
        assert len(result) == len(rows) - 1, content
        read_back += 1
    assert read_back > 10
