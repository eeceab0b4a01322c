"""The view and the picture of a large table, for which one column at a time is read."""

import math
from pathlib import Path

import numpy as np

from modules.kit.artifact_views import build_thumbnail
from modules.kit.column_profiles import MAX_COLUMNS, SAMPLE_ROWS, build_profile, choose_thumbnail_columns
from modules.kit.large_tables.large_table import LargeTable
from modules.kit.views.dataset_view import DatasetView
from modules.kit.views.thumbnail_kinds import Thumbnail

#: Tables with larger files are looked at column by column.
LARGE_VIEW_BYTES = 64 * 2**20


def build_large_view(path: Path) -> DatasetView:
    """What the browser draws the table from: the same as of a table in memory."""
    table = LargeTable.open(path, LARGE_VIEW_BYTES)
    names = table.names[:MAX_COLUMNS]
    columns = [build_profile(table.read_columns([name]), name) for name in names]
    width = len(table.names)
    return DatasetView(
        rows=table.rows,
        columns=columns,
        profiled=len(columns),
        width=width if width > len(columns) else None,
        shown_as=table.head.shown_as,
        remark=table.head.remark,
    )


def build_large_thumbnail(path: Path) -> Thumbnail | None:
    """The bars of some columns, by rows spread evenly over the table."""
    table = LargeTable.open(path, LARGE_VIEW_BYTES)
    places = np.arange(0, table.rows, max(1, math.ceil(table.rows / SAMPLE_ROWS)))
    return build_thumbnail(table.take(places, choose_thumbnail_columns(table.head)))
