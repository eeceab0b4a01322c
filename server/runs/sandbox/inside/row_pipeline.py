"""The steps of a deployment without tables: a row goes through lists of values, and through its model as ONNX.

Runs inside a replica only. It is used for the rows that are like those on which it gave the answers of the modules;
all others go through the modules themselves.
"""

import importlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from modules.kit import Dataset, Scores, TrainedModel
from modules.kit.row_functions import NoRowFunction, RowContext
from modules.kit.row_values import Cells, RowFunction
from modules.kit.serialization import to_arrow_table
from server.runs.sandbox.inside.replica_answers import ColumnTypes, to_answer_value, to_columns
from server.runs.sandbox.inside.replica_protocol import ONNX_FILE, SentValue
from server.runs.sandbox.inside.replica_rows import describe_columns
from server.runs.sandbox.inside.sandbox_requests import PreviewStep, ReplicaRequest

#: Numbers may differ by this share of the largest of their column: ONNX computes with 32 bits.
TOLERANCE = 1e-5
#: A request with more rows is answered by tables, which are quicker then.
MAX_CELL_ROWS = 1_000
#: A text with more different values on the rows that are compared is free text, of which most values are new.
MAX_TEXT_LEVELS = 200

Values = Mapping[str, Mapping[str, SentValue]]


@dataclass(frozen=True)
class RowPipeline:
    """The compiled steps, and what the rows had on which they were compared."""

    functions: tuple[RowFunction, ...]
    scores: Scores | None
    types: ColumnTypes
    #: On so many rows the answers were the same; the largest difference of two numbers, as a share of the largest one.
    rows: int
    difference: float
    #: {column: the texts that were compared}; a column may miss values if some of the compared rows did.
    levels: Mapping[str, frozenset[str]]
    gappy: frozenset[str]

    def can_answer(self, cells: Cells, count: int, unread: Collection[str] = ()) -> bool:
        """Whether these rows are like those that were compared; of `unread` columns the values do not matter."""
        if count > MAX_CELL_ROWS:
            return False
        for name, values in cells.items():
            if name in unread:
                continue
            if None in values and name not in self.gappy:
                return False
            levels = self.levels.get(name)
            if levels is not None and not all(value is None or value in levels for value in values):
                return False
        return True

    def answer(self, cells: Cells) -> Cells:
        """The columns of the answer."""
        for function in self.functions:
            cells = function(cells)
        return {name: [to_answer_value(value) for value in values] for name, values in cells.items()}


@dataclass
class OnnxSource:
    """The model as ONNX: read from the folder of the replica, or converted once, to be kept by the server."""

    request: ReplicaRequest
    made: bytes | None = None
    used: list[TrainedModel] = field(default_factory=list)

    def load(self, model: TrainedModel) -> bytes:
        """The model in its other form. Raises NoRowFunction for a second model, ModuleError for one that has none."""
        self.used.append(model)
        if len(self.used) > 1:
            raise NoRowFunction("More than one model takes part in the answer.")
        if self.request.onnx == "stored":
            return Path(self.request.folder, ONNX_FILE).read_bytes()
        # A name: an exported endpoint converts nothing, and has no file that does.
        converter: Any = importlib.import_module("modules.learning.onnx_models")
        self.made = converter.convert_to_onnx(model).content
        return self.made


def compile_rows(steps: Sequence[PreviewStep], values: Values, entrance: str, source: OnnxSource) -> RowPipeline:
    """The pipeline for these steps, each of which gets what the one before it gives. Raises NoRowFunction.

    `values` are the results of all steps for the example rows.
    """
    functions, previous, table = [], entrance, next(iter(values[entrance].values()))
    example = table
    for step in steps:
        functions.append(_compile_step(step, values, previous, source, table))
        previous, table = step.node, next(iter(values[step.node].values()))
    cells = to_columns(example.frame)
    if not source.used:
        raise NoRowFunction("No model takes part in the answer.")
    pipeline = RowPipeline(
        functions=tuple(functions),
        scores=table.scores,
        types=describe_columns(to_arrow_table(table).schema),
        rows=example.rows,
        difference=0.0,
        levels=_list_levels(cells),
        gappy=frozenset(name for name, given in cells.items() if None in given),
    )
    return _verify(pipeline, cells, table)


def _compile_step(step: PreviewStep, values: Values, previous: str, source: OnnxSource, table: Dataset) -> RowFunction:
    module = step.module_spec
    if module.compile_rows is None:
        raise NoRowFunction(f"{module.title} works on whole tables only.")
    inputs: dict[str, SentValue] = {}
    for port in module.inputs:
        for reference in step.inputs.get(port.name, ()):
            node, _, output = reference.partition(".")
            if node != previous and port.type == "dataset":
                raise NoRowFunction(f"{module.title} gets rows from several modules.")
            inputs[port.name] = values[node][output]
    parameters = module.parameters.model_validate(dict(step.parameters))
    return module.compile_rows(RowContext(table, source.load), inputs, parameters)


def _list_levels(cells: Cells) -> dict[str, frozenset[str]]:
    found = {}
    for name, values in cells.items():
        levels = {value for value in values if isinstance(value, str)}
        if len(levels) > MAX_TEXT_LEVELS:
            raise NoRowFunction(f"'{name}' is a text with more values than can be compared.")
        if levels:
            found[name] = frozenset(levels)
    return found


def _verify(pipeline: RowPipeline, cells: Cells, expected: Dataset) -> RowPipeline:
    """The pipeline with how far it is from the modules on the example rows; raises NoRowFunction if it is too far."""
    wanted = to_columns(expected.frame)
    found = pipeline.answer(cells)
    if [*found] != [*wanted]:
        raise NoRowFunction("It answers with other columns than the modules.")
    difference = 0.0
    for name, values in wanted.items():
        largest = max([1.0, *(abs(value) for value in values if isinstance(value, float))])
        for mine, theirs in zip(found[name], values, strict=True):
            if isinstance(theirs, float) and isinstance(mine, float):
                apart = abs(mine - theirs) / largest
                difference = max(difference, apart)
                if apart <= TOLERANCE:
                    continue
            if type(mine) is not type(theirs) or mine != theirs:
                raise NoRowFunction(f"It answers '{name}' of a row of the example data differently.")
    return replace(pipeline, difference=difference)
