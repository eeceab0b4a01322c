"""Which rows of a table are wanted, and in which order: filters and sorts on the Arrow file, bounded and remembered.

What a client asks for are conditions and column names, never an expression. One result is worked out once: who asks for
the same while it is in progress waits for it.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, Field

from modules.kit import Condition, ModuleError
from modules.kit.conditions import ErrorLocation, list_columns, match_rows, to_display_text
from modules.kit.errors import require_columns
from server.storage.table_data import arrow_io

SelectedRowNumbers = npt.NDArray[np.uint32]

MAX_QUERY_SECONDS = 30.0
#: A sort holds its key columns and 8 bytes a row in memory.
MAX_SORTED_ROWS = 20_000_000
QUERY_CACHE_BYTES = 128 * 2**20
NO_LOCATION = ErrorLocation()


class SortKey(BaseModel):
    """One column to sort by; missing values come last either way."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str
    descending: bool = False


class RowSelection(BaseModel):
    """Rows of a table that satisfy the conditions, sorted by the keys, the first one first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    conditions: tuple[Condition, ...] = Field(default=(), max_length=200)
    every: bool = True
    sort: tuple[SortKey, ...] = Field(default=(), max_length=16)

    @property
    def is_whole(self) -> bool:
        """Whether it is the table as it is."""
        return not self.conditions and not self.sort


class QueryCancelled(Exception):
    """Nobody waits for the result any more."""


class QueryTimeout(Exception):
    """The result was not there in time."""


@dataclass
class CancelToken:
    """Says to a piece of work that it is to end: asked for, or out of time."""

    deadline: float = field(default_factory=lambda: time.monotonic() + MAX_QUERY_SECONDS)
    cancel_event: threading.Event = field(default_factory=threading.Event)

    def raise_if_cancelled(self) -> None:
        if self.cancel_event.is_set():
            raise QueryCancelled
        if time.monotonic() > self.deadline:
            raise QueryTimeout(
                f"This took longer than {MAX_QUERY_SECONDS:.0f} s and was stopped. Filter by fewer columns, or sort a "
                "part of the rows."
            )


QueryKey = tuple[str, str]


class QueryCache:
    """The row numbers of the latest selections, up to a number of bytes."""

    def __init__(self, max_bytes: int = QUERY_CACHE_BYTES) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._entries: OrderedDict[QueryKey, SelectedRowNumbers] = OrderedDict()
        self._lock = threading.Lock()
        self._compute_locks = (threading.Lock(), threading.Lock())

    def get(self, key: QueryKey) -> SelectedRowNumbers | None:
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def get_or_compute(
        self, key: QueryKey, compute: Callable[[], SelectedRowNumbers], cancel_token: CancelToken
    ) -> SelectedRowNumbers:
        """What is remembered under the key, else what `compute` gives; at most two are computed at once."""
        lock = self._compute_locks[hash(key) % len(self._compute_locks)]
        while (found := self.get(key)) is None and not lock.acquire(timeout=0.05):
            cancel_token.raise_if_cancelled()
        if found is not None:
            return found
        try:
            found = self.get(key)
            if found is None:
                found = compute()
                self._put(key, found)
            return found
        finally:
            lock.release()

    def _put(self, key: QueryKey, numbers: SelectedRowNumbers) -> None:
        with self._lock:
            if numbers.nbytes > self._max_bytes or key in self._entries:
                return
            self._entries[key] = numbers
            self._bytes += numbers.nbytes
            while self._bytes > self._max_bytes:
                _, oldest = self._entries.popitem(last=False)
                self._bytes -= oldest.nbytes


query_cache = QueryCache()


def query_rows(path: Path, selection: RowSelection, cancel_token: CancelToken) -> SelectedRowNumbers | None:
    """The row numbers of a selection in its order, or None for all rows as they are. Raises ModuleError."""
    if selection.is_whole:
        return None
    schema = arrow_io.read_schema(path)
    require_columns(list_columns(selection.conditions), schema, port="table")
    require_columns([key.column for key in selection.sort], schema, port="table")
    key = (str(path), selection.model_dump_json())
    return query_cache.get_or_compute(key, lambda: _compute_rows(path, selection, cancel_token), cancel_token)


def _compute_rows(path: Path, selection: RowSelection, cancel_token: CancelToken) -> SelectedRowNumbers:
    mask = _filter_rows(path, selection, cancel_token) if selection.conditions else None
    if not selection.sort:
        assert mask is not None
        return np.flatnonzero(mask).astype(np.uint32)
    if mask is None:
        return _sort_rows(path, None, selection.sort, cancel_token)
    whole = RowSelection(sort=selection.sort)
    order = query_cache.get((str(path), whole.model_dump_json()))
    if order is not None:
        return order[mask[order]]
    numbers = np.flatnonzero(mask).astype(np.uint32)
    return numbers[_sort_rows(path, mask, selection.sort, cancel_token)]


def _filter_rows(path: Path, selection: RowSelection, cancel_token: CancelToken) -> npt.NDArray[np.bool_]:
    names = list_columns(selection.conditions)
    masks = []
    for batch in arrow_io.iterate_batches(path):
        cancel_token.raise_if_cancelled()
        mask = match_rows(batch.select(names), selection.conditions, match_all=selection.every, location=NO_LOCATION)
        masks.append(mask.to_numpy(zero_copy_only=False))
    return np.concatenate(masks) if masks else np.zeros(0, dtype=bool)


def _sort_rows(
    path: Path, mask: npt.NDArray[np.bool_] | None, sort: tuple[SortKey, ...], cancel_token: CancelToken
) -> SelectedRowNumbers:
    """The order of the rows, or of the kept ones among them; equal rows stay in the order of the table."""
    table = arrow_io.load_table(path).select(list(dict.fromkeys(key.column for key in sort)))
    if mask is not None:
        table = table.filter(pa.array(mask))
    if table.num_rows > MAX_SORTED_ROWS:
        raise ModuleError(
            7, f"Up to {MAX_SORTED_ROWS:,} rows can be sorted. Filter first: these are {table.num_rows:,}."
        )
    cancel_token.raise_if_cancelled()
    columns = {}
    for name in table.column_names:
        columns[name] = to_sortable(table.column(name))
        cancel_token.raise_if_cancelled()
    # Missing values come last unless something else is asked for.
    keys = [(key.column, "descending" if key.descending else "ascending") for key in sort]
    order = pc.sort_indices(pa.table(columns), sort_keys=keys)
    cancel_token.raise_if_cancelled()
    numbers: SelectedRowNumbers = order.to_numpy(zero_copy_only=False).astype(np.uint32)
    return numbers


def to_sortable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column in a form that can be sorted: categories by the order of their levels, not-a-number as missing."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return pa.chunked_array([chunk.indices for chunk in column.unify_dictionaries().chunks], kind.index_type)
    if pa.types.is_floating(kind):
        wide = column.cast(pa.float32()) if pa.types.is_float16(kind) else column
        return pc.if_else(pc.is_nan(wide), pa.scalar(None, wide.type), wide)
    if isinstance(kind, pa.BaseExtensionType):
        return to_sortable(pa.chunked_array([chunk.storage for chunk in column.chunks], kind.storage_type))
    if pa.types.is_nested(kind) or pa.types.is_interval(kind):
        return pa.chunked_array([to_display_text(chunk) for chunk in column.chunks], pa.large_string())
    return column
