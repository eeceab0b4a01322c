"""Score in Batches: an endpoint or a trained model predicts a table or files of any size, chunk by chunk."""

import json
import logging
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import pyarrow as pa
from pydantic import BaseModel, Field

from modules.kit import Call, Dataset, File, ModuleError, TrainedModel, connection_of, module, shown_when, titled
from modules.kit.batch_work import BatchWork, ScoreRows, StoredTable, WrongRow, get_batch_work
from modules.kit.external_requests import STORAGE_NAMES, ExternalRequest, StorageName
from modules.kit.large_tables.joined_chunks import PANDAS_KEY, JoinedChunks
from modules.kit.parameter_widgets import DATABASE_KINDS, STORAGE_KINDS
from modules.kit.parameters import FormHint
from modules.kit.progress import report
from modules.kit.serialization import from_arrow_table, load_value, save_value, to_arrow_table
from modules.learning.predicting import add_scores, is_score_column, score_dataset
from modules.learning.supervised_examples import make_loan_model, make_loans
from modules.model_scoring_and_evaluation.batch_headers import list_file_columns, require_batch_columns
from modules.model_scoring_and_evaluation.batch_reading import count_table_rows, cut_chunks, iterate_file, iterate_table
from modules.model_scoring_and_evaluation.batch_writing import (
    SUFFIXES,
    ChunkFormat,
    write_chunk,
    write_file,
    write_table,
)

Destination = Literal["Dataset", "File", "SQL database", StorageName]

log = logging.getLogger(__name__)


class ScoreInBatchesOutputs(NamedTuple):
    scored_dataset: Dataset
    file: File


def _build_external_request(parameters: BaseModel) -> ExternalRequest | None:
    """Where the scores go; raises ModuleError where a parameter is missing."""
    asked = {name: getattr(parameters, name) for name in type(parameters).model_fields}
    if asked["save_as"] == "SQL database":
        _require(asked["database"], 157, "Choose a connection to a database.", "database")
        _require(asked["table"].strip(), 79, "Enter the name of a table.", "table")
        details = {"table": asked["table"].strip(), "if_it_exists": asked["if_the_table_exists"].lower()}
        return ExternalRequest("deliver", "database", asked["database"], details, always=True)
    if asked["save_as"] in STORAGE_NAMES:
        _require(asked["storage"], 157, "Choose a connection to the storage.", "storage")
        _require(asked["path"].strip("/"), 79, "Enter a path in the storage, such as scores/may.parquet.", "path")
        details = {"path": asked["path"].strip("/"), "if_it_exists": "replace"}
        return ExternalRequest("deliver", "storage", asked["storage"], details, always=True)
    return None


def _require(value: object, number: int, sentence: str, parameter: str) -> None:
    if not value:
        raise ModuleError(number, sentence, parameter=parameter)


@module(
    "Score in Batches",
    category="Model Scoring and Evaluation",
    icon="stack-2",
    role="batch_scorer",
    trusted=False,
    example=lambda: Call.of(make_loans(), None, make_loan_model(), rows_per_chunk=1000),
    external_request=_build_external_request,
    keywords=("batch endpoint", "batch inference", "bulk scoring", "large files", "predict", "offline scoring"),
)
def score_in_batches(
    dataset: Dataset | None = None,
    file: File | None = None,
    trained_model: TrainedModel | None = None,
    *,
    endpoint: Annotated[
        str | None,
        Field(max_length=64, description="The name of the endpoint that scores. Empty: the connected model does."),
        FormHint("endpoint_reference", True),
    ] = None,
    endpoint_version: Annotated[
        int | None, Field(ge=1, description="Empty: the version that answers most requests when the run starts.")
    ] = None,
    rows_per_chunk: Annotated[
        int, Field(ge=100, le=1_000_000, description="So many rows are in memory at once.")
    ] = 65_536,
    keep_input_columns: Annotated[
        bool,
        Field(
            description="On: the columns as they came in, with the scores behind them. Off: what the endpoint answers."
        ),
    ] = True,
    save_as: Annotated[Destination, Field(description="Where the scores go.")] = "Dataset",
    file_format: Annotated[
        ChunkFormat,
        Field(description="Parquet keeps types and is small; CSV opens in any program."),
        shown_when(save_as=("File", *STORAGE_NAMES)),
    ] = "Parquet",
    database: Annotated[
        str | None,
        Field(description="The database to write to. Add it under Connections."),
        titled("Connection"),
        connection_of(*DATABASE_KINDS),
        shown_when(save_as="SQL database"),
    ] = None,
    table: Annotated[
        str,
        titled("Data table name"),
        shown_when(save_as="SQL database"),
        Field(max_length=200, description="Such as scores, or with its schema, sales.scores."),
    ] = "",
    if_the_table_exists: Annotated[
        Literal["Fail", "Append", "Replace"],
        shown_when(save_as="SQL database"),
        Field(description="Append adds the rows to the existing ones. Replace drops the table first."),
    ] = "Fail",
    storage: Annotated[
        str | None,
        Field(description="The storage to write to. Add it under Connections."),
        titled("Connection"),
        connection_of(*STORAGE_KINDS),
        shown_when(save_as=STORAGE_NAMES),
    ] = None,
    path: Annotated[
        str,
        shown_when(save_as=STORAGE_NAMES),
        Field(max_length=1024, description="Path of the file in the storage. One that is there is replaced."),
    ] = "",
) -> ScoreInBatchesOutputs:
    """Score a table or files of any size, chunk by chunk, by an endpoint or by a trained model.

    Connect a dataset, or a file: CSV, Parquet or Arrow, or a zip of such files, which are scored in the order of their
    names. Choose an endpoint, or connect a trained model. The steps are those that the endpoint answers with.

    Memory holds one chunk at a time. Chunks that are done survive: when the server is stopped or the run is cancelled,
    the next run of the same work goes on after the last one.

    The scored dataset has all rows. With File or storage, the file has them too, as Parquet or CSV; otherwise it is
    a short report. Rows are written to a database in one transaction: all of them, or none.
    """
    del database, table, if_the_table_exists, storage, path, endpoint_version
    with ExitStack() as stack:
        work = get_batch_work() or BatchWork(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="batch-"))))
        score = _choose_scorer(work, endpoint, trained_model)
        source, total = _open_source(work, dataset, file, rows_per_chunk)
        paths = _score_chunks(work, score, cut_chunks(source, rows_per_chunk), total, keep_input_columns)
        if not paths:
            raise ModuleError(21, "There are no rows to score.", port="dataset" if dataset is not None else "file")
        joined = JoinedChunks(paths)
        folder = Path(tempfile.mkdtemp(prefix="scores-"))
        stored = folder / "scored_dataset.arrow"
        rows = write_table(joined, stored)
        if save_as in ("File", *STORAGE_NAMES):
            made = folder / f"scores{SUFFIXES[file_format]}"
            write_file(joined, made, file_format)
        else:
            made = folder / "report.json"
            made.write_text(json.dumps({"rows": rows, "chunks": len(paths), "columns": joined.schema.names}))
        log.info("Scored %s in %s.", _count(rows, "row"), _count(len(paths), "chunk"))
        is_step = get_batch_work() is not None
        scored = StoredTable.at(stored, rows, len(joined.schema)) if is_step else load_value(stored, "dataset")
        return ScoreInBatchesOutputs(scored, File(made, made.name))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _choose_scorer(work: BatchWork, endpoint: str | None, model: TrainedModel | None) -> ScoreRows:
    """What gives the scores of a chunk."""
    if endpoint and model is not None:
        raise ModuleError(13, "Choose an endpoint, or connect a trained model, and not both.", parameter="endpoint")
    if model is not None:
        return _use_model(model)
    if not endpoint:
        raise ModuleError(13, "Choose an endpoint, or connect a trained model.", parameter="endpoint")
    if work.score is None:
        raise ModuleError(
            18, f"The endpoint '{endpoint}' is on a server. Run the design in Designery.", parameter="endpoint"
        )
    return work.score


def _use_model(model: TrainedModel) -> ScoreRows:
    def score(rows: pa.Table) -> Dataset:
        given = from_arrow_table(rows)
        return add_scores(given, score_dataset(model, given), append=False)

    return score


def _open_source(
    work: BatchWork, dataset: Dataset | None, file: File | None, rows: int
) -> tuple[Iterator[pa.RecordBatch], int | None]:
    """The rows, and how many there are where that is known."""
    if (dataset is None) == (file is None):
        raise ModuleError(3, "Connect a dataset or a file, and not both.", port="dataset")
    if file is not None:
        for name, columns in list_file_columns(file.path, file.name):
            require_batch_columns(work.required, columns, name, "file")
        return iterate_file(file.path, work.columns, rows), None
    assert dataset is not None
    require_batch_columns(work.required, dataset.schema.names, "The dataset", "dataset")
    if work.table is not None:
        return iterate_table(work.table), count_table_rows(work.table)
    saved = save_value(dataset, work.folder, "input")
    return iterate_table(saved.path), saved.rows


def _score_chunks(
    work: BatchWork, score: ScoreRows, chunks: Iterator[pa.Table], total: int | None, keep_input: bool
) -> list[Path]:
    """Score what is not scored yet; returns the files of all chunks in their order."""
    paths: list[Path] = []
    done, reused = 0, 0
    report(0, total, "rows")
    for number, rows in enumerate(chunks):
        path = work.finished.get(number)
        if path is None:
            path = work.folder / f"chunk-{number:06}.arrow"
            scored = _score_chunk(score, rows, done, keep_input)
            write_chunk(scored, path)
            work.on_chunk(number, path, scored.num_rows)
        else:
            reused += 1
        paths.append(path)
        done += rows.num_rows
        report(done, total, "rows")
    if reused:
        log.info("%s %s done by an earlier attempt.", _count(reused, "chunk"), "was" if reused == 1 else "were")
    return paths


def _score_chunk(score: ScoreRows, rows: pa.Table, first: int, keep_input: bool) -> pa.Table:
    """The scores of a chunk, beside what it was scored by."""
    try:
        answer = to_arrow_table(score(rows))
    except ModuleError as error:
        place = (
            f"Row {first + error.row + 1:,}"
            if isinstance(error, WrongRow)
            else f"Rows {first + 1:,} to {first + rows.num_rows:,}"
        )
        message = f"{place}: {error.message}"
        raise ModuleError(error.number, message, port="dataset", column=error.column) from None
    if not keep_input:
        return answer
    if answer.num_rows != rows.num_rows:
        message = (
            f"The endpoint answers {answer.num_rows:,} rows for {rows.num_rows:,}, so that the input columns cannot "
            "stand beside its scores. Turn off 'Keep input columns'."
        )
        raise ModuleError(13, message, parameter="keep_input_columns")
    return _join_columns(rows, answer)


def _join_columns(rows: pa.Table, answer: pa.Table) -> pa.Table:
    """The columns as they came in, and after them what the answer adds; scores from before are replaced."""
    answered = set(answer.schema.names)
    kept = [name for name in rows.schema.names if name not in answered or not is_score_column(name)]
    added = [name for name in answer.schema.names if name not in kept]
    fields = [*(rows.schema.field(name) for name in kept), *(answer.schema.field(name) for name in added)]
    columns = [*(rows.column(name) for name in kept), *(answer.column(name) for name in added)]
    metadata = {key: value for key, value in (answer.schema.metadata or {}).items() if key != PANDAS_KEY}
    return pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata))
