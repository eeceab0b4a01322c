"""The function of a custom module: what its source says of it, and how it is run. Run it inside the sandbox only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit.environments import ENVIRONMENT_PARAMETER, run_function_elsewhere
from modules.kit.errors import ModuleError, require_columns, to_sentence
from modules.kit.parameters import Columns
from modules.kit.ports import Dataset, File, TrainedModel
from modules.kit.script_execution import compile_script, restore_roles, save_plots, script_errors, script_module
from modules.kit.script_ports import PortKind
from modules.kit.script_secrets import SECRETS_PARAMETER, secrets_in_environment

CATEGORY = "Custom Modules"
ICON = "puzzle"

OutputValue = Dataset | File | TrainedModel

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
    "Object": object,
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
    #: What each of the inputs and of the outputs is.
    input_kinds: tuple[PortKind, ...] = ()
    output_kinds: tuple[PortKind, ...] = ()
    #: The first input that is a table, from which columns are picked.
    table_port: str | None = None

    @property
    def handles_tables_only(self) -> bool:
        """Whether nothing but tables goes in and comes out."""
        return {*self.input_kinds, *self.output_kinds} <= {"table", "tables"}

    @property
    def added_parameters(self) -> frozenset[str]:
        """The parameters that every node has, and that the function does not get."""
        added = {SECRETS_PARAMETER: self.accepts_secrets, ENVIRONMENT_PARAMETER: self.accepts_environment}
        return frozenset(name for name, accepted in added.items() if accepted)


def run_custom_function(
    signature: FunctionSignature, source: str, values: Sequence[object], settings: Mapping[str, object]
) -> list[OutputValue]:
    """Run the source and its function; returns its outputs. Columns that kept their names keep their roles."""
    datasets = [value for value in values if isinstance(value, Dataset)]
    arguments = [_to_argument(value, kind) for value, kind in zip(values, signature.input_kinds, strict=True)]
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
) -> list[OutputValue]:
    """Run the function in the Python of an environment."""
    if not signature.handles_tables_only:
        message = "Files, models and objects can't go into an environment. Leave it empty, or pass tables."
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


def _to_outputs(signature: FunctionSignature, returned: object, datasets: Sequence[Dataset]) -> list[OutputValue]:
    """What was returned for each output, which have to be as many as there are outputs."""
    expected_count = len(signature.outputs)
    # A list may be the one object that is wanted.
    is_one = signature.output_kinds == ("object",) and not (isinstance(returned, tuple) and len(returned) == 1)
    values = list(returned) if isinstance(returned, tuple | list) and not is_one else [returned]
    outputs = zip(signature.outputs, signature.output_kinds, values, strict=False)
    made = [_to_output(port, kind, value, datasets) for port, kind, value in outputs]
    found = [value for value in made if value is not None]
    if len(values) != expected_count or len(found) != expected_count:
        came = f"{len(values)} values" if len(values) not in (1, expected_count) else _describe_wrong(values, made)
        raise ModuleError(
            85, f"{signature.function} must return {_describe_outputs(signature)}. Got {came}.", parameter="code"
        )
    return found


def _describe_wrong(values: Sequence[object], made: Sequence[object]) -> str:
    """The type of the first value that does not fit, and which one it is where there are several."""
    if len(values) == 1:
        return type(values[0]).__name__
    place = next(place for place, value in enumerate(made) if value is None)
    return f"{type(values[place]).__name__} as value {place + 1}"


#: How an error names what each kind of output is.
OUTPUT_WORDS: Mapping[PortKind, str] = {
    "table": "a DataFrame",
    "file": "the path of a file that it has written",
    "model": "a Model, one of those that came in",
    "object": "an object",
}


def _describe_outputs(signature: FunctionSignature) -> str:
    count, kinds = len(signature.outputs), signature.output_kinds
    if count == 1:
        return OUTPUT_WORDS[kinds[0]]
    if set(kinds) == {"table"}:
        return f"{count} DataFrames, one for each output"
    return f"{count} values, one for each output: {', '.join(OUTPUT_WORDS[kind] for kind in kinds)}"


def _to_output(port: str, kind: PortKind, value: object, datasets: Sequence[Dataset]) -> OutputValue | None:
    """The value as its output wants it; None where it is of another type."""
    if kind == "file":
        return _to_file(value)
    if kind == "model":
        return value if isinstance(value, TrainedModel) else None
    if kind == "object":
        return None if value is None else _store_object(value, port)
    return restore_roles(value, datasets) if isinstance(value, pd.DataFrame) else None


def _store_object(value: object, port: str) -> File:
    """Any Python object in a file, which an Object input of another module reads."""
    import joblib

    # In a folder of its own: the step's files lie beside, under the names of its outputs.
    path = Path("objects", f"{port}.joblib").absolute()
    path.parent.mkdir(exist_ok=True)
    try:
        joblib.dump(value, path)
    except Exception as error:
        message = f"The object of output '{port}' can't be stored: {type(error).__name__}: {error}"
        raise ModuleError(85, to_sentence(message), parameter="code") from None
    return File(path, path.name)


def _to_file(value: object) -> File | None:
    """The file that was written; None where there is none."""
    path = Path(value) if isinstance(value, str | Path) else None
    return File(path, path.name) if path is not None and path.is_file() else None


def _to_argument(value: object, kind: PortKind) -> object:
    """What the function gets: copies of tables that it may write into, paths, objects, and models as they are."""
    if isinstance(value, list):
        return [_to_argument(item, kind) for item in value]
    if isinstance(value, File):
        return _load_object(value) if kind == "object" else value.path
    if isinstance(value, TrainedModel):
        return value
    return value.frame.copy(deep=True) if isinstance(value, Dataset) else None


def _load_object(file: File) -> object:
    """The object that another module stored. That may run code, which is why it happens in the sandbox only."""
    import joblib

    try:
        return joblib.load(file.path)
    except Exception as error:
        message = f"'{file.name}' holds no object that can be read: {type(error).__name__}: {error}"
        raise ModuleError(85, to_sentence(message), parameter="code") from None


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
