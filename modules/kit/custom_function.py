"""The function of a custom module: what its source says of it, and how it is run. Run it inside the sandbox only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit.environments import ENVIRONMENT_PARAMETER, run_function_elsewhere
from modules.kit.errors import ModuleError, require_columns
from modules.kit.parameters import Columns
from modules.kit.ports import Dataset, File, TrainedModel
from modules.kit.script_execution import compile_script, restore_roles, save_plots, script_errors, script_module
from modules.kit.script_secrets import SECRETS_PARAMETER, secrets_in_environment

#: What the source may name without importing it.
PROVIDED_NAMES: Mapping[str, object] = {
    "pd": pd,
    "np": np,
    "DataFrame": pd.DataFrame,
    "Column": str,
    "Columns": list[str],
    "File": Path,
    "Path": Path,
    "Model": TrainedModel,
    "Annotated": Annotated,
    "Field": Field,
    "Literal": Literal,
    "NamedTuple": NamedTuple,
}


@dataclass(frozen=True)
class FunctionSignature:
    """What the source says of its function: its name and help, its inputs and its outputs, in their order."""

    function: str
    help: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    #: The parameters that pick one column of the first input.
    columns: frozenset[str]
    #: Whether its nodes may ask for secrets: unless something else of the function is called so.
    accepts_secrets: bool = True
    #: Whether its nodes may name an environment, likewise.
    accepts_environment: bool = True
    #: The outputs that are files; all others are tables.
    file_outputs: frozenset[str] = frozenset()
    #: The first input that is a table, from which columns are picked.
    table_port: str | None = None
    #: The inputs that are files or models.
    other_inputs: frozenset[str] = frozenset()

    @property
    def added_parameters(self) -> frozenset[str]:
        """The parameters that every node has, and that the function does not get."""
        added = {SECRETS_PARAMETER: self.accepts_secrets, ENVIRONMENT_PARAMETER: self.accepts_environment}
        return frozenset(name for name, accepted in added.items() if accepted)


def run_custom_function(
    signature: FunctionSignature, source: str, values: Sequence[object], settings: Mapping[str, object]
) -> list[Dataset | File]:
    """Run the source and its function; returns its outputs. Columns that kept their names keep their roles."""
    datasets = [value for value in values if isinstance(value, Dataset)]
    arguments = [_copy_frames(value) for value in values]
    listed = settings[SECRETS_PARAMETER] if signature.accepts_secrets else ()
    secrets = [str(secret) for secret in listed] if isinstance(listed, tuple | list) else []
    own = {name: value for name, value in settings.items() if name not in signature.added_parameters}
    parameters = {name: _to_argument_value(name, value, signature, datasets) for name, value in own.items()}
    environment = settings[ENVIRONMENT_PARAMETER] if signature.accepts_environment else None
    if environment is not None:
        return _run_elsewhere(signature, source, values, parameters, secrets, str(environment))
    with secrets_in_environment(secrets), script_errors(signature.function), script_module() as script:
        script.__dict__.update(PROVIDED_NAMES)
        exec(compile_script(source), script.__dict__)
        returned = script.__dict__[signature.function](*arguments, **parameters)
        save_plots()
    return _to_outputs(signature, returned, datasets)


def _run_elsewhere(
    signature: FunctionSignature,
    source: str,
    values: Sequence[object],
    parameters: Mapping[str, object],
    secrets: Sequence[str],
    environment: str,
) -> list[Dataset | File]:
    """Run the function in the Python of an environment."""
    if signature.file_outputs or any(isinstance(value, File | TrainedModel) for value in values):
        message = "Files and models can't go into an environment. Leave the environment empty, or pass tables."
        raise ModuleError(157, message, parameter=ENVIRONMENT_PARAMETER)
    given = [value if isinstance(value, Dataset | list) else None for value in values]
    datasets = [value for value in values if isinstance(value, Dataset)]
    with secrets_in_environment(secrets):
        returned = run_function_elsewhere(
            environment,
            source,
            signature.function,
            given,
            parameters=parameters,
            provides_names=True,
            parameter="code",
        )
    return _to_outputs(signature, returned, datasets)


def _to_outputs(signature: FunctionSignature, returned: object, datasets: Sequence[Dataset]) -> list[Dataset | File]:
    """The returned tables and paths of files, which have to be as many as there are outputs."""
    values = list(returned) if isinstance(returned, tuple | list) else [returned]
    expected_count = len(signature.outputs)
    made = [
        _to_file(value) if port in signature.file_outputs else _to_dataset(value, datasets)
        for port, value in zip(signature.outputs, values, strict=False)
    ]
    found = [value for value in made if value is not None]
    if len(values) != expected_count or len(found) != expected_count:
        came = f"{len(values)} values" if len(values) not in (1, expected_count) else type(returned).__name__
        raise ModuleError(
            85, f"{signature.function} must return {_describe_outputs(signature)}. Got {came}.", parameter="code"
        )
    return found


def _describe_outputs(signature: FunctionSignature) -> str:
    count, files = len(signature.outputs), len(signature.file_outputs)
    if count == 1:
        return "the path of a file that it has written" if files else "a DataFrame"
    if files == 0:
        return f"{count} DataFrames, one for each output"
    kinds = ["the path of a file" if port in signature.file_outputs else "a DataFrame" for port in signature.outputs]
    return f"{count} values, one for each output: {', '.join(kinds)}"


def _to_dataset(value: object, datasets: Sequence[Dataset]) -> Dataset | None:
    return restore_roles(value, datasets) if isinstance(value, pd.DataFrame) else None


def _to_file(value: object) -> File | None:
    """The file that was written; None where there is none."""
    path = Path(value) if isinstance(value, str | Path) else None
    return File(path, path.name) if path is not None and path.is_file() else None


def _copy_frames(value: object) -> object:
    """What the function gets: copies of tables that it may write into, paths of files, and models as they are."""
    if isinstance(value, list):
        return [_copy_frames(item) for item in value]
    if isinstance(value, File):
        return value.path
    if isinstance(value, TrainedModel):
        return value
    return value.frame.copy(deep=True) if isinstance(value, Dataset) else None


def _to_argument_value(name: str, value: object, signature: FunctionSignature, datasets: Sequence[Dataset]) -> object:
    """A parameter as the function wants it: a choice of columns becomes their names, which have to be there."""
    if not datasets or not (isinstance(value, Columns) or name in signature.columns):
        return value
    schema, port = datasets[0].schema, signature.table_port or signature.inputs[0]
    if isinstance(value, Columns):
        return value.resolve_required(schema, port=port, parameter=name)
    if value is not None:
        require_columns([str(value)], schema, port=port, parameter=name)
    return value
