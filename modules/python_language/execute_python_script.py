"""Execute Python Script: the user's own function over up to two tables, with errors that point at its lines."""

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, File, ModuleError, code, module
from modules.kit.codegen.expressions import name
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, find_bound_names, write_secret_checks
from modules.kit.environments import EnvironmentName, run_function_elsewhere
from modules.kit.script_bundles import importable_folder, unpack_bundle
from modules.kit.script_execution import (
    compile_script,
    reset_row_names,
    restore_roles,
    save_plots,
    script_errors,
    script_module,
)
from modules.kit.script_secrets import SecretNames, secrets_in_environment
from modules.python_language.schema_annotation import ENTRY_FUNCTION, find_entry_function, predict_script_schemas

PLOTS = Path("plots")

SCRIPT_TEMPLATE = '''\
# The script must define a function named transform, the entry point of this module.
# Imports belong here; pandas, numpy and scikit-learn are installed.
import pandas as pd


def transform(dataframe1=None, dataframe2=None):
    """dataframe1 and dataframe2 are the inputs of the two ports, or None if nothing is connected."""
    print(f"Input 1: {None if dataframe1 is None else dataframe1.shape}")

    # Return one DataFrame, or up to two of them as a tuple: one for each output port.
    return dataframe1,
'''

EXAMPLE_SCRIPT = """\
def transform(dataframe1=None, dataframe2=None):
    dataframe1["area"] = dataframe1["width"] * dataframe1["height"]
    return dataframe1, dataframe1.describe().reset_index(names="statistic")
"""


class ExecutePythonScriptOutputs(NamedTuple):
    result_dataset: Dataset
    result_dataset2: Dataset


def _emit_code(step: StepCode) -> None:
    """The user's own code as it is, and a call of its function."""
    if step.find_input("script_bundle") is not None:
        raise CannotGenerateCode(
            "It uses a script bundle. Put the bundle's modules next to the script and import them."
        )
    known = step.builder.bound_names.get(step.python_script) or find_bound_names(step.python_script)
    entry = find_entry_function(step.python_script)
    if entry not in known:
        raise CannotGenerateCode(f"Its code defines no {entry}.")
    tables = [step.find_input(port) for port in ("dataset1", "dataset2")]
    write_secret_checks(step)
    if step.builder.written_sources.get(entry) != step.python_script:
        step.add_verbatim(step.python_script)
        step.add_blank_lines(2)
    step.builder.written_sources[entry] = step.python_script
    taken = [table for table in tables if table is not None]
    given = [None if table is None else table.code.method("copy") for table in tables]
    outputs = []
    for port in ("result_dataset", "result_dataset2"):
        out = step.add_table(port, step.title if port == "result_dataset" else f"{step.title} 2")
        for table in reversed(taken):
            out.roles.update({column: role for column, role in table.roles.items() if column not in out.roles})
        outputs.append(out)
    step.assign(outputs, step.use(run_on_tables).call(name(entry), *given))


def run_on_tables(function: Callable[..., Any], *tables: Any) -> list[pd.DataFrame]:
    """The one or two tables that a script's function returns for those that it takes; empty ones for what lacks."""
    count = function.__code__.co_argcount
    returned = function(*tables[:count])
    listed = [returned] if isinstance(returned, pd.DataFrame) else list(returned)
    frames = [pd.DataFrame() if frame is None else frame for frame in [*listed, None, None][:2]]
    return [reset_row_names(frame).infer_objects() for frame in frames]


@module(
    "Execute Python Script",
    category="Python Language",
    icon="brand-python",
    role="python_script",
    trusted=False,
    emit_code=_emit_code,
    schema=predict_script_schemas,
    example=lambda: Call.of(
        Dataset(pd.DataFrame({"width": [1.0, 2.0], "height": [3.0, 4.0]})), None, python_script=EXAMPLE_SCRIPT
    ),
    keywords=("Python script", "pandas", "custom code", "numpy", "code"),
)
def execute_python_script(
    dataset1: Dataset | None = None,
    dataset2: Dataset | None = None,
    script_bundle: File | None = None,
    *,
    python_script: Annotated[
        str,
        Field(description="Defines transform, which gets up to two DataFrames and returns up to two."),
        code("python"),
    ] = SCRIPT_TEMPLATE,
    secrets: SecretNames = (),
    environment: Annotated[
        EnvironmentName | None,
        Field(description="The Python packages that the script needs. Empty: those of the server."),
    ] = None,
) -> ExecutePythonScriptOutputs:
    """Run a Python script on up to two datasets.

    The script defines `transform(dataframe1, dataframe2)`, which returns one DataFrame or a tuple of up to two. Scripts
    written for Azure Machine Learning run unchanged: there the function is called `azureml_main`. Printed text is shown
    in the log, and open matplotlib figures are stored as pictures. Columns that keep their names keep their roles. A
    text as the return annotation announces the columns before the script has run: `-> "*, ratio: real"` are those of
    dataframe1 and one more. An index that has a name or holds text, as that of a groupby, becomes a column.

    A script bundle is a zip file of your own modules. Drop it onto the canvas and connect it to the third port; the
    script imports what is in it, and finds its other files in the folder "Script Bundle".

    A secret that the module lists is in the environment while the script runs: `os.environ["API_KEY"]`.

    For other inputs and outputs, any number of tables, files and models with names of their own, write a module in
    Python: the last entry of the palette.

    With an environment, the script runs in its Python and finds its packages, pandas and pyarrow among them.
    """
    inputs = [dataset1, dataset2]
    if environment is not None:
        return _run_elsewhere(environment, inputs, script_bundle, python_script, secrets)
    entry_name = find_entry_function(python_script)
    frames = [None if dataset is None else dataset.frame.copy(deep=True) for dataset in inputs]
    bundle = None if script_bundle is None else unpack_bundle(script_bundle, Path.cwd())
    with (
        secrets_in_environment(secrets),
        importable_folder(bundle),
        script_errors(entry_name),
        script_module() as script,
    ):
        exec(compile_script(python_script), script.__dict__)
        entry = script.__dict__.get(entry_name)
        if not callable(entry):
            raise ModuleError(
                85, f"The script must define {ENTRY_FUNCTION}(dataframe1, dataframe2).", parameter="python_script"
            )
        returned = entry(*frames[: _count_table_arguments(entry)])
        save_plots()
    results = [_to_dataset(frame, inputs, number) for number, frame in enumerate(_to_frames(returned), start=1)]
    return ExecutePythonScriptOutputs(*results)


def _run_elsewhere(
    environment: str,
    inputs: list[Dataset | None],
    script_bundle: File | None,
    script: str,
    secrets: Sequence[str],
) -> ExecutePythonScriptOutputs:
    """Run the script in the Python of an environment."""
    bundle = None if script_bundle is None else unpack_bundle(script_bundle, Path.cwd())
    with secrets_in_environment(secrets):
        returned = run_function_elsewhere(
            environment, script, find_entry_function(script), inputs, bundle=bundle, cut_arguments=True
        )
    results = [_to_dataset(frame, inputs, number) for number, frame in enumerate(_to_frames(returned), start=1)]
    return ExecutePythonScriptOutputs(*results)


def _count_table_arguments(entry: Callable[..., Any]) -> int:
    """How many of the two tables the function takes."""
    kinds = [parameter.kind for parameter in inspect.signature(entry).parameters.values()]
    if inspect.Parameter.VAR_POSITIONAL in kinds:
        return 2
    by_position = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return min(2, sum(kind in by_position for kind in kinds))


def _to_frames(returned: object) -> list[pd.DataFrame]:
    """The two returned tables; an empty one stands for each that is not returned."""
    listed = [returned] if isinstance(returned, pd.DataFrame) or not isinstance(returned, Sequence) else list(returned)
    if len(listed) > 2:
        raise _build_return_error(f"at most two DataFrames. Got {len(listed)} values")
    if returned is None or isinstance(returned, str):
        raise _build_return_error(f"a DataFrame, or a tuple of up to two. Got {_describe_value(returned)}")
    for value in listed:
        if isinstance(value, pd.Series):
            raise _build_return_error("DataFrames. Got a Series: make a table of it with .to_frame()")
        if value is not None and not isinstance(value, pd.DataFrame):
            raise _build_return_error(f"DataFrames. Got {_describe_value(value)}")
    frames = [pd.DataFrame() if value is None else value for value in listed]
    return [*frames, pd.DataFrame(), pd.DataFrame()][:2]


def _describe_value(value: object) -> str:
    return "None" if value is None else f"a value of type {type(value).__name__}"


def _build_return_error(what: str) -> ModuleError:
    return ModuleError(85, f"{ENTRY_FUNCTION} must return {what}.", parameter="python_script")


def _to_dataset(frame: pd.DataFrame, inputs: list[Dataset | None], number: int) -> Dataset:
    """The returned table, with the roles and scores of input columns of the same name."""
    strange = next((name for name in frame.columns if not isinstance(name, str)), None)
    if strange is not None:
        message = f"Column names must be text. Output {number} has a column named {strange!r}."
        joined = '["_".join(map(str, name)) for name in dataframe.columns]'
        texts = joined if isinstance(strange, tuple) else "dataframe.columns.astype(str)"
        message = f"{message} Rename it: dataframe.columns = {texts}"
        raise ModuleError(155, message, parameter="python_script", column=str(strange))
    return restore_roles(frame, inputs)
