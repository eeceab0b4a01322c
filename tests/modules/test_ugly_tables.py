"""Every module on tables that nobody wishes for: it works, or it says why not. Nothing else ever comes out of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modules.kit import Dataset, Module, ModuleError, catalog

#: Takes the values of one column to those of an ugly one; rows stay as many as they were.
Change = Callable[["pd.Series[Any]"], Any]

MODULES = [
    module
    for module in catalog().values()
    if not module.source and any(port.type == "dataset" for port in module.inputs) and not module.missing
]
every_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)


def _missing(values: "pd.Series[Any]") -> Any:
    return pd.Series([None] * len(values), dtype=values.dtype if values.dtype != "int64" else "float64")


def _constant(values: "pd.Series[Any]") -> Any:
    return pd.Series([values.iloc[0]] * len(values), dtype=values.dtype)


def _mixed(values: "pd.Series[Any]") -> Any:
    return pd.Series([("x", 1, 2.5, None, True)[row % 5] for row in range(len(values))], dtype="object")


def _huge(values: "pd.Series[Any]") -> Any:
    return pd.Series([2**62 - row for row in range(len(values))], dtype="int64")


def _infinite(values: "pd.Series[Any]") -> Any:
    return pd.Series([np.inf if row % 2 else -np.inf for row in range(len(values))])


def _times(values: "pd.Series[Any]") -> Any:
    return pd.Series(pd.date_range("2024-03-30", periods=len(values), freq="h", tz="Europe/Berlin"))


def _unseen(values: "pd.Series[Any]") -> Any:
    return pd.Series([f"nie gesehen {row} 🦔" for row in range(len(values))], dtype="str")


def _categories(values: "pd.Series[Any]") -> Any:
    return pd.Series(pd.Categorical(["a", None] * (len(values) // 2) + ["a"] * (len(values) % 2), ["a", "unused", "ü"]))


def _booleans(values: "pd.Series[Any]") -> Any:
    return pd.Series([row % 3 == 0 for row in range(len(values))])


CHANGES: dict[str, Change] = {
    "all missing": _missing,
    "constant": _constant,
    "mixed types": _mixed,
    "huge integers": _huge,
    "infinite": _infinite,
    "times with a zone": _times,
    "unseen text": _unseen,
    "categories": _categories,
    "booleans": _booleans,
}


@every_module
@pytest.mark.parametrize("rows", [0, 1, 2])
def test_few_rows(module: Module, rows: int) -> None:
    works_or_says_why(module, lambda frame: frame.head(rows))


@every_module
@pytest.mark.parametrize("change", CHANGES)
def test_every_column_is_ugly(module: Module, change: str) -> None:
    works_or_says_why(module, lambda frame: changed(frame, dict.fromkeys(frame.columns, CHANGES[change])))


@every_module
def test_no_column_at_all(module: Module) -> None:
    works_or_says_why(module, lambda frame: frame[[]])


@every_module
def test_strange_names_beside_the_known_ones(module: Module) -> None:
    strange = ["", " ", "größe (m²)", "a.b", "x'; drop table t1 --", "列", "\t", '"', "{name}", "Scored Labels"]
    works_or_says_why(module, lambda frame: frame.assign(**{name: 1.5 for name in strange if name not in frame}))


@every_module
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_mixture_of_ugly_columns(module: Module, data: st.DataObject) -> None:
    kinds = st.sampled_from([None, *CHANGES.values()])

    def mixture(frame: pd.DataFrame) -> pd.DataFrame:
        chosen = {name: data.draw(kinds) for name in frame.columns}
        return changed(frame, {name: change for name, change in chosen.items() if change is not None})

    works_or_says_why(module, mixture)


def changed(frame: pd.DataFrame, changes: dict[str, Change]) -> pd.DataFrame:
    return frame.assign(**{name: change(frame[name]).set_axis(frame.index) for name, change in changes.items()})


def works_or_says_why(module: Module, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """Run the module's example with its datasets changed."""
    assert module.example is not None
    call = module.example()
    ports = zip(module.inputs, call.inputs, strict=False)
    inputs = {port.name: _uglier(value, change) for port, value in ports}
    refusal, outputs = None, {}
    try:
        outputs = module.run(inputs, call.parameters)
    except ModuleError as error:
        refusal = error
    tables = [value for value in outputs.values() if isinstance(value, Dataset)]
    assert all(isinstance(name, str) for table in tables for name in table.frame.columns)
    assert refusal is None or (refusal.title and refusal.message.endswith((".", "?", ")", "'"))), refusal


def _uglier(value: Any, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Any:
    if isinstance(value, list):
        return [_uglier(item, change) for item in value]
    return replace(value, frame=change(value.frame.reset_index(drop=True))) if isinstance(value, Dataset) else value
