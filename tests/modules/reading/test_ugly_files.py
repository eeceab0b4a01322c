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
from modules.kit.files import save
from tests.modules.reading.reading import frame, notices, read

Ugly = tuple[bytes, tuple[int, int] | int]
"""The bytes, and the rows and columns that must come out; or the number of the error with which it is refused."""


def text(content: str, expected: tuple[int, int] | int, encoding: str = "utf-8") -> Ugly:
    return content.encode(encoding), expected


def of_encodings() -> Iterator[tuple[str, Ugly]]:
    table = "name,größe\nÅsa,1\nÖzil,2\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"):
        yield encoding, text(table, (2, 2), encoding)
    yield "mac roman", text(table, (2, 2), "mac_roman")
    yield "shift jis", text("名前,数\n日本,1\n", (1, 2), "shift_jis")
    yield "half a utf-16", ("a,b\n1,2\n".encode("utf-16")[:-1], (1, 2))
    yield "invalid bytes", (b"a,b\n\xff\xfe\xfd,1\n\x81\x8d,2\n", (2, 2))
    yield "lone surrogate bytes", (b"a,b\n\xed\xa0\x80,1\n", (1, 2))
    yield "nul characters", (b"a,b\nx\x00y,1\n" + b"zzz,2\n" * 40, (41, 2))
    yield "mostly nul", (b"a,b\n" + b"\0" * 500, 49)
    yield "control characters", (b"a,b\n" + b"plain text,1\n" * 20 + b"\x07bell\x1b[31m,2\n", (21, 2))
    yield "two marks", (b"\xef\xbb\xbf\xef\xbb\xbfa,b\n1,2\n", (1, 2))


def of_headers() -> Iterator[tuple[str, Ugly]]:
    yield "duplicate headers", text("a,a,a\n1,2,3\n", (1, 3))
    yield "empty headers", text("a,,\n1,2,3\n", (1, 3))
    yield "all headers empty but one", text(",,z\n1,2,3\n", (1, 3))
    yield "emoji headers", text("👩‍👩‍👧,🇳🇴\n1,2\n", (1, 2))
    yield "right-to-left headers", text("שם,\u202eevil\u202c\nא,2\n", (1, 2))
    yield "headers with line breaks", text('"a\nb","c\r\nd"\n1,2\n', (1, 2))
    yield "hostile headers", text("<img src=x onerror=alert(1)>,=cmd|' /C calc'!A0\n1,2\n", (1, 2))
    yield "a very long header", text("x" * 100_000 + ",b\n1,2\n", (1, 2))
    yield "headers equal but for capitals", text("Price,price,PRICE\n1,2,3\n", (1, 3))
    yield "headers equal but for accents", text("caf\u00e9,cafe\u0301\n1,2\n", (1, 2))
    yield "header only", text("a,b,c\n", (0, 3))
    yield "header without line end", text("a,b,c", (0, 3))
    yield (
        "ten thousand columns",
        text(
            ",".join(f"c{i}" for i in range(10_000)) + "\n" + (",".join(["1.5", "x"] * 5_000) + "\n") * 20, (20, 10_000)
        ),
    )
    yield "sixty thousand columns", text(",".join(["a"] * 60_000) + "\n", 129)
    yield "twenty thousand equal headers", text(",".join(["a"] * 20_000) + "\n", (0, 20_000))


def of_rows() -> Iterator[tuple[str, Ugly]]:
    yield "a row too long", text("a,b\n1,2\n1,2,3\n", 61)
    yield "a row too short", text("a,b,c\n1,2,3\n1,2\n", 61)
    yield "trailing delimiters", text("a,b,\n1,2,\n", (1, 2))
    yield "trailing delimiters but in the header", text("a,b\n1,2,\n3,4,\n", (2, 2))
    yield "blank lines everywhere", text("\n\na,b\n\n1,2\n\n\n", (1, 2))
    yield "mixed line ends", text("a,b\r\n1,2\n3,4\r5,6", (3, 2))
    yield "old line ends", text("a,b\r1,2\r3,4\r", (2, 2))
    yield "a title above the header", text("Report of 2020\n\na,b,c\n1,2,3\n4,5,6\n", 61)
    yield "one column", text("a\n1\n2\n", (2, 1))
    yield "one column of texts", text("a\nhello world\nand so on\n", (2, 1))
    yield "one value", text("hello", (0, 1))
    yield "delimiters only", text(",,,\n,,,\n", 49)
    yield "blank", text(" \n\t\n\n", 49)
    yield "nothing", text("", 49)
    yield "semicolons", text("a;b\n1,5;2\n", (1, 2))
    yield "tabs", text("a\tb\n1\tx, y\n", (1, 2))
    yield "an end-of-file character", text("a,b\n1,2\n\x1a", (1, 2))


def of_cells() -> Iterator[tuple[str, Ugly]]:
    yield "a cell of one megabyte", text("a,b\n" + "x" * 1_000_000 + ",1\n", (1, 2))
    yield "a cell of five megabytes in quotes", text('a,b\n1,2\n"' + "x,\n" * 1_700_000 + '",1\n', (2, 2))
    yield "a million quotes in one cell", text('a,b\n"' + '""' * 500_000 + '",1\n', (1, 2))
    yield "a million lone quotes", text("a,b\n" + "1,x" + '"' * 1_000_000 + "\n", (1, 2))
    yield "a quote that is not closed", text('a,b\n1,"x\n2,y\n', 49)
    yield (
        "a quote that is not closed in a large file",
        text("a,b\n" + "1,x\n" * 100_000 + '2,"y\n' + "3,z\n" * 9_000_000, 49),
    )
    yield "quotes inside quotes", text('a,b\n"say ""hi"", you",1\n', (1, 2))
    yield "quotes inside a value", text('a,b\n5" disk,1\n3.5" disk,2\n', (2, 2))
    yield "only quotes", text('""\n""\n', 49)
    yield "a number of ten thousand digits", text("a,b\n" + "9" * 10_000 + ",1\n", (1, 2))
    yield "numbers too large for reals", text("a,b\n1e999,1\n-1e999,2\n", (2, 2))
    yield "formulas", text("a,b\n=1+1,@SUM(A1)\n", (1, 2))


def of_noise() -> Iterator[tuple[str, Ugly]]:
    noise = random.Random(7)
    yield "random bytes", (noise.randbytes(200_000), 49)
    yield "half a gzip file", (gzip.compress(b"a,b\n1,2\n" * 10_000)[:60], 49)
    yield "gzip of nothing", (gzip.compress(b""), 49)
    yield "a program", (b"\x7fELF\x02\x01\x01" + bytes(1_000), 49)
    yield "a wave file", (b"RIFF\x24\x08\x00\x00WAVEfmt " + bytes(range(256)) * 9, 49)


FILES = dict([*of_encodings(), *of_headers(), *of_rows(), *of_cells(), *of_noise()])
#: Seconds of processor time.
LONGEST = 4.0


def test_there_are_sixty_ugly_files() -> None:
    assert len(FILES) >= 60


LOADED = {name: (content, shape) for name, (content, shape) in FILES.items() if not isinstance(shape, int)}
REFUSED = {name: (content, number) for name, (content, number) in FILES.items() if isinstance(number, int)}


@pytest.mark.parametrize("name", LOADED)
def test_an_ugly_file_loads_and_can_be_stored(tmp_path: Path, name: str) -> None:
    content, shape = LOADED[name]
    started = time.process_time()
    result = read(tmp_path, content, "data.csv")
    assert time.process_time() - started < LONGEST
    assert frame(result).shape == shape
    assert all(notice.endswith(".") and len(notice) < 500 for notice in notices(result))
    assert_names_are_clean(list(frame(result).columns))
    stored = save(result.results_dataset, tmp_path, "dataset")
    assert (stored.rows, stored.columns) == shape


@pytest.mark.parametrize("name", REFUSED)
def test_an_ugly_file_is_refused_with_its_number_and_a_sentence(tmp_path: Path, name: str) -> None:
    content, number = REFUSED[name]
    started = time.process_time()
    with pytest.raises(ModuleError) as raised:
        read(tmp_path, content, "data.csv")
    assert time.process_time() - started < LONGEST
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
            result = frame(read(tmp_path, content, has_header="yes", delimiter=","))
        except ModuleError:
            continue
        assert len(result) == len(rows) - 1, content
        read_back += 1
    assert read_back > 10
