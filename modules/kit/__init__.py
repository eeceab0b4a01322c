"""What every module author imports: declare a module, name its ports, describe its parameters."""

import warnings
from collections.abc import Callable

from modules.kit.conditions import Condition
from modules.kit.configured_learners import configure_learner
from modules.kit.declare import catalog, list_unusable_modules, module
from modules.kit.errors import ModuleError
from modules.kit.module_signatures import Port
from modules.kit.module_spec import Call, Module
from modules.kit.module_traits import Traits
from modules.kit.parameters import (
    TRAINING_DATA,
    Columns,
    Fraction,
    ParameterRow,
    Seed,
    code,
    column_of,
    columns_of,
    conditions_of,
    connection_of,
    formula_of,
    hidden_when,
    multiline,
    rows_of,
    shown_when,
    titled,
)
from modules.kit.ports import (
    Dataset,
    Evaluation,
    File,
    ImageDirectory,
    PreprocessingStep,
    Recipe,
    Scores,
    TrainedModel,
    Transformation,
    UntrainedModel,
)
from modules.kit.progress import report, track
from modules.kit.requirements import Tool
from modules.kit.schema import Column, ColumnType, ModelSchema, Role, Schema, Task
from modules.kit.schema_rules import dry_run, unchanged
from modules.kit.sweeps import Choices, Range, Sweep, sweepable

__all__ = [
    "TRAINING_DATA",
    "Call",
    "Choices",
    "Column",
    "ColumnType",
    "Columns",
    "Condition",
    "Dataset",
    "Evaluation",
    "File",
    "Fraction",
    "ImageDirectory",
    "ModelSchema",
    "Module",
    "ModuleError",
    "ParameterRow",
    "Port",
    "PreprocessingStep",
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
    "conditions_of",
    "configure_learner",
    "configured",
    "connection_of",
    "dry_run",
    "formula_of",
    "hidden_when",
    "list_unusable_modules",
    "module",
    "multiline",
    "report",
    "rows_of",
    "shown_when",
    "sweepable",
    "titled",
    "track",
    "unchanged",
]


def configured(function: Callable[..., object], *inputs: object, **parameters: object) -> object:
    """`configure_learner` under its former name."""
    warnings.warn("configured() is called configure_learner() now.", DeprecationWarning, stacklevel=2)
    return configure_learner(function, *inputs, **parameters)
