"""A first design for a table and the column to predict: divided, cleaned, two models side by side, and evaluated.

Pure: what is known of the table comes in, nodes go out. Columns that a model cannot learn from are left out by the
same rules by which the linter would advise it, so that the design has neither problem nor advice.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from modules.kit import Column, Schema
from server.graph.document import Node
from server.graph.linter.idle_features import idle
from server.graph.statistics import Statistics

StarterTask = Literal["regression", "two-class", "multiclass"]
Omission = Literal["constant", "identifier", "raw text", "target leak", "empty", "date", "other"]

#: Names that a column to be predicted often has, whole or as one of its words.
USUAL_NAMES = (
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
FEW_CLASSES, MOST_CLASSES = 4, 50
#: A class needs a row in each part of the data.
FEWEST_OF_A_CLASS = 2
COLUMN, ROW = 280, 120

LEARNERS: Mapping[StarterTask, tuple[str, str]] = {
    "regression": ("linear_regression", "boosted_decision_tree_regression"),
    "two-class": ("two_class_logistic_regression", "two_class_boosted_decision_tree"),
    "multiclass": ("multiclass_logistic_regression", "multiclass_boosted_decision_tree"),
}


@dataclass(frozen=True)
class Target:
    """A column that may be predicted: the tasks that it allows, the likeliest first, or why there is none."""

    column: Column
    seen: Statistics | None
    tasks: tuple[StarterTask, ...]
    refusal: str = ""


@dataclass(frozen=True)
class Starter:
    """The nodes of a first design, and the columns that it leaves out of training, each with the reason."""

    nodes: Mapping[str, Node]
    left_out: Mapping[str, Omission]


def targets(schema: Schema, seen: Mapping[str, Statistics]) -> list[Target]:
    """What each column says of itself as something to predict."""
    return [_target(column, seen.get(column.name)) for column in schema]


def proposed(found: Sequence[Target]) -> Target | None:
    """The column that is most likely meant: by its name, else the last one that can be predicted."""
    able = [target for target in found if target.tasks]
    for usual in USUAL_NAMES:
        for target in reversed(able):
            if usual in _words(target.column.name):
                return target
    return able[-1] if able else None


def _target(column: Column, seen: Statistics | None) -> Target:
    refusal = _refusal(column, seen)
    return Target(column, seen, () if refusal else _tasks(column, seen), refusal)


def _refusal(column: Column, seen: Statistics | None) -> str:
    """Why the column is nothing to predict; empty where it may be."""
    if column.type in ("datetime", "other"):
        return "It has neither numbers nor classes."
    if seen is None or seen.missing == 1:
        return "It has no values."
    if seen.distinct is not None and seen.distinct <= 1:
        return "It has one value in all rows."
    kind = idle(column, seen)
    if kind == "raw text":
        return "It has free text."
    if kind == "identifier":
        return "It has a value of its own in nearly every row."
    if not column.numeric and (seen.distinct is None or seen.distinct > MOST_CLASSES):
        return f"It has more than {MOST_CLASSES} different values, too many for classes."
    if _single(seen) and not column.numeric:
        return "One of its values is in one row only."
    return ""


def _single(seen: Statistics) -> bool:
    """Whether a value is too rare to be learnt and tested."""
    counted = len(seen.top) == seen.distinct
    return counted and min(count for _, count in seen.top) < FEWEST_OF_A_CLASS


def _tasks(column: Column, seen: Statistics | None) -> tuple[StarterTask, ...]:
    distinct = seen.distinct if seen else None
    of_classes: StarterTask = "two-class" if distinct == 2 or column.type == "boolean" else "multiclass"
    if not column.numeric:
        return (of_classes,)
    if seen is None or distinct is None or distinct > MOST_CLASSES or not _whole(column, seen):
        return ("regression",)
    likely = distinct <= FEW_CLASSES or bool(_words(column.name) & CLASS_NAMES)
    return (of_classes, "regression") if likely else ("regression", of_classes)


def _words(name: str) -> set[str]:
    return set(re.split(r"[^a-z0-9]+", name.casefold()))


def _whole(column: Column, seen: Statistics) -> bool:
    """Whether the numbers may be classes. Whole numbers with gaps are read as real ones; few of them are classes."""
    if column.type == "integer":
        return True
    ends = [end for end in (seen.minimum, seen.maximum) if isinstance(end, float)]
    few = seen.distinct is not None and seen.distinct <= FEW_CLASSES
    return few and all(end.is_integer() for end in ends)


def starter(
    dataset: str,
    title: str,
    schema: Schema,
    seen: Mapping[str, Statistics],
    target: str,
    task: StarterTask,
    telling: Mapping[str, str],
    ordered: frozenset[str] = frozenset(),
) -> Starter:
    """The first design for a stored dataset.

    `telling` are the columns that give the target away, `ordered` those that grow from row to row: with a time among
    them the last rows are held out instead of random ones.
    """
    left_out = _left_out(schema, seen, target, telling)
    texts = [name for name, reason in left_out.items() if reason == "raw text"]
    features = [column for column in schema if column.name != target and column.name not in left_out]
    in_time = any(column.type == "datetime" and column.name in ordered for column in schema)
    drawn = _Drawing({"data": _node("dataset", (1, 0), {}, {"dataset": dataset}, title)}, "data.dataset", 1)
    if seen[target].missing:
        _add_complete(drawn, target)
    if texts and not features:
        _add_words(drawn, texts)
    if left_out:
        _add_roles(drawn, left_out)
    _add_split(drawn, None if task == "regression" or in_time else target, randomized=not in_time)
    train, test = _add_cleaning(drawn, features, seen)
    _add_models(drawn, task, target, train, test)
    return Starter(drawn.nodes, left_out)


@dataclass
class _Drawing:
    """The nodes so far, the reference that the next one takes from, and the row that it stands in."""

    nodes: dict[str, Node]
    reference: str
    row: int

    def add(self, name: str, node: Node, output: str) -> str:
        self.nodes[name] = node
        self.row += 1
        self.reference = f"{name}.{output}"
        return self.reference


def _node(
    module: str,
    place: tuple[int, int],
    inputs: Mapping[str, str],
    parameters: Mapping[str, JsonValue] | None = None,
    title: str | None = None,
    note: str | None = None,
) -> Node:
    """A node at this column and row of the drawing."""
    x, y = place[0] * COLUMN, place[1] * ROW
    return Node(module=module, parameters=dict(parameters or {}), inputs=dict(inputs), title=title, note=note, x=x, y=y)


def _left_out(
    schema: Schema, seen: Mapping[str, Statistics], target: str, telling: Mapping[str, str]
) -> dict[str, Omission]:
    found: dict[str, Omission] = {}
    for column in schema:
        reason = _omission(column, seen.get(column.name), column.name in telling)
        if reason and column.name != target:
            found[column.name] = reason
    return found


def _omission(column: Column, seen: Statistics | None, tells: bool) -> Omission | None:
    if column.type == "other":
        return "other"
    if column.type == "datetime":
        return "date"
    if seen is not None and seen.missing == 1:
        return "empty"
    return "target leak" if tells else idle(column, seen)


def _named(names: Sequence[str]) -> JsonValue:
    return {"start": "none", "names": list(names)}


def _add_complete(drawn: _Drawing, target: str) -> None:
    parameters: dict[str, JsonValue] = {
        "columns_to_be_cleaned": _named([target]),
        "cleaning_mode": "Remove entire row",
    }
    note = f"A row without {target} can neither teach nor test."
    node = _node("clean_missing_data", (1, drawn.row), {"dataset": drawn.reference}, parameters, note=note)
    drawn.add("complete", node, "cleaned_dataset")


def _add_words(drawn: _Drawing, texts: Sequence[str]) -> None:
    """Features of the words, where text is all that there is. A hash learns nothing from the test rows."""
    parameters: dict[str, JsonValue] = {"target_columns": _named(texts), "hashing_bitsize": 9, "n_grams": 1}
    node = _node("feature_hashing", (1, drawn.row), {"dataset": drawn.reference}, parameters)
    drawn.add("words", node, "transformed_dataset")


def _add_roles(drawn: _Drawing, left_out: Mapping[str, Omission]) -> None:
    parameters: dict[str, JsonValue] = {"columns": _named(list(left_out)), "fields": "ClearFeatures"}
    said = {
        "constant": "one value",
        "identifier": "names rows",
        "raw text": "free text",
        "target leak": "gives the target away",
        "empty": "no values",
        "date": "a date",
        "other": "no plain values",
    }
    reasons = "\n".join(f"{name}: {said[reason]}" for name, reason in left_out.items())
    note = f"Kept out of training:\n{reasons}"
    node = _node("edit_metadata", (1, drawn.row), {"dataset": drawn.reference}, parameters, note=note)
    drawn.add("roles", node, "results_dataset")


def _add_split(drawn: _Drawing, stratify_by: str | None, *, randomized: bool) -> None:
    parameters: dict[str, JsonValue] = {"fraction": 0.7}
    if randomized:
        parameters["seed"] = 1
    else:
        parameters["randomized"] = False
    if stratify_by is not None:
        parameters["stratify_by"] = stratify_by
    node = _node("split_data", (1, drawn.row), {"dataset": drawn.reference}, parameters)
    drawn.add("split", node, "results_dataset1")


def _add_cleaning(drawn: _Drawing, features: Sequence[Column], seen: Mapping[str, Statistics]) -> tuple[str, str]:
    """Gaps are filled by what the training part says, in both parts: numbers by the median, the rest by the mode."""
    train, test = "split.results_dataset1", "split.results_dataset2"
    gaps = [column for column in features if column.name in seen and seen[column.name].missing]
    kinds = (
        ("numbers", "Replace with median", [column.name for column in gaps if column.numeric]),
        ("classes", "Replace with mode", [column.name for column in gaps if not column.numeric]),
    )
    for kind, mode, names in kinds:
        if not names:
            continue
        parameters: dict[str, JsonValue] = {"columns_to_be_cleaned": _named(names), "cleaning_mode": mode}
        clean, apply = f"clean_{kind}", f"apply_{kind}"
        node = _node("clean_missing_data", (1, drawn.row), {"dataset": train}, parameters)
        train = drawn.add(clean, node, "cleaned_dataset")
        fitted = {"transformation": f"{clean}.cleaning_transformation", "dataset": test}
        drawn.nodes[apply] = _node("apply_transformation", (2, drawn.row), fitted)
        test = f"{apply}.transformed_dataset"
    if gaps:
        drawn.row += 1
    return train, test


def _add_models(drawn: _Drawing, task: StarterTask, target: str, train: str, test: str) -> None:
    row = drawn.row
    for side, (name, learner) in enumerate(zip(("linear", "boosted"), LEARNERS[task], strict=True)):
        column = 2 * side
        drawn.nodes[name] = _node(learner, (column, row), {})
        inputs = {"untrained_model": f"{name}.untrained_model", "dataset": train}
        drawn.nodes[f"train_{name}"] = _node("train_model", (column, row + 1), inputs, {"label": target})
        inputs = {"trained_model": f"train_{name}.trained_model", "dataset": test}
        drawn.nodes[f"score_{name}"] = _node("score_model", (column, row + 2), inputs)
    scored = {
        "scored_dataset": "score_linear.scored_dataset",
        "scored_dataset_to_compare": "score_boosted.scored_dataset",
    }
    drawn.nodes["evaluate"] = _node("evaluate_model", (1, row + 3), scored)
