"""A table larger than the memory of a step goes through the daily modules, one after another."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from server.runs.sandbox.inside.sandbox_messages import ProducedOutput, StepSucceeded, ViewMade
from server.runs.sandbox.inside.sandbox_requests import InputFile, StepLimits
from tests.server.runs.conftest import StepBench

#: What a row takes in an Arrow file: 16 numbers, a key and a short text.
ROW_BYTES = 18 * 8 + 8
ROWS_AT_ONCE = 65_536
NUMBERS = [f"x{place}" for place in range(16)]


def write_large_parquet(path: Path, rows: int) -> None:
    """A table whose label depends on two of its columns, with gaps in a third one."""
    names = ["key", *NUMBERS, "kind", "label"]
    kinds = [pa.int64(), *[pa.float64()] * len(NUMBERS), pa.string(), pa.int64()]
    schema = pa.schema(list(zip(names, kinds, strict=True)))
    with pq.ParquetWriter(path, schema, compression="none", use_dictionary=False, write_statistics=False) as writer:
        for start, count in _cut_rows(rows):
            random = np.random.default_rng(start)
            numbers = random.random((len(NUMBERS), count))
            label = (numbers[0] + numbers[1] > 1).astype("int64")
            keys = random.integers(0, 50_000, count)
            gappy = pa.array(numbers[2], mask=numbers[3] < 0.1)
            kinds_of_rows = pa.array(np.array(["north", "south", "east"])[keys % 3])
            columns = [keys, numbers[0], numbers[1], gappy, *numbers[3:], kinds_of_rows, label]
            writer.write_table(pa.table(columns, schema=schema))


def _cut_rows(rows: int) -> Iterator[tuple[int, int]]:
    for start in range(0, rows, ROWS_AT_ONCE):
        yield start, min(ROWS_AT_ONCE, rows - start)


@dataclass
class LargeTableChain:
    """Runs modules one after another, each on what earlier ones gave, under one limit."""

    bench: StepBench
    limits: StepLimits

    async def run(
        self, module: str, inputs: dict[str, ProducedOutput | InputFile], **parameters: object
    ) -> tuple[ProducedOutput, ...]:
        """The outputs of a module, which must succeed, and whose views can be made."""
        files: dict[str, tuple[InputFile, ...]] = {
            port: (value if isinstance(value, InputFile) else InputFile(value.path, value.port_type),)
            for port, value in inputs.items()
        }
        request = replace(
            self.bench.make_request(module, inputs=files, limits=self.limits), parameters=dict(parameters)
        )
        outcome = await self.bench.run(request)
        assert isinstance(outcome, StepSucceeded), (module, outcome)
        return tuple(outcome.outputs)

    async def look_at(self, output: ProducedOutput) -> ViewMade:
        """The view of a value."""
        file = InputFile(output.path, output.port_type)
        view = await self.bench.sandbox.make_view(output.port, file, self.bench.sandbox.folder)
        assert view is not None
        return view


async def run_daily_modules(chain: LargeTableChain, file: Path) -> dict[str, int | None]:
    """Read, filter, join, aggregate, order, clean, divide, sample, train on the sample, and score all: {step: rows}."""
    rows: dict[str, int | None] = {}
    reading: dict[str, object] = {"columns": {}}
    given = InputFile(file, "file")
    table, *_ = await chain.run("read_table", {"file": given}, file_name="large.parquet", reading=reading)
    await chain.look_at(table)
    positive = ({"column": "x0", "operator": ">", "values": [0.1]},)
    kept, _ = await chain.run("select_rows", {"dataset": table}, conditions=positive)
    groups, = await chain.run(
        "aggregate", {"dataset": kept}, group_by=["key"], aggregations=[{"function": "Mean", "columns": ["x1"]}]
    )  # fmt: skip
    joined, = await chain.run(
        "join_data", {"left_dataset": kept, "right_dataset": groups}, left_key_columns=["key"],
        keep_right_key_columns=False,
    )  # fmt: skip
    (ordered,) = await chain.run("sort", {"dataset": joined}, sort_by=[{"column": "x0"}])
    cleaned, _ = await chain.run("clean_missing_data", {"dataset": ordered})
    query = "select kind, count(*) as n, avg(x2) as x2 from t1 group by kind order by kind"
    (counted,) = await chain.run("apply_sql_transformation", {"t1": cleaned}, sql_query_script=query)
    training, _ = await chain.run("split_data", {"dataset": cleaned}, fraction=0.5, stratify_by="kind")
    share = 2_000 / (training.rows or 1)
    (sample,) = await chain.run("partition_and_sample", {"dataset": training}, rate_of_sampling=share)
    (learner,) = await chain.run("two_class_logistic_regression", {})
    (model,) = await chain.run("train_model", {"untrained_model": learner, "dataset": sample}, label="label")
    (scored,) = await chain.run("score_model", {"trained_model": model, "dataset": cleaned})
    narrow, = await chain.run(
        "score_model", {"trained_model": model, "dataset": sample}, append_score_columns_to_output=False
    )  # fmt: skip
    await chain.run("evaluate_model", {"scored_dataset": narrow})
    for name, output in {
        "read": table, "kept": kept, "groups": groups, "joined": joined, "counted": counted,
        "training": training, "sample": sample, "scored": scored,
    }.items():  # fmt: skip
        rows[name] = output.rows
    return rows
