"""Whole numbers and booleans with missing values: they stay what they are, in pandas' nullable types."""

from typing import Any

import pandas as pd
import pyarrow as pa


def to_pandas_frame(table: pa.Table) -> pd.DataFrame:
    """The table in pandas; whole numbers and booleans with gaps are of nullable types, so that no digit is lost."""
    nullable = {
        name: to_nullable_array(column)
        for name, column in zip(table.column_names, table.columns, strict=True)
        if column.null_count and (pa.types.is_integer(column.type) or pa.types.is_boolean(column.type))
    }
    frame: pd.DataFrame = table.to_pandas(split_blocks=table.num_rows > table.num_columns)
    return frame.assign(**nullable) if nullable else frame


def to_nullable_array(column: pa.ChunkedArray) -> Any:
    """The values as `Int64`, `UInt8`, `boolean` ...: an array of pandas with a mask, as long as the column."""
    name = "boolean" if pa.types.is_boolean(column.type) else str(column.type).replace("int", "Int").replace("u", "U")
    dtype: Any = pd.api.types.pandas_dtype(name)
    return dtype.__from_arrow__(column)


def to_nullable_type(dtype: Any) -> Any:
    """The type itself where it has missing values, else its nullable twin: whole numbers stay whole."""
    if dtype == "bool":
        return "boolean"
    if isinstance(dtype, pd.api.extensions.ExtensionDtype) or dtype.kind not in "iu":
        return dtype
    return dtype.name.replace("int", "Int").replace("u", "U")


def drop_unused_masks(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns of nullable whole numbers and booleans in which nothing is missing, as plain ones."""
    plain = {
        name: "bool" if values.dtype == "boolean" else values.dtype.name.lower()
        for name, values in frame.items()
        if isinstance(values.dtype, pd.api.extensions.ExtensionDtype)
        and (values.dtype == "boolean" or values.dtype.name.lstrip("U").startswith("Int"))
        and not values.isna().any()
    }
    return frame.astype(plain) if plain else frame
