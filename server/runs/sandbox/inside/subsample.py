"""Some rows of a stored table, spread over all of it."""

import numpy as np
import pyarrow as pa

from modules.kit import Dataset
from modules.kit.serialization import from_arrow_table
from server.runs.sandbox.inside.sandbox_requests import InputFile


def load_subsample(file: InputFile, rows: int) -> Dataset:
    """Evenly spaced rows of a stored table in their order, read batch by batch, so that a large one is never copied."""
    return from_arrow_table(read_subsample(file, rows))


def read_subsample(file: InputFile, rows: int) -> pa.Table:
    """The same as the file has it."""
    with pa.memory_map(str(file.path)) as source:
        reader = pa.ipc.open_file(source)
        batches = [reader.get_batch(index) for index in range(reader.num_record_batches)]
    total = sum(batch.num_rows for batch in batches)
    positions = np.unique(np.linspace(0, max(total - 1, 0), min(total, rows)).astype("int64"))
    parts, start = [], 0
    for batch in batches:
        own = positions[(positions >= start) & (positions < start + batch.num_rows)] - start
        parts.append(batch.take(pa.array(own)))
        start += batch.num_rows
    return pa.Table.from_batches(parts, schema=reader.schema)
