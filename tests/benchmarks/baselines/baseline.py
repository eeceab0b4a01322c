"""The work of a module, and the library call that does the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from modules.kit import Columns, Dataset

Inputs = Mapping[str, Any]


@dataclass(frozen=True)
class Baseline:
    """The inputs and parameters of a module, and a library call that does the same; `says` names it."""

    label: str
    library: Callable[[], object]
    inputs: Inputs
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BaselineCase:
    """How a baseline is made for a number of rows. A learner is timed by the module that trains it."""

    build: Callable[[int], Baseline]
    rows: int = 100_000
    module: str = ""
    #: Why the module takes longer than the library call, where it does.
    remark: str = ""


def make_inputs(frame: pd.DataFrame, port: str = "dataset", **roles: Any) -> Inputs:
    return {port: Dataset(frame, roles)}


def select_columns(*names: str) -> Columns:
    return Columns(start="none", names=names)
