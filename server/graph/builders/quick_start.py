"""A first design for a table and the column to predict: divided, cleaned, two models side by side, and evaluated.

Pure: what is known of the table comes in, nodes go out. Columns that a model cannot learn from are left out by the
same rules by which the linter would advise it, so that the design has neither problem nor advice.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from modules.kit import Column, Module, Schema
from modules.kit.module_roles import ModuleRole, get_module
from server.graph.column_statistics import ColumnStatistics
from server.graph.document import Node
from server.graph.linter.uninformative_features import classify_feature

QuickStartTask = Literal["regression", "two-class", "multiclass"]
OmissionReason = Literal["constant", "identifier", "raw text", "target leak", "empty", "date", "other"]

#: Names that a column to be predicted often has, whole or as one of its words.
TARGET_NAMES = (
    "target",
    "label",
    "class",
    "outcome",
    "y",
    "price",
    "cost",
    "income",
    "churn",
    "default",
    "species",
    "quality",
)
#: Names of whole numbers that stand for classes.
CLASS_NAMES = {"class", "label", "species", "category", "kind", "type", "digit"}
#: Whole numbers with so few values are more likely classes than amounts, and with so many are no classes.
LIKELY_CLASSES, MAX_TARGET_CLASSES = 4, 50
#: A class needs a row in each part of the data.
MIN_CLASS_ROWS = 2
GRID_WIDTH, GRID_HEIGHT = 280, 120

#: {stem of the node ids: the learner}
COMPARED_LEARNERS: Mapping[str, ModuleRole] = {"linear": "baseline_learner", "boosted": "boosted_learner"}


@dataclass(frozen=True)
class TargetCandidate:
    """A column that may be predicted: the tasks that it allows, the likeliest first, or why there is none."""

    column: Column
    statistics: ColumnStatistics | None
    tasks: tuple[QuickStartTask, ...]
    refusal: str = ""


@dataclass(frozen=True)
class QuickStart:
    """The nodes of a first design, and the columns that it leaves out of training, each with the reason."""

    nodes: Mapping[str, Node]
    omissions: Mapping[str, OmissionReason]


def find_target_candidates(schema: Schema, statistics: Mapping[str, ColumnStatistics]) -> list[TargetCandidate]:
    """What each column says of itself as something to predict."""
    return [_assess_target(column, statistics.get(column.name)) for column in schema]


def suggest_target(candidates: Sequence[TargetCandidate]) -> TargetCandidate | None:
    """The column that is most likely meant: by its name, else the last one that can be predicted."""
    able = [target for target in candidates if target.tasks]
    for usual in TARGET_NAMES:
        for target in reversed(able):
            if usual in _split_words(target.column.name):
                return target
    return able[-1] if able else None


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


def build_quick_start(
    catalog: Mapping[str, Module],
    dataset: str,
    title: str,
    schema: Schema,
    statistics: Mapping[str, ColumnStatistics],
    target: str,
    task: QuickStartTask,
    leaking: Mapping[str, str],
    ordered: frozenset[str] = frozenset(),
) -> QuickStart:
    """The first design for a stored dataset.

    `leaking` are the columns that give the target away, `ordered` those that grow from row to row: with a time among
    them the last rows are held out instead of random ones.
    """
    omissions = _find_omissions(schema, statistics, target, leaking)
    texts = [name for name, reason in omissions.items() if reason == "raw text"]
    features = [column for column in schema if column.name != target and column.name not in omissions]
    in_time = any(column.type == "datetime" and column.name in ordered for column in schema)
    builder = _QuickStartBuilder(catalog)
    builder.add_node("data", builder.build_node("dataset_source", (1, 0), {}, {"dataset": dataset}, title), "dataset")
    if statistics[target].missing:
        _add_target_cleaning(builder, target)
    if texts and not features:
        _add_text_features(builder, texts)
    if omissions:
        _add_roles(builder, omissions)
    _add_split(builder, None if task == "regression" or in_time else target, randomized=not in_time)
    train, test = _add_cleaning(builder, features, statistics)
    _add_models(builder, task, target, train, test)
    return QuickStart(builder.nodes, omissions)


@dataclass
class _QuickStartBuilder:
    """The nodes so far, the reference that the next one takes from, and the row that it stands in."""

    catalog: Mapping[str, Module]
    nodes: dict[str, Node] = field(default_factory=dict)
    reference: str = ""
    row: int = 0

    def add_node(self, name: str, node: Node, output: str) -> str:
        self.nodes[name] = node
        self.row += 1
        self.reference = f"{name}.{output}"
        return self.reference

    def build_node(
        self,
        role: ModuleRole,
        cell: tuple[int, int],
        inputs: Mapping[str, str],
        parameters: Mapping[str, JsonValue] | None = None,
        title: str | None = None,
        note: str | None = None,
        task: QuickStartTask | None = None,
    ) -> Node:
        """A node of the module with this role, at this column and row of the drawing."""
        name = get_module(self.catalog, role, task).name
        x, y = cell[0] * GRID_WIDTH, cell[1] * GRID_HEIGHT
        node = Node(module=name, parameters=dict(parameters or {}), title=title, note=note, x=x, y=y)
        node.inputs.update(inputs)
        return node


def _find_omissions(
    schema: Schema, statistics: Mapping[str, ColumnStatistics], target: str, leaking: Mapping[str, str]
) -> dict[str, OmissionReason]:
    found: dict[str, OmissionReason] = {}
    for column in schema:
        reason = _find_omission_reason(column, statistics.get(column.name), column.name in leaking)
        if reason and column.name != target:
            found[column.name] = reason
    return found


def _find_omission_reason(
    column: Column, statistics: ColumnStatistics | None, is_leaking: bool
) -> OmissionReason | None:
    if column.type == "other":
        return "other"
    if column.type == "datetime":
        return "date"
    if statistics is not None and statistics.missing == 1:
        return "empty"
    return "target leak" if is_leaking else classify_feature(column, statistics)


def _build_column_choice(names: Sequence[str]) -> JsonValue:
    return {"start": "none", "names": list(names)}


def _add_target_cleaning(builder: _QuickStartBuilder, target: str) -> None:
    parameters: dict[str, JsonValue] = {
        "columns_to_be_cleaned": _build_column_choice([target]),
        "cleaning_mode": "Remove entire row",
    }
    note = f"A row without {target} can be used neither for training nor for testing."
    node = builder.build_node(
        "missing_value_cleaner", (1, builder.row), {"dataset": builder.reference}, parameters, note=note
    )
    builder.add_node("complete", node, "cleaned_dataset")


def _add_text_features(builder: _QuickStartBuilder, texts: Sequence[str]) -> None:
    """Features of the words, where text is all that there is. A hash learns nothing from the test rows."""
    parameters: dict[str, JsonValue] = {
        "target_columns": _build_column_choice(texts),
        "hashing_bitsize": 9,
        "n_grams": 1,
    }
    node = builder.build_node("text_featurizer", (1, builder.row), {"dataset": builder.reference}, parameters)
    builder.add_node("words", node, "transformed_dataset")


def _add_roles(builder: _QuickStartBuilder, omissions: Mapping[str, OmissionReason]) -> None:
    parameters: dict[str, JsonValue] = {"columns": _build_column_choice(list(omissions)), "fields": "ClearFeatures"}
    said = {
        "constant": "constant",
        "identifier": "looks like an ID",
        "raw text": "free text",
        "target leak": "gives the target away",
        "empty": "no values",
        "date": "a date",
        "other": "no plain values",
    }
    reasons = "\n".join(f"{name}: {said[reason]}" for name, reason in omissions.items())
    note = f"Excluded from training:\n{reasons}"
    inputs = {"dataset": builder.reference}
    node = builder.build_node("metadata_editor", (1, builder.row), inputs, parameters, note=note)
    builder.add_node("roles", node, "results_dataset")


def _add_split(builder: _QuickStartBuilder, stratify_by: str | None, *, randomized: bool) -> None:
    parameters: dict[str, JsonValue] = {"fraction": 0.7}
    if randomized:
        parameters["seed"] = 1
    else:
        parameters["randomized"] = False
    if stratify_by is not None:
        parameters["stratify_by"] = stratify_by
    node = builder.build_node("splitter", (1, builder.row), {"dataset": builder.reference}, parameters)
    builder.add_node("split", node, "results_dataset1")


def _add_cleaning(
    builder: _QuickStartBuilder, features: Sequence[Column], statistics: Mapping[str, ColumnStatistics]
) -> tuple[str, str]:
    """Gaps are filled by what the training part says, in both parts: numbers by the median, the rest by the mode."""
    train, test = "split.results_dataset1", "split.results_dataset2"
    gaps = [column for column in features if column.name in statistics and statistics[column.name].missing]
    kinds = (
        ("numbers", "Replace with median", [column.name for column in gaps if column.is_numeric]),
        ("classes", "Replace with mode", [column.name for column in gaps if not column.is_numeric]),
    )
    for kind, mode, names in kinds:
        if not names:
            continue
        parameters: dict[str, JsonValue] = {"columns_to_be_cleaned": _build_column_choice(names), "cleaning_mode": mode}
        clean, apply = f"clean_{kind}", f"apply_{kind}"
        node = builder.build_node("missing_value_cleaner", (1, builder.row), {"dataset": train}, parameters)
        train = builder.add_node(clean, node, "cleaned_dataset")
        fitted = {"transformation": f"{clean}.cleaning_transformation", "dataset": test}
        builder.nodes[apply] = builder.build_node("transformation_applier", (2, builder.row), fitted)
        test = f"{apply}.transformed_dataset"
    if gaps:
        builder.row += 1
    return train, test


def _add_models(builder: _QuickStartBuilder, task: QuickStartTask, target: str, train: str, test: str) -> None:
    row = builder.row
    for side, (name, learner) in enumerate(COMPARED_LEARNERS.items()):
        column = 2 * side
        builder.nodes[name] = builder.build_node(learner, (column, row), {}, task=task)
        inputs = {"untrained_model": f"{name}.untrained_model", "dataset": train}
        builder.nodes[f"train_{name}"] = builder.build_node("trainer", (column, row + 1), inputs, {"label": target})
        inputs = {"trained_model": f"train_{name}.trained_model", "dataset": test}
        builder.nodes[f"score_{name}"] = builder.build_node("scorer", (column, row + 2), inputs)
    scored = {
        "scored_dataset": "score_linear.scored_dataset",
        "scored_dataset_to_compare": "score_boosted.scored_dataset",
    }
    builder.nodes["evaluate"] = builder.build_node("evaluator", (1, row + 3), scored)
