"""Dates that are kept as text: a model takes each for a category, and nothing knows the order of time."""

from collections.abc import Iterator, Mapping

from modules.kit import Schema
from modules.kit.module_roles import find_module
from server.graph.analyzed_design import Fix, Problem
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage, ModelNode
from server.graph.linter.fix_insert_node import build_insertion_fix

TEXT_DATES_RULE = "text dates"
TEXT_DATES_REASON = (
    "As text, each date is a category of its own, and new dates belong to none of them. Make them dates with Edit "
    "Metadata: then rows can be split in the order of time."
)


@lint_rule(order=52)
def find_text_dates(lineage: DataLineage) -> Iterator[Problem]:
    """One advice for each learner and column with dates as text."""
    for learner in lineage.learners:
        for column, (example, order, _) in list_text_dates(lineage, learner).items():
            message = f"'{column}' has dates as text, such as {example}."
            if order is None:
                message += " Either the day or the month may come first: choose that in Edit Metadata."
            fix = _build_conversion_fix(lineage, learner, column, order) if order else None
            yield Problem(learner.name, learner.port, message, fix, "advice", TEXT_DATES_RULE, TEXT_DATES_REASON)


def list_text_dates(lineage: DataLineage, learner: ModelNode) -> Mapping[str, tuple[str, str | None, bool]]:
    """{feature with dates as text: an example, the order of day and month, whether they never fall}"""
    features, stored = lineage.get_features(learner), lineage.find_stored_reference(learner.reference)
    if features is None or stored is None:
        return {}
    textual = {column.name for column in features if column.type in ("text", "category")}
    return {name: dates for name, dates in lineage.analyzed.evidence.find_text_dates(stored).items() if name in textual}


def _build_conversion_fix(lineage: DataLineage, learner: ModelNode, column: str, order: str) -> Fix | None:
    """Make the column dates right behind the stored data, for everything that takes them."""
    stored = lineage.find_stored_reference(learner.reference)
    module = find_module(lineage.analyzed.catalog, "metadata_editor")
    if stored is None or module is None or not isinstance(lineage.analyzed.schemas.get(stored), Schema):
        return None
    takers = [name for name, _ in lineage.consumers.get(stored, ())]
    parameters = {"columns": {"start": "none", "names": [column]}, "data_type": "DateTime", "date_order": order}
    return build_insertion_fix(lineage, f"Make {column} dates", module, "dates", stored, takers, **parameters)
