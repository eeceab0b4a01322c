"""Every table that passes validation can be read by the server in every way that there is, whatever is in it."""

import os
import random
import sys
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pytest

from modules.kit import ModuleError
from server.runs.sandbox.inside.file_validation import FlawedFile, read_contents
from server.runs.sandbox.inside.sandbox_requests import InputFile
from server.storage.table_data import arrow_io, chart_data, leakage_statistics
from server.storage.table_data.chart_data import ChartRows, ScatterAxes
from server.storage.table_data.row_query import CancelToken, RowSelection, SortKey, query_rows
from tests.depth import choose_depth, deep
from tests.server.runs import crafted_files
from tests.server_spawner import finish_module

FAR_COLUMNS = {
    "seconds": pa.array([2**62, None], pa.timestamp("s")),
    "nanoseconds": pa.array([5, None], pa.timestamp("ns")),
    "zone": pa.array([2**61, None], pa.timestamp("us", "Europe/Vienna")),
    "days": pa.array([2**30, -(2**30)], pa.date32()),
    "milliseconds": pa.array([86_400_000 * 10**9, None], pa.date64()),
    "span": pa.array([2**62, None], pa.duration("s")),
    "nested": pa.array([[2**62], None], pa.list_(pa.timestamp("s"))),
    "months": pa.array([None, None], pa.month_day_nano_interval()),
    "bytes": pa.array([b"\xff", None], pa.binary()),
    "half": pa.array([1.5, float("inf")], pa.float16()),
    "levels": pa.DictionaryArray.from_arrays(pa.array([0, None], pa.int8()), pa.array([2**62], pa.timestamp("s"))),
    "huge": pa.array([10**37, None], pa.decimal128(38, 0)),
    "map": pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int64())),
}


def read_in_every_way(path: Path) -> None:
    """All that endpoints do with a table; a sentence for the user is an answer, anything else is none."""
    schema = arrow_io.read_schema(path)
    rows = arrow_io.count_rows(path)
    arrow_io.read_window(path, 0, 50)
    arrow_io.read_window(path, max(0, rows - 5), 5)
    b"".join(arrow_io.encode_csv(arrow_io.iterate_blocks(path)))
    if schema.columns:
        arrow_io.encode_parquet(arrow_io.iterate_blocks(path))
    arrow_io.encode_excel(arrow_io.iterate_blocks(path), rows)
    chart_data.compute_correlation(ChartRows(path, None), CancelToken())
    for column in schema.columns[:20]:
        _query_column(path, column.name)


def _query_column(path: Path, name: str) -> None:
    selection = RowSelection(sort=(SortKey(column=name, descending=True),))
    for look in (
        lambda: arrow_io.read_window(path, 0, 9, None, query_rows(path, selection, CancelToken())),
        lambda: chart_data.compute_distributions(ChartRows(path, None), name, None, None, CancelToken()),
        lambda: chart_data.compute_distributions(ChartRows(path, None), name, name, None, CancelToken()),
        lambda: chart_data.compute_scatter(ChartRows(path, None), ScatterAxes(name, name, name), CancelToken()),
        lambda: leakage_statistics.find_leaking_columns(path, name),
        lambda: leakage_statistics.is_monotonic(path, name),
    ):
        with suppress(ModuleError):
            look()


@pytest.mark.parametrize("name", sorted(crafted_files.SOUND_FRAMES.keys() - {"wide"}))
def test_what_is_saved_can_be_read_in_every_way(tmp_path: Path, name: str) -> None:
    path = crafted_files.save_frame(tmp_path, crafted_files.SOUND_FRAMES[name])
    read_in_every_way(path)


@pytest.mark.parametrize("name", FAR_COLUMNS)
def test_values_that_python_has_no_word_for_can_be_read(tmp_path: Path, name: str) -> None:
    path = crafted_files.write_file(
        tmp_path, "far.arrow", crafted_files.write_arrow(pa.table({name: FAR_COLUMNS[name]}))
    )
    read_contents(InputFile(path, "dataset"))
    read_in_every_way(path)


FUZZ_ROUNDS = int(os.environ.get("DESIGNERY_FUZZ_ROUNDS", choose_depth(40, 2_000)))


@deep
def test_a_table_with_any_bytes_changed_is_refused_or_can_be_read(tmp_path: Path) -> None:
    """In a process of its own, which a table that is wrongly let through would end by a signal."""
    done = finish_module("tests.server.storage.test_reading_anything", str(tmp_path), str(FUZZ_ROUNDS))
    assert done.returncode == 0, done.stdout[-3500:]


def _change_bytes(content: bytes, chance: random.Random) -> bytes:
    """A few bytes at places that matter: anywhere, in the metadata, or numbers put in place of others."""
    held = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5))):
        place = chance.randrange(len(held) - 8)
        size = chance.choice((1, 1, 4, 8))
        value = chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, chance.getrandbits(32), 2**62)) & (256**size - 1)
        held[place : place + size] = value.to_bytes(size, "little")
    return bytes(held)


def fuzz_tables(folder: Path, rounds: int) -> None:
    """Change files at random; what passes is read as the server reads it."""
    chance = random.Random(11)
    frames = [frame for name, frame in crafted_files.SOUND_FRAMES.items() if name not in ("wide", "many batches")]
    originals = [
        crafted_files.save_frame(folder / str(place), frame).read_bytes() for place, frame in enumerate(frames)
    ]
    passed = 0
    for number in range(rounds):
        path = folder / f"{number}.arrow"
        path.write_bytes(_change_bytes(chance.choice(originals), chance))
        sys.stdout.write(f"{path}\n")
        sys.stdout.flush()
        try:
            read_contents(InputFile(path, "dataset"))
        except (
            FlawedFile,
            pa.ArrowException,
            ValueError,
            OSError,
            KeyError,
            TypeError,
            NotImplementedError,
            MemoryError,
        ):
            continue
        passed += 1
        read_in_every_way(path)
    assert passed > rounds // 20
    assert passed < rounds


if __name__ == "__main__":
    fuzz_tables(Path(sys.argv[1]), int(sys.argv[2]))
