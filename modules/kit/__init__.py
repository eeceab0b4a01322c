"""What every module author imports: declare a module, name its ports, describe its parameters."""

from modules.kit.declare import Call, Module, Port, Tool, catalog, module
from modules.kit.errors import ModuleError
from modules.kit.parameters import (
    Columns,
    Fraction,
    Seed,
    code,
    column_of,
    columns_of,
    multiline,
    shown_when,
    sweepable,
    titled,
)
from modules.kit.ports import (
    Dataset,
    Evaluation,
    File,
    Scores,
    TrainedModel,
    Transformation,
    UntrainedModel,
)
from modules.kit.progress import report, track
from modules.kit.rules import dry_run, unchanged
from modules.kit.schema import Column, ColumnType, ModelSchema, Role, Schema, Task

__all__ = [
    "Call",
    "Column",
    "ColumnType",
    "Columns",
    "Dataset",
    "Evaluation",
    "File",
    "Fraction",
    "ModelSchema",
    "Module",
    "ModuleError",
    "Port",
    "Role",
    "Schema",
    "Scores",
    "Seed",
    "Task",
    "Tool",
    "TrainedModel",
    "Transformation",
    "UntrainedModel",
    "catalog",
    "code",
    "column_of",
    "columns_of",
    "dry_run",
    "module",
    "multiline",
    "report",
    "shown_when",
    "sweepable",
    "titled",
    "track",
    "unchanged",
]
