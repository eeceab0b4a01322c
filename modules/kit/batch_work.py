"""What a step that works in chunks is given by whoever runs it: chunks that are done already, and an endpoint to ask.

Without it such a module works all the same, in a temporary folder, and begins with the first chunk.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa

from modules.kit.errors import ModuleError
from modules.kit.ports import Dataset

#: Gives the scores of some rows.
ScoreRows = Callable[[pa.Table], Dataset]


class WrongRow(ModuleError):
    """A row can't be scored. `row` is its place in the rows that were to be scored, from 0."""

    def __init__(self, number: int, message: str, row: int, column: str) -> None:
        super().__init__(number, message, column=column)
        self.row = row


@dataclass(frozen=True)
class BatchWork:
    """Where chunks are written, and which of them an earlier attempt has written."""

    folder: Path
    finished: Mapping[int, Path] = field(default_factory=dict)
    #: Called with the number, the file and the rows of each chunk that is done.
    on_chunk: Callable[[int, Path, int], object] = lambda *_: None
    #: The file of the table at the input port, which is not loaded.
    table: Path | None = None
    #: The endpoint that was asked for, and the columns that it takes.
    score: ScoreRows | None = None
    columns: pa.Schema | None = None
    #: The names of those that the data must have.
    required: tuple[str, ...] = ()


@dataclass(frozen=True)
class StoredTable(Dataset):
    """A dataset whose rows are in a file already, as `save_value` writes it; `frame` has none of them."""

    path: Path = field(default_factory=Path)
    stored_rows: int = 0
    stored_columns: int = 0

    @classmethod
    def at(cls, path: Path, rows: int, columns: int) -> "StoredTable":
        """The table in a file."""
        return cls(pd.DataFrame(), path=path, stored_rows=rows, stored_columns=columns)


_work: ContextVar[BatchWork | None] = ContextVar("batch_work", default=None)


@contextmanager
def provide_batch_work(work: BatchWork | None) -> Iterator[None]:
    """Within this block, `get_batch_work` returns this."""
    token = _work.set(work)
    try:
        yield
    finally:
        _work.reset(token)


def get_batch_work() -> BatchWork | None:
    """What the step is given; None where a module is called by itself."""
    return _work.get()
