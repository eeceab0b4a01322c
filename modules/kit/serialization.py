"""How a value becomes a file and comes back: Arrow for tables, JSON for evaluations, pickle for models.

A pickle runs whatever its author wrote when it is loaded. Models are therefore loaded inside the sandbox only: the
server reads Arrow and JSON files and never calls `load_value` on a model.
"""

import json
import logging
import os
import pickle
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import singledispatch
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.ipc
from pydantic import TypeAdapter, ValidationError

from modules.kit.batch_work import StoredTable
from modules.kit.model_unpickler import ModelUnpickler
from modules.kit.ports import (
    IMAGE_COLUMNS,
    PORT_TYPES,
    Dataset,
    Evaluation,
    File,
    ImageDirectory,
    Scores,
    TrainedModel,
    Transformation,
    UntrainedModel,
)
from modules.kit.schema import ROLES, Role
from modules.kit.sparse_vectors import VectorDtype, from_arrow_vectors, is_vector_field, to_arrow_vectors
from modules.kit.views.artifact_view import dump_view
from modules.kit.views.dataset_view import TableView
from modules.kit.views.evaluation_view import parse_evaluation_details, parse_explanation, parse_model_comparison
from modules.kit.views.view_model import ViewModel

logger = logging.getLogger(__name__)

#: A reader finds any window of rows in few batches of this size, and touches no others.
ROWS_PER_BATCH = 65_536
ROLE_KEY = b"designery.role"
SCORES_KEY = b"designery.scores"
SHOWN_AS_KEY = b"designery.shown_as"
_view_adapter: TypeAdapter[TableView] = TypeAdapter(TableView)
REMARK_KEY = b"designery.remark"
AUGMENTATION_KEY = b"designery.augmentation"
#: Of images: a thumbnail is found by its row without reading the others.
IMAGES_PER_BATCH = 1_024

#: Port types whose files are read as data. Loading any other runs whatever its writer put into it.
DATA_TYPES = frozenset({"dataset", "evaluation", "file"})

#: Views of texts and bytes are stored as these.
VIEW_REPLACEMENTS = {pa.string_view(): pa.large_string(), pa.binary_view(): pa.large_binary()}
#: What Arrow raises when a column holds what it has no type for.
ARROW_ERRORS = (pa.ArrowException, TypeError, ValueError, OverflowError)


@dataclass(frozen=True)
class SavedValue:
    """A value on disk; `rows` and `columns` are None for what is not a table."""

    path: Path
    port_type: str
    rows: int | None
    columns: int | None
    bytes: int


def save_value(value: object, folder: Path, port: str) -> SavedValue:
    """Write the value of output `port` into `folder`; the same value gives the same bytes as far as its type allows."""
    path, rows, columns = _write_value(value, folder, port)
    return SavedValue(path, str(getattr(value, "port_type", "other")), rows, columns, path.stat().st_size)


def load_value(path: Path, port_type: str) -> Any:
    """The value that `save_value` wrote. Tables of one batch are mapped without a copy, so their frames are read-only.

    Call it on models and transformations inside the sandbox only.
    """
    if port_type == "dataset":
        return _load_dataset(path)
    if port_type == "evaluation":
        return _load_evaluation(path)
    if port_type == "image_directory":
        return _load_images(path)
    if port_type == "file":
        return File(path, path.name)
    with path.open("rb") as stream:
        return ModelUnpickler(stream).load()


WrittenFile = tuple[Path, int | None, int | None]


@singledispatch
def _write_value(value: object, _folder: Path, port: str) -> WrittenFile:
    kinds = ", ".join(kind.__name__ for kind in PORT_TYPES.values())
    raise TypeError(f"Output '{port}' must be one of {kinds}. Got {type(value).__name__}.")


@_write_value.register
def _write_dataset(value: Dataset, folder: Path, port: str) -> WrittenFile:
    path = folder / f"{port}.arrow"
    table = to_arrow_table(value)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=ROWS_PER_BATCH)
    return path, table.num_rows, table.num_columns


@_write_value.register
def _move_table(value: StoredTable, folder: Path, port: str) -> WrittenFile:
    path = folder / f"{port}.arrow"
    os.replace(value.path, path)
    return path, value.stored_rows, value.stored_columns


@_write_value.register(UntrainedModel)
@_write_value.register(TrainedModel)
@_write_value.register(Transformation)
def _write_pickle(value: object, folder: Path, port: str) -> WrittenFile:
    path = folder / f"{port}.pickle"
    with path.open("wb") as stream:
        pickle.dump(value, stream, protocol=5)
    return path, None, None


@_write_value.register
def _write_evaluation(value: Evaluation, folder: Path, port: str) -> WrittenFile:
    path = folder / f"{port}.json"
    path.write_text(json.dumps(to_json_value(vars(value)), allow_nan=False), encoding="utf-8")
    return path, None, None


@_write_value.register
def _write_images(value: ImageDirectory, folder: Path, port: str) -> WrittenFile:
    path = folder / f"{port}.arrow"
    table = value.table.select(IMAGE_COLUMNS.names).cast(IMAGE_COLUMNS).combine_chunks()
    table = table.replace_schema_metadata({AUGMENTATION_KEY: json.dumps(to_json_value(value.augmentation))})
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=IMAGES_PER_BATCH)
    return path, table.num_rows, None


@_write_value.register
def _write_file(value: File, folder: Path, port: str) -> WrittenFile:
    path = folder / f"{port}{Path(value.name).suffix}"
    if not (path.exists() and path.samefile(value.path)):
        shutil.copyfile(value.path, path)
    return path, None, None


def to_arrow_table(dataset: Dataset) -> pa.Table:
    """The frame as an Arrow table in regular batches, with roles and scores in its metadata; the index is dropped."""
    vectors = {name: values for name, values in dataset.frame.items() if isinstance(values.dtype, VectorDtype)}
    frame = dataset.frame.drop(columns=list(vectors)).reset_index(drop=True)
    frame = frame.assign(**_convert_intervals(frame))
    frame.attrs = {}
    try:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    except ARROW_ERRORS:
        storable = {str(name): _to_storable(values) for name, values in frame.items()}
        table = pa.Table.from_pandas(pd.DataFrame(storable, copy=False), preserve_index=False)
    table = _cast_views(table)
    if any(column.num_chunks > 1 for column in table.columns):
        table = table.combine_chunks()
    stored = {str(name): to_arrow_vectors(values, str(name)) for name, values in vectors.items()}
    stored |= {field.name: (field, table.column(field.name)) for field in table.schema if field.name not in stored}
    fields = [
        stored[name][0].with_metadata({**(stored[name][0].metadata if name in vectors else {}), ROLE_KEY: role})
        for name, role in _list_roles(dataset)
    ]
    metadata = dict(table.schema.metadata or {})
    if dataset.scores is not None:
        metadata[SCORES_KEY] = json.dumps(to_json_value(asdict(dataset.scores))).encode()
    if dataset.shown_as is not None:
        metadata[SHOWN_AS_KEY] = dump_view(dataset.shown_as)
    if dataset.remark is not None:
        metadata[REMARK_KEY] = dataset.remark.encode("utf-8", "replace")
    return pa.Table.from_arrays([stored[field.name][1] for field in fields], schema=pa.schema(fields, metadata))


def _cast_views(table: pa.Table) -> pa.Table:
    """Texts and bytes in the form that every function takes; few take views of them."""
    kinds = [VIEW_REPLACEMENTS.get(field.type, field.type) for field in table.schema]
    if kinds == table.schema.types:
        return table
    columns = [column.cast(kind) for column, kind in zip(table.columns, kinds, strict=True)]
    return pa.Table.from_arrays(columns, names=table.column_names).replace_schema_metadata(table.schema.metadata)


def _convert_intervals(frame: pd.DataFrame) -> dict[str, object]:
    """Categories of intervals, as of `pd.cut`, with levels of text: Arrow writes them but cannot read them back."""
    return {
        name: _to_text_column(frame[name]).array
        for name, kind in zip(frame.columns, frame.dtypes, strict=True)
        if isinstance(kind, pd.CategoricalDtype) and isinstance(kind.categories, pd.IntervalIndex)
    }


def _list_roles(dataset: Dataset) -> list[tuple[str, Role]]:
    return [(name, dataset.roles.get(name, "feature")) for name in dataset.frame.columns]


def _to_storable(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """The column if Arrow can hold it, otherwise the same column as text."""
    if isinstance(values.dtype, pd.SparseDtype):
        return _to_storable(values.sparse.to_dense())
    try:
        pa.Table.from_pandas(values.to_frame(), preserve_index=False)
    except ARROW_ERRORS:
        logger.warning("Column '%s' mixes values that no column type can store. It was stored as text.", values.name)
        return _to_text_column(values)
    return values


def _to_text_column(values: "pd.Series[Any]") -> "pd.Series[Any]":
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.rename_categories([_to_text(level) for level in values.cat.categories])
    return values.map(_to_text, na_action="ignore").astype("str")


def _to_text(value: object) -> str:
    """The value in words; half characters, which UTF-8 cannot write, become question marks."""
    return str(value).encode("utf-8", "replace").decode()


def _load_dataset(path: Path) -> Dataset:
    with pa.memory_map(str(path)) as source:  # closing the file leaves the map to the table
        return from_arrow_table(pa.ipc.open_file(source).read_all())


def from_arrow_table(table: pa.Table) -> Dataset:
    """The dataset in a table that `to_arrow_table` made, or in some of its rows."""
    roles = {field.name: _read_role(field) for field in table.schema}
    vectors = [field for field in table.schema if is_vector_field(field)]
    frame = table.drop_columns([field.name for field in vectors]).to_pandas(split_blocks=True)
    for field in vectors:
        place = table.schema.get_field_index(field.name)
        frame.insert(place, field.name, from_arrow_vectors(field, table.column(field.name)))
    metadata = table.schema.metadata or {}
    view_json, remark = metadata.get(SHOWN_AS_KEY), metadata.get(REMARK_KEY)
    return Dataset(
        frame,
        {name: role for name, role in roles.items() if role != "feature"},
        _read_scores(table.schema),
        None if view_json is None else _parse_shown_as(view_json),
        None if remark is None else remark.decode("utf-8", "replace"),
    )


def _parse_shown_as(stored: bytes) -> TableView | None:
    try:
        return _view_adapter.validate_json(stored)
    except ValidationError as error:
        logger.warning("What a stored table is shown as was not understood: %s", error)
        return None


def _read_role(field: pa.Field) -> Role:
    stored = (field.metadata or {}).get(ROLE_KEY, b"feature").decode()
    return next((role for role in ROLES if role == stored), "feature")


def _read_scores(schema: pa.Schema) -> Scores | None:
    stored = (schema.metadata or {}).get(SCORES_KEY)
    if stored is None:
        return None
    fields = json.loads(stored)
    sequences = {name: tuple(fields.get(name, ())) for name in ("classes", "features")}
    return Scores(**{**fields, **sequences})


def _load_images(path: Path) -> ImageDirectory:
    with pa.memory_map(str(path)) as source:
        table = pa.ipc.open_file(source).read_all()
    augmentation = json.loads((table.schema.metadata or {}).get(AUGMENTATION_KEY, b"[]"))
    return ImageDirectory(table.replace_schema_metadata(None), tuple(augmentation))


def _load_evaluation(path: Path) -> Evaluation:
    fields = json.loads(path.read_text(encoding="utf-8"))
    metrics = tuple({name: _parse_number(value) for name, value in row.items()} for row in fields["metrics"])
    details = {name: parse_evaluation_details(stored) for name, stored in fields["details"].items()}
    comparison = parse_model_comparison(fields.get("comparison"))
    explanation = parse_explanation(fields.get("explanation"))
    training = fields.get("training_metrics", {})
    return Evaluation(fields["task"], tuple(fields["models"]), metrics, details, comparison, explanation, training)


def _parse_number(value: float | None) -> float:
    return float("nan") if value is None else value


def to_json_value(value: object) -> Any:
    """The value as JSON knows it: numpy's numbers become Python's, what is not a number becomes null."""
    if isinstance(value, ViewModel):
        return to_json_value(value.model_dump())
    if isinstance(value, Mapping):
        return {str(name): to_json_value(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_json_value(item) for item in value]
    if isinstance(value, np.ndarray | np.generic):
        return to_json_value(value.tolist())
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    return value if value is None or isinstance(value, bool | int | str) else str(value)
