"""What a module does to a few rows, without tables: on a request to an endpoint, making tables is most of the work.

A module may declare such a form beside its function (`compile_rows=`). An endpoint compares both on rows before it
uses the form, so that it may leave out whatever is rare.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from modules.kit.ports import Dataset, TrainedModel
from modules.kit.row_values import RowFunction


class NoRowFunction(Exception):
    """There is no such form of a module, or of what it applies; the message is a sentence that says why."""


@dataclass(frozen=True)
class RowContext:
    """What a form is made for: rows as the module gets them. A model is asked for as ONNX, which may be kept."""

    example: Dataset
    load_onnx: Callable[[TrainedModel], bytes]


#: Makes the form for the inputs besides the rows and the parameters. Raises NoRowFunction.
RowCompiler = Callable[[RowContext, Mapping[str, Any], Any], RowFunction]
