"""Files made to exhaust a machine are refused early, measured in a process of their own."""

import gzip
import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[3]
MEGABYTE = 1024 * 1024
MAX_SECONDS = 6.0
MAX_MEGABYTES = 100

#: Loads what reads tables, then reads each file that it is told of in a fork of its own.
MEASURING_PROGRAM = """
import json, os, resource, sys, time
from pathlib import Path
import openpyxl, pyarrow.csv
from modules.data_input_and_output.read_table import read_table
from modules.kit import File, ModuleError

def measure(path):
    warm = path.with_name("warm.csv")
    warm.write_text("a,b\\n1,x\\n")
    read_table(File(warm, "warm.csv"), file_name="warm.csv")
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    try:
        message = f"read: {read_table(File(path, path.name), file_name=path.name).results_dataset.frame.shape}"
    except ModuleError as error:
        message = f"{error.number} {error.message}"
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(json.dumps({"message": message, "seconds": time.process_time() - started, "megabytes": grown}), flush=True)

while line := sys.stdin.readline():
    if os.fork() == 0:
        measure(Path(line.rstrip("\\n")))
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.wait()[1])
    if code:
        print(json.dumps({"message": f"ended with {code}"}), flush=True)
"""


def compress_zeros(size: int, *, packing: int = 31, fill: bytes = b"0") -> bytes:
    """A packed run of one byte, made without holding it."""
    packer = zlib.compressobj(9, wbits=packing)
    block = fill * MEGABYTE
    return b"".join(packer.compress(block) for _ in range(size // MEGABYTE)) + packer.flush()


def make_workbook(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def make_zip_bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * MEGABYTE)
    return stream.getvalue()


BILLION_LAUGHS = (
    b"""<?xml version="1.0"?><!-- a comment first --><!DOCTYPE lolz [<!ENTITY a "lol">%s]><workbook>&z;</workbook>"""
    % b"".join(b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("z") + 1))
)


def make_real_workbook(rows: str) -> bytes:
    """A workbook that opens, whose sheet says these rows."""
    import openpyxl

    book = openpyxl.Workbook()
    stream = io.BytesIO()
    book.save(stream)
    changed = io.BytesIO()
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<sheetData></sheetData>", b"<sheetData>" + rows.encode() + b"</sheetData>")
                assert rows.encode() in content
            target.writestr(member.filename, content)
    return changed.getvalue()


def make_parquet_with_long_dictionary() -> bytes:
    """A few kilobytes that say ten million texts of 100,000 letters."""
    indices = pa.array([0] * 10_000, pa.int32())
    table = pa.table({"a": pa.DictionaryArray.from_arrays(indices, pa.array(["x" * 100_000]))})
    stream = io.BytesIO()
    with pq.ParquetWriter(stream, table.schema, compression="zstd", store_schema=False) as writer:
        writer.write_table(pa.concat_tables([table] * 10))
    return stream.getvalue()


#: Those that are not refused as unreadable (49) but for a number of their own.
EXPECTED_NUMBERS = {"one column per record.jsonl": 129, "commas.csv": 129}
BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip of zeros.csv.gz": lambda: compress_zeros(200 * MEGABYTE),
    "gzip of line ends.csv.gz": lambda: compress_zeros(200 * MEGABYTE, fill=b"\n"),
    "gzip of brackets.json.gz": lambda: compress_zeros(200 * MEGABYTE, fill=b"["),
    "gzip in gzip.csv.gz": lambda: gzip.compress(compress_zeros(100 * MEGABYTE)),
    "workbook of blanks.xlsx": make_zip_bomb,
    "workbook in workbook.xlsx": lambda: make_workbook(**{"xl/more.xlsx": make_zip_bomb()}),
    "workbook of many parts.xlsx": lambda: make_workbook(**{f"part{place}": b"" for place in range(10_001)}),
    "billion laughs.xlsx": lambda: make_workbook(**{"xl/sharedStrings.xml": BILLION_LAUGHS}),
    "billion laughs in utf-16.xlsx": lambda: make_workbook(
        **{"xl/styles.xml": BILLION_LAUGHS.decode().replace("?>", ' encoding="utf-16"?>', 1).encode("utf-16")}
    ),
    "deep json.json": lambda: b'{"a":' * 5_000_000,
    "one column per record.jsonl": lambda: b"".join(b'{"k%d": 1}\n' % place for place in range(60_000)),
    "long dictionary.parquet": make_parquet_with_long_dictionary,
    "commas.csv": lambda: b"," * 3_000_000,
    "one wide row and many lines.csv": lambda: b"a," * 40_000 + b"b" + b"\n" * 2_000_000,
}


Measure = Callable[[Path], dict[str, float | str]]


@pytest.fixture(scope="module")
def measure_reading() -> Iterator[Measure]:
    """Reads a file in a process of its own: what came of it, and what it took."""
    command = [sys.executable, "-c", MEASURING_PROGRAM]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:

        def measure(path: Path) -> dict[str, float | str]:
            assert reader.stdin is not None
            assert reader.stdout is not None
            reader.stdin.write(f"{path}\n")
            reader.stdin.flush()
            measured: dict[str, float | str] = json.loads(reader.stdout.readline())
            return measured

        yield measure


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_early(measure_reading: Measure, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BOMBS[name]())
    result = measure_reading(path)
    assert str(result["message"]).startswith(f"{EXPECTED_NUMBERS.get(name, 49)} "), result
    assert float(result["seconds"]) < MAX_SECONDS, result
    assert float(result["megabytes"]) < MAX_MEGABYTES, result


def test_a_row_that_says_to_be_far_below_does_not_fill_the_gap(measure_reading: Measure, tmp_path: Path) -> None:
    path = tmp_path / "gap.xlsx"
    path.write_bytes(
        make_real_workbook(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="999999999"><c r="XFD999999999"><v>1</v></c></row>'
        )
    )
    result = measure_reading(path)
    assert float(result["megabytes"]) < MAX_MEGABYTES, result
    assert float(result["seconds"]) < MAX_SECONDS, result
