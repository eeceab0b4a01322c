"""A table larger than the memory of a step goes through all daily modules, and a model is trained on a sample of it."""

import os
from dataclasses import replace

import pytest

from server.runs.sandbox.inside.sandbox_requests import MIB
from tests.server.runs.conftest import STEP_LIMITS, StepBench, anyio_backend, bench, launch_server
from tests.server.runs.large_table_chain import ROW_BYTES, LargeTableChain, run_daily_modules, write_large_parquet

__all__ = ["anyio_backend", "bench", "launch_server"]
pytestmark = pytest.mark.anyio

#: GB of the table, and GiB that a step may take.
TABLE_GB = float(os.environ.get("DESIGNERY_NIGHTLY_TABLE_GB", "5"))
MEMORY_GIB = float(os.environ.get("DESIGNERY_NIGHTLY_MEMORY_GIB", "4"))


@pytest.mark.nightly
async def test_a_large_table_goes_through_the_daily_modules(bench: StepBench) -> None:
    rows = int(TABLE_GB * 1e9 / ROW_BYTES)
    memory = int(MEMORY_GIB * 1024) * MIB
    limits = replace(STEP_LIMITS, memory_bytes=memory, output_bytes=int(4 * TABLE_GB * 1024) * MIB, seconds=3600)
    file = bench.sandbox.folder / "large.parquet"
    write_large_parquet(file, rows)
    found = await run_daily_modules(LargeTableChain(bench, limits), file)
    kept = found["kept"] or 0
    assert abs(kept / rows - 0.9) < 0.01
    assert (found["read"], found["joined"], found["scored"], found["counted"]) == (rows, kept, kept, 3)
    assert abs((found["sample"] or 0) - 2_000) <= 1
