"""A first design for a table and the column to predict: divided, cleaned, two models side by side, and evaluated.

Pure: what is known of the table comes in, nodes go out. Columns that a model cannot learn from are left out by the
same rules by which the linter would advise it, so that the design has neither problem nor advice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from modules.kit import Column, Module, Schema
from modules.kit.module_roles import ModuleRole, get_module
from modules.kit.schema import Task
from modules.learning.uninformative_columns import classify_feature
from server.graph.builders.target_candidates import QuickStartTask
from server.graph.column_statistics import ColumnStatistics
from server.graph.document import Node
from server.graph.linter.lone_predictors import LONE_PREDICTOR_RULE

OmissionReason = Literal["constant", "identifier", "raw text", "target leak", "known in time", "empty", "date", "other"]

GRID_WIDTH, GRID_HEIGHT = 280, 120

#: {stem of the node ids: the learner}
COMPARED_LEARNERS: Mapping[str, ModuleRole] = {"linear": "baseline_learner", "boosted": "boosted_learner"}


@dataclass(frozen=True)
class SeriesEvidence:
    """Rows that are time series: the column with the times, and what tells `count` series apart, if several."""

    time: str
    by: str | None
    count: int

    def describe(self) -> str:
        """Why the table is taken for series, and what follows from it."""
        each = f" and each of the {self.count:,} values of '{self.by}'" if self.by else ""
        return (
            f"'{self.time}' has one row for each step in time{each}: the table is a time series. "
            "Models are tested on the latest rows, because a random row is easy to predict from its neighbors in time."
        )


@dataclass(frozen=True)
class RowEvidence:
    """What the rows of a table show of a column to predict.

    `leaking` are the columns that give it away, `ordered` those that never fall from row to row: with a time among them
    the last rows are held out instead of random ones. `text_dates` are dates kept as text with their order of day and
    month, None where the values do not tell. `lone` is a column that alone predicts far better than others: it is left
    out unless somebody says that it is known in time.
    """

    leaking: Mapping[str, str] = field(default_factory=dict)
    ordered: frozenset[str] = frozenset()
    text_dates: Mapping[str, str | None] = field(default_factory=dict)
    repeated_rows: int = 0
    lone: str | None = None
    lone_is_known: bool = False
    series: SeriesEvidence | None = None


@dataclass(frozen=True)
class QuickStart:
    """The nodes of a first design, and the columns that it leaves out of training, each with the reason."""

    nodes: Mapping[str, Node]
    omissions: Mapping[str, OmissionReason]


def build_quick_start(
    catalog: Mapping[str, Module],
    dataset: str,
    title: str,
    schema: Schema,
    statistics: Mapping[str, ColumnStatistics],
    target: str,
    task: QuickStartTask,
    evidence: RowEvidence,
) -> QuickStart:
    """The first design for a stored dataset, by what its rows show."""
    omissions = _find_omissions(schema, statistics, target, evidence)
    texts = [name for name, reason in omissions.items() if reason == "raw text"]
    features = [column for column in schema if column.name != target and column.name not in omissions]
    in_time = _find_time(schema, evidence) is not None
    builder = QuickStartBuilder(catalog)
    builder.add_node("data", builder.build_node("dataset_source", (1, 0), {}, {"dataset": dataset}, title), "dataset")
    if evidence.repeated_rows:
        add_deduplication(builder, evidence.repeated_rows)
    if statistics[target].missing:
        _add_target_cleaning(builder, target)
    if texts and not features:
        _add_text_features(builder, texts)
    add_dates(builder, evidence.text_dates)
    if omissions:
        _add_roles(builder, omissions)
    if evidence.series is None:
        _add_split(builder, None if task == "regression" or in_time else target, randomized=not in_time)
    else:
        _add_split_by_time(builder, evidence.series)
    train, test = _add_cleaning(builder, features, statistics)
    _add_models(builder, task, target, train, test)
    if evidence.lone and evidence.lone_is_known:
        for trainer in (f"train_{name}" for name in COMPARED_LEARNERS):
            builder.nodes[trainer].silenced.append(LONE_PREDICTOR_RULE)
    return QuickStart(builder.nodes, omissions)


def build_search_start(
    catalog: Mapping[str, Module],
    dataset: str,
    title: str,
    schema: Schema,
    statistics: Mapping[str, ColumnStatistics],
    target: str,
    task: QuickStartTask,
    evidence: RowEvidence,
) -> QuickStart:
    """The thorough first design: a search for the best model, which leaves out the same columns by itself."""
    omissions = _find_omissions(schema, statistics, target, evidence)
    in_time = _find_time(schema, evidence) is not None
    builder = QuickStartBuilder(catalog)
    builder.add_node("data", builder.build_node("dataset_source", (1, 0), {}, {"dataset": dataset}, title), "dataset")
    if evidence.repeated_rows:
        add_deduplication(builder, evidence.repeated_rows)
    add_dates(builder, evidence.text_dates)
    alone = {name: reason for name, reason in omissions.items() if reason in ("known in time", "date")}
    if alone:
        _add_roles(builder, alone)
    if in_time:
        _add_time_role(builder, schema, evidence)
    parameters: dict[str, JsonValue] = {"label": target}
    parameters["task"] = "Regression" if task == "regression" else "Classification"
    if in_time:
        parameters["fold_order"] = "By time"
    inputs = {"dataset": builder.reference}
    builder.add_node("search", builder.build_node("automated_trainer", (1, builder.row), inputs, parameters), "")
    return QuickStart(builder.nodes, omissions)


def _add_time_role(builder: "QuickStartBuilder", schema: Schema, evidence: RowEvidence) -> None:
    """The column by which the rows are in order: later rows are held out, and folds follow it."""
    parameters: dict[str, JsonValue] = {
        "columns": _build_column_choice([_find_time(schema, evidence) or ""]),
        "fields": "Times",
    }
    note = evidence.series.describe() if evidence.series else None
    inputs = {"dataset": builder.reference}
    node = builder.build_node("metadata_editor", (1, builder.row), inputs, parameters, note=note)
    builder.add_node("time", node, "results_dataset")


@dataclass
class QuickStartBuilder:
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
        task: Task | None = None,
    ) -> Node:
        """A node of the module with this role, at this column and row of the drawing."""
        name = get_module(self.catalog, role, task).name
        x, y = cell[0] * GRID_WIDTH, cell[1] * GRID_HEIGHT
        node = Node(module=name, parameters=dict(parameters or {}), title=title, note=note, x=x, y=y)
        node.inputs.update(inputs)
        return node


def _find_omissions(
    schema: Schema, statistics: Mapping[str, ColumnStatistics], target: str, evidence: RowEvidence
) -> dict[str, OmissionReason]:
    found: dict[str, OmissionReason] = {}
    for column in schema:
        reason = _find_omission_reason(column, statistics.get(column.name), evidence)
        if reason and column.name != target:
            found[column.name] = reason
    return found


def _find_omission_reason(
    column: Column, statistics: ColumnStatistics | None, evidence: RowEvidence
) -> OmissionReason | None:
    if column.type == "other":
        return "other"
    if _is_time(column, evidence) or column.name in evidence.text_dates:
        return "date"
    if statistics is not None and statistics.missing == 1:
        return "empty"
    if column.name in evidence.leaking:
        return "target leak"
    if column.name == evidence.lone and not evidence.lone_is_known:
        return "known in time"
    return classify_feature(column, statistics)


def _find_time(schema: Schema, evidence: RowEvidence) -> str | None:
    """The column by which later rows are held out: that of the series, or one whose times never fall."""
    if evidence.series is not None:
        return evidence.series.time
    ordered = (column.name for column in schema if _is_time(column, evidence) and column.name in evidence.ordered)
    return next(ordered, None)


def _is_time(column: Column, evidence: RowEvidence) -> bool:
    """Whether it is a time, or text that becomes one."""
    return column.type == "datetime" or evidence.text_dates.get(column.name) is not None


def _build_column_choice(names: Sequence[str]) -> JsonValue:
    return {"start": "none", "names": list(names)}


def add_deduplication(builder: QuickStartBuilder, repeated: int) -> None:
    """Rows that repeat another one are left out."""
    note = f"{repeated:,} rows repeat another row. In both parts, they would make the metrics too good."
    inputs = {"dataset": builder.reference}
    parameters: dict[str, JsonValue] = {"missing_values_are_equal": True}
    node = builder.build_node("duplicate_remover", (1, builder.row), inputs, parameters, note=note)
    builder.add_node("distinct", node, "results_dataset")


def add_dates(builder: QuickStartBuilder, text_dates: Mapping[str, str | None]) -> None:
    """Texts become dates, those of one order of day and month together."""
    for order in dict.fromkeys(order for order in text_dates.values() if order):
        names = [name for name, known in text_dates.items() if known == order]
        parameters: dict[str, JsonValue] = {"columns": _build_column_choice(names), "data_type": "DateTime"}
        parameters["date_order"] = order
        node = builder.build_node("metadata_editor", (1, builder.row), {"dataset": builder.reference}, parameters)
        builder.add_node(f"dates_{order.partition(' ')[0].casefold()}", node, "results_dataset")


def _add_target_cleaning(builder: QuickStartBuilder, target: str) -> None:
    parameters: dict[str, JsonValue] = {
        "columns_to_be_cleaned": _build_column_choice([target]),
        "cleaning_mode": "Remove entire row",
    }
    note = f"A row without {target} can be used neither for training nor for testing."
    node = builder.build_node(
        "missing_value_cleaner", (1, builder.row), {"dataset": builder.reference}, parameters, note=note
    )
    builder.add_node("complete", node, "cleaned_dataset")


def _add_text_features(builder: QuickStartBuilder, texts: Sequence[str]) -> None:
    """Features of the words, where text is all that there is. A hash learns nothing from the test rows."""
    parameters: dict[str, JsonValue] = {
        "target_columns": _build_column_choice(texts),
        "hashing_bitsize": 9,
        "n_grams": 1,
    }
    node = builder.build_node("text_featurizer", (1, builder.row), {"dataset": builder.reference}, parameters)
    builder.add_node("words", node, "transformed_dataset")


def _add_roles(builder: QuickStartBuilder, omissions: Mapping[str, OmissionReason]) -> None:
    parameters: dict[str, JsonValue] = {"columns": _build_column_choice(list(omissions)), "fields": "ClearFeatures"}
    said = {
        "constant": "constant",
        "identifier": "looks like an ID",
        "raw text": "free text",
        "target leak": "gives the target away",
        "known in time": "may be known too late",
        "empty": "no values",
        "date": "a date",
        "other": "no plain values",
    }
    reasons = "\n".join(f"{name}: {said[reason]}" for name, reason in omissions.items())
    note = f"Excluded from training:\n{reasons}"
    inputs = {"dataset": builder.reference}
    node = builder.build_node("metadata_editor", (1, builder.row), inputs, parameters, note=note)
    builder.add_node("roles", node, "results_dataset")


def _add_split(builder: QuickStartBuilder, stratify_by: str | None, *, randomized: bool) -> None:
    parameters: dict[str, JsonValue] = {"fraction": 0.7}
    if randomized:
        parameters["seed"] = 1
    else:
        parameters["randomized"] = False
    if stratify_by is not None:
        parameters["stratify_by"] = stratify_by
    node = builder.build_node("splitter", (1, builder.row), {"dataset": builder.reference}, parameters)
    builder.add_node("split", node, "results_dataset1")


def _add_split_by_time(builder: QuickStartBuilder, series: SeriesEvidence) -> None:
    parameters: dict[str, JsonValue] = {
        "splitting_mode": "Split by Time",
        "fraction": 0.7,
        "time_column": series.time,
    }
    inputs, note = {"dataset": builder.reference}, series.describe()
    builder.add_node(
        "split", builder.build_node("splitter", (1, builder.row), inputs, parameters, note=note), "results_dataset1"
    )


def _add_cleaning(
    builder: QuickStartBuilder, features: Sequence[Column], statistics: Mapping[str, ColumnStatistics]
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


def _add_models(builder: QuickStartBuilder, task: QuickStartTask, target: str, train: str, test: str) -> None:
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
