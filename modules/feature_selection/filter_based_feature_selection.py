"""Filter Based Feature Selection: keep the features that depend most on the target."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.feature_selection.feature_scores import MAX_CLASSES, SCORES, is_numeric
from modules.kit import (
    Call,
    Column,
    Dataset,
    ModuleError,
    Schema,
    Traits,
    Transformation,
    column_of,
    module,
    titled,
    track,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.errors import require_columns

ScoreMethod = Literal[
    "PearsonCorrelation",
    "ChiSquared",
    "MutualInformation",
    "SpearmanCorrelation",
    "KendallCorrelation",
    "FisherScore",
    "CountBased",
]

log = logging.getLogger(__name__)

SCORED_TYPES = ("integer", "real", "boolean", "text", "category", "datetime")


class FilterBasedFeatureSelectionOutputs(NamedTuple):
    filtered_dataset: Dataset
    features: Dataset
    selection_transformation: Transformation


@dataclass(frozen=True)
class FeatureSelection(Transformation):
    """The columns that scored too low, which other data do without as well."""

    left_out: tuple[str, ...]
    scores: Mapping[str, float]

    title = "Filter Based Feature Selection"

    def apply(self, dataset: Dataset) -> Dataset:
        return dataset.with_frame(dataset.frame.drop(columns=list(self.left_out), errors="ignore"))

    def list_read_columns(self) -> frozenset[str]:
        return frozenset()

    def describe(self) -> list[dict[str, object]]:
        return [
            {"column": name, "score": score, "action": "left out" if name in self.left_out else "selected"}
            for name, score in self.scores.items()
        ]


def _build_example() -> Call:
    random = np.random.default_rng(0)
    power = random.integers(50, 200, 40)
    frame = pd.DataFrame(
        {
            "power": power,
            "doors": random.choice([2, 4], 40),
            "fuel": pd.Categorical(random.choice(["gas", "diesel"], 40)),
            "price": (power * 80.0 + random.normal(0, 500, 40)).round(),
        }
    )
    return Call.of(Dataset(frame, {"price": "label"}), target_column="price", number_of_desired_features=2)


def _predict_schemas() -> tuple[None, Schema, None]:
    return None, Schema((Column("Feature", "text"), Column("Score", "real"))), None


def _emit_code(step: StepCode) -> None:
    """The score of each feature, and the data without those that score least."""
    source, score = step.get_input("dataset"), SCORES[step.feature_scoring_method]
    if source.schema is None or not source.schema.complete:
        raise CannotGenerateCode("Which features it compares is known only during a run. Run the design first.")
    names = _find_candidates(source.schema, step.target_column, only_features=step.operate_on_feature_columns_only)
    ranked, out = (
        step.add_table("features", "feature_scores"),
        step.add_table("filtered_dataset", "selected_features", like=source),
    )
    numbers = {"numbers_only": True} if score.numeric_feature else {}
    rank, function = step.use(rank_features), step.use(score.function)
    step.assign(ranked, rank.call(source, names, step.target_column, function, **numbers))
    others = [column.name for column in source.schema if column.role in ("label", "score")]
    others = [name for name in others if name != step.target_column]
    left_out = expr('{ranked}["Feature"][{count}:]', ranked=ranked, count=step.number_of_desired_features)
    if others:
        left_out = expr("[*{left_out}, *{others}]", left_out=left_out, others=others)

    def emit_apply(table: Expr) -> Expr:
        return table.method("drop", columns=left_out, errors="ignore")

    step.assign(out, source.code.method("drop", columns=left_out))
    step.outputs["selection_transformation"] = ScriptVariable(ranked.code, apply=emit_apply)


def rank_features(
    data: pd.DataFrame, names: list[str], target: str, score: Any, *, numbers_only: bool = False
) -> pd.DataFrame:
    """The features with their scores, the highest first; one that cannot be judged scores 0."""
    judged = [name for name in names if not numbers_only or is_numeric(data[name])]
    scores = {name: float(score(data[name], data[target])) if name in judged else 0.0 for name in names}
    ranked = sorted(names, key=lambda name: -scores[name])
    return pd.DataFrame({"Feature": ranked, "Score": [scores[name] for name in ranked]})


def _find_candidates(schema: Schema, target: str, *, only_features: bool) -> list[str]:
    """The columns that are scored."""
    return [
        column.name
        for column in schema
        if column.name != target
        and column.role not in ("label", "score")
        and (column.role == "feature" or not only_features)
    ]


@module(
    "Filter Based Feature Selection",
    category="Feature Selection",
    icon="filter",
    at_inference="drop",
    example=_build_example,
    schema=_predict_schemas,
    emit_code=_emit_code,
    traits=Traits(depends_on_other_rows=True),
    keywords=("SelectKBest", "chi-square", "mutual information", "rank", "feature ranking", "variance filter"),
)
def filter_based_feature_selection(
    dataset: Dataset,
    *,
    operate_on_feature_columns_only: Annotated[
        bool,
        Field(description="Columns with another role, such as identifiers or weights, are passed on without a score."),
    ] = True,
    target_column: Annotated[
        str,
        column_of("dataset"),
        titled("Target column"),
        Field(description="The column that the features should help to predict."),
    ],
    number_of_desired_features: Annotated[
        int,
        Field(
            ge=1, description="How many of the best features to keep, besides the target and columns without a score."
        ),
    ] = 1,
    feature_scoring_method: Annotated[
        ScoreMethod, Field(description="Correlations and FisherScore work on numbers only, the others also on text.")
    ] = "PearsonCorrelation",
) -> FilterBasedFeatureSelectionOutputs:
    """Keep the features that depend most on the target, each tested by itself.

    PearsonCorrelation: linear dependence of numbers; a target of classes stands for the means of the feature in them.
    SpearmanCorrelation and KendallCorrelation: dependence of ranks, for a target of numbers. ChiSquared and
    MutualInformation: any dependence, of any types; more than ten different numbers are grouped into ten bins.
    FisherScore: how far apart the classes are for their width. CountBased: how many values are there and not zero,
    whatever the target. Correlations count without their sign. Missing values are left out pair by pair, and a feature
    that the method cannot judge scores 0. The second output has all scores, the highest first. The third one
    chooses the same columns of other data by Apply Transformation, and in each fold by Add Preprocessing to Model.
    """
    schema = dataset.schema
    require_columns([target_column], schema, port="dataset", parameter="target_column")
    _refuse_target(dataset, target_column, feature_scoring_method)
    candidates = _find_candidates(schema, target_column, only_features=operate_on_feature_columns_only)
    if not candidates:
        message = f"The data at 'dataset' have no feature besides the target '{target_column}'."
        raise ModuleError(47, message, port="dataset")
    scores = _compute_scores(dataset, candidates, target_column, feature_scoring_method)
    ranked = sorted(candidates, key=lambda name: -scores[name])
    left_out = {*ranked[number_of_desired_features:]}
    # Scores of an earlier model and other labels have no place among features.
    left_out |= {column.name for column in schema if column.role in ("label", "score")} - {target_column}
    kept = dataset.with_frame(dataset.frame[[name for name in schema.names if name not in left_out]])
    table = pd.DataFrame({"Feature": pd.Series(ranked, dtype="str"), "Score": [float(scores[name]) for name in ranked]})
    dropped = tuple(name for name in schema.names if name in left_out)
    selection = FeatureSelection(dropped, {name: float(scores[name]) for name in ranked})
    return FilterBasedFeatureSelectionOutputs(kept, Dataset(table), selection)


def _refuse_target(dataset: Dataset, target: str, method: ScoreMethod) -> None:
    if method == "CountBased":
        return
    values = dataset.frame[target]
    kind = dataset.schema[target].type
    if SCORES[method].numeric_target and not is_numeric(values):
        message = f"{method} needs a numeric target. '{target}' is {kind}. Choose ChiSquared or FisherScore."
        raise ModuleError(17, message, port="dataset", parameter="target_column", column=target)
    if kind in ("text", "category"):
        distinct = int(values.astype("str").nunique() if values.dtype == object else values.nunique())
        if distinct > MAX_CLASSES:
            message = (
                f"Target '{target}' has {distinct:,} different values, and a target has {MAX_CLASSES:,} classes "
                "at most. Choose another column, or group its values first."
            )
            raise ModuleError(14, message, port="dataset", parameter="target_column", column=target)


def _compute_scores(dataset: Dataset, names: list[str], target: str, method: ScoreMethod) -> dict[str, float]:
    score = SCORES[method]
    types = {column.name: column.type for column in dataset.schema}
    scores = dict.fromkeys(names, 0.0)
    unjudged = []
    for name in track(names, total=len(names), unit="features"):
        values = dataset.frame[name]
        if types[name] not in SCORED_TYPES or (score.numeric_feature and not is_numeric(values)):
            unjudged.append(name)
        else:
            scores[name] = score.function(values, dataset.frame[target])
    if unjudged:
        listed = ", ".join(f"'{name}'" for name in unjudged[:8])
        more = f" and {len(unjudged) - 8} more" if len(unjudged) > 8 else ""
        log.warning("%s works on numbers only, so the score is 0 for %s%s.", method, listed, more)
    return scores
