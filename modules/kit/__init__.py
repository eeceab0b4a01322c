"""What every module author imports: declare a module, name its ports, describe its parameters."""

from modules.kit.declare import Call, Module, Port, Tool, catalog, configured, module
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
    titled,
)
from modules.kit.ports import (
    Dataset,
    Evaluation,
    File,
    ImageDirectory,
    Recipe,
    Scores,
    TrainedModel,
    Transformation,
    UntrainedModel,
)
from modules.kit.progress import report, track
from modules.kit.rules import dry_run, unchanged
from modules.kit.schema import Column, ColumnType, ModelSchema, Role, Schema, Task
from modules.kit.sweeps import Choices, Range, Sweep, sweepable
from modules.kit.traits import Traits

__all__ = [
    "Call",
    "Choices",
    "Column",
    "ColumnType",
    "Columns",
    "Dataset",
    "Evaluation",
    "File",
    "Fraction",
    "ImageDirectory",
    "ModelSchema",
    "Module",
    "ModuleError",
    "Port",
    "Range",
    "Recipe",
    "Role",
    "Schema",
    "Scores",
    "Seed",
    "Sweep",
    "Task",
    "Tool",
    "TrainedModel",
    "Traits",
    "Transformation",
    "UntrainedModel",
    "catalog",
    "code",
    "column_of",
    "columns_of",
    "configured",
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
