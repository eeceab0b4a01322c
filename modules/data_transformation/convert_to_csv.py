"""Convert to CSV: a dataset becomes a file of comma-separated values."""

import tempfile
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from modules.kit import Call, Dataset, File, ModuleError, module

FILE_NAME = "data.csv"


class Converted(NamedTuple):
    results_dataset: File


def _example() -> Call:
    return Call.of(Dataset(pd.DataFrame({"make": ["audi", "bmw"], "price": [13_950, 16_430]})))


@module("Convert to CSV", category="Data Transformation", icon="file-type-csv", example=_example)
def convert_to_csv(dataset: Dataset) -> Converted:
    """Write a dataset as a file of comma-separated values.

    The first row holds the names of the columns; the text is UTF-8, a missing value an empty cell, and a time is
    written as in 2024-05-01 12:30:00.
    """
    if not len(dataset.frame.columns):
        raise ModuleError(
            3, "The data at 'dataset' have no columns. Connect a table with at least one.", port="dataset"
        )
    path = Path(tempfile.mkdtemp(prefix="convert-to-csv-")) / FILE_NAME
    dataset.frame.to_csv(path, index=False)
    return Converted(File(path, FILE_NAME))
