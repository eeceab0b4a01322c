"""Which columns of a stored dataset give another one away: looked up in an even sample of its rows.

Only pyarrow and numpy touch the data here. A file never changes, so each answer is found once.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from modules.learning.target_leaks import MIN_ROWS, explain_leaks
from server.storage.table_data.arrow_io import iterate_batches, open_arrow_file

LEAKAGE_SAMPLE_ROWS = 2_000


@lru_cache(maxsize=256)
def find_leaking_columns(path: Path, label: str) -> Mapping[str, str]:
    """{column: a sentence that says how it gives the label away}; empty where none does or there is no such label."""
    return explain_leaks(sample_table(path), label)


@lru_cache(maxsize=8)
def sample_table(path: Path) -> pa.Table:
    """Evenly spaced rows, taken batch by batch so that nothing large is ever copied."""
    all_batches = list(iterate_batches(path))
    rows = sum(batch.num_rows for batch in all_batches)
    positions = np.unique(np.linspace(0, max(rows - 1, 0), min(rows, LEAKAGE_SAMPLE_ROWS)).astype("int64"))
    sampled, start = [], 0
    for batch in all_batches:
        batch_positions = positions[(positions >= start) & (positions < start + batch.num_rows)] - start
        sampled.append(batch.take(pa.array(batch_positions)))
        start += batch.num_rows
    schema = open_arrow_file(path)[0].schema
    return pa.Table.from_batches(sampled, schema=schema).unify_dictionaries()


@lru_cache(maxsize=256)
def is_monotonic(path: Path, name: str) -> bool:
    """Whether the values of a column never fall from row to row, as times do in a record."""
    values = sample_table(path)[name].drop_null()
    if len(values) < MIN_ROWS:
        return False
    return bool(pc.all(pc.greater_equal(values.slice(1), values.slice(0, len(values) - 1))).as_py())
