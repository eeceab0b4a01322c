"""Cells that hold a list, a mapping or the like: no learner and no count of values can use them."""

from typing import Any

import pandas as pd

from modules.kit.errors import ModuleError


def has_nested_values(values: "pd.Series[Any]") -> bool:
    """Whether a cell holds a list, a mapping or the like."""
    return values.dtype == object and any(pd.api.types.is_list_like(value) for value in values)


def refuse_nested(values: "pd.Series[Any]", *, port: str, parameter: str | None = None) -> None:
    """Refuse a column with such cells (17)."""
    if has_nested_values(values):
        message = f"Column '{values.name}' has lists or the like, which can't be used as values here."
        message = f"{message} Exclude it, or make text of them with a script."
        raise ModuleError(17, message, port=port, parameter=parameter, column=str(values.name))
