"""A few rows as lists of values, and what is done to them without a table."""

from collections.abc import Callable
from typing import Any

#: {column: its values}; what is missing is None.
Cells = dict[str, list[Any]]
RowFunction = Callable[[Cells], Cells]
