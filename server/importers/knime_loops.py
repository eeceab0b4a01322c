"""Loops over folds in KNIME, from X-Partitioner to X-Aggregator: one Cross Validate Model here."""

from collections.abc import Mapping
from typing import Any

from server.graph.document import iterate_sources
from server.importers.imported_design import DONE_BY_FOLDS, ConversionLine, ImportedDesign

SCORED, BY_FOLD = "scored_dataset", "scored_results"
#: What may stand between the parts of a loop: it takes one table, and gives it on.
PASSING_MODULES = frozenset({"select_columns_in_dataset", "select_and_rename"})


def _read_source(node: Mapping[str, Any], port: str) -> tuple[str, str]:
    """The node and the output that an input takes."""
    reference = node["inputs"].get(port)
    source, _, output = reference.partition(".") if isinstance(reference, str) else ("", "", "")
    return source, output


def _find_before(made: ImportedDesign, name: str, module: str) -> tuple[str, list[str]]:
    """The nearest node of a module before a node, through those that pass a table on; and these."""
    passed: list[str] = []
    while name in made.nodes and made.nodes[name]["module"] != module:
        if made.nodes[name]["module"] not in PASSING_MODULES or len(passed) > 10:
            return "", []
        passed.append(name)
        name = _read_source(made.nodes[name], "dataset")[0]
    return (name, passed) if name in made.nodes else ("", [])


def find_scores(made: ImportedDesign, reference: str) -> str:
    """The scored table that a table comes from unchanged; empty where it comes from elsewhere."""
    name, _, output = reference.partition(".")
    while made.nodes[name]["module"] in PASSING_MODULES:
        name, output = _read_source(made.nodes[name], "dataset")
        if name not in made.nodes:
            return ""
    return f"{name}.{output}" if output in (SCORED, BY_FOLD) else ""


def replace_loop(made: ImportedDesign, scored: str, folds: int) -> str | None:
    """Put Cross Validate Model in the place of the loop that a scored table comes from; returns its node.

    None where the loop holds more than a learner, and stays as it is.
    """
    score, _ = _find_before(made, scored, "score_model")
    train = _read_source(made.nodes[score], "trained_model")[0] if score else ""
    if not train or made.nodes[train]["module"] != "train_model":
        return None
    split, passed = _find_before(made, _read_source(made.nodes[train], "dataset")[0], "split_data")
    if not split or _read_source(made.nodes[score], "dataset") != (split, "results_dataset2"):
        return None
    inner = {split, train, *passed}
    if any(_uses(node, inner) for name, node in made.nodes.items() if name not in inner | {score}):
        return None
    learner, source = made.nodes[train]["inputs"].get("untrained_model"), made.nodes[split]["inputs"].get("dataset")
    values = {"label": made.nodes[train]["parameters"].get("label"), "number_of_folds": folds}
    made.nodes[score] |= {
        "module": "cross_validate_model",
        "parameters": {key: value for key, value in values.items() if value is not None},
        "inputs": {key: value for key, value in (("untrained_model", learner), ("dataset", source)) if value},
    }
    for name in inner:
        del made.nodes[name]
    made.lines[:] = [_move_line(line, inner, score) for line in made.lines]
    for node in made.nodes.values():
        _rename_output(node["inputs"], f"{score}.{SCORED}", f"{score}.{BY_FOLD}")
    return score


def _uses(node: Mapping[str, Any], names: set[str]) -> bool:
    return any(source in names for source in iterate_sources(node["inputs"]))


def _move_line(line: ConversionLine, inner: set[str], score: str) -> ConversionLine:
    return ConversionLine(line.title, "converted", DONE_BY_FOLDS, score) if line.node in inner else line


def _rename_output(inputs: dict[str, Any], old: str, new: str) -> None:
    for port, value in inputs.items():
        if value == old:
            inputs[port] = new
        elif isinstance(value, list):
            inputs[port] = [new if one == old else one for one in value]
