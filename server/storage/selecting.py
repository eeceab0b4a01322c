"""Which rows of a table are wanted, and in which order: filters and sorts on the Arrow file, bounded and remembered.

What a client asks for are conditions and column names, never an expression. One result is worked out once: who asks for
the same while it is under way waits for it.
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
from modules.kit.conditions import Place, columns_named, in_words, rows_that_fit
from modules.kit.errors import require_columns
from server.storage import tabular

Numbers = npt.NDArray[np.uint32]

LONGEST_SECONDS = 30.0
#: A sort holds its key columns and 8 bytes a row in memory.
MOST_SORTED = 20_000_000
CACHE_BYTES = 128 * 2**20
HERE = Place()


class SortKey(BaseModel):
    """One column to sort by; missing values come last either way."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str
    descending: bool = False


class Selection(BaseModel):
    """Rows of a table that satisfy the conditions, sorted by the keys, the first one first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    conditions: tuple[Condition, ...] = Field(default=(), max_length=200)
    every: bool = True
    sort: tuple[SortKey, ...] = Field(default=(), max_length=16)

    @property
    def whole(self) -> bool:
        """Whether it is the table as it is."""
        return not self.conditions and not self.sort


class Stopped(Exception):
    """Nobody waits for the result any more."""


class TooLong(Exception):
    """The result was not there in time."""


@dataclass
class Stop:
    """Says to a piece of work that it is to end: asked for, or out of time."""

    until: float = field(default_factory=lambda: time.monotonic() + LONGEST_SECONDS)
    asked: threading.Event = field(default_factory=threading.Event)

    def check(self) -> None:
        if self.asked.is_set():
            raise Stopped
        if time.monotonic() > self.until:
            raise TooLong(
                f"This took longer than {LONGEST_SECONDS:.0f} s and was stopped. Filter by fewer columns, or sort a "
                "part of the rows."
            )


Key = tuple[str, str]


class Remembered:
    """The row numbers of the latest selections, up to a number of bytes."""

    def __init__(self, most: int = CACHE_BYTES) -> None:
        self._most = most
        self._bytes = 0
        self._kept: OrderedDict[Key, Numbers] = OrderedDict()
        self._lock = threading.Lock()
        self._at_work = (threading.Lock(), threading.Lock())

    def get(self, key: Key) -> Numbers | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def made(self, key: Key, make: Callable[[], Numbers], stop: Stop) -> Numbers:
        """What is remembered under the key, else what `make` gives; at most two are made at once."""
        at_work = self._at_work[hash(key) % len(self._at_work)]
        while (found := self.get(key)) is None and not at_work.acquire(timeout=0.05):
            stop.check()
        if found is not None:
            return found
        try:
            found = self.get(key)
            if found is None:
                found = make()
                self._keep(key, found)
            return found
        finally:
            at_work.release()

    def _keep(self, key: Key, numbers: Numbers) -> None:
        with self._lock:
            if numbers.nbytes > self._most or key in self._kept:
                return
            self._kept[key] = numbers
            self._bytes += numbers.nbytes
            while self._bytes > self._most:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= oldest.nbytes


remembered = Remembered()


def chosen(path: Path, selection: Selection, stop: Stop) -> Numbers | None:
    """The row numbers of a selection in its order, or None for all rows as they are. Raises ModuleError."""
    if selection.whole:
        return None
    schema = tabular.schema_of(path)
    require_columns(columns_named(selection.conditions), schema, port="table")
    require_columns([key.column for key in selection.sort], schema, port="table")
    key = (str(path), selection.model_dump_json())
    return remembered.made(key, lambda: _worked_out(path, selection, stop), stop)


def _worked_out(path: Path, selection: Selection, stop: Stop) -> Numbers:
    kept = _kept(path, selection, stop) if selection.conditions else None
    if not selection.sort:
        assert kept is not None
        return np.flatnonzero(kept).astype(np.uint32)
    if kept is None:
        return _sorted(path, None, selection.sort, stop)
    whole = Selection(sort=selection.sort)
    order = remembered.get((str(path), whole.model_dump_json()))
    if order is not None:
        return order[kept[order]]
    numbers = np.flatnonzero(kept).astype(np.uint32)
    return numbers[_sorted(path, kept, selection.sort, stop)]


def _kept(path: Path, selection: Selection, stop: Stop) -> npt.NDArray[np.bool_]:
    names = columns_named(selection.conditions)
    masks = []
    for batch in tabular.batches(path):
        stop.check()
        fitting = rows_that_fit(batch.select(names), selection.conditions, every=selection.every, place=HERE)
        masks.append(fitting.to_numpy(zero_copy_only=False))
    return np.concatenate(masks) if masks else np.zeros(0, dtype=bool)


def _sorted(path: Path, kept: npt.NDArray[np.bool_] | None, sort: tuple[SortKey, ...], stop: Stop) -> Numbers:
    """The order of the rows, or of the kept ones among them; equal rows stay in the order of the table."""
    table = tabular.table_of(path).select(list(dict.fromkeys(key.column for key in sort)))
    if kept is not None:
        table = table.filter(pa.array(kept))
    if table.num_rows > MOST_SORTED:
        raise ModuleError(7, f"Up to {MOST_SORTED:,} rows can be sorted. Filter first: these are {table.num_rows:,}.")
    stop.check()
    columns = {}
    for name in table.column_names:
        columns[name] = sortable(table.column(name))
        stop.check()
    # Missing values come last unless something else is asked for.
    keys = [(key.column, "descending" if key.descending else "ascending") for key in sort]
    order = pc.sort_indices(pa.table(columns), sort_keys=keys)
    stop.check()
    numbers: Numbers = order.to_numpy(zero_copy_only=False).astype(np.uint32)
    return numbers


def sortable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column in a form that can be sorted: categories by the order of their levels, not-a-number as missing."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return pa.chunked_array([chunk.indices for chunk in column.unify_dictionaries().chunks], kind.index_type)
    if pa.types.is_floating(kind):
        wide = column.cast(pa.float32()) if pa.types.is_float16(kind) else column
        return pc.if_else(pc.is_nan(wide), pa.scalar(None, wide.type), wide)
    if isinstance(kind, pa.BaseExtensionType):
        return sortable(pa.chunked_array([chunk.storage for chunk in column.chunks], kind.storage_type))
    if pa.types.is_nested(kind) or pa.types.is_interval(kind):
        return pa.chunked_array([in_words(chunk) for chunk in column.chunks], pa.large_string())
    return column
