"""The work of a module, and the library call that does the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from modules.kit import Columns, Dataset

Inputs = Mapping[str, Any]


@dataclass(frozen=True)
class Twin:
    """The inputs and parameters of a module, and a library call that does the same; `says` names it."""

    says: str
    library: Callable[[], object]
    inputs: Inputs
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """How a twin is made for a number of rows. A learner is timed by the module that trains it."""

    made: Callable[[int], Twin]
    rows: int = 100_000
    module: str = ""
    #: Why the module takes longer than the library call, where it does.
    remark: str = ""


def one(frame: pd.DataFrame, port: str = "dataset", **roles: Any) -> Inputs:
    return {port: Dataset(frame, roles)}


def columns(*names: str) -> Columns:
    return Columns(start="none", names=names)
