"""Every module of tables says itself as plain code: what the code gives on the module's example is what it gives."""

import contextlib
import io
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from modules.data_transformation.apply_math_operation import OPERATIONS
from modules.kit import Dataset, Module, catalog
from server.graph.codegen.generated_program import GeneratedProgram
from server.graph.codegen.program_formats import format_script
from server.graph.codegen.program_generator import generate_program
from server.graph.document import parse_design

#: Modules that no script has, and why. A module leaves the list once its code is written.
MODULES_WITHOUT_CODE = {
    "assess_fairness": "The package fairlearn computes the same measures in a script.",
    "automated_ml": "It is a search. Open its best candidate as a design, which has code.",
    "bag_models": "BaggingClassifier and BaggingRegressor of scikit-learn do the same in a script.",
    "explain_predictions": "The package shap computes the same values in a script.",
    "eliminate_features": "RFECV of scikit-learn does the same in a script.",
    "collect_results": "It ends a loop, and a script has the loop itself.",
    "repeat_modules": "It is a loop in a run, and a script has the loop itself.",
    "encode_target": "TargetEncoder of scikit-learn does the same in a script.",
    "find_counterfactuals": "It asks the model for thousands of rows. Read its table from a run.",
    "execute_r_script": "R is no Python: its tables come from a file that a run gave.",
    "import_files": "It fetches files by a connection that the server holds. Put them beside the script.",
    "score_in_batches": "It scores by an endpoint of the server. Ask the endpoint from the script.",
    "pinpoint_errors": "It draws resamples by the hundred. Read its table from a run.",
    "read_table": "It makes tables of uploads, and stands in no design.",
    "score_vowpal_wabbit_model": "The model is a file of a program of its own, which is called by its command line.",
    "run_command": "It runs a program in a folder of its own, which is called by its command line.",
    "stored_dataset": "It stands for the result of a run in a deployed design. Export the design that was deployed.",
    "registered_model": "It stands for what the registry of a server holds, which a script does not have.",
    "registered_transformation": "It stands for what the registry of a server holds, which a script does not have.",
    "stack_models": "StackingClassifier and StackingRegressor of scikit-learn do the same in a script.",
    "stored_model": "It stands for the result of a run in a deployed design, like the stored dataset.",
    "stored_transformation": "It stands for the result of a run in a deployed design, like the stored dataset.",
    "train_vowpal_wabbit_model": "The learner is a program of its own, which is called by its command line.",
}


def has_code(module: Module) -> bool:
    """Whether the module is written: by itself, or as a learner of scikit-learn."""
    learner = module.trusted and [port.type for port in module.outputs] == ["untrained_model"]
    return module.emit_code is not None or learner


def is_table_module(module: Module) -> bool:
    """Whether the module makes tables of nothing but tables."""
    kinds = [port.type for port in module.inputs]
    makes = [port.type for port in module.outputs]
    return kinds != [] and set(kinds) == {"dataset"} and "dataset" in makes and module.example is not None


def test_modules_without_code_are_known_with_their_reasons() -> None:
    assert {name for name, module in catalog().items() if not has_code(module)} == set(MODULES_WITHOUT_CODE)


@pytest.mark.parametrize(
    "name", sorted(name for name, module in catalog().items() if has_code(module) and is_table_module(module))
)
def test_the_code_of_a_module_gives_what_the_module_gives(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = catalog()[name]
    if module.missing_packages:
        pytest.skip(f"needs {module.install_command}")
    monkeypatch.chdir(tmp_path)
    assert module.example is not None
    call = module.example()
    given: dict[str, Any] = {
        port.name: value for port, value in zip(module.inputs, call.inputs, strict=False) if value is not None
    }
    code = _generate_module_code(module, given, call.parameters)
    assert code.omissions == ()
    for port, value in given.items():
        value.frame.to_csv(tmp_path / f"{port}.csv", index=False)
    made = _run_code(format_script(code))
    section = next(section for section in code.sections if section.node == "it")
    tables = {port: made[variable] for port, variable in section.tables.items()}
    expected = {port: value for port, value in module.run(given, call.parameters).items() if isinstance(value, Dataset)}
    assert set(tables) == set(expected)
    for port, dataset in expected.items():
        pd.testing.assert_frame_equal(tables[port], dataset.frame, check_dtype=False, check_categorical=False)


def _generate_module_code(module: Module, given: dict[str, Dataset], parameters: Any) -> GeneratedProgram:
    """A design of a table for each input, and the module behind them."""
    nodes: dict[str, Any] = {
        port: {"module": "dataset", "parameters": {"dataset": port}, "title": port, "x": 0, "y": 0} for port in given
    }
    inputs = {port: f"{port}.dataset" for port in given}
    stored = module.parameters.model_validate(dict(parameters)).model_dump(mode="json", exclude_unset=True)
    nodes["it"] = {"module": module.name, "parameters": stored, "inputs": inputs, "x": 0, "y": 0}
    design = parse_design({"format": 2, "name": "One module", "nodes": nodes})
    known = {f"{port}.dataset": value.schema for port, value in given.items()}
    return generate_program(design, catalog(), known)


def _run_code(text: str) -> dict[str, Any]:
    """What the script leaves in its names."""
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore", ImportWarning)  # of libraries whose optional parts are not there
        exec(compile(text, "script.py", "exec"), names)
    return names


@pytest.mark.parametrize("operation", OPERATIONS)
def test_each_math_operation_is_written(operation: str) -> None:
    module = catalog()["apply_math_operation"]
    numbers = Dataset(pd.DataFrame({"x": [0.3, -0.6, 2.0, float("nan")], "y": [2.0, 3.0, 1.0, 2.0]}))
    parameters = {"operation": operation, "output_mode": "ResultOnly", "constant_second_argument": 2.0}
    code = _generate_module_code(module, {"dataset": numbers}, parameters)
    text = format_script(code).replace('read_csv_table(DATASET_FILE, types={"x": "float64", "y": "float64"})', "given")
    names: dict[str, Any] = {"given": numbers.frame}
    exec(compile(text, "script.py", "exec"), names)
    expected = module.run({"dataset": numbers}, parameters)["results_dataset"].frame
    pd.testing.assert_frame_equal(names["computed"], expected)


CELLS = Dataset(
    pd.DataFrame(
        {"make": ["audi", "bmw", None, "vw"], "price": [1.5, 2.0, float("nan"), 4.0], "doors": [2, 4, 4, 2]},
    )
)


@pytest.mark.parametrize(
    "expression",
    [
        '"make" != "audi"',
        '"price" != 2',
        '"doors" != 4 & "price" > 1 | "make" == "bmw"',
        '"make" != "audi" & != "vw" | "price" <= 1.5',
        '"doors" = 2',
    ],
)
def test_each_comparison_of_a_split_is_written(expression: str) -> None:
    parameters = {"splitting_mode": "Relative Expression", "expression": expression}
    _assert_code_gives_the_same("split_data", parameters)


@pytest.mark.parametrize("match", ["All conditions", "Any condition"])
@pytest.mark.parametrize(
    "conditions",
    [
        [("price", ">=", [2]), ("make", "is not", ["bmw"])],
        [("price", "between", [1, None]), ("doors", "is", [2])],
        [("make", "is", ["audi", None]), ("price", "is not", [4.0]), ("doors", "<", [4])],
        [("make", "contains", ["U"]), ("make", "does not contain", ["v"]), ("price", "is missing", [])],
        [("price", "between", [None, 3])],
    ],
)
def test_each_condition_of_a_selection_is_written(conditions: list[tuple[str, str, list[Any]]], match: str) -> None:
    written = [{"column": column, "operator": operator, "values": values} for column, operator, values in conditions]
    _assert_code_gives_the_same("select_rows", {"conditions": written, "match": match})


def _assert_code_gives_the_same(name: str, parameters: dict[str, Any]) -> None:
    module = catalog()[name]
    code = _generate_module_code(module, {"dataset": CELLS}, parameters)
    assert code.omissions == ()
    text = "\n".join(line for line in format_script(code).splitlines() if not line.startswith("dataset = "))
    names: dict[str, Any] = {"dataset": CELLS.frame}
    exec(compile(text, "script.py", "exec"), names)
    section = next(section for section in code.sections if section.node == "it")
    for port, dataset in module.run({"dataset": CELLS}, parameters).items():
        pd.testing.assert_frame_equal(names[section.tables[port]], dataset.frame)
