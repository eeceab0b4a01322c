"""Modules are found by their roles: the graph knows none of them by name."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import server.graph
from modules.kit import catalog
from modules.kit.module_roles import MODULE_ROLES, SOURCE_ROLES, find_modules, get_module

GRAPH = Path(server.graph.__file__).parent
#: Names of modules that are names of port types as well.
PORT_TYPE_NAMES = {"dataset", "file"}
#: What makes a node of a module; there a port type's name would be that of a module.
NODE_BUILDERS = {"Node", "_build_node", "build_node", "build_node_edit"}
#: Roles that several modules have: a learner for each task, a source for each type.
SHARED_ROLES = {
    "artifact_source",
    "model_source",
    "baseline_learner",
    "boosted_learner",
    "trainer",
    "scorer",
    "evaluator",
    "loop_start",
}


def find_module_names(text: str) -> Iterator[tuple[int, str]]:
    """The line and the text of each string that is a module's name."""
    tree = ast.parse(text)
    placed = {
        id(argument)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in NODE_BUILDERS
        for argument in [*call.args[:2], *(one.value for one in call.keywords if one.arg == "module")]
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or node.value not in catalog():
            continue
        if node.value not in PORT_TYPE_NAMES or id(node) in placed:
            yield node.lineno, node.value


def test_the_graph_names_no_module() -> None:
    found = [
        f"{path.relative_to(GRAPH)}:{line}: '{name}'. Give the module a role, and ask for it by get_module()."
        for path in sorted(GRAPH.rglob("*.py"))
        for line, name in find_module_names(path.read_text())
    ]
    assert found == []


def test_a_name_that_is_placed_would_be_found() -> None:
    assert sorted(find_module_names('Node(module="dataset")\nport = "dataset"\nname = "split_data"')) == [
        (1, "dataset"),
        (3, "split_data"),
    ]


@pytest.mark.parametrize("role", MODULE_ROLES)
def test_each_role_is_played_by_a_module(role: str) -> None:
    tasks = Counter(module.task for module in catalog().values() if module.role == role)
    assert tasks
    assert role in SHARED_ROLES or tasks == {None: 1}


@pytest.mark.parametrize("role", sorted(SHARED_ROLES - {"artifact_source", "model_source", "loop_start"}))
def test_a_role_for_all_tasks_has_one_module(role: str) -> None:
    assert sum(module.role == role and module.task is None for module in catalog().values()) <= 1


def test_sources_and_only_sources_are_never_run() -> None:
    assert {module.name for module in catalog().values() if module.source} == {
        module.name for role in SOURCE_ROLES if role for module in find_modules(catalog(), role)
    }


def test_a_role_without_a_module_is_a_bug() -> None:
    with pytest.raises(LookupError, match=r"No module has the role splitter for images\."):
        get_module(catalog(), "splitter", "images")
