"""Runs the script of a design with one module in it, and compares its tables with those that the module gives."""

import ast
import contextlib
import io
from typing import Any

import pandas as pd

from modules.kit import Dataset, Module, catalog
from server.graph.codegen.program_formats import format_script
from server.graph.codegen.program_generator import generate_program
from server.graph.document import parse_design


def write_module_script(module: Module, given: dict[str, Dataset], parameters: dict[str, Any]) -> tuple[str, Any]:
    """The script of a design of a table for each input and the module behind them, and the section of the module."""
    nodes: dict[str, Any] = {
        port: {"module": "dataset", "parameters": {"dataset": port}, "title": port, "x": 0, "y": 0} for port in given
    }
    inputs = {port: f"{port}.dataset" for port in given}
    stored = module.parameters.model_validate(dict(parameters)).model_dump(mode="json", exclude_unset=True)
    nodes["it"] = {"module": module.name, "parameters": stored, "inputs": inputs, "x": 0, "y": 0}
    design = parse_design({"format": 2, "name": "One module", "nodes": nodes})
    code = generate_program(design, catalog(), {f"{port}.dataset": value.schema for port, value in given.items()})
    assert code.omissions == ()
    return format_script(code), next(section for section in code.sections if section.node == "it")


def assert_script_gives_the_same(name: str, given: dict[str, Dataset], parameters: dict[str, Any]) -> str:
    """Run the script on the very frames; returns its text."""
    module = catalog()[name]
    text, section = write_module_script(module, given, parameters)
    names: dict[str, Any] = {"frames": {port: value.frame for port, value in given.items()}}
    body = _read_frames(text, list(given))
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(body, "script.py", "exec"), names)
    for port, expected in module.run(given, parameters).items():
        if isinstance(expected, Dataset):
            found = names[section.tables[port]]
            pd.testing.assert_frame_equal(found, expected.frame, check_dtype=False, check_categorical=False)
    return text


def _read_frames(text: str, ports: list[str]) -> str:
    """The script, where what reads the file of a port takes the frame instead."""
    tree = ast.parse(text)
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) in ports:
            statement.value = ast.parse(f"frames[{ast.unparse(statement.targets[0])!r}]", mode="eval").body
    return ast.unparse(ast.fix_missing_locations(tree))
