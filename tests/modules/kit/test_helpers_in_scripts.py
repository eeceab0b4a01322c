"""Helpers that scripts hold: each name means one thing in all of them, and parameters are read by their own names."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import modules
from modules.data_input_and_output import table_writers
from modules.feature_selection import feature_scores
from modules.kit import Module, catalog
from modules.kit.codegen.designer_only import designer_only
from modules.kit.codegen.script_builder import StepCode
from modules.kit.codegen.source_inlining import InlinedSources
from modules.learning.clustering import first_rows
from modules.learning.components import MainDirections
from modules.learning.encoding import to_numbers, to_text, to_time_parts
from modules.learning.label_encoded_classifier import LabelEncodedClassifier
from modules.learning.sparse_poisson import SparsePoissonRegressor

#: Helpers that emitters reach by a value: parts of pipelines, and what a parameter chooses.
CHOSEN_HELPERS: list[Any] = [first_rows, to_numbers, to_text, to_time_parts]
CHOSEN_HELPERS += [MainDirections, LabelEncodedClassifier, SparsePoissonRegressor]
CHOSEN_HELPERS += [score.function for score in feature_scores.SCORES.values()]
CHOSEN_HELPERS += [thing for name, thing in vars(table_writers).items() if name.startswith("write_")]


@pytest.mark.parametrize("module", catalog().values(), ids=lambda module: module.name)
def test_no_name_of_a_step_hides_a_parameter(module: Module) -> None:
    names = {*dir(StepCode), *(field.name for field in dataclasses.fields(StepCode))}
    assert set(module.parameters.model_fields) & names == set()


def test_what_is_read_of_a_step_is_there() -> None:
    """No type check sees it, since a step answers to the names of parameters."""
    known = {*dir(StepCode), *(field.name for field in dataclasses.fields(StepCode))}
    known |= {name for module in catalog().values() for name in module.parameters.model_fields}
    read = {(file.__name__, name) for file in list_files() for name in find_names_of_steps(file)}
    assert len(read) > 100
    assert {(file, name) for file, name in read if name not in known} == set()


def find_names_of_steps(file: ModuleType) -> Iterator[str]:
    """The attributes that functions read of arguments that are steps."""
    for function in ast.walk(ast.parse(Path(str(file.__file__)).read_text())):
        if isinstance(function, ast.FunctionDef):
            arguments = [*function.args.args, *function.args.kwonlyargs]
            steps = {one.arg for one in arguments if one.annotation and ast.unparse(one.annotation) == "StepCode"}
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in steps:
                    yield node.attr


def list_files() -> list[ModuleType]:
    return [importlib.import_module(found.name) for found in pkgutil.walk_packages(modules.__path__, prefix="modules.")]


def test_all_helpers_can_stand_in_one_script() -> None:
    helpers = [*find_helpers(), *CHOSEN_HELPERS]
    assert len(helpers) > 80
    sources = InlinedSources()
    for helper in helpers:
        assert sources.add(helper) in sources.definitions
    compile("\n\n".join(sources.definitions.values()), "script.py", "exec")


def find_helpers() -> Iterator[Any]:
    """The functions and classes of ours that emitters pass to `step.use`."""
    for file in list_files():
        for node in ast.walk(ast.parse(Path(str(file.__file__)).read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "use":
                yield from find_named_helpers(node.args[0], file)


def find_named_helpers(expression: ast.expr, file: ModuleType) -> Iterator[Any]:
    for node in ast.walk(expression):
        value: Any = None
        if isinstance(node, ast.Name):
            value = getattr(file, node.id, None)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            value = getattr(getattr(file, node.value.id, None), node.attr, None)
        if inspect.isfunction(value) or inspect.isclass(value):
            yield value


def test_a_name_that_means_two_things_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    for file, limit, function in (("file_one", 1, "cut"), ("file_same", 1, "lift"), ("file_other", 2, "grow")):
        source = f"LIMIT = {limit}\n\n\ndef {function}(value):\n    return value + LIMIT\n"
        (tmp_path / f"{file}.py").write_text(source)
    sources = InlinedSources()
    sources.add(importlib.import_module("file_one").cut)
    sources.add(importlib.import_module("file_same").lift)
    assert list(sources.definitions) == ["LIMIT", "cut", "lift"]
    for _ in range(2):
        with pytest.raises(LookupError, match="LIMIT means one thing in file_one and another in file_other"):
            sources.add(importlib.import_module("file_other").grow)


def test_what_only_the_designer_has_is_no_helper() -> None:
    @designer_only
    def check_values(values: object) -> None:
        """Refuses values."""

    with pytest.raises(LookupError, match="check_values, which only the designer has"):
        InlinedSources().add(check_values)
