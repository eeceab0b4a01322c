"""Features that a model cannot learn from: the same everywhere, different in every row, or raw text."""

from collections.abc import Iterator

from modules.learning.uninformative_columns import UninformativeKind, classify_feature
from server.graph.analyzed_design import Problem
from server.graph.column_statistics import ColumnStatistics
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage, ModelNode
from server.graph.linter.fix_insert_node import build_exclusion_fix
from server.graph.linter.text_dates import list_text_dates
from server.graph.validation.validation_messages import join_words

MAX_FEATURES_LISTED = 3


CONSTANT_REASON = "A constant column is the same in every row. A model can't learn anything from it."
IDENTIFIER_REASON = (
    "A model can memorize such a column for its training rows, and new rows have other values. Keep it in the data as "
    "an identifier, with the role none."
)
RAW_TEXT_REASON = (
    "Each different text would become its own category, and new texts belong to none of them. Exclude the column, or "
    "turn its words into features first."
)


@lint_rule(order=60)
def find_uninformative_features(lineage: DataLineage) -> Iterator[Problem]:
    """One advice for each learner and kind of feature."""
    for learner in lineage.learners:
        features = lineage.get_features(learner)
        if features is None or learner.node.disabled:
            continue
        found: dict[UninformativeKind, list[tuple[str, ColumnStatistics]]] = {
            "constant": [],
            "identifier": [],
            "raw text": [],
        }
        dates = list_text_dates(lineage, learner)
        for column in features:
            if column.name in dates:
                continue
            statistics = lineage.analyzed.get_statistics(learner.reference, column.name)
            kind = classify_feature(column, statistics)
            if statistics is not None and kind is not None:
                found[kind].append((column.name, statistics))
        yield from _report_features(
            lineage,
            learner,
            found["constant"],
            "constant",
            "{names} {has} the same value in all rows.",
            CONSTANT_REASON,
        )
        said = "{names} {has} a different value in nearly every row: {distinct} values in {rows} rows."
        yield from _report_features(lineage, learner, found["identifier"], "identifier", said, IDENTIFIER_REASON)
        said = "{names} {has} free text: {distinct} texts in {rows} rows."
        yield from _report_features(lineage, learner, found["raw text"], "raw text", said, RAW_TEXT_REASON)


def _report_features(
    lineage: DataLineage,
    learner: ModelNode,
    features: list[tuple[str, ColumnStatistics]],
    rule: str,
    template: str,
    reason: str,
) -> Iterator[Problem]:
    learned = lineage.select_learned(learner, [name for name, _ in features])
    features = [feature for feature in features if feature[0] in learned]
    if not features:
        return
    names = [name for name, _ in features]
    shown = [
        *names[:MAX_FEATURES_LISTED],
        *([f"{len(names) - MAX_FEATURES_LISTED} more"] if len(names) > MAX_FEATURES_LISTED else []),
    ]
    statistics = features[0][1]
    message = template.format(
        names=join_words(shown),
        has="has" if len(names) == 1 else "each have",
        distinct="many different" if statistics.distinct is None else f"{statistics.distinct:,}",
        rows=f"{statistics.rows:,}",
    )
    yield Problem(
        learner.name, learner.port, message, build_exclusion_fix(lineage, learner, names), "advice", rule, reason
    )
