"""Loops over folds in KNIME, from X-Partitioner to X-Aggregator: one Cross Validate Model here."""

from collections.abc import Mapping
from typing import Any

from server.graph.document import iterate_sources
from server.importers.imported_design import DONE_BY_FOLDS, ConversionLine, ImportedDesign

SCORED, BY_FOLD = "scored_dataset", "scored_results"
#: What may stand between the parts of a loop: it takes one table, and gives it on.
PASSING_MODULES = frozenset({"select_columns_in_dataset", "select_and_rename"})
#: {what is done to the training part of each fold: its input, and the port of what it learned}
FOLD_STEPS = {"balance_classes": ("dataset", "balancing"), "smote": ("samples", "smote_transformation")}


def _read_source(node: Mapping[str, Any], port: str) -> tuple[str, str]:
    """The node and the output that an input takes."""
    reference = node["inputs"].get(port)
    source, _, output = reference.partition(".") if isinstance(reference, str) else ("", "", "")
    return source, output


def _find_before(made: ImportedDesign, name: str, module: str) -> tuple[str, list[str]]:
    """The nearest node of a module before a node, through those that pass a table on; and these."""
    passed: list[str] = []
    while name in made.nodes and made.nodes[name]["module"] != module:
        kind = made.nodes[name]["module"]
        if kind not in PASSING_MODULES | set(FOLD_STEPS) or len(passed) > 10:
            return "", []
        passed.append(name)
        name = _read_source(made.nodes[name], FOLD_STEPS.get(kind, ("dataset", ""))[0])[0]
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
    steps = [name for name in reversed(passed) if made.nodes[name]["module"] in FOLD_STEPS]
    inner = {split, train, *passed} - set(steps)
    if any(_uses(node, inner | set(steps)) for name, node in made.nodes.items() if name not in inner | {score, *steps}):
        return None
    learner, source = made.nodes[train]["inputs"].get("untrained_model"), made.nodes[split]["inputs"].get("dataset")
    learner = _add_fold_steps(made, learner, source, steps)
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


def _add_fold_steps(made: ImportedDesign, learner: str | None, source: str | None, steps: list[str]) -> str | None:
    """The learner with what is done to the training part of each fold before it learns."""
    if not steps or not learner:
        return learner
    references = []
    for name in steps:
        port, output = FOLD_STEPS[made.nodes[name]["module"]]
        made.nodes[name]["inputs"] = {port: source} if source else {}
        references.append(f"{name}.{output}")
    first = made.nodes[steps[0]]
    place = (first["x"] + 40, first["y"] + 120)
    inputs = {"untrained_model": learner, "steps": references}
    return f"{made.add_node('Steps in each fold', 'add_preprocessing_to_model', place, inputs)}.untrained_model"


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
