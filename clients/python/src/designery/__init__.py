"""Designery from Python: designs as code, runs, data, pipelines and endpoints; on a server or embedded."""

from designery.builder import group, keep, note, place_module
from designery.connection import Connection, close_connection, connect, get_connection
from designery.custom_modules import CustomModule, custom_module, module
from designery.datasets import StoredDataset, add_dataset, list_datasets, open_dataset
from designery.design_history import DesignVersion
from designery.designs import (
    Design,
    DesignFunction,
    design,
    import_design,
    list_designs,
    open_design,
    open_sample,
    read_design,
)
from designery.endpoints import Endpoint, deploy, list_endpoints, open_endpoint
from designery.errors import DesignError, DesigneryError, NotConnected, NotFound, Problem, Refused, RunFailed
from designery.jobs import (
    AutomatedSearch,
    Environment,
    ScriptJob,
    Secret,
    build_environment,
    list_environments,
    list_secrets,
    search_model,
    set_secret,
)
from designery.metrics_log import log
from designery.pipelines import Pipeline, Trigger, list_pipelines, open_pipeline
from designery.ports import (
    DEFAULT,
    OPEN,
    Data,
    Evaluation,
    File,
    ImageDirectory,
    Table,
    TrainedModel,
    Transformation,
    UntrainedModel,
    data,
    port,
)
from designery.registry import Model, ModelVersion, list_models, open_model, register
from designery.runs import Output, Run, Step, compare_runs, list_runs, open_run
from designery.shares import Share
from designery.sweeps import SweepPlan, SweepResult
from designery.targets import Target, list_targets
from designery.values import Sweep, all_columns, choices, columns, columns_by, span

__version__ = "0.1.0"

__all__ = [
    "DEFAULT",
    "OPEN",
    "AutomatedSearch",
    "Connection",
    "CustomModule",
    "Data",
    "Design",
    "DesignError",
    "DesignFunction",
    "DesignVersion",
    "DesigneryError",
    "Endpoint",
    "Environment",
    "Evaluation",
    "File",
    "ImageDirectory",
    "Model",
    "ModelVersion",
    "NotConnected",
    "NotFound",
    "Output",
    "Pipeline",
    "Problem",
    "Refused",
    "Run",
    "RunFailed",
    "ScriptJob",
    "Secret",
    "Share",
    "Step",
    "StoredDataset",
    "Sweep",
    "SweepPlan",
    "SweepResult",
    "Table",
    "Target",
    "TrainedModel",
    "Transformation",
    "Trigger",
    "UntrainedModel",
    "add_dataset",
    "all_columns",
    "build_environment",
    "choices",
    "close_connection",
    "columns",
    "columns_by",
    "compare_runs",
    "connect",
    "custom_module",
    "data",
    "deploy",
    "design",
    "get_connection",
    "group",
    "import_design",
    "keep",
    "list_datasets",
    "list_designs",
    "list_endpoints",
    "list_environments",
    "list_models",
    "list_pipelines",
    "list_runs",
    "list_secrets",
    "list_targets",
    "log",
    "module",
    "note",
    "open_dataset",
    "open_design",
    "open_endpoint",
    "open_model",
    "open_pipeline",
    "open_run",
    "open_sample",
    "place_module",
    "port",
    "read_design",
    "register",
    "search_model",
    "set_secret",
    "span",
]


def load_ipython_extension(shell: object) -> None:
    """What `%load_ext designery` calls: it brings `%%designery`, which makes a cell a module."""
    from designery.cell_magic import register_magic

    register_magic(shell)
