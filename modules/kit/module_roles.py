"""The roles of modules: what the rest of the program counts on and finds them by, instead of their names."""

from collections.abc import Iterable, Mapping
from typing import Literal, Protocol, TypeVar, get_args

from modules.kit.schema import Task

#: `table_entry` holds a table that was typed in, `table_reader` reads an upload and stands in no design,
#: `artifact_source` is a stored result by its hash, `model_source` a version of a registered model. A `file_importer`
#: fetches files without reading them. `trainer`, `scorer` and `evaluator` with a task are for that task only.
#: `baseline_learner` and `boosted_learner` are the two that a first design compares for their task. A
#: `transformation_applier` does to other data what a module before it learned, a `model_preprocessor` has a learner fit
#: its own preprocessing, a `text_featurizer` makes numbers of texts. A `model_registrar` registers the model that it
#: takes, a `model_exporter` writes it as a file, and a `command` runs a program of a user's own files. A
#: `model_averager` makes one trained model of several; an `automated_trainer` searches for a model, and each of its
#: candidates is a design. A `series_preparer` brings series into the form that forecasts need, an
#: `automated_forecaster` finds the best forecast of each, and a `forecast_evaluator` measures forecasts. A
#: `batch_scorer` is given its chunks, and the endpoint that its parameters name. A `fairness_assessor` measures how a
#: model treats groups of rows. A `chart` draws a table, and draws it again for some of its rows on a dashboard.
#: A `row_sampler` draws a share of the rows.
#: `service_input` and `service_output` are where a request enters a design and where the answer leaves it. What stands
#: between a `loop_start` and a `loop_end` is run many times: in a run the `loop_end` becomes a `loop_runner`.
ModuleRole = Literal[
    "dataset_source",
    "file_source",
    "file_importer",
    "table_entry",
    "table_reader",
    "artifact_source",
    "model_source",
    "column_selector",
    "row_filter",
    "metadata_editor",
    "duplicate_remover",
    "missing_value_cleaner",
    "splitter",
    "row_sampler",
    "joiner",
    "text_featurizer",
    "transformation_applier",
    "baseline_learner",
    "boosted_learner",
    "model_preprocessor",
    "trainer",
    "model_averager",
    "tuner",
    "automated_trainer",
    "automated_forecaster",
    "series_preparer",
    "forecast_evaluator",
    "cross_validator",
    "scorer",
    "batch_scorer",
    "evaluator",
    "fairness_assessor",
    "chart",
    "model_registrar",
    "model_exporter",
    "python_script",
    "r_script",
    "command",
    "service_input",
    "service_output",
    "loop_start",
    "loop_end",
    "loop_runner",
]
MODULE_ROLES: tuple[ModuleRole, ...] = get_args(ModuleRole)
#: Modules that stand for stored data and are never run.
SOURCE_ROLES: frozenset[ModuleRole | None] = frozenset(
    {"dataset_source", "file_source", "artifact_source", "model_source"}
)


class HasRole(Protocol):
    """What a module says of its role."""

    @property
    def role(self) -> ModuleRole | None: ...

    @property
    def task(self) -> Task | None: ...


AnyModule = TypeVar("AnyModule", bound=HasRole)


def find_modules(catalog: Mapping[str, AnyModule], role: ModuleRole) -> Iterable[AnyModule]:
    """The modules with this role, in the order of the catalog."""
    return (module for module in catalog.values() if module.role == role)


def find_module(catalog: Mapping[str, AnyModule], role: ModuleRole, task: Task | None = None) -> AnyModule | None:
    """The module with this role for this task, without one for the module that is for all tasks; None without any."""
    return next((module for module in find_modules(catalog, role) if module.task == task), None)


def get_module(catalog: Mapping[str, AnyModule], role: ModuleRole, task: Task | None = None) -> AnyModule:
    """The module with this role, which the catalog must have; LookupError where it does not."""
    module = find_module(catalog, role, task)
    if module is None:
        raise LookupError(f"No module has the role {role}" + (f" for {task}." if task else "."))
    return module
