"""The values of an Arrow column in Python, whatever they are: Arrow holds moments and spans that Python cannot."""

from contextlib import suppress
from typing import Any

import pyarrow as pa

#: What Arrow raises of values that are whole, and that Python, or another type, has no value for.
CONVERSION_ERRORS = (ArithmeticError, AttributeError, NotImplementedError, TypeError, ValueError, pa.ArrowException)


def to_python_values(column: pa.Array | pa.ChunkedArray) -> list[Any]:
    """The values as Python has them; a moment or a span that it has no value for is text."""
    try:
        values: list[object] = column.to_pylist()
    except CONVERSION_ERRORS:
        return [_to_python_value(value) for value in column]
    return values


def _to_python_value(value: pa.Scalar) -> object:
    for read in (value.as_py, lambda: value.cast(pa.string()).as_py(), lambda: str(value.value)):
        with suppress(*CONVERSION_ERRORS):
            return read()
    return "not readable"
