"""A deployment that scores whole chunks: the modules are those of a replica, the rows are checked column by column.

Runs inside the sandbox only.
"""

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from modules.kit import Dataset, ModuleError
from modules.kit.batch_work import BatchWork, WrongRow, provide_batch_work
from modules.kit.serialization import from_arrow_table
from server.runs.sandbox.inside.batch_columns import convert_column, describe_type, is_number
from server.runs.sandbox.inside.loaded_deployment import LoadedDeployment, load_deployment
from server.runs.sandbox.inside.replica_columns import describe_wanted
from server.runs.sandbox.inside.replica_findings import cut_value
from server.runs.sandbox.inside.replica_protocol import ReplicaColumn
from server.runs.sandbox.inside.sandbox_messages import CHUNKS_FOLDER, ChunkWritten
from server.runs.sandbox.inside.sandbox_requests import InputFile, StepRequest
from server.runs.sandbox.inside.step_process import EmitMessage

#: What is said of values that training did not see.
REMARKS: Mapping[str, str] = {
    "wrong_type": "{values} of '{column}' {are} not {wanted}, and {count} as missing.",
    "missing_value": "{values} of '{column}' {are} missing, and no training row lacked it.",
    "unseen_level": "{values} of '{column}' did not occur in the training data.",
    "out_of_range": "{values} of '{column}' {are} outside of the training range.",
}

log = logging.getLogger("modules.batch")


@contextmanager
def open_batch_work(request: StepRequest, emit: EmitMessage) -> Iterator[None]:
    """Within this block the module finds its chunks, and the endpoint that it asks."""
    batch = request.batch
    if batch is None:
        yield
        return
    folder = request.folder / CHUNKS_FOLDER
    folder.mkdir()
    scorer = BatchScorer(load_deployment(batch.deployment), batch.refuse) if batch.deployment is not None else None

    def emit_chunk(number: int, path: Path, rows: int) -> None:
        _flush_to_disk(path)
        emit(ChunkWritten(number, path, rows))

    work = BatchWork(
        folder,
        {int(number): file.path for number, file in batch.finished.items()},
        emit_chunk,
        batch.table.path if batch.table is not None else None,
        scorer.score if scorer is not None else None,
        scorer.schema if scorer is not None else None,
        scorer.required if scorer is not None else (),
    )
    with provide_batch_work(work):
        yield
    if scorer is not None:
        scorer.log_findings()


def _flush_to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def load_batch_table(file: InputFile) -> Dataset:
    """The columns of a table without its rows, which are read chunk by chunk."""
    with pa.memory_map(str(file.path)) as source:
        return from_arrow_table(pa.ipc.open_file(source).schema.empty_table())


class BatchScorer:
    """Scores tables by a deployment."""

    def __init__(self, deployment: LoadedDeployment, refused: Sequence[str]) -> None:
        self._deployment = deployment
        self._refused = frozenset(refused)
        self.schema: pa.Schema = deployment.reader.schema
        self._unread = deployment.reader.unread
        #: What the rows must have, in the order in which the endpoint takes it.
        self.required = tuple(name for name in self.schema.names if name not in self._unread)
        self._counts: dict[tuple[str, str], int] = {}

    def score(self, rows: pa.Table) -> Dataset:
        """The answer of the deployment for these rows, which have its columns. Raises ModuleError for values."""
        arrays = []
        for column, field in zip(self._deployment.reader.columns, self.schema, strict=True):
            if column.name in self._unread:
                arrays.append(pa.nulls(rows.num_rows, field.type))
                continue
            given = rows.column(column.name).combine_chunks()
            values = convert_column(given, field)
            self._check(values, column, field.type, self._find_unread(given, values, field))
            arrays.append(values)
        pairs = zip(self.schema, arrays, strict=True)
        fields = [pa.field(one.name, array.type, metadata=one.metadata) for one, array in pairs]
        table = pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=self.schema.metadata))
        return next(iter(self._deployment.score(from_arrow_table(table)).values()))

    def _find_unread(self, given: pa.Array, values: pa.Array, field: pa.Field) -> int:
        """How many values could not be read; raises WrongRow for the first, where the settings refuse it."""
        count = int(values.null_count - given.null_count)
        if count and "wrong_type" in self._refused:
            row = pc.index(pc.and_(pc.is_null(values), pc.is_valid(given)), True).as_py()
            text = cut_value(str(given[row].as_py()))
            message = f"'{field.name}' has to be {describe_wanted(field.type)}. Got the text '{text}'."
            raise WrongRow(17, message, row, field.name)
        self._note("wrong_type", field.name, count)
        return count

    def _check(self, values: pa.Array, column: ReplicaColumn, kind: pa.DataType, unread: int) -> None:
        if not column.missing:
            self._note("missing_value", column.name, values.null_count - unread)
        texts = values.dictionary if pa.types.is_dictionary(values.type) else values
        if column.levels is not None and (pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)):
            unseen = pc.and_(pc.is_valid(texts), pc.invert(pc.is_in(texts, pa.array(column.levels, texts.type))))
            if pa.types.is_dictionary(values.type):
                unseen = unseen.take(values.indices)
            self._note("unseen_level", column.name, pc.sum(unseen).as_py() or 0)
        if column.minimum is not None and column.maximum is not None and is_number(kind):
            outside = pc.or_(pc.less(values, column.minimum), pc.greater(values, column.maximum))
            self._note("out_of_range", column.name, pc.sum(outside).as_py() or 0)

    def _note(self, kind: str, column: str, count: int) -> None:
        if count == 0:
            return
        if kind in self._refused:
            sentence = self._word(kind, column, count)
            raise ModuleError(13, f"{sentence} The settings of the endpoint refuse such rows.", column=column)
        self._counts[kind, column] = self._counts.get((kind, column), 0) + count

    def log_findings(self) -> None:
        """Say how many values training did not see."""
        for (kind, column), count in self._counts.items():
            log.info("%s", self._word(kind, column, count))

    def _word(self, kind: str, column: str, count: int) -> str:
        """What is said of so many values of a column."""
        one = count == 1
        return REMARKS[kind].format(
            column=column,
            values="1 value" if one else f"{count:,} values",
            are="is" if one else "are",
            count="counts" if one else "count",
            wanted=describe_type(self.schema.field(column).type),
        )
