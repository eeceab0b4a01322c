"""Columns of scores that later nodes of KNIME name: they get these names here, too."""

import re
from collections.abc import Iterator, Mapping

from modules.kit import catalog
from server.importers.imported_design import ImportedDesign
from server.importers.knime_files import KnimeNode, KnimeWorkflow, find_setting
from server.importers.knime_loops import find_scores

#: Where predictors keep what they put behind the names of their columns.
SUFFIX_KEYS = ("suffixForClassProbabilities", "class probability suffix", "probability_suffix", "suffix")
PROBABILITIES, PREDICTED = "Scored Probabilities", "Scored Labels"
#: What KNIME calls a predictor's own column.
PREDICTION = re.compile(r"Prediction \(.*\).*|Winner|Class \[.*\]")


def name_probabilities(workflow: KnimeWorkflow, made: ImportedDesign, node: KnimeNode, score: str) -> str:
    """The scored table, with the columns of probabilities that later nodes name by the suffix of their predictor."""
    suffix = next((found for key in SUFFIX_KEYS if isinstance(found := find_setting(node.settings, key), str)), "")
    named = _find_named_probabilities(workflow, suffix) if suffix else {}
    made.report(node.title, "converted", "", score)
    if not named:
        return f"{score}.scored_dataset"
    formulas = _build_formulas(named, two_classes=_has_two_classes(made, score))
    place = (node.place[0] + 30, node.place[1] + 120)
    inputs = {"dataset": f"{score}.scored_dataset"}
    return f"{made.add_node(node.title, 'formula', place, inputs, {'formulas': formulas})}.results_dataset"


def name_prediction(made: ImportedDesign, node: KnimeNode, table: str | None) -> str | None:
    """The table of a scorer, with a prediction that another node has computed under the name of predictions."""
    compared = find_setting(node.settings, "second")
    if not isinstance(compared, str) or not compared or table is None:
        return table
    if PREDICTION.fullmatch(compared) or find_scores(made, table):
        return table
    formulas = [{"name": PREDICTED, "formula": f"[{compared}]"}]
    place = (node.place[0], node.place[1] - 120)
    return f"{made.add_node(compared, 'formula', place, {'dataset': table}, {'formulas': formulas})}.results_dataset"


def _has_two_classes(made: ImportedDesign, score: str) -> bool:
    """Whether the learner tells two classes apart: Score Model then gives the probability of the second one only."""
    train = str(made.nodes[score]["inputs"].get("trained_model", "")).partition(".")[0]
    learner = str(made.nodes.get(train, {}).get("inputs", {}).get("untrained_model", "")).partition(".")[0]
    module = catalog().get(made.nodes[learner]["module"]) if learner in made.nodes else None
    return module is not None and module.task == "two-class"


def _find_named_probabilities(workflow: KnimeWorkflow, suffix: str) -> dict[str, str]:
    """{column of probabilities with this suffix that a node names: its class}"""
    pattern = re.compile(rf"P \([^()=]+=([^()]*)\){re.escape(suffix)}(?!\w)")
    return {
        match.group(0): match.group(1)
        for node in workflow.nodes.values()
        for text in _list_texts(node.settings)
        for match in pattern.finditer(text)
    }


def _build_formulas(named: Mapping[str, str], *, two_classes: bool) -> list[dict[str, str]]:
    last = max(named.values())
    formulas = {
        name: f"[{PROBABILITIES}_{value}]"
        if not two_classes
        else (f"[{PROBABILITIES}]" if value == last else f"1 - [{PROBABILITIES}]")
        for name, value in named.items()
    }
    return [{"name": name, "formula": formulas[name]} for name in sorted(formulas)]


def _list_texts(settings: object, depth: int = 12) -> Iterator[str]:
    if isinstance(settings, str):
        yield settings
    elif isinstance(settings, Mapping) and depth > 0:
        for value in settings.values():
            yield from _list_texts(value, depth - 1)
