"""What the columns of series have to be."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError
from modules.kit.errors import require_columns
from modules.kit.nested_values import refuse_nested
from modules.kit.requirements import format_install_command, list_missing_packages

MAX_STEPS = 5_000_000


def require_series(
    dataset: Dataset, numbers: Sequence[str], series_by: Sequence[str], *, port: str, parameter: str
) -> None:
    """Refuse columns that are not there (1), values that are no numbers (17), and keys that are lists (17)."""
    require_columns([*numbers, *series_by], dataset.schema, port=port, parameter=parameter)
    for name in numbers:
        if not dataset.schema[name].is_numeric:
            message = f"'{name}' must hold numbers. It is {dataset.schema[name].type}."
            message = f"{message} Change its type with Edit Metadata, or choose another column."
            raise ModuleError(17, message, port=port, parameter=parameter, column=name)
    for name in series_by:
        refuse_nested(dataset.frame[name], port=port, parameter="series_by")


def refuse_unknown_place(place: str) -> None:
    """Refuse a place whose holidays nobody knows (13), and any where the library is not installed."""
    if not place:
        return
    if list_missing_packages(["holidays"]):
        command = format_install_command(["holidays"], [])
        message = f"Public holidays need the package holidays. Install it with: {command}. Or leave this empty."
        raise ModuleError(13, message, parameter="holidays_of")
    import holidays

    country, _, part = place.partition("-")
    parts = holidays.list_supported_countries().get(country)
    if parts is None:
        message = f"No holidays are known of '{country}'. Use the two letters of a country, such as ES or US."
        raise ModuleError(13, message, parameter="holidays_of")
    if part and part not in parts:
        known = f"Known are: {', '.join(parts)}." if parts else f"{country} has no parts with holidays of their own."
        raise ModuleError(13, f"'{part}' is no part of {country}. {known}", parameter="holidays_of")


def refuse_infinite_values(dataset: Dataset, name: str, *, port: str) -> None:
    """Refuse a column with infinite values (33)."""
    count = int(np.isinf(dataset.frame[name].to_numpy(dtype="float64", na_value=np.nan)).sum())
    if count:
        raise ModuleError(33, f"'{name}' is infinite in {count:,} rows. Replace these values.", port=port, column=name)


def refuse_long_grids(times: "pd.Series[Any]", frequency: str) -> None:
    """Refuse times so far apart that the rows between them would not fit into memory (21)."""
    step = pd.Timedelta(hours=1) if frequency in ("Detect", "Hourly") else pd.Timedelta(days=1)
    wall = times.dt.tz_localize(None) if times.dt.tz is not None else times
    moments = wall.to_numpy().astype("datetime64[s]").astype("int64")
    if (moments.max() - moments.min()) / step.total_seconds() > MAX_STEPS:
        message = f"'{times.name}' reaches from {times.min()} to {times.max()}, too far to fill at this frequency."
        raise ModuleError(
            21, f"{message} Remove times that stand for none, or choose a longer frequency.", port="dataset"
        )
