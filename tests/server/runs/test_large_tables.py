"""Tables larger than the memory of a step are read, filtered and sampled within it, and are looked at."""

from dataclasses import replace

import pytest

from server.runs.sandbox.inside.sandbox_messages import StepFailed
from server.runs.sandbox.inside.sandbox_requests import MIB, InputFile
from tests.server.runs.conftest import STEP_LIMITS, StepBench
from tests.server.runs.large_table_chain import ROW_BYTES, LargeTableChain, write_large_parquet

pytestmark = pytest.mark.anyio

MEMORY = 192 * MIB
LIMITS = replace(STEP_LIMITS, memory_bytes=MEMORY, output_bytes=1024 * MIB, seconds=300)
ROWS = int(1.1 * MEMORY / ROW_BYTES)


async def test_a_table_larger_than_the_memory_of_a_step_is_worked_on(bench: StepBench) -> None:
    file, chain = bench.sandbox.folder / "large.parquet", LargeTableChain(bench, LIMITS)
    write_large_parquet(file, ROWS)
    table, *_ = await chain.run("read_table", {"file": InputFile(file, "file")}, file_name=file.name)
    assert (table.rows, table.bytes > MEMORY) == (ROWS, True)
    view = await chain.look_at(table)
    assert view.glance is not None
    condition = {"column": "kind", "operator": "is", "values": ["north"]}
    kept, other = await chain.run("select_rows", {"dataset": table}, conditions=[condition])
    assert (kept.rows or 0) + (other.rows or 0) == ROWS
    (sample,) = await chain.run("partition_and_sample", {"dataset": table}, rate_of_sampling=1_000 / ROWS)
    assert sample.rows == 1_000
    (learner,) = await chain.run("lightgbm_classifier", {}, number_of_trees=3)
    (model,) = await chain.run("train_model", {"untrained_model": learner, "dataset": kept}, label="label")
    assert "LightGBM Classifier is trained on its rows a part at a time." in bench.read_log("log")
    await chain.look_at(model)
    whole = bench.make_request("transpose", inputs={"dataset": (InputFile(table.path, "dataset"),)}, limits=LIMITS)
    refused = await bench.run(whole)
    assert isinstance(refused, StepFailed)
    assert f"needs all {ROWS:,} rows in memory" in refused.error.message
