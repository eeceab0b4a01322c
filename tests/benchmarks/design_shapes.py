"""Designs of many shapes and of any size: chains, fans, grids, what is wrong in thousands of places."""

from collections.abc import Callable
from typing import Any

from tests.benchmarks.grid_design import make_grid

Nodes = dict[str, dict[str, Any]]
TABLE_NODE = {"module": "enter_data_manually", "parameters": {"data": "a,b\n1,x\n2,y\n3,z\n"}}
#: {module: the output that is taken}
CLEANING_MODULES = {
    "clean_missing_data": "cleaned_dataset",
    "select_rows": "dataset",
    "normalize_data": "transformed_dataset",
    "split_data": "results_dataset1",
}


def make_script_chain(size: int) -> Nodes:
    """Scripts one after another."""
    nodes: Nodes = {"s": TABLE_NODE}
    reference = "s.dataset"
    for number in range(size - 1):
        source = f"def azureml_main(a=None, b=None):\n    a['c{number}'] = 1\n    return a,\n"
        parameters = {"python_script": source}
        nodes[f"n{number}"] = _make_node("execute_python_script", parameters, dataset1=reference) | {"y": 100 * number}
        reference = f"n{number}.result_dataset"
    return nodes


def make_module_chain(size: int) -> Nodes:
    """Modules one after another, all in one place."""
    nodes: Nodes = {"s": TABLE_NODE}
    reference = "s.dataset"
    for number in range(size - 1):
        module = list(CLEANING_MODULES)[number % len(CLEANING_MODULES)]
        nodes[f"n{number}"] = _make_node(module, {}, dataset=reference)
        reference = f"n{number}.{CLEANING_MODULES[module]}"
    return nodes


def make_model_fan(size: int, learner: str = "multiclass_logistic_regression", **parameters: Any) -> Nodes:
    """Many models of one table."""
    nodes: Nodes = {"s": TABLE_NODE}
    for number in range((size - 1) // 2):
        nodes[f"l{number}"] = _make_node(learner, parameters)
        nodes[f"t{number}"] = _make_node(
            "train_model", {"label": "b"}, dataset="s.dataset", untrained_model=f"l{number}.untrained_model"
        )
    return nodes


def make_swept_fan(size: int) -> Nodes:
    """Learners with several values each, where one is wanted."""
    return make_model_fan(size, l2_regularization_weight={"list": [0.5, 1]})


def make_unfit_fan(size: int) -> Nodes:
    """Learners of numbers on a label that is text."""
    return make_model_fan(size, "linear_regression")


def make_bypassed_chain(size: int) -> Nodes:
    nodes = make_module_chain(size)
    for number, node in enumerate(nodes.values()):
        node["bypassed"] = number % 3 == 2
    return nodes


def make_incomplete_chains(size: int) -> Nodes:
    """Nodes without their input beside twenty chains that end in a free output."""
    nodes: Nodes = {}
    for row in range(20):
        nodes |= {f"c{row}_0": TABLE_NODE}
        for number in range(1, size // 40):
            port = "results_dataset" if number > 1 else "dataset"
            nodes[f"c{row}_{number}"] = _make_node("convert_to_dataset", {}, dataset=f"c{row}_{number - 1}.{port}")
    return nodes | {f"j{number}": _make_node("clean_missing_data", {}) for number in range(size // 2)}


def make_cycle(size: int) -> Nodes:
    return {
        f"n{number}": _make_node("convert_to_dataset", {}, dataset=f"n{(number + 1) % size}.results_dataset")
        for number in range(size)
    }


def make_query_chains(size: int) -> Nodes:
    """Queries, fifty in each chain."""
    nodes: Nodes = {"s": TABLE_NODE}
    reference = "s.dataset"
    for number in range(size - 1):
        query = f"select *, a + {number} as c{number % 7} from t1"
        taken = reference if number % 50 else "s.dataset"
        nodes[f"n{number}"] = _make_node("apply_sql_transformation", {"sql_query": query}, dataset1=taken)
        reference = f"n{number}.results_dataset"
    return nodes


def make_missing_columns(size: int) -> Nodes:
    """Behind a long chain nodes that name a column each that is not there."""
    nodes: Nodes = {"s": TABLE_NODE}
    reference = "s.dataset"
    for number in range((size - 1) // 2):
        nodes[f"n{number}"] = _make_node("convert_to_dataset", {}, dataset=reference)
        reference = f"n{number}.results_dataset"
    for number in range((size - 1) // 2):
        named = {"select_columns": {"start": "none", "names": [f"zz{number}", "a", "b"]}}
        nodes[f"c{number}"] = _make_node("select_columns_in_dataset", named, dataset=reference)
    return nodes


def _make_node(module: str, parameters: dict[str, Any], **inputs: str) -> dict[str, Any]:
    return {"module": module, "parameters": parameters, "inputs": inputs}


SHAPES: dict[str, Callable[[int], Nodes]] = {
    "chain of scripts": make_script_chain,
    "chain of modules": make_module_chain,
    "fan of models": make_model_fan,
    "grid": make_grid,
    "bypassed": make_bypassed_chain,
    "queries": make_query_chains,
    "several values": make_swept_fan,
    "unfit learners": make_unfit_fan,
    "lacking inputs": make_incomplete_chains,
    "missing columns": make_missing_columns,
    "cycle": make_cycle,
}
