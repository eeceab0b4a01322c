"""Features that a model cannot learn from: the same everywhere, different in every row, or raw text."""

from collections.abc import Iterator
from typing import Literal

from modules.kit import Column
from server.graph.analyzed_design import Problem
from server.graph.column_statistics import ColumnStatistics
from server.graph.linter import lint_rule
from server.graph.linter.data_lineage import DataLineage, ModelNode
from server.graph.linter.fix_insert_node import build_exclusion_fix
from server.graph.linter.text_dates import list_text_dates
from server.graph.validation.validation_messages import join_words

#: In fewer rows, all values of a column can differ by chance.
MIN_ROWS = 30
#: Text or categories of which so large a share of the rows has a value of its own are names, not kinds.
IDENTIFIER_SHARE = 0.9
#: So many different texts are too many to be kinds of something.
MAX_CATEGORIES = 100
#: So many words on average make a text.
MIN_MEAN_WORDS = 2.5
MAX_FEATURES_LISTED = 3

UninformativeKind = Literal["constant", "identifier", "raw text"]

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


def classify_feature(column: Column, statistics: ColumnStatistics | None) -> UninformativeKind | None:
    """Why nothing can be learned from the column, if that is so; few rows prove nothing."""
    if statistics is None or statistics.rows < MIN_ROWS:
        return None
    if statistics.distinct is not None and statistics.distinct <= 1:
        return "constant"
    if _is_text(column, statistics):
        return "raw text"
    return "identifier" if _is_identifier(column, statistics) else None


def _is_text(column: Column, statistics: ColumnStatistics) -> bool:
    """Whether the values are sentences rather than names of kinds."""
    if column.type not in ("text", "category"):
        return False
    if statistics.distinct is None:
        return column.type == "text"
    words = [len(text.split()) for text, _ in statistics.top]
    return statistics.distinct > MAX_CATEGORIES and bool(words) and sum(words) / len(words) > MIN_MEAN_WORDS


def _is_identifier(column: Column, statistics: ColumnStatistics) -> bool:
    """Whether the values name rows: text that hardly repeats, whole numbers that never do."""
    present = statistics.rows * (1 - (statistics.missing or 0))
    if statistics.distinct is None or present < MIN_ROWS:
        return False
    if column.type in ("text", "category"):
        return statistics.distinct > IDENTIFIER_SHARE * present
    if column.type == "integer" and isinstance(statistics.minimum, int) and isinstance(statistics.maximum, int):
        return statistics.distinct == round(present) and _is_row_number(
            statistics.minimum, statistics.maximum, statistics.distinct, column.name
        )
    return False


def _is_row_number(low: int, high: int, distinct: int, name: str) -> bool:
    """Whether whole numbers count rows: without gaps, or under a name that says so."""
    words = name.casefold().replace("_", " ").replace("-", " ").split()
    named = bool({"id", "key", "index", "number", "no", "nr", "code"} & set(words)) or name.endswith(("Id", "ID"))
    return high - low + 1 == distinct or named


def _report_features(
    lineage: DataLineage,
    learner: ModelNode,
    features: list[tuple[str, ColumnStatistics]],
    rule: str,
    template: str,
    reason: str,
) -> Iterator[Problem]:
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
