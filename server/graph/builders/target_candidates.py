"""Which column of a table is most likely to be predicted, and as what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from modules.kit import Column, Schema
from modules.learning.uninformative_columns import classify_feature
from server.graph.column_statistics import ColumnStatistics

QuickStartTask = Literal["regression", "two-class", "multiclass"]

#: Names that a column to be predicted often has, as one of its words, the surest first.
TARGET_NAMES = (
    "target",
    "label",
    "class",
    "outcome",
    "price",
    "cost",
    "income",
    "churn",
    "churned",
    "survived",
    "diagnosis",
    "fraud",
    "attrition",
    "deposit",
    "default",
    "species",
    "quality",
)
#: The same for names that mean it only as a whole.
WHOLE_TARGET_NAMES = ("y", "cnt", "count", "sales", "response", "result")
#: The two values of a question that is answered by yes or no.
YES_NO_VALUES = ({"yes", "no"}, {"y", "n"}, {"true", "false"}, {"t", "f"}, {"1", "0"}, {"1.0", "0.0"})
#: Names of whole numbers that stand for classes.
CLASS_NAMES = {"class", "label", "species", "category", "kind", "type", "digit"}
#: Whole numbers with so few values are more likely classes than amounts, and with so many are no classes.
LIKELY_CLASSES, MAX_TARGET_CLASSES = 4, 50
#: A class needs a row in each part of the data.
MIN_CLASS_ROWS = 2


@dataclass(frozen=True)
class TargetCandidate:
    """A column that may be predicted: the tasks that it allows, the likeliest first, or why there is none."""

    column: Column
    statistics: ColumnStatistics | None
    tasks: tuple[QuickStartTask, ...]
    refusal: str = ""


def find_target_candidates(schema: Schema, statistics: Mapping[str, ColumnStatistics]) -> list[TargetCandidate]:
    """What each column says of itself as something to predict."""
    return [_assess_target(column, statistics.get(column.name)) for column in schema]


def suggest_target(candidates: Sequence[TargetCandidate]) -> TargetCandidate | None:
    """The column that is most likely meant.

    It is the one with a usual name; else the only one that says yes or no, or the only one of classes among numbers;
    else the last one that can be predicted.
    """
    able = [target for target in candidates if target.tasks]
    return _find_by_name(able) or _find_only_yes_no(able) or _find_only_classes(able) or (able[-1] if able else None)


def _find_by_name(able: Sequence[TargetCandidate]) -> TargetCandidate | None:
    for whole in (target for target in reversed(able) if target.column.name.casefold() in WHOLE_TARGET_NAMES):
        return whole
    for usual in TARGET_NAMES:
        for target in reversed(able):
            if usual in _split_words(target.column.name):
                return target
    return None


def _find_only_yes_no(able: Sequence[TargetCandidate]) -> TargetCandidate | None:
    """The column of yes and no, where there is one such column alone: among several it may be any."""
    found = [target for target in able if _is_yes_no(target)]
    return found[0] if len(found) == 1 else None


def _is_yes_no(target: TargetCandidate) -> bool:
    statistics = target.statistics
    if target.column.type == "boolean":
        return True
    if statistics is None or statistics.distinct != 2:
        return False
    if target.column.is_numeric:
        return (statistics.minimum, statistics.maximum) == (0, 1)
    return {value.casefold().rstrip(".") for value, _ in statistics.top} in YES_NO_VALUES


def _find_only_classes(able: Sequence[TargetCandidate]) -> TargetCandidate | None:
    """The one column of classes where all others are numbers, first or last in the table."""
    found = [target for target in able if not target.column.is_numeric]
    return found[0] if len(found) == 1 and found[0] in (able[0], able[-1]) else None


def _assess_target(column: Column, statistics: ColumnStatistics | None) -> TargetCandidate:
    refusal = _find_refusal(column, statistics)
    return TargetCandidate(column, statistics, () if refusal else _find_tasks(column, statistics), refusal)


def _find_refusal(column: Column, statistics: ColumnStatistics | None) -> str:
    """Why the column is nothing to predict; empty where it may be."""
    if column.type in ("datetime", "other"):
        return "It contains neither numbers nor classes."
    if statistics is None or statistics.missing == 1:
        return "It has no values."
    if statistics.distinct is not None and statistics.distinct <= 1:
        return "It is constant: every row has the same value."
    kind = classify_feature(column, statistics)
    if kind == "raw text":
        return "It has free text."
    if kind == "identifier":
        return "Nearly every row has a different value."
    if not column.is_numeric and (statistics.distinct is None or statistics.distinct > MAX_TARGET_CLASSES):
        return f"It has more than {MAX_TARGET_CLASSES} different values, too many for classes."
    if _has_rare_value(statistics) and not column.is_numeric:
        return "One of its values occurs in only one row."
    return ""


def _has_rare_value(statistics: ColumnStatistics) -> bool:
    """Whether a value is too rare to be learned and tested."""
    counted = len(statistics.top) == statistics.distinct
    return counted and min(count for _, count in statistics.top) < MIN_CLASS_ROWS


def _find_tasks(column: Column, statistics: ColumnStatistics | None) -> tuple[QuickStartTask, ...]:
    distinct = statistics.distinct if statistics else None
    of_classes: QuickStartTask = "two-class" if distinct == 2 or column.type == "boolean" else "multiclass"
    if not column.is_numeric:
        return (of_classes,)
    if (
        statistics is None
        or distinct is None
        or distinct > MAX_TARGET_CLASSES
        or not _can_be_classes(column, statistics)
    ):
        return ("regression",)
    likely = distinct <= LIKELY_CLASSES or bool(_split_words(column.name) & CLASS_NAMES)
    return (of_classes, "regression") if likely else ("regression", of_classes)


def _split_words(name: str) -> set[str]:
    return set(re.split(r"[^a-z0-9]+", name.casefold()))


def _can_be_classes(column: Column, statistics: ColumnStatistics) -> bool:
    """Whether the numbers may be classes. Whole numbers with gaps are read as real ones; few of them are classes."""
    if column.type == "integer":
        return True
    ends = [end for end in (statistics.minimum, statistics.maximum) if isinstance(end, float)]
    few = statistics.distinct is not None and statistics.distinct <= LIKELY_CLASSES
    return few and all(end.is_integer() for end in ends)
